"""Rounds in processes of their own that are killed where the test wants: at a step, or around a commit.

The product knows nothing of it: the desk's `tell` and SQLAlchemy's own events are the places where it breaks off.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import signal
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import event

from generator.batch import Workshop
from generator.rounds import make_the_round
from generator.series import Desk, Ledger, Rules
from generator.series.review import sign
from generator.world import World

from .newsroom import Clock

CONTEXT = multiprocessing.get_context("forkserver")
CONTEXT.set_forkserver_preload(["tests.series.killing"])


@dataclass(frozen=True)
class Deed:
    """What a process does and where it dies. `at`: a step, "before commit", "after commit" or ""; `nth` time."""

    address: str
    world: World
    out: Path
    now: dt.datetime
    at: str = ""
    nth: int = 1
    signs: tuple[int, str] | None = None
    rounds: int = 1


def run(deed: Deed) -> int:
    """Do `deed` in a process of its own and return how it ended: 0, or -9 for killed."""
    process = start(deed)
    return ended(process)


def start(deed: Deed) -> Any:
    """Start `deed` in a process of its own."""
    process = CONTEXT.Process(target=_do, args=(deed,))
    process.start()
    return process


def ended(process: Any) -> int:
    """Wait for a process and return how it ended."""
    process.join(120)
    assert process.exitcode is not None, "it hangs"
    code = int(process.exitcode)
    process.close()
    return code


def _do(deed: Deed) -> None:
    left = deed.nth

    def reach(point: str) -> None:
        nonlocal left
        if point == deed.at:
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    def tell(step: str, facts: Mapping[str, Any]) -> None:
        reach(step)

    ledger = Ledger.open(deed.address)

    @event.listens_for(ledger.engine, "commit")
    def _before(connection: Any) -> None:
        reach("before commit")

    world = replace(deed.world, clock=Clock(deed.now))
    desk = Desk(ledger, Workshop(world, "resvg"), deed.out, Rules(), f"进程{os.getpid()}", tell=tell)
    if deed.signs:
        sign(desk, *deed.signs)
    for _ in range(deed.rounds):
        make_the_round(desk, lambda desk: ())
    ledger.close()
