"""The account of a batch: what every card says, how it was set, what was refused and why.

`manifest.json` is written whole at the end (also of an interrupted run). Until then each finished card is one line
of `.mima-journal.jsonl`, so that even ``kill -9`` loses nothing. Neither holds a time or a path of this machine:
the same input gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from generator.batch.store import cannot_write, delete, write_pieces
from generator.batch.ticket import Table, Ticket, plain
from generator.errors import InputError, Where
from generator.proof import Finding

MANIFEST = "manifest.json"
JOURNAL = ".mima-journal.jsonl"


@dataclass(frozen=True, slots=True)
class TextBox:
    """One text box as it was set: lines as broken, size in px of the picture, frame x0, y0, x1, y1 in px.

    `fallbacks`: which characters the first families lack and another font lent, as (family, characters).
    """

    box: str
    lines: tuple[str, ...]
    size_px: float
    families: tuple[str, ...]
    frame: tuple[float, ...]
    fallbacks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CardRecord:
    """One finished card. `file` is relative to the manifest; `key` is the content key it was made for.

    `encoding` says what the file is: see `generator.card.encoder.Encoded`.
    `proof` is what the checks found and let pass, empty for a card with nothing to remark. `ticket` is what it was
    made of; None in a manifest of an early version.
    """

    fact: str
    text: str
    template: str
    theme: str
    size: str
    file: str
    width: int
    height: int
    bytes: int
    sha256: str
    alt: str
    text_boxes: tuple[TextBox, ...]
    key: str
    proof: tuple[Finding, ...] | None = None
    encoding: str = "png"
    ticket: Ticket | None = None

    def to_json(self, copies: Table | None = None, grounds: Table | None = None) -> dict[str, Any]:
        """Return the record as plain values; see `Ticket.to_json` for the tables."""
        table = {
            f.name: getattr(self, f.name)
            for f in fields(self)
            if f.name not in {"ticket", "text_boxes", "proof"}
        }
        table["text_boxes"] = [_flat(box) for box in self.text_boxes]
        table["proof"] = [_flat(finding) for finding in self.proof] if self.proof is not None else None
        table["made_of"] = self.ticket.to_json(copies, grounds) if self.ticket else None
        return table


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
    cards: tuple[CardRecord, ...] = ()
    refused: tuple[Refusal, ...] = ()
    remarks: tuple[Remark, ...] = ()

    def to_json(self) -> str:
        """Return the manifest as JSON text, keys in a fixed order, a card a line, one trailing newline."""
        return "".join(self.lines())

    def lines(self) -> Iterator[str]:
        """Yield the JSON text in pieces, a card at a time: of thousands of cards it would be a hundred megabytes.

        `copies` and `grounds` hold what the cards' tickets name by digest, in the order of first use.
        """
        copies: dict[str, Any] = {}
        grounds: dict[str, Any] = {}
        yield "{\n"
        for name in ("title", "source", "mima", "renderer"):
            yield f' "{name}": {_json(getattr(self, name))},\n'
        if self.brand:
            yield f' "brand": {_json(dict(self.brand))},\n'
        yield from _array("cards", (card.to_json(copies, grounds) for card in self.cards))
        yield from _array(
            "refused", ({k: getattr(r, k) for k in ("fact", "size", "reason")} for r in self.refused)
        )
        yield from _array("remarks", (_flat(remark) for remark in self.remarks))
        yield from _object("copies", copies)
        yield ",\n"
        yield from _object("grounds", grounds)
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


def known_cards(folder: Path) -> tuple[CardRecord, ...]:
    """Return every card that an earlier run says it left in `folder`; the latest word about a file counts.

    A manifest or line that is not ours or was cut short says nothing: its cards are made again.
    """
    return _known(_text(folder / MANIFEST), _noted(folder / JOURNAL))


def cards_in(text: str) -> tuple[CardRecord, ...]:
    """Return the cards that a manifest's text names; none for one that is not ours."""
    return _known(text, ())


