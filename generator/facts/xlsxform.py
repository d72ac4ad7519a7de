"""Factsheet ↔ XLSX: one row a fact, a sheet of notes, chapters and the article's other lines on their own sheets."""

from __future__ import annotations

import datetime
import io
import re
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.errors import InputError, RowError, Where
from generator.facts.collect import Read, collect
from generator.facts.docx import open_parts
from generator.facts.grid import SHEET_COLUMNS, header_of, records, sheet_head, table
from generator.facts.heads import NOTES
from generator.facts.model import Chapter, Factsheet, Prose
from generator.facts.record import span_of, span_text

_FACTS, _ABOUT, _CHAPTERS, _REST = "事实", "说明", "章节", "原文其余"
_WIDTHS = {"内容": 60, "文案": 40, "指标": 28, "章节": 20, "其他数字": 20}
_MOST_ROWS, _MOST_COLUMNS = 100_000, 200
_DECIMALS = re.compile(r"^[#,]*0(?:\.(0+))?(%?)$")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, SyntaxError, NotImplementedError, RuntimeError, ValueError, KeyError, TypeError,
    AttributeError, IndexError, OSError, EOFError,
)  # fmt: skip
"""What a damaged workbook makes zipfile, zlib, the XML parser and openpyxl raise (both XML parsers' errors are SyntaxErrors); a fuzz run
found the first four."""


def to_xlsx(sheet: Factsheet) -> bytes:
    """Return `sheet` as a workbook. Every cell is text, so no program rounds a figure or runs a formula."""
    import openpyxl  # noqa: PLC0415  (a fifth of a second that only a workbook is worth)
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    book = openpyxl.Workbook()
    facts = book.active
    assert facts is not None  # noqa: S101 - a new workbook has one sheet
    facts.title = _FACTS
    rows = table(sheet, with_head=False)
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells, 1):
            _put(facts, row, column, cell, bold=row == 1)
    for column, name in enumerate(rows[0], 1):
        facts.column_dimensions[get_column_letter(column)].width = _WIDTHS.get(name, 11)
    facts.freeze_panes = "A2"
    about = [
        ["项目", "填写"],
        *([c, str(getattr(sheet, n))] for c, n in SHEET_COLUMNS.items()),
        ["", ""],
        ["列名", "说明"],
    ]
    _page(book, _ABOUT, about + [[name, note] for name, note in NOTES.items()], (14, 60))
    chapters = [[c.id, c.title, c.subtitle, "" if c.line is None else str(c.line)] for c in sheet.chapters]
    _page(book, _CHAPTERS, [["编号", "标题", "副题", "行号"], *chapters], (8, 30, 40, 8))
    rest = [
        [kind, str(p.line), span_text(p.span), p.text]
        for kind, ps in (("标题行", sheet.headings), ("正文", sheet.prose))
        for p in ps
    ]
    _page(book, _REST, [["类别", "行号", "原文位置", "文字"], *rest], (8, 8, 14, 80))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def from_xlsx(data: bytes, path: Path | None = None) -> Read:
    """Read a workbook as Excel or WPS saved it: merged headers, floats, cached formula results, empty rows.

    Raises InputError for a broken, locked or swollen file, and when no sheet has a column 内容.
    """
    archive = open_parts(data, path)
    import openpyxl  # noqa: PLC0415

    try:
        _prove_no_entities(archive, path)
        book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False, keep_vba=False)
        formulas = openpyxl.load_workbook(io.BytesIO(data), data_only=False, keep_links=False)
    except _BROKEN:
        raise InputError("读不了这个表格文件", Where(path), "请用 Excel 或 WPS 打开，另存为 .xlsx") from None
    name, rows = _facts_page(book, path)
    header = header_of(rows, path, name)
    found = list(records(rows, header, path, name))
    errors = _uncomputed(formulas[name], book[name], header.names, path, name)
    bad = {e.where.row for e in errors if e.where is not None}
    found = [(r, w) for r, w in found if w.row not in bad]
    base = _about(book)
    return collect(found, sheet_head(found, base, SHEET_COLUMNS), errors=errors)


def _prove_no_entities(archive: zipfile.ZipFile, path: Path | None) -> None:
    with archive:
        for part in archive.namelist():
            if part.endswith((".xml", ".rels")):
                with archive.open(part) as stream:
                    if b"<!DOCTYPE" in stream.read(4096):
                        raise InputError("文件里有不该有的 XML 实体", Where(path), "请用 Excel 重新另存")


