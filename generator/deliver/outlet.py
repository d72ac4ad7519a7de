"""An outlet: one place where things are sent to, and the three ways in which sending may fail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from generator.errors import DeliveryFailed
from generator.series.model import Making, Post, Series
from generator.series.platform import Platform


class TryLater(DeliveryFailed):
    """It did not go through and may be tried again. `after`: not earlier than that, where the other side said so.

    `counted`: this was one of the attempts that a delivery has; a look whether something is there already is none.
    `receipt`: what is known to be there, while it is still looked after.
    """

    after: dt.timedelta | None = None
    counted: bool = True
    receipt: str = ""

    def wait(self, after: dt.timedelta) -> TryLater:
        """Return itself with an earliest time."""
        self.after = after
        return self

    def as_a_look(self, receipt: str = "") -> TryLater:
        """Return itself as no attempt."""
        self.counted, self.receipt = False, receipt
        return self


class Unclear(TryLater):
    """It may have arrived: the other side was asked, and nobody told us."""


class UsePack(DeliveryFailed):
    """The outlet is closed to us (no permission, no credentials): a person posts from the pack."""


Remember = Callable[[Mapping[str, Any]], None]
"""Writes down, in a transaction, what must be known before a call; raises Overtaken when another process took over."""


@dataclass(frozen=True)
class Parcel:
    """One thing to send. `post` and what belongs to it are None for a notice; `pictures` are the pack's own files."""

    key: str
    text: str
    now: dt.datetime
    memory: Mapping[str, Any]
    remember: Remember
    post: Post | None = None
    series: Series | None = None
    platform: Platform | None = None
    making: Making | None = None
    pictures: tuple[Path, ...] = ()


class Outlet(Protocol):
    """Sends parcels."""

    def send(self, parcel: Parcel) -> str:
        """Send and return a receipt; sending the same parcel again must not send it twice where that can be known.

        Raises TryLater, UsePack, or DeliveryFailed when there is no point in trying again.
        """
        ...
