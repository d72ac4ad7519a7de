"""The terms of a series ↔ JSON, the form the ledger keeps them in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from generator.series.model import Slot, Terms


def terms_to_json(terms: Terms) -> dict[str, Any]:
    """Return `terms` as plain JSON values."""
    table = {field.name: getattr(terms, field.name) for field in fields(terms)}
    table["slots"] = [[f"{slot.time:%H:%M}", slot.size, slot.count] for slot in terms.slots]
    table["until"] = terms.until.isoformat() if terms.until else None
    return {name: list(value) if isinstance(value, tuple) else value for name, value in table.items()}


def terms_from_json(table: Mapping[str, Any]) -> Terms:
    """Return the terms of `terms_to_json`'s form; names that a later mima added are left out."""
    known = {field.name for field in fields(Terms)}
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in table.items()
        if name in known
    }
    values["slots"] = tuple(
        Slot(dt.time.fromisoformat(time), size, count) for time, size, count in table.get("slots", ())
    )
    until = table.get("until")
    values["until"] = dt.date.fromisoformat(until) if until else None
    return Terms(**values)
