"""A measured text: cells in em of the box's fitted size, in one row.

A cell is what is never taken apart: a character with its marks, or a two-em dash. The row is laid out as if on
one endless line; `Row.width` then says what any part of it would measure as a line of its own, with the
blanks of marks at its ends taken off.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from generator.typeset.model import Style


class Stretch(NamedTuple):
    """Characters `start` to `end` that are shaped at once: one style, one face, and one script (`han` or Latin)."""

    start: int
    end: int
    style: int
    face: str
    han: bool


class Ink(NamedTuple):
    """One glyph of a cell: where its origin is from the cell's pen, in em of the fitted size.

    `along` runs with the line, `across` against its side: up in horizontal, to the right in vertical setting.
    """

    face: str
    gid: int
    along: float
    across: float
    size: float
    rotate: float = 0.0
    scale_x: float = 1.0


class Cell(NamedTuple):
    """Characters `start` to `end` of the row's text, and how they measure in em.

    `trim_start`, `trim_end`: blank a mark gives up beside another; `flush`: blank it loses at a line's start,
    where its ink stands as far in as a hanzi's. `upright`: Latin that fills one em of a column.
    """

    start: int
    end: int
    style: int
    inks: tuple[Ink, ...]
    advance: float
    trim_start: float = 0.0
    trim_end: float = 0.0
    flush: float = 0.0
    space: bool = False
    upright: bool = False


@dataclass(frozen=True)
class Row:
    """A measured text. `pens[i]` is where cell i starts on the endless line; `gaps[i]` what stands before it.

    `starts[i]` is the cell that really starts a line broken before cell i, `ends[i]` the one past the last
    that ends the line above: spaces at a break vanish. `families`, `fallbacks`: as in `Setting`.
    """

    text: str
    styles: tuple[Style, ...]
    cells: tuple[Cell, ...]
    pens: tuple[float, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    families: tuple[str, ...]
    fallbacks: tuple[tuple[str, str], ...]

    def width(self, first: int, last: int) -> float:
        """Return the measure in em of the line from a break before cell `first` to one before cell `last`."""
        i, j = self.starts[first], self.ends[last]
        if j <= i:
            return 0.0
        end = self.cells[j - 1]
        return self.pens[j - 1] + end.advance - end.trim_end - self.pens[i] - self.cells[i].flush
