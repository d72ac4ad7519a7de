"""Tables in plain text: rows of tabs, or of columns lined up with spaces → rows with one mark between cells."""

from __future__ import annotations

import re

from generator.facts.article import CELL, LineStyle

_GAP = re.compile(r"\t+| {2,}|(?:\u3000 ?){2,}|(?<=\S)\u3000(?=[-+\d])")
_NUMBER = re.compile(r"[-+－]?\d[\d,]*(?:\.\d+)?[%％]?|[-—–/…]+")
_FEWEST_ROWS = 3


def columned(text: str) -> tuple[str, dict[int, LineStyle]]:
    """Return `text` with the cells of its tables parted by CELL, and the styles of those rows by line number.

    A run of tabbed lines is a table; lines lined up with spaces are one when most of their last cells are numbers.
    """
    lines = text.split("\n")
    styles: dict[int, LineStyle] = {}
    at = 0
    while at < len(lines):
        stop = at
        while stop < len(lines) and _is_columned(lines[stop]):
            stop += 1
        run = range(at, stop)
        if len(run) >= 2 and _is_table([lines[i] for i in run]):
            for i in run:
                lines[i] = CELL.join(cell.strip() for cell in _GAP.split(lines[i].strip()))
                styles[i + 1] = LineStyle(row=True)
        at = stop + 1
    return "\n".join(line.replace("\t", CELL) for line in lines), styles


def _is_columned(line: str) -> bool:
    bare = line.strip()
    return bool(bare) and bool(_GAP.search(bare)) and not bare.endswith("。")


def _is_table(run: list[str]) -> bool:
    numbered = sum(bool(_NUMBER.fullmatch(_GAP.split(line.strip())[-1])) for line in run)
    tabbed = all("\t" in line.strip() for line in run)
    return numbered >= (1 if tabbed else _FEWEST_ROWS) and numbered * 2 >= len(run)
