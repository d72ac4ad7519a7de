"""The account of a batch: what every card says, how it was set, what was refused and why.

`manifest.json` is written whole at the end (also of an interrupted run). Until then each finished card is one line
of `.mima-journal.jsonl`, so that even ``kill -9`` loses nothing. Neither holds a time or a path of this machine:
the same input gives the same bytes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generator.batch.inventory import JOURNAL, MANIFEST, inventory_of
from generator.batch.record import CardRecord, flat
from generator.batch.register import Register, written
from generator.batch.store import cannot_write, delete, write_pieces

_NAMED = re.compile(
    rb'"made_of": \{"copy": "([0-9a-f]+)", "prints": \{[^{}]*\}, "ground": "([0-9a-f]+)", "rules": "[^"]*"\}\}$'
)


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
        return b"".join(self.pieces()).decode()

    def pieces(self) -> Iterator[bytes]:
        """Yield the JSON text, a card at a time: of thousands of cards it would be a hundred megabytes.

        `copies` and `grounds` hold what the cards' tickets name by digest, in the order of first use.
        """
        cards = self.cards if isinstance(self.cards, Register) else Register.of(self.cards)
        copies, grounds = dict[str, None](), dict[str, None]()
        yield b"{\n"
        for name in ("title", "source", "mima", "renderer"):
            yield b' "%s": %s,\n' % (name.encode(), written(getattr(self, name)))
        if self.brand:
            yield b' "brand": %s,\n' % written(dict(self.brand))
        yield from _array("cards", _used(cards.lines(), copies, grounds))
        refused = ({k: getattr(r, k) for k in ("fact", "size", "reason")} for r in self.refused)
        yield from _array("refused", map(written, refused))
        yield from _array("remarks", (written(flat(remark)) for remark in self.remarks))
        yield from _object("copies", map(cards.shared, copies))
        yield b",\n"
        yield from _object("grounds", map(cards.shared, grounds))
        yield b"\n}\n"

    def write(self, folder: Path) -> bool:
        """Write ``manifest.json`` in one step and drop the journal; return whether anything changed.

        Raises OutputError.
        """
        changed = write_pieces(folder / MANIFEST, self.pieces())
        delete(folder / JOURNAL)
        return changed


class Journal:
    """The cards finished since the last manifest, one JSON line each."""

    def __init__(self, folder: Path) -> None:
        """Take up `folder`'s journal where a killed run left it."""
        self._path = folder / JOURNAL

    def note(self, card: CardRecord) -> None:
        """Append one finished card; raise OutputError."""
        line = written(card.to_json()) + b"\n"
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


def _used(lines: Iterable[bytes], copies: dict[str, None], grounds: dict[str, None]) -> Iterator[bytes]:
    """Yield the lines of cards, and enter which copy and which groundwork each of them names."""
    for line in lines:
        named = _NAMED.search(line)
        made_of = {"copy": named[1].decode(), "ground": named[2].decode()} if named else _made_of(line)
        if made_of:
            copies.setdefault(made_of["copy"])
            grounds.setdefault(made_of["ground"])
        yield line


def _made_of(line: bytes) -> Mapping[str, str] | None:
    """Return a line's ticket where it is none of the usual form."""
    found: Mapping[str, str] | None = json.loads(line)["made_of"]
    return found


def _array(name: str, values: Iterable[bytes]) -> Iterator[bytes]:
    yield from _several(name, values, b"[", b"]")
    yield b",\n"


def _object(name: str, entries: Iterable[bytes]) -> Iterator[bytes]:
    return _several(name, entries, b"{", b"}")


def _several(name: str, values: Iterable[bytes], opens: bytes, closes: bytes) -> Iterator[bytes]:
    begun = False
    for value in values:
        yield (b"," if begun else b' "%s": %s' % (name.encode(), opens)) + b"\n  " + value
        begun = True
    yield b"\n " + closes if begun else b' "%s": %s%s' % (name.encode(), opens, closes)
