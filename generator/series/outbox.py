"""The outbox: what is to be sent, written in the same transaction as the reason for it.

A row has a key of its own, so that the same thing is never put in twice; who sends it is another's work.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, or_, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from generator.errors import UsageError
from generator.series.audit import Actor, note
from generator.series.desk import Desk
from generator.series.schema import delivery, post

LONGEST = dt.timedelta(hours=25)
"""Nothing in the outbox waits longer than this for its next turn."""
PENDING, SENT, FAILED, FALLBACK = "pending", "sent", "failed", "fallback"
NOTICE = "notice"
BY_HAND = "by_hand"
"""In a delivery's memory: a person put it back."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """One thing to send. `memory`: what was learnt before a call that cannot be repeated blindly."""

    id: int
    key: str
    post: int | None
    outlet: str
    kind: str
    text: str
    state: str
    attempts: int
    memory: Mapping[str, Any]
    receipt: str
    error: str
    claim: str
    created_at: dt.datetime


def put(
    connection: Connection, at: dt.datetime, outlet: str, key: str, text: str, *, kind: str = NOTICE, post: int | None = None
) -> None:  # fmt: skip
    """Put one thing into the outbox, unless a thing of this key is there already."""
    values: dict[str, Any] = {
        "key": f"{outlet}:{key}", "post": post, "outlet": outlet, "kind": kind, "text": text, "state": PENDING,
        "attempts": 0, "not_before": at, "memory": {}, "receipt": "", "error": "", "claim": "", "created_at": at,
    }  # fmt: skip
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(delivery).values(**values).on_conflict_do_nothing(index_elements=["key"]))


def tell_people(connection: Connection, desk: Desk, key: str, text: str, post: int | None = None) -> None:
    """Put a notice into the outbox for every outlet that the newsroom named."""
    for outlet in desk.rules.notices:
        put(connection, desk.now, outlet, key, text, post=post)


def waiting(connection: Connection, now: dt.datetime, most: int = 200) -> tuple[Delivery, ...]:
    """Return what is to be sent now, the oldest first.

    What is put off for longer than anything ever is was put off by a clock that stood wrong.
    """
    due = or_(delivery.c.not_before <= now, delivery.c.not_before > now + LONGEST)
    query = _select().where(delivery.c.state == PENDING, due)
    return _read(connection, query.order_by(delivery.c.not_before, delivery.c.id).limit(most))


def of_post(connection: Connection, post: int) -> tuple[Delivery, ...]:
    """Return all that was or is to be sent about a post."""
    return _read(connection, _select().where(delivery.c.post == post).order_by(delivery.c.id))


def read_delivery(connection: Connection, number: int) -> Delivery:
    """Return one delivery by its id."""
    return _read(connection, _select().where(delivery.c.id == number))[0]


def all_of(connection: Connection, most: int = 1000) -> tuple[Delivery, ...]:
    """Return the newest deliveries, whatever became of them."""
    return _read(connection, _select().order_by(delivery.c.id.desc()).limit(most))


def put_back(connection: Connection, actor: Actor, number: int) -> None:
    """Put a delivery that failed back into the outbox; raise UsageError for one that did not."""
    query = _select().where(delivery.c.id == number, delivery.c.state.in_((FAILED, FALLBACK)))
    found = _read(connection, query)
    if not found:
        raise UsageError(f"第 {number} 件不是没有送达的", None, "编号见 mima deliver list")
    _one_at_a_time(connection, found[0].post)
    # A person has looked at the other side: what was held because of a lost answer may be asked for again.
    memory = {**found[0].memory, BY_HAND: True} if found[0].memory.get("asked") else {}
    statement = update(delivery).where(delivery.c.id == number)
    connection.execute(statement.values(state=PENDING, attempts=0, not_before=actor.at, memory=memory))
    subject = f"post:{found[0].post}" if found[0].post is not None else "outbox"
    note(connection, actor, subject, "delivery-again", detail={"key": found[0].key})


def claim(connection: Connection, wanted: Delivery, token: str) -> bool:
    """Take a delivery for this process; False when it has left the outbox meanwhile."""
    statement = update(delivery).where(delivery.c.id == wanted.id, delivery.c.state == PENDING)
    done = connection.execute(statement.values(claim=token, attempts=delivery.c.attempts + 1))
    return done.rowcount == 1


def remember(connection: Connection, wanted: Delivery, token: str, memory: Mapping[str, Any]) -> bool:
    """Write down what must be known before a call is made; False when another process has taken over."""
    statement = update(delivery).where(delivery.c.id == wanted.id, delivery.c.claim == token)
    return connection.execute(statement.values(memory=dict(memory))).rowcount == 1


def settle(
    connection: Connection, actor: Actor, wanted: Delivery, token: str, state: str, *, receipt: str = "",
    error: str = "", again_at: dt.datetime | None = None, counted: bool = True,
) -> bool:  # fmt: skip
    """Write down how a delivery went; PENDING with `again_at` puts it back. False when it is no longer ours.

    `counted`: whether this was one of the attempts it has.
    """
    _one_at_a_time(connection, wanted.post)
    values: dict[str, Any] = {"state": state, "receipt": receipt or wanted.receipt, "error": error, "claim": ""}
    if again_at is not None:
        values["not_before"] = again_at
    if not counted:
        values["attempts"] = delivery.c.attempts - 1
    statement = update(delivery).where(
        delivery.c.id == wanted.id, delivery.c.claim == token, delivery.c.state == PENDING
    )
    if connection.execute(statement.values(**values)).rowcount != 1:
        return False
    subject = f"post:{wanted.post}" if wanted.post is not None else "outbox"
    detail = {"key": wanted.key, "receipt": receipt, "error": error}
    note(connection, actor, subject, f"delivery-{state}", detail=detail)
    return True


def _one_at_a_time(connection: Connection, number: int | None) -> None:
    """Keep others from writing into the same chain of the audit until this transaction ends.

    The chain of a post belongs to whoever holds its row; the one of all notices, which has none, to whoever holds a
    lock of PostgreSQL's. SQLite has one writer at a time anyway.
    """
    if number is not None:
        connection.execute(select(post.c.id).where(post.c.id == number).with_for_update())
    elif connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('mima-outbox'))"))


def _select() -> Select[Any]:
    return select(*(delivery.c[name] for name in Delivery.__dataclass_fields__))


def _read(connection: Connection, query: Select[Any]) -> tuple[Delivery, ...]:
    return tuple(Delivery(**row) for row in connection.execute(query).mappings())
