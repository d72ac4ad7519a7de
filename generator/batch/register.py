"""The register: a batch's cards one after another, on the disk beside them, so that a hundred thousand take no more memory than a hundred.

A card is written as its manifest will have it, and what cards share (a copy for four sizes, a groundwork for all) once,
as the manifest will have that. So a manifest of any length is written by copying lines.
"""

from __future__ import annotations

import json
import os
import tempfile
import threading
import weakref
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, cast, overload

from generator.batch.record import CardRecord, card_of
from generator.batch.store import cannot_write
from generator.batch.ticket import plain

IN_MEMORY = 2_000_000
"""Bytes of records kept in memory; of more, all go to the disk. A card has 2 to 3 KB."""
_REMARKED = b'"proof": [{'


class Register(Sequence[CardRecord]):
    """Cards by number. In memory is only where each of them stands, in a file that has no name and ends with the process.

    Records come back equal to what was entered, each time as a new value. Raises OutputError when the disk is full.
    """

    def __init__(self, folder: Path | None = None) -> None:
        """Begin an empty register, its file in `folder` where that can be written to, else among the system's own."""
        self._paper = _Paper(folder)
        self._places: array[int] = array("q")

    @classmethod
    def of(cls, cards: Iterable[CardRecord], folder: Path | None = None) -> Register:
        """Return a register of these cards."""
        made = cls(folder)
        for card in cards:
            made.enter(card)
        return made

    def enter(self, card: CardRecord) -> int:
        """Enter a card at the end and return its number."""
        copies, grounds = dict[str, Any](), dict[str, Any]()
        line = written(card.to_json(copies, grounds))
        self._paper.share(copies, grounds)
        self._places.append(self._paper.write(line))
        return len(self._places) - 1

    def view(self, numbers: Iterable[int]) -> Register:
        """Return the cards of these numbers, in this order, from the same file."""
        made = Register.__new__(Register)
        made._paper = self._paper
        made._places = array("q", (self._places[number] for number in numbers))
        return made

    def lines(self) -> Iterator[bytes]:
        """Yield each card as JSON, without an end of line: copies and groundworks are named by digest."""
        return map(self._paper.line, self._places)

    def shared(self, digest: str) -> bytes:
        """Return what `lines` names so, as JSON behind its name and a colon."""
        return self._paper.line(self._paper.places[digest])

    def remarked(self) -> Iterator[CardRecord]:
        """Yield the cards whose proof found something: of most it found nothing."""
        return (self._paper.read(place) for place in self._places if _REMARKED in self._paper.line(place))

    def __len__(self) -> int:
        return len(self._places)

    @overload
    def __getitem__(self, at: int) -> CardRecord: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[CardRecord, ...]: ...
    def __getitem__(self, at: int | slice) -> CardRecord | tuple[CardRecord, ...]:
        if isinstance(at, slice):
            return tuple(self._paper.read(place) for place in self._places[at])
        return self._paper.read(self._places[at])

    def __iter__(self) -> Iterator[CardRecord]:
        return map(self._paper.read, self._places)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Register | tuple | list):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as the records themselves."""
        return Register.of, (tuple(self),)


def written(value: Any) -> bytes:
    """Return a value as a manifest writes it."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", errors="backslashreplace")


class _Paper:
    """The file that lines are written on. For several threads.

    `places`: where what is named by a digest stands.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder if folder is not None and os.access(folder, os.W_OK) else None
        place = str(self._folder) if self._folder is not None else None
        self._file = cast(
            IO[bytes],
            tempfile.SpooledTemporaryFile(IN_MEMORY, prefix=".mima-", dir=place),  # noqa: SIM115
        )
        weakref.finalize(self, self._file.close)
        self._lock = threading.Lock()
        self._end = 0
        self.places: dict[str, int] = {}
        self._copies = _Copies(self)
        self._grounds: dict[str, Any] = {}

    def share(self, copies: Mapping[str, Any], grounds: Mapping[str, Any]) -> None:
        """Write down what cards name by digest, unless it is there."""
        for name, value in (*copies.items(), *grounds.items()):
            if name not in self.places:
                self.places[name] = self.write(written(name) + b": " + written(plain(value)))
        for name, value in grounds.items():
            self._grounds.setdefault(name, value)

    def write(self, line: bytes) -> int:
        """Write a line and return its place."""
        with self._lock:
            place = self._end
            try:
                self._file.seek(place)
                self._file.write(line + b"\n")
            except OSError as error:
                raise self._refused(error) from error
            self._end += len(line) + 1
            return place

    def line(self, place: int) -> bytes:
        """Return the line at a place."""
        with self._lock:
            try:
                self._file.seek(place)
                return self._file.readline()[:-1]
            except OSError as error:
                raise self._refused(error) from error

    def read(self, place: int) -> CardRecord:
        """Return the card at a place."""
        return card_of(json.loads(self.line(place)), self._copies, self._grounds)

    def _refused(self, error: OSError) -> Exception:
        return cannot_write(error, self._folder or Path(tempfile.gettempdir()))


class _Copies(Mapping[str, Any]):
    """A paper's copies by digest, as a manifest's table has them."""

    def __init__(self, paper: _Paper) -> None:
        self._paper = weakref.proxy(paper)

    def __getitem__(self, name: str) -> Any:
        return json.loads(b"{" + self._paper.line(self._paper.places[name]) + b"}")[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paper.places)

    def __len__(self) -> int:
        return len(self._paper.places)
