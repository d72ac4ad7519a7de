"""A fact ↔ a flat record with Chinese column names, the form a spreadsheet row and a YAML entry share.

Every cell is a string. What follows from the other cells (number, kind, where the figure stands) is written
only where it differs, so a sub-editor who changes a figure changes one cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from generator.errors import RowError, Where
from generator.facts.figure import Figure, scan
from generator.facts.heads import COLUMNS, KIND_NAMES, NONE, OPTIONS
from generator.facts.metric import find_metric
from generator.facts.metricjson import metric_from_json, metric_json
from generator.facts.model import FACT_KINDS, METRIC_KINDS, Chapter, Fact, Metric, Span
from generator.facts.numeral import number_of, whole
from generator.facts.printed import as_printed
from generator.facts.tables import Tables

_KINDS = (
    {name: kind for kind, name in KIND_NAMES.items()}
    | {kind: kind for kind in FACT_KINDS}
    | {"列表": "list", "标语": "slogan"}
)
_SIZE = re.compile(r"^\s*([-−]?\d+(?:\.\d+)?)\s*[x×*X]\s*([-−]?\d+(?:\.\d+)?)\s*$")
_SPAN = re.compile(r"^(\d+)(?:\.\.|-)(\d+)$")
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 0?0:00(?::00)?)?")
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::00)?(?: (AM|PM|上午|下午))?")
_SCALES = (("万亿", 10**12), ("亿", 10**8), ("万", 10**4))
_LEFT_OUT = re.compile(r"^[\s\u3000]*$")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A record read: its fact, and the chapter it names (id may be empty until all rows are read)."""

    fact: Fact
    chapter: Chapter | None


def to_record(fact: Fact, chapter: Chapter | None, tables: Tables | None = None) -> dict[str, str]:
    """Return the cells of `fact` that are not empty; options with other names follow under their own."""
    cells = {
        "编号": fact.id,
        "章节": chapter.title if chapter else "",
        "类型": KIND_NAMES.get(fact.kind, fact.kind),
        "内容": fact.text,
        "上级": fact.parent or "",
        "其他数字": _join(fact.others),
        "章节副题": chapter.subtitle if chapter else "",
        "章节编号": fact.chapter,
        "行号": "" if fact.line is None else str(fact.line),
        "原文位置": span_text(fact.span),
        "备选": json.dumps([metric_json(m) for m in fact.alternatives], ensure_ascii=False)
        if fact.alternatives
        else "",
    }
    if fact.metric is None:
        if _looks_for_number(fact.kind) and find_metric(fact.text, tables=tables).metric is not None:
            cells["数值"] = NONE
    else:
        cells |= _metric_cells(fact.text, fact.metric, tables or Tables.load())
    for name, value in fact.options.items():
        cells[next((c for c, o in OPTIONS.items() if o == name), name)] = value
    return {
        column: cells[column]
        for column in (*COLUMNS, *(c for c in cells if c not in COLUMNS))
        if cells.get(column)
    }


def from_record(cells: Mapping[str, str], where: Where, tables: Tables | None = None) -> Parsed:
    """Return the fact of a record. Raises RowError when 内容 is empty or a cell cannot be meant."""
    tables = tables or Tables.load()
    text = cells.get("内容", "")
    if _LEFT_OUT.match(text):
        raise RowError("这一行没有“内容”", where, "请填上内容，或删去这一行")
    kind_cell = cells.get("类型", "").strip()
    if kind_cell and kind_cell not in _KINDS:
        raise RowError(f"类型“{kind_cell}”不认识", where, f"可用：{'、'.join(KIND_NAMES.values())}，或留空")
    _check_size(cells.get("尺寸", ""), where)
    kind = _KINDS.get(kind_cell, "")
    metric, others, alternatives = _metric_of(cells, text, kind, where, tables)
    if cells.get("其他数字"):
        others = tuple(as_printed(x, text, tables) for x in _split(cells["其他数字"]))
    if cells.get("备选"):
        alternatives = _alternatives(cells["备选"], where)
    parent = cells.get("上级", "") or None
    kind = kind or ("item" if parent else "metric" if metric else "statement")
    identity = cells.get("章节编号", "")
    title = cells.get("章节", "")
    options = {
        OPTIONS.get(c, c): _moment(v) if c in {"日期", "时间"} else v
        for c, v in cells.items()
        if v and (c in OPTIONS or c not in COLUMNS)
    }
    fact = Fact(
        id=cells.get("编号", "").strip(),
        chapter=identity,
        kind=kind,
        text=text,
        line=_integer(cells, "行号", where),
        span=span_of(cells.get("原文位置", "")),
        metric=metric,
        others=others,
        alternatives=alternatives,
        parent=parent,
        options=options,
    )
    chapter = Chapter(identity, title, cells.get("章节副题", "")) if title else None
    return Parsed(fact, chapter)


