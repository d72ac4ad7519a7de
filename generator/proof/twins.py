"""What only shows when a whole series lies on the table: two cards that say the same, one indicator with two values."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from generator.facts.model import Fact
from generator.proof.exhibit import plain

_PERIOD = re.compile(
    r"(?:19|20)\d\d年|[一二三四1-4]季度|上半年|下半年|前\w{1,3}季度|\d{1,2}月|十[一二三四五]五|全年|今年|去年|上年|累计"
)


def twins(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact, str]]:
    """Yield pairs of facts with the same words, or with the same label and figure, the later one first."""
    met: dict[str, Fact] = {}
    for fact in facts:
        keys = [plain(fact.text)]
        if fact.metric is not None and len(plain(fact.metric.label)) >= 4:
            figure = f"{fact.metric.qualifier or ''}{fact.metric.value}{fact.metric.unit}"
            keys.append(plain(f"{fact.metric.label}|{figure}"))
        earlier = next((met[key] for key in keys if key in met), None)
        if earlier is not None:
            yield (
                fact,
                earlier,
                f"第 {fact.id} 条“{fact.text}”与第 {earlier.id} 条“{earlier.text}”说的是同一件事",
            )
        for key in keys:
            met.setdefault(key, fact)


def contradictions(facts: Sequence[Fact]) -> Iterator[tuple[Fact, Fact, str]]:
    """Yield pairs of facts that give one indicator, of one period and unit, two different values."""
    met: dict[tuple[str, str, str, str, bool], Fact] = {}
    for fact in facts:
        metric = fact.metric
        if metric is None or metric.number is None or len(plain(metric.label)) < 4:
            continue
        period = "".join(_PERIOD.findall(fact.text))
        key = (plain(metric.label), metric.unit, metric.qualifier or "", period, fact.kind == "target")
        earlier = met.setdefault(key, fact)
        other = earlier.metric
        if other is not None and other.number != metric.number:
            yield (
                fact,
                earlier,
                f"“{metric.label}”在第 {earlier.id} 条是{other.value}{other.unit}，在第 {fact.id} 条是{metric.value}{metric.unit}，"
                "请核对是否同一口径、同一时期",
            )
