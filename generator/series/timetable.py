"""A series as a workbook for the desk, a row a post."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from generator.facts.model import Factsheet
from generator.series.model import STATE_NAMES, Post, Series
from generator.series.platform import Platform, platform_for
from generator.series.showing import WEEK, content_of, texts_of

_HEADS = ("编号", "期号", "日期", "星期", "时间", "平台", "状态", "内容", "条目", "位置", "说明")
_WIDTHS = (7, 7, 12, 6, 8, 14, 10, 60, 14, 34, 30)


def to_xlsx(one: Series, posts: Sequence[Post], sheet: Factsheet, platforms: dict[str, Platform]) -> bytes:
    """Return the plan as a sheet, a row a post."""
    book = Workbook()
    page = book.worksheets[0]
    page.title = "排期"
    page.append(_HEADS)
    texts = texts_of(sheet)
    for post in posts:
        cells: list[Any] = [
            post.id, post.number, post.day, f"星期{WEEK[post.day.weekday()]}", f"{post.time:%H:%M}",
            platform_for(post.size, platforms).name, STATE_NAMES[post.state], content_of(post, texts),
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
