"""The word tables that tell a quantity from a name: units, qualifiers, names, fixed sayings, label trims.

They are tab-separated files in ``data/words/`` that a sub-editor extends without touching code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from generator.errors import InputError, Where

_PACKAGE = Path(__file__).resolve().parent.parent


@dataclass(frozen=True, slots=True)
class Unit:
    """One measure word: its kind (one of METRIC_KINDS) and what to beware of."""

    text: str
    kind: str
    span_of_time: bool = False  # 时段: mostly a time adverbial
    spec: bool = False  # 规格: mostly a machine's specification
    weak: bool = False  # 弱: seldom worth showing
    careful: bool = False  # 谨慎: after a Chinese numeral mostly part of a name
    whole: bool = False  # 整数: no decimals stand before it
    never: frozenset[str] = frozenset()  # 不接…: characters that make another word of it (48支队|伍)


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """All word tables, loaded once. Compare by identity; make one with `Tables.load`."""

    units: dict[str, Unit]
    qualifiers: dict[str, str]  # before the number: word → class
    suffixes: dict[str, str]  # after the number: word → class
    names_before: dict[str, tuple[tuple[str, str], ...]]  # last character of the prefix → (prefix, suffix)
    names_after: dict[str, tuple[tuple[str, str], ...]]  # first character of the suffix, prefix empty
    fixed: re.Pattern[str]
    trim_head: dict[str, tuple[str, ...]]  # first character → words, longest first
    trim_tail: dict[str, tuple[str, ...]]  # last character → words, longest first
    joins: re.Pattern[str]  # openers of a clause that speaks of the subject before it
    furniture: tuple[str, ...]  # words of web pages' small print
    kind_hints: tuple[tuple[str, str], ...]  # word of a label → kind, for figures without unit
    longest: dict[str, int] = field(default_factory=dict)
    lengths: dict[str, dict[str, tuple[int, ...]]] = field(default_factory=dict)
    """By table (unit, qualifier, suffix) and a word's edge character next to the number: its lengths, longest first."""

    @classmethod
    def load(cls, *data: Path) -> Tables:
        """Read ``words/*.tsv`` below the folders `data`; a later folder's file wins.

        Without an argument the tables that came with mima are read. Raises InputError when a table is
        missing or a row has too few columns.
        """
        return _load(data or (shipped_data(),))

    @staticmethod
    def forget() -> None:
        """Let the next `load` read the files anew: somebody edits them while the studio is open."""
        _load.cache_clear()

    def name_end(self, text: str, start: int, end: int) -> int:
        """Return where the name ends that the number at `start`:`end` of `text` is part of, 0 for no name.

        A name that opens before the number (第N届, 国道N) reaches past the end of the text: nothing outdoes it.
        """
        if start:
            for prefix, suffix in self.names_before.get(text[start - 1], ()):
                if text.endswith(prefix, 0, start) and text.startswith(suffix, end):
                    # 运20 is an aeroplane, but 货运20万吨 is a quantity: a short prefix yields to a unit
                    return len(text) + 1 if len(prefix) > 1 or suffix or prefix == "第" else end
        far = 0
        for _, suffix in self.names_after.get(text[end : end + 1], ()):
            if len(suffix) > far and text.startswith(suffix, end):
                far = len(suffix)
        return end + far if far else 0


def shipped_data() -> Path:
    """Return the ``data`` folder that came with mima: inside an installed package, or beside it."""
    inside = _PACKAGE / "_resources" / "data"
    return inside if inside.is_dir() else _PACKAGE.parent / "data"


