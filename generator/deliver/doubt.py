"""Doubt: something was asked for and no answer came; the other side is looked through before it is asked again.

    asked, no answer ─► look, look, … ─► found: that is it
                                      └► not found in that time ─► asked again, or a person is told

Looks are counted and not timed: a clock that jumps shortens one pause and not the whole time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.deliver.outlet import TryLater

AGAIN_AFTER = dt.timedelta(minutes=30)
_PARTS = (1, 2, 3, 4, 5)
WATCHES = (
    dt.timedelta(minutes=10), dt.timedelta(minutes=30), dt.timedelta(hours=2), dt.timedelta(hours=8),
    dt.timedelta(hours=24),
)  # fmt: skip
"""Pauses between the looks for what arrives twice after all."""
MOST_ASKED = 8


@dataclass(frozen=True)
class Doubt:
    """How a lost answer is dealt with. `again`: whether to ask again when nothing was found after `after`."""

    after: dt.timedelta = AGAIN_AFTER
    again: bool = True

    @property
    def pauses(self) -> tuple[dt.timedelta, ...]:
        """The pauses before each look; together they are `after`."""
        return tuple(self.after * part / sum(_PARTS) for part in _PARTS)

    def hold(self, memory: Mapping[str, Any], what: str) -> TryLater | None:
        """Return what makes it wait for the next look, or None when all looks are done. `what` is told meanwhile."""
        looks = int(memory.get("looks", 0))
        if looks >= len(_PARTS):
            return None
        hint = "会先查几次，再决定要不要重做" if self.again else "会再查几次，不会自动重做"
        return TryLater(what, None, hint).wait(self.pauses[looks]).as_a_look()

    def may_ask(self, memory: Mapping[str, Any]) -> bool:
        """Return whether it may be asked for once more."""
        return self.again and int(memory.get("asked", 0)) < MOST_ASKED


PATIENT = Doubt()
"""As the shipped rules have it."""
