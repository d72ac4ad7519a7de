"""A month in fast motion: two schedulers in processes of their own, killed at random, a clock that jumps, flaky servers.

They die in two ways: by their own hand at any step and before or after any commit, and by the parent's at any moment
whatever. Their two clocks differ by some minutes, as those of two machines do.
"""

from __future__ import annotations

import datetime as dt
import multiprocessing
import os
import random
import signal
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy import event

from generator.batch import Workshop
from generator.deliver import outlets_of, send_waiting
from generator.deliver.keys import Secrets
from generator.rounds import make_the_round
from generator.series import Desk, Ledger, Rules
from generator.world import World

from .killing import CONTEXT
from .newsroom import SHANGHAI

SCHEDULERS = 2
APART = 150.0
"""Seconds by which their clocks differ."""


@dataclass(frozen=True)
class House:
    """What every scheduler of the month is given. `risk`: how likely it dies at each step."""

    address: str
    world: World
    out: Path
    wechat: str
    appid: str
    secret: str
    webhook: str
    risk: float
    seed: int


class Month:
    """The parent's hand on clock and schedulers. Shared values carry no lock: a killed process cannot keep one."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.clock = CONTEXT.RawValue("d", 0.0)
        self.tick = CONTEXT.RawValue("i", 0)
        self.done = CONTEXT.RawArray("i", SCHEDULERS)
        self.stop = CONTEXT.RawValue("i", 0)
        self.kills = 0
        self.shots = 0
        self.processes: list[Any] = [None] * SCHEDULERS
        self._births = 0
        self._chance = random.Random(house.seed)

    def at(self, now: dt.datetime, meanwhile: Callable[[], None] = lambda: None) -> None:
        """Let every scheduler make one round at `now`; those that die at it are started again.

        `meanwhile` is done at the same time: a person works while the schedulers do.
        """
        self.clock.value = now.timestamp()
        self.tick.value += 1
        end = time.monotonic() + 120
        shoot_at = time.monotonic() + self._chance.expovariate(4.0) if self.house.risk else None
        busy = False
        while any(done != self.tick.value for done in self.done):
            assert time.monotonic() < end, "a scheduler hangs"
            for number, process in enumerate(self.processes):
                if process is None or not process.is_alive():
                    self._start(number)
            if not busy:
                meanwhile()
                busy = True
            if shoot_at is not None and time.monotonic() > shoot_at:
                self._shoot(self._chance.randrange(SCHEDULERS))
                shoot_at = None
            time.sleep(0.002)

    def _shoot(self, number: int) -> None:
        process = self.processes[number]
        if process is not None and process.is_alive():
            process.kill()
            process.join()
            self.shots += 1

    def end(self) -> None:
        """Stop every scheduler."""
        self.stop.value = 1
        for process in self.processes:
            if process is not None:
                process.join(30)
                process.close()

    def _start(self, number: int) -> None:
        dead = self.processes[number]
        if dead is not None:
            assert dead.exitcode == -signal.SIGKILL, f"a scheduler ended by itself: {dead.exitcode}"
            self.kills += 1
            dead.close()
        self._births += 1
        shared = (self.clock, self.tick, self.done, self.stop)
        process = CONTEXT.Process(
            target=keep_house, args=(self.house, number, self._births, *shared), daemon=True
        )
        process.start()
        self.processes[number] = process


def keep_house(house: House, number: int, birth: int, clock: Any, tick: Any, done: Any, stop: Any) -> None:
    """Be one scheduler: a round for every tick, dying at any step by chance."""
    chance = random.Random(house.seed * 1_000_003 + birth)

    def tell(step: str, facts: Mapping[str, Any]) -> None:
        if chance.random() < house.risk:
            os.kill(os.getpid(), signal.SIGKILL)

    def now() -> dt.datetime:
        return dt.datetime.fromtimestamp(clock.value + APART * number, SHANGHAI)

    rules = Rules(wechat={"base": house.wechat}, notices=("wecom",))
    secrets = Secrets(
        wechat_appid=house.appid, wechat_secret=house.secret, wecom_webhook=f"{house.webhook}/wecom?key=1"
    )
    world = replace(house.world, clock=now)
    ledger = Ledger.open(house.address)

    @event.listens_for(ledger.engine, "commit")
    def _before_commit(connection: Any) -> None:
        tell("before commit", {})

    desk = Desk(ledger, Workshop(world, "resvg"), house.out, rules, f"调度{number}", tell=tell)
    every = outlets_of(rules, secrets, world.data, seconds=0.5, sleep=lambda seconds: None)
    used = {name: every[name] for name in ("wechat", "wecom")}
    parent = multiprocessing.parent_process()
    while not stop.value and (
        parent is None or parent.is_alive()
    ):  # a test that was killed leaves no scheduler behind
        wanted = tick.value
        if done[number] == wanted:
            time.sleep(0.002)
            continue
        make_the_round(desk, lambda at: send_waiting(at, used))
        done[number] = wanted
    ledger.close()
