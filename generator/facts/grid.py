"""Rows of cells ↔ records: the header row found, columns named, what concerns the whole sheet in its first row."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.errors import InputError, Where
from generator.facts.heads import ALIASES, COLUMNS
from generator.facts.model import Factsheet
from generator.facts.record import to_record

SHEET_COLUMNS = {"稿件标题": "title", "署名": "byline", "来源": "source", "稿件日期": "date"}
_SEARCHED = 20  # rows above which the header must stand


@dataclass(frozen=True, slots=True)
class Header:
    """Where the header row ends (index into the rows) and the column names, "" for a column without one."""

    last: int
    names: tuple[str, ...]


def table(sheet: Factsheet, with_head: bool = True) -> list[list[str]]:
    """Return header row and one row a fact; columns that no fact uses are left out, but the usual ones stay."""
    known = {c.id: c for c in sheet.chapters}
    found = [to_record(f, known.get(f.chapter)) for f in sheet.facts]
    if with_head and found:
        found[0] |= {c: getattr(sheet, name) for c, name in SHEET_COLUMNS.items() if getattr(sheet, name)}
    usual = COLUMNS[:16]
    used = {c for r in found for c in r}
    names = [c for c in COLUMNS if c in usual or c in used]
    names += sorted(used - set(COLUMNS) - set(SHEET_COLUMNS)) + [c for c in SHEET_COLUMNS if c in used]
    return [names] + [[r.get(c, "") for c in names] for r in found]


def header_of(rows: Sequence[tuple[int, Sequence[str]]], path: Path | None, sheet: str | None) -> Header:
    """Find the row that holds 内容; a second header row below merged cells counts too.

    Raises InputError, with the nearest name met, when there is no such column.
    """
    for at, (_, cells) in enumerate(rows[:_SEARCHED]):
        names = [_name(c) for c in cells]
        if "内容" not in names:
            continue
        last = at
        if at + 1 < len(rows):
            below = [_name(c) for c in rows[at + 1][1]]
            column = names.index("内容")
            merged = column >= len(below) or not below[column]
            if merged and any(b in COLUMNS for b in below):
                below += [""] * (len(names) - len(below))
                names += [""] * (len(below) - len(names))
                names = [b if b else n for n, b in zip(names, below, strict=True)]
                last = at + 1
        twice = next((n for n in names if n and names.count(n) > 1), None)
        if twice:
            raise InputError(
                f"有两列都叫“{twice}”", Where(path, sheet=sheet, row=rows[last][0]), "请改掉其中一列的名字"
            )
        return Header(last, tuple(names))
    met = [c.strip() for _, cells in rows[:3] for c in cells if c.strip()]
    near = difflib.get_close_matches("内容", met, 1, 0.4)
    hint = f"表里的“{near[0]}”是不是它？" if near else ""
    top = next((number for number, cells in rows if any(c.strip() for c in cells)), 1)
    raise InputError("缺少“内容”这一列", Where(path, sheet=sheet, row=top), f"{hint}请在表头写上“内容”")


def records(
    rows: Sequence[tuple[int, Sequence[str]]], header: Header, path: Path | None, sheet: str | None
) -> Iterator[tuple[Mapping[str, str], Where]]:
    """Yield the records below the header with their places; empty rows are passed over."""
    for number, cells in rows[header.last + 1 :]:
        if not any(c.strip() for c in cells):
            continue
        record = {n: c for n, c in zip(header.names, cells, strict=False) if n and c}
        yield record, Where(path, sheet=sheet, row=number)


def sheet_head(
    found: list[tuple[Mapping[str, str], Where]], base: Factsheet, columns: Mapping[str, str]
) -> Factsheet:
    """Move what concerns the whole sheet (稿件标题, 来源 …) out of the records `found`, in place, into a Factsheet."""
    values: dict[str, str] = {}
    for at, (record, where) in enumerate(found):
        rest = {}
        for name, cell in record.items():
            if name in columns:
                values.setdefault(columns[name], cell)
            else:
                rest[name] = cell
        found[at] = (rest, where)
    return replace(
        base,
        title=values.get("title", base.title),
        byline=values.get("byline", base.byline),
        source=values.get("source", base.source),
        date=values.get("date", base.date),
    )


def _name(cell: str) -> str:
    bare = cell.strip().strip("*＊：:").replace(" ", "").replace("\n", "")
    bare = bare.split("（")[0].split("(")[0] or bare
    return ALIASES.get(bare.lower(), bare)
