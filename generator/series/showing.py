"""A series for people: a calendar for the terminal, ``.ics`` for a phone, a sheet for the desk, JSON for a program."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from icalendar import Calendar
from icalendar import Event as Entry
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from generator.facts.model import Factsheet
from generator.series.model import STATE_NAMES, Post, Series, State
from generator.series.platform import Platform, platform_for

_WEEK = "一二三四五六日"
_HEADS = ("编号", "期号", "日期", "星期", "时间", "平台", "状态", "内容", "条目", "位置", "说明")
_WIDTHS = (7, 7, 12, 6, 8, 14, 10, 60, 14, 34, 30)
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
    texts = _texts(sheet)
    for month, of_month in groupby(posts, key=lambda p: (p.day.year, p.day.month)):
        lines += ["", f"{month[0]} 年 {month[1]} 月"]
        for day, of_day in groupby(of_month, key=lambda p: p.day):
            lines.append(f"  {day.month}月{day.day}日 星期{_WEEK[day.weekday()]}")
            lines += [_line(post, texts, platforms) for post in of_day]
    if closed:
        lines += ["", "不发的日子：" + "、".join(day.isoformat() for day in sorted(closed))]
    return "\n".join(lines) + "\n"


def posts_json(posts: Sequence[Post], sheet: Factsheet) -> list[dict[str, Any]]:
    """Return the posts as plain values."""
    texts = _texts(sheet)
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
    texts = _texts(sheet)
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
        entry.add("summary", f"{platform} 第{post.number or '—'}期 {_content(post, texts)}")
        entry.add("description", f"{STATE_NAMES[post.state]}　编号 {post.id}")
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def to_xlsx(one: Series, posts: Sequence[Post], sheet: Factsheet, platforms: dict[str, Platform]) -> bytes:
    """Return the plan as a sheet, a row a post."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "排期"
    page.append(_HEADS)
    texts = _texts(sheet)
    for post in posts:
        cells: list[Any] = [
            post.id, post.number, post.day, f"星期{_WEEK[post.day.weekday()]}", f"{post.time:%H:%M}",
            platform_for(post.size, platforms).name, STATE_NAMES[post.state], _content(post, texts),
            "、".join(post.facts), post.folder, post.reason,
        ]  # fmt: skip
        page.append(cells)
        for cell in page[page.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a text that begins with = is no formula
    for cell in page[1]:
        cell.font = Font(bold=True)
    for number, width in enumerate(_WIDTHS, 1):
        page.column_dimensions[get_column_letter(number)].width = width
    for row in page.iter_rows(min_row=2, min_col=8, max_col=8):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _line(post: Post, texts: dict[str, str], platforms: dict[str, Platform]) -> str:
    number = f"第{post.number}期" if post.number is not None else "　—　"
    mark = "◆" if post.fixed else " "
    platform = platform_for(post.size, platforms).name
    reason = f"（{post.reason}）" if post.reason else ""
    state = STATE_NAMES[post.state]
    return (
        f"    {post.time:%H:%M} {mark}#{post.id} {number} {platform} [{state}]{reason} {_content(post, texts)}"
    )


def _texts(sheet: Factsheet) -> dict[str, str]:
    return {fact.id: fact.text for fact in sheet.facts}


def _content(post: Post, texts: dict[str, str]) -> str:
    return "｜".join(texts.get(fact, f"（没有第 {fact} 条）") for fact in post.facts)
