"""The order of a composition: what was asked for, kept in its account, so that it can be made again as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from generator.card import Press
from generator.compose.animate import FilmWishes, compose_film
from generator.compose.composition import Composition
from generator.compose.grid import GridWishes, compose_grid
from generator.compose.long import LongWishes, compose_long
from generator.compose.mosaic import MosaicWishes, compose_mosaic
from generator.facts.model import Factsheet

Wishes = GridWishes | MosaicWishes | LongWishes | FilmWishes
_KINDS: Mapping[str, type[Wishes]] = {
    "grid": GridWishes,
    "mosaic": MosaicWishes,
    "long": LongWishes,
    "animation": FilmWishes,
}


@dataclass(frozen=True, slots=True)
class Order:
    """What a person asked for; called with a series and a press it makes it."""

    wishes: Wishes

    def __call__(self, sheet: Factsheet, press: Press) -> Composition:
        """Return the composition; raise what its composer raises."""
        wishes = self.wishes
        if isinstance(wishes, GridWishes):
            return compose_grid(sheet, press, wishes)
        if isinstance(wishes, MosaicWishes):
            return compose_mosaic(sheet, press, wishes)
        if isinstance(wishes, LongWishes):
            return compose_long(sheet, press, wishes)
        return compose_film(sheet, press, wishes)

    def of(self, facts: tuple[str, ...]) -> Order:
        """Return the order with its choice made: just these facts, in this order."""
        if isinstance(self.wishes, LongWishes):
            return Order(replace(self.wishes, only=facts, most=0))
        return Order(replace(self.wishes, only=facts))

    def to_json(self) -> dict[str, Any]:
        """Return the order as plain values."""
        kind = next(name for name, form in _KINDS.items() if isinstance(self.wishes, form))
        return {
            "kind": kind,
            **{k: list(v) if isinstance(v, tuple) else v for k, v in asdict(self.wishes).items()},
        }

    @classmethod
    def from_json(cls, table: object) -> Order | None:
        """Return the order of an account's entry; None when there is none or it is not whole."""
        form = _KINDS.get(str(table.get("kind"))) if isinstance(table, dict) else None
        if form is None or not isinstance(table, dict):
            return None
        values: dict[str, Any] = {}
        for field in fields(form):
            usual, value = field.default, table.get(field.name)
            if isinstance(usual, tuple):
                if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
                    return None
                values[field.name] = tuple(value)
            elif type(value) is not type(usual):
                return None
            else:
                values[field.name] = value
        return cls(form(**values))
