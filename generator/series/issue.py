"""Issuing: what is due and signed goes out once; what is late, unsigned or changed is held and told.

    due → lock → claim (a transaction) → prove signatures and pictures → pack → issued (a transaction)

The lock dies with its holder, the claim fences off a holder that was thought dead, and the pack is the same whoever
writes it: a kill between any two of these leaves a post that the next round takes up where it stands.
"""

from __future__ import annotations

import datetime as dt
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select, update

from generator.errors import MimaError, Overtaken
from generator.series.audit import note
from generator.series.books import all_series, series_of
from generator.series.content import digest_of_content, make_pictures, picture_paths, work_out
from generator.series.desk import Desk, Event
from generator.series.history import agrees
from generator.series.model import OPEN, Making, Post, Series, State
from generator.series.outbox import put, tell_people
from generator.series.platform import Platform
from generator.series.posts import change_state, due_posts, one_making, one_post
from generator.series.review import fully_signed
from generator.series.schema import audit, post

NOT_READY = (State.PLANNED, State.MADE, State.RETURNED, State.REFUSED)
_WHY_HELD = {
    State.PLANNED: "还没有做好", State.MADE: "未签发", State.RETURNED: "被退回，还没有改好", State.REFUSED: "没有做成",
}  # fmt: skip


@dataclass(frozen=True)
class Issue:
    """One post on its way out: everything a pack or a platform needs. `pictures` are the signed files."""

    post: Post
    series: Series
    platform: Platform
    making: Making
    pictures: tuple[Path, ...]


WritePack = Callable[[Desk, Issue], str]
"""Writes an issue's pack whole and returns its folder, relative to the desk's `out`; doing it twice changes nothing."""


def mark_missed(desk: Desk) -> tuple[Event, ...]:
    """Mark what is later than its series allows as missed, and take back what a wrong clock marked too early."""
    events = []
    with desk.ledger.reading() as connection:
        late = {one.id: dt.timedelta(hours=one.terms.late_hours) for one in all_series(connection)}
        overdue = [
            p for p in due_posts(connection, desk.now, OPEN, 10_000) if p.due + late[p.series] < desk.now
        ]
        furthest = desk.now + dt.timedelta(days=36_500)
        since = desk.now - max(late.values(), default=dt.timedelta())
        marked = due_posts(connection, furthest, (State.MISSED,), 10_000, since)
        early = [p for p in marked if p.due + late[p.series] >= desk.now]
    for old in overdue:
        with desk.ledger.hold(f"post:{old.id}") as ours:
            event = _miss(desk, old.id, late[old.series]) if ours else None
        events += [event] if event else []
    for old in early:
        with desk.ledger.writing() as connection:
            now = one_post(connection, old.id, lock=True)
            if now.state == State.MISSED:
                change_state(
                    connection, desk.actor, now, _before_missed(connection, now), "restored", reason=""
                )
                name = desk.name_of(now, series_of(connection, now))
                events.append(Event("restored", now.id, f"{name}时间还没有过，恢复待发"))
    return tuple(events)


def _before_missed(connection: Connection, now: Post) -> State:
    """Return where a post stood before it was marked: what was signed need not be signed again for a wrong clock."""
    query = select(audit.c.before).where(audit.c.subject == f"post:{now.id}", audit.c.event == "missed")
    before = connection.scalar(query.order_by(audit.c.seq.desc()).limit(1))
    return State(before) if before in {State.MADE, State.SIGNED, State.RETURNED} else State.PLANNED


def _miss(desk: Desk, number: int, late: dt.timedelta) -> Event | None:
    with desk.ledger.writing() as connection:
        now = one_post(connection, number, lock=True)
        if now.state not in OPEN or now.due + late >= desk.now:
            return None
        ran = now.state not in {State.PLANNED, State.SIGNED}
        why = _WHY_HELD[State(now.state)] if ran else "程序没有运行"
        name = desk.name_of(now, series_of(connection, now))
        text = f"{name}错过了：{why}，超过了补发的期限；要补发用 mima series change --revive {now.id}"
        change_state(connection, desk.actor, now, State.MISSED, "missed", detail={"why": why}, reason=why)
        tell_people(connection, desk, f"missed:{now.id}:{now.version}", text, now.id)
    desk.tell("missed", {"post": number, "why": why})
    return Event("missed", number, text)


def hold_unready(desk: Desk) -> tuple[Event, ...]:
    """Report, once each, what has reached its hour and may not go out."""
    events = []
    with desk.ledger.reading() as connection:
        posts = due_posts(connection, desk.now, NOT_READY)
    for old in posts:
        with desk.ledger.writing() as connection:
            now = one_post(connection, old.id, lock=True)
            if now.state not in NOT_READY or _last_event(connection, now.id) == "held":
                continue
            why = _WHY_HELD[State(now.state)] + (f"：{now.reason}" if now.reason else "")
            text = f"{desk.name_of(now, series_of(connection, now))}{why}，已暂停"
            subject, detail = f"post:{now.id}", {"why": why}
            note(connection, desk.actor, subject, "held", before=now.state, after=now.state, detail=detail)
            tell_people(connection, desk, f"held:{now.id}:{now.state}:{now.making or 0}", text, now.id)
        desk.tell("held", {"post": old.id, "why": why})
        events.append(Event("held", old.id, text))
    return tuple(events)


