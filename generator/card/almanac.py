"""A day as a calendar's leaf shows it: date, weekday, 农历 and 节气, from the package lunar_python."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lunar_python import Solar

_WEEKDAYS = "一二三四五六日"
EARLIEST, LATEST = date(1900, 1, 31), date(2100, 12, 31)
"""The years for which the calendar's rules are settled and the package's tables agree with the published ones."""


@dataclass(frozen=True, slots=True)
class Day:
    """One day. `lunar`: 闰六月初一; `year`: 乙巳年; `term`: 立春, or "" on other days; `festival`: 春节, or ""."""

    date: str
    year: int
    month: int
    day: int
    weekday: str
    lunar_year: str
    lunar: str
    term: str = ""
    festival: str = ""


def day_of(text: str) -> Day | None:
    """Return the day of an ISO date; None when `text` is no date or beyond EARLIEST to LATEST."""
    try:
        when = date.fromisoformat(text.strip())
    except ValueError:
        return None
    if not EARLIEST <= when <= LATEST:
        return None
    lunar = Solar.fromYmd(when.year, when.month, when.day).getLunar()
    festivals = lunar.getFestivals()
    return Day(
        date=when.isoformat(),
        year=when.year,
        month=when.month,
        day=when.day,
        weekday=f"星期{_WEEKDAYS[when.weekday()]}",
        lunar_year=f"{lunar.getYearInGanZhi()}年",
        lunar=f"{lunar.getMonthInChinese()}月{lunar.getDayInChinese()}",
        term=lunar.getJieQi(),
        festival=festivals[0] if festivals else "",
    )
