"""How the ledger carries a year of five slots a day for 200 accounts: 365,000 posts.

    python -m bench.ledger [--accounts 200] [--ledger ADDRESS] [--json]

Without an address a SQLite file in a temporary folder is used; with one, an *empty* PostgreSQL database. Printed are
seconds for planning all of it, and milliseconds (median and worst of 50) for the questions of a round: what is due,
what comes up, how the posts stand. The ledger is filled as at the end of a year: 90 % issued, the rest open.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import func, select, text, update

from generator.facts.model import Fact, Factsheet
from generator.series import Ledger, Slot, Terms
from generator.series.audit import Actor
from generator.series.model import OPEN, State
from generator.series.planning import NewSeries, begin_series
from generator.series.posts import count_by_state, due_posts
from generator.series.schema import post

HOURS = ("07:30", "10:00", "12:00", "17:30", "20:30")
DAYS = 365
START = dt.date(2026, 1, 1)
ZONE = "Asia/Shanghai"


def sheet(count: int) -> Factsheet:
    """Return a factsheet with one statement a slot."""
    return Factsheet(
        "一年", tuple(Fact(f"{n:04}", "1", "statement", f"第{n}件事") for n in range(1, count + 1))
    )


def plan(ledger: Ledger, accounts: int) -> float:
    """Plan a year for every account and return the seconds it took."""
    slots = tuple(Slot(dt.time.fromisoformat(hour), "wechat-post") for hour in HOURS)
    actor = Actor("bench", dt.datetime(2025, 12, 31, tzinfo=dt.UTC))
    facts = sheet(DAYS * len(HOURS))
    began = time.perf_counter()
    for number in range(accounts):
        asked = NewSeries(f"account{number}", "一年", ZONE, "bench", START, Terms(slots=slots, stages=()))
        begin_series(ledger, actor, asked, facts)
    return time.perf_counter() - began


def timed(ask: Callable[[], object], times: int = 50) -> tuple[float, float]:
    """Return median and worst of asking, in milliseconds."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        ask()
        took.append((time.perf_counter() - began) * 1000)
    return statistics.median(took), max(took)


def measure(address: str, accounts: int) -> dict[str, float]:
    """Fill the ledger at `address` and return the figures."""
    ledger = Ledger.open(address)
    planning = plan(ledger, accounts)
    now = dt.datetime.combine(START, dt.time(7, 30), ZoneInfo(ZONE)) + dt.timedelta(days=DAYS * 9 // 10)
    with ledger.writing() as connection:
        connection.execute(update(post).where(post.c.due < now).values(state=State.ISSUED))
        connection.execute(update(post).where(post.c.due == now).values(state=State.SIGNED))
    with ledger.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    with ledger.reading() as connection:
        posts = int(connection.scalar(select(func.count()).select_from(post)) or 0)

    def ask(until: dt.datetime, states: tuple[State, ...]) -> int:
        with ledger.reading() as reading:
            return len(due_posts(reading, until, states))

    def stand() -> object:
        with ledger.reading() as reading:
            return count_by_state(reading)

    due = timed(lambda: ask(now, (State.SIGNED,)))
    ahead = timed(lambda: ask(now + dt.timedelta(hours=24), OPEN))
    standing = timed(stand, 10)
    found = {"posts": posts, "due_now": ask(now, (State.SIGNED,)), "planning_s": planning}
    ledger.close()
    return {
        **found, "due_ms": due[0], "due_worst_ms": due[1], "ahead_ms": ahead[0], "ahead_worst_ms": ahead[1],
        "standing_ms": standing[0],
    }  # fmt: skip


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--ledger", default="")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(asked.ledger or str(Path(folder) / "ledger.sqlite3"), asked.accounts)
    if asked.json:
        sys.stdout.write(json.dumps({name: round(value, 2) for name, value in figures.items()}) + "\n")
    else:
        for name, value in figures.items():
            sys.stdout.write(f"{name:>16}  {value:,.1f}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
