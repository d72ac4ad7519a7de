"""The facts beside the article, as plain values for a page: segments of text, each with the fact that came from it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from generator.facts import METRIC_KINDS, Tables
from generator.facts.heads import KIND_NAMES
from generator.facts.model import Fact
from generator.facts.standing import Standing, standing
from generator.preview.manuscript import Draft, Manuscript

METRIC_NAMES = dict(
    zip(
        METRIC_KINDS,
        ("数量", "金额", "百分比", "名次", "面积", "长度", "人数", "比率", "时间", "质量", "总量"),
        strict=True,
    )
)


def beside(manuscript: Manuscript, draft: Draft, tables: Tables) -> dict[str, Any]:
    """Return a manuscript as its page shows it."""
    places = {fact.id: standing(fact, draft.article, tables) for fact in draft.sheet.facts}
    sheet = draft.sheet
    return {
        "id": manuscript.id,
        "name": manuscript.name,
        "file": manuscript.facts.name,
        "title": sheet.title,
        "source": sheet.source,
        "date": sheet.date,
        "version": draft.version,
        "undo": manuscript.can_undo(),
        "chapters": [{"id": c.id, "title": c.title, "subtitle": c.subtitle} for c in sheet.chapters],
        "segments": _segments(draft, places),
        "facts": [_fact(fact, places[fact.id], draft.article) for fact in sheet.facts],
        "refused": [str(error) for error in draft.errors],
        "kinds": KIND_NAMES,
        "metric_kinds": METRIC_NAMES,
    }


def _fact(fact: Fact, place: Standing, article: str | None) -> dict[str, Any]:
    metric = fact.metric
    sentence = article[place.place.start : place.place.end] if article is not None and place.place else ""
    return {
        "id": fact.id, "chapter": fact.chapter, "kind": fact.kind, "text": fact.text, "parent": fact.parent or "",
        "label": metric.label if metric else "", "value": metric.value if metric else "",
        "unit": metric.unit if metric else "", "qualifier": (metric.qualifier or "") if metric else "",
        "metric_kind": metric.kind if metric else "", "template": fact.options.get("template", ""),
        "theme": fact.options.get("theme", ""), "caption": fact.options.get("caption", ""),
        "doubtful": bool(fact.alternatives), "altered": place.altered and bool(sentence), "sentence": sentence,
        "warnings": _warnings(place, article),
        "alternatives": [
            {k: v for k, v in asdict(one).items() if k in {"label", "value", "unit", "qualifier"}}
            for one in fact.alternatives
        ],
    }  # fmt: skip


def _warnings(place: Standing, article: str | None) -> list[str]:
    told = [f"数字“{figure}”不在文章的这一句里" for figure in place.strangers]
    if place.outside and place.outside not in place.strangers:
        told.append(f"放大的数字“{place.outside}”不在上面的文字里，卡片会做不成")
    if article is not None and place.place is None:
        told.append("文章里没有这句话")
    return told


def _segments(draft: Draft, places: dict[str, Standing]) -> list[dict[str, str]]:
    """Cut the article where facts begin and end; a facts file without an article gives its facts, a line each."""
    article = draft.article
    if article is None:
        lines: list[dict[str, str]] = []
        for fact in draft.sheet.facts:
            lines += [{"text": fact.text, "fact": fact.id}, {"text": "\n", "fact": ""}]
        return lines
    spans = sorted((p.place.start, p.place.end, name) for name, p in places.items() if p.place is not None)
    cut: list[dict[str, str]] = []
    at = 0
    for start, end, name in spans:
        if start < at:
            continue
        if start > at:
            cut.append({"text": article[at:start], "fact": ""})
        cut.append({"text": article[start:end], "fact": name})
        at = end
    if at < len(article):
        cut.append({"text": article[at:], "fact": ""})
    return cut