def _moment(cell: str) -> str:
    """Return a date as 2026-03-05 and a time as 07:30, as spreadsheet programs write them; else `cell` as it is."""
    if date := _DATE.fullmatch(cell.strip()):
        return f"{date[1]}-{int(date[2]):02d}-{int(date[3]):02d}"
    if clock := _CLOCK.fullmatch(cell.strip()):
        half = clock[3] or ""
        hour = int(clock[1]) % 12 + (12 if half in {"PM", "下午"} else 0) if half else int(clock[1])
        return f"{hour:02d}:{clock[2]}" if hour < 24 else cell
    return cell


def _looks_for_number(kind: str) -> bool:
    return kind in {"", "metric", "target", "item"}


def _metric_of(
    cells: Mapping[str, str], text: str, kind: str, where: Where, tables: Tables
) -> tuple[Metric | None, tuple[str, ...], tuple[Metric, ...]]:
    value = cells.get("数值", "")
    if value.strip() == NONE or (not value and not _looks_for_number(kind)):
        return None, (), ()
    if not value:
        found = find_metric(text, cells.get("章节", ""), tables)
        metric = found.metric
        if metric is not None and cells.get("指标"):
            metric = Metric(
                cells["指标"], metric.value, metric.unit, metric.number, metric.qualifier, metric.kind,
                metric.number_max, metric.span, metric.value_span,
            )  # fmt: skip
        return metric, found.others, found.alternatives
    unit = cells.get("单位", "")
    value = as_printed(value, text, tables)
    if not unit and value[-1] in "%％" and len(value) > 1:
        value, unit = value[:-1], value[-1]
    qualifier = cells.get("限定", "") or None
    derived = _derive(text, value, unit, qualifier, tables)
    kind_cell = cells.get("性质", "")
    if kind_cell and kind_cell not in METRIC_KINDS:
        raise RowError(f"性质“{kind_cell}”不认识", where, f"可用：{' '.join(METRIC_KINDS)}，或留空")
    span, value_span = derived.span, derived.value_span
    place = cells.get("数字位置", "")
    if place:
        span, value_span = _places(place, text, value, derived)
    return (
        Metric(
            label=_label(cells.get("指标", ""), text, value, unit, tables),
            value=value,
            unit=unit,
            number=_number(cells, "数字", derived.number, where),
            qualifier=qualifier,
            kind=kind_cell or derived.kind,
            number_max=_number(cells, "上限", derived.number_max, where),
            span=span,
            value_span=value_span,
        ),
        (),
        (),
    )


def _label(cell: str, text: str, value: str, unit: str, tables: Tables) -> str:
    """Return what the figure measures: the cell, 无 for nothing; an empty cell is filled from the fact's words."""
    if cell:
        return "" if cell == NONE else cell
    metric = find_metric(text, tables=tables).metric
    return metric.label if metric is not None and (metric.value, metric.unit) == (value, unit) else ""


def _metric_cells(text: str, metric: Metric, tables: Tables) -> dict[str, str]:
    derived = _derive(text, metric.value, metric.unit, metric.qualifier, tables)
    label = metric.label or (NONE if _label("", text, metric.value, metric.unit, tables) else "")
    cells = {"指标": label, "数值": metric.value, "单位": metric.unit, "限定": metric.qualifier or ""}
    if metric.kind != derived.kind:
        cells["性质"] = metric.kind
    if metric.number != derived.number:
        cells["数字"] = NONE if metric.number is None else repr(metric.number)
    if metric.number_max != derived.number_max:
        cells["上限"] = NONE if metric.number_max is None else repr(metric.number_max)
    if (metric.span, metric.value_span) != (derived.span, derived.value_span):
        cells["数字位置"] = f"{span_text(metric.span) or NONE},{span_text(metric.value_span) or NONE}"
    return cells


