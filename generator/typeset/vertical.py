"""Latin and digits in a vertical column: upright in one em, or lying on their side.

Up to four digits, one letter, or a two-character name such as 5G stand upright across the column
(tate-chu-yoko, 纵中横); anything longer lies on its side, a quarter turn clockwise (clreq 3.3).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from generator.typeset.row import Ink, Stretch
from generator.typeset.shape import Shaper

_UPRIGHT = re.compile(r"[0-9]{1,4}|[A-Za-z]|[A-Za-z][0-9]|[0-9][A-Za-z]|[0-9]{1,2}%")
_SIGNS = frozenset("±≥≤≈＞＜℃°′″‰×㎡")
_NARROWEST = 0.6
"""Digits are condensed to no less than this; what is still too wide is made smaller as a whole."""


def stand(shaper: Shaper, face: str, text: str, size: float, shift: float) -> tuple[tuple[Ink, ...], float]:
    """Return the inks and the advance in em of `text` set upright; no inks if it must lie on its side."""
    if not _UPRIGHT.fullmatch(text):
        return (), 0.0
    clusters = shaper.shape(face, text, han=False)
    width = sum(cluster.advance for cluster in clusters)
    condensed = min(1.0, max(_NARROWEST, 1.0 / width))
    scale = min(1.0, 1.0 / (width * condensed))
    inks = []
    pen = -width * condensed * scale / 2
    for cluster in clusters:
        for gid, x, y in cluster.glyphs:
            across = (pen + x * condensed * scale) * size + shift
            # The middle of a figure, 0.36 em above its baseline, stands in the middle of the em.
            along = (0.5 + (0.36 - y) * scale) * size
            inks.append(Ink(face, gid, along, across, size * scale, 0.0, condensed))
        pen += cluster.advance * condensed * scale
    return tuple(inks), size


def lie_together(text: str, stretches: Iterable[Stretch]) -> list[Stretch]:
    """Join a sign to the number that lies on its side beside it (±0.5℃); beside an upright one it stands: 38℃."""
    joined: list[Stretch] = []
    for stretch in stretches:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.end == stretch.start
            and last.style == stretch.style
            and last.face == stretch.face
        ):
            one, other = text[last.start : last.end], text[stretch.start : stretch.end]
            before = one in _SIGNS and _lies(other, stretch)
            if before or (other in _SIGNS and _lies(one, last)):
                joined[-1] = last._replace(end=stretch.end, han=False)
                continue
        joined.append(stretch)
    return joined


def _lies(text: str, stretch: Stretch) -> bool:
    return not stretch.han and any(c.isdigit() for c in text) and not _UPRIGHT.fullmatch(text)
