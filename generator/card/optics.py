"""Where a setting's ink stands: what the eye measures spacing from, rather than the line box.

Spacing on a card is from ink to ink. A big number's line box has a fifth of its height in empty room above the
digits; measured from line boxes, the gap under a label would look twice what the designer drew.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import log

from generator.typeset import Typesetter
from generator.typeset.model import Setting

LEAST_ASCENT = 0.72
"""Share of the size that a first line counts as tall at least, so that 一 does not pull its line up."""


@dataclass(frozen=True, slots=True)
class Extent:
    """Ink from `top` to `bottom`, px from the box's top; `middle` is the first line's optical middle."""

    top: float
    bottom: float
    middle: float

    @property
    def height(self) -> float:
        """Ink height in px."""
        return self.bottom - self.top


def extent(setting: Setting, typesetter: Typesetter) -> Extent:
    """Return the ink extent of a setting, at its own size."""
    first, last = setting.lines[0], setting.lines[-1]
    tallest = max((g.size for g in first.glyphs), default=setting.size)
    top = first.baseline - LEAST_ASCENT * tallest
    bottom = last.baseline
    for line in (first, last):
        for glyph in line.glyphs:
            _left, ink_top, _right, ink_bottom = typesetter.bounds(glyph.face, glyph.gid)
            if line is first:
                top = min(top, glyph.y + ink_top * glyph.size)
            if line is last:
                bottom = max(bottom, glyph.y + ink_bottom * glyph.size)
    return Extent(top, bottom, first.baseline - 0.38 * setting.size)


def scaled(setting: Setting, factor: float) -> Setting:
    """Return the setting drawn `factor` times as large: the same breaks, every length multiplied."""
    if factor == 1:
        return setting
    return replace(
        setting,
        size=setting.size * factor,
        quality=setting.quality + log(factor),
        width=setting.width * factor,
        height=setting.height * factor,
        lines=tuple(
            replace(
                line,
                width=line.width * factor,
                baseline=line.baseline * factor,
                glyphs=tuple(
                    g._replace(x=g.x * factor, y=g.y * factor, size=g.size * factor) for g in line.glyphs
                ),
            )
            for line in setting.lines
        ),
    )


def ink_frame(setting: Setting, typesetter: Typesetter) -> tuple[float, float, float, float]:
    """Return the ink of a setting as left, top, right, bottom in px from its box's top left corner.

    Turned and condensed glyphs count as they are drawn. A setting without ink is a point at its origin.
    """
    corners: list[tuple[float, float]] = []
    for line in setting.lines:
        for glyph in line.glyphs:
            left, top, right, bottom = (v * glyph.size for v in typesetter.bounds(glyph.face, glyph.gid))
            if left == right or top == bottom:
                continue
            left, right = left * glyph.scale_x, right * glyph.scale_x
            if glyph.rotate:  # a quarter turn clockwise: right becomes down, down becomes left
                left, top, right, bottom = -bottom, left, -top, right
            corners += [(glyph.x + left, glyph.y + top), (glyph.x + right, glyph.y + bottom)]
    if not corners:
        return 0.0, 0.0, 0.0, 0.0
    xs, ys = zip(*corners, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
