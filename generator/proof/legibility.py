"""Can it be read on a phone? Sizes against the picture's width, contrast on the pixels that came out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import reduce

from PIL import Image, ImageChops

from generator.card import Impression, SetText
from generator.design.colour import contrast_between, luminance, luminance_of
from generator.design.size import SHAPES
from generator.proof.exhibit import Exhibit

LEAST = {"portrait": 22.0, "square": 22.0, "tall": 22.0, "wide": 24.0}
"""Smallest text in design units: 22 px of 1080 is 7.6 px on a phone 375 px wide, the least the trade prints."""
LEAST_MESSAGE = {"portrait": 30.0, "square": 30.0, "tall": 30.0, "wide": 28.0}
LEAST_CONTRAST = 4.5
"""WCAG 2.2 AA for text; `Theme.read` has proved the palette, this proves the picture."""
_OFF, _RIM = 2, 3
"""Design units between a text's ink and its rim, and the rim's breadth."""
_SAMPLES = 600
_FAINT = 0.1
"""Share of the rim that may be fainter: anti-aliased edges of a rule or mark that stands near."""
_LETTERS = 1.5
_NEAR, _LEAST_INK, _MOST_INK = 56, 0.004, 0.9
"""Levels by which a pixel of a letter may be off its colour; the share of a stretch that is of it: 一 has more, 龘 less."""
_FINEST, _PLAIN, _FARTHEST = 9.0, 24.0, 140
"""Px of letters: below the first no stroke shows its colour, below the second it shows it less and less, to so many levels."""
_LEAST_LETTER = 5.0
"""Px of the shorter side of a letter's ink from which each of its halves must show its colour."""
_Box = tuple[int, int, int, int]
_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def text_is_large_enough(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """No text is smaller than a phone can show."""
    job = exhibit.card.job
    unit = job.size.width / SHAPES[job.size.shape]
    for text in exhibit.texts:
        if text.size < LEAST[job.size.shape] * unit - 0.01:
            yield (
                text.box,
                f"文字“{text.lines[0]}”只有 {text.size:.0f} 像素，手机上看不清，至少要 {LEAST[job.size.shape] * unit:.0f}",
            )


def message_is_large_enough(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """The message is set large enough to be read in a feed, not only when opened."""
    job = exhibit.card.job
    least = LEAST_MESSAGE[job.size.shape] * job.size.width / SHAPES[job.size.shape]
    for text in exhibit.message:
        if text.size < least - 0.01:
            yield text.box, f"正文“{text.lines[0]}”只有 {text.size:.0f} 像素，偏小，建议缩短文字或分成几张"


def text_stands_out(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """Every colour of a text has its contrast against the pixels around it, whatever ornament lies there."""
    picture = exhibit.card.picture
    job = exhibit.card.job
    unit = job.size.width / SHAPES[job.size.shape]
    for text in exhibit.texts:
        rim = _rim(picture, text, unit)
        for fill in text.fills:
            if not rim or not _HEX.fullmatch(fill):
                continue
            ink = luminance(fill)
            by_ratio = [(contrast_between(ink, ground), count) for ground, count in rim.items()]
            if min(by_ratio)[0] >= LEAST_CONTRAST:
                continue
            ratio = _at_share(by_ratio, _FAINT)
            if ratio < LEAST_CONTRAST:
                yield (
                    text.box,
                    f"文字“{''.join(text.lines)[:16]}”（{fill}）与它背后的颜色对比只有 {ratio:.1f}，至少要 {LEAST_CONTRAST}",
                )


def text_is_not_covered(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """Along every text, and in both halves of every letter, its own colour is there: nothing lies over it."""
    picture = exhibit.card.picture
    size = (picture.width, picture.height)
    for text in exhibit.texts:
        fills = [fill for fill in text.fills if _HEX.fullmatch(fill)]
        whole = _inside(text.frame, size)
        if len(fills) != len(text.fills) or not fills or text.size < _FINEST or whole is None:
            continue
        near = min(_FARTHEST, round(_NEAR * max(1.0, _PLAIN / text.size)))
        ink = _ink(picture.crop(whole), fills, near)
        bare = next((at for at in _stretches(text, size) if not _inked(ink, at, whole)), None)
        bare = bare or next(
            (at for at in _halves(text, size) if not ink.crop(_within(at, whole)).getbbox()), None
        )
        if bare is not None:
            yield (
                text.box,
                f"文字“{''.join(text.lines)[:16]}”有一段看不见（横 {bare[0]}–{bare[2]} 像素处），被别的图形盖住了或太淡，请检查模板",
            )


def _inside(frame: tuple[float, float, float, float], size: tuple[int, int]) -> _Box | None:
    """Return a frame in whole px within the picture; None where nothing of it is."""
    x0, y0, x1, y1 = frame
    box = (max(0, int(x0)), max(0, int(y0)), min(size[0], int(x1) + 1), min(size[1], int(y1) + 1))
    return box if box[0] < box[2] and box[1] < box[3] else None


def _halves(text: SetText, size: tuple[int, int]) -> Iterator[_Box]:
    """Yield the left and right half of every letter: ink touches both its edges, so each has some."""
    for x0, y0, x1, y1 in text.letters:
        if min(x1 - x0, y1 - y0) < _LEAST_LETTER:
            continue  # a point, a thin stroke: too little of it to judge by
        middle = (x0 + x1) / 2
        for half in ((x0, y0, middle, y1), (middle, y0, x1, y1)):
            if box := _inside(half, size):
                yield box


def _stretches(text: SetText, size: tuple[int, int]) -> Iterator[_Box]:
    """Yield a text's frame in stretches of a letter and a half; of upright columns from top to bottom."""
    x0, y0, x1, y1 = text.frame
    step = max(4.0, _LETTERS * text.size)
    across = x1 - x0 >= y1 - y0 or len(text.lines) > 1
    start, end = (x0, x1) if across else (y0, y1)
    count = max(1, int((end - start) // step))
    for number in range(count):
        a, b = start + number * (end - start) / count, start + (number + 1) * (end - start) / count
        left, top, right, bottom = (a, y0, b, y1) if across else (x0, a, x1, b)
        if box := _inside((left, top, right, bottom), size):
            yield box


def _ink(piece: Image.Image, fills: list[str], near: int) -> Image.Image:
    """Return where a piece shows one of the colours, as 255, within `near` levels."""
    piece = piece if piece.mode == "RGB" else piece.convert("RGB")
    table = [255] * near + [0] * (256 - near)
    found = []
    for fill in fills:
        bands = ImageChops.difference(piece, Image.new("RGB", piece.size, fill)).split()
        found.append(ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2]).point(table))
    return reduce(ImageChops.lighter, found)


def _inked(ink: Image.Image, at: _Box, whole: _Box) -> bool:
    """Return whether a stretch shows the colour of its letters, on a share of its pixels that no speck makes up."""
    piece = ink.crop(_within(at, whole))
    return _LEAST_INK <= piece.histogram()[255] / (piece.width * piece.height) <= _MOST_INK


def _within(at: _Box, whole: _Box) -> _Box:
    """Return where a place of the picture lies in its text's frame."""
    x, y, right, bottom = whole
    left, top = max(x, min(at[0], right - 1)), max(y, min(at[1], bottom - 1))
    return left - x, top - y, max(left + 1, min(at[2], right)) - x, max(top + 1, min(at[3], bottom)) - y


def _at_share(counted: list[tuple[float, int]], share: float) -> float:
    """Return the value that this share of all counted values is below."""
    left = int(share * sum(count for _value, count in counted))
    for value, count in sorted(counted):
        left -= count
        if left < 0:
            return value
    raise ValueError("a share of nothing")


def _rim(picture: Impression, text: SetText, unit: float) -> Counter[float]:
    """Return how light the pixels just outside a text's ink are, counted: its ground, without the ink's soft edges.

    `unit` is px of the picture a design unit: in a thumbnail the rim is thin, or it would reach the next text.
    """
    x0, y0, x1, y1 = text.frame
    off, rim = max(1, round(_OFF * unit)), max(1, round(_RIM * unit))
    left, top, right, bottom = int(x0) - off, int(y0) - off, int(x1) + 1 + off, int(y1) + 1 + off
    strips = [
        (left - rim, top - rim, right + rim, top),
        (left - rim, bottom, right + rim, bottom + rim),
        (left - rim, top, left, bottom),
        (right, top, right + rim, bottom),
    ]
    pixels = b""
    for a, b, c, d in strips:
        box = (max(a, 0), max(b, 0), min(c, picture.width), min(d, picture.height))
        if box[0] < box[2] and box[1] < box[3]:
            pixels += picture.crop(box).tobytes()
    step = 3 * max(1, len(pixels) // 3 // _SAMPLES)
    grounds: Counter[float] = Counter()
    for pixel, count in Counter(zip(pixels[::step], pixels[1::step], pixels[2::step], strict=True)).items():
        grounds[luminance_of(*pixel)] += count
    return grounds
