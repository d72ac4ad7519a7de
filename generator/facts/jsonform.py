"""Factsheet ↔ JSON, the form ``mima extract --format json`` prints."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from generator.errors import InputError, RowError, Where
from generator.facts.collect import Read
from generator.facts.metric import find_metric
from generator.facts.metricjson import metric_from_json, metric_json, span_from_json
from generator.facts.model import FACT_KINDS, Chapter, Fact, Factsheet, Prose

_dumped = json.JSONEncoder(ensure_ascii=False).encode


def to_json(sheet: Factsheet) -> str:
    """Return `sheet` as JSON, one fact, heading or line of prose a line, ending in a line end."""
    data: dict[str, Any] = {
        "title": sheet.title,
        "byline": sheet.byline,
        "source": sheet.source,
        "date": sheet.date,
        "chapters": [
            {"id": c.id, "title": c.title, "subtitle": c.subtitle, "line": c.line} for c in sheet.chapters
        ],
        "facts": map(_fact, sheet.facts),
        "headings": map(_prose, sheet.headings),
        "prose": map(_prose, sheet.prose),
    }
    # json's own indenting is written in Python and takes a fifth of the whole time of a large article
    return "{\n" + ",\n".join(f"{_dumped(name)}: {_rows(value)}" for name, value in data.items()) + "\n}\n"


def _rows(value: str | Iterable[object]) -> str:
    if isinstance(value, str):
        return _dumped(value)
    rows = ",\n".join(
        map(_dumped, value)
    )  # one at a time: 100,000 dicts at once keep the garbage collector busy
    return f"[\n{rows}\n]" if rows else "[]"


def from_json(text: str, path: Path | None = None) -> Read:
    """Read `to_json`'s form, or a bare list of facts. Raises InputError when it is neither."""
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
        raise InputError("JSON 写法有错", Where(path, line, column), "请检查引号、逗号与括号") from None
    if isinstance(data, list):
        data = {"facts": data}
    if not isinstance(data, dict) or not isinstance(data.get("facts"), list):
        raise InputError("JSON 里没有 facts 列表", Where(path), "请用 mima extract --format json 的输出")
    facts: list[Fact] = []
    errors: list[RowError] = []
    seen: set[str] = set()
    for row, entry in enumerate(data["facts"], 1):
        where = Where(path, row=row)
        try:
            fact = _read_fact(entry, where, len(facts) + 1)
            if fact.id in seen:
                raise RowError(f"编号“{fact.id}”重复", where, "请改一个编号")
        except RowError as error:
            errors.append(error)
            continue
        seen.add(fact.id)
        facts.append(fact)
    try:
        sheet = Factsheet(
            title=_text(data, "title"),
            facts=tuple(facts),
            chapters=tuple(
                Chapter(_text(c, "id"), _text(c, "title"), _text(c, "subtitle"), c.get("line"))
                for c in data.get("chapters") or ()
            ),
            byline=_text(data, "byline"),
            source=_text(data, "source"),
            date=_text(data, "date"),
            headings=tuple(_read_prose(p) for p in data.get("headings") or ()),
            prose=tuple(_read_prose(p) for p in data.get("prose") or ()),
        )
    except (AttributeError, KeyError, TypeError, ValueError):
        raise InputError("JSON 的内容不合要求", Where(path), "请用 mima extract --format json 的输出") from None
    return Read(sheet, tuple(errors))


def _fact(fact: Fact) -> dict[str, Any]:
    out: dict[str, Any] = {
        "id": fact.id,
        "chapter": fact.chapter,
        "kind": fact.kind,
        "text": fact.text,
        "line": fact.line,
        "metric": metric_json(fact.metric) if fact.metric else None,
        "others": list(fact.others),
    }
    if fact.span is not None:
        out["span"] = [fact.span.start, fact.span.end]
    if fact.parent is not None:
        out["parent"] = fact.parent
    if fact.alternatives:
        out["alternatives"] = [metric_json(m) for m in fact.alternatives]
    if fact.options:
        out["options"] = dict(fact.options)
    return out


def _read_fact(entry: object, where: Where, number: int) -> Fact:
    if not isinstance(entry, Mapping) or not isinstance(entry.get("text"), str) or not entry["text"].strip():
        raise RowError("这一条没有 text", where, "请填上 text，或删去这一条")
    kind = entry.get("kind")
    if kind is not None and kind not in FACT_KINDS:
        raise RowError(f"kind“{kind}”不认识", where, f"可用：{' '.join(FACT_KINDS)}")
    try:
        if "metric" in entry:
            metric = metric_from_json(entry["metric"]) if entry["metric"] is not None else None
            others: tuple[str, ...] = tuple(str(x) for x in entry.get("others") or ())
            alternatives = tuple(metric_from_json(m) for m in entry.get("alternatives") or ())
        else:
            found = find_metric(entry["text"])
            metric, others, alternatives = found.metric, found.others, found.alternatives
        return Fact(
            id=str(entry.get("id") or f"{number:02d}"),
            chapter=_text(entry, "chapter"),
            kind=str(kind) if kind else "metric" if metric else "statement",
            text=entry["text"],
            line=entry.get("line"),
            span=span_from_json(entry.get("span")),
            metric=metric,
            others=others,
            alternatives=alternatives,
            parent=entry.get("parent"),
            options={str(k): str(v) for k, v in (entry.get("options") or {}).items()},
        )
    except (ValueError, TypeError, KeyError, AttributeError):
        raise RowError(
            "这一条的 metric、span 或 options 不合要求", where, "请照 mima extract 的输出改"
        ) from None


def _prose(prose: Prose) -> dict[str, Any]:
    return {"text": prose.text, "line": prose.line, "span": [prose.span.start, prose.span.end]}


def _read_prose(data: Mapping[str, Any]) -> Prose:
    span = span_from_json(data["span"])
    if span is None:
        raise ValueError("span")
    return Prose(str(data["text"]), int(data["line"]), span)


def _text(data: Mapping[str, Any], key: str) -> str:
    value = data.get(key)
    return "" if value is None else str(value)
