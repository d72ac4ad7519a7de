"""Posts in the ledger: read as frozen values, changed only along the ways of `model.WAYS`, each change audited."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, Row, Select, func, insert, select, update

from generator.errors import LedgerError, Overtaken, UsageError
from generator.series.audit import Actor, note
from generator.series.days import zone_of
from generator.series.model import WAYS, Caption, Making, Picture, Post, State
from generator.series.schema import making, post, series

_COLUMNS = (
    post.c.id, post.c.series, post.c.number, post.c.day, post.c.time, post.c.due, post.c.size, post.c.facts,
    post.c.theme, post.c.fixed, post.c.state, post.c.making, post.c.reason, post.c.folder, post.c.replaces,
    post.c.version, series.c.zone,
)  # fmt: skip


def select_posts() -> Select[Any]:
    """Return the query whose rows `read_posts` understands; add conditions to it."""
    return select(*_COLUMNS).join(series, series.c.id == post.c.series)


def read_posts(connection: Connection, query: Select[Any]) -> tuple[Post, ...]:
    """Return the posts of a query made from `select_posts`."""
    return tuple(_post(row) for row in connection.execute(query))


def one_post(connection: Connection, number: int, *, lock: bool = False) -> Post:
    """Return a post by its id; raise UsageError when there is none. `lock`: keep it for this transaction."""
    query = select_posts().where(post.c.id == number)
    found = read_posts(connection, query.with_for_update(of=post) if lock else query)
    if not found:
        raise UsageError(f"没有编号为 {number} 的一期", None, "编号见 mima series show")
    return found[0]


def due_posts(
    connection: Connection,
    until: dt.datetime,
    states: Iterable[str],
    most: int = 1000,
    since: dt.datetime | None = None,
) -> tuple[Post, ...]:
    """Return what is due at `until` (and not before `since`) and stands in one of `states`, the earliest first."""
    query = select_posts().where(post.c.state.in_(tuple(states)), post.c.due <= until)
    if since is not None:
        query = query.where(post.c.due >= since)
    return read_posts(connection, query.order_by(post.c.due, post.c.id).limit(most))


def change_state(
    connection: Connection,
    actor: Actor,
    old: Post,
    to: State,
    event: str,
    *,
    digest: str = "",
    detail: Mapping[str, Any] | None = None,
    **columns: Any,
) -> None:
    """Move a post to another state and write the audit row.

    Raises LedgerError when the way is not open, Overtaken when somebody else changed the post meanwhile.
    """
    if to not in WAYS[old.state]:
        raise LedgerError(f"第 {old.id} 号不能从“{old.state}”变成“{to}”", None, "请重新查看它现在的状态")
    statement = update(post).where(
        post.c.id == old.id, post.c.version == old.version, post.c.state == old.state
    )
    done = connection.execute(statement.values(state=to, version=old.version + 1, **columns))
    if done.rowcount != 1:
        raise Overtaken(f"第 {old.id} 号刚被别人改过", None, "请重新查看后再操作")
    note(connection, actor, f"post:{old.id}", event, before=old.state, after=to, digest=digest, detail=detail)


def add_making(
    connection: Connection, old: Post, pictures: Sequence[Picture], caption: Caption, digest: str, inputs: str,
    at: dt.datetime,
) -> int:  # fmt: skip
    """Write one finished state of a post's content and return its id."""
    values = {
        "post": old.id, "pictures": [asdict(p) for p in pictures], "caption": asdict(caption), "digest": digest,
        "inputs": inputs, "made_at": at,
    }  # fmt: skip
    key = connection.execute(insert(making).values(**values)).inserted_primary_key
    return int(key[0]) if key else 0


def one_making(connection: Connection, number: int | None) -> Making | None:
    """Return a making by its id."""
    row = connection.execute(select(making).where(making.c.id == (number or 0))).mappings().first()
    if row is None:
        return None
    caption = row["caption"]
    return Making(
        id=row["id"],
        post=row["post"],
        pictures=tuple(Picture(**picture) for picture in row["pictures"]),
        caption=Caption(caption["title"], caption["text"], tuple(caption["topics"])),
        digest=row["digest"],
        inputs=row["inputs"],
        made_at=row["made_at"],
    )


def count_by_state(connection: Connection, name: str = "") -> Mapping[str, int]:
    """Return how many posts stand in each state, of one series or of all."""
    query = select(post.c.state, func.count()).group_by(post.c.state)
    if name:
        query = query.where(post.c.series == name)
    return {str(state): int(count) for state, count in connection.execute(query)}


def _post(row: Row[Any]) -> Post:
    return Post(
        id=row.id,
        series=row.series,
        number=row.number,
        day=dt.date.fromisoformat(row.day),
        time=dt.time.fromisoformat(row.time),
        due=row.due.astimezone(zone_of(row.zone)),
        size=row.size,
        facts=tuple(row.facts),
        theme=row.theme,
        fixed=bool(row.fixed),
        state=row.state,
        making=row.making,
        reason=row.reason,
        folder=row.folder,
        replaces=row.replaces,
        version=row.version,
    )
