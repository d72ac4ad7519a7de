"""The inventory: what earlier runs say they left in a folder, read a line at a time from manifest and journal.

A manifest of ours has a card a line, and what cards share behind them; so it is gone through twice, and of a hundred
thousand cards hardly anything is in memory. One that a person has saved again, or an early version wrote, is read as a
whole.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO, Any

from generator.batch.record import CardRecord, card_of
from generator.batch.register import Register
from generator.batch.ticket import groundwork_of
from generator.errors import InputError, Where

MANIFEST = "manifest.json"
JOURNAL = ".mima-journal.jsonl"
_VALUE = re.compile(rb' "(\w+)": (.*?),?\n?', re.DOTALL)
_ENDS = {b" ],", b" ]", b" },", b" }"}
_CARDS, _COPIES, _GROUNDS = "cards", "copies", "grounds"


class _Another(ValueError):
    """Raised for a manifest that is not laid out as ours are."""


class _Lined:
    """A manifest as mima writes it. `said` is all but the cards and what they share."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.said: dict[str, Any] = {}
        self._first: int | None = None
        self.copies = _Shared(file)
        self.grounds: dict[str, Any] = {}
        self._look_through()

    @property
    def ours(self) -> bool:
        """Whether it names cards, or says that there are none."""
        return self._first is not None or self.said.get(_CARDS) == []

    def entries(self) -> Iterator[Any]:
        """Yield the cards' entries."""
        at = self._first
        while at is not None:
            self._file.seek(at)
            line = self._file.readline()
            if line.rstrip() in _ENDS:
                return
            at += len(line)
            yield _parsed(line.strip().rstrip(b","))

    def _look_through(self) -> None:
        file = self._file
        file.seek(0)
        if file.readline() != b"{\n":
            raise _Another
        at = file.tell()
        section = ""
        for line in file:
            start, at = at, at + len(line)
            if section:
                if line.rstrip() in _ENDS:
                    section = ""
                else:
                    self._inside(section, line, start)
            elif line == b"}\n":
                break
            else:
                section = self._between(line, at)
        else:
            raise _Another  # cut short
        if file.read(1):
            raise _Another

    def _between(self, line: bytes, following: int) -> str:
        """Take up a line between the sections; return the name of the section that it opens, "" for none."""
        found = _VALUE.fullmatch(line)
        if found is None:
            raise _Another
        name, value = found[1].decode(), found[2]
        if name in self.said or (name == _CARDS and self._first is not None):
            raise _Another
        if value not in (b"[", b"{"):
            self.said[name] = _parsed_or_raise(value)
            return ""
        if name == _CARDS:
            self._first = following
        else:
            self.said[name] = []
        return name

    def _inside(self, section: str, line: bytes, start: int) -> None:
        if not line.startswith(b"  "):
            raise _Another
        if section == _CARDS:
            if not (line.startswith(b'  {"') and line.rstrip().endswith((b"}", b"},"))):
                raise _Another
        elif section == _COPIES:
            name, colon, _value = line.partition(b": ")
            if not colon:
                raise _Another
            self.copies.places[str(_parsed_or_raise(name.strip()))] = start
        elif section == _GROUNDS:
            shared = _parsed_or_raise(b"{" + line.strip().rstrip(b",") + b"}")
            self.grounds |= {name: groundwork_of(value) for name, value in shared.items()}
        else:
            self.said[section].append(_parsed_or_raise(line.strip().rstrip(b",")))


class _Shared(Mapping[str, Any]):
    """The copies that cards name by digest: where each of them stands."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self.places: dict[str, int] = {}
        self._last: tuple[str, Any] = ("", None)

    def __getitem__(self, name: str) -> Any:
        if self._last[0] != name:
            self._file.seek(self.places[name])
            line = self._file.readline().strip().rstrip(b",")
            self._last = name, _parsed_or_raise(b"{" + line + b"}")[name]
        return self._last[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self.places)

    def __len__(self) -> int:
        return len(self.places)


class _Whole:
    """A manifest of any other layout."""

    def __init__(self, file: IO[bytes]) -> None:
        file.seek(0)
        table = _parsed(file.read())
        self.said: dict[str, Any] = table if isinstance(table, dict) else {}
        self.copies, self.grounds = self.said.get(_COPIES), self.said.get(_GROUNDS)

    @property
    def ours(self) -> bool:
        """Whether it is a manifest at all."""
        return isinstance(self.said.get(_CARDS), list)

    def entries(self) -> Iterator[Any]:
        """Yield the cards' entries."""
        cards = self.said.get(_CARDS)
        yield from cards if isinstance(cards, list) else ()


def known_cards(folder: Path) -> Register:
    """Return every card that an earlier run says it left in `folder`; the latest word about a file counts.

    A manifest or line that is not ours or was cut short says nothing: its cards are made again.
    """
    with _opened(folder / MANIFEST) as file:
        return _known(file, folder)[1]


def cards_in(file: IO[bytes]) -> Register:
    """Return the cards that a manifest's text names; none for one that is not ours."""
    return _known(file, None)[1]


def inventory_of(folder: Path) -> tuple[Mapping[str, Any], Register]:
    """Return what ``manifest.json`` says of a finished batch beside its cards, and the cards.

    Raises InputError when `folder` has no manifest of mima's.
    """
    with _opened(folder / MANIFEST) as file:
        said, cards = _known(file, folder)
    if said is None:
        raise InputError(
            "这个文件夹里没有 mima 的清单",
            Where(folder / MANIFEST),
            "请先用 mima batch 做一套图片，再给出它的文件夹",
        )
    return said, cards


def _known(file: IO[bytes], folder: Path | None) -> tuple[Mapping[str, Any] | None, Register]:
    """Return what a manifest says, None for one that is not ours, and its cards with those of the folder's journal."""
    table: _Lined | _Whole
    try:
        table = _Lined(file)
    except _Another:
        table = _Whole(file)
    cards = Register(folder)
    last: dict[str, int] = {}
    for card in _cards(table.entries(), table.copies, table.grounds):
        last[card.file] = cards.enter(card)
    for card in _cards(_noted(folder), None, None):
        last[card.file] = cards.enter(card)
    return table.said if table.ours else None, cards.view(last.values())


def _cards(entries: Iterable[Any], copies: Any, grounds: Any) -> Iterator[CardRecord]:
    for entry in entries:
        try:
            yield card_of(entry, copies, grounds)
        except (TypeError, KeyError, ValueError, AttributeError):
            continue


def _noted(folder: Path | None) -> Iterator[Any]:
    if folder is None:
        return
    with _opened(folder / JOURNAL) as file:
        for line in file:
            if line.strip():
                yield _parsed(line)


def _opened(path: Path) -> IO[bytes]:
    try:
        return path.open("rb")
    except OSError:
        return io.BytesIO()


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError):
        return None


def _parsed_or_raise(text: bytes) -> Any:
    try:
        return json.loads(text.decode("utf-8", errors="replace"))
    except (ValueError, RecursionError) as error:
        raise _Another from error