def _known(text: str, noted: Iterable[Any]) -> tuple[CardRecord, ...]:
    known: dict[str, CardRecord] = {}
    table = _parsed(text)
    shared = table if isinstance(table, dict) else {}
    for entry in [*_listed(shared), *noted]:
        try:
            card = _card(entry, shared.get("copies"), shared.get("grounds"))
        except (TypeError, KeyError, ValueError):
            continue
        known[card.file] = card
    return tuple(known.values())


def read_manifest(folder: Path) -> Manifest:
    """Return what ``manifest.json`` says of a finished batch: title, source, the cards and what was refused.

    Raises InputError when `folder` has no manifest of mima's.
    """
    path = folder / MANIFEST
    table = _parsed(_text(path))
    if not isinstance(table, dict) or not isinstance(table.get("cards"), list):
        raise InputError(
            "这个文件夹里没有 mima 的清单", Where(path), "请先用 mima batch 做一套图片，再给出它的文件夹"
        )
    refused = tuple(
        Refusal(str(r.get("fact", "")), str(r.get("size", "")), str(r.get("reason", "")))
        for r in table.get("refused") or []
        if isinstance(r, dict)
    )
    said = {k: str(table.get(k, "")) for k in ("title", "source", "mima", "renderer")}
    return Manifest(
        said["title"],
        said["source"],
        said["mima"],
        said["renderer"],
        cards=known_cards(folder),
        refused=refused,
    )


def _listed(table: Mapping[str, Any]) -> list[Any]:
    cards = table.get("cards")
    return cards if isinstance(cards, list) else []


def _noted(path: Path) -> Iterable[Any]:
    return (_parsed(line) for line in _text(path).split("\n") if line)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _card(entry: Mapping[str, Any], copies: Any, grounds: Any) -> CardRecord:
    boxes = tuple(
        TextBox(
            b["box"],
            tuple(b["lines"]),
            b["size_px"],
            tuple(b["families"]),
            tuple(b["frame"]),
            tuple((str(family), str(lent)) for family, lent in b.get("fallbacks", ())),
        )
        for b in entry["text_boxes"]
    )
    proof = entry.get("proof")
    findings = tuple(Finding(**finding) for finding in proof) if proof is not None else None
    rest = {k: v for k, v in entry.items() if k != "made_of"}
    ticket = Ticket.from_json(entry.get("made_of"), copies, grounds)
    card = CardRecord(**{**rest, "text_boxes": boxes, "proof": findings, "ticket": ticket})
    texts = (card.fact, card.size, card.template, card.theme, card.file, card.sha256, card.key)
    if not all(isinstance(text, str) for text in texts):
        raise TypeError(card)
    # A manifest may have been edited: what it calls ours must be a plain name in its own folder.
    if (
        Path(card.file).name != card.file
        or "/" in card.file
        or "\\" in card.file
        or card.file in {"", ".", ".."}
    ):
        raise ValueError(card.file)
    return card


def _flat(value: Any) -> dict[str, Any]:
    return {f.name: getattr(value, f.name) for f in fields(value)}


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _array(name: str, values: Iterable[Any]) -> Iterator[str]:
    begun = False
    for value in values:
        yield f"{',' if begun else f' {_json(name)}: ['}\n  {_json(value)}"
        begun = True
    yield "\n ],\n" if begun else f" {_json(name)}: [],\n"


def _object(name: str, values: Mapping[str, Any]) -> Iterator[str]:
    begun = False
    for key, value in values.items():
        yield f"{',' if begun else f' {_json(name)}: {{'}\n  {_json(key)}: {_json(plain(value))}"
        begun = True
    yield "\n }" if begun else f" {_json(name)}: {{}}"


def _encode(text: str) -> bytes:
    return text.encode("utf-8", errors="backslashreplace")
