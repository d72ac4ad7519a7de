"""kill -9 at every point between two states, and several schedulers at once: no post twice, none lost."""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select

import generator
from generator.series.audit import broken_links
from generator.series.review import standing
from generator.series.reviewing import under_review
from generator.series.schema import audit, making
from generator.world import World

from .killing import Deed, ended, run, start
from .newsroom import SHANGHAI, Newsroom, facts_sheet

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
STEPS = ("making", "drawn", "made", "claimed", "proved", "packing", "packed", "issued")


def issued_once(room: Newsroom) -> None:
    """Prove that ledger and folders agree: each post issued once, one pack each, nothing half-written, history whole."""
    posts = room.posts()
    assert [p.state for p in posts] == ["issued"] * len(posts)
    assert sorted(p.folder for p in posts) == room.packs()
    assert not list(room.desk.out.glob("2*/.mima-*")), "a half-written pack is left"
    with room.desk.ledger.reading() as connection:
        query = select(audit.c.subject, func.count()).where(audit.c.event == "issued").group_by(audit.c.subject)
        counts = {row[0]: row[1] for row in connection.execute(query)}
        assert counts == {f"post:{p.id}": 1 for p in posts}
        assert broken_links(connection, room.desk.key) == ()


def morning(number: int) -> dt.datetime:
    return dt.datetime(2026, 1, 7, 7, 30, tzinfo=SHANGHAI) + dt.timedelta(days=number)


def deed(room: Newsroom, world: World, ledger: str, now: dt.datetime, at: str = "", nth: int = 1) -> Deed:
    return Deed(ledger, world, room.desk.out, now, at, nth)


def test_kill_9_at_every_step_of_a_round(room: Newsroom, world: World, ledger: str) -> None:
    room.begin(sheet=facts_sheet(len(STEPS)), ahead_hours=0.0)
    for day, step in enumerate(STEPS):
        assert run(deed(room, world, ledger, morning(day), step)) == -9, f"the round never came to {step}"
        room.clock.now = morning(day) + dt.timedelta(minutes=1)
        room.round()
        assert [p.state for p in room.posts()[: day + 1]] == ["issued"] * (day + 1), step
        assert len(room.packs()) == day + 1, step
    issued_once(room)


def test_kill_9_before_every_commit_of_a_round(room: Newsroom, world: World, ledger: str) -> None:
    room.begin(sheet=facts_sheet(12), ahead_hours=0.0)
    day = 0
    while run(deed(room, world, ledger, morning(day), "before commit", day + 1)) == -9:
        room.clock.now = morning(day) + dt.timedelta(minutes=1)
        room.round()
        day += 1
        assert len(room.packs()) == day
    assert day >= 3, "a round makes, claims and issues in at least three transactions"
    for rest in range(day, 12):
        room.clock.now = morning(rest)
        room.round()
    issued_once(room)


def test_a_round_that_is_killed_again_and_again_gets_there(room: Newsroom, world: World, ledger: str) -> None:
    room.begin(sheet=facts_sheet(1), ahead_hours=0.0)
    for step in STEPS:
        run(deed(room, world, ledger, morning(0), step))
    run(deed(room, world, ledger, morning(0)))
    issued_once(room)


def test_several_schedulers_at_once(room: Newsroom, world: World, ledger: str) -> None:
    for name in "甲乙丙丁":
        room.begin(name=name, sheet=facts_sheet(4), slots="07:30 tiny-post,07:30 tiny-grid", start="2026-01-07")
    now = morning(0)
    processes = [start(Deed(ledger, world, room.desk.out, now, rounds=3)) for _ in range(4)]
    assert [ended(process) for process in processes] == [0] * 4
    folders = []
    for name in "甲乙丙丁":
        due = [p for p in room.posts(name) if p.due <= now]
        assert [p.state for p in due] == ["issued", "issued"]
        folders += [p.folder for p in due]
    assert sorted(folders) == room.packs() and len(set(folders)) == 8
    with room.desk.ledger.reading() as connection:
        query = select(audit.c.subject, func.count()).where(audit.c.event == "issued").group_by(audit.c.subject)
        assert set({row[0]: row[1] for row in connection.execute(query)}.values()) == {1}
        assert connection.scalar(select(func.count()).select_from(making)) == 8
        assert broken_links(connection, b"") == ()


