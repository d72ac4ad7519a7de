"""One fact corrected by hand: the same cells as in a facts file's row, read back by the same reader."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from generator.errors import UsageError, Where
from generator.facts import Factsheet, Tables
from generator.facts.heads import NONE
from generator.facts.model import Fact
from generator.facts.record import from_record, to_record

EDITABLE = (
    "内容",
    "类型",
    "指标",
    "数值",
    "单位",
    "限定",
    "性质",
    "模板",
    "主题",
    "文案",
    "日期",
    "时间",
    "重点",
)
"""The columns that a page may change; all others keep what they say."""
_FIGURE = {"内容", "数值", "单位", "限定"}
_DERIVED = ("数字", "上限", "数字位置", "性质")
_READING = {"指标", "数值", "单位", "限定", "性质", "备选"}


def corrected(sheet: Factsheet, name: str, cells: Mapping[str, str], tables: Tables) -> Factsheet:
    """Return `sheet` with the cells of one fact changed.

    An empty 数值 means that no figure is shown large, an empty 指标 that nothing is said about it. ``备选`` with an
    empty text says that a doubtful reading was looked at. Raises UsageError for an unknown fact or column, RowError
    for a cell that cannot be meant.
    """
    for column in cells:
        if column not in (*EDITABLE, "备选"):
            raise UsageError(f"“{column}”这一栏不能在这里改", None, f"可以改：{'、'.join(EDITABLE)}")
    old = one_fact(sheet, name)
    record = to_record(old, sheet.chapter_of(old), tables)
    changed = {c: v for c, v in cells.items() if record.get(c, "") != v}
    if not changed:
        return sheet
    if _FIGURE & changed.keys():
        record = {c: v for c, v in record.items() if c not in _DERIVED}
    if _READING & changed.keys():
        record.pop("备选", None)
    record |= {c: v.strip() if c != "内容" else v for c, v in changed.items() if c != "备选"}
    for column in ("数值", "指标"):
        if column in changed and not record.get(column):
            record[column] = NONE
    new = from_record(record, Where(f"第 {name} 条"), tables).fact
    new = replace(new, id=old.id, chapter=old.chapter, parent=old.parent, line=old.line, span=old.span)
    if not new.others:
        new = replace(new, others=tuple(o for o in old.others if o in new.text))
    return replace(sheet, facts=tuple(new if fact.id == name else fact for fact in sheet.facts))


def one_fact(sheet: Factsheet, name: str) -> Fact:
    """Return a fact by its id; raise UsageError when there is none."""
    found = next((fact for fact in sheet.facts if fact.id == name), None)
    if found is None:
        raise UsageError(f"没有编号为“{name}”的事实", None, "它可能刚被删去，请刷新页面")
    return found


def without(sheet: Factsheet, name: str) -> Factsheet:
    """Return `sheet` without a fact and, for a list, its items."""
    one_fact(sheet, name)
    return replace(sheet, facts=tuple(f for f in sheet.facts if name not in {f.id, f.parent}))


def dressed(sheet: Factsheet, names: frozenset[str], looks: Mapping[str, str]) -> Factsheet:
    """Return `sheet` with the options of some facts set, "" taking one away; `looks`: template, theme, phrase."""

    def one(fact: Fact) -> Fact:
        options = {k: v for k, v in {**fact.options, **looks}.items() if v}
        return replace(fact, options=options) if fact.id in names else fact

    return replace(sheet, facts=tuple(one(fact) for fact in sheet.facts))
