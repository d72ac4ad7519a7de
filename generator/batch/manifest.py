"""The account of a batch: what every card says, how it was set, what was refused and why.

`manifest.json` is written whole at the end (also of an interrupted run). Until then each finished card is one line
of `.mima-journal.jsonl`, so that even ``kill -9`` loses nothing. Neither holds a time or a path of this machine:
the same input gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.batch.inventory import JOURNAL, MANIFEST, inventory_of
from generator.batch.record import CardRecord, flat
from generator.batch.register import loose_sheet
from generator.batch.store import cannot_write, delete, write_pieces
from generator.batch.ticket import plain


@dataclass(frozen=True, slots=True)
class Refusal:
    """One card that was not made, and why, in Chinese. `size` is empty when no size could have it.

    `detail` is for the person who mends mima and stays out of the manifest; `exit_code` is as in `errors`.
    """

    fact: str
    size: str
    reason: str
    exit_code: int = 1
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """What only shows in the whole series: two facts that say the same or contradict each other."""

    fact: str
    other: str
    check: str
    message: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole batch, cards in the order of the article. `brand` is what its brand says of itself, {} for none."""

    title: str = ""
    source: str = ""
    mima: str = ""
    renderer: str = ""
    brand: Mapping[str, str] = field(default_factory=dict)
    cards: Sequence[CardRecord] = ()
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def to_json(self) -> str:
        """Return the manifest as JSON text, keys in a fixed order, a card a line, one trailing newline."""
        return "".join(self.lines())

    def lines(self) -> Iterator[str]:
        """Yield the JSON text in pieces, a card at a time: of thousands of cards it would be a hundred megabytes.

        `copies` and `grounds` hold what the cards' tickets name by digest, in the order of first use.
        """
        copies, grounds = _Annex(), _Annex()
        yield "{\n"
        for name in ("title", "source", "mima", "renderer"):
            yield f' "{name}": {_json(getattr(self, name))},\n'
        if self.brand:
            yield f' "brand": {_json(dict(self.brand))},\n'
        yield from _array("cards", (card.to_json(copies, grounds) for card in self.cards))
        yield from _array(
            "refused", ({k: getattr(r, k) for k in ("fact", "size", "reason")} for r in self.refused)
        )
        yield from _array("remarks", (flat(remark) for remark in self.remarks))
        yield from _object("copies", copies.lines())
        yield ",\n"
        yield from _object("grounds", grounds.lines())
        yield "\n}\n"

    def write(self, folder: Path) -> bool:
        """Write ``manifest.json`` in one step and drop the journal; return whether anything changed.

        Raises OutputError.
        """
        changed = write_pieces(folder / MANIFEST, (_encode(piece) for piece in self.lines()))
        delete(folder / JOURNAL)
        return changed


class Journal:
    """The cards finished since the last manifest, one JSON line each."""

    def __init__(self, folder: Path) -> None:
        """Take up `folder`'s journal where a killed run left it."""
        self._path = folder / JOURNAL

    def note(self, card: CardRecord) -> None:
        """Append one finished card; raise OutputError."""
        line = _encode(json.dumps(card.to_json(), ensure_ascii=False) + "\n")
        try:
            with self._path.open("ab") as file:
                # A kill may have cut the last line: a newline first keeps this one whole.
                file.write(b"\n" + line)
        except OSError as error:
            raise cannot_write(error, self._path) from error


def read_manifest(folder: Path) -> Manifest:
    """Return what ``manifest.json`` says of a finished batch: title, source, the cards and what was refused.

    Raises InputError when `folder` has no manifest of mima's.
    """
    table, cards = inventory_of(folder)
    refused = tuple(
        Refusal(str(r.get("fact", "")), str(r.get("size", "")), str(r.get("reason", "")))
        for r in table.get("refused") or []
        if isinstance(r, dict)
    )
    title, source, mima, renderer = (str(table.get(k, "")) for k in ("title", "source", "mima", "renderer"))
    return Manifest(title, source, mima, renderer, cards=cards, refused=refused)


class _Annex:
    """What cards share, written down when the first of them names it: a table for `CardRecord.to_json`."""

    def __init__(self) -> None:
        self._seen: set[str] = set()
        self._file = loose_sheet(self)

    def setdefault(self, name: str, value: Any, /) -> Any:
        """Write `value` down if the name is new."""
        if name not in self._seen:
            self._seen.add(name)
            self._file.write(_encode(f"{_json(name)}: {_json(plain(value))}\n"))
        return value

    def lines(self) -> Iterator[str]:
        """Yield names and values in the order of their first use."""
        self._file.seek(0)
        for line in self._file:
            yield line.decode().removesuffix("\n")


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _array(name: str, values: Iterable[Any]) -> Iterator[str]:
    begun = False
    for value in values:
        yield f"{',' if begun else f' {_json(name)}: ['}\n  {_json(value)}"
        begun = True
    yield "\n ],\n" if begun else f" {_json(name)}: [],\n"


def _object(name: str, entries: Iterable[str]) -> Iterator[str]:
    begun = False
    for entry in entries:
        yield f"{',' if begun else f' {_json(name)}: {{'}\n  {entry}"
        begun = True
    yield "\n }" if begun else f" {_json(name)}: {{}}"


def _encode(text: str) -> bytes:
    return text.encode("utf-8", errors="backslashreplace")
