"""The contact sheet: every card of a batch as a thumbnail, grouped by size; a refused card is a red field in its place.

group → measure → draw, one picture a thousand cards, band by band: a row of thumbnails is all that is in memory.
Under the cards every reason stands in full.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from generator.batch.inventory import MANIFEST
from generator.batch.manifest import Manifest, Refusal
from generator.batch.pasteup import EDGE, GROUND, INK, SOFT, WARN, WARN_GROUND, Faces, clip, thumbnail, wrap
from generator.batch.record import CardRecord
from generator.batch.store import delete, write_pieces
from generator.card import png_of_bands
from generator.design import Size

CONTACT = "contact.png"
A_SHEET = 1000
_WIDTHS = ((200, 300, 8), (400, 200, 14), (A_SHEET, 150, 18))
"""By the number of cards: a thumbnail's width in px and how many stand in a row. 300 px is what a reader sees in a feed;
more cards get less, so that a sheet stays one picture that can be opened and sent."""
_MARGIN, _GUTTER = 48, 24
_CAPTION = 2 * 20 + 12


@dataclass(frozen=True)
class _Group:
    """One size's cards and refusals: its heading, and the height of the thumbnails in px."""

    head: str
    cards: tuple[CardRecord, ...]
    refused: tuple[Refusal, ...]
    height: int

    @property
    def fields(self) -> tuple[CardRecord | Refusal, ...]:
        """What stands side by side: the cards, then what is missing."""
        return (*self.cards, *self.refused)


def write_contact_sheets(
    folder: Path, manifest: Manifest, sizes: Sequence[Size], fonts: Sequence[Path], threads: int = 1
) -> tuple[Path, ...]:
    """Draw ``contact.png`` (and ``contact-2.png`` ... beyond A_SHEET cards) and return their paths.

    `sizes` gives the names and the order of the groups. Raises OutputError.
    """
    order = {size.id: number for number, size in enumerate(sizes)}
    names = {size.id: size.name for size in sizes}
    places = [order.get(card.size, len(order)) for card in manifest.cards]
    cards = sorted(range(len(places)), key=places.__getitem__)
    faces = Faces.load(fonts)
    pages = [cards[at : at + A_SHEET] for at in range(0, len(cards), A_SHEET)] or [[]]
    paths = []
    for number, page in enumerate(pages, 1):
        path = folder / (CONTACT if number == 1 else f"contact-{number}.png")
        refused = manifest.refused if number == len(pages) else ()
        shown = [manifest.cards[card] for card in page]
        sheet = _Page(manifest, shown, refused=refused, names=names, faces=faces, threads=threads)
        write_pieces(path, png_of_bands(sheet.width, sheet.height, sheet.bands(folder)))
        paths.append(path)
    for old in folder.glob("contact-*.png"):
        if old not in paths and old.stem.removeprefix("contact-").isdigit():
            delete(old)
    return tuple(paths)


def is_outdated(folder: Path) -> bool:
    """Return whether the contact sheet is missing, or older than the manifest: a run was stopped before it was drawn."""
    try:
        return (folder / CONTACT).stat().st_mtime_ns < (folder / MANIFEST).stat().st_mtime_ns
    except OSError:
        return True


def grouped(
    cards: Sequence[CardRecord], refused: Sequence[Refusal]
) -> dict[str, tuple[tuple[CardRecord, ...], tuple[Refusal, ...]]]:
    """Return the cards and refusals of each size, sizes in the order of their first card; "" is of no size."""
    sizes = dict.fromkeys([*(card.size for card in cards), *(refusal.size for refusal in refused)])
    return {
        size: (tuple(c for c in cards if c.size == size), tuple(r for r in refused if r.size == size))
        for size in sizes
    }


def reasons(refused: Sequence[Refusal], names: dict[str, str]) -> list[str]:
    """Return every reason once, with the facts and sizes it holds for: ``第 07 条（海报、方图）　放不下…``."""
    places: dict[tuple[str, str], list[str]] = {}
    for refusal in refused:
        places.setdefault((refusal.fact, refusal.reason), []).append(names.get(refusal.size, refusal.size))
    told = []
    for (fact, reason), sizes in places.items():
        where = "、".join(size for size in sizes if size)
        who = f"第 {fact} 条" if fact else ""
        told.append("　".join(part for part in (who + (f"（{where}）" if where else ""), reason) if part))
    return told


