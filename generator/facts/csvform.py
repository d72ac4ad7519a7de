"""Factsheet ↔ CSV as Excel and WPS write it: UTF-8 with BOM or GB18030, commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from generator.errors import InputError, RowError, Where
from generator.facts.collect import Read, collect
from generator.facts.decode import decode
from generator.facts.grid import SHEET_COLUMNS, header_of, records, sheet_head, table
from generator.facts.model import Factsheet

_IDENTITIES = ("编号", "上级")
_NUMERAL = re.compile(r"(\d{1,6})(?:\.(\d{1,4}))?")
_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")


def to_csv(sheet: Factsheet) -> bytes:
    """Return `sheet` as CSV with a Chinese header row; what the article's title and source are stands in row one.

    A cell that a spreadsheet program would run as a formula is written with an apostrophe before it.
    Headings and prose have no place in a CSV and are left out.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    rows = table(sheet)
    wide = widths(row[0] for row in rows[1:])
    marked = [at for at, name in enumerate(rows[0]) if name in _IDENTITIES]
    for row in rows:
        cells = [guard(cell) for cell in row]
        for at in marked:
            if _NUMERAL.fullmatch(row[at]) and widened(row[at], wide) != row[at]:
                cells[at] = (
                    "'" + row[at]
                )  # an id that mima would not give; with the apostrophe it stays as it is
        writer.writerow(cells)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8")


def from_csv(data: bytes, path: Path | None = None) -> Read:
    """Read a CSV with at least a column 内容. Raises InputError when there is none or the bytes are no text."""
    text = decode(data, path)
    first = text.split("\n", 1)[0]
    if first.lower().startswith("sep="):
        text = text.partition("\n")[2]
        first = text.split("\n", 1)[0]
    delimiter = max(",;\t，", key=first.count)
    rows: list[tuple[int, Sequence[str]]] = []
    errors: list[RowError] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        rows = [(line, [unguard(cell) for cell in row]) for line, row in _numbered(reader)]
    except csv.Error:
        raise InputError(
            "CSV 写法有错", Where(path, reader.line_num), "请用 Excel 或 WPS 重新另存为 CSV"
        ) from None
    header = header_of(rows, path, None)
    found = list(records(rows, header, path, None))
    wide = widths(r.get("编号", "").strip() for r, _ in found)
    found = [({n: _identity(c, wide) if n in _IDENTITIES else c for n, c in r.items()}, w) for r, w in found]
    return collect(found, sheet_head(found, Factsheet("", ()), SHEET_COLUMNS), errors=errors)


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    yield from enumerate(reader, 1)


def _identity(cell: str, wide: tuple[int, dict[int, int]]) -> str:
    cell = cell.strip()
    return cell[1:] if cell[:1] == "'" and _NUMERAL.fullmatch(cell, 1) else widened(cell, wide)


def widths(ids: Iterable[str]) -> tuple[int, dict[int, int]]:
    """Return how many digits numeral ids have: before the point, and after it by the number before it."""
    whole = 2
    parts: dict[int, int] = {}
    for identity in ids:
        if match := _NUMERAL.fullmatch(identity):
            whole = max(whole, len(match[1]))
            if match[2]:
                parts[int(match[1])] = max(parts.get(int(match[1]), 0), len(match[2]))
    return whole, parts


def widened(identity: str, wide: tuple[int, dict[int, int]]) -> str:
    """Return 1 as 01 and 5.1 as 05.10: a spreadsheet program reads an id as a number and drops its zeros."""
    match = _NUMERAL.fullmatch(identity)
    if match is None:
        return identity
    whole, parts = wide
    first = match[1].zfill(whole)
    return first if not match[2] else f"{first}.{match[2].ljust(parts.get(int(match[1]), 0), '0')}"


def guard(cell: str) -> str:
    """Return `cell` so that no spreadsheet program runs it as a formula."""
    return "'" + cell if cell.startswith(_RISKY) else cell


def unguard(cell: str) -> str:
    """Return the cell that `guard` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RISKY) else cell
