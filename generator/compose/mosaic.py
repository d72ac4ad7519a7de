"""One picture cut in nine: a title in the middle, a fact in each cell, one ground through all of them.

Every cell is drawn as a window on the whole ground, moved by whole pixels. So the cells join to the pixel, and no
word can cross a cut: a text lives in the drawing of its own cell, within its margins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from generator.batch import DEFAULT_THEME, Plan, Refusal, Wishes, plan_cards
from generator.batch.feature import COVER_ID
from generator.card import CardJob, Press, Sheet, write_copy
from generator.card.encoder import encode
from generator.card.fill import variables_of
from generator.card.png import encode_png
from generator.compose.composition import Composition, Piece
from generator.compose.figure import LEAST, figure_size
from generator.compose.proofread import prove_part
from generator.compose.striking import Candidate, candidates, ranked, without_cover
from generator.design import Size
from generator.errors import CardRefused, DoesNotFit, UsageError
from generator.facts.model import Fact, Factsheet

_SIDE, _CELLS, _MIDDLE = 3, 9, 4
_PLACES = tuple(place for place in range(_CELLS) if place != _MIDDLE)
_TIGHTEST = 7
"""A cell of the lowest row, where the ornament leaves least room: what fits there fits anywhere."""
_UNITS = (1080.0, 1080.0)
_COLUMN = 936.0
_PREVIEW = 360
CLEAR = 0.02
"""Share of a cell's side that stays clear of words along every cut: a feed's gaps and round corners take some."""


@dataclass(frozen=True, slots=True)
class MosaicWishes:
    """What a person asked of a picture in nine. `only`: eight facts, in this order."""

    size: str = "moments-grid"
    theme: str = ""
    only: tuple[str, ...] = ()


def compose_mosaic(sheet: Factsheet, press: Press, wishes: MosaicWishes) -> Composition:
    """Return nine square files that join to one picture, and a preview of it.

    Left to itself it takes the eight most striking facts, in the article's order, and passes over one that does not
    fit. Raises UsageError for an unknown name, a size that is no square or another number of facts than eight;
    CardRefused when the article has no title or too few facts, or a named fact does not fit.
    """
    size = press.catalogue.size(wishes.size)
    if size.width != size.height:
        raise UsageError(f"“{size.name}”不是方形", None, "一图九格请用 moments-grid 或 weibo-grid")
    if wishes.only and len(wishes.only) != len(_PLACES):
        raise UsageError(f"一图九格要八条，这里给了 {len(wishes.only)} 条", None, "正中一格是标题")
    if not sheet.title:
        raise CardRefused("这篇稿子没有标题，一图九格的正中没有字可放", None, "请在事实表里补上标题")
    plan = plan_cards(sheet, press.catalogue, Wishes(sizes=(size.id,), theme=wishes.theme))
    plan, scene = without_cover(plan)
    press_cell = _Window(press, size, wishes.theme, scene)
    refused: list[Refusal] = []
    chosen = _chosen(_wanted(sheet, plan, wishes.only), press_cell, refused, named=bool(wishes.only))
    title = Fact(COVER_ID, "", "cover", sheet.title)
    middle = replace(chosen[0].planned.job, fact=COVER_ID, copy=write_copy(title, sheet, total=0))
    jobs = [candidate.planned.job for candidate in chosen]
    return _composition([*jobs[:_MIDDLE], middle, *jobs[_MIDDLE:]], press_cell, plan, tuple(refused))


class _Window:
    """Draws the cells of one picture: the same theme in all, whatever hue a fact's chapter has elsewhere."""

    def __init__(self, press: Press, size: Size, theme: str, scene: str) -> None:
        self.press = press
        self.size = size
        self.scene = scene
        self.theme = press.catalogue.theme(theme or DEFAULT_THEME)

    def draw(self, job: CardJob, place: int) -> Sheet:
        """Return the finished cell at `place` (0-8, row by row); raise CardRefused when its words do not fit."""
        if job.copy.figure is not None and figure_size(job, _COLUMN, self.press) < LEAST:
            raise DoesNotFit(f"数字“{job.copy.figure}”太长，一格里放不下", None, "请换一条")
        row, column = divmod(place, _SIDE)
        name = "_mosaic/title.svg" if place == _MIDDLE else "_mosaic/cell.svg"
        said = variables_of(replace(job, theme=self.theme, size=self.size, scene=self.scene))
        pixels = (self.size.width, self.size.height)
        sheet = self.press.draw_free(
            name, {**said, "view": 0, "row": row, "column": column}, self.theme, units=_UNITS, pixels=pixels
        )
        edge = CLEAR * self.size.width
        for text in sheet.texts:
            if min(text.frame) < edge or max(text.frame) > self.size.width - edge:
                raise DoesNotFit(f"“{''.join(text.lines)}”离切缝太近", None, "请缩短文字，或换一条")
        return sheet


