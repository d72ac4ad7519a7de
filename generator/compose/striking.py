"""Which facts of an article a reader stops at: numbers first, large, short and various, spread over the chapters.

An editor overrules it by naming the facts. Nothing here knows an article's subject: it looks at what a figure is
(a place, a sum, a share), at how long the sentence is, and at what has been chosen already.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.batch import Feature, Plan, lay_out_series
from generator.batch.feature import COVER_ID
from generator.batch.plan import Planned
from generator.facts.model import Fact, Factsheet

_SAME_CHAPTER, _SAME_UNIT, _SAME_TEMPLATE = 1.2, 0.9, 0.25
_ENOUGH = 3  # more of the same weigh no more: a number always goes before a sentence without one
_LONG_TEXT, _A_CHARACTER = 14, 0.09


@dataclass(frozen=True, slots=True)
class Candidate:
    """A card that could be chosen: its job, its fact, and the ids of all facts it shows."""

    planned: Planned
    fact: Fact
    facts: tuple[str, ...]

    @property
    def id(self) -> str:
        """The id of the card's fact."""
        return self.fact.id


def candidates(sheet: Factsheet, plan: Plan) -> tuple[Candidate, ...]:
    """Return every planned card with its fact, in the article's order."""
    features = {feature.fact.id: feature for feature in lay_out_series(sheet)}
    return tuple(_candidate(planned, features[planned.job.fact]) for planned in plan.jobs)


def without_cover(plan: Plan) -> tuple[Plan, str]:
    """Return a plan without its cover, and the scene that the cover stands in: "" without one, or for the theme's own."""
    scene = next((p.job.scene for p in plan.jobs if p.job.fact == COVER_ID), "")
    return replace(plan, jobs=tuple(p for p in plan.jobs if p.job.fact != COVER_ID)), scene


def ranked(every: Sequence[Candidate], most: int) -> tuple[Candidate, ...]:
    """Return up to `most` cards, the most striking first, each weighed against those already taken.

    No fact comes twice, so a card of several facts rules out the cards of its members.
    """
    taken: list[Candidate] = []
    left = list(every)
    while left and len(taken) < most:
        best = max(
            left, key=lambda c: _worth(c) - _sameness(c, taken)
        )  # the first of equals: the article's order
        taken.append(best)
        left = [c for c in left if c is not best and not set(c.facts) & set(best.facts)]
    return tuple(taken)


def _candidate(planned: Planned, feature: Feature) -> Candidate:
    members = tuple(member.id for member in feature.members) if feature.family == "group" else ()
    return Candidate(planned, feature.fact, members or (feature.fact.id,))


def _worth(card: Candidate) -> float:
    copy, metric = card.planned.job.copy, card.fact.metric
    worth = 0.6 * bool(copy.aspects) - min(3.0, _A_CHARACTER * max(0, len(copy.text) - _LONG_TEXT))
    if copy.entries:
        return 9.0  # several figures side by side; its text is several sentences, so length says nothing
    if copy.figure is None or metric is None:
        return worth + ("“" in copy.text) * 0.4 - bool(copy.items) * 1.5
    if metric.kind == "rank":
        return worth + 10
    size = math.log10(max(1.0, abs(float(metric.number or 1))))
    return worth + 8 + min(2.0, size / 3)


def _sameness(card: Candidate, taken: Sequence[Candidate]) -> float:
    metric = card.fact.metric
    units = sum(
        metric is not None and c.fact.metric is not None and c.fact.metric.unit == metric.unit for c in taken
    )
    chapters = sum(c.fact.chapter == card.fact.chapter for c in taken)
    templates = sum(c.planned.job.template.id == card.planned.job.template.id for c in taken)
    weighed = ((_SAME_CHAPTER, chapters), (_SAME_UNIT, units), (_SAME_TEMPLATE, templates))
    return sum(weight * min(_ENOUGH, count) for weight, count in weighed)
