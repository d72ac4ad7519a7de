"""The order in which facts go out: the article's, by chapter, interleaved, or the most striking first."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from itertools import zip_longest

from generator.facts.model import Fact

ORDERS = {"article": "按文章顺序", "chapter": "一章一章", "interleaved": "各章交替", "striking": "最醒目的在前"}
_AHEAD = 6
"""How many facts further down may be brought forward for variety's sake."""


def put_in_order(
    facts: Sequence[Fact], how: str, looks: Mapping[str, Hashable] | None = None
) -> tuple[Fact, ...]:
    """Return `facts` in one of ORDERS.

    `looks`: what each fact's card looks like (template and hue); neighbours of one look are parted where the order
    leaves room for it, so never in the article's order or within a chapter.
    """
    chapters: dict[str, list[Fact]] = {}
    for fact in facts:
        chapters.setdefault(fact.chapter, []).append(fact)
    if how == "article":
        return tuple(facts)
    if how == "chapter":
        return tuple(fact for chapter in chapters.values() for fact in chapter)
    if how == "interleaved":
        rounds = zip_longest(*chapters.values())
        laid = [fact for one in rounds for fact in one if fact is not None]
    else:
        laid = sorted(facts, key=_striking)
    return _varied(laid, looks or {})


def _striking(fact: Fact) -> tuple[int, int]:
    """Sort key: ranks, then figures, then aims, then words; among alike, few words and a long figure first."""
    metric = fact.metric
    kind = 3 if metric is None else 0 if metric.kind == "rank" else 2 if fact.kind == "target" else 1
    return kind, len(fact.text) - 2 * len(metric.value if metric else "")


def _varied(facts: Sequence[Fact], looks: Mapping[str, Hashable]) -> tuple[Fact, ...]:
    left, laid = list(facts), []
    last: Hashable = None
    while left:
        at = next((n for n, f in enumerate(left[:_AHEAD]) if looks.get(f.id) != last), 0)
        fact = left.pop(at)
        last = looks.get(fact.id)
        laid.append(fact)
    return tuple(laid)
