"""Simulated months, after which ledger, folders and server agree: no post twice, none lost, none unsigned."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import random
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from generator.deliver.sending import MOST_COPIES
from generator.deliver.stocktaking import faults_of
from generator.errors import Overtaken, SignOffRefused, UsageError
from generator.series import Rules
from generator.series.audit import broken_links
from generator.series.books import latest_facts, one_series
from generator.series.change import Wish, change_series
from generator.series.model import OPEN, Post, State
from generator.series.outbox import NOTICE, SENT, all_of
from generator.series.review import reject, sign
from generator.series.reviewing import under_review, what_to_review
from generator.series.schema import audit
from generator.world import World
from tests.deliver.servers import RobotServer, WeChatServer

from .month import House, Month
from .newsroom import SHANGHAI, Newsroom, facts_sheet

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
LONG = int(os.environ.get("MIMA_TEST_MONTHS", "0"))
"""So many more months, each with its own chances: ``MIMA_TEST_MONTHS=20 pytest tests/series/test_month.py``."""
DAYS = 30 if LONG else 8
AFTER = 6
"""Days without faults or kills after them: what was pushed on goes out, what was doubtful is looked through."""
HOURS = ("07:20", "07:30", "07:40", "08:00", "08:30", "09:10", "12:00", "12:10", "12:40", "14:30", "21:00")
LOST = (
    "drop before",
    "drop after",
    "late",
    "lands 0.5",
    "lands 8",
    "lands 40",
    "lands 300",
    "500 after",
    "garbage",
)
FAULTS = (*LOST, "503", -1, 42001)
PATHS = (
    "/cgi-bin/draft/add",
    "/cgi-bin/draft/add",
    "/cgi-bin/draft/batchget",
    "/cgi-bin/draft/delete",
    "/cgi-bin/material/add_material",
    "/cgi-bin/stable_token",
    "/wecom",
)
READY = (State.MADE, State.SIGNED)
JUMPS = (-300, -61, -5, 45, 95, 60 * 26)


class Flaky:
    """Two servers that fail now and then, by the same chances every time. What is late lands when it likes."""

    def __init__(self, chance: random.Random, share: float) -> None:
        self.chance, self.share = chance, share
        self.wechat = WeChatServer()
        self.robot = RobotServer(lambda path, query, table: {"errcode": 0, "errmsg": "ok"})
        self.now: dt.datetime | None = None

    def at(self, now: dt.datetime) -> None:
        """Let the servers' own clocks, which never jump, come to `now`; and choose what fails next."""
        minutes = (now - self.now).total_seconds() / 60 if self.now else 0.0
        self.now = now
        for server in (self.wechat, self.robot):
            server.pass_time(minutes)
            with server.lock:
                for path in PATHS:
                    fails = self.chance.random() < self.share
                    server.faults[path] = [self.chance.choice(FAULTS)] if fails else []
                if self.share and self.chance.random() < 0.05:
                    server.faults["/cgi-bin/draft/add"] = [self.chance.choice(LOST) for _ in range(4)]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(1 + LONG))
def test_a_month_of_kills_jumps_and_faults(room: Newsroom, world: World, ledger: str, seed: int) -> None:
    chance = random.Random(seed)
    room.desk = replace(room.desk, rules=Rules(notices=("wecom",)))
    room.begin(
        name="甲", sheet=facts_sheet(DAYS), stages=("初审", "终审"), deliver=("wechat",), ahead_hours=30.0
    )
    room.begin(name="乙", sheet=facts_sheet(DAYS), slots="12:00 tiny-grid", ahead_hours=1.0)
    person = Person(room, chance, {post.id for post in room.posts("甲")[3::5]})
    flaky = Flaky(chance, 0.35)
    with flaky.wechat as wechat, flaky.robot as robot:
        house = House(
            ledger, world, room.desk.out, wechat.base, wechat.APPID, wechat.SECRET, robot.base, 0.05, seed
        )
        month = Month(house)
        start = dt.datetime(2026, 1, 7, tzinfo=SHANGHAI)
        for day in range(DAYS):
            for hour in HOURS:
                now = start + dt.timedelta(days=day, hours=int(hour[:2]), minutes=int(hour[3:]))
                flaky.at(now)
                jump = chance.choice(JUMPS) if chance.random() < 0.06 else 0
                room.clock.now = now
                month.at(now + dt.timedelta(minutes=jump), person.works)
        kills, shots = month.kills, month.shots
        month.end()
        calm = Month(replace(house, risk=0.0))
        flaky.share, person.content = 0.0, True
        for day in range(DAYS, DAYS + AFTER):
            for hour in HOURS:
                now = start + dt.timedelta(days=day, hours=int(hour[:2]), minutes=int(hour[3:]))
                flaky.at(now)
                room.clock.now = now
                calm.at(now, person.works)
        calm.end()
        for thread in wechat.later:
            thread.join()
        assert kills >= DAYS and shots, "hardly anything was killed: the test shows nothing"
        agree(room, wechat, person)
        nothing_is_told_too_often(room, robot)


