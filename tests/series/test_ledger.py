"""The ledger itself: migrations, two processes opening it at once, transactions, locks, unreadable ones."""

from __future__ import annotations

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import insert, text

from generator.errors import LedgerError, Overtaken
from generator.series import Ledger, State
from generator.series.audit import broken_links
from generator.series.books import all_series
from generator.series.outbox import Delivery, claim, put, settle, waiting
from generator.series.posts import change_state, one_post
from generator.series.schema import metadata, post

from .killing import CONTEXT
from .newsroom import Newsroom, facts_sheet


def test_the_migrations_make_exactly_the_tables_of_the_schema(room: Newsroom) -> None:
    with room.desk.ledger.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []


def _open(address: str) -> None:
    Ledger.open(address).close()


def test_several_processes_may_open_a_new_ledger_at_once(ledger: str) -> None:
    processes = [CONTEXT.Process(target=_open, args=(ledger,)) for _ in range(4)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * 4
    opened = Ledger.open(ledger)
    with opened.reading() as connection:
        assert all_series(connection) == ()
    opened.close()


def test_a_ledger_of_a_later_mima_is_left_alone(room: Newsroom, ledger: str) -> None:
    with room.desk.ledger.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LedgerError, match="更新版本"):
        Ledger.open(ledger)


def test_what_is_no_ledger(tmp_path: Path) -> None:
    (tmp_path / "x.sqlite3").write_bytes(b"no database at all" * 100)
    with pytest.raises(LedgerError, match="不是账本"):
        Ledger.open(tmp_path / "x.sqlite3")
    with pytest.raises(LedgerError, match="看不懂"):
        Ledger.open("mysterious://x")


def test_a_ledger_that_cannot_be_reached_does_not_show_its_password() -> None:
    with pytest.raises(LedgerError) as caught:
        Ledger.open("postgresql://duty:very-secret@127.0.0.1:1/ledger")
    said = str(caught.value)  # without the driver it ends earlier, with as little to tell
    assert "very-secret" not in said and ("打不开账本" in said or "没有装" in said)


def test_a_transaction_happens_whole_or_not_at_all(room: Newsroom) -> None:
    room.begin()
    number = room.posts()[0].id
    with pytest.raises(RuntimeError), room.desk.ledger.writing() as connection:
        change_state(connection, room.desk.actor, one_post(connection, number), State.MADE, "made")
        raise RuntimeError
    assert room.posts()[0].state == "planned"


def test_a_post_changed_meanwhile_is_not_changed_again(room: Newsroom) -> None:
    room.begin()
    with room.desk.ledger.reading() as connection:
        old = one_post(connection, room.posts()[0].id)
    with room.desk.ledger.writing() as connection:
        change_state(connection, room.desk.actor, old, State.REFUSED, "refused")
    with pytest.raises(Overtaken), room.desk.ledger.writing() as connection:
        change_state(connection, room.desk.actor, old, State.MADE, "made")
    with pytest.raises(LedgerError, match="不能"), room.desk.ledger.writing() as connection:
        change_state(connection, room.desk.actor, old, State.ISSUED, "issued")


def test_a_lock_has_one_holder_and_dies_with_it(room: Newsroom, ledger: str) -> None:
    other = Ledger.open(ledger)
    with (
        room.desk.ledger.hold("post:1") as first,
        other.hold("post:1") as second,
        other.hold("post:2") as third,
    ):
        assert (first, second, third) == (True, False, True)
    with other.hold("post:1") as again:
        assert again
    other.close()


def test_a_naive_datetime_is_refused(room: Newsroom) -> None:
    room.begin()
    with pytest.raises(Exception, match="naive"), room.desk.ledger.writing() as connection:
        connection.execute(
            insert(post).values(
                series="小城", day="2026-01-07", time="07:30", due=dt.datetime(2026, 1, 7), size="x", facts=[],  # noqa: DTZ001
                theme="", fixed=False, state="planned", reason="", folder="", claim="", version=1,
            )
        )  # fmt: skip


def test_a_ledger_that_is_busy_or_read_only_says_so_in_chinese(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("generator.series.ledger._WAIT", 0.1)
    path = tmp_path / "ledger.sqlite3"
    one, other = Ledger.open(path), Ledger.open(path)
    with one.writing(), pytest.raises(LedgerError, match="别的程序占着"), other.writing():
        pass
    with pytest.raises(LedgerError, match="只读"), one.writing() as connection:
        connection.execute(text("PRAGMA query_only = ON"))
        connection.execute(text("UPDATE series SET total = 0"))
    one.close()
    other.close()


def test_hands_that_write_into_one_chain_at_once_wait_for_each_other(room: Newsroom) -> None:
    room.begin(sheet=facts_sheet(1))
    number = room.posts()[0].id
    for n in range(24):
        with room.desk.ledger.writing() as connection:
            put(connection, room.clock.now, "wecom", f"{n}", "一", post=number if n % 2 else None)
    with room.desk.ledger.reading() as connection:
        deliveries = waiting(connection, room.clock.now)
    assert len(deliveries) == 24

    def write_off(one: Delivery) -> bool:
        with room.desk.ledger.writing() as connection:
            assert claim(connection, one, "t")
        with room.desk.ledger.writing() as connection:
            return settle(connection, room.desk.actor, one, "t", "sent", receipt="ok")

    with ThreadPoolExecutor(6) as pool:
        assert all(pool.map(write_off, deliveries))
    with room.desk.ledger.reading() as connection:
        assert broken_links(connection, room.desk.key) == ()
