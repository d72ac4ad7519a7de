"""A newsroom for tests: a small world, a clock that the test sets, a ledger on SQLite or PostgreSQL."""

from __future__ import annotations

import datetime as dt
import os
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from generator.batch import Workshop
from generator.deliver import write_pack
from generator.facts.model import Chapter, Fact, Factsheet
from generator.rounds import make_the_round
from generator.series import Desk, Event, Ledger, Rules, Slot, Terms
from generator.series.books import one_series, posts_of
from generator.series.model import Post
from generator.series.planning import Begun, NewSeries, begin_series
from generator.series.review import sign
from generator.world import World

SHANGHAI = ZoneInfo("Asia/Shanghai")
POSTGRES = os.environ.get("MIMA_TEST_POSTGRES", "")
SIZES = ("tiny-post", "tiny-grid")
PLATFORM = """name = "{name}"
sizes = ["{size}"]
topics = "{topics}"
max_topics = 3
title_max = 20
text_max = 200
max_pictures = 9
article_type = "{article}"
title = ["{{{{ series }}}}｜第{{{{ number }}}}期", "第{{{{ number }}}}期"]
text = ['{{{{ own or (facts | map("sentence") | join("\\n")) }}}} 第{{{{ number }}}}期 {{{{ topics }}}}',
  '{{{{ own or (facts | map("sentence") | join("\\n")) }}}}']
source = "测试"
confidence = "D"
checked_on = "2026-11-23"
"""


@dataclass(eq=False)
class Clock:
    """A clock that stands still until somebody moves it."""

    now: dt.datetime

    def __call__(self) -> dt.datetime:
        return self.now

    def at(self, day: str, time: str, zone: ZoneInfo = SHANGHAI) -> None:
        self.now = dt.datetime.fromisoformat(f"{day}T{time}").replace(tzinfo=zone)

    def forward(self, **more: float) -> None:
        self.now += dt.timedelta(**more)


def facts_sheet(count: int = 6, chapters: int = 2, **options: Mapping[str, str]) -> Factsheet:
    """Return plain statements; `options` by fact id (with f before it)."""
    facts = tuple(
        Fact(
            f"{n:02}",
            str(n % chapters),
            "statement",
            f"深入推进第{n}项工作",
            options=options.get(f"f{n:02}", {}),
        )
        for n in range(1, count + 1)
    )
    return Factsheet(
        "小城一年", facts, tuple(Chapter(str(n), f"章节{n}") for n in range(chapters)), source="小城日报"
    )


def add_platforms(world: World) -> World:
    """Give the small world's sizes a platform each, and no rules of a newsroom."""
    folder = world.data[-1] / "platforms"
    folder.mkdir(exist_ok=True)
    for size, name, topics, article in (
        ("tiny-post", "小贴图", "open", "newspic"),
        ("tiny-grid", "小九宫格", "closed", ""),
    ):
        text = PLATFORM.format(name=name, size=size, topics=topics, article=article)
        (folder / f"{size}.toml").write_text(text, encoding="utf-8")
    return world


@contextmanager
def fresh_ledger(kind: str, folder: Path) -> Iterator[str]:
    """Yield the address of a ledger that nobody has written to."""
    if kind == "sqlite":
        yield str(folder / "ledger" / "ledger.sqlite3")
        return
    import psycopg
    from sqlalchemy.engine import make_url

    name = f"mima_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(POSTGRES, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        yield make_url(POSTGRES).set(database=name).render_as_string(hide_password=False)
    finally:
        with psycopg.connect(POSTGRES, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@dataclass
class Newsroom:
    """A desk with what tests do at it all the time."""

    desk: Desk
    clock: Clock
    told: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)

    def begin(
        self, sheet: Factsheet | None = None, *, start: str = "2026-01-07", name: str = "小城", zone: str = "Asia/Shanghai",
        slots: str = "07:30 tiny-post", **terms: Any,
    ) -> Begun:  # fmt: skip
        """Write a series down."""
        parsed = tuple(
            Slot(dt.time.fromisoformat(part.split()[0]), part.split()[1], int(part.split()[2]) if len(part.split()) > 2 else 1)
            for part in slots.split(",") if part.strip()
        )  # fmt: skip
        wanted = Terms(slots=parsed, **{"stages": (), "ahead_hours": 2.0, **terms})
        asked = NewSeries(name, "小城一年", zone, "facts.yaml", dt.date.fromisoformat(start), wanted)
        return begin_series(self.desk.ledger, self.desk.actor, asked, sheet or facts_sheet())

    def round(self, send: Callable[[Desk], tuple[Event, ...]] = lambda desk: ()) -> list[str]:
        """Make one round and return the kinds of what happened."""
        return [event.kind for event in make_the_round(self.desk, send)]

    def posts(self, name: str = "小城") -> tuple[Post, ...]:
        """Return the posts of a series in the order of the calendar."""
        with self.desk.ledger.reading() as connection:
            return posts_of(connection, one_series(connection, name).id)

    def states(self, name: str = "小城") -> list[str]:
        """Return the posts' states in the order of the calendar."""
        return [post.state for post in self.posts(name)]

    def packs(self) -> list[str]:
        """Return every pack below `out`, as day/folder."""
        return sorted(
            p.parent.relative_to(self.desk.out).as_posix() for p in self.desk.out.glob("2*/*/post.json")
        )

    def sign_fully(self, number: int) -> None:
        """Let three people sign."""
        for person in ("张三", "李四", "王五"):
            sign(self.desk, number, person)


def make_newsroom(
    world: World, folder: Path, ledger: str, rules: Rules | None = None, key: bytes = b""
) -> Newsroom:
    """Return a newsroom whose clock shows 2026-01-06 12:00 in Shanghai."""
    clock = Clock(dt.datetime(2026, 1, 6, 12, tzinfo=SHANGHAI))
    told: list[tuple[str, Mapping[str, Any]]] = []
    desk = Desk(
        Ledger.open(ledger), Workshop(replace(world, clock=clock), "resvg"), folder / "out", rules or Rules(), "测试",
        key=key, tell=lambda step, facts: told.append((step, facts)),
    )  # fmt: skip
    return Newsroom(desk, clock, told)


__all__ = ["Clock", "Newsroom", "add_platforms", "facts_sheet", "fresh_ledger", "make_newsroom", "write_pack"]
