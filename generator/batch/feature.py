"""Cards that a series has beside its facts': cover, chapter openers, facts that belong together, summary, closing.

A *feature*, as in a newspaper, is made of facts but is none itself; its words are the article's own all the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, groupby, takewhile

from generator.facts import find_metric
from generator.facts.model import Fact, Factsheet

FEATURES = {
    "cover": "封面", "chapter": "章首", "group": "合卡", "summary": "汇总", "closing": "尾页",
}  # fmt: skip
"""What can be asked for with ``--with``, and its Chinese name."""
USUAL = ("cover", "group")
COVER_ID, SUMMARY_ID, CLOSING_ID = "00", "汇总", "尾页"
_MOST_TOGETHER = {"compare": 4, "targets": 6}
_SUMMARY = 6


@dataclass(frozen=True, slots=True)
class Feature:
    """One card to make: a fact's own (`family` empty), or one made of several facts.

    `family` is a key of FEATURES; `fact` then stands for the card: its id, its words, its kind. A fact's own card has
    `members` when its sentence names counts of one kind: then it is their comparison, not the first of them alone.
    """

    fact: Fact
    members: tuple[Fact, ...] = ()
    family: str = ""


def lay_out_series(sheet: Factsheet) -> tuple[Feature, ...]:
    """Return every card that `sheet` can give, in the order in which they are read.

    A list's items get none of their own. Ids of features never meet a fact's: such a feature is left out.
    """
    own = tuple(f for f in sheet.facts if f.kind != "item")
    taken = {f.id for f in sheet.facts}
    cards: list[Feature] = []
    if sheet.title:
        cards.append(Feature(Fact(COVER_ID, "", "cover", sheet.title), family="cover"))
    for chapter, run in groupby(own, key=lambda f: f.chapter):
        facts = tuple(run)
        cards += _opener(sheet, chapter, facts, {c.fact.id for c in cards})
        together = {members[-1].id: Feature(fact, members, "group") for fact, members in _together(facts)}
        for fact in facts:
            cards.append(Feature(fact, _within(fact)))
            if fact.id in together:
                cards.append(together[fact.id])
    cards += _ends(sheet, own)
    return tuple(c for c in cards if not c.family or c.fact.id not in taken)


def numbers_of(series: Sequence[Feature]) -> Sequence[int]:
    """Return a number for every card of a series, which no other card's words can change: what its look varies by.

    The facts' own cards count from 0. A feature has another number than the facts beside it, also by threes, and takes none away.
    """
    numbers: list[int] = []
    own = 0
    for feature in series:
        numbers.append(own + 1 if feature.family else own)
        own += not feature.family
    return numbers


def _opener(sheet: Factsheet, chapter: str, facts: Sequence[Fact], met: set[str]) -> list[Feature]:
    named = next((c for c in sheet.chapters if c.id == chapter), None)
    if named is None or len(facts) < 2 or chapter in met:
        return []
    return [Feature(Fact(chapter, chapter, "chapter", named.title), tuple(facts), "chapter")]


def _ends(sheet: Factsheet, own: Sequence[Fact]) -> list[Feature]:
    ends = []
    striking = _striking(own)
    if len(striking) == _SUMMARY:
        ends.append(Feature(Fact(SUMMARY_ID, "", "summary", sheet.title or "数说"), striking, "summary"))
    if own:
        ends.append(Feature(Fact(CLOSING_ID, "", "closing", sheet.title or sheet.source), (), "closing"))
    return ends


def _striking(own: Sequence[Fact]) -> tuple[Fact, ...]:
    """Return six facts with a short figure and few words, spread over the chapters, in the article's order."""
    fit = [f for f in own if f.metric and len(f.text) <= 18 and f.metric.value.isascii() and _one_sided(f)]
    chapters = {c: [f for f in fit if f.chapter == c] for c in dict.fromkeys(f.chapter for f in fit)}
    for facts in chapters.values():
        facts.sort(
            key=lambda f: (f.kind != "metric", len(f.text) - 3 * len(f.metric.value if f.metric else ""))
        )
    chosen: list[Fact] = []
    while len(chosen) < _SUMMARY and any(chapters.values()):
        for facts in chapters.values():
            if facts and len(chosen) < _SUMMARY:
                chosen.append(facts.pop(0))
    return tuple(f for f in own if f in chosen)


def _one_sided(fact: Fact) -> bool:
    """Return whether the figure stands at one end of its text: then figure and label may stand apart on a card."""
    span = fact.metric.span if fact.metric else None
    if span is None:
        return False
    return bool(fact.text[: span.start].strip()) != bool(fact.text[span.end :].strip("。；，、;, "))


def _together(facts: Sequence[Fact]) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
    """Yield the facts of one chapter that belong on one card: counts of one thing, and the year's aims."""
    yield from _runs(
        facts, "targets", lambda a, b: a.kind == b.kind == "target" and bool(a.metric and b.metric)
    )
    yield from _runs(facts, "compare", _alike)


def _within(fact: Fact) -> tuple[Fact, ...]:
    """Return the clauses of 签约项目188个，开工项目142个，竣工项目97个 as facts; none for a sentence of another kind."""
    if fact.kind != "metric" or not fact.others:
        return ()
    clauses = [c.strip() for c in re.split(r"[，；、]", fact.text.rstrip("。；，、")) if c.strip()]
    if not 2 <= len(clauses) <= _MOST_TOGETHER["compare"]:
        return ()
    members = tuple(
        replace(
            fact, id=f"{fact.id}+{n}", text=clause, metric=find_metric(clause).metric, others=(), options={}
        )
        for n, clause in enumerate(clauses, 1)
    )
    alike = all(_alike(a, b, least=2) for a, b in combinations(members, 2))
    return members if alike else ()


def _runs(
    facts: Sequence[Fact], kind: str, belong: Callable[[Fact, Fact], bool]
) -> Iterator[tuple[Fact, tuple[Fact, ...]]]:
    at = 0
    while at < len(facts):
        end = at + 1
        while end < len(facts) and all(belong(f, facts[end]) for f in facts[at:end]):
            end += 1
        members = tuple(facts[at:end])
        if 2 <= len(members) <= _MOST_TOGETHER[kind]:
            text = "；".join(f.text.rstrip("。；，、;, ") for f in members)
            yield Fact(f"{members[0].id}-{members[-1].id}", members[0].chapter, kind, text), members
        at = end


def _alike(a: Fact, b: Fact, least: int = 4) -> bool:
    """257个项目正式签约, 163个项目开工建设: one kind, one unit, one thing counted, and lengths that compare.

    `least`: how many hanzi before the figures must agree, fewer where one sentence holds both.
    """
    one, other = a.metric, b.metric
    if not one or not other or not one.span or not other.span or a.kind != "metric" or b.kind != "metric":
        return False
    if (one.kind, one.unit) != (other.kind, other.unit) or one.kind not in {"count", "people", "money", "area"}:
        return False
    if one.number is None or other.number is None or one.number_max or other.number_max:
        return False
    tails = [f.text[f.metric.span.end :] for f in (a, b) if f.metric and f.metric.span]
    heads = [f.text[: f.metric.span.start] for f in (a, b) if f.metric and f.metric.span]
    return _shared(tails) >= 2 or _shared([h[::-1] for h in heads]) >= least


def _shared(texts: Sequence[str]) -> int:
    """Return how many hanzi both texts begin with."""
    return sum(
        1
        for _ in takewhile(
            lambda pair: pair[0] == pair[1] and "一" <= pair[0] <= "鿿", zip(*texts, strict=False)
        )
    )
