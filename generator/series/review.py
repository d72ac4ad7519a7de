"""三审三校: three people sign, one after another, on the exact pictures and caption; a change voids what was signed.

A signature counts when it binds the post's present making and digest, stands after the last rejection of it, was given
at its stage by somebody who may, and its seal is right. Nothing is kept that says "signed" beside these rows.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from generator.errors import SignOffRefused
from generator.series.audit import Actor, note, seal
from generator.series.books import series_of
from generator.series.desk import Desk
from generator.series.model import Making, Post, Series, State
from generator.series.outbox import tell_people
from generator.series.posts import change_state, one_making, one_post
from generator.series.schema import signature
from generator.series.signed import keep_signed

SIGNED, REJECTED = "signed", "rejected"


@dataclass(frozen=True, slots=True)
class Signature:
    """One verdict on one making of a post. `holds`: it still counts."""

    id: int
    making: int
    stage: int
    role: str
    person: str
    digest: str
    verdict: str
    note: str
    signed_at: dt.datetime
    holds: bool


def signatures_of(connection: Connection, post: Post, series: Series, key: bytes) -> tuple[Signature, ...]:
    """Return every signature and rejection of a post in the order they were given, each proved anew."""
    now = one_making(connection, post.making)
    rows = connection.execute(
        select(signature).where(signature.c.post == post.id).order_by(signature.c.id)
    ).mappings()
    found = []
    for place, row in enumerate(rows, 1):
        parts = (
            place,
            row["post"],
            row["making"],
            row["stage"],
            row["role"],
            row["person"],
            row["digest"],
            row["verdict"],
        )
        true = row["seal"] == _seal(key, row["signed_at"], row["note"], *parts)
        holds = now is not None and true and row["making"] == now.id and row["digest"] == now.digest
        found.append(
            Signature(
                row["id"], row["making"], row["stage"], row["role"], row["person"], row["digest"], row["verdict"],
                row["note"], row["signed_at"], holds,
            )
        )  # fmt: skip
    return _counted(found, series.terms.stages, series.terms.same_person)


def standing(signatures: Sequence[Signature]) -> tuple[Signature, ...]:
    """Return the signatures that count, by stage."""
    return tuple(s for s in signatures if s.holds and s.verdict == SIGNED)


def fully_signed(connection: Connection, post: Post, series: Series, key: bytes) -> bool:
    """Return whether every stage of the series has a signature that counts."""
    found = standing(signatures_of(connection, post, series, key))
    return [s.stage for s in found] == list(range(1, len(series.terms.stages) + 1))


def sign(
    desk: Desk,
    number: int,
    person: str,
    *,
    stage: str = "",
    digest: str = "",
    words: str = "",
    account: str | None = None,
) -> str:
    """Sign a post at its next stage and return what happened, in Chinese.

    `digest`: the beginning of the content's digest that the person saw; another content is refused. `stage`: the
    stage the person means, so that two people do not sign one. `account`: the system's account it is done under, held
    against the rules and written down; None where the caller knows the person otherwise. Raises SignOffRefused.
    """
    person = person.strip()
    with desk.ledger.writing() as connection:
        post, series, now = _under_review(connection, number, digest)
        stages = series.terms.stages
        given = standing(signatures_of(connection, post, series, desk.key))
        if len(given) >= len(stages):
            raise SignOffRefused(f"第 {number} 号已经签完", None, "")
        next_stage = stages[len(given)]
        if stage and stage != next_stage:
            raise SignOffRefused(f"第 {number} 号现在等的是{next_stage}，不是{stage}", None, "请按次序签")
        _is_that_person(desk, person, account)
        _may_sign(desk, person, next_stage, series, given)
        _write(
            connection, desk.actor, desk.key, post, now, len(given) + 1, next_stage, person, SIGNED, words, account
        )  # fmt: skip
        done = len(given) + 1 == len(stages)
        actor = Actor(person, desk.now, desk.key)
        to = State.SIGNED if done else State.MADE
        detail = {"stage": next_stage, "making": now.id}
        change_state(connection, actor, post, to, f"signed-{len(given) + 1}", digest=now.digest, detail=detail)
    keep_signed(desk, number, now)
    desk.tell("signed", {"post": number, "stage": next_stage, "person": person})
    return f"第 {number} 号{next_stage}已签（{person}）" + (
        "，可以发出" if done else f"，下一步：{stages[len(given) + 1]}"
    )


def reject(
    desk: Desk, number: int, person: str, reason: str, *, digest: str = "", account: str | None = None
) -> str:
    """Send a post back with a reason: all its signatures are void. Raises SignOffRefused."""
    person, reason = person.strip(), reason.strip()
    if not reason:
        raise SignOffRefused("没有写退回的原因", None, "请用 --why 写一句，例如 --why 数字与原文不符")
    with desk.ledger.writing() as connection:
        post, series, now = _under_review(connection, number, digest)
        given = standing(signatures_of(connection, post, series, desk.key))
        stage = min(len(given) + 1, len(series.terms.stages) or 1)
        role = series.terms.stages[stage - 1] if series.terms.stages else "退回"
        if not person:
            raise SignOffRefused("没有写名字", None, "请用 --by 写审稿人的名字")
        _is_that_person(desk, person, account)
        _write(connection, desk.actor, desk.key, post, now, stage, role, person, REJECTED, reason, account)
        actor = Actor(person, desk.now, desk.key)
        change_state(
            connection, actor, post, State.RETURNED, "returned", digest=now.digest, detail={"reason": reason},
            reason=reason,
        )  # fmt: skip
        text = f"{post.when} 第 {number} 号被{person}退回：{reason}"
        tell_people(connection, desk, f"returned:{number}:{now.id}", text, number)
    desk.tell("returned", {"post": number, "person": person})
    return (
        f"第 {number} 号已退回：{reason}。改好内容用 mima series change --facts 文件；"
        f"核过没有错的，用 mima series change --resubmit {number} 重新送审"
    )


def _under_review(connection: Connection, number: int, digest: str) -> tuple[Post, Series, Making]:
    post = one_post(connection, number, lock=True)
    now = one_making(connection, post.making)
    if post.state not in {State.MADE, State.SIGNED} or now is None:
        words = {State.PLANNED: "还没有做好", State.RETURNED: "被退回，还没有改好", State.REFUSED: "没有做成"}
        raise SignOffRefused(
            f"第 {number} 号{words.get(State(post.state), '已经不在审')}", None, "请看 mima review list"
        )
    if digest and not now.digest.startswith(digest.lower()):
        raise SignOffRefused(f"第 {number} 号的内容在您看过之后变了", None, "请重新打开再看一遍")
    return post, series_of(connection, post), now


def _is_that_person(desk: Desk, person: str, account: str | None) -> None:
    known = desk.rules.accounts.get(person)
    if account is not None and known is not None and account not in known:
        raise SignOffRefused(
            f"账户 {account} 不能用{person}的名字签", None, f"请{person}在自己的账户（{'、'.join(known)}）下签"
        )


def _may_sign(desk: Desk, person: str, stage: str, series: Series, given: Sequence[Signature]) -> None:
    if not person:
        raise SignOffRefused("没有写名字", None, "请用 --by 写审稿人的名字")
    named = desk.rules.reviewers.get(stage)
    if named is not None and person not in named:
        raise SignOffRefused(f"{person}不在{stage}的名单里", None, f"可以签的人：{'、'.join(named)}")
    if not series.terms.same_person and any(s.person == person for s in given):
        raise SignOffRefused(f"{person}已经签过这一期的另一审", None, "一个人只签一审，请换一位")


def _write(
    connection: Connection, actor: Actor, key: bytes, post: Post, now: Making, stage: int, role: str, person: str,
    verdict: str, words: str, account: str | None,
) -> None:  # fmt: skip
    parts = (post.id, now.id, stage, role, person, now.digest, verdict)
    names = ("post", "making", "stage", "role", "person", "digest", "verdict")
    values = dict(zip(names, parts, strict=True))
    count = select(func.count()).where(signature.c.post == post.id)
    place = int(connection.scalar(count) or 0) + 1  # a row copied to a later place is no signature
    stamp = _seal(key, actor.at, words, place, *parts)
    connection.execute(insert(signature).values(**values, note=words, signed_at=actor.at, seal=stamp))
    note(
        connection,
        actor,
        f"signatures:{post.id}",
        verdict,
        digest=now.digest,
        detail={**values, "seal": stamp, **({"account": account} if account else {})},
    )


def _seal(key: bytes, at: dt.datetime, words: str, *parts: object) -> str:
    return seal(key, "signature", at.astimezone(dt.UTC).isoformat(), words, *(str(part) for part in parts))


def _counted(found: Sequence[Signature], stages: Sequence[str], same_person: bool) -> tuple[Signature, ...]:
    """Let only those count that came in order, after the last rejection, by different people."""
    counted: list[Signature] = []
    given: list[str] = []
    cut = max((n for n, s in enumerate(found) if s.holds and s.verdict == REJECTED), default=-1)
    for number, one in enumerate(found):
        due = len(given) + 1
        holds = one.holds and number > cut and one.verdict == SIGNED and one.stage == due <= len(stages)
        holds = holds and one.role == stages[due - 1] and (same_person or one.person not in given)
        if holds:
            given.append(one.person)
        counted.append(
            Signature(
                one.id, one.making, one.stage, one.role, one.person, one.digest, one.verdict, one.note,
                one.signed_at, holds or (number == cut),
            )
        )  # fmt: skip
    return tuple(counted)
