"""A row of a table of indicators → its metric: 地区生产总值｜亿元｜1228.5｜6.1."""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.facts.article import CELL
from generator.facts.model import Metric, Span
from generator.facts.numeral import arabic, fold
from generator.facts.tables import Tables

_NUMBER = re.compile(r"[-+－]?\d[\d,]*(?:\.\d+)?[%％]?")
_BRACKET = re.compile(r"[（(]([^（）()]{1,12})[)）]")
_SCALES = {"万": 10**4, "亿": 10**8, "万亿": 10**12}


@dataclass(frozen=True, slots=True)
class Row:
    """A table row: its metric, and its further numbers as printed with their units."""

    metric: Metric | None
    others: tuple[str, ...] = ()


def cells_of(text: str) -> tuple[Span, ...]:
    """Return the spans of a row's cells, outer spaces cut."""
    spans, start = [], 0
    for piece in text.split(CELL):
        lead = len(piece) - len(piece.lstrip())
        spans.append(Span(start + lead, start + lead + len(piece.strip())))
        start += len(piece) + 1
    return tuple(spans)


def is_header(text: str) -> bool:
    """Tell whether a row holds no number of its own (years and units do not count)."""
    return not any(_is_number(text[s.start : s.end]) for s in cells_of(text))


def read_row(text: str, header: str, tables: Tables) -> Row:
    """Return the metric of the row `text`; `header` is the table's head row, or ""."""
    spans = cells_of(text)
    heads = [header[s.start : s.end] for s in cells_of(header)] if header else []
    words = [text[s.start : s.end] for s in spans]
    names = [w for w in words if w and not _is_number(w) and not _unit(w, tables)]
    numbers = [i for i, w in enumerate(words) if _is_number(w) and not _is_index(i, words, heads)]
    if not names or not numbers:
        return Row(None)
    shared = next((w for w in words if w and not _is_number(w) and _unit(w, tables)), "")
    label = names[0]
    inner = _BRACKET.search(label)
    if inner and _unit(inner[1], tables):
        shared = shared or inner[1]
        label = label.replace(inner[0], "").strip()
    found = []
    for order, i in enumerate(numbers):
        head = heads[i] if i < len(heads) else ""
        unit = "%" if words[i][-1] in "%％" else _head_unit(head, tables)
        unit = unit or (
            shared if order == 0 or re.search(r"(?:19|20)\d\d|本年|本期|上年|同期", fold(head)) else ""
        )
        found.append((spans[i], words[i].rstrip("%％"), unit))
    latest = _latest([heads[i] if i < len(heads) else "" for i in numbers])
    found.insert(0, found.pop(latest))
    span, value, unit = found[0]
    value_span = Span(span.start, span.start + len(value))
    scale = next((n for s, n in sorted(_SCALES.items(), key=lambda x: -len(x[0])) if unit.startswith(s)), 1)
    number = arabic(value)
    word = _unit(unit, tables) if unit else None
    metric = Metric(
        label=re.sub(r"^(?:[#*]|其中[：:]|[一二三四五六七八九十]、|\d{1,2}[.、])\s*", "", label),
        value=value,
        unit=unit,
        number=None if number is None else number * scale,
        kind=word or next((k for hint, k in tables.kind_hints if hint in label), "count"),
        span=span,
        value_span=value_span,
    )
    return Row(metric, tuple(v + u for _, v, u in found[1:]))


def _latest(heads: list[str]) -> int:
    """Return which of some columns tells of the latest year: 2025年 beside 2024年, 本年 beside 上年; else the first."""
    years = [int(m[0]) if (m := re.search(r"(?:19|20)\d\d", fold(h))) else 0 for h in heads]
    if len({y for y in years if y}) > 1:
        return years.index(max(years))
    if re.match(r"(?:上年|去年|上期|同期)", heads[0]):
        return next((i for i, h in enumerate(heads) if re.match(r"(?:本年|今年|本期|当年|累计)", h)), 0)
    return 0


def _is_number(cell: str) -> bool:
    return bool(_NUMBER.fullmatch(fold(cell)))


def _is_index(at: int, words: list[str], heads: list[str]) -> bool:
    return (
        at == 0
        and len(words) > 2
        and (not heads or heads[0] in {"序号", "编号", "", "No."})
        and words[0].isdigit()
    )


def _unit(text: str, tables: Tables) -> str | None:
    """Return the kind of `text` when it is a unit (亿元, 万人, %), else None."""
    bare = fold(text.strip())
    for scale in ("万亿", "亿", "万", "千", "百", ""):
        if bare.startswith(scale) and bare[len(scale) :] in tables.units:
            return tables.units[bare[len(scale) :]].kind
    first, slash, _ = bare.partition("/")
    return "quantity" if slash and _unit(first, tables) else None


def _head_unit(head: str, tables: Tables) -> str:
    inner = _BRACKET.search(head)
    if inner and _unit(inner[1], tables):
        return inner[1]
    return "%" if re.search(r"[%％]", head) else ""
