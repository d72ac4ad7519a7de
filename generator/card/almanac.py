"""A day as a calendar's leaf shows it: date, weekday, 农历 and 节气, from the package borax."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from borax.calendars.lunardate import LunarDate

_WEEKDAYS = "一二三四五六日"
_MONTHS = ("正", "二", "三", "四", "五", "六", "七", "八", "九", "十", "冬", "腊")
_FESTIVALS = {
    (1, 1): "春节", (1, 15): "元宵节", (2, 2): "龙头节", (5, 5): "端午节", (7, 7): "七夕节", (8, 15): "中秋节",
    (9, 9): "重阳节", (12, 8): "腊八节",
}  # fmt: skip
EARLIEST, LATEST = date(1979, 2, 1), date(2089, 8, 31)
"""The days for which borax agrees, on every single one, with a second and independent almanac (lunar_python). Outside
them the two differ on six solar terms that fall within seconds of midnight, and on two new moons."""


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
    lunar = LunarDate.from_solar_date(when.year, when.month, when.day)
    leap = "闰" if lunar.leap else ""
    return Day(
        date=when.isoformat(),
        year=when.year,
        month=when.month,
        day=when.day,
        weekday=f"星期{_WEEKDAYS[when.weekday()]}",
        lunar_year=f"{lunar.gz_year}年",
        lunar=f"{leap}{_MONTHS[lunar.month - 1]}月{lunar.cn_day}",
        term=lunar.term or "",
        festival=_festival(lunar),
    )


def _festival(lunar: LunarDate) -> str:
    """Return the festival of a day; a leap month keeps none, and 除夕 is whatever day stands before 正月初一."""
    following = lunar.after(1) if lunar.month == 12 and lunar.day >= 29 else None
    if following is not None and (following.month, following.day) == (1, 1):
        return "除夕"
    return "" if lunar.leap else _FESTIVALS.get((lunar.month, lunar.day), "")
