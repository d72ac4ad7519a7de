"""Whether what the ledger says of a post is what its audit says: state, signatures and the terms they were given under.

The database lies on somebody's disk and its triggers can be dropped. A row that was edited, slipped in or taken out by
hand does not agree with the sealed audit, and such a post is not issued. What cannot be seen from inside is a ledger
put back whole to an earlier hour, or, without a key, one whose whole audit was worked out anew.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from generator.series.audit import seal_of
from generator.series.model import Post, Series, State
from generator.series.schema import audit, signature
from generator.series.schema import series as series_table


def agrees(connection: Connection, post: Post, series: Series, key: bytes) -> bool:
    """Return whether a post's row, its signatures and its series' terms stand in the audit as they stand in the tables.

    What was found wrong before and voided does not count again: new signatures mend it.
    """
    return (
        _state_agrees(_rows(connection, f"post:{post.id}"), post, key)
        and _signatures_agree(connection, post, key)
        and _terms_agree(connection, series.id, key)
    )


def terms_digest(terms: Mapping[str, Any]) -> str:
    """Return a sha256 over the terms of a series as they are stored, for its first audit row.

    As stored and not as read: a later mima knows more terms, and gives old series their usual values.
    """
    return hashlib.sha256(json.dumps(terms, sort_keys=True).encode()).hexdigest()


def _rows(connection: Connection, subject: str) -> Sequence[RowMapping]:
    return (
        connection.execute(select(audit).where(audit.c.subject == subject).order_by(audit.c.seq))
        .mappings()
        .all()
    )


def _true(rows: Sequence[RowMapping], at: int, key: bytes) -> bool:
    link = str(rows[at - 1]["seal"]) if at else ""
    return bool(rows[at]["seq"] == at + 1 and rows[at]["seal"] == seal_of(key, link, rows[at]))


def _state_agrees(rows: Sequence[RowMapping], post: Post, key: bytes) -> bool:
    voided = [at for at, row in enumerate(rows) if row["event"] == "void" and _true(rows, at, key)]
    since = voided[-1] if voided else 0
    states = [row["after"] for row in rows if row["after"]] or [State.PLANNED]
    return bool(states[-1] == post.state) and all(_true(rows, at, key) for at in range(since, len(rows)))


def _signatures_agree(connection: Connection, post: Post, key: bytes) -> bool:
    query = select(signature.c.seal).where(
        signature.c.post == post.id, signature.c.making == (post.making or 0)
    )
    given = list(connection.scalars(query.order_by(signature.c.id)))
    rows = _rows(connection, f"signatures:{post.id}")
    noted = [(at, _detail(row)) for at, row in enumerate(rows)]
    noted = [(at, detail) for at, detail in noted if detail.get("making") == post.making]
    return given == [detail.get("seal") for _, detail in noted]


def _terms_agree(connection: Connection, name: str, key: bytes) -> bool:
    terms = connection.execute(select(series_table.c.terms).where(series_table.c.id == name)).scalar_one()
    rows = _rows(connection, f"series:{name}")
    noted = [(at, _detail(row)["terms"]) for at, row in enumerate(rows) if "terms" in _detail(row)]
    return all(_true(rows, at, key) and digest == terms_digest(terms) for at, digest in noted[-1:])


def _detail(row: RowMapping) -> Mapping[str, Any]:
    try:
        table = json.loads(row["detail"])
    except ValueError:
        return {}
    return table if isinstance(table, dict) else {}
