"""The API of series: plan one, the calendar, move posts, take facts anew, make pictures; all by `generator.series`."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from fastapi import Path as InPath
from pydantic import BaseModel, Field
from starlette.responses import Response

from generator.batch import press_for
from generator.errors import UsageError
from generator.preview.asking import Editor, InStudio, Reader
from generator.preview.attachment import attachment
from generator.preview.studio import Studio
from generator.preview.underreview import draft_of
from generator.series import STATE_NAMES, Desk, Series, Slot, Terms
from generator.series.books import all_series, closed_days, posts_of
from generator.series.change import Wish, change_series
from generator.series.days import QUIET, zone_of
from generator.series.lay import lay_out_plan
from generator.series.looks import looks_of, with_size_ids
from generator.series.model import OPEN
from generator.series.order import ORDERS
from generator.series.planning import NewSeries, begin_series
from generator.series.posts import read_posts, select_posts
from generator.series.reviewing import under_review
from generator.series.schema import post as post_table
from generator.series.showing import posts_json
from generator.series.slots import clock_time

router = APIRouter(prefix="/api", tags=["排期"])
_DAY_ONE = (1980, 1, 1, 0, 0, 0)
_FIRST, _LAST = dt.date(2000, 1, 1), dt.date(2200, 1, 1)
Number = Annotated[int, Field(ge=0, le=2**53)]
Day = Annotated[dt.date, InPath()]
Span = Annotated[int, Query(ge=1, le=400)]


class Hour(BaseModel):
    """One slot of the day: when, in which size, how many facts."""

    time: str = Field(max_length=10)
    size: str = Field(max_length=60)
    count: int = Field(1, ge=1, le=20)


class NewPlan(BaseModel):
    """A series to plan from a manuscript. `dry`: say what it would be and write nothing."""

    start: dt.date
    hours: list[Hour] = Field(min_length=1, max_length=24)
    title: str = Field("", max_length=100)
    order: str = Field("article", max_length=20)
    quiet: str = Field("none", max_length=20)
    until: dt.date | None = None
    stages: int = Field(3, ge=0, le=3)
    same_person: bool = False
    dry: bool = False


class Change(BaseModel):
    """One change of the plan."""

    what: Literal["move", "swap", "skip", "withdraw", "revive", "add", "facts"]
    post: Number = 0
    other: Number = 0
    day: str = Field("", max_length=20)
    time: str = Field("", max_length=10)
    why: str = Field("", max_length=500)
    manuscript: str = Field("", max_length=40)


class Until(BaseModel):
    """Up to which day pictures are wanted."""

    day: dt.date


@router.get("/plan", summary="排期可以怎样选")
def choices(studio: InStudio, person: Reader) -> dict[str, Any]:
    """Return what a plan may be made of: sizes with their platforms, orders, quiet days, sign-offs."""
    rules = _desk(studio, person.name, new=True).rules if studio.desk else None
    return {
        "sizes": [{"id": s.id, "name": s.name} for s in press_for(studio.edition).catalogue.sizes.values()],
        "orders": dict(ORDERS),
        "quiet": dict(QUIET),
        "stages": len(rules.stages) if rules else 3,
        "manuscripts": [{"id": m.id, "name": m.name} for m in studio.cabinet],
        "today": studio.world.clock().date().isoformat(),
    }


@router.post("/manuscripts/{manuscript}/plan", summary="把一份稿件排到日子上", status_code=201)
def plan(studio: InStudio, person: Editor, manuscript: str, asked: NewPlan) -> dict[str, Any]:
    """Lay the facts over days and hours and write the series down, as ``mima series new`` does."""
    one, draft = studio.draft(manuscript)
    _within(asked.start)
    if asked.order not in ORDERS or asked.quiet not in QUIET:
        raise UsageError("次序或不发的日子选得不对", None, "请重新选")
    desk = _desk(studio, person.name, new=True)
    size = press_for(studio.edition).catalogue.size
    slots = [Slot(clock_time(hour.time), size(hour.size).id, hour.count) for hour in asked.hours]
    if len({(slot.time, slot.size) for slot in slots}) < len(slots):
        raise UsageError("有两个时段一模一样", None, "同一时刻、同一尺寸只写一次")
    names = {0: (), 1: ("终审",), 2: ("初审", "终审"), 3: ("初审", "复审", "终审")}
    terms = Terms(
        slots=tuple(sorted(slots, key=lambda slot: slot.time)), order=asked.order, quiet=asked.quiet,
        stages=names[asked.stages], same_person=asked.same_person or desk.rules.same_person,
        late_hours=desk.rules.late_hours, ahead_hours=desk.rules.ahead_hours, until=asked.until,
    )  # fmt: skip
    sheet = with_size_ids(desk, draft.sheet)
    looks = looks_of(desk, sheet)
    if asked.dry:
        laid = lay_out_plan(sheet, terms, asked.start, looks=looks)
        places, warnings, name = laid.places, laid.warnings, ""
    else:
        title = asked.title.strip() or sheet.title or one.name
        new = NewSeries(_free_name(desk, title), title, desk.rules.zone, one.facts.name, asked.start, terms)
        begun = begin_series(desk.ledger, desk.actor, new, sheet, looks)
        places, warnings, name = begun.places, begun.warnings, begun.name
    first, last = (places[0].day, places[-1].day) if places else (asked.start, asked.start)
    return {
        "series": name, "posts": len(places), "first": first.isoformat(), "last": last.isoformat(),
        "warnings": list(warnings),
    }  # fmt: skip


@router.get("/calendar", summary="日历")
def calendar(studio: InStudio, person: Reader, start: dt.date, days: Span = 42) -> dict[str, Any]:
    """Return the posts of all series from `start` on, the series themselves, and how making stands."""
    _within(start)
    told: dict[str, Any] = {
        "posts": [], "closed": [], "series": [], "states": STATE_NAMES, "ready": studio.ready.told(),
        "today": studio.world.clock().date().isoformat(),
    }  # fmt: skip
    if studio.desk is None or not studio.has_ledger():
        return told
    desk = studio.desk_for(person.name)
    end = start + dt.timedelta(days=days)
    told["today"] = desk.now.astimezone(zone_of(desk.rules.zone)).date().isoformat()
    with desk.ledger.reading() as connection:
        for one in all_series(connection):
            sheet = desk.facts_of(connection, one)
            every = posts_of(connection, one.id)
            rows = posts_json([p for p in every if start <= p.day < end], sheet)
            for row in rows:
                row |= {
                    "series": one.id, "title": one.title, "platform": desk.platform(row["size"]).name,
                    "state_name": STATE_NAMES[row["state"]], "open": row["state"] in OPEN,
                    "reason": studio.shown(row["reason"]),
                }  # fmt: skip
            told["posts"] += rows
            told["closed"] += [
                {"series": one.id, "day": d.isoformat()} for d in closed_days(connection, one.id)
            ]
            told["series"].append(_series(studio, desk, one, sheet, every))
    return told


@router.post("/series/{series}/change", summary="改排期")
def change(studio: InStudio, person: Editor, series: str, asked: Change) -> dict[str, Any]:
    """Move, swap, withdraw or revive a post, skip a day, add facts, or take corrected ones."""
    wish = Wish(why=asked.why)
    if asked.what == "move":
        wish = replace(wish, moves=((str(asked.post), asked.day, *([asked.time] if asked.time else [])),))
    elif asked.what == "swap":
        wish = replace(wish, swaps=((str(asked.post), str(asked.other)),))
    elif asked.what == "withdraw":
        wish = replace(wish, withdrawn=(asked.post,))
    elif asked.what == "revive":
        wish = replace(wish, revived=(asked.post,))
    elif asked.what == "skip":
        wish = replace(wish, skips=(_day(asked.day),))
    desk = studio.desk_for(person.name)
    if asked.what in {"add", "facts"}:
        _one, draft = studio.draft(asked.manuscript)
        sheet = with_size_ids(desk, draft.sheet)
        wish = replace(wish, added=sheet) if asked.what == "add" else replace(wish, facts=sheet)
    return {"said": [studio.shown(words) for words in change_series(desk, series, wish)]}


@router.post("/series/make", summary="把到某天为止的图做出来")
def make(studio: InStudio, person: Editor, asked: Until) -> dict[str, Any]:
    """Begin to make every open post up to a day, as ``mima schedule`` would when its time came."""
    _within(asked.day)
    desk = studio.desk_for(person.name)
    end = dt.datetime.combine(asked.day + dt.timedelta(days=1), dt.time(), zone_of(desk.rules.zone))
    return studio.ready.start(desk, end)


@router.get("/series/make", summary="图做到哪里")
def making(studio: InStudio, person: Reader) -> dict[str, Any]:
    """Return how far making is."""
    told = studio.ready.told()
    return {**told, "message": studio.shown(told["message"])}


@router.get("/days/{day}/pack", summary="一天的素材包", response_class=Response)
def pack(studio: InStudio, person: Reader, day: Day) -> Response:
    """Return pictures and captions of a day's made posts as one ZIP, a folder a post."""
    _within(day)
    desk = studio.desk_for(person.name)
    with desk.ledger.reading() as connection:
        query = select_posts().where(post_table.c.day == day.isoformat()).order_by(post_table.c.due)
        posts = read_posts(connection, query)
    buffer, packed = io.BytesIO(), 0
    with zipfile.ZipFile(buffer, "w") as file:
        for one in posts:
            row = under_review(desk, one.id)
            if row.making is None:
                continue
            folder = f"{one.time:%H%M}-{row.platform}-{one.id}"
            words = "\n\n".join(filter(None, (row.making.caption.title, row.making.caption.text)))
            file.writestr(zipfile.ZipInfo(f"{folder}/文案.txt", _DAY_ONE), words)
            for number, path in enumerate(row.pictures, 1):
                if path.is_file():
                    name = f"{folder}/{number:02}{path.suffix}"
                    file.writestr(zipfile.ZipInfo(name, _DAY_ONE), path.read_bytes())
            packed += 1
    if not packed:
        raise UsageError(f"{day} 还没有做好的图", None, "请先点“做图”")
    return attachment(buffer.getvalue(), "application/zip", f"{day}.zip")


