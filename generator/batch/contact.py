"""The contact sheet: every card of a batch as a thumbnail, grouped by size, with the refused ones in words.

group → measure → draw, one picture a thousand cards
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from generator.batch.manifest import CardRecord, Manifest, Refusal
from generator.batch.store import delete, write_whole
from generator.design import Size

CONTACT = "contact.png"
A_SHEET = 1000
_WIDTHS = ((200, 300, 8), (400, 200, 14), (A_SHEET, 150, 18))
"""By the number of cards: a thumbnail's width in px and how many stand in a row. 300 px is what a reader sees in a feed;
more cards get less, so that a sheet stays one picture that can be opened and sent."""
_FONT = "NotoSansSC-VF.ttf"
_MARGIN, _GUTTER = 48, 24
_GROUND, _INK, _SOFT, _WARN, _EDGE = "#f1f3f5", "#1c2530", "#66717d", "#b3261e", "#d5dadf"


@dataclass(frozen=True)
class _Faces:
    title: ImageFont.FreeTypeFont
    head: ImageFont.FreeTypeFont
    body: ImageFont.FreeTypeFont
    caption: ImageFont.FreeTypeFont

    @classmethod
    def load(cls, fonts: Sequence[Path]) -> _Faces:
        path = next((folder / _FONT for folder in reversed(fonts) if (folder / _FONT).is_file()), None)

        def face(size: int, weight: int) -> ImageFont.FreeTypeFont:
            if path is None:
                return ImageFont.load_default(size)  # type: ignore[return-value]
            font = ImageFont.truetype(str(path), size)
            font.set_variation_by_axes([weight])
            return font

        return cls(face(40, 700), face(26, 600), face(20, 400), face(15, 400))


@dataclass(frozen=True)
class _Group:
    """The cards of one size: its heading, the cards, and the height of their thumbnails in px."""

    head: str
    cards: tuple[CardRecord, ...]
    height: int


def write_contact_sheets(
    folder: Path, manifest: Manifest, sizes: Sequence[Size], fonts: Sequence[Path], threads: int = 1
) -> tuple[Path, ...]:
    """Draw ``contact.png`` (and ``contact-2.png`` ... beyond A_SHEET cards) and return their paths.

    `sizes` gives the names and the order of the groups. Raises OutputError.
    """
    order = {size.id: number for number, size in enumerate(sizes)}
    names = {size.id: size.name for size in sizes}
    cards = sorted(manifest.cards, key=lambda card: order.get(card.size, len(order)))
    faces = _Faces.load(fonts)
    pages = [cards[at : at + A_SHEET] for at in range(0, len(cards), A_SHEET)] or [[]]
    paths = []
    for number, page in enumerate(pages, 1):
        path = folder / (CONTACT if number == 1 else f"contact-{number}.png")
        refused = manifest.refused if number == len(pages) else ()
        picture = _Page(manifest, page, refused=refused, names=names, faces=faces, threads=threads).draw(folder)
        buffer = io.BytesIO()
        picture.save(buffer, "PNG", compress_level=6)
        write_whole(path, buffer.getvalue())
        paths.append(path)
    for old in folder.glob("contact-*.png"):
        if old not in paths and old.stem.removeprefix("contact-").isdigit():
            delete(old)
    return tuple(paths)


class _Page:
    """One contact sheet, measured on creation."""

    def __init__(
        self,
        manifest: Manifest,
        cards: Sequence[CardRecord],
        *,
        refused: Sequence[Refusal],
        names: dict[str, str],
        faces: _Faces,
        threads: int,
    ) -> None:
        self.manifest = manifest
        self.faces = faces
        self.threads = threads
        self.thumb, self.columns = next((w, columns) for most, w, columns in _WIDTHS if len(cards) <= most)
        self.width = 2 * _MARGIN + self.columns * (self.thumb + _GUTTER) - _GUTTER
        self.groups = [
            _group(tuple(group), names.get(size, size), self.thumb)
            for size, group in groupby(cards, key=lambda card: card.size)
        ]
        self.reasons = [line for refusal in refused for line in self._reason(refusal, names)]
        self.refused = len(refused)
        self.caption = 2 * 20 + 12

    def draw(self, folder: Path) -> Image.Image:
        """Return the sheet with the cards of `folder` on it."""
        picture = Image.new("RGB", (self.width, self._height()), _GROUND)
        pen = ImageDraw.Draw(picture)
        y = self._title(pen)
        for group in self.groups:
            self._head(pen, group, y)
            self._thumbnails(picture, pen, group, y + 56, folder)
            y += self._tall(group)
        if self.reasons:
            pen.text((_MARGIN, y), f"未通过 {self.refused} 张", _WARN, self.faces.head)
            for number, line in enumerate(self.reasons):
                pen.text((_MARGIN, y + 48 + 32 * number), line, _INK, self.faces.body)
        return picture

    def _height(self) -> int:
        reasons = 48 + 32 * len(self.reasons) if self.reasons else -_GUTTER
        return _MARGIN + 120 + sum(self._tall(group) for group in self.groups) + reasons + _MARGIN

    def _tall(self, group: _Group) -> int:
        return 56 + self._rows(group) * (group.height + self.caption + _GUTTER) + _GUTTER

    def _rows(self, group: _Group) -> int:
        return -(-len(group.cards) // self.columns)

    def _title(self, pen: ImageDraw.ImageDraw) -> int:
        title = _clip(self.manifest.title or "未命名", self.faces.title, self.width - 2 * _MARGIN)
        counts = "　".join(f"{g.head} {len(g.cards)}" for g in self.groups)
        line = f"共 {len(self.manifest.cards)} 张" + (f"　{counts}" if counts else "")
        if self.manifest.refused:
            line += f"　未通过 {len(self.manifest.refused)}"
        pen.text((_MARGIN, _MARGIN - 10), title, _INK, self.faces.title)
        pen.text(
            (_MARGIN, _MARGIN + 48),
            _clip(line, self.faces.body, self.width - 2 * _MARGIN),
            _SOFT,
            self.faces.body,
        )
        pen.line((_MARGIN, _MARGIN + 92, self.width - _MARGIN, _MARGIN + 92), _EDGE, 2)
        return _MARGIN + 120

    def _head(self, pen: ImageDraw.ImageDraw, group: _Group, y: int) -> None:
        pen.text((_MARGIN, y), group.head, _INK, self.faces.head)
        left = _MARGIN + pen.textlength(group.head, self.faces.head) + 16
        card = group.cards[0]
        facts = f"{card.width}×{card.height}　{len(group.cards)} 张　文件名：图下文字-{card.size}{_suffixes(group.cards)}"
        pen.text((left, y + 7), facts, _SOFT, self.faces.body)

    def _thumbnails(
        self, picture: Image.Image, pen: ImageDraw.ImageDraw, group: _Group, top: int, folder: Path
    ) -> None:
        size = (self.thumb, group.height)
        with ThreadPoolExecutor(self.threads) as pool:
            for start in range(0, len(group.cards), self.columns):
                row = group.cards[start : start + self.columns]
                y = top + start // self.columns * (group.height + self.caption + _GUTTER)
                thumbs = pool.map(lambda card: _thumbnail(folder / card.file, size), row)
                for column, (card, thumb) in enumerate(zip(row, thumbs, strict=True)):
                    x = _MARGIN + column * (self.thumb + _GUTTER)
                    picture.paste(thumb, (x, y))
                    caption = _caption(card)
                    for number, line in enumerate(_wrap(caption, self.faces.caption, self.thumb, 2)):
                        pen.text((x, y + group.height + 6 + 20 * number), line, _SOFT, self.faces.caption)

    def _reason(self, refusal: Refusal, names: dict[str, str]) -> Iterable[str]:
        who = "　".join(part for part in (refusal.fact, names.get(refusal.size, refusal.size)) if part)
        return _wrap(
            f"{who}　{refusal.reason}" if who else refusal.reason, self.faces.body, self.width - 2 * _MARGIN, 4
        )


def _group(cards: tuple[CardRecord, ...], name: str, width: int) -> _Group:
    tallest = max(card.height / card.width for card in cards)
    return _Group(name, cards, round(width * tallest))


def _caption(card: CardRecord) -> str:
    """Return a file's name without what the names of a size have in common, which stands in the heading."""
    return card.file.rpartition(".")[0].removesuffix(f"-{card.size}")