@dataclass(frozen=True, slots=True)
class _Derived:
    number: int | float | None
    number_max: int | float | None
    kind: str
    span: Span | None
    value_span: Span | None


def _derive(text: str, value: str, unit: str, qualifier: str | None, tables: Tables) -> _Derived:
    """Work out what follows from the printed figure: its number, kind, and where it stands in `text`."""
    figures = [f for f in scan(text, tables) if f.value == value and f.unit == unit]
    best: Figure | None = next(
        (f for f in figures if f.qualifier == qualifier), figures[0] if figures else None
    )
    if best is not None:
        return _Derived(
            best.number,
            best.number_max,
            best.kind,
            Span(best.start, best.end),
            Span(best.value_start, best.value_end),
        )
    number = number_of(value)
    for scale, factor in _SCALES:
        if number is not None and unit.startswith(scale):
            number = whole(number * factor)
            break
    word = tables.units.get(unit.lstrip("万亿千百"))
    at = text.find(value + unit) if value else -1
    span = Span(at, at + len(value + unit)) if at >= 0 else None
    value_span = Span(at, at + len(value)) if at >= 0 else None
    return _Derived(number, None, word.kind if word else "count", span, value_span)


def _places(place: str, text: str, value: str, derived: _Derived) -> tuple[Span | None, Span | None]:
    whole_cell, _, value_cell = place.partition(",")
    span, value_span = span_of(whole_cell), span_of(value_cell)
    unread = any(c.strip() not in {"", NONE} and span_of(c) is None for c in (whole_cell, value_cell))
    stale = unread or (value_span is not None and text[value_span.start : value_span.end] != value)
    return (derived.span, derived.value_span) if stale else (span, value_span)


def _check_size(size: str, where: Where) -> None:
    if not size.strip():
        return
    match = _SIZE.match(size)
    numbers = [float(match[i].replace("−", "-")) for i in (1, 2)] if match else []
    if any(n <= 0 for n in numbers):
        raise RowError(f"尺寸“{size}”不是正数", where, "请写成 1080x1350，或写尺寸名")
    if any(n > 20000 for n in numbers) or re.fullmatch(r"[-−+]?[\d.\s]+", size):
        raise RowError(f"尺寸“{size}”不对", where, "请写成 1080x1350（每边不超过 20000 像素），或写尺寸名")


def _integer(cells: Mapping[str, str], column: str, where: Where) -> int | None:
    text = cells.get(column, "").strip()
    if not text:
        return None
    if not text.isdecimal() or len(text) > 12:
        raise RowError(f"“{column}”要填正整数，这里是“{text}”", where, "请改成数字，或留空")
    return int(text)


def _number(
    cells: Mapping[str, str], column: str, default: int | float | None, where: Where
) -> int | float | None:
    text = cells.get(column, "").strip()
    if not text:
        return default
    if text == NONE:
        return None
    try:
        value = float(text)
        return int(text) if re.fullmatch(r"-?\d+", text) else value
    except ValueError:
        raise RowError(f"“{column}”要填数字，这里是“{text}”", where, "请改成数字，或留空") from None


def span_text(span: Span | None) -> str:
    """Return ``start..end``, or "" for None. With a hyphen, a spreadsheet program would make a date of it."""
    return "" if span is None else f"{span.start}..{span.end}"


def span_of(text: str) -> Span | None:
    """Return the span of ``start..end`` (or of ``start-end``, as it was written once), or None."""
    match = _SPAN.match(text.strip())
    return Span(int(match[1]), int(match[2])) if match else None


def _join(parts: tuple[str, ...]) -> str:
    plain = all(p and p == p.strip() and "；" not in p and not p.startswith("[") for p in parts)
    return "；".join(parts) if plain else json.dumps(parts, ensure_ascii=False)


def _split(cell: str) -> tuple[str, ...]:
    if cell.startswith("["):
        try:
            return tuple(str(x) for x in json.loads(cell))
        except (ValueError, TypeError):
            pass
    return tuple(p.strip() for p in re.split("[；;]", cell) if p.strip())


def _alternatives(cell: str, where: Where) -> tuple[Metric, ...]:
    try:
        return tuple(metric_from_json(x) for x in json.loads(cell))
    except (ValueError, TypeError, KeyError, AttributeError):
        raise RowError("“备选”这一格改坏了", where, "请清空这一格") from None
