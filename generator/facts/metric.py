"""A line of an article → its metric: figures, traps, choice, label. Read `find_metric` first."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache

from generator.facts.choice import Choice, choose
from generator.facts.figure import Figure, scan
from generator.facts.label import label_of
from generator.facts.model import Metric, Span
from generator.facts.numeral import number_of, whole
from generator.facts.pasted import close_numbers
from generator.facts.tables import Tables
from generator.facts.trap import marker_end, protected, trap_of

_GAP = re.compile(
    r"(?:[12][0-9]{3}年的?|[１２][０-９]{3}年的?|目前的?|现在的?|如今的?|当前的?|去年的?|今年的?|(?:上|去|今|本)?年[底末]的?|全国|全省|全市|全县|每人每年|每人每月|每人|每月|每年|每天|每日|每小时|的)$"
)
_LOOSE_GROUP = re.compile("[， \u00a0](?=\\d{3}(?:\\.\\d+)?$)")
_STOPS = "。；;！？!?"
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
    text = text[:_LONGEST_LINE].rstrip(_STOPS)  # with or without its stop a sentence is read once
    closed = close_numbers(text)
    found = _read(closed, tables or Tables.load())
    return found if closed == text else _respaced(found, text, closed)


def _respaced(reading: Reading, text: str, closed: str) -> Reading:
    """Move the spans of a reading of `closed` (spaces around figures cut) to where they stand in `text`."""
    places, at = [], 0
    for c in closed:
        while text[at] != c:
            at += 1
        places.append(at)
        at += 1

    def moved(metric: Metric) -> Metric:
        spans = [s and Span(places[s.start], places[s.end - 1] + 1) for s in (metric.span, metric.value_span)]
        return replace(metric, span=spans[0], value_span=spans[1])

    return replace(
        reading,
        metric=reading.metric and moved(reading.metric),
        alternatives=tuple(moved(m) for m in reading.alternatives),
    )


@lru_cache(maxsize=1024)  # the outline asks about a line before it takes it
def _read(text: str, tables: Tables) -> Reading:
    figures = quantities(text, tables)
    if not figures:
        return Reading(None)
    choice = choose(text, figures)
    if choice.figure is None:
        return Reading(None)
    metric = _metric(text, choice.figure, choice.clause, figures, tables)
    alternatives = tuple(_metric(text, rival, choice.clause, figures, tables) for rival in choice.rivals)
    ungrouped = _ungrouped(text, metric)
    if ungrouped is not None:
        return Reading(metric, _others(text, choice), (ungrouped, *alternatives), min(choice.confidence, 0.5))
    return Reading(metric, _others(text, choice), alternatives, choice.confidence)


def _ungrouped(text: str, metric: Metric) -> Metric | None:
    """Return the other reading of 1，450家, or of 1 450家 at the head of a line: 450, the mark before it being a mark."""
    mark = _LOOSE_GROUP.search(metric.value)
    span = metric.value_span
    if mark is None or span is None or not metric.number:
        return None
    if metric.value[mark.start()] != "，" and text[: span.start].strip():
        return None
    value, whole_value = metric.value[mark.end() :], number_of(metric.value)
    own = number_of(value)
    if own is None or not whole_value:
        return None
    start = span.start + mark.end()
    return replace(
        metric,
        label=metric.label or value + metric.unit,
        value=value,
        number=whole(own * (metric.number / whole_value)),
        span=Span(start, metric.span.end if metric.span else span.end),
        value_span=Span(start, span.end),
    )


@lru_cache(maxsize=1024)
def quantities(text: str, tables: Tables) -> tuple[Figure, ...]:
    """Return the figures of `text` that are quantities, traps left out."""
    marker = marker_end(text, tables)
    figures = scan(text, tables, marker)
    if not figures:
        return ()
    quotes = protected(text)
    return tuple(f for f in figures if not trap_of(text, f, quotes, marker, tables))


def _metric(
    text: str, figure: Figure, clause: tuple[int, int], figures: tuple[Figure, ...], tables: Tables
) -> Metric:
    qualifier, head_end = figure.qualifier, None
    if figure.qualifier_class in {"", "约", "以上"} and figure.kind != "rank":
        apart = _apart(text, clause[0], figure.start, tables)
        if apart is not None:
            qualifier, head_end = apart
    label = label_of(text, figure, clause, figures, tables, head_end)
    kind = figure.kind
    if figure.word is None and kind == "count":
        kind = next((k for word, k in tables.kind_hints if word in label), kind)
    return Metric(
        label=label,
        value=figure.value,
        unit=figure.unit,
        number=figure.number,
        qualifier=qualifier,
        kind=kind,
        number_max=figure.number_max,
        span=Span(figure.start, figure.end),
        value_span=Span(figure.value_start, figure.value_end),
    )


def _apart(text: str, floor: int, start: int, tables: Tables) -> tuple[str, int] | None:
    """Return (qualifier, its start) of 增加到2002年的10.2万亿元, where a few words stand between."""
    before = text[max(floor, start - 24) : start]
    gap = _GAP.search(before)
    if gap is None:
        return None
    head = before[: gap.start()]
    # 接近高中阶段学生人数的百分之五十: the gap is as short as it can be, so walk it leftwards
    for end in range(len(head), max(0, len(head) - 12), -1):
        for length in range(min(tables.longest["qualifier"], end), 1, -1):
            word = head[end - length : end]
            if tables.qualifiers.get(word) in {"增到", "降到", "近", "仅", "不足", "超"} and (
                end == len(head) or before.endswith("的")
            ):
                return word, start - len(before) + end - length
    return None


def _others(text: str, choice: Choice) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_printed(text, f) for f in choice.rest))


def _printed(text: str, figure: Figure) -> str:
    start = figure.start if figure.qualifier_class == "名次" else figure.value_start
    return text[start : figure.end]
