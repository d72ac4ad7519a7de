"""The audit: one row for every change, who and when and which content, each sealed over the row before it.

The seal is an HMAC-SHA256 with the newsroom's key (MIMA_SIGNING_KEY), or a plain SHA-256 chain without one: a row
that was changed, left out or slipped in later breaks the chain, and with a key it cannot be forged.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, insert, select

from generator.series.schema import audit


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, when, and with which sealing key (never shown)."""

    who: str
    at: dt.datetime
    key: bytes = b""


def seal(key: bytes, *parts: str) -> str:
    """Return the seal over `parts`, 64 hexadecimal digits."""
    content = json.dumps(parts, ensure_ascii=True).encode()
    return hmac.new(key, content, hashlib.sha256).hexdigest() if key else hashlib.sha256(content).hexdigest()


def note(
    connection: Connection,
    actor: Actor,
    subject: str,
    event: str,
    *,
    before: str = "",
    after: str = "",
    digest: str = "",
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Write one audit row about `subject` (``post:12``, ``series:…``) in the running transaction."""
    last = connection.execute(
        select(audit.c.seq, audit.c.seal)
        .where(audit.c.subject == subject)
        .order_by(audit.c.seq.desc())
        .limit(1)
    ).first()
    seq, link = (last.seq + 1, last.seal) if last else (1, "")
    row = {
        "subject": subject, "seq": seq, "at": actor.at, "who": actor.who, "event": event, "before": before,
        "after": after, "digest": digest,
        "detail": json.dumps(detail or {}, ensure_ascii=False, sort_keys=True, default=str),
    }  # fmt: skip
    connection.execute(insert(audit).values(**row, seal=seal_of(actor.key, link, row)))


def broken_links(connection: Connection, key: bytes, subjects: Sequence[str] = ()) -> tuple[str, ...]:
    """Return the subjects whose chain of audit rows does not hold together; of `subjects`, or of all."""
    broken: dict[str, None] = {}
    link, subject, seq = "", "", 0
    query = select(audit).order_by(audit.c.subject, audit.c.seq)
    if subjects:
        query = query.where(audit.c.subject.in_(subjects))
    for row in connection.execute(query).mappings():
        if row["subject"] != subject:
            link, subject, seq = "", str(row["subject"]), 0
        seq += 1
        if row["seq"] != seq or row["seal"] != seal_of(key, link, row):
            broken[subject] = None
        link = str(row["seal"])
    return tuple(broken)


def seal_of(key: bytes, link: str, row: Mapping[str, Any] | RowMapping) -> str:
    """Return the seal of an audit row that follows one sealed with `link`."""
    at = row["at"].astimezone(dt.UTC).isoformat()
    names = ("subject", "seq", "who", "event", "before", "after", "digest", "detail")
    return seal(key, link, at, *(str(row[name]) for name in names))
