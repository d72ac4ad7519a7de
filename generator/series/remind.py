"""The morning's reminder: how many of today's posts still wait for a signature, told once a day and series."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, select

from generator.series.books import all_series
from generator.series.days import zone_of
from generator.series.desk import Desk, Event
from generator.series.model import State
from generator.series.outbox import NOTICE, tell_people
from generator.series.schema import delivery, post

_COUNTS = "零一两三四五六七八九十"


def remind_reviewers(desk: Desk) -> tuple[Event, ...]:
    """Put today's reminders into the outbox; return those that are new."""
    events = []
    with desk.ledger.writing() as connection:
        for one in all_series(connection):
            day = desk.now.astimezone(zone_of(one.zone)).date()
            waiting = select(func.count()).where(
                post.c.series == one.id, post.c.day == day.isoformat(), post.c.state == State.MADE,
                post.c.due > desk.now - dt.timedelta(hours=one.terms.late_hours),
            )  # fmt: skip
            count = int(connection.scalar(waiting) or 0)
            key = f"waiting:{one.id}:{day.isoformat()}"
            told = select(func.count()).where(delivery.c.key.like(f"%:{key}"), delivery.c.kind == NOTICE)
            if not count or connection.scalar(told):
                continue
            text = f"今日{_spoken(count)}条待审（{one.title}）"
            tell_people(connection, desk, key, text)
            if desk.rules.notices:
                events.append(Event("waiting", None, text))
    return tuple(events)


def _spoken(count: int) -> str:
    return _COUNTS[count] if count <= 10 else str(count)
