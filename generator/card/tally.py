"""Marks that can be counted: exactly n for n, and n places of which one is lifted.

Pure functions in px, y growing downwards, from (0, 0) to the right and down; what they return is the ``d`` of an
SVG path, and the measures a drawing needs to leave room for it. The same arguments give the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from generator.card.pen import disc, length

MOST_MARKS = 1000
MOST_RADIUS = 48.0
BEST_PITCH = 116.0
"""Wider apart, dots stop being one mass."""
THIN = 22.0
ROW_OF_PLACES = 100
"""Places in a row: above it a row's marks would be thinner than a pixel and a half at 1080 px."""


def dot_field(count: int, width: float, height: float) -> Mapping[str, Any]:
    """Return `count` equal dots in rows that fill `width` from edge to edge and take no more than `height`, px.

    A full block is chosen before one with a broken last row, and rows of tens or fives before others, because a
    reader can count them. Keys: ``d`` the path, one closed disc a mark; ``columns``, ``rows``, ``radius``, and
    ``width``, ``height`` of the whole, px. Raises ValueError for a count outside 1 to 1000 or no room.
    """
    if not 1 <= count <= MOST_MARKS or width <= 0 or height <= 0:
        raise ValueError(count)
    ways = [(_merit(count, columns, width, height), -columns) for columns in range(1, min(count, 200) + 1)]
    columns = -max(ways)[1]
    rows = math.ceil(count / columns)
    across, down = width / columns, min(height / rows, width / columns)
    radius = min(0.37 * min(across, down), MOST_RADIUS)
    step_x = (width - 2 * radius) / max(columns - 1, 1)
    step_y = min(down, max(step_x, 2.6 * radius), 3.2 * radius)
    marks = [
        disc(radius + (i % columns) * step_x, radius + (i // columns) * step_y, radius) for i in range(count)
    ]
    return MappingProxyType(
        {
            "d": "".join(marks),
            "columns": columns,
            "rows": rows,
            "radius": radius,
            "width": 2 * radius + (min(columns, count) - 1) * step_x,
            "height": 2 * radius + (rows - 1) * step_y,
        }
    )


def _merit(count: int, columns: int, width: float, height: float) -> float:
    """Return how well so many columns fill the field: dots near each other, not too wide apart, rows that count well."""
    across, down = width / columns, height / math.ceil(count / columns)
    pitch = min(across, down)
    merit = min(pitch, 1.5 * BEST_PITCH - 0.5 * pitch) * (1.3 if count % columns == 0 else 1.0)
    merit *= 1.12 if columns % 10 == 0 else 1.06 if columns % 5 == 0 else 1.0
    return round(merit if across <= 1.6 * pitch else merit * 0.1, 6)


def place_rows(
    place: int, whole: int, width: float, height: float, most: int = ROW_OF_PLACES
) -> Mapping[str, Any]:
    """Return `whole` upright marks, place 1 at the left, the mark of `place` alone lifted, a pennant on it.

    Up to `most` marks stand in one row, more in rows of so many, read like lines of text, in `height` px together: twenty
    where a hundred would melt into a block. The
    lifted mark begins higher and ends on the same foot; where marks are thin it flies a pennant towards the row's
    middle, so that it is found at once and never leaves the row's edges. All others are alike: the row says order,
    nothing else. Keys: ``others``, ``lifted`` and ``pennant`` the paths, ``rows``, ``per_row``, ``bar`` px wide; ``x``
    the middle of the lifted mark, ``last`` the right edge of the last, ``top`` the y where marks begin, ``feet`` the y
    on which each row stands, ``height`` px. Raises ValueError for a place that is not among them.
    """
    if not 1 <= place <= whole <= MOST_MARKS:
        raise ValueError(place)
    per_row = min(whole, most)
    rows = math.ceil(whole / most)
    pitch = height / rows
    bar = min((0.58 if most == ROW_OF_PLACES else 0.7) * width / per_row, 40.0)
    step = (width - bar) / max(per_row - 1, 1)
    high = 0.6 * pitch if rows == 1 else 0.42 * pitch if most == ROW_OF_PLACES else 0.5 * pitch
    lift = (1.0 if rows == 1 else 0.9) * pitch - high  # clear of the row above
    others, lifted, middle, top = [], "", 0.0, 0.0
    for i in range(whole):
        x, foot = (i % per_row) * step, (i // per_row + 1) * pitch
        if i + 1 == place:
            middle, top = x + bar / 2, foot - high - lift
            lifted = _bar(x, top, bar, foot)
        else:
            others.append(_bar(x, foot - high, bar, foot))
    return MappingProxyType(
        {
            "others": "".join(others),
            "lifted": lifted,
            "rows": rows,
            "per_row": per_row,
            "bar": bar,
            "pennant": _pennant(middle, top, bar, lift, width)
            if bar <= THIN and (rows == 1 or most == ROW_OF_PLACES)
            else "",
            "x": middle,
            "last": ((whole - 1) % per_row) * step + bar,
            "top": lift,
            "feet": tuple((row + 1) * pitch for row in range(rows)),
            "height": height,
        }
    )


def _pennant(x: float, top: float, bar: float, lift: float, width: float) -> str:
    tall = min(0.62 * lift, 64.0)
    side = -1 if x > width / 2 else 1
    mast = x + side * bar / 2
    return f"M{length(mast)} {length(top)}l{length(side * 1.35 * tall)} {length(tall / 2)}L{length(mast)} {length(top + tall)}Z"


def _bar(x: float, top: float, wide: float, foot: float) -> str:
    return f"M{length(x)} {length(top)}H{length(x + wide)}V{length(foot)}H{length(x)}Z"


FOR_TEMPLATES: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {"dot_field": dot_field, "place_rows": place_rows}
)
"""What a template may call, by name."""