def _wanted(sheet: Factsheet, plan: Plan, only: tuple[str, ...]) -> Sequence[Candidate]:
    """Return the facts to try, the most striking first, or just those that were named."""
    own = {fact.id for fact in sheet.facts}
    alone = [c for c in candidates(sheet, plan) if c.id in own]
    if not only:
        short = [c for c in alone if not c.planned.job.copy.items]
        return ranked(short, len(short))
    by_id = {c.id: c for c in alone}
    for fact in only:
        if fact not in by_id:
            raise UsageError(f"没有编号为“{fact}”的事实", None, "全部编号见 mima extract 的输出")
    return [by_id[fact] for fact in only]


def _chosen(
    wanted: Sequence[Candidate], window: _Window, refused: list[Refusal], *, named: bool
) -> list[Candidate]:
    fitting: list[Candidate] = []
    for candidate in wanted:
        if len(fitting) == len(_PLACES):
            break
        try:
            sheet = window.draw(candidate.planned.job, _TIGHTEST)
            prove_part(candidate.planned.job, sheet, window.press.rasteriser.pixels(sheet), window.press)
            fitting.append(candidate)
        except CardRefused as error:
            if named:
                raise
            refused.append(Refusal(candidate.id, window.size.id, str(error), error.exit_code))
    if len(fitting) < len(_PLACES):
        raise CardRefused(
            f"一图九格要八条放得下的事实，这里只有 {len(fitting)} 条", None, "请改用 mima compose grid"
        )
    return fitting if named else sorted(fitting, key=lambda c: c.planned.job.copy.variant)


def _composition(
    jobs: Sequence[CardJob], window: _Window, plan: Plan, refused: tuple[Refusal, ...]
) -> Composition:
    size, side = window.size, window.size.width
    whole = Image.new("RGB", (_SIDE * side, _SIDE * side))
    pieces = []
    for place, job in enumerate(jobs):
        sheet = window.draw(job, place)
        cell = window.press.rasteriser.pixels(sheet)
        if place != _MIDDLE:
            prove_part(job, sheet, cell, window.press)
        row, column = divmod(place, _SIDE)
        whole.paste(cell, (column * side, row * side))
        file = encode(cell, size, title=job.copy.text, source=job.copy.source, fact=job.fact)
        name = f"{place + 1}-一图九格-{job.fact}-{size.id}{file.suffix}"
        pieces.append(Piece(name, file.data, side, side, file.encoding, (job.fact,), sheet.texts))
    small = whole.resize((_SIDE * _PREVIEW, _SIDE * _PREVIEW), Image.Resampling.LANCZOS)
    facts = tuple(job.fact for job in jobs)
    data = encode_png(small, title="预览", source="", fact="")
    pieces.append(
        Piece(f"预览-一图九格-{size.id}.png", data, small.width, small.height, "png", facts, preview=True)
    )
    return Composition(
        kind="mosaic",
        name=f"mosaic-{size.id}",
        size=size.id,
        theme=window.theme.id,
        pieces=tuple(pieces),
        words={fact: plan.words[fact] for fact in facts if fact in plan.words},
        refused=refused,
        chosen=tuple(job.fact for place, job in enumerate(jobs) if place != _MIDDLE),
    )
