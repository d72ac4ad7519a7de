"""A sentence of aims → one piece an indicator: ``主要预期目标是：A增长5.3%、力争5.5%，B增长2.5%`` → A…, B…."""

from __future__ import annotations

import re
from bisect import bisect_left

from generator.facts.metric import quantities
from generator.facts.model import Span
from generator.facts.tables import Tables

_IS_TARGET = re.compile(
    r"(?:预期目标|主要目标|发展目标|目标任务|奋斗目标|工作目标|目标)(?:主要)?(?:是|为|包括|有|：|:)"
)


def is_target(text: str) -> bool:
    """Tell whether a sentence announces aims."""
    return bool(_IS_TARGET.search(text))


def targets(text: str, tables: Tables) -> tuple[Span, ...]:
    """Return the pieces of an aims sentence, one for each indicator with a number; stretches stay with theirs."""
    opening = _IS_TARGET.search(text)
    start = opening.end() if opening else 0
    while start < len(text) and text[start] in "：: ，":
        start += 1
    figures = [f for f in quantities(text, tables) if f.value_start >= start]
    starts = [f.value_start for f in figures]
    pieces: list[Span] = []
    at = start
    for match in re.finditer(r"[，,；;。]|$", text[start:]):
        end = start + match.start()
        if match[0] == "," and text[end - 1 : end].isdigit() and text[end + 1 : end + 2].isdigit():
            continue
        here = figures[bisect_left(starts, at) : bisect_left(starts, end)]
        if here:
            subject = text[at : here[0].start].strip()
            if pieces and (not subject or tables.joins.match(subject)):
                pieces[-1] = Span(pieces[-1].start, end)
            else:
                pieces.append(Span(at, end))
        at = end + 1
    return tuple(pieces)
