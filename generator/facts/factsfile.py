"""A facts file ↔ factsheet, in the four forms: YAML, JSON, CSV, XLSX."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from generator.errors import InputError, OutputError, RowError, UsageError, Where
from generator.facts.collect import Read
from generator.facts.csvform import from_csv, to_csv
from generator.facts.decode import decode, read_bytes
from generator.facts.jsonform import from_json, to_json
from generator.facts.model import Factsheet
from generator.facts.yamlform import from_yaml, to_yaml

FORMATS = ("yaml", "json", "csv", "xlsx")
_ENDINGS = {
    ".yaml": "yaml",
    ".yml": "yaml",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}


def format_of(path: Path) -> str | None:
    """Return which of FORMATS a file name stands for, or None."""
    return _ENDINGS.get(path.suffix.lower())


def read_facts(path: Path) -> tuple[Factsheet, tuple[RowError, ...]]:
    """Read a facts file. Good rows come back as the sheet, bad ones as errors that name sheet and row.

    Raises InputError when the file as a whole cannot be read.
    """
    path = Path(path)
    kind = format_of(path)
    data = read_bytes(path)
    if kind is None:
        raise InputError(f"不认识的数据表类型“{path.suffix}”", Where(path), "请用 .yaml .json .csv .xlsx")
    read = _parse(kind, data, path)
    return read.sheet, read.errors


def dump_facts(sheet: Factsheet, form: str) -> bytes:
    """Return `sheet` in one of FORMATS; raise UsageError for another."""
    if form == "yaml":
        return to_yaml(sheet).encode("utf-8")
    if form == "json":
        return to_json(sheet).encode("utf-8")
    if form == "csv":
        return to_csv(sheet)
    if form == "xlsx":
        from generator.facts.xlsxform import to_xlsx  # noqa: PLC0415  openpyxl loads as long as an article is read

        return to_xlsx(sheet)
    raise UsageError(f"不认识的格式“{form}”", None, f"可用：{' '.join(FORMATS)}")


def write_facts(sheet: Factsheet, path: Path, form: str | None = None) -> None:
    """Write `sheet` to `path`, whole or not at all; `form` defaults to what the name says, else YAML."""
    path = Path(path)
    data = dump_facts(sheet, form or format_of(path) or "yaml")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", suffix=".tmp", dir=path.parent)
    except OSError as error:
        raise OutputError(
            f"写不了文件：{error.strerror}", Where(path), "请检查文件夹是否可写、磁盘是否已满"
        ) from None
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        temporary = Path(name)
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise OutputError(
            f"写不了文件：{error.strerror}", Where(path), "请检查文件夹是否可写、磁盘是否已满"
        ) from None


def _parse(kind: str, data: bytes, path: Path) -> Read:
    if kind == "xlsx":
        from generator.facts.xlsxform import from_xlsx  # noqa: PLC0415

        return from_xlsx(data, path)
    if kind == "csv":
        return from_csv(data, path)
    text = decode(data, path)
    return from_json(text, path) if kind == "json" else from_yaml(text, path)
