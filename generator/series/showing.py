"""A series for people: a calendar for the terminal, ``.ics`` for a phone, JSON for a program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from icalendar import Calendar
from icalendar import Event as Entry

from generator.facts.model import Factsheet
from generator.series.model import STATE_NAMES, WEEK, Post, Series, State
from generator.series.platform import Platform, platform_for

_GOES_OUT = dt.timedelta(minutes=15)


def calendar_text(
    one: Series,
    posts: Sequence[Post],
    closed: frozenset[dt.date],
    sheet: Factsheet,
    platforms: dict[str, Platform],
) -> str:
    """Return the plan as a calendar, a month under its head, a day under its date."""
    lines = [f"{one.title}（{one.id}）　共 {one.total} 期　时区 {one.zone}"]
    texts = texts_of(sheet)
    for month, of_month in groupby(posts, key=lambda p: (p.day.year, p.day.month)):
        lines += ["", f"{month[0]} 年 {month[1]} 月"]
        for day, of_day in groupby(of_month, key=lambda p: p.day):
            lines.append(f"  {day.month}月{day.day}日 星期{WEEK[day.weekday()]}")
            lines += [_line(post, texts, platforms) for post in of_day]
    if closed:
        lines += ["", "不发的日子：" + "、".join(day.isoformat() for day in sorted(closed))]
    return "\n".join(lines) + "\n"


def posts_json(posts: Sequence[Post], sheet: Factsheet) -> list[dict[str, Any]]:
    """Return the posts as plain values."""
    texts = texts_of(sheet)
    return [
        {
            "id": p.id, "number": p.number, "day": p.day.isoformat(), "time": f"{p.time:%H:%M}",
            "due": p.due.isoformat(), "size": p.size, "facts": list(p.facts),
            "texts": [texts.get(fact, "") for fact in p.facts], "theme": p.theme, "state": p.state,
            "fixed": p.fixed, "folder": p.folder, "reason": p.reason, "replaces": p.replaces,
        }
        for p in posts
    ]  # fmt: skip


def to_ics(one: Series, posts: Sequence[Post], sheet: Factsheet, platforms: dict[str, Platform]) -> bytes:
    """Return the plan as an iCalendar file; instants are UTC, so any phone shows its own hours."""
    calendar = Calendar()
    calendar.add("prodid", "-//mima//series//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", one.title)
    texts = texts_of(sheet)
    for post in posts:
        if post.state == State.WITHDRAWN:
            continue
        due = post.due.astimezone(dt.UTC)
        entry = Entry()
        entry.add("uid", f"{one.id}-{post.id}@mima")
        entry.add("dtstamp", due)
        entry.add("dtstart", due)
        entry.add("dtend", due + _GOES_OUT)
        platform = platform_for(post.size, platforms).name
        entry.add("summary", f"{platform} 第{post.number or '—'}期 {content_of(post, texts)}")
        entry.add("description", f"{STATE_NAMES[post.state]}　编号 {post.id}")
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _line(post: Post, texts: dict[str, str], platforms: dict[str, Platform]) -> str:
    number = f"第{post.number}期" if post.number is not None else "　—　"
    mark = "◆" if post.fixed else " "
    platform = platform_for(post.size, platforms).name
    reason = f"（{post.reason}）" if post.reason else ""
    state = STATE_NAMES[post.state]
    return f"    {post.time:%H:%M} {mark}#{post.id} {number} {platform} [{state}]{reason} {content_of(post, texts)}"


def texts_of(sheet: Factsheet) -> dict[str, str]:
    """Return the words of each fact by its id."""
    return {fact.id: fact.text for fact in sheet.facts}


def content_of(post: Post, texts: dict[str, str]) -> str:
    """Return the words of a post in one line."""
    return "｜".join(texts.get(fact, f"（没有第 {fact} 条）") for fact in post.facts)
