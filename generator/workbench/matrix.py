"""Template × theme × shape × hard case: what each cell must show, and whether it came out clean.

A cell is laid out at its real size; its pixels are drawn at a share of it, and proved with the proof-readers' own checks.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from lxml import etree
from PIL import Image

from generator.batch.choice import choose_template
from generator.card import Card, CardJob, Impression, Press, Sheet, Wordbook, write_copy
from generator.design import Brand, IconTable, SceneTable, Size, Template, Theme
from generator.design.scenes import VIEWS
from generator.errors import CardRefused
from generator.proof import CHECKS, Exhibit
from generator.workbench.cases import TOTAL, EdgeCase, read_case_brand, read_cases

MASTERS = ("moments", "weibo-grid", "poster", "wechat-cover")
"""One size for each master shape, of the drawing's own ratio."""
BY_LAYOUT = ("figures", "whole", "order", "overlap", "edge", "crop", "small")
"""The checks that need no pixels."""
BY_PIXELS = ("contrast",)
_BLANK = Image.new("RGB", (1, 1))


@dataclass(frozen=True, slots=True)
class Row:
    """One case for one template. `place` is its number in the table: it turns the variant and the chapter's hue."""

    template: Template
    case: EdgeCase
    place: int


@dataclass(frozen=True)
class Proved:
    """What became of one cell: why it was refused ("" for not), and the faults the checks found.

    `sheet` and `image` (None where no pixels were asked for, or for a refused one) are at the share they were drawn at.
    """

    job: CardJob
    refused: str = ""
    faults: tuple[str, ...] = ()
    sheet: Sheet | None = None
    image: Image.Image | None = None


class Matrix:
    """All cells of a run, with what is read once for them."""

    def __init__(self, press: Press) -> None:
        """Read cases, words and icons of the press's world; raise DesignError when they are not sound."""
        catalogue = press.catalogue
        self.press = press
        self.cases = read_cases(catalogue.data_folders)
        self.words = Wordbook.load(*catalogue.data_folders)
        self.icons = IconTable.load(catalogue.data_folders, catalogue.template_folders)
        self.scenes = SceneTable.load(catalogue.data_folders, catalogue.template_folders)
        self.brand: Brand | None = read_case_brand(catalogue.data_folders)

    def rows(self, template: Template) -> tuple[Row, ...]:
        """Return the cases that a template can show, in the table's order."""
        return tuple(row for row, reason in self.asked(template) if not reason)

    def row(self, template: Template, case: str) -> Row:
        """Return the row of the case with this id, whether or not the template can show it."""
        return next(Row(template, c, place) for place, c in enumerate(self.cases) if c.id == case)

    def asked(self, template: Template) -> Iterator[tuple[Row, str]]:
        """Yield every case with the reason why this template may not show it, "" when it may."""
        for place, case in enumerate(self.cases):
            fact, members = case.facts()
            copy = write_copy(fact, case.sheet(), TOTAL, self.words, members)
            try:
                choose_template(fact, copy, self.press.catalogue, template.id)
            except CardRefused as error:
                yield Row(template, case, place), str(error)
            else:
                yield Row(template, case, place), ""

    def job(self, row: Row, theme: Theme, size: Size, variant: int | None = None) -> CardJob:
        """Return a cell as a batch would plan it, in the hue that comes next."""
        fact, members = row.case.facts()
        sheet = row.case.sheet()
        copy = write_copy(fact, sheet, 0 if row.case.plain else TOTAL, self.words, members)
        turn = row.place if variant is None else variant
        look = theme.for_chapter(row.place)
        return CardJob(
            fact.id,
            replace(copy, variant=turn, turn=turn),
            row.template,
            look,
            size,
            self.brand if row.case.branded else None,
            self.icons.choose(fact.text, copy.chapter),
            next(iter(self.scenes.drawings_of(self.scenes.of_text(fact.text), look)), ""),
            turn % VIEWS,
        )

    def prove(self, job: CardJob, share: float = 0.0) -> Proved:
        """Lay a cell out and check it; with a `share` above 0 also draw it at that share of its size."""
        try:
            sheet = self.press.draw(job)
        except CardRefused as error:
            return Proved(job, refused=str(error))
        faults = list(_found(BY_LAYOUT, job, sheet, _BLANK))
        if not share:
            return Proved(job, "", tuple(faults), sheet)
        job, sheet = reduced(job, sheet, share)
        image = self.press.rasteriser.pixels(sheet)
        faults += _found(BY_PIXELS, job, sheet, image)
        return Proved(job, "", tuple(faults), sheet, image)


def reduced(job: CardJob, sheet: Sheet, share: float) -> tuple[CardJob, Sheet]:
    """Return a laid-out cell as if its picture had this share of the pixels: same layout, smaller picture."""
    width, height = round(sheet.width * share), round(sheet.height * share)
    root = etree.fromstring(sheet.svg)
    root.set("width", str(width))
    root.set("height", str(height))
    texts = tuple(
        replace(
            text,
            size=text.size * share,
            frame=(text.frame[0] * share, text.frame[1] * share, text.frame[2] * share, text.frame[3] * share),
        )
        for text in sheet.texts
    )
    small = Sheet(etree.tostring(root), width, height, texts)
    return replace(job, size=replace(job.size, width=width, height=height)), small


def _found(names: Sequence[str], job: CardJob, sheet: Sheet, image: Image.Image) -> Iterator[str]:
    exhibit = Exhibit(Card(job, b"", sheet, "", ".png", "", Impression.of(image)))
    for name in names:
        title, check = CHECKS[name]
        yield from (f"{title}：{message}" for _box, message in check(exhibit))
