"""A laurel for an award: two branches on an ellipse, open at the top, as paths for a template to place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from itertools import pairwise

from generator.card.adapt import number
from generator.card.geometry import Point, smooth_path

_STEPS = 240
_BULGE, _WAIST = 0.30, 0.42
"""A leaf's half width and the place of its widest part, in its own length."""


def laurel(
    cx: float, cy: float, rx: float, ry: float, leaf: float, opening: float = 64.0, foot: float = 6.0
) -> Mapping[str, str]:
    """Return two mirrored branches round (`cx`, `cy`) on an ellipse with radii `rx`, `ry`, in px.

    A branch begins `foot` degrees beside the lowest point and ends `opening` degrees before the highest. Leaves are
    `leaf` px long at the foot and a third less at the tip, and stand 0.62 of a leaf apart along the branch. Keys:
    ``stem`` both stems, open paths; ``outer`` and ``inner`` the leaves of either side, ``knot`` the three seeds
    where the branches meet, all closed.
    """
    left = _branch(rx, ry, foot, 180 - opening)
    stems: list[str] = []
    outer: list[str] = []
    inner: list[str] = []
    for side in (-1, 1):
        points = [(cx + side * x, cy + y) for x, y in left]
        stems.append(smooth_path(points[:: _STEPS // 16]))
        for base, direction, share in _stations(points, 0.62 * leaf):
            length = leaf * (1 - share / 3)
            for turn, leaves in ((side * 0.62, outer), (-side * 0.54, inner)):
                leaves.append(_leaf(base, direction - turn, length))
        end = points[-1]
        last = math.atan2(end[1] - points[-4][1], end[0] - points[-4][0])
        outer.append(_leaf(end, last, leaf * 0.62))
    knot = "".join(
        _leaf((cx + turn * 0.16 * leaf, cy + ry + 0.3 * leaf), math.radians(-90 + turn * 38), 0.56 * leaf)
        for turn in (-1, 0, 1)
    )
    return {"stem": "".join(stems), "outer": "".join(outer), "inner": "".join(inner), "knot": knot}


def _branch(rx: float, ry: float, start: float, end: float) -> list[Point]:
    """Return points of the right half of the ellipse, from `start` to `end` degrees up from its lowest point."""
    angles = [math.radians(start + (end - start) * i / _STEPS) for i in range(_STEPS + 1)]
    return [(rx * math.sin(a), ry * math.cos(a)) for a in angles]


def _stations(points: list[Point], apart: float) -> list[tuple[Point, float, float]]:
    """Return places along a line about `apart` px from each other: point, direction, share of the way."""
    lengths = [math.dist(a, b) for a, b in pairwise(points)]
    whole = sum(lengths)
    count = max(2, round(whole / apart))
    stations: list[tuple[Point, float, float]] = []
    gone = 0.0
    for (a, b), length in zip(pairwise(points), lengths, strict=True):
        while len(stations) < count and gone + length >= whole * (len(stations) + 0.5) / count:
            stations.append((a, math.atan2(b[1] - a[1], b[0] - a[0]), (len(stations) + 0.5) / count))
        gone += length
    return stations


def _leaf(base: Point, direction: float, length: float) -> str:
    dx, dy = math.cos(direction), math.sin(direction)
    tip = base[0] + length * dx, base[1] + length * dy
    waist = base[0] + _WAIST * length * dx, base[1] + _WAIST * length * dy
    bulge = _BULGE * length
    one = waist[0] - bulge * dy, waist[1] + bulge * dx
    two = waist[0] + bulge * dy, waist[1] - bulge * dx
    n = number
    return (
        f"M{n(base[0])} {n(base[1])}Q{n(one[0])} {n(one[1])} {n(tip[0])} {n(tip[1])}"
        f"Q{n(two[0])} {n(two[1])} {n(base[0])} {n(base[1])}Z"
    )
