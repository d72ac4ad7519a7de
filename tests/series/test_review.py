"""Three people, one after another, on exactly these pictures and this caption; forged, replayed and outdated ones fail."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text, update
from sqlalchemy.exc import DBAPIError

from generator.errors import SignOffRefused, UsageError
from generator.series import Rules
from generator.series.audit import broken_links
from generator.series.change import Wish, change_series
from generator.series.outbox import waiting
from generator.series.review import reject, sign, standing
from generator.series.reviewing import under_review, what_to_review
from generator.series.schema import audit, post, signature
from generator.world import World

from .newsroom import Newsroom, facts_sheet, make_newsroom

THREE = ("初审", "复审", "终审")


@pytest.fixture
def made(room: Newsroom) -> Newsroom:
    """A newsroom with one post made, waiting for three signatures; it is due at 07:30."""
    room.begin(sheet=facts_sheet(2), stages=THREE)
    room.clock.at("2026-01-07", "07:00")
    room.round()
    return room


def number_of(room: Newsroom) -> int:
    return room.posts()[0].id


def digest_of(room: Newsroom) -> str:
    making = under_review(room.desk, number_of(room)).making
    assert making is not None
    return making.digest


def reworded(words: str) -> Wish:
    sheet = facts_sheet(2)
    return Wish(facts=replace(sheet, facts=(replace(sheet.facts[0], text=words), *sheet.facts[1:])))


def hour_comes(room: Newsroom) -> list[str]:
    room.clock.at("2026-01-07", "07:30")
    return room.round()


def test_three_stages_in_order_then_it_goes_out(made: Newsroom) -> None:
    number = number_of(made)
    assert [r.next_stage for r in what_to_review(made.desk)] == ["初审"]
    assert "下一步：复审" in sign(made.desk, number, "张三", stage="初审", digest=digest_of(made)[:12])
    assert "下一步：终审" in sign(made.desk, number, "李四")
    assert hour_comes(made) == ["held"]
    assert "可以发出" in sign(made.desk, number, "王五", words="可以")
    assert made.round() == ["issued"]
    seen = under_review(made.desk, number)
    assert [(s.role, s.person) for s in standing(seen.signatures)] == list(
        zip(THREE, ("张三", "李四", "王五"), strict=True)
    )
    assert "王五" in seen.page() and "发出" in seen.page() and not seen.tampered
    assert what_to_review(made.desk) == ()


@pytest.mark.parametrize(
    ("who", "more", "word"),
    [
        ("张三", {}, "已经签过"),
        ("", {}, "名字"),
        ("李四", {"stage": "终审"}, "不是终审"),
        ("李四", {"digest": "0000"}, "变了"),
    ],
)
def test_what_may_not_be_signed(made: Newsroom, who: str, more: dict[str, str], word: str) -> None:
    sign(made.desk, number_of(made), "张三")
    with pytest.raises(SignOffRefused, match=word):
        sign(made.desk, number_of(made), who, **more)  # type: ignore[arg-type]
    assert len(standing(under_review(made.desk, number_of(made)).signatures)) == 1


def test_only_those_on_the_list_may_sign(world: World, tmp_path: Path, ledger: str) -> None:
    room = make_newsroom(world, tmp_path, ledger, Rules(reviewers={"终审": ("总编",)}))
    room.begin(stages=("初审", "终审"), same_person=True, ahead_hours=24.0)
    room.round()
    number = number_of(room)
    sign(room.desk, number, "张三")
    with pytest.raises(SignOffRefused, match="总编"):
        sign(room.desk, number, "张三")
    sign(room.desk, number, "总编")
    assert room.states()[0] == "signed"
    room.desk.ledger.close()


def test_a_person_with_an_account_signs_under_no_other(world: World, tmp_path: Path, ledger: str) -> None:
    room = make_newsroom(world, tmp_path, ledger, Rules(accounts={"张三": ("zhangsan",)}))
    room.begin(stages=("初审", "终审"), ahead_hours=24.0)
    room.round()
    number = number_of(room)
    for deed in (sign, lambda desk, n, who, account: reject(desk, n, who, "不行", account=account)):
        with pytest.raises(SignOffRefused, match="zhangsan"):
            deed(room.desk, number, "张三", account="lisi")  # type: ignore[operator]
    sign(room.desk, number, "张三", account="zhangsan")
    sign(room.desk, number, "李四", account="whoever")
    with room.desk.ledger.reading() as connection:
        query = select(audit.c.detail).where(audit.c.subject == f"signatures:{number}")
        details = list(connection.scalars(query.order_by(audit.c.seq)))
    assert '"account": "zhangsan"' in details[0] and '"account": "whoever"' in details[1]
    room.desk.ledger.close()


def test_settings_may_let_one_person_sign_twice_and_ask_for_fewer_stages(room: Newsroom) -> None:
    room.begin(stages=("初审", "终审"), same_person=True, ahead_hours=24.0)
    room.round()
    sign(room.desk, number_of(room), "张三")
    sign(room.desk, number_of(room), "张三")
    assert room.states()[0] == "signed"


def test_a_change_voids_what_was_signed_and_going_back_does_not_revive_it(made: Newsroom) -> None:
    number = number_of(made)
    made.sign_fully(number)
    change_series(made.desk, "", reworded("深入推进别的工作"))
    assert "made" in made.round()
    assert made.states()[0] == "made" and not standing(under_review(made.desk, number).signatures)
    change_series(made.desk, "", Wish(facts=facts_sheet(2)))
    assert "made" in made.round()
    assert not standing(under_review(made.desk, number).signatures), "a replayed signature counts again"
    assert hour_comes(made) == ["held"] and made.packs() == []
    assert len(under_review(made.desk, number).signatures) == 3, "history is overwritten"


def test_a_rejected_post_waits_for_other_content(made: Newsroom) -> None:
    number = number_of(made)
    sign(made.desk, number, "张三")
    with pytest.raises(SignOffRefused, match="原因"):
        reject(made.desk, number, "李四", " ")
    reject(made.desk, number, "李四", "数字与原文不符")
    assert made.states()[0] == "returned" and made.round() == []
    with pytest.raises(SignOffRefused, match="退回"):
        sign(made.desk, number, "李四")
    change_series(made.desk, "", reworded("深入推进对的工作"))
    assert made.round() == ["made"] and made.states()[0] == "made"
    made.sign_fully(number)
    assert "issued" in hour_comes(made)


def test_a_post_sent_back_by_mistake_is_put_under_review_again_and_signed_anew(made: Newsroom) -> None:
    number = number_of(made)
    sign(made.desk, number, "张三")
    assert "--resubmit" in reject(made.desk, number, "李四", "口径待核")
    with pytest.raises(UsageError, match="why"):
        change_series(made.desk, "", Wish(resubmitted=(number,)))
    assert "初审" in change_series(made.desk, "", Wish(resubmitted=(number,), why="已核，无误"))[0]
    assert made.round() == ["made"] and not standing(under_review(made.desk, number).signatures)
    made.sign_fully(number)
    assert "issued" in hour_comes(made)
    with pytest.raises(UsageError, match="没有被退回"):
        change_series(made.desk, "", Wish(resubmitted=(number,), why="再来"))


def test_a_signed_post_may_still_be_sent_back(made: Newsroom) -> None:
    made.sign_fully(number_of(made))
    reject(made.desk, number_of(made), "总编", "缓发")
    assert "held" in hour_comes(made) and made.packs() == []


def test_a_state_written_by_hand_issues_nothing(made: Newsroom) -> None:
    with made.desk.ledger.writing() as connection:
        connection.execute(update(post).where(post.c.id == number_of(made)).values(state="signed"))
    assert hour_comes(made)[:1] == ["void"] and made.packs() == []
    assert made.states()[0] == "made"


@pytest.fixture
def sealed(world: World, tmp_path: Path, ledger: str) -> Iterator[Newsroom]:
    """As `made`, in a newsroom with a sealing key."""
    room = make_newsroom(world, tmp_path, ledger, key=b"newsroom-key")
    room.begin(sheet=facts_sheet(2), stages=THREE)
    room.clock.at("2026-01-07", "07:00")
    room.round()
    yield room
    room.desk.ledger.close()


def forge(room: Newsroom, key: bytes, **more: object) -> None:
    """Write three signatures past the program, sealed with `key`."""
    forger = replace(room.desk, key=key)
    for person in ("甲", "乙", "丙"):
        sign(forger, number_of(room), person)
    with room.desk.ledger.reading() as connection:
        assert connection.scalar(select(post.c.state).where(post.c.id == number_of(room))) == "signed"


def test_signatures_sealed_with_another_key_are_forged(sealed: Newsroom) -> None:
    forge(sealed, b"guessed-key")
    assert hour_comes(sealed)[:1] == ["void"] and sealed.packs() == []
    assert under_review(sealed.desk, number_of(sealed)).tampered
    sealed.sign_fully(number_of(sealed))
    assert "issued" in sealed.round()


def test_signatures_copied_from_another_post_do_not_count(sealed: Newsroom) -> None:
    sealed.clock.at("2026-01-08", "06:00")
    sealed.round()
    first, second = (p.id for p in sealed.posts())
    sealed.clock.at("2026-01-07", "07:00")
    sealed.round()
    sealed.round()
    sealed.sign_fully(first)
    with sealed.desk.ledger.writing() as connection:
        rows = connection.execute(select(signature).where(signature.c.post == first)).mappings().all()
        making = connection.scalar(select(post.c.making).where(post.c.id == second))
        for row in rows:
            copy = {**row, "post": second, "making": making}
            del copy["id"]
            connection.execute(insert(signature).values(**copy))
        connection.execute(update(post).where(post.c.id == second).values(state="signed"))
    assert not standing(under_review(sealed.desk, second).signatures)
    sealed.clock.at("2026-01-08", "07:30")
    sealed.round()
    assert [p for p in sealed.packs() if p.startswith("2026-01-08")] == []


@pytest.mark.parametrize("table", ["audit", "signature"])
@pytest.mark.parametrize("deed", ["UPDATE {} SET digest = 'x'", "DELETE FROM {}"])
def test_history_is_never_overwritten(made: Newsroom, table: str, deed: str) -> None:
    made.sign_fully(number_of(made))
    with pytest.raises(DBAPIError, match="only grows"), made.desk.ledger.writing() as connection:
        connection.execute(text(deed.format(table)))


def test_a_row_slipped_into_the_audit_breaks_the_chain(sealed: Newsroom) -> None:
    with sealed.desk.ledger.writing() as connection:
        last = connection.execute(select(audit).order_by(audit.c.id.desc())).mappings().first()
        assert last is not None and broken_links(connection, b"newsroom-key") == ()
        row = {**last, "seq": last["seq"] + 1, "event": "issued"}
        del row["id"]
        connection.execute(insert(audit).values(**row))
        assert broken_links(connection, b"newsroom-key") == (last["subject"],)


def test_a_change_after_the_first_of_three_signatures_is_told_too(
    world: World, tmp_path: Path, ledger: str
) -> None:
    room = make_newsroom(world, tmp_path, ledger, Rules(notices=("wecom",)))
    room.begin(sheet=facts_sheet(2), stages=THREE)
    room.clock.at("2026-01-07", "07:00")
    room.round()
    sign(room.desk, number_of(room), "张三")
    change_series(room.desk, "", reworded("深入推进别的工作"))
    room.round()
    with room.desk.ledger.reading() as connection:
        assert [d.text for d in waiting(connection, room.clock.now) if "签名作废" in d.text]
    assert under_review(room.desk, number_of(room)).next_stage == "初审"
    room.desk.ledger.close()


def test_signatures_replayed_after_a_rejection_do_not_count(sealed: Newsroom) -> None:
    number = number_of(sealed)
    sealed.sign_fully(number)
    reject(sealed.desk, number, "总编", "数字不对")
    with sealed.desk.ledger.writing() as connection:
        query = select(signature).where(signature.c.verdict == "signed").order_by(signature.c.id)
        for row in connection.execute(query).mappings().all():
            connection.execute(insert(signature).values(**{k: v for k, v in row.items() if k != "id"}))
        connection.execute(update(post).where(post.c.id == number).values(state="signed"))
    assert not standing(under_review(sealed.desk, number).signatures)
    assert "void" in hour_comes(sealed) and sealed.packs() == []
