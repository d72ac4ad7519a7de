"""The register: a batch's cards one after another, on the disk beside them, so that a hundred thousand take no more memory than a hundred."""

from __future__ import annotations

import json
import os
import tempfile
import threading
import weakref
from array import array
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, cast, overload

from generator.batch.record import CardRecord, card_of
from generator.batch.store import cannot_write

IN_MEMORY = 2_000_000
"""Bytes of records kept in memory; of more, all go to the disk. A card has 2 to 3 KB."""


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
        self._places.append(self._paper.write(card))
        return len(self._places) - 1

    def view(self, numbers: Iterable[int]) -> Register:
        """Return the cards of these numbers, in this order, from the same file."""
        made = Register.__new__(Register)
        made._paper = self._paper
        made._places = array("q", (self._places[number] for number in numbers))
        return made

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
        return (self._paper.read(place) for place in self._places)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Register | tuple | list):
            return NotImplemented
        return len(self) == len(other) and all(one == another for one, another in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel to another process as the records themselves."""
        return Register.of, (tuple(self),)


def loose_sheet(owner: object, folder: Path | None = None) -> IO[bytes]:
    """Return an empty file to write on and read from, without a name, that goes when its owner does."""
    place = str(folder) if folder is not None else None
    file = cast(IO[bytes], tempfile.SpooledTemporaryFile(IN_MEMORY, prefix=".mima-", dir=place))  # noqa: SIM115
    weakref.finalize(owner, file.close)
    return file


class _Paper:
    """The file that records are written on, a line each. For several threads."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder if folder is not None and os.access(folder, os.W_OK) else None
        self._file = loose_sheet(self, self._folder)
        self._lock = threading.Lock()
        self._grounds: dict[str, Any] = {}
        self._end = 0

    def write(self, card: CardRecord) -> int:
        with self._lock:
            # Every card has its own copy and its batch's groundwork: that one is kept once.
            line = json.dumps(card.to_json(None, self._grounds)).encode() + b"\n"
            place = self._end
            try:
                self._file.seek(place)
                self._file.write(line)
            except OSError as error:
                raise cannot_write(error, self._folder or Path(tempfile.gettempdir())) from error
            self._end += len(line)
            return place

    def read(self, place: int) -> CardRecord:
        with self._lock:
            try:
                self._file.seek(place)
                line = self._file.readline()
            except OSError as error:
                raise cannot_write(error, self._folder or Path(tempfile.gettempdir())) from error
        return card_of(json.loads(line), None, self._grounds)
