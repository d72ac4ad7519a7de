"""How often a notice may arrive: once as a rule, never more than MOST_COPIES times, and never hidden behind another."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.deliver import send_waiting
from generator.deliver.outlet import Parcel, TryLater, Unclear
from generator.deliver.sending import MOST_COPIES
from generator.series import Desk, Ledger, Rules
from generator.series.outbox import all_of, put_back, tell_people
from generator.world import World
from tests.series.killing import CONTEXT
from tests.series.newsroom import Newsroom, make_newsroom

from .test_outlets import NOW, mail, mail_server


class Robot:
    """Takes every message, and answers as it is told: "" well, "lost" not at all, "busy" that it took nothing."""

    def __init__(self, *answers: str) -> None:
        self.answers = list(answers)
        self.taken: list[Parcel] = []

    def send(self, parcel: Parcel) -> str:
        answer = self.answers.pop(0) if self.answers else ""
        if answer == "busy":
            raise TryLater("忙")
        self.taken.append(parcel)
        if answer == "lost":
            raise Unclear("没有回音")
        return "ok"


@pytest.fixture
def room(world: World, tmp_path: Path) -> Iterator[Newsroom]:
    found = make_newsroom(world, tmp_path, str(tmp_path / "ledger" / "l.sqlite3"), Rules(notices=("wecom",)))
    tell(found, "一")
    yield found
    found.desk.ledger.close()


def tell(room: Newsroom, words: str) -> None:
    with room.desk.ledger.writing() as connection:
        tell_people(connection, room.desk, f"k{words}", f"第{words}条通知")


def send(room: Newsroom, robot: Any, rounds: int = 1, minutes: float = 5) -> None:
    for _ in range(rounds):
        send_waiting(room.desk, {"wecom": robot})
        room.clock.forward(minutes=minutes)


def states(room: Newsroom) -> dict[str, str]:
    with room.desk.ledger.reading() as connection:
        return {d.text: d.state for d in all_of(connection)}


def test_a_lost_answer_is_followed_by_one_more_that_says_so(room: Newsroom) -> None:
    robot = Robot("lost")
    send(room, robot, 10)
    first, second = (parcel.text for parcel in robot.taken)
    assert first == "第一条通知" and second.startswith(first) and "可能已经收到过" in second
    assert states(room) == {"第一条通知": "sent"}


def test_it_never_arrives_more_often_than_is_said(room: Newsroom) -> None:
    robot = Robot(*["lost"] * 50)
    send(room, robot, 50, minutes=30)
    assert len(robot.taken) == MOST_COPIES and states(room) == {"第一条通知": "failed"}
    with room.desk.ledger.reading() as connection:
        (failed,) = all_of(connection)
    assert "没有回音" in failed.error
    with room.desk.ledger.writing() as connection:
        put_back(connection, room.desk.actor, failed.id)
    robot.answers = []
    send(room, robot, 3)
    assert len(robot.taken) == MOST_COPIES + 1 and states(room) == {"第一条通知": "sent"}


def test_what_was_certainly_not_taken_does_not_count(room: Newsroom) -> None:
    robot = Robot(*["busy"] * 6, "lost", "busy", "lost")
    send(room, robot, 60, minutes=30)
    assert len(robot.taken) == 3 and states(room) == {"第一条通知": "sent"}


def test_a_new_notice_does_not_hide_in_one_sent_again(room: Newsroom) -> None:
    robot = Robot("lost")
    send(room, robot)
    tell(room, "二")
    send(room, robot, 6)
    assert [("第一条" in p.text, "第二条" in p.text) for p in robot.taken] == [
        (True, False), (True, False), (False, True),
    ]  # fmt: skip
    one, again, other = (p.key for p in robot.taken)
    assert one == again != other, "a mail program that knows the letter already would not show the new one"


class _Deadly:
    """Takes a message, writes it down and kills the process that sent it."""

    def __init__(self, book: Path) -> None:
        self.book = book

    def send(self, parcel: Parcel) -> str:
        with self.book.open("a", encoding="utf-8") as file:
            file.write("x")
        os.kill(os.getpid(), signal.SIGKILL)
        return ""


def _send_and_die(address: str, room_of: tuple[Any, ...], book: Path) -> None:
    ledger = Ledger.open(address)
    workshop, out, rules = room_of
    send_waiting(Desk(ledger, workshop, out, rules, "测试"), {"wecom": _Deadly(book)})
    ledger.close()


@pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
def test_kills_between_sending_and_writing_it_off_do_not_multiply_it(room: Newsroom, tmp_path: Path) -> None:
    book = tmp_path / "book"
    desk = room.desk
    for _ in range(MOST_COPIES + 2):
        words = (str(desk.ledger.engine.url.database), (desk.workshop, desk.out, desk.rules), book)
        process = CONTEXT.Process(target=_send_and_die, args=words)
        process.start()
        process.join(60)
        process.close()
    assert book.read_text() == "x" * MOST_COPIES
    assert states(room) == {"第一条通知": "failed"}


@pytest.mark.parametrize(
    ("answers", "kind"), [({"DATA": "HANGUP"}, Unclear), ({"EHLO": "HANGUP", "HELO": "HANGUP"}, TryLater)]
)
def test_mail_whose_line_breaks_after_it_was_handed_over_is_unclear(
    answers: dict[str, str], kind: type[TryLater]
) -> None:
    with mail_server(**answers) as server, pytest.raises(TryLater) as caught:
        mail(server).send(Parcel("k", "一", NOW, {}, lambda memory: None))
    assert type(caught.value) is kind


def test_what_the_mail_server_says_to_goodbye_changes_nothing() -> None:
    with mail_server(QUIT="500 what") as server:
        assert mail(server).send(Parcel("k", "一", NOW, {}, lambda memory: None)) == "ok"
        assert len(server.mails) == 1
