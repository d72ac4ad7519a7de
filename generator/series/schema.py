"""The ledger's tables. A change here needs a migration in `generator/series/migrations/versions/`; a test compares both.

`audit` and `signature` only ever grow: triggers in the database refuse UPDATE and DELETE on them.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)
Key = BigInteger().with_variant(Integer, "sqlite")
"""SQLite numbers rows by itself only in a column of type INTEGER."""


class Instant(TypeDecorator[dt.datetime]):
    """An aware datetime, kept in UTC on both databases (SQLite has no zones of its own)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Refuse a naive datetime; hand UTC over."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive datetime has no place in the ledger")
        utc = value.astimezone(dt.UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        """Return UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def _series_key(**more: Any) -> Column[str]:
    return Column("series", String(64), ForeignKey("series.id"), nullable=False, **more)


series = Table(
    "series",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", Text, nullable=False),
    Column("zone", String(64), nullable=False),
    Column("source", Text, nullable=False),
    Column("terms", JSON, nullable=False),
    Column("edition", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
)
edition = Table(
    "edition",
    metadata,
    _series_key(primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("facts", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("taken_at", Instant, nullable=False),
)
"""The facts of a series as they were read, every reading of them; a post is made from the latest."""
closed_day = Table(
    "closed_day",
    metadata,
    _series_key(primary_key=True),
    Column("day", String(10), primary_key=True),
    Column("reason", Text, nullable=False),
)
post = Table(
    "post",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    _series_key(),
    Column("number", Integer),
    Column("day", String(10), nullable=False),
    Column("time", String(5), nullable=False),
    Column("due", Instant, nullable=False),
    Column("size", String(64), nullable=False),
    Column("facts", JSON, nullable=False),
    Column("theme", String(64), nullable=False),
    Column("fixed", Boolean, nullable=False),
    Column("state", String(16), nullable=False),
    Column("making", Key),
    Column("reason", Text, nullable=False),
    Column("folder", Text, nullable=False),
    Column("replaces", Key),
    Column("claim", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_post_state_due", "state", "due"),
    Index("ix_post_series_due", "series", "due"),
)
making = Table(
    "making",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("post", Key, ForeignKey("post.id"), nullable=False, index=True),
    Column("pictures", JSON, nullable=False),
    Column("caption", JSON, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("inputs", String(64), nullable=False),
    Column("made_at", Instant, nullable=False),
)
signature = Table(
    "signature",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("post", Key, ForeignKey("post.id"), nullable=False, index=True),
    Column("making", Key, ForeignKey("making.id"), nullable=False),
    Column("stage", Integer, nullable=False),
    Column("role", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("note", Text, nullable=False),
    Column("signed_at", Instant, nullable=False),
    Column("seal", String(64), nullable=False),
)
audit = Table(
    "audit",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("subject", String(80), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("at", Instant, nullable=False),
    Column("who", Text, nullable=False),
    Column("event", String(32), nullable=False),
    Column("before", String(16), nullable=False),
    Column("after", String(16), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("detail", Text, nullable=False),
    Column("seal", String(64), nullable=False),
    UniqueConstraint("subject", "seq"),
)
delivery = Table(
    "delivery",
    metadata,
    Column("id", Key, primary_key=True, autoincrement=True),
    Column("key", String(160), nullable=False, unique=True),
    Column("post", Key, index=True),
    Column("outlet", String(16), nullable=False),
    Column("kind", String(24), nullable=False),
    Column("text", Text, nullable=False),
    Column("state", String(16), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("not_before", Instant, nullable=False),
    Column("memory", JSON, nullable=False),
    Column("receipt", Text, nullable=False),
    Column("error", Text, nullable=False),
    Column("claim", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
    Index("ix_delivery_state_not_before", "state", "not_before"),
)
"""What is to be sent, written in the same transaction as the reason for it; `memory` is what must be known before a
call that cannot be repeated."""
