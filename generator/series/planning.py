"""A new series: the plan laid out and written down, all of it or nothing."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from generator.errors import UsageError
from generator.facts.model import Factsheet
from generator.series.audit import Actor, note
from generator.series.books import add_edition, add_posts, number_posts
from generator.series.caption import clean_topic
from generator.series.history import terms_digest
from generator.series.lay import lay_out_plan
from generator.series.ledger import Ledger
from generator.series.model import Place, Terms
from generator.series.schema import series
from generator.series.terms import terms_to_json

MAX_NAME = 40


@dataclass(frozen=True)
class NewSeries:
    """What a person asked for: its id ("" for one made from the title), title, zone, where the facts came from."""

    name: str
    title: str
    zone: str
    source: str
    start: dt.date
    terms: Terms


@dataclass(frozen=True)
class Begun:
    """A series that was written down: its id, its posts, and what the planner must know."""

    name: str
    places: tuple[Place, ...]
    warnings: tuple[str, ...]


def begin_series(
    ledger: Ledger,
    actor: Actor,
    asked: NewSeries,
    sheet: Factsheet,
    looks: Mapping[str, Hashable] | None = None,
) -> Begun:
    """Lay out a series and write it down in one transaction.

    Raises UsageError when the name is taken or the plan cannot be laid; then nothing was written.
    """
    laid = lay_out_plan(sheet, asked.terms, asked.start, looks=looks)
    name = series_id(asked.name or asked.title)
    try:
        with ledger.writing() as connection:
            if connection.scalar(select(series.c.id).where(series.c.id == name)) is not None:
                raise _taken(name)
            connection.execute(
                insert(series).values(
                    id=name, title=asked.title, zone=asked.zone, source=asked.source, edition=1, total=0,
                    terms=terms_to_json(asked.terms), created_at=actor.at,
                )
            )  # fmt: skip
            add_edition(connection, name, 1, sheet, actor.at)
            add_posts(connection, name, asked.zone, laid.places)
            number_posts(connection, name)
            detail = {
                "posts": len(laid.places), "source": asked.source, "terms": terms_digest(terms_to_json(asked.terms)),
            }  # fmt: skip
            note(connection, actor, f"series:{name}", "planned", digest=plan_digest(laid.places), detail=detail)
    except IntegrityError as error:
        raise _taken(name) from error
    return Begun(name, laid.places, laid.warnings)


def series_id(text: str) -> str:
    """Return a short id of letters, hanzi and digits; raise UsageError when nothing is left."""
    name = clean_topic(text)[:MAX_NAME]
    if not name:
        raise UsageError("系列没有名字", None, "请用 --name 起一个，例如 --name 发展密码")
    return name


def plan_digest(places: tuple[Place, ...]) -> str:
    """Return a sha256 over a plan's days, hours, sizes and facts."""
    rows = [[p.day.isoformat(), f"{p.time:%H:%M}", p.size, list(p.facts), p.theme] for p in places]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=True).encode()).hexdigest()


def _taken(name: str) -> UsageError:
    return UsageError(f"已经有叫“{name}”的系列", None, "请用 --name 另起一个名字，或用 mima series change 改它")
