"""A line of an article → its metric: figures, traps, choice, label. Read `find_metric` first."""

from __future__ import annotations

from dataclasses import dataclass

from generator.facts.choice import Choice, choose
from generator.facts.figure import Figure, scan
from generator.facts.label import label_of
from generator.facts.model import Metric, Span
from generator.facts.tables import Tables
from generator.facts.trap import marker_end, protected, trap_of

_LONGEST_LINE = 4000  # no card carries more; a longer line is read up to here


@dataclass(frozen=True, slots=True)
class Reading:
    """What a line says in numbers.

    `metric` is the number worth showing big, or None. `others`: the further number phrases as printed.
    `alternatives`: metrics that were nearly chosen. `confidence` runs from 0 to 1; below 0.6 is doubtful.
    """

    metric: Metric | None
    others: tuple[str, ...] = ()
    alternatives: tuple[Metric, ...] = ()
    confidence: float = 1.0

    @property
    def doubtful(self) -> bool:
        """Whether a person should look at this reading."""
        return self.confidence < 0.6


def find_metric(text: str, section: str = "", tables: Tables | None = None) -> Reading:
    """Find the number of `text`, one line or clause, that stands under the heading `section`.

    Spans are offsets into `text`. The word tables default to those that came with mima.
    """
    del section  # part of the contract; no rule needs it yet
    tables = tables or Tables.load()
    text = text[:_LONGEST_LINE]
    figures = quantities(text, tables)
    if not figures:
        return Reading(None)
    choice = choose(text, figures)
    if choice.figure is None:
        return Reading(None)
    metric = _metric(text, choice.figure, choice.clause, figures, tables)
    alternatives = tuple(_metric(text, rival, choice.clause, figures, tables) for rival in choice.rivals)
    return Reading(metric, _others(text, choice), alternatives, choice.confidence)


def quantities(text: str, tables: Tables) -> tuple[Figure, ...]:
    """Return the figures of `text` that are quantities, traps left out."""
    figures = scan(text, tables)
    if not figures:
        return ()
    quotes, marker = protected(text), marker_end(text)
    return tuple(f for f in figures if not trap_of(text, f, quotes, marker, tables))


def _metric(
    text: str, figure: Figure, clause: tuple[int, int], figures: tuple[Figure, ...], tables: Tables
) -> Metric:
    return Metric(
        label=label_of(text, figure, clause, figures, tables),
        value=figure.value,
        unit=figure.unit,
        number=figure.number,
        qualifier=figure.qualifier,
        kind=figure.kind,
        number_max=figure.number_max,
        span=Span(figure.start, figure.end),
        value_span=Span(figure.value_start, figure.value_end),
    )


def _others(text: str, choice: Choice) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_printed(text, f) for f in choice.rest))


def _printed(text: str, figure: Figure) -> str:
    start = figure.start if figure.qualifier_class == "名次" else figure.value_start
    return text[start : figure.end]
