"""Reading one TOML file of the design folders, with errors that name file and line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from generator.errors import DesignError, Where

T = TypeVar("T")
_AT_LINE = re.compile(r"at line (\d+), column (\d+)")


@dataclass(frozen=True)
class TomlFile:
    """One parsed file and its text, so that an error can point at the line of a key."""

    path: Path
    text: str
    table: dict[str, Any]

    @classmethod
    def read(cls, path: Path) -> TomlFile:
        """Parse `path`; raise DesignError with line and column when it is not TOML in UTF-8."""
        try:
            text = path.read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise DesignError("缺少设计文件", Where(path), f"请补上 {path.name}，可从现有的复制一份") from error
        except OSError as error:
            raise DesignError(
                f"读不了设计文件：{error.strerror}", Where(path), "请检查文件是否存在、可读"
            ) from error
        except UnicodeDecodeError as error:
            raise DesignError("设计文件不是 UTF-8 编码", Where(path), "请另存为 UTF-8") from error
        try:
            return cls(path, text, tomllib.loads(text))
        except tomllib.TOMLDecodeError as error:
            place = _AT_LINE.search(str(error))
            # "at end of document" is all that tomllib says of a bracket or quote that nobody closed
            where = Where(path, int(place[1]), int(place[2])) if place else Where(path, len(text.splitlines()))
            raise DesignError("设计文件不合 TOML 语法", where, "请检查引号、等号与方括号") from error

    def line_of(self, key: str) -> int | None:
        """Return the 1-based line on which a key's last part is first set, or None."""
        name = re.escape(key.rsplit(".", 1)[-1])
        pattern = re.compile(rf'^\s*(?:\[+.*\b{name}\b.*\]|"?{name}"?\s*=)')
        return next((n for n, line in enumerate(self.text.splitlines(), 1) if pattern.match(line)), None)

    def fail(self, key: str, what: str, remedy: str) -> DesignError:
        """Return a DesignError that points at `key` in this file."""
        return DesignError(what, Where(self.path, self.line_of(key)), remedy)

    def get(self, key: str, convert: Callable[[Any], T], expected: str, default: T | None = None) -> T:
        """Return the value at the dotted `key` through `convert`.

        Raises DesignError when it is missing without a default, or when `convert` raises ValueError or
        TypeError; `expected` says in Chinese what should stand there.
        """
        value: Any = self.table
        for part in key.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value is None:
            if default is not None:
                return default
            raise self.fail(key, f"缺少“{key}”", f"请补上：{expected}")
        try:
            return convert(value)
        except (ValueError, TypeError) as error:
            raise self.fail(key, f"“{key}”的值 {value!r} 不对", f"应为：{expected}") from error


def text(value: Any) -> str:
    """Convert to a non-empty string; raise TypeError or ValueError otherwise."""
    if not isinstance(value, str):
        raise TypeError
    if not value.strip():
        raise ValueError
    return value


def positive(value: Any) -> int:
    """Convert to an integer of 1 or more; raise TypeError or ValueError otherwise."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise TypeError
    if value < 1:
        raise ValueError
    return value


def texts(value: Any) -> tuple[str, ...]:
    """Convert a non-empty list of strings; raise TypeError or ValueError otherwise."""
    if not isinstance(value, list) or not value:
        raise TypeError
    return tuple(text(item) for item in value)


def truth(value: Any) -> bool:
    """Convert true or false; raise TypeError otherwise."""
    if not isinstance(value, bool):
        raise TypeError
    return value
