"""The desk of a series: everything a round of work needs from outside, as one value."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from generator.batch import MakeExecutor, Shop, Workshop, press_for
from generator.batch.pool import InProcess
from generator.card import Press
from generator.facts.model import Factsheet
from generator.series.audit import Actor
from generator.series.books import latest_facts
from generator.series.ledger import Ledger
from generator.series.model import Post, Series
from generator.series.platform import Platform, platform_for, read_platforms
from generator.series.rules import Rules

Tell = Callable[[str, Mapping[str, Any]], None]
"""Called with the name of a step and its facts: the structured log of a scheduler, and where a test breaks off."""


def silent(step: str, facts: Mapping[str, Any]) -> None:
    """Tell nobody."""


_MOST_SHEETS = 256
_SHEETS: dict[tuple[object, str, int], Factsheet] = {}


@lru_cache(maxsize=8)
def _platforms(data: tuple[Path, ...]) -> dict[str, Platform]:
    return read_platforms(data)


@dataclass(frozen=True)
class Desk:
    """Who works, with which ledger, press and rules, and into which folder. `key`: the newsroom's sealing key."""

    ledger: Ledger
    workshop: Workshop
    out: Path
    rules: Rules
    who: str
    key: bytes = field(default=b"", repr=False)
    tell: Tell = silent
    make_executor: MakeExecutor = InProcess
    width: int = 1

    @property
    def now(self) -> dt.datetime:
        """The world's clock."""
        return self.workshop.world.clock()

    @property
    def actor(self) -> Actor:
        """Who acts, at this moment."""
        return Actor(self.who, self.now, self.key)

    @property
    def press(self) -> Press:
        """The press of the running process."""
        return press_for(self.workshop)

    @property
    def shop(self) -> Shop:
        """How cards are made here."""
        return Shop(self.workshop, self.make_executor, self.width)

    def platforms(self) -> dict[str, Platform]:
        """Return the platforms by size."""
        return _platforms(self.workshop.world.data)

    def platform(self, size: str) -> Platform:
        """Return where posts of `size` go."""
        return platform_for(size, self.platforms())

    def facts_of(self, connection: Connection, series: Series) -> Factsheet:
        """Return a series' latest facts, parsed once an edition and not once a post."""
        key = (self.ledger.engine, series.id, series.edition)
        if key not in _SHEETS:
            if len(_SHEETS) >= _MOST_SHEETS:
                _SHEETS.clear()
            _SHEETS[key] = latest_facts(connection, series)
        return _SHEETS[key]

    def name_of(self, post: Post, series: Series) -> str:
        """Return how messages name a post: hour, platform, id, and of which series it is which issue."""
        issue = f"《{series.title}》第{post.number}期" if post.number is not None else f"《{series.title}》"
        return f"{post.when} {self.platform(post.size).name}第 {post.id} 号（{issue}）"

    def work_folder(self, post: int) -> Path:
        """Return where a post's pictures lie until it is issued."""
        return self.out / "待发" / f"{post:06}"


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a round did: `kind` as in the notices, and a Chinese sentence for a screen."""

    kind: str
    post: int | None
    text: str


def sentences(events: Iterable[Event]) -> tuple[str, ...]:
    """Return what events say."""
    return tuple(event.text for event in events)
