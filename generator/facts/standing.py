"""Where a fact stands in its article, and which of its figures stand there no longer: asked after every edit by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from generator.facts.figure import scan
from generator.facts.model import Fact, Span
from generator.facts.tables import Tables


@dataclass(frozen=True, slots=True)
class Standing:
    """How a fact relates to its article.

    `place`: the sentence it came from, None when it stands nowhere. `strangers`: figures as the fact prints them that
    its sentence (without a sentence: the whole article) does not have. `outside`: its metric's figure, when that does
    not stand in the fact's own words, "" otherwise; such a card is refused. `altered`: the words differ from the
    sentence's.
    """

    place: Span | None
    strangers: tuple[str, ...] = ()
    outside: str = ""
    altered: bool = False

    @property
    def sound(self) -> bool:
        """Whether every figure stands where it must."""
        return not self.strangers and not self.outside


def standing(fact: Fact, article: str | None, tables: Tables) -> Standing:
    """Compare a fact with its article; without one, its figure is compared with its own words alone.

    A figure is its value with its unit: 20亿元 that became 20万元 is a stranger too.
    """
    own = frozenset(_figures(fact.text, tables))
    metric = fact.metric
    shown = "" if metric is None else metric.value + metric.unit
    outside = "" if not shown or shown in own or shown in fact.text else shown
    if article is None:
        return Standing(None, (), outside)
    place = _place(fact, article)
    words = article if place is None else article[place.start : place.end]
    known = frozenset(_figures(words, tables))
    asked = (*_figures(fact.text, tables), *((shown,) if shown else ()))
    strangers = tuple(dict.fromkeys(f for f in asked if f not in known and not _stands(f, words)))
    return Standing(place, strangers, outside, place is None or words != fact.text)


def _place(fact: Fact, article: str) -> Span | None:
    span = fact.span
    if span is not None and 0 <= span.start < span.end <= len(article):
        return span
    at = article.find(fact.text) if fact.text else -1
    return Span(at, at + len(fact.text)) if at >= 0 else None


def _figures(text: str, tables: Tables) -> Iterator[str]:
    for figure in scan(text, tables):
        yield figure.value + figure.unit


def _stands(figure: str, words: str) -> bool:
    """Return whether a figure stands in `words` as it is and not as a part of a longer number."""
    at = words.find(figure)
    while at >= 0:
        before, after = words[at - 1 : at], words[at + len(figure) : at + len(figure) + 1]
        inside = (figure[0].isdigit() and (before.isdigit() or before in {".", ","})) or (
            figure[-1].isdigit() and after.isdigit()
        )
        if not inside:
            return True
        at = words.find(figure, at + 1)
    return False
