"""What only shows when a whole series lies on the table: two cards that say the same, one indicator with two values."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

from generator.facts.model import Fact, Metric
from generator.proof.exhibit import plain

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_PERIOD = re.compile(
    r"(?:19|20)\d\d年|[一二三四1-4]季度|上半年|下半年|前\w{1,3}季度|\d{1,2}月|十[一二三四五]五|全年|今年|去年|上年|累计"
)


def twins(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact, str]]:
    """Yield pairs of facts with the same words, or with the same label and figure, the later one first."""
    met: dict[str, Fact] = {}
    for fact in facts:
        keys = [plain(fact.text)]
        if fact.metric is not None and _tells(fact.metric):
            keys.append("|".join((plain(fact.metric.label), fact.metric.value, fact.metric.unit)))
        earlier = next((met[key] for key in keys if key in met), None)
        if earlier is not None:
            yield (
                fact,
                earlier,
                f"第 {fact.id} 条“{fact.text}”与第 {earlier.id} 条“{earlier.text}”说的是同一件事",
            )
        for key in keys:
            met.setdefault(key, fact)


def _tells(metric: Metric) -> bool:
    """Return whether label and figure make one think of one thing only: 手术 alone does not, 1.18万台手术 does."""
    label = len(plain(metric.label))
    return label >= 4 or (label >= 2 and sum(c.isdigit() for c in metric.value) >= 3)


def contradictions(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact, str]]:
    """Yield pairs of facts that give one indicator, of one period and unit, two different values.

    One indicator: of one label of four letters or more, or sentences alike in all but their figures.
    """
    met: dict[tuple[object, ...], Fact] = {}
    for fact in facts:
        metric = fact.metric
        if metric is None or metric.number is None:
            continue
        period = "".join(_PERIOD.findall(fact.text))
        keys: list[tuple[object, ...]] = [(period, fact.kind == "target", _mould(fact.text))]
        if len(plain(metric.label)) >= 4:
            keys.append(
                (period, fact.kind == "target", plain(metric.label), metric.unit, metric.qualifier or "")
            )
        earlier = next((met[key] for key in keys if key in met), None)
        other = earlier.metric if earlier is not None else None
        if earlier is not None and other is not None and other.number != metric.number:
            yield (
                fact,
                earlier,
                f"“{metric.label}”在第 {earlier.id} 条是{other.value}{other.unit}，在第 {fact.id} 条是{metric.value}{metric.unit}，"
                "请核对是否同一口径、同一时期",
            )
        for key in keys:
            met.setdefault(key, fact)


def _mould(text: str) -> str:
    """Return a sentence with its figures left open."""
    return plain(_FIGURE.sub("数", unicodedata.normalize("NFKC", text)))