def rows(path: Path, columns: int) -> Iterator[tuple[str, ...]]:
    """Yield the cells of a table's rows, without comments and the header row."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise InputError("缺少词表文件", Where(path), "请恢复 data/words 目录") from None
    except (OSError, UnicodeDecodeError):
        raise InputError("读不了词表文件", Where(path), "请另存为 UTF-8 文本") from None
    header_seen = False
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not header_seen:
            header_seen = True
            continue
        cells = tuple(cell.strip() for cell in line.split("\t"))
        cells += ("",) * (columns - len(cells))
        if not cells[0]:
            raise InputError("词表这一行第一列是空的", Where(path, number), "请补上词，或删去这一行")
        yield cells[:columns]


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Tables:
    def table(name: str, columns: int) -> list[tuple[str, ...]]:
        found = [f / "words" / name for f in folders if (f / "words" / name).is_file()]
        return list(rows(found[-1] if found else folders[0] / "words" / name, columns))

    units = {text: _measure(text, kind, flags.split()) for text, kind, flags in table("units.tsv", 3)}
    qualifiers = table("qualifiers.tsv", 3)
    before: dict[str, list[tuple[str, str]]] = {}
    after: dict[str, list[tuple[str, str]]] = {}
    for (pattern,) in table("names.tsv", 1):
        prefix, found, suffix = pattern.partition("N")
        if not found or not (prefix or suffix) or "N" in suffix:
            raise InputError(f"名称样式“{pattern}”须恰有一个 N", Where("names.tsv"), "请照“第N届”的写法改")
        if prefix:
            before.setdefault(prefix[-1], []).append((prefix, suffix))
        else:
            after.setdefault(suffix[0], []).append((prefix, suffix))
    fixed = sorted({word for (word,) in table("fixed.tsv", 1)}, key=lambda w: (-len(w), w))
    trims = table("label_trims.tsv", 2)

    def by_end(place: str, at: int) -> dict[str, tuple[str, ...]]:
        found: dict[str, list[str]] = {}
        for word in sorted({w for w, p in trims if p == place}, key=lambda w: (-len(w), w)):
            found.setdefault(word[at], []).append(word)
        return {end: tuple(words) for end, words in found.items()}

    prefixes = {word: kind for word, place, kind in qualifiers if place == "前"}
    suffixes = {word: kind for word, place, kind in qualifiers if place == "后"}
    return Tables(
        units=units,
        qualifiers=prefixes,
        suffixes=suffixes,
        names_before={k: tuple(v) for k, v in before.items()},
        names_after={k: tuple(v) for k, v in after.items()},
        fixed=re.compile(_by_first(fixed) or r"(?!)"),
        trim_head=by_end("首", 0),
        trim_tail=by_end("尾", -1),
        joins=_openers(table("joins.tsv", 2)),
        furniture=tuple(word for (word,) in table("furniture.tsv", 1)),
        kind_hints=tuple((word, kind) for word, kind in table("kinds.tsv", 2)),
        longest={
            "unit": max(map(len, units)),
            "qualifier": max(map(len, prefixes)),
            "suffix": max(map(len, suffixes)),
        },
        lengths={
            "unit": _lengths(units, 0),
            "qualifier": _lengths(prefixes, -1),
            "suffix": _lengths(suffixes, 0),
        },
    )


def _lengths(words: Iterable[str], at: int) -> dict[str, tuple[int, ...]]:
    found: dict[str, set[int]] = {}
    for word in words:
        found.setdefault(word[at], set()).add(len(word))
    return {edge: tuple(sorted(sizes, reverse=True)) for edge, sizes in found.items()}


def _by_first(words: Iterable[str]) -> str:
    """Return an alternation of `words`, in their order, with a first character tried once: 一(?:老一小|批)|三(?:农)."""
    groups: dict[str, list[str]] = {}
    for word in words:
        groups.setdefault(word[0], []).append(re.escape(word[1:]))
    return "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())


def _measure(text: str, kind: str, flags: list[str]) -> Unit:
    never = frozenset(c for flag in flags if flag.startswith("不接") for c in flag[2:])
    return Unit(
        text, kind, "时段" in flags, "规格" in flags, "弱" in flags, "谨慎" in flags, "整数" in flags, never
    )


def _openers(words: list[tuple[str, ...]]) -> re.Pattern[str]:
    groups: dict[str, list[str]] = {}
    for word, no in sorted(set(words), key=lambda w: (-len(w[0]), w)):
        groups.setdefault(word[0], []).append(re.escape(word[1:]) + (f"(?![{re.escape(no)}])" if no else ""))
    return re.compile(
        "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items()) or r"(?!)"
    )