def _desk(studio: Studio, who: str, *, new: bool = False) -> Desk:
    return studio.desk_for(who, new=new)


def _series(studio: Studio, desk: Desk, one: Series, sheet: Any, every: Any) -> dict[str, Any]:
    draft = draft_of(studio, one.source)
    manuscript = next((m for m in studio.cabinet if one.source in {m.facts.name, m.name}), None)
    kept = {f.id: f for f in sheet.facts}
    differ = 0
    if draft is not None:
        fresh = {f.id: f for f in with_size_ids(desk, draft.sheet).facts}
        differ = sum(kept.get(name) != fresh.get(name) for name in kept.keys() | fresh.keys())
    return {
        "id": one.id, "title": one.title, "total": one.total, "stages": list(one.terms.stages),
        "slots": [
            {"time": f"{s.time:%H:%M}", "size": s.size, "platform": desk.platform(s.size).name, "count": s.count}
            for s in one.terms.slots
        ],
        "first": min((p.day.isoformat() for p in every), default=""),
        "last": max((p.day.isoformat() for p in every), default=""),
        "manuscript": manuscript.id if manuscript else "", "differ": differ,
    }  # fmt: skip


def _free_name(desk: Desk, title: str) -> str:
    """Return a name that no series has: a second plan of the same article is 青禾县2."""
    with desk.ledger.reading() as connection:
        taken = {one.id for one in all_series(connection)} | {one.title for one in all_series(connection)}
    names = (f"{title[:34]}{number or ''}" for number in (0, *range(2, 1000)))
    return next(name for name in names if name not in taken)


def _day(text: str) -> dt.date:
    try:
        return _within(dt.date.fromisoformat(text))
    except ValueError as error:
        raise UsageError(f"日期“{text}”不对", None, "请写成 2026-01-07") from error


def _within(day: dt.date) -> dt.date:
    if not _FIRST <= day <= _LAST:
        raise UsageError(f"日期 {day} 太远了", None, "")
    return day
