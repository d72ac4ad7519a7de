"""A printed figure as something that counts up: from nothing, or from where the sentence says it started.

Every step is printed as the figure is: the same decimals, the same thousands separators. Only the last step is the
figure; the steps before it are motion, not facts.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from generator.card.copy import Figure
from generator.errors import CardRefused
from generator.facts.model import Fact

_NUMBER = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?"
_VALUE = re.compile(_NUMBER)
_START = re.compile(rf"(?:从|由)[^，。；;从由]*?({_NUMBER})(?![\d,.])([^，。；;]*)$")
_CHANGE = re.compile(r"(?:增加|增长|提高|提升|上升|扩大|下降|减少|降低|增|升|降|减|提)?(?:到|至|为)(?:了)?")
_YEARS = range(1900, 2101)


@dataclass(frozen=True, slots=True)
class Counting:
    """From `start` to `end`, printed with `decimals` places and, if `grouped`, a comma every three digits."""

    start: Decimal
    end: Decimal
    decimals: int
    grouped: bool

    def text(self, value: Decimal) -> str:
        """Return `value`, cut to the figure's decimals, as the figure would be printed."""
        cut = value.quantize(Decimal(1).scaleb(-self.decimals), rounding=ROUND_DOWN)
        return f"{cut:,.{self.decimals}f}" if self.grouped else f"{cut:.{self.decimals}f}"

    def steps(self, count: int) -> tuple[str, ...]:
        """Return `count` printed steps from start to end, fast at first and slow at last; only the last is the end.

        Easing is 1-(1-t)³, in exact decimals, so that every machine prints the same steps.
        """
        texts = []
        for number in range(count):
            left = 1 - Decimal(number) / Decimal(max(1, count - 1))
            texts.append(self.text(self.end - (self.end - self.start) * left**3))
        return tuple(texts)


def counting_of(fact: Fact, figure: Figure | None) -> Counting:
    """Return how a fact's figure counts up.

    A start that the sentence states (从257家增加到367家) is taken when it is in the same unit and no longer than
    the figure. Raises CardRefused for what no counting leads to: no number, a place, a year, a range, 三大.
    """
    metric = fact.metric
    if metric is None or figure is None:
        raise _refusal(fact, "没有数字")
    if metric.kind == "rank":
        raise _refusal(fact, f"“{figure}”是名次，名次不是数出来的")
    if not figure.value.isascii() or not _VALUE.fullmatch(figure.value) or metric.number_max is not None:
        raise _refusal(fact, f"“{figure}”不是一个能数的数")
    end = Decimal(figure.value.replace(",", ""))
    if figure.suffix[:1] == "年" and end in _YEARS:
        raise _refusal(fact, f"“{figure}”是年份")
    if end == 0:
        raise _refusal(fact, "从 0 数不到 0")
    counting = Counting(Decimal(0), end, len(figure.value.partition(".")[2]), "," in figure.value)
    stated = _stated_start(fact, figure)
    if stated is not None and stated != end and len(counting.text(stated)) <= len(figure.value):
        return Counting(stated, end, counting.decimals, counting.grouped)
    return counting


def _stated_start(fact: Fact, figure: Figure) -> Decimal | None:
    if fact.metric is None or fact.metric.value_span is None:
        return None
    found = _START.search(fact.text[: fact.metric.value_span.start])
    if found is None or not _CHANGE.fullmatch(found[2].removeprefix(figure.suffix)):
        return None
    return Decimal(found[1].replace(",", ""))


def _refusal(fact: Fact, why: str) -> CardRefused:
    return CardRefused(f"第 {fact.id} 条不能做成数字滚动的动图：{why}", None, "请换一条有数量的")