class _Page:
    """One contact sheet, measured on creation."""

    def __init__(
        self,
        manifest: Manifest,
        cards: Sequence[CardRecord],
        *,
        refused: Sequence[Refusal],
        names: dict[str, str],
        faces: Faces,
        threads: int,
    ) -> None:
        self.manifest = manifest
        self.faces = faces
        self.threads = threads
        self.thumb, self.columns = next((w, columns) for most, w, columns in _WIDTHS if len(cards) <= most)
        self.width = 2 * _MARGIN + self.columns * (self.thumb + _GUTTER) - _GUTTER
        self.groups = [
            _Group(names.get(size, size), *fields, height=self._thumb_height(fields[0]))
            for size, fields in grouped(cards, refused).items()
            if size
        ]
        self.refused = len(refused)
        self.reasons = [
            line
            for reason in reasons(refused, names)
            for line in wrap(reason, faces.body, self.width - 2 * _MARGIN)
        ]

    def bands(self, folder: Path) -> Iterator[Image.Image]:
        """Yield the sheet with the cards of `folder` on it, from top to bottom, in bands of its width."""
        yield self._title()
        with ThreadPoolExecutor(self.threads) as pool:
            for group in self.groups:
                yield self._head(group)
                for at in range(0, len(group.fields), self.columns):
                    yield self._row(group, group.fields[at : at + self.columns], folder, pool)
                yield self._band(_GUTTER)
        if self.reasons:
            band = self._band(48)
            ImageDraw.Draw(band).text((_MARGIN, 0), f"未通过 {self.refused} 张", WARN, self.faces.head)
            yield band
        for line in self.reasons:
            band = self._band(32)
            ImageDraw.Draw(band).text((_MARGIN, 0), line, INK, self.faces.body)
            yield band
        yield self._band(_MARGIN)

    def _band(self, height: int) -> Image.Image:
        return Image.new("RGB", (self.width, height), GROUND)

    def _thumb_height(self, cards: Sequence[CardRecord]) -> int:
        return round(self.thumb * max((card.height / card.width for card in cards), default=1.0))

    @property
    def height(self) -> int:
        """The sheet's height in px."""
        told = 48 + 32 * len(self.reasons) if self.reasons else 0
        return _MARGIN + 120 + sum(self._tall(group) for group in self.groups) + told + _MARGIN

    def _tall(self, group: _Group) -> int:
        rows = -(-len(group.fields) // self.columns)
        return 56 + rows * (group.height + _CAPTION + _GUTTER) + _GUTTER

    def _title(self) -> Image.Image:
        band = self._band(_MARGIN + 120)
        pen = ImageDraw.Draw(band)
        title = clip(self.manifest.title or "未命名", self.faces.title, self.width - 2 * _MARGIN)
        counts = "　".join(f"{g.head} {len(g.cards)}" for g in self.groups)
        line = f"共 {len(self.manifest.cards)} 张" + (f"　{counts}" if counts else "")
        if self.manifest.refused:
            line += f"　未通过 {len(self.manifest.refused)}"
        pen.text((_MARGIN, _MARGIN - 10), title, INK, self.faces.title)
        line = clip(line, self.faces.body, self.width - 2 * _MARGIN)
        pen.text((_MARGIN, _MARGIN + 48), line, SOFT, self.faces.body)
        pen.line((_MARGIN, _MARGIN + 92, self.width - _MARGIN, _MARGIN + 92), EDGE, 2)
        return band

    def _head(self, group: _Group) -> Image.Image:
        band = self._band(56)
        pen = ImageDraw.Draw(band)
        pen.text((_MARGIN, 0), group.head, INK, self.faces.head)
        left = _MARGIN + pen.textlength(group.head, self.faces.head) + 16
        if group.cards:
            card = group.cards[0]
            facts = f"{card.width}×{card.height}　{len(group.cards)} 张　文件名：图下文字-{card.size}{_suffixes(group.cards)}"
        else:
            facts = "一张也没有做成"
        pen.text((left, 7), facts, SOFT, self.faces.body)
        return band

    def _row(
        self, group: _Group, fields: Sequence[CardRecord | Refusal], folder: Path, pool: ThreadPoolExecutor
    ) -> Image.Image:
        band = self._band(group.height + _CAPTION + _GUTTER)
        pen = ImageDraw.Draw(band)
        size = (self.thumb, group.height)
        cards = [field for field in fields if isinstance(field, CardRecord)]
        thumbs = pool.map(lambda card: thumbnail(folder / card.file, size), cards)
        for column, field in enumerate(fields):
            x = _MARGIN + column * (self.thumb + _GUTTER)
            if isinstance(field, CardRecord):
                band.paste(next(thumbs), (x, 0))
                caption, colour = _caption(field), SOFT
            else:
                self._missing(pen, field, x, group.height)
                caption, colour = f"{field.fact} 未通过", WARN
            for number, line in enumerate(wrap(caption, self.faces.caption, self.thumb, 2)):
                pen.text((x, group.height + 6 + 20 * number), line, colour, self.faces.caption)
        return band

    def _missing(self, pen: ImageDraw.ImageDraw, refusal: Refusal, x: int, height: int) -> None:
        """Draw the field of a card that was not made, with as much of the reason as has room; the rest is below."""
        pen.rectangle((x, 0, x + self.thumb - 1, height - 1), WARN_GROUND, WARN, 2)
        pad, step = 14, 28
        most = max(1, (height - 2 * pad) // step)
        for number, line in enumerate(wrap(refusal.reason, self.faces.body, self.thumb - 2 * pad, most)):
            pen.text((x + pad, pad + step * number), line, WARN, self.faces.body)


def _caption(card: CardRecord) -> str:
    """Return a file's name without what the names of a size have in common, which stands in the heading."""
    return card.file.rpartition(".")[0].removesuffix(f"-{card.size}")


def _suffixes(cards: Sequence[CardRecord]) -> str:
    return " 或 ".join(dict.fromkeys(f".{card.file.rpartition('.')[2]}" for card in cards))
