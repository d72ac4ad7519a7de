"""Simulated months, after which ledger, folders and server agree: no post twice, none lost, none unsigned."""

from __future__ import annotations

import datetime as dt
import os
import random
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import select

from generator.series.audit import broken_links
from generator.series.model import State
from generator.series.outbox import SENT, all_of
from generator.series.review import sign
from generator.series.reviewing import what_to_review
from generator.series.schema import audit
from generator.world import World
from tests.deliver.servers import WeChatServer

from .month import House, Month
from .newsroom import SHANGHAI, Newsroom, facts_sheet

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
LONG = int(os.environ.get("MIMA_TEST_MONTHS", "0"))
"""So many more months, each with its own chances: ``MIMA_TEST_MONTHS=20 pytest tests/series/test_month.py``."""
DAYS = 30 if LONG else 10
HOURS = ("07:20", "07:30", "07:40", "08:30", "12:00", "12:10", "14:30", "21:00")
FAULTS = ("drop before", "drop after", "late", "500 after", "503", "garbage", -1, 42001)
PATHS = (
    "/cgi-bin/draft/add",
    "/cgi-bin/draft/batchget",
    "/cgi-bin/material/add_material",
    "/cgi-bin/stable_token",
)


class Flaky(WeChatServer):
    """A server that fails now and then, by the same chances every time."""

    def __init__(self, chance: random.Random, share: float) -> None:
        super().__init__()
        self.chance, self.share = chance, share

    def settle(self) -> None:
        """Let what is late arrive: a request that was given up may take a moment, but not till another hour of the day."""
        while self.later:
            self.later.pop().join()

    def misbehave(self) -> None:
        with self.lock:
            for path in PATHS:
                self.faults[path] = [self.chance.choice(FAULTS)] if self.chance.random() < self.share else []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1 + LONG))
def test_a_month_of_kills_jumps_and_faults(room: Newsroom, world: World, ledger: str, seed: int) -> None:
    chance = random.Random(seed)
    room.begin(
        name="甲", sheet=facts_sheet(DAYS), stages=("初审", "终审"), deliver=("wechat",), ahead_hours=14.0
    )
    room.begin(name="乙", sheet=facts_sheet(DAYS), slots="12:00 tiny-grid", ahead_hours=1.0)
    never = {post.id for post in room.posts("甲")[3::5]}
    with Flaky(chance, 0.3) as server:
        house = House(ledger, world, room.desk.out, server.base, server.APPID, server.SECRET, 0.05, seed)
        month = Month(house)
        start = dt.datetime(2026, 1, 7, tzinfo=SHANGHAI)
        for day in range(DAYS):
            for hour in HOURS:
                now = start + dt.timedelta(days=day, hours=int(hour[:2]), minutes=int(hour[3:]))
                jump = chance.random()
                if jump < 0.06:
                    now += dt.timedelta(minutes=chance.choice([-300, -61, -5, 45, 95, 60 * 26]))
                server.misbehave()
                month.at(now)
                server.settle()
                room.clock.now = now
                sign_what_is_made(room, never)
        server.share = 0.0
        for hours in range(1, 13):
            server.misbehave()
            month.at(start + dt.timedelta(days=DAYS, hours=hours))
            server.settle()
        month.end()
        room.clock.now = start + dt.timedelta(days=DAYS + 1)
        assert month.kills >= DAYS / 3, "hardly anything was killed: the test shows nothing"
        agree(room, server, never)


def sign_what_is_made(room: Newsroom, never: set[int]) -> None:
    """Let two people sign all that may be signed."""
    for reviewed in what_to_review(room.desk, "甲"):
        if reviewed.post.id not in never:
            for person, stage in (("张三", "初审"), ("李四", "终审")):
                if stage in {reviewed.next_stage, "终审"}:
                    sign(room.desk, reviewed.post.id, person, stage=stage)


def agree(room: Newsroom, server: WeChatServer, never: set[int]) -> None:
    first, second = room.posts("甲"), room.posts("乙")
    assert {p.id for p in first if p.state != State.ISSUED} == never, (
        "signed and not issued, or issued unsigned"
    )
    assert {p.state for p in first if p.id in never} == {"missed"}
    assert [p.state for p in second] == ["issued"] * len(second)
    issued = [p for p in (*first, *second) if p.state == State.ISSUED]
    assert sorted(p.folder for p in issued) == room.packs(), "the folders are not what the ledger says"
    assert not [p for p in Path(room.desk.out).rglob(".mima-*") if p.is_dir()], "a half-written pack is left"
    with room.desk.ledger.reading() as connection:
        events = Counter(
            row[0] for row in connection.execute(select(audit.c.subject).where(audit.c.event == "issued"))
        )
        deliveries = [d for d in all_of(connection) if d.outlet == "wechat"]
        assert broken_links(connection, b"") == ()
    assert events == {f"post:{p.id}": 1 for p in issued}
    assert {d.state for d in deliveries} == {SENT}, [(d.state, d.error) for d in deliveries if d.state != SENT]
    assert sorted(d.receipt for d in deliveries) == sorted(server.drafts), "drafts doubled or lost"
    assert len(server.drafts) == len(first) - len(never)
