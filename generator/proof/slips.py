"""Words that a proof-reader stops at: banned and delicate terms, superlatives, common slips, units in the wrong case.

The tables are `data/words/banned.tsv`, `superlatives.tsv`, `slips.tsv`; a sub-editor extends them in any editor.
No table knows the context, so all of them only point; a person decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.errors import DesignError, Where

TABLES = {"banned.tsv": "banned", "superlatives.tsv": "superlative", "slips.tsv": "slip"}
_COLUMNS = 3
_WHAT = {"banned": "慎用词", "superlative": "极限词", "slip": "可能有误", "unit-case": "单位写法不规范"}
_LONGEST = 60
"""A pattern may match this many characters at the most: the tables allow no repetition without an end."""


@dataclass(frozen=True, slots=True)
class Slip:
    """One row: what to look for, what is better ("" where only a person can say), and why."""

    kind: str
    pattern: re.Pattern[str]
    better: str
    why: str


@dataclass(frozen=True, slots=True)
class Hit:
    """One place in a text, as half-open offsets, with the Chinese message for it."""

    kind: str
    start: int
    end: int
    message: str


@dataclass(frozen=True)
class SlipTable:
    """All rows of all tables."""

    rows: tuple[Slip, ...]

    @classmethod
    def load(cls, *folders: Path) -> SlipTable:
        """Read the tables below these data folders; a later folder's rows come on top.

        Raises DesignError, with file and line, for a row with too few columns or a pattern that is no pattern.
        """
        return _load(folders)

    @staticmethod
    def forget() -> None:
        """Let the next `load` read the files anew: somebody edits them while the studio is open."""
        _load.cache_clear()

    def hits(self, text: str) -> Iterator[Hit]:
        """Yield every place in `text` that a proof-reader should look at."""
        for row in self.rows:
            for match in row.pattern.finditer(text):
                word = match[0]
                advice = f"，建议写“{match.expand(row.better)}”" if row.better else ""
                yield Hit(row.kind, match.start(), match.end(), f"{_WHAT[row.kind]}“{word}”{advice}：{row.why}")


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> SlipTable:
    rows: list[Slip] = []
    for folder in folders:
        for name, kind in TABLES.items():
            path = folder / "words" / name
            if path.is_file():
                rows += _rows(path, kind)
    return SlipTable(tuple(rows))


def _rows(path: Path, kind: str) -> Iterator[Slip]:
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith(("#", "词\t")):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) != _COLUMNS or not cells[0]:
            raise DesignError(
                f"这一行有 {len(cells)} 栏，应为 3 栏", Where(path, number), "词、建议、理由之间用制表符分开"
            )
        word, better, why = cells
        is_pattern = word.startswith("/") and word.endswith("/") and len(word) > 2
        own_kind = "unit-case" if why.startswith("单位") else kind
        try:
            pattern = re.compile(word[1:-1] if is_pattern else re.escape(word))
            pattern.sub(better if is_pattern else "", "")
        except re.error as error:
            raise DesignError(
                f"“{word}”不是正确的式子：{error}", Where(path, number), "请检查括号与转义"
            ) from error
        if is_pattern and re.search(r"(?<!\\)[*+]|\{\d*,\}", word):
            raise DesignError(
                f"“{word}”里有不限次数的重复", Where(path, number), f"请写明次数，例如 {{1,{_LONGEST}}}"
            )
        yield Slip(own_kind, pattern, better if is_pattern else better.replace("\\", "\\\\"), why)
