"""Making ahead: pictures and captions of what comes up, before its hour, and anew when something changed.

open posts of the coming hours → what each would show → pictures → one transaction: made, or refused
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, select, update

from generator.errors import CardRefused, Overtaken, UsageError
from generator.series.books import all_series
from generator.series.content import Content, digest_of_content, make_pictures, work_out
from generator.series.desk import Desk, Event
from generator.series.model import OPEN, Making, Picture, Post, State
from generator.series.outbox import tell_people
from generator.series.posts import add_making, change_state, due_posts, one_making, one_post
from generator.series.review import signatures_of, standing
from generator.series.schema import audit, making

_MOST = 20_000


def make_ahead(desk: Desk, until: dt.datetime | None = None) -> tuple[Event, ...]:
    """Make every open post whose hour comes within its series' `ahead_hours`, or before `until`; return what changed.

    A post that another process is at is left to it. Raises OutputError when the disk refuses.
    """
    with desk.ledger.reading() as connection:
        ahead = {one.id: one.terms.ahead_hours for one in all_series(connection)}
        furthest = until or desk.now + dt.timedelta(hours=max(ahead.values(), default=0))
        posts = due_posts(connection, furthest, OPEN, _MOST)
        near = [p for p in posts if until or p.due <= desk.now + dt.timedelta(hours=ahead[p.series])]
        # Most rounds find nothing new: that is seen here, without a lock.
        wanting = [p.id for p in near if _to_do(desk, connection, p) is not None]
    events = []
    for number in wanting:
        with desk.ledger.hold(f"post:{number}") as ours:
            event = make_post(desk, number) if ours else None
        if event is not None:
            events.append(event)
    return tuple(events)


def make_post(desk: Desk, number: int) -> Event | None:
    """Make one post, if it is not made as the latest facts, designs and texts want it; its lock must be held."""
    with desk.ledger.reading() as connection:
        post = one_post(connection, number)
        content = _to_do(desk, connection, post) if post.state in OPEN else None
    if content is None:
        return None
    desk.tell("making", {"post": post.id, "series": post.series})
    try:
        pictures = make_pictures(desk, content)
    except (CardRefused, UsageError) as error:
        return _refuse(desk, post, content, str(error))
    desk.tell("drawn", {"post": post.id, "pictures": len(pictures)})
    try:
        return _write_down(desk, post, content, pictures)
    except Overtaken:
        return None  # somebody changed the post meanwhile: the next round looks at it again


def _to_do(desk: Desk, connection: Connection, post: Post) -> Content | None:
    """Return what a post should show, or None when it shows that already."""
    content = work_out(desk, connection, post)
    before = one_making(connection, post.making)
    return None if _nothing_new(connection, desk, post, content, before) else content


def _nothing_new(
    connection: Connection, desk: Desk, post: Post, content: Content, before: Making | None
) -> bool:
    if post.state == State.REFUSED:
        query = select(audit.c.digest).where(audit.c.subject == f"post:{post.id}", audit.c.event == "refused")
        last = connection.scalar(query.order_by(audit.c.seq.desc()).limit(1))
        return bool(last == content.inputs)
    if before is None or post.state == State.PLANNED or content.inputs != before.inputs:
        return False
    folder = desk.work_folder(post.id)
    return all((folder / picture.file).is_file() for picture in before.pictures)


def _write_down(desk: Desk, post: Post, content: Content, pictures: tuple[Picture, ...]) -> Event | None:
    caption = content.caption
    if caption is None:
        return None
    digest = digest_of_content(pictures, caption)
    with desk.ledger.writing() as connection:
        now = one_post(connection, post.id, lock=True)
        if now.version != post.version:
            raise Overtaken(f"第 {post.id} 号刚被别人改过")
        before = one_making(connection, now.making)
        if before is not None and before.digest == digest and now.state != State.PLANNED:
            # The same bytes and words from other inputs: signatures hold, only the shortcut is renewed.
            statement = update(making).where(making.c.id == before.id)
            connection.execute(statement.values(inputs=content.inputs))
            if now.state != State.REFUSED:
                return None
        void = bool(standing(signatures_of(connection, now, content.series, desk.key)))
        key = add_making(connection, now, pictures, caption, digest, content.inputs, desk.now)
        needs = content.series.terms.stages
        event = "made" if before is None else "remade"
        change_state(
            connection, desk.actor, now, State.MADE if needs else State.SIGNED, event, digest=digest,
            detail={"making": key, "stages": len(needs)}, making=key, reason="",
        )  # fmt: skip
        name = desk.name_of(now, content.series)
        same = before is not None and before.digest == digest
        text = f"{name}重新送审" if same else f"{name}内容有变，已重做"
        text += "，原来的签名作废，请重新签发" if void else ""
        if void:
            tell_people(connection, desk, f"void:{now.id}:{key}", text, now.id)
    desk.tell("made", {"post": post.id, "digest": digest})
    return Event("made", post.id, text if before is not None else f"{name}已做好")


def _refuse(desk: Desk, post: Post, content: Content, reason: str) -> Event | None:
    text = f"{desk.name_of(post, content.series)}做不了：{reason}"
    with desk.ledger.writing() as connection:
        now = one_post(connection, post.id, lock=True)
        if now.version != post.version:
            return None
        change_state(
            connection, desk.actor, now, State.REFUSED, "refused", digest=content.inputs,
            detail={"reason": reason}, reason=reason,
        )  # fmt: skip
        tell_people(connection, desk, f"refused:{now.id}:{content.inputs[:16]}", text, now.id)
    desk.tell("refused", {"post": post.id, "reason": reason})
    return Event("refused", post.id, text)
