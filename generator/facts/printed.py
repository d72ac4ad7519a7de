"""A figure as a spreadsheet program left it → the figure as the fact prints it: 1.1 beside “1.10倍” is 1.10.

Programs that open a CSV take 1.10, 1,256.5, 2:1 and 5.5% for numbers, times and shares, and save 1.1, 1256.5, 2:01
and 5.50%. The fact's own words tell how the figure was printed, so they are asked.
"""

from __future__ import annotations

import re

from generator.facts.figure import scan
from generator.facts.numeral import fold, number_of
from generator.facts.tables import Tables

_CLOCK = re.compile(r"\d{1,3}(?::\d{1,3}){1,2}")
_HALF = re.compile(r" [AP]M$")
_SIGN = re.compile(r"[%％]$")
_BY_HAND = re.compile(r"[+＋]|[-−]?(?:[0０][0-9０-９]|\.)[^:]*$")
"""How no program saves a number, but for a clock's: +5, 007, .5. Such a cell is as a person wrote it."""


def as_printed(cell: str, text: str, tables: Tables) -> str:
    """Return the figure of `text` that `cell` equals in number though not in letters; else `cell` as it is.

    A program drops zeros before a figure and never adds one: 00 beside “0” is no figure that it changed.
    """
    if _BY_HAND.match(cell):
        return cell
    figures = scan(text, tables)
    if any(cell in {figure.value, figure.value + figure.unit} for figure in figures):
        return cell
    sign = _SIGN.search(cell)
    wanted = _parts(_SIGN.sub("", cell))
    if not wanted:
        return cell
    for figure in figures:
        if _parts(figure.value) == wanted and bool(sign) <= (figure.unit in {"%", "％"}):
            return figure.value + (figure.unit if sign else "")
    return cell


def _parts(value: str) -> tuple[int | float, ...]:
    """Return the number of a figure, or the numbers of a ratio; a clock's empty seconds do not count."""
    bare = _HALF.sub("", fold(value).strip())
    if not _CLOCK.fullmatch(bare):
        number = number_of(bare)
        return () if number is None else (number,)
    numbers = [int(part) for part in bare.split(":")]
    return tuple(numbers[:2] if len(numbers) == 3 and numbers[2] == 0 and bare.endswith(":00") else numbers)
