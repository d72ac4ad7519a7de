"""Factsheet ↔ YAML for hands: Chinese keys, every figure quoted, so that 1.10 stays 1.10."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from generator.errors import InputError, RowError, Where
from generator.facts.collect import Read, collect
from generator.facts.heads import ALIASES
from generator.facts.model import Chapter, Factsheet, Prose
from generator.facts.record import span_of, span_text, to_record

_HEAD = '# 密码的事实表。可以直接改：数值要加引号（"1.10"），数值写“无”表示不放大数字，缺数值会自动找。\n'


class _Dumper(yaml.SafeDumper):
    """Strings that YAML could take for something else are quoted; lists are indented below their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


class _Loader(yaml.SafeLoader):
    """Plain scalars stay strings, whatever they look like: no 1.10 → 1.1, no 是 → true, no dates."""


_Loader.yaml_implicit_resolvers = {
    first: [
        (tag, pattern)
        for tag, pattern in resolvers
        if tag in {"tag:yaml.org,2002:null", "tag:yaml.org,2002:merge"}
    ]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def to_yaml(sheet: Factsheet) -> str:
    """Return `sheet` as YAML; keys are the spreadsheet's columns."""
    known = {c.id: c for c in sheet.chapters}
    data: dict[str, Any] = {"标题": sheet.title, "署名": sheet.byline, "来源": sheet.source, "日期": sheet.date}
    data = {k: v for k, v in data.items() if v}
    if sheet.chapters:
        data["章节"] = [_chapter(c) for c in sheet.chapters]
    entries = []
    for fact in sheet.facts:
        record = to_record(fact, known.get(fact.chapter))
        for column in ("章节", "章节副题"):
            record.pop(column, None)
        entries.append(record)
    data["事实"] = entries
    for key, lines in (("标题行", sheet.headings), ("其余文字", sheet.prose)):
        if lines:
            data[key] = [{"行号": str(p.line), "原文位置": span_text(p.span), "内容": p.text} for p in lines]
    return _HEAD + yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=10**6)


def from_yaml(text: str, path: Path | None = None) -> Read:
    """Read `to_yaml`'s form, or a bare list of facts. Raises InputError with line and column."""
    try:
        root = yaml.compose(text, Loader=_Loader)
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader with fewer types
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = Where(path, mark.line + 1, mark.column + 1) if mark else Where(path)
        raise InputError("YAML 写法有错", where, "请检查缩进、冒号后的空格与引号") from None
    except (yaml.YAMLError, RecursionError, ValueError):
        raise InputError("YAML 写法有错", Where(path), "请检查缩进、冒号后的空格与引号") from None
    if isinstance(data, list):
        data, entries_node = {"事实": data}, root
    elif isinstance(data, dict):
        entries_node = (
            next((v for k, v in root.value if k.value in {"事实", "facts"}), None) if root is not None else None
        )
    entries = data.get("事实", data.get("facts")) if isinstance(data, dict) else None
    if not isinstance(entries, list):
        raise InputError("YAML 里没有“事实”列表", Where(path), "请在“事实:”下面逐条写，每条一个“- 内容: …”")
    lines = [n.start_mark.line + 1 for n in entries_node.value] if entries_node is not None else []
    rows: list[tuple[Mapping[str, str], Where]] = []
    errors: list[RowError] = []
    for row, entry in enumerate(entries, 1):
        where = Where(path, line=lines[row - 1] if row <= len(lines) else None)
        if isinstance(entry, str):
            entry = {"内容": entry}  # noqa: PLW2901
        if not isinstance(entry, dict) or any(isinstance(v, dict | list) for v in entry.values()):
            errors.append(RowError("这一条写法不对", where, "请写成“内容: …”“数值: …”各一行"))
            continue
        rows.append(
            (
                {ALIASES.get(str(k).lower(), str(k)): "" if v is None else str(v) for k, v in entry.items()},
                where,
            )
        )
    return collect(rows, _sheet_head(data, path), errors=errors)


def _chapter(chapter: Chapter) -> dict[str, str]:
    cells = {"编号": chapter.id, "标题": chapter.title, "副题": chapter.subtitle}
    if chapter.line is not None:
        cells["行号"] = str(chapter.line)
    return {k: v for k, v in cells.items() if v}


def _sheet_head(data: Mapping[str, Any], path: Path | None) -> Factsheet:
    try:
        chapters = tuple(
            Chapter(
                str(c["编号"]),
                str(c.get("标题") or ""),
                str(c.get("副题") or ""),
                int(c["行号"]) if c.get("行号") else None,
            )
            for c in data.get("章节") or ()
        )
        headings, prose = (tuple(_prose(p) for p in data.get(key) or ()) for key in ("标题行", "其余文字"))
    except (KeyError, TypeError, ValueError, AttributeError):
        raise InputError(
            "“章节”“标题行”或“其余文字”的写法不对", Where(path), "每条要有编号、标题或行号、内容"
        ) from None
    words = {k: str(data.get(k) or "") for k in ("标题", "署名", "来源", "日期")}
    return Factsheet(words["标题"], (), chapters, words["署名"], words["来源"], words["日期"], headings, prose)


def _prose(entry: Mapping[str, Any]) -> Prose:
    span = span_of(str(entry["原文位置"]))
    if span is None:
        raise ValueError("span")
    return Prose(str(entry["内容"]), int(entry["行号"]), span)
