"""The newsroom's typesetting tables, read from data: which marks may not start a line, which words stay whole.

A folder of tables holds `kinsoku.toml`, `numbers.toml`, `phrases.toml` and `words.txt`; each may be missing from a folder
that only adds to another. Staff edit these files; no code knows a mark or a unit by itself.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.errors import DesignError, Where


@dataclass(frozen=True, eq=False)
class Tables:
    """Everything the rules know about characters and words. Strings are sets of characters."""

    not_at_start: frozenset[str]
    not_at_end: frozenset[str]
    strict_not_at_start: frozenset[str]
    strict_not_at_end: frozenset[str]
    pairs: tuple[tuple[str, str], ...]
    clause_ends: frozenset[str]
    list_ends: frozenset[str]
    joints: frozenset[str]
    after_bracket: frozenset[str]
    after_quote: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]
    middle: frozenset[str]
    prefixes: str
    prefix_adverbs: str
    signs: str
    magnitudes: str
    about: str
    marks: str
    joiners: str
    tails: tuple[str, ...]
    units: tuple[str, ...]
    latin_suffixes: tuple[str, ...]
    mid_units: tuple[str, ...]
    lean_back: frozenset[str]
    locatives: frozenset[str]
    lean_on: frozenset[str]
    adverbs: frozenset[str]
    lead: frozenset[str]
    complements: frozenset[str]
    frame_opens: frozenset[str]
    frame_closes: frozenset[str]
    number_lead: frozenset[str]
    suffixes: frozenset[str]
    suffix_nouns: frozenset[str]
    closings: frozenset[str]
    reaching: frozenset[str]
    counters: frozenset[str]
    name_heads: frozenset[str]
    times: frozenset[str]
    titles: frozenset[str]
    nouns: frozenset[str]
    verbs: frozenset[str]
    closing_tails: frozenset[str]
    """The last characters of the closings of names."""
    no_names: frozenset[str]
    """Words of these tables that stand in no name: particles, adverbs, times, the verbs of headlines."""
    words: dict[str, frozenset[int]] = field(repr=False)
    """Word → the offsets inside it at which it may still be broken (written ``海外|服务中心``)."""

    @classmethod
    def load(cls, *folders: Path) -> Tables:
        """Read the tables of `folders`; a later folder's TOML keys win, and its words are added.

        Raises DesignError when a file cannot be read, a key is missing everywhere, or a value is no text.
        """
        merged: dict[str, Any] = {}
        words: dict[str, frozenset[int]] = {}
        for folder in folders:
            for name in ("kinsoku.toml", "numbers.toml", "phrases.toml"):
                merged |= _toml(folder / name)
            words |= _words(folder / "words.txt")
        values: dict[str, Any] = {"words": words}
        try:
            for key in _CHARACTER_SETS:
                values[key] = frozenset(_text(merged, key))
            for key in _STRINGS:
                values[key] = _text(merged, key)
            for key in _WORD_LISTS:
                values[key] = tuple(sorted(_list(merged, key), key=lambda word: (-len(word), word)))
            values["pairs"] = tuple((pair[0], pair[1]) for pair in _list(merged, "pairs"))
            for key in _WORD_SETS:
                values[key] = frozenset(_list(merged, key))
            values["closing_tails"] = frozenset(word[-1] for word in values["closings"])
            values["no_names"] = frozenset().union(*(values[key] for key in _NO_NAMES))
        except (KeyError, TypeError, IndexError) as error:
            where = Where("、".join(str(folder) for folder in folders) or None)
            raise DesignError(f"断行用表缺少或写错了 {error}", where, "请对照随程序发来的三个 .toml") from error
        return cls(**values)


_CHARACTER_SETS = (
    "not_at_start", "not_at_end", "strict_not_at_start", "strict_not_at_end", "clause_ends", "list_ends", "joints", "after_bracket", "after_quote",
    "opening", "closing", "middle", "reaching", "counters",
)  # fmt: skip
_STRINGS = ("prefixes", "prefix_adverbs", "signs", "magnitudes", "about", "marks", "joiners")
_WORD_LISTS = ("tails", "units", "latin_suffixes", "mid_units")
_WORD_SETS = (
    "lean_back", "locatives", "lean_on", "adverbs", "lead", "complements", "frame_opens", "frame_closes",
    "number_lead", "suffixes", "suffix_nouns", "closings", "name_heads", "times", "titles", "nouns", "verbs",
)  # fmt: skip

_NO_NAMES = ("verbs", "times", "lean_on", "adverbs", "locatives", "lean_back")


def _text(table: dict[str, Any], key: str) -> str:
    value = table[key]
    if not isinstance(value, str):
        raise TypeError(key)
    return value


def _list(table: dict[str, Any], key: str) -> list[str]:
    value = table[key]
    if not isinstance(value, list) or not all(isinstance(item, str) and item for item in value):
        raise TypeError(key)
    return value


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig") if path.is_file() else ""
    except (OSError, UnicodeDecodeError) as error:
        raise DesignError("读不了断行用表", Where(path), "请检查文件可读，并另存为 UTF-8") from error


def _toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(_read(path))
    except tomllib.TOMLDecodeError as error:
        raise DesignError(
            f"断行用表不合 TOML 语法：{error}", Where(path), "请检查引号、逗号与方括号"
        ) from error


def _words(path: Path) -> dict[str, frozenset[int]]:
    """Read one word a line; ``#`` starts a comment, ``|`` marks where a long name may break."""
    words: dict[str, frozenset[int]] = {}
    for line in _read(path).splitlines():
        for entry in line.split("#", 1)[0].split():
            parts = [part for part in entry.split("|") if part]
            word = "".join(parts)
            offsets, at = [], 0
            for part in parts[:-1]:
                at += len(part)
                offsets.append(at)
            if len(word) > 1:
                words[word] = frozenset(offsets)
    return words
