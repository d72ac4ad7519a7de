"""Paste-up: the faces, line breaks and thumbnails that contact sheets and proofs for print are put together from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageFont

_FONT = "NotoSansSC-VF.ttf"
GROUND, INK, SOFT, WARN, WARN_GROUND, EDGE = "#f1f3f5", "#1c2530", "#66717d", "#b3261e", "#fbe9e7", "#d5dadf"
_NEVER_FIRST = tuple("，。、；：！？）》”’…%")


@dataclass(frozen=True)
class Faces:
    """Four sizes of one family, from the title down to the captions."""

    title: ImageFont.FreeTypeFont
    head: ImageFont.FreeTypeFont
    body: ImageFont.FreeTypeFont
    caption: ImageFont.FreeTypeFont

    @classmethod
    def load(cls, fonts: Sequence[Path], sizes: tuple[int, int, int, int] = (40, 26, 20, 15)) -> Faces:
        """Load the shipped sans at these sizes, px; a folder without it gets Pillow's own face."""
        path = next((folder / _FONT for folder in reversed(fonts) if (folder / _FONT).is_file()), None)

        def face(size: int, weight: int) -> ImageFont.FreeTypeFont:
            if path is None:
                return ImageFont.load_default(size)  # type: ignore[return-value]
            font = ImageFont.truetype(str(path), size)
            font.set_variation_by_axes([weight])
            return font

        title, head, body, caption = sizes
        return cls(face(title, 700), face(head, 600), face(body, 400), face(caption, 400))


def thumbnail(path: Path, size: tuple[int, int]) -> Image.Image:
    """Return a card scaled down to fit `size`, or a grey field when its file has gone meanwhile."""
    try:
        with Image.open(path) as card:
            small = card.convert("RGB")
    except OSError:
        return Image.new("RGB", size, EDGE)
    small.thumbnail(size, Image.Resampling.LANCZOS, reducing_gap=2.0)
    return small


def wrap(text: str, font: ImageFont.FreeTypeFont, width: int, most: int = 0) -> list[str]:
    """Break `text` into lines of `width` px, anywhere but before a closing mark.

    With `most`, the last of so many is cut with an ellipsis.
    """
    lines: list[str] = []
    rest = text.replace("\n", " ")
    while rest and (not most or len(lines) < most - 1):
        length = _fitting(rest, font, width)
        if length > 1 and rest[length : length + 1] in _NEVER_FIRST:
            length -= 1
        lines.append(rest[:length])
        rest = rest[length:]
    return [*lines, clip(rest, font, width)] if rest else lines


def clip(text: str, font: ImageFont.FreeTypeFont, width: int) -> str:
    """Return `text`, cut with an ellipsis when it is longer than `width` px."""
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
