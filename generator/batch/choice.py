"""Which template shows a card: the one a person named, else the most telling one, with variety along the series."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.card import Copy
from generator.design import Catalogue, Template
from generator.errors import CardRefused
from generator.facts.model import Fact

KINDS = {
    "metric": "数字", "statement": "陈述", "target": "目标", "list": "清单", "item": "条目", "slogan": "口号",
    "quad": "四字句", "cover": "封面", "chapter": "章首", "compare": "对比", "targets": "目标合卡", "summary": "汇总",
    "closing": "尾页",
}  # fmt: skip
"""What a card's kind is called in messages."""
ASPECTS = {
    "share": "占整体的百分数", "count": "可以一个一个数的准数", "rank": "写明总数的名次", "change": "增长或下降的百分数",
    "stretch": "目标与力争目标", "honour": "荣誉", "day": "日期", "four": "四个短条目",
}  # fmt: skip
"""What a template may ask for in its ``shows``, as messages name it."""
LEAST_CHANGE = 3.0
"""A change below it, percent, is a slice of a bar too thin to say anything: the number alone says more."""
_REMEDIES = {"day": "请在事实表的“日期”一栏写明，如 2026-01-06，或在文章里写明日期"}


def choose_template(
    fact: Fact, copy: Copy, catalogue: Catalogue, wished: str, before: Sequence[str] = ()
) -> Template:
    """Return the template of a card.

    `wished` is the batch's, the fact's own comes second; features keep their own. `before`: the templates of the
    series' cards before this one. Raises CardRefused when a named template cannot show the card or none can,
    UsageError for an unknown name, DesignError for a broken template that would be the natural one.
    """
    asked = wished or fact.options.get("template", "")
    if asked:
        template = catalogue.template(asked)
        _prove(template, fact, copy)
        return template
    found = next(iter(_natural(fact, copy, catalogue, before)), None)
    if found is None:
        raise CardRefused(
            f"没有模板能表现第 {fact.id} 条，它的类型是“{KINDS.get(fact.kind, fact.kind)}”",
            None,
            "请在事实表里改它的类型，或增加一个模板",
        )
    return found


def can_show(kind: str, templates: Mapping[str, Template]) -> bool:
    """Return whether some template shows cards of this kind without asking for more."""
    return any(kind in t.kinds and not t.shows and not t.asked for t in templates.values())


def _natural(fact: Fact, copy: Copy, catalogue: Catalogue, before: Sequence[str]) -> list[Template]:
    """Return the templates that can show the card, the most telling first."""
    templates = catalogue.templates
    offered = {name: t for name, t in templates.items() if not t.asked}
    telling = [
        t
        for aspect in _telling_aspects(copy)
        for name, t in sorted(offered.items())
        if fact.kind in t.kinds and aspect in t.shows and not (t.sparing and before[-1:] == [name])
    ]
    usual = "metric" if fact.metric else "list" if copy.items else fact.kind
    named = tuple(dict.fromkeys((fact.kind, usual, "statement")))
    for name in named[:2]:
        if name in templates.broken and not telling:
            raise templates.broken[name]
    plain = [offered[n] for n in named if n in offered and fact.kind in offered[n].kinds]
    plain += [offered[n] for n in sorted(offered) if fact.kind in offered[n].kinds]
    return telling + [t for t in plain if not t.shows and (t.id != "metric" or fact.metric)]


def _telling_aspects(copy: Copy) -> tuple[str, ...]:
    """Return what of a card is worth a picture unasked: a step from 100 to 101.2 is two twin bars."""
    slight = any(p.kind == "change" and abs(p.value) < LEAST_CHANGE for p in copy.pictures)
    return tuple(aspect for aspect in copy.aspects if aspect != "change" or not slight)


def _prove(template: Template, fact: Fact, copy: Copy) -> None:
    if fact.kind not in template.kinds:
        kinds = "、".join(KINDS.get(kind, kind) for kind in template.kinds)
        raise CardRefused(
            f"模板“{template.name}”不能表现第 {fact.id} 条，它的类型是“{KINDS.get(fact.kind, fact.kind)}”",
            None,
            f"这个模板能表现：{kinds}。请换一个模板，或不指定模板",
        )
    if template.shows and not set(template.shows) & set(copy.aspects):
        wants = "或".join(ASPECTS.get(aspect, aspect) for aspect in template.shows)
        raise CardRefused(
            f"模板“{template.name}”要有{wants}，第 {fact.id} 条“{fact.text}”里没有",
            None,
            _REMEDIES.get(template.shows[0], "画出来会与原文不符。请换一个模板，或不指定模板"),
        )
