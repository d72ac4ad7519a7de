"""Lengths in proportion: bars, the step of a change, a ruler with a target and its stretch.

Pure functions in px. A length here is the value times one factor, with no least length and no rounding to pixels.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

MOST_CHANGE = 400.0
"""A rise above it, percent, leaves the base too thin beside it to be seen as what it grew from."""


def bar_lengths(values: Sequence[float], width: float) -> tuple[float, ...]:
    """Return a length for each value, the largest `width` px and 0 as long as nothing.

    Raises ValueError for a negative value, or when all are 0.
    """
    most = max(values)
    if min(values) < 0 or most <= 0:
        raise ValueError(values)
    return tuple(width * value / most for value in values)


def change_step(percent: float, width: float) -> Mapping[str, float]:
    """Return two bars from one edge, before (100) and after (100 + `percent`), the longer `width` px.

    Keys: ``before``, ``after`` and ``slice`` (what was added or taken away) in px. Raises ValueError for a
    change of nothing, a fall beyond everything, or a rise above `MOST_CHANGE`.
    """
    if percent == 0 or not -100 <= percent <= MOST_CHANGE:
        raise ValueError(percent)
    unit = width / max(100.0, 100.0 + percent)
    return MappingProxyType(
        {"before": 100 * unit, "after": (100 + percent) * unit, "slice": abs(percent) * unit}
    )


def ruler(target: float, stretch: float, width: float) -> Mapping[str, Any]:
    """Return a ruler `width` px long on which `target` and `stretch` stand at their exact places.

    It begins and ends on a round number, which no card prints: a ruler need not begin at 0, a bar would have to. Keys:
    ``low``, ``high`` the ends; ``ticks`` px from the left, one each round number; ``target``, ``stretch`` px.
    Raises ValueError when the two are the same.
    """
    least, most = sorted((Decimal(str(target)), Decimal(str(stretch))))
    apart = most - least
    if not apart:
        raise ValueError(target)
    step = _round_step(apart, least)
    low, high = _floor(least - apart, step), -_floor(-most - apart, step)
    low = max(low, Decimal(0)) if least >= 0 else low
    count = int((high - low) / step)

    def at(value: Decimal) -> float:
        return float(width * float((value - low) / (high - low)))

    return MappingProxyType(
        {
            "low": f"{low.normalize():f}",
            "high": f"{high.normalize():f}",
            "ticks": tuple(at(low + n * step) for n in range(count + 1)),
            "target": at(Decimal(str(target))),
            "stretch": at(Decimal(str(stretch))),
        }
    )


def _round_step(apart: Decimal, value: Decimal) -> Decimal:
    """Return the largest of 1, 2, 5 × a power of ten, no more than `apart`, that has a tick on both values."""
    power = Decimal(10) ** math.floor(apart.log10())
    steps = [power * n / d for d in (1, 10) for n in (5, 2, 1)]
    small = [step for step in steps if step <= apart]
    return next((step for step in small if not value % step and not apart % step), small[0])


def _floor(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).to_integral_value(rounding="ROUND_FLOOR") * step


FOR_TEMPLATES: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {"bar_lengths": bar_lengths, "change_step": change_step, "ruler": ruler}
)
"""What a template may call, by name."""