class Person:
    """Somebody at the desk, who signs, and changes the plan while the schedulers work. `content`: changes nothing more."""

    def __init__(self, room: Newsroom, chance: random.Random, never: set[int]) -> None:
        self.room, self.chance, self.never = room, chance, never
        self.withdrawn: set[int] = set()
        self.content = False
        self.deeds: Counter[str] = Counter()

    def works(self) -> None:
        """Sign all that may be signed, and now and then change something that is at least a day off."""
        self.sign()
        if self.content or self.chance.random() > 0.12:
            return
        deed = self.chance.choice((self.swap, self.skip, self.move, self.withdraw, self.reword, self.send_back))
        now = self.room.clock.now
        if deed == self.send_back:
            ready = [
                p for p in self.room.posts("甲") if p.state in READY and p.due > now + dt.timedelta(minutes=5)
            ]
            # Sent back so early that two rounds are left to make it anew, sign it and issue it in time.
            ready = [p for p in ready if p.id not in self.never and p.time <= dt.time(7, 30)]
            with contextlib.suppress(Overtaken, UsageError, SignOffRefused):
                self.send_back(ready[0]) if ready else None
            return
        far = [
            p for p in self.room.posts("甲")
            if p.state in OPEN and p.id not in self.never and p.due > now + dt.timedelta(days=2)
        ]  # fmt: skip
        if len(far) < 3:
            return
        with contextlib.suppress(Overtaken, UsageError, SignOffRefused):
            deed(*self.chance.sample(far, 2))
            self.deeds[deed.__name__] += 1

    def sign(self) -> None:
        for reviewed in what_to_review(self.room.desk, "甲"):
            if reviewed.post.id not in self.never:
                for person, stage in (("张三", "初审"), ("李四", "终审")):
                    with contextlib.suppress(SignOffRefused, Overtaken):
                        sign(self.room.desk, reviewed.post.id, person, stage=stage)

    def change(self, **wish: Any) -> None:
        change_series(self.room.desk, "甲", Wish(why="测试", **wish))

    def swap(self, one: Post, other: Post) -> None:
        self.change(swaps=((str(one.id), str(other.id)),))

    def skip(self, one: Post, other: Post) -> None:
        if self.deeds["skip"] < AFTER // 2:
            self.change(skips=(one.day,))

    def move(self, one: Post, other: Post) -> None:
        day = one.day + dt.timedelta(days=1)
        self.change(moves=((str(one.id), day.isoformat(), "08:30"),))

    def withdraw(self, one: Post, other: Post) -> None:
        self.change(withdrawn=(one.id,))
        self.withdrawn.add(one.id)

    def reword(self, one: Post, other: Post) -> None:
        with self.room.desk.ledger.reading() as connection:
            sheet = latest_facts(connection, one_series(connection, "甲"))
        facts = tuple(
            replace(f, text=f"{f.text}，又一件") if f.id in one.facts and len(f.text) < 30 else f
            for f in sheet.facts
        )
        self.change(facts=replace(sheet, facts=facts))

    def send_back(self, one: Post) -> None:
        reject(self.room.desk, one.id, "总编", "再看看")
        self.deeds["send_back"] += 1
        self.change(resubmitted=(one.id,))


def agree(room: Newsroom, server: WeChatServer, person: Person) -> None:
    first, second = room.posts("甲"), room.posts("乙")
    for one in first:
        wanted = "withdrawn" if one.id in person.withdrawn else "missed" if one.id in person.never else "issued"
        assert one.state == wanted, under_review(room.desk, one.id).page()
    assert [p.state for p in second] == ["issued"] * len(second)
    issued = [p for p in (*first, *second) if p.state == State.ISSUED]
    assert sorted(p.folder for p in issued) == room.packs(), "the folders are not what the ledger says"
    assert not [p for p in Path(room.desk.out).rglob(".mima-*") if p.is_dir()], "a half-written pack is left"
    with room.desk.ledger.reading() as connection:
        events = Counter(
            row[0] for row in connection.execute(select(audit.c.subject).where(audit.c.event == "issued"))
        )
        deliveries = [d for d in all_of(connection, 10_000) if d.outlet == "wechat"]
        assert broken_links(connection, b"") == ()
    assert faults_of(room.desk) == ()
    assert events == {f"post:{p.id}": 1 for p in issued}
    assert {d.state for d in deliveries} == {SENT}, [(d.state, d.error) for d in deliveries if d.state != SENT]
    assert not server.parked
    assert sorted(d.receipt for d in deliveries) == sorted(server.drafts), "drafts doubled or lost"
    assert sorted(d.post or 0 for d in deliveries) == sorted(p.id for p in first if p.state == State.ISSUED)


def nothing_is_told_too_often(room: Newsroom, robot: RobotServer) -> None:
    heard = Counter(line for _, table in robot.seen for line in table["text"]["content"].splitlines())
    with room.desk.ledger.reading() as connection:
        notices = [d for d in all_of(connection, 10_000) if d.kind == NOTICE]
    wanted = Counter(d.text for d in notices)
    sent = Counter(d.text for d in notices if d.state == SENT)
    assert not [text for text, count in sent.items() if heard[text] < count], "a notice was lost"
    assert not [t for t, count in wanted.items() if heard[t] > MOST_COPIES * count], "a notice came too often"
