"""``mima schedule``: wake up every minute and make a round. APScheduler wakes; what is due stands in the ledger.

So nothing is lost by a missed waking, and nothing doubled by a second scheduler. What is left to do here is to look
at the clock: it may jump, and a round made at a wrong hour could not be taken back.
"""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

JUMP = dt.timedelta(minutes=5)
"""A wall clock that went further than this beside the steady one has jumped (or the machine has slept)."""


@dataclass
class Watch:
    """Compares the wall clock with one that cannot be set. `steady`: seconds, as `time.monotonic` gives them."""

    wall: Callable[[], dt.datetime]
    steady: Callable[[], float] = time.monotonic
    _last: tuple[dt.datetime, float] | None = None

    def jumped(self) -> dt.timedelta:
        """Return how far the wall clock has jumped since the last look, forwards or backwards; zero for hardly."""
        now = (self.wall(), self.steady())
        last, self._last = self._last, now
        if last is None:
            return dt.timedelta()
        jump = (now[0] - last[0]) - dt.timedelta(seconds=now[1] - last[1])
        return jump if abs(jump) > JUMP else dt.timedelta()


@dataclass
class Pulse:
    """How the scheduler is: when its last round ended, and what went wrong. Read by the health endpoint."""

    every: float
    steady: Callable[[], float] = time.monotonic
    rounds: int = 0
    error: str = ""
    last_ended: dt.datetime | None = None
    _beat: float = field(default=0.0)

    def __post_init__(self) -> None:
        self._beat = self.steady()

    def beat(self, now: dt.datetime, error: str = "") -> None:
        """Note the end of a round."""
        self._beat, self.last_ended, self.error = self.steady(), now, error
        self.rounds += 1

    @property
    def well(self) -> bool:
        """Whether rounds are made and end without an error that concerns all of them."""
        return not self.error and self.steady() - self._beat < 3 * self.every + 120


class Waker:
    """Calls `work` at once and then every `every` seconds until `stop`; one call at a time."""

    def __init__(
        self, work: Callable[[], None], wall: Callable[[], dt.datetime], zone: str, every: float
    ) -> None:
        self._work = work
        self._wall = wall
        self._every = every
        self._stopped = threading.Event()
        self._zone = ZoneInfo(zone)
        self._scheduler = BackgroundScheduler(timezone=self._zone)

    def run(self) -> None:
        """Work until stopped; the round under way is ended first."""
        job = self._scheduler.add_job(
            self._work,
            self._trigger(),
            next_run_time=self._wall(),
            max_instances=1,
            coalesce=True,
            misfire_grace_time=None,  # however late: the ledger knows what is due
        )
        self._scheduler.start()
        try:
            while not self._stopped.wait(min(self._every, 20.0)):
                self.mind(job)
        finally:
            self._scheduler.shutdown(wait=True)

    def mind(self, job: Any) -> None:
        """Wake up earlier where a clock set back would let the scheduler sleep until its old hour."""
        wait = job.next_run_time - self._wall() if job.next_run_time else dt.timedelta()
        if wait > 2 * dt.timedelta(seconds=self._every):
            job.reschedule(self._trigger())

    def stop(self) -> None:
        """End after the round under way."""
        self._stopped.set()

    def _trigger(self) -> IntervalTrigger:
        return IntervalTrigger(seconds=self._every, timezone=self._zone)
