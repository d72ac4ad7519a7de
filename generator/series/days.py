"""Days and instants: which days are quiet, and when a wall clock's hour is, in any zone.

Holidays come from `chinesecalendar`, whose data end with the last year announced (2026 in 1.11); beyond it only
weekends are known, and the plan says so.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import chinese_calendar

from generator.errors import UsageError

QUIET = {"none": "天天发", "holidays": "法定节假日不发", "weekends": "周末不发", "workdays": "只在工作日发"}
"""The rules for quiet days and what they are called."""
_FURTHEST = 3660
_DATES = (
    re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"),
    re.compile(r"()(\d{1,2})[-/.月](\d{1,2})日?"),
)


@dataclass
class Days:
    """The days on which a series goes out. `closed`: days a person took out; `unknown`: years without holiday data."""

    rule: str = "none"
    closed: frozenset[dt.date] = frozenset()
    unknown: set[int] = field(default_factory=set)

    def open(self, day: dt.date) -> bool:
        """Return whether the series goes out on `day`."""
        if day in self.closed:
            return False
        if self.rule == "none":
            return True
        if self.rule == "weekends":
            return day.weekday() < 5
        try:
            off, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:
            self.unknown.add(day.year)
            return self.rule == "holidays" or day.weekday() < 5
        return not (off and name) if self.rule == "holidays" else not off

    def from_(self, start: dt.date) -> Iterator[dt.date]:
        """Yield the open days from `start` on, ten years at most."""
        for number in range(_FURTHEST):
            day = start + dt.timedelta(days=number)
            if self.open(day):
                yield day

    def warnings(self) -> tuple[str, ...]:
        """Return what a planner must know about the years asked for."""
        said = "只能按周末推算" if self.rule == "workdays" else "这些年份没有避开节假日"
        return tuple(f"{year} 年的放假安排还没有数据，{said}；公布后请再核对" for year in sorted(self.unknown))


def zone_of(name: str) -> ZoneInfo:
    """Return a time zone by its IANA name; raise UsageError for an unknown one."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"没有叫“{name}”的时区", None, "请写成例如 Asia/Shanghai") from None


def instant(day: dt.date, time: dt.time, zone: str) -> dt.datetime:
    """Return the instant at which a wall clock of `zone` shows `day` and `time`, in UTC.

    Where summer time skips the hour, the post goes out as soon as the clocks have jumped (02:30 → 03:30); where
    an hour comes twice, the first counts.
    """
    return dt.datetime.combine(day, time, zone_of(zone)).astimezone(dt.UTC)


def parse_day(text: str, year: int | None = None) -> dt.date:
    """Return 2026-01-07, 2026/1/7, 2026年1月7日, or 1月7日 of `year`; raise UsageError for any other."""
    for pattern in _DATES:
        match = pattern.fullmatch(text.strip().removesuffix(" 00:00:00"))
        if match and (match[1] or year):
            try:
                return dt.date(int(match[1] or year or 0), int(match[2]), int(match[3]))
            except ValueError:
                break
    raise UsageError(f"日期“{text}”不对", None, "请写成 2026-01-07")