def _put(page: Any, row: int, column: int, text: str, bold: bool = False) -> None:
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    cell = page.cell(row=row, column=column)
    if text:  # an empty string would be stored as a text cell without text
        cell.value = text
        cell.data_type = "s"  # never a formula, never a number
    cell.number_format = "@"
    cell.alignment = Alignment(vertical="top", wrap_text=len(text) > 20)
    if bold:
        cell.font = Font(bold=True)
    if text.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True


def _page(book: Any, name: str, rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    page = book.create_sheet(name)
    for row, cells in enumerate(rows, 1):
        for column, cell in enumerate(cells, 1):
            _put(page, row, column, cell, bold=row == 1)
    for column, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(column)].width = width


def _facts_page(book: Any, path: Path | None) -> tuple[str, list[tuple[int, list[str]]]]:
    pages = [p for p in book.worksheets if p.title not in {_ABOUT, _CHAPTERS, _REST}]
    pages.sort(key=lambda p: p.title != _FACTS)
    first: InputError | None = None
    for page in pages:
        rows = _rows(page)
        try:
            header_of(rows, path, page.title)
        except InputError as error:
            first = first or error
            continue
        return page.title, rows
    raise first or InputError("表格文件里没有工作表", Where(path), "请重新另存")


def _rows(page: Any) -> list[tuple[int, list[str]]]:
    rows = []
    for number, cells in enumerate(
        page.iter_rows(
            max_row=min(page.max_row or 1, _MOST_ROWS), max_col=min(page.max_column or 1, _MOST_COLUMNS)
        ),
        1,
    ):
        rows.append((number, [_cell(c) for c in cells]))
    return rows


def _cell(cell: Any) -> str:
    """Return what a cell shows: 1.10 formatted with two decimals stays 1.10; 0.06 shown as 6% becomes 6%."""
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        shown = _DECIMALS.match(cell.number_format or "")
        if shown:
            decimals = len(shown[1] or "")
            text = f"{value * 100:.{decimals}f}%" if shown[2] else f"{value:.{decimals}f}"
            exact = float(text.rstrip("%")) / (100 if shown[2] else 1)
            if abs(exact - value) <= 1e-9 * max(1.0, abs(value)):
                return text  # rounding that hides digits is not taken over
        return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else f"{value:.12g}"
    if isinstance(value, datetime.datetime):
        return (
            value.strftime("%Y-%m-%d") if value.time() == datetime.time() else value.strftime("%Y-%m-%d %H:%M")
        )
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.time):
        return value.strftime("%H:%M")
    return str(value).replace("\r\n", "\n").replace("_x000D_", "")


def _uncomputed(
    page: Any, shown: Any, names: Sequence[str], path: Path | None, title: str
) -> tuple[RowError, ...]:
    """Name the rows with a formula whose result was never saved: reading them as empty would lose a figure."""
    errors = []
    for row in page.iter_rows(
        max_row=min(page.max_row or 1, _MOST_ROWS), max_col=min(len(names) or 1, _MOST_COLUMNS)
    ):
        for cell in row:
            if cell.data_type == "f" and shown.cell(row=cell.row, column=cell.column).value is None:
                where = Where(path, sheet=title, row=cell.row)
                errors.append(
                    RowError(
                        f"“{names[cell.column - 1]}”这一格是公式，没有存下结果",
                        where,
                        "请用 Excel 打开保存一次，或粘贴为数值",
                    )
                )
                break
    return tuple(errors)


def _about(book: Any) -> Factsheet:
    values: dict[str, str] = {}
    if _ABOUT in book.sheetnames:
        for _, cells in _rows(book[_ABOUT])[:12]:
            if len(cells) > 1 and cells[0] in SHEET_COLUMNS:
                values[SHEET_COLUMNS[cells[0]]] = cells[1]
    chapters: list[Chapter] = []
    if _CHAPTERS in book.sheetnames:
        for _, cells in _rows(book[_CHAPTERS])[1:]:
            identity, title, subtitle, line = (*cells, "", "", "", "")[:4]
            if identity:
                chapters.append(Chapter(identity, title, subtitle, int(line) if line.isdecimal() else None))
    rest: Mapping[str, list[Prose]] = {"标题行": [], "正文": []}
    if _REST in book.sheetnames:
        for _, cells in _rows(book[_REST])[1:]:
            kind, line, place, text = (*cells, "", "", "", "")[:4]
            span = span_of(place)
            if kind in rest and line.isdecimal() and span is not None:
                rest[kind].append(Prose(text, int(line), span))
    return Factsheet(
        values.get("title", ""), (), tuple(chapters), values.get("byline", ""), values.get("source", ""),
        values.get("date", ""), tuple(rest["标题行"]), tuple(rest["正文"]),
    )  # fmt: skip
