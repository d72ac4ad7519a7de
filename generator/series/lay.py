"""Facts over days: every post's day, hour, size and facts.

facts with a day of their own → facts in order, one slot after another → places, in the order of the calendar
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

from generator.errors import UsageError
from generator.facts.model import Fact, Factsheet
from generator.series.days import Days, parse_day
from generator.series.model import Place, Slot, Terms
from generator.series.order import put_in_order
from generator.series.slots import clock_time

EVERGREEN = ("常青", "evergreen")
"""Columns of a facts file that mark a fact as usable again; without any mark all facts are."""


@dataclass(frozen=True)
class Laid:
    """A plan before it is written down: places in the order of the calendar, and what the planner must know."""

    places: tuple[Place, ...]
    warnings: tuple[str, ...]


def lay_out_plan(
    sheet: Factsheet,
    terms: Terms,
    start: dt.date,
    closed: frozenset[dt.date] = frozenset(),
    looks: Mapping[str, Hashable] | None = None,
    used: frozenset[str] = frozenset(),
) -> Laid:
    """Lay the facts of `sheet` over the days from `start`; facts in `used` are in the series already.

    Every fact goes out once, or again after ``terms.reuse_after`` days until ``terms.until``. A fact with a day of
    its own stands there, whatever day it is. Raises UsageError for a day or hour that cannot be read, for reuse
    without an end, and where neither slots nor days are given.
    """
    facts = [fact for fact in sheet.facts if fact.kind != "item" and fact.id not in used]
    if not facts:
        raise UsageError("没有可以排的内容", None, "请检查事实表里是否有内容，或是否都已排过")
    days = Days(terms.quiet, closed)
    fixed = _fixed([fact for fact in facts if fact.options.get("date")], terms.slots, start)
    free = [fact for fact in facts if not fact.options.get("date")]
    if free and not terms.slots:
        raise UsageError(
            f"有 {len(free)} 条内容没有日期，也没有写时段", None, "请用 --slots 写时段，或在表里给每条填上日期"
        )
    if terms.reuse_after and terms.until is None:
        raise UsageError("重复使用旧内容要有期限", None, "请加上 --until 2026-12-31")
    warnings: list[str] = []
    queue = deque(put_in_order(free, terms.order, looks))
    places = list(_laid(queue, free, fixed, days, terms, start, warnings)) if free else []
    if queue:
        warnings.append(f"到 {terms.until} 为止排不下，还有 {len(queue)} 条没有排")
    places = sorted([*places, *fixed], key=lambda p: (p.day, p.time, p.size))
    if terms.themes:
        places = [
            replace(place, theme=terms.themes[number % len(terms.themes)])
            for number, place in enumerate(places)
        ]
    return Laid(tuple(places), (*days.warnings(), *warnings))


def _laid(
    queue: deque[Fact],
    facts: Sequence[Fact],
    fixed: Sequence[Place],
    days: Days,
    terms: Terms,
    start: dt.date,
    warnings: list[str],
) -> list[Place]:
    taken = {(place.day, place.time, place.size) for place in fixed}
    last: dict[str, dt.date] = {fact: place.day for place in fixed for fact in place.facts}
    again = [f for f in facts if any(f.options.get(c) for c in EVERGREEN)] or list(facts)
    places: list[Place] = []
    empty = 0
    for day in days.from_(start):
        if (terms.until is not None and day > terms.until) or (not queue and not terms.reuse_after):
            break
        for time, slots in _by_hour(terms.slots):
            slots = tuple(s for s in slots if (day, time, s.size) not in taken)  # noqa: PLW2901
            if not slots:
                continue
            chosen: list[Fact] = []
            for _ in range(max(slot.count for slot in slots)):
                fact = _next(queue, again, last, day, terms.reuse_after)
                if fact is not None:
                    last[fact.id] = day
                    chosen.append(fact)
            if not chosen:
                empty += bool(terms.reuse_after)
                continue
            places += [Place(day, time, slot.size, tuple(f.id for f in chosen[: slot.count])) for slot in slots]
    if empty:
        warnings.append(
            f"有 {empty} 个时段空着：旧内容隔不到 {terms.reuse_after} 天；可以少排几个时段、添些内容，或把间隔改短"
        )
    return places


def _by_hour(slots: Sequence[Slot]) -> list[tuple[dt.time, tuple[Slot, ...]]]:
    """Gather slots of one hour: they show the same facts, each in its size."""
    hours: dict[dt.time, list[Slot]] = {}
    for slot in slots:
        hours.setdefault(slot.time, []).append(slot)
    return [(time, tuple(group)) for time, group in hours.items()]


def _next(
    queue: deque[Fact], again: Sequence[Fact], last: Mapping[str, dt.date], day: dt.date, after: int
) -> Fact | None:
    if queue:
        return queue.popleft()
    if not after:
        return None
    rested = [f for f in again if f.id not in last or (day - last[f.id]).days >= after]
    return min(rested, key=lambda f: last.get(f.id, dt.date.min), default=None)


def _fixed(facts: Sequence[Fact], slots: Sequence[Slot], start: dt.date) -> list[Place]:
    """Return the posts of facts that name their day; facts of one day, hour and size share a post."""
    posts: dict[tuple[dt.date, dt.time, str], list[str]] = {}
    for fact in facts:
        options = fact.options
        try:
            date, _, hour = options["date"].strip().partition(" ")
            day = parse_day(date, start.year)
            hour = options.get("time", "").strip() or hour.strip().removesuffix(":00:00")
            time = clock_time(hour) if hour else slots[0].time if slots else dt.time(7, 30)
        except UsageError as error:
            raise UsageError(f"第 {fact.id} 条的日期或时间不对：{error.what}", None, error.remedy) from None
        at_hour = next((s.size for s in slots if s.time == time), slots[0].size if slots else "wechat-post")
        posts.setdefault((day, time, options.get("size", "").strip() or at_hour), []).append(fact.id)
    return [Place(*key, tuple(ids), fixed=True) for key, ids in posts.items()]
