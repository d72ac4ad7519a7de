"""The job ticket: what a finished card was made of, so that it can be made again and told from what it became.

A manifest holds each ticket's copy once a fact and each groundwork once a run: cards name them by digest. In the
journal, where every line stands alone, they are written out.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from cattrs import Converter
from cattrs.errors import BaseValidationError

from generator.card import CardJob, Copy, Groundwork
from generator.design import Brand, Catalogue

_CONVERTER = Converter(omit_if_default=True, forbid_extra_keys=True)
_SHORT = 16
_MOST_DIGITS = 3
_NAMES: dict[int, tuple[Copy | Groundwork, str]] = {}
"""Digests by identity, each beside the value it belongs to: one copy for four sizes, one groundwork for all."""
_MOST_NAMES = 64


class Table(Protocol):
    """Takes what cards share, by digest: a dictionary will do."""

    def setdefault(self, name: str, value: Any, /) -> Any:
        """Keep `value` under a name that is new."""
        ...


@dataclass(frozen=True, slots=True)
class Ticket:
    """One card's materials. `prints`: see `CardJob.prints`; `rules` is the digest of the checks it was proved by.

    Template, theme and size stand in the card's record by id; the theme's chapter hue follows from `copy.part`.
    """

    copy: Copy
    prints: Mapping[str, str]
    groundwork: Groundwork
    rules: str

    @classmethod
    def of(cls, job: CardJob, groundwork: Groundwork, rules: str) -> Ticket:
        """Return the ticket of a job."""
        return cls(job.copy, dict(job.prints), groundwork, rules)

    @property
    def ground(self) -> str:
        """What a batch hands to `CardJob.key`: the shared groundwork and the rules."""
        return f"{self.groundwork.fingerprint} {self.rules}"

    def job(
        self, fact: str, template: str, theme: str, size: str, catalogue: Catalogue, brand: Brand | None
    ) -> CardJob:
        """Return the card's job as today's designs have it; raise UsageError or DesignError when one is gone."""
        chapter = self.copy.part - 1 if self.copy.part else None
        scene, view = _scene_and_view(self.prints.get("scene", ""))
        return CardJob(
            fact,
            self.copy,
            catalogue.template(template),
            catalogue.theme(theme).for_chapter(chapter),
            catalogue.size(size),
            brand,
            self.prints.get("icon", ""),
            scene,
            view,
        )

    def to_json(self, copies: Table | None = None, grounds: Table | None = None) -> dict[str, Any]:
        """Return the ticket as plain values; with tables, copy and groundwork go there and are named by digest.

        The tables get them as they are: `plain` makes them plain values when they are written.
        """
        return {
            "copy": plain(self.copy) if copies is None else _put(self.copy, copies),
            "prints": dict(self.prints),
            "ground": plain(self.groundwork) if grounds is None else _put(self.groundwork, grounds),
            "rules": self.rules,
        }

    @classmethod
    def from_json(cls, entry: Any, copies: Any = None, grounds: Any = None) -> Ticket | None:
        """Return the ticket of a manifest's or journal's entry; None when there is none or it is not whole."""
        try:
            return cls(
                _CONVERTER.structure(_get(entry["copy"], copies), Copy),
                _CONVERTER.structure(entry["prints"], dict[str, str]),
                _groundwork(_get(entry["ground"], grounds)),
                str(entry["rules"]),
            )
        except (BaseValidationError, TypeError, KeyError, ValueError, AttributeError):
            return None


def plain(value: Copy | Groundwork) -> Any:
    """Return what a table of `Ticket.to_json` holds as plain values."""
    return _CONVERTER.unstructure(value)


def groundwork_of(table: Any) -> Groundwork | None:
    """Return the groundwork of plain values; None when they are not whole."""
    try:
        return _CONVERTER.structure(table, Groundwork)
    except (BaseValidationError, TypeError, KeyError, ValueError, AttributeError):
        return None


def _groundwork(value: Any) -> Groundwork:
    """Return a table's groundwork, which may be one already: cards share it."""
    return value if isinstance(value, Groundwork) else _CONVERTER.structure(value, Groundwork)


def _scene_and_view(print_: str) -> tuple[str, int]:
    """Return what `CardJob.prints` put together; a manifest of an early version names no view."""
    scene, _space, view = print_.rpartition(" ")
    if view.isascii() and view.isdecimal() and len(view) <= _MOST_DIGITS:
        return scene, int(view)
    return print_, 0


def _put(value: Copy | Groundwork, table: Table) -> str:
    known = _NAMES.get(id(value))
    if known is None or known[0] is not value:
        text = json.dumps(plain(value), ensure_ascii=True, sort_keys=True)
        known = value, hashlib.sha256(text.encode()).hexdigest()[:_SHORT]
        if len(_NAMES) >= _MOST_NAMES:
            _NAMES.clear()
        _NAMES[id(value)] = known
    table.setdefault(known[1], value)
    return known[1]


def _get(value: Any, table: Any) -> Any:
    return table[value] if isinstance(value, str) else value
