"""Where two pictures differ: the rectangles in which a hand, another template or another font has left its mark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageChops, ImageFilter

from generator.batch.record import TextBox

Region = tuple[int, int, int, int]
"""x0, y0, x1, y1 in px of the picture, half-open."""
_CELL = 12
"""Px a side in which differing pixels are gathered: about a letter's stroke with its neighbour."""
_MOST = 6
NOISE = 60
"""Levels that a JPEG's own noise stays under once a field of 9 px is averaged. Measured by `bench/noise.py` on 16 cards: 40 at
quality 20, 22 at 50; a digit pasted over another makes 174 or more."""
_FIELD = 4


@dataclass(frozen=True, slots=True)
class Difference:
    """`most`: levels of 255 by which a pixel differs at the most; `share` of all pixels differs at all."""

    regions: tuple[Region, ...]
    most: int
    share: float

    def __bool__(self) -> bool:
        return bool(self.regions)


def differ(one: Image.Image, other: Image.Image, *, lossy: bool = False) -> Difference:
    """Return where two RGB pictures of one size differ, the largest regions first, six at the most.

    `lossy`: overlook a JPEG's noise, so that only what was drawn otherwise is left. Raises ValueError for pictures of
    different sizes.
    """
    if one.size != other.size:
        raise ValueError(f"{one.size} against {other.size}")
    bands = ImageChops.difference(one, other).split()
    levels = bands[0]
    for band in bands[1:]:
        levels = ImageChops.lighter(levels, band)
    most = int(levels.getextrema()[1])  # type: ignore[arg-type]
    if not most:
        return Difference((), 0, 0.0)
    share = 1 - levels.histogram()[0] / (one.width * one.height)
    if lossy:
        blur = ImageFilter.BoxBlur(_FIELD)
        soft = ImageChops.difference(one.filter(blur), other.filter(blur)).split()
        levels = soft[0]
        for band in soft[1:]:
            levels = ImageChops.lighter(levels, band)
    least = NOISE if lossy else 0
    mask = levels.point([255 * (level > least) for level in range(256)])
    return Difference(_regions(mask), most, share)


def differing(one: Path, other: Path) -> tuple[Region, ...]:
    """Return where two picture files differ, on the second; all of it where their sizes do, nothing unreadable ones tell."""
    try:
        with Image.open(one) as first, Image.open(other) as second:
            if first.size != second.size:
                return ((0, 0, *second.size),)
            return differ(first.convert("RGB"), second.convert("RGB")).regions
    except OSError:
        return ()


def _regions(mask: Image.Image) -> tuple[Region, ...]:
    """Gather the marked pixels into rectangles: cells that touch, also at a corner or over one blank cell, are one."""
    columns, rows = -(-mask.width // _CELL), -(-mask.height // _CELL)
    spread = Image.new("L", (columns * _CELL, rows * _CELL))
    spread.paste(mask, (0, 0))
    # MaxFilter would do, but a reduce() of the mean is ten times as fast; a single px of 144 leaves 1.77 of 255
    cells = spread.reduce(_CELL).tobytes()
    marked = {(n % columns, n // columns) for n, level in enumerate(cells) if level}
    found: list[Region] = []
    while marked:
        edge = [marked.pop()]
        island = set(edge)
        while edge:
            x, y = edge.pop()
            for dx in range(-2, 3):
                for dy in range(-2, 3):
                    near = (x + dx, y + dy)
                    if near in marked:
                        marked.remove(near)
                        island.add(near)
                        edge.append(near)
        left, right = min(x for x, _ in island) * _CELL, (max(x for x, _ in island) + 1) * _CELL
        top, bottom = min(y for _, y in island) * _CELL, (max(y for _, y in island) + 1) * _CELL
        inner = mask.crop((left, top, min(right, mask.width), min(bottom, mask.height))).getbbox()
        if inner is not None:
            found.append((left + inner[0], top + inner[1], left + inner[2], top + inner[3]))
    found.sort(key=lambda r: ((r[0] - r[2]) * (r[3] - r[1]), r))
    return tuple(found[:_MOST])


def in_words(regions: Sequence[Region], texts: Iterable[TextBox], size: tuple[int, int]) -> str:
    """Return in Chinese where regions lie: over which texts, else in which part of the picture, and their px."""
    boxes = tuple(texts)
    parts = []
    for x0, y0, x1, y1 in regions:
        over = [
            "".join(box.lines)
            for box in boxes
            if min(x1, box.frame[2]) > max(x0, box.frame[0]) and min(y1, box.frame[3]) > max(y0, box.frame[1])
        ]
        place = "、".join(f"“{_brief(text)}”" for text in over[:3]) + ("等处" if len(over) > 3 else "")
        if not place:
            place = _ninth((x0 + x1) / 2 / size[0], (y0 + y1) / 2 / size[1])
        parts.append(f"{place}（左上 {x0},{y0}，宽 {x1 - x0}，高 {y1 - y0}）")
    return "；".join(parts)


def _brief(text: str) -> str:
    return text if len(text) <= 16 else f"{text[:15]}…"


def _ninth(x: float, y: float) -> str:
    across = "左中右"[min(2, int(3 * x))]
    down = "上中下"[min(2, int(3 * y))]
    return {"中中": "图的正中"}.get(across + down, f"图的{across}{down}部".replace("中", ""))