def issue_due(desk: Desk, write_pack: WritePack) -> tuple[Event, ...]:
    """Issue every signed post whose hour has come; return what happened. One post's trouble does not stop the next."""
    with desk.ledger.reading() as connection:
        posts = due_posts(connection, desk.now, (State.SIGNED,))
    events = []
    for old in posts:
        with desk.ledger.hold(f"post:{old.id}") as ours:
            if not ours:
                continue
            try:
                event = _issue(desk, old.id, write_pack)
            except Overtaken:
                continue  # changed by somebody else in between: the next round sees what it has become
            except MimaError as error:
                event = Event("trouble", old.id, f"{old.when} 第 {old.id} 号没能发出：{error}")
                desk.tell("trouble", {"post": old.id, "error": str(error)})
        events += [event] if event else []
    return tuple(events)


def _issue(desk: Desk, number: int, write_pack: WritePack) -> Event | None:
    token = secrets.token_hex(8)
    with desk.ledger.writing() as connection:
        now = one_post(connection, number, lock=True)
        series = series_of(connection, now)
        if now.state != State.SIGNED or now.due > desk.now:
            return None
        if not fully_signed(connection, now, series, desk.key):
            return _void(connection, desk, now, "签名不成立")
        if not agrees(connection, now, series, desk.key):
            return _void(connection, desk, now, "在账本里的记录被改动过")
        connection.execute(update(post).where(post.c.id == number).values(claim=token))
    desk.tell("claimed", {"post": number})
    with desk.ledger.reading() as connection:
        content = work_out(desk, connection, now)
        making = one_making(connection, now.making)
    if making is None or content.inputs != making.inputs:
        return None  # facts or designs have just changed: making ahead comes first
    pictures = make_pictures(desk, content)
    kept = digest_of_content(making.pictures, making.caption)
    if content.caption is None or {kept, digest_of_content(pictures, content.caption)} != {making.digest}:
        with desk.ledger.writing() as connection:
            return _void(connection, desk, one_post(connection, number, lock=True), "图片与签发时不同")
    desk.tell("proved", {"post": number, "digest": making.digest})
    issue = Issue(now, series, desk.platform(now.size), making, picture_paths(desk, now, pictures))
    folder = write_pack(desk, issue)
    desk.tell("packed", {"post": number, "folder": folder})
    try:
        event = _finish(desk, issue, token, folder)
    except Overtaken:
        _take_back(desk, number, folder)
        raise
    desk.tell("issued", {"post": number, "folder": folder})
    shutil.rmtree(desk.work_folder(number), ignore_errors=True)  # what lies there is what is still to be issued
    return event


def _take_back(desk: Desk, number: int, folder: str) -> None:
    """Remove a pack that was written for a post which somebody withdrew or moved in that very moment."""
    with desk.ledger.reading() as connection:
        now = one_post(connection, number)
    if now.folder != folder:
        shutil.rmtree(desk.out / folder, ignore_errors=True)
        desk.tell("taken-back", {"post": number, "folder": folder})


def _finish(desk: Desk, issue: Issue, token: str, folder: str) -> Event:
    now = issue.post
    minutes = int((desk.now - now.due).total_seconds() // 60)
    late = f"（晚了 {minutes} 分钟）" if minutes >= 5 else ""
    text = f"{now.time:%H:%M} {issue.platform.name}已出{late}：{folder}"
    with desk.ledger.writing() as connection:
        mine = connection.scalar(select(post.c.claim).where(post.c.id == now.id).with_for_update())
        if mine != token:
            raise Overtaken(f"第 {now.id} 号已由另一个程序发出")
        change_state(
            connection, desk.actor, now, State.ISSUED, "issued", digest=issue.making.digest,
            detail={"folder": folder, "late_minutes": minutes}, folder=folder, claim="",
        )  # fmt: skip
        for outlet in issue.series.terms.deliver:
            if outlet in _outlets_of(issue.platform):
                put(connection, desk.now, outlet, f"{now.id}:{issue.making.id}", text, kind="post", post=now.id)
        tell_people(connection, desk, f"issued:{now.id}", text, now.id)
    return Event("issued", now.id, text)


def _outlets_of(platform: Platform) -> tuple[str, ...]:
    return ("wechat",) if platform.article_type else ("weibo",) if platform.id == "weibo" else ()


def _void(connection: Connection, desk: Desk, now: Post, why: str) -> Event:
    text = f"{desk.name_of(now, series_of(connection, now))}{why}，已暂停，请重新签发"
    change_state(connection, desk.actor, now, State.MADE, "void", detail={"why": why}, claim="")
    tell_people(connection, desk, f"void:{now.id}:{now.version}", text, now.id)
    return Event("void", now.id, text)


def _last_event(connection: Connection, number: int) -> str:
    query = select(audit.c.event).where(audit.c.subject == f"post:{number}")
    return str(connection.scalar(query.order_by(audit.c.seq.desc()).limit(1)))
