"""The morning's reminder: how many of today's posts still wait for a signature, told once a day and series."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import Connection, func, select

from generator.series.books import all_series
from generator.series.days import zone_of
from generator.series.desk import Desk, Event
from generator.series.model import Series, State
from generator.series.outbox import tell_people
from generator.series.schema import delivery, post

_COUNTS = "零一两三四五六七八九十"


def remind_reviewers(desk: Desk) -> tuple[Event, ...]:
    """Put today's reminders into the outbox; return those that are new."""
    if not desk.rules.notices:
        return ()
    events = []
    with desk.ledger.reading() as connection:
        counts = [(one, *_waiting(desk, connection, one)) for one in all_series(connection)]
        new = [
            (one, day, count)
            for one, day, count in counts
            if count and not _told(desk, connection, _key(one, day))
        ]
    for one, day, count in new:
        text = f"今日{_spoken(count)}条待审（{one.title}）"
        with desk.ledger.writing() as connection:
            tell_people(connection, desk, _key(one, day), text)
        events.append(Event("waiting", None, text))
    return tuple(events)


def _waiting(desk: Desk, connection: Connection, one: Series) -> tuple[dt.date, int]:
    """Return a series' day and how many of its posts wait for a signature and may still go out."""
    day = desk.now.astimezone(zone_of(one.zone)).date()
    query = select(func.count()).where(
        post.c.series == one.id, post.c.day == day.isoformat(), post.c.state == State.MADE,
        post.c.due > desk.now - dt.timedelta(hours=one.terms.late_hours),
    )  # fmt: skip
    return day, int(connection.scalar(query) or 0)


def _key(one: Series, day: dt.date) -> str:
    return f"waiting:{one.id}:{day.isoformat()}"


def _told(desk: Desk, connection: Connection, key: str) -> bool:
    keys = [f"{outlet}:{key}" for outlet in desk.rules.notices]
    return bool(connection.scalar(select(func.count()).where(delivery.c.key.in_(keys))))


def _spoken(count: int) -> str:
    return _COUNTS[count] if count <= 10 else str(count)