def _suffixes(cards: Sequence[CardRecord]) -> str:
    return " 或 ".join(dict.fromkeys(f".{card.file.rpartition('.')[2]}" for card in cards))


def _thumbnail(path: Path, size: tuple[int, int]) -> Image.Image:
    """Return a card scaled down to fit `size`, or a grey field when its file has gone meanwhile."""
    try:
        with Image.open(path) as card:
            small = card.convert("RGB")
    except OSError:
        return Image.new("RGB", size, _EDGE)
    small.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return small


def _wrap(text: str, font: ImageFont.FreeTypeFont, width: int, most: int) -> list[str]:
    """Break `text` anywhere into at most `most` lines of `width` px; the last is cut with an ellipsis."""
    lines: list[str] = []
    rest = text.replace("\n", " ")
    while rest and len(lines) < most - 1:
        length = _fitting(rest, font, width)
        lines.append(rest[:length])
        rest = rest[length:]
    return [*lines, _clip(rest, font, width)] if rest else lines


def _clip(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    if font.getlength(text) <= width:
        return text
    return text[: _fitting(text, font, width - int(font.getlength("…")))] + "…"


def _fitting(text: str, font: ImageFont.FreeTypeFont, width: int) -> int:
    """Return how many characters from the start fit `width`, at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if font.getlength(text[:middle]) <= width:
            low = middle
        else:
            high = middle - 1
    return low
