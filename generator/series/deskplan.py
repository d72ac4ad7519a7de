"""A series as a spreadsheet for the desk: a row a fact, with the post it goes out in; and a plan itself when read again.

Its columns are a facts file's, so ``mima series new plan.xlsx`` lays the same facts over the same days, hours and sizes,
or what a person made of them meanwhile. What only the ledger knows stands in columns that a facts file does not have.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from generator.facts.grid import table
from generator.facts.model import Fact, Factsheet
from generator.series.model import STATE_NAMES, WEEK, Post, Series, State
from generator.series.platform import Platform, platform_for

_FIRST = ("号", "期号", "日期", "星期", "时间", "平台", "状态", "内容")
_LAST = ("位置", "说明")
_WIDTHS = {
    "号": 6,
    "期号": 6,
    "日期": 12,
    "星期": 8,
    "时间": 8,
    "平台": 14,
    "内容": 60,
    "文案": 40,
    "位置": 34,
    "说明": 30,
}


def to_xlsx(one: Series, posts: Sequence[Post], sheet: Factsheet, platforms: dict[str, Platform]) -> bytes:
    """Return the plan as a workbook; withdrawn posts are no part of it."""
    rows = _rows(one, [p for p in posts if p.state != State.WITHDRAWN], sheet, platforms)
    usual = table(replace(sheet, title=one.title, facts=tuple(fact for fact, _ in rows)))
    heads = usual[0] if rows else []
    names = [*_FIRST, *(name for name in heads if name not in _FIRST), *_LAST]
    book = Workbook()
    page = book.worksheets[0]
    page.title = "排期"
    page.append(names)
    for (_, of_post), cells in zip(rows, usual[1:], strict=True):
        values = {**dict(zip(heads, cells, strict=True)), **of_post}
        page.append([values.get(name) or None for name in names])
        for cell in page[page.max_row]:
            if isinstance(cell.value, str):
                cell.data_type = "s"  # a text that begins with = is no formula
    for cell in page[1]:
        cell.font = Font(bold=True)
    for number, name in enumerate(names, 1):
        page.column_dimensions[get_column_letter(number)].width = _WIDTHS.get(name, 10)
    for row in page.iter_rows(min_row=2, min_col=len(_FIRST), max_col=len(_FIRST)):
        row[0].alignment = Alignment(wrap_text=True, vertical="top")
    page.freeze_panes = "A2"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _rows(
    one: Series, posts: Sequence[Post], sheet: Factsheet, platforms: dict[str, Platform]
) -> list[tuple[Fact, dict[str, Any]]]:
    """Return a fact a row, in the order of the calendar, with what its post adds; a list's items follow it."""
    known = {fact.id: fact for fact in sheet.facts}
    taken: set[str] = set()
    rows: list[tuple[Fact, dict[str, Any]]] = []
    for post in posts:
        of_post: dict[str, Any] = {
            "号": post.id, "期号": post.number, "日期": post.day, "星期": f"星期{WEEK[post.day.weekday()]}",
            "时间": f"{post.time:%H:%M}", "平台": platform_for(post.size, platforms).name,
            "状态": STATE_NAMES[post.state], "位置": post.folder, "说明": post.reason,
        }  # fmt: skip
        when = {"date": post.day.isoformat(), "time": f"{post.time:%H:%M}", "size": post.size}
        for name in post.facts:
            fact = known.get(name)
            if fact is None:
                continue
            own = _free(name, taken)
            theme = {"theme": post.theme} if post.theme else {}
            rows.append((replace(fact, id=own, options={**fact.options, **theme, **when}), of_post))
            rows += [(replace(item, id=_free(item.id, taken), parent=own), {}) for item in sheet.items_of(fact)]
    return rows


def _free(wanted: str, taken: set[str]) -> str:
    """Return `wanted`, or it with a number behind where a fact goes out again: 05, 05~2."""
    name, number = wanted, 1
    while name in taken:
        number += 1
        name = f"{wanted}~{number}"
    taken.add(name)
    return name
