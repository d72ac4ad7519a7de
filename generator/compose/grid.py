"""The nine-grid of nine cards: chosen, made, numbered in the order in which they are posted, with a preview."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from PIL import Image

from generator.batch import Plan, Refusal, Wishes, plan_cards
from generator.card import Card, Press
from generator.card.png import encode_png
from generator.compose.composition import Composition, Piece
from generator.compose.proofread import prove
from generator.compose.striking import Candidate, candidates, ranked
from generator.errors import CardRefused, UsageError
from generator.facts.model import Factsheet

NINE = 9
COMPLETE = (9, 6, 3, 1)
"""Counts that fill the rows of three columns."""
COVERS = ("middle", "first", "none")
_CELL, _GAP = 360, 9
_PAPER = "#ffffff"


@dataclass(frozen=True, slots=True)
class GridWishes:
    """What a person asked of a nine-grid. `only`: these facts, in this order; `cover`: one of COVERS."""

    size: str = "moments-grid"
    theme: str = ""
    only: tuple[str, ...] = ()
    cover: str = "middle"


@dataclass(frozen=True, slots=True)
class _Made:
    candidate: Candidate
    card: Card


def compose_grid(sheet: Factsheet, press: Press, wishes: GridWishes) -> Composition:
    """Return up to nine cards of `sheet` as files numbered from 1, and a preview of how they stand together.

    Left to itself it takes the most striking facts, the cover in the middle, and passes over a card that cannot be
    made. With `only` it makes just those, in that order, and raises the card's own CardRefused when one cannot be
    made. Raises UsageError for an unknown name or more than nine facts, CardRefused when there is nothing to show.
    """
    if wishes.cover not in COVERS:
        raise UsageError(f"封面的位置“{wishes.cover}”不认识", None, f"可用：{'、'.join(COVERS)}")
    if len(wishes.only) > NINE:
        raise UsageError(f"九宫格至多九张，这里给了 {len(wishes.only)} 条", None, "请减到九条以内")
    plan = plan_cards(
        sheet, press.catalogue, Wishes(sizes=(wishes.size,), theme=wishes.theme, only=wishes.only)
    )
    refused: list[Refusal] = []
    if wishes.only:
        made = _asked(candidates(sheet, plan), plan, press, wishes.only)
    else:
        made = _chosen(candidates(sheet, plan), press, wishes.cover, refused)
    if not made:
        raise CardRefused("没有一条能做成卡片", None, "请看 mima batch 报告的原因")
    return _composition(made, plan, press, wishes, tuple(refused))


def _asked(every: Sequence[Candidate], plan: Plan, press: Press, only: tuple[str, ...]) -> list[_Made]:
    if plan.refused:
        raise CardRefused(plan.refused[0].reason.rstrip("。"))
    by_id = {c.id: c for c in every}
    return [_Made(by_id[fact], prove(press.make(by_id[fact].planned.job), press)) for fact in only]


def _chosen(every: Sequence[Candidate], press: Press, cover: str, refused: list[Refusal]) -> list[_Made]:
    """Make the most striking cards, the next best in place of one that is refused, down to a complete count."""
    title = [c for c in every if c.fact.kind == "cover"][: cover != "none"]
    made: dict[str, _Made] = {}
    for candidate in (*title, *ranked([c for c in every if c.fact.kind != "cover"], len(every))):
        if len(made) == NINE:
            break
        try:
            made[candidate.id] = _Made(candidate, prove(press.make(candidate.planned.job), press))
        except CardRefused as error:
            refused.append(Refusal(candidate.id, candidate.planned.job.size.id, str(error), error.exit_code))
    count = next((n for n in COMPLETE if n <= len(made)), 0)
    best = list(made.values())[:count]
    order = {c.id: n for n, c in enumerate(every)}
    best.sort(key=lambda m: order[m.candidate.id])
    if cover == "middle" and count == NINE and best[0].candidate.fact.kind == "cover":
        best.insert(NINE // 2, best.pop(0))
    return best


def _composition(
    made: Sequence[_Made], plan: Plan, press: Press, wishes: GridWishes, refused: tuple[Refusal, ...]
) -> Composition:
    size = made[0].card.job.size
    pieces = [
        Piece(
            f"{number}-{m.candidate.planned.file.rpartition('.')[0]}{m.card.suffix}",
            m.card.data, m.card.sheet.width, m.card.sheet.height, m.card.encoding, m.candidate.facts, m.card.sheet.texts,
        )
        for number, m in enumerate(made, 1)
    ]  # fmt: skip
    facts = tuple(dict.fromkeys(fact for piece in pieces for fact in piece.facts))
    pieces.append(_preview([piece.data for piece in pieces], f"预览-{size.id}.png", facts))
    notes = []
    if len(made) not in COMPLETE:
        notes.append(f"共 {len(made)} 张：1、3、6、9 张看起来才完整")
    elif len(made) < NINE and not wishes.only:
        notes.append(f"可用的条目不够九条，做成 {len(made)} 张（1、3、6、9 张看起来完整）")
    return Composition(
        kind="grid",
        name=f"grid-{size.id}",
        size=size.id,
        theme=made[0].card.job.theme.id,
        pieces=tuple(pieces),
        words={fact: plan.words[fact] for fact in facts if fact in plan.words},
        refused=refused,
        notes=tuple(notes),
        chosen=tuple(m.candidate.id for m in made),
        templates=tuple(dict.fromkeys(m.card.job.template.id for m in made)),
    )


def _preview(pictures: Sequence[bytes], file: str, facts: tuple[str, ...]) -> Piece:
    """Return a picture of the cards as a feed shows them: centre squares in three columns."""
    columns = 1 if len(pictures) == 1 else 2 if len(pictures) == 4 else 3
    rows = -(-len(pictures) // columns)
    page = Image.new("RGB", tuple(n * (_CELL + _GAP) + _GAP for n in (columns, rows)), _PAPER)  # type: ignore[arg-type]
    for number, data in enumerate(pictures):
        with Image.open(BytesIO(data)) as picture:
            cell = _centre_square(picture.convert("RGB")).resize((_CELL, _CELL), Image.Resampling.LANCZOS)
        row, column = divmod(number, columns)
        page.paste(cell, (_GAP + column * (_CELL + _GAP), _GAP + row * (_CELL + _GAP)))
    data = encode_png(page, title="预览", source="", fact="")
    return Piece(file, data, page.width, page.height, "png", facts, preview=True)


def _centre_square(picture: Image.Image) -> Image.Image:
    side = min(picture.size)
    left, top = (picture.width - side) // 2, (picture.height - side) // 2
    return picture.crop((left, top, left + side, top + side))
