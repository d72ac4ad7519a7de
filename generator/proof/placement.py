"""Does anything touch, overflow or fall to a platform's crop?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from generator.card import SetText
from generator.proof.exhibit import Exhibit

_TOUCH = 1.0
"""Px by which two ink frames may meet: rounding of outlines, no more."""
_EDGE = 0.015
"""Share of the shorter side that no ink may come nearer to the picture's edge."""


def texts_keep_apart(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """No two text boxes overlap."""
    for one, other in combinations(exhibit.texts, 2):
        x0, y0, x1, y1 = one.frame
        u0, v0, u1, v1 = other.frame
        if min(x1, u1) - max(x0, u0) > _TOUCH and min(y1, v1) - max(y0, v0) > _TOUCH:
            yield one.box, f"文字“{_brief(one)}”与“{_brief(other)}”叠在一起，请换模板或缩短文字"


def texts_stay_inside(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """No text leaves the picture or crowds its edge."""
    size = exhibit.card.job.size
    edge = _EDGE * min(size.width, size.height)
    for text in exhibit.texts:
        x0, y0, x1, y1 = text.frame
        if x0 < edge or y0 < edge or x1 > size.width - edge or y1 > size.height - edge:
            yield text.box, f"文字“{_brief(text)}”贴到或超出了图的边缘，请检查模板的文本框“{text.box}”"


def message_survives_the_crop(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """What a platform's own crop keeps holds the number, its unit and its label (see `Size.safe`)."""
    if not exhibit.copy.items and not exhibit.copy.entries:
        yield from _cropped(exhibit)


def lists_survive_the_crop(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """A card of many lines cannot live in a strip: it may go out, but not as the first picture of a post."""
    if (exhibit.copy.items or exhibit.copy.entries) and next(_cropped(exhibit), None):
        name = exhibit.card.job.size.name
        yield "", f"这张图行数多，{name}的列表缩略图会裁掉一部分，不宜作第一张"


def _cropped(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    size = exhibit.card.job.size
    left, top, right, bottom = (
        share * side for share, side in zip(size.safe, (size.width, size.height) * 2, strict=True)
    )
    for text in exhibit.message:
        x0, y0, x1, y1 = text.frame
        over = max(left - x0, top - y0, x1 - right, y1 - bottom)
        if over > 2:
            yield (
                text.box,
                f"“{_brief(text)}”有 {over:.0f} 像素落在{size.name}会裁掉的地方，请换模板或缩短文字",
            )


def _brief(text: SetText) -> str:
    words = "".join(text.lines)
    return words if len(words) <= 16 else f"{words[:15]}…"
