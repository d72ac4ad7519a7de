"""Lengths in proportion: bars, the step of a change, a ruler with a target and its stretch.

Pure functions in px. A length here is the value times one factor, with no least length and no rounding to pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
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
    """Return a line `width` px long from nought to the further of `target` and `stretch`, both at their exact places.

    Keys: ``low``, ``high`` its ends; ``target``, ``stretch`` px from the left. Raises ValueError when the two are the
    same, or one is negative.
    """
    if target == stretch or min(target, stretch) < 0:
        raise ValueError(target)
    high = max(target, stretch)
    return MappingProxyType(
        {"low": 0.0, "high": high, "target": width * target / high, "stretch": width * stretch / high}
    )


FOR_TEMPLATES: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {"bar_lengths": bar_lengths, "change_step": change_step, "ruler": ruler}
)
"""What a template may call, by name."""
