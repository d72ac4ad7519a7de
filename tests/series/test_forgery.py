"""Somebody who edits the database by hand, past the program and its triggers, issues nothing that was not signed."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.deliver.stocktaking import faults_of
from generator.series.review import reject
from generator.series.reviewing import under_review
from generator.world import World

from .newsroom import Newsroom, facts_sheet, make_newsroom

THREE = ("初审", "复审", "终审")
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


@pytest.fixture(params=[b"newsroom-key", b""], ids=["with a key", "without a key"])
def room(request: pytest.FixtureRequest, world: World, tmp_path: Path) -> Iterator[Newsroom]:
    found = make_newsroom(world, tmp_path, str(tmp_path / "ledger" / "l.sqlite3"), key=request.param)
    found.begin(sheet=facts_sheet(2), stages=THREE)
    found.clock.at("2026-01-07", "07:00")
    found.round()
    yield found
    found.desk.ledger.close()


def edit(room: Newsroom, *statements: str) -> None:
    """Do to the file what a person with a database browser can do; nothing keeps the rows from changing."""
    with sqlite3.connect(str(room.desk.ledger.engine.url.database)) as connection:
        for (trigger,) in connection.execute(TRIGGERS).fetchall():
            connection.execute(f"DROP TRIGGER {trigger}")
        for statement in statements:
            connection.execute(statement)
    connection.close()


def issues_nothing(room: Newsroom) -> None:
    room.clock.at("2026-01-07", "07:30")
    for _ in range(3):
        assert "issued" not in room.round()
        room.clock.forward(minutes=1)
    assert room.packs() == []


STATE = "UPDATE post SET state = 'signed' WHERE id = 1"
COPY = """INSERT INTO signature (post, making, stage, role, person, digest, verdict, note, signed_at, seal)
    SELECT post, making, {stage}, '{role}', '{person}', digest, 'signed', '', signed_at, seal FROM signature WHERE id = 1"""


def sign_once(room: Newsroom) -> None:
    from generator.series.review import sign

    sign(room.desk, room.posts()[0].id, "张三")


@pytest.mark.parametrize(
    "statements",
    [
        (STATE,),
        (COPY.format(stage=2, role="复审", person="李四"), COPY.format(stage=3, role="终审", person="王五"), STATE),
        ("UPDATE series SET terms = replace(terms, '\"\\u521d\\u5ba1\", \"\\u590d\\u5ba1\", \"\\u7ec8\\u5ba1\"', '')", STATE),
        ("UPDATE signature SET stage = 3, role = '终审'", STATE),
        ("UPDATE signature SET person = '李四'", STATE),
    ],
    ids=["state", "copied rows", "fewer stages", "another stage", "another person"],
)  # fmt: skip
def test_rows_edited_by_hand_issue_nothing(room: Newsroom, statements: tuple[str, ...]) -> None:
    sign_once(room)
    edit(room, *statements)
    issues_nothing(room)


def test_a_rejection_deleted_by_hand_does_not_bring_the_signatures_back(room: Newsroom) -> None:
    number = room.posts()[0].id
    room.sign_fully(number)
    reject(room.desk, number, "总编", "数字不对")
    edit(room, "DELETE FROM signature WHERE verdict = 'rejected'", STATE)
    issues_nothing(room)
    assert under_review(room.desk, number).tampered


def test_a_deleted_end_of_history_is_found(room: Newsroom) -> None:
    number = room.posts()[0].id
    room.sign_fully(number)
    reject(room.desk, number, "总编", "数字不对")
    edit(
        room,
        "DELETE FROM signature WHERE verdict = 'rejected'",
        "DELETE FROM audit WHERE event = 'rejected'",
        STATE,
    )
    assert any("记录" in fault for fault in faults_of(room.desk))
    issues_nothing(room)


def test_a_picture_s_or_a_caption_s_words_changed_by_hand_issue_nothing(room: Newsroom) -> None:
    number = room.posts()[0].id
    room.sign_fully(number)
    edit(room, "UPDATE making SET caption = replace(caption, '1', '9'), digest = digest WHERE post = 1")
    room.clock.at("2026-01-07", "07:30")
    room.round()
    for folder in room.packs():
        assert "9" not in (room.desk.out / folder / "文案.txt").read_text(encoding="utf-8")
    assert room.states()[0] != "issued"


def test_facts_changed_by_hand_void_the_signatures(room: Newsroom) -> None:
    room.sign_fully(room.posts()[0].id)
    edit(room, "UPDATE edition SET facts = replace(facts, '深入推进', '大力推进')")
    from generator.series import content, desk

    desk._SHEETS.clear()
    content._WORKED_OUT.clear()
    issues_nothing(room)