@pytest.mark.parametrize(("at", "given"), [("before commit", 0), ("signed", 1)])
def test_kill_9_while_signing(room: Newsroom, world: World, ledger: str, at: str, given: int) -> None:
    room.begin(stages=("初审", "终审"), ahead_hours=24.0)
    room.round()
    number = room.posts()[0].id
    one = Deed(ledger, world, room.desk.out, room.clock.now, at, signs=(number, "张三"))
    assert run(one) == -9
    assert len(standing(under_review(room.desk, number).signatures)) == given
    room.clock.forward(minutes=1)
    assert run(Deed(ledger, world, room.desk.out, room.clock.now, signs=(number, "李四"))) == 0
    assert len(standing(under_review(room.desk, number).signatures)) == given + 1


def test_people_who_sign_at_once_get_a_stage_each_and_nobody_two(
    room: Newsroom, world: World, ledger: str
) -> None:
    room.begin(sheet=facts_sheet(2), stages=("初审", "复审", "终审"), ahead_hours=72.0)
    room.round()
    first, second = (p.id for p in room.posts())

    def all_sign(number: int, people: str) -> list[int]:
        deeds = [
            Deed(ledger, world, room.desk.out, room.clock.now, signs=(number, one), rounds=0) for one in people
        ]
        return sorted(ended(process) for process in [start(one) for one in deeds])

    assert all_sign(first, "甲乙丙") == [0, 0, 0]
    assert [s.stage for s in standing(under_review(room.desk, first).signatures)] == [1, 2, 3]
    assert all_sign(second, "甲甲甲") == [0, 1, 1], "one person signed twice"
    assert len(standing(under_review(room.desk, second).signatures)) == 1


OTHER_WAYS = ("missed", "held", "refused")
"""The ways of a post that are not the straight one; the step at which it dies has the same name."""


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_kill_9_at_every_point_of_the_other_ways(room: Newsroom, world: World, ledger: str, way: str) -> None:
    sheet = facts_sheet(1)
    if way == "refused":
        sheet = replace(sheet, facts=(replace(sheet.facts[0], text="很长的话" * 60),))
    now = morning(0) + dt.timedelta(hours=30 if way == "missed" else 0)
    room.begin(sheet=sheet, ahead_hours=0.0, stages=("终审",) if way == "held" else ())
    points = [(way, 1), *(("before commit", n) for n in range(1, 5))]
    killed = [run(deed(room, world, ledger, now + dt.timedelta(minutes=n), *at)) for n, at in enumerate(points)]
    assert killed[0] == -9, f"the round never came to {way}"
    room.clock.now = now + dt.timedelta(minutes=9)
    for _ in range(3):
        room.round()
        room.clock.forward(minutes=1)
    assert room.states() == [{"held": "made"}.get(way, way)] and room.packs() == []
    with room.desk.ledger.reading() as connection:
        query = select(func.count()).where(audit.c.event == way)
        assert connection.scalar(query) == 1, "told more or less than once"
        assert broken_links(connection, room.desk.key) == ()


def test_every_step_that_the_program_tells_of_is_a_place_where_a_test_kills_it() -> None:
    """A new step between two states must get its kill: in this file, or in the tests of sending."""
    source = Path(generator.__file__).parent
    files = [*source.glob("series/*.py"), *source.glob("deliver/*.py")]
    told = {
        word for file in files for word in re.findall(r'tell\("([a-z-]+)"', file.read_text(encoding="utf-8"))
    }
    here = {*STEPS, *OTHER_WAYS, "signed"}
    sending = {"sending", "remembered", "sent", "delivered", "later", "telling", "told"}
    # told when the transaction is over and nothing is left to do, or before anything was begun
    after = {"returned", "trouble", "taken-back", "caption"}
    assert told == here | sending | after
