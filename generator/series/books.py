"""The series in a ledger: their rows, the facts they were read from, and the numbering of their posts."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, RowMapping, bindparam, insert, select, update

from generator.errors import UsageError
from generator.facts import Factsheet, dump_facts
from generator.facts.jsonform import from_json
from generator.series.days import instant
from generator.series.model import KEPT, Place, Post, Series, State
from generator.series.posts import read_posts, select_posts
from generator.series.schema import closed_day, edition, post, series
from generator.series.terms import terms_from_json

_A_CHUNK = 5000


def all_series(connection: Connection) -> tuple[Series, ...]:
    """Return every series of the ledger, by id."""
    rows = connection.execute(select(series).order_by(series.c.id)).mappings()
    return tuple(_series(row) for row in rows)


def one_series(connection: Connection, name: str = "") -> Series:
    """Return a series by id or title, or the only one there is; raise UsageError where that is not clear."""
    found = all_series(connection)
    if not found:
        raise UsageError("账本里还没有系列", None, "请先用 mima series new 排一个")
    chosen = [s for s in found if s.id == name] or [s for s in found if s.title == name]
    if not name:
        chosen = list(found)
    if len(chosen) != 1:
        names = "、".join(s.id for s in found[:10])
        what = f"没有叫“{name}”的系列" if not chosen else "不知道是哪一个系列"
        raise UsageError(what, None, f"账本里有：{names}")
    return chosen[0]


def series_of(connection: Connection, one: Post) -> Series:
    """Return the series of a post."""
    row = connection.execute(select(series).where(series.c.id == one.series)).mappings().one()
    return _series(row)


def latest_facts(connection: Connection, one: Series) -> Factsheet:
    """Return the facts of a series as they were last read."""
    query = select(edition.c.facts).where(edition.c.series == one.id, edition.c.number == one.edition)
    return from_json(str(connection.scalar(query))).sheet


def add_edition(connection: Connection, name: str, number: int, sheet: Factsheet, at: dt.datetime) -> None:
    """Write the facts of a series down as its edition `number`."""
    facts = dump_facts(sheet, "json").decode("utf-8")
    digest = hashlib.sha256(facts.encode("utf-8", errors="surrogatepass")).hexdigest()
    connection.execute(
        insert(edition).values(series=name, number=number, facts=facts, sha256=digest, taken_at=at)
    )


def closed_days(connection: Connection, name: str) -> frozenset[dt.date]:
    """Return the days that a person took out of a series."""
    days = connection.scalars(select(closed_day.c.day).where(closed_day.c.series == name))
    return frozenset(dt.date.fromisoformat(day) for day in days)


def add_posts(connection: Connection, name: str, zone: str, places: Iterable[Place]) -> int:
    """Write planned posts down and return how many."""
    rows = [
        {
            "series": name, "number": None, "day": place.day.isoformat(), "time": f"{place.time:%H:%M}",
            "due": instant(place.day, place.time, zone), "size": place.size, "facts": list(place.facts),
            "theme": place.theme, "fixed": place.fixed, "state": str(State.PLANNED), "making": None, "reason": "",
            "folder": "", "replaces": None, "claim": "", "version": 1,
        }
        for place in places
    ]  # fmt: skip
    for start in range(0, len(rows), _A_CHUNK):
        connection.execute(insert(post), rows[start : start + _A_CHUNK])
    return len(rows)


def posts_of(connection: Connection, name: str) -> tuple[Post, ...]:
    """Return the posts of a series in the order of the calendar."""
    query = select_posts().where(post.c.series == name).order_by(post.c.due, post.c.size, post.c.id)
    return read_posts(connection, query)


def number_posts(connection: Connection, name: str) -> int:
    """Give every open post its issue number in the order of the calendar and return how many posts carry one.

    What was issued keeps the number it went out with. Posts of one hour with the same facts share a number: one
    issue on two platforms.
    """
    rows = connection.execute(
        select(post.c.id, post.c.number, post.c.state, post.c.due, post.c.facts, post.c.replaces)
        .where(post.c.series == name)
        .order_by(post.c.due, post.c.size, post.c.id)
    ).all()
    numbers = {row.id: row.number for row in rows}
    taken = {row.number for row in rows if row.state in KEPT and row.number is not None}
    given: dict[tuple[dt.datetime, str], int] = {}
    changed = []
    number = 0
    for row in rows:
        lead = (row.due, str(row.facts[:1]))
        if row.state in KEPT:
            if row.number is not None:
                given[lead] = row.number
            continue
        if row.replaces is not None and numbers.get(row.replaces) is not None:
            given[lead] = numbers[row.replaces]  # a correction is the same issue once more
        if lead not in given:
            number += 1
            while number in taken:
                number += 1
            given[lead] = number
        if row.number != given[lead]:
            changed.append({"key": row.id, "new": given[lead]})
    for start in range(0, len(changed), _A_CHUNK):
        connection.execute(
            update(post)
            .where(post.c.id == bindparam("key"))
            .values(number=bindparam("new"), version=post.c.version + 1),
            changed[start : start + _A_CHUNK],
        )
    total = len(taken | set(given.values()))
    connection.execute(update(series).where(series.c.id == name).values(total=total))
    return total


def _series(row: RowMapping) -> Series:
    terms = terms_from_json(row["terms"])
    return Series(row["id"], row["title"], row["zone"], row["source"], terms, row["edition"], row["total"])
