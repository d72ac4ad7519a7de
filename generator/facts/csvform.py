"""Factsheet ↔ CSV as Excel and WPS write it: UTF-8 with BOM or GB18030, commas, semicolons or tabs."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path

from generator.errors import InputError, RowError, Where
from generator.facts.collect import Read, collect
from generator.facts.decode import decode
from generator.facts.grid import SHEET_COLUMNS, header_of, records, sheet_head, table
from generator.facts.model import Factsheet

_RISKY = ("=", "+", "-", "@", "\t", "\r", "'")


def to_csv(sheet: Factsheet) -> bytes:
    """Return `sheet` as CSV with a Chinese header row; what the article's title and source are stands in row one.

    A cell that a spreadsheet program would run as a formula is written with an apostrophe before it.
    Headings and prose have no place in a CSV and are left out.
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in table(sheet):
        writer.writerow([guard(cell) for cell in row])
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
    return collect(found, sheet_head(found, Factsheet("", ()), SHEET_COLUMNS), errors=errors)


def _numbered(reader: Iterator[list[str]]) -> Iterator[tuple[int, list[str]]]:
    yield from enumerate(reader, 1)


def guard(cell: str) -> str:
    """Return `cell` so that no spreadsheet program runs it as a formula."""
    return "'" + cell if cell.startswith(_RISKY) else cell


def unguard(cell: str) -> str:
    """Return the cell that `guard` was given."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_RISKY) else cell
