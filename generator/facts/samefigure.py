"""The same figure in other words: one number in one unit, however its digits, its scale and its unit are written.

３６７家 is 367家, 20亿元 is 200000万元, 12000㎡ is 1.2万平方米, 百分之六点四 is 6.4%; 367户 is another figure, and 58家 no part of 358家.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from generator.facts.figure import Figure
from generator.facts.metric import quantities
from generator.facts.tables import Tables

_SPELT = {
    "㎡": "平方米", "m2": "平方米", "km": "公里", "千米": "公里", "平方千米": "平方公里", "km2": "平方公里", "kg": "公斤",
    "千克": "公斤", "t": "吨", "元人民币": "元", "人民币": "元", "个百分点": "百分点", "°C": "度", "摄氏度": "度", "m3": "立方米",
}  # fmt: skip
"""Units that are one unit, spelt otherwise."""
_SCALE = re.compile("^[十百千]?(?:万亿|亿|万)|^(?:百(?!分)|千(?![瓦米克伏卡帕赫分]))")


@dataclass(frozen=True, slots=True)
class SoughtFigure:
    """A figure to look for: its number with scale multiplied in, its unit in one spelling, and how it was printed."""

    number: float
    unit: str
    printed: str

    def printed_in(self, text: str, tables: Tables) -> tuple[str, ...]:
        """Return every place of `text` that gives this figure, as it is printed there."""
        return tuple(
            _printed(text, figure)
            for figure in quantities(text, tables)
            if figure.number is not None
            and math.isclose(figure.number, self.number, rel_tol=1e-9)
            and _unit(figure) == self.unit
        )


def figures_of(text: str, tables: Tables) -> tuple[SoughtFigure, ...]:
    """Return the figures of a text, each as something to look for; a bare number without a unit is none."""
    return tuple(
        SoughtFigure(figure.number, unit, _printed(text, figure))
        for figure in quantities(text, tables)
        if figure.number is not None and (unit := _unit(figure))
    )


def gone(old: str, new: str, tables: Tables) -> tuple[SoughtFigure, ...]:
    """Return the figures of a sentence that its correction does not give any more; all of them where it keeps them all."""
    before = figures_of(old, tables)
    kept = {(figure.number, figure.unit) for figure in figures_of(new, tables)}
    return tuple(f for f in before if (f.number, f.unit) not in kept) or before


def shown_in(texts: Iterable[str], figures: Iterable[SoughtFigure], tables: Tables) -> tuple[str, ...]:
    """Return how any of these figures is printed in any of these texts, each way once."""
    wanted = tuple(figures)
    return tuple(
        dict.fromkeys(
            printed for text in texts for figure in wanted for printed in figure.printed_in(text, tables)
        )
    )


def _printed(text: str, figure: Figure) -> str:
    return text[figure.value_start : max(figure.value_end, figure.unit_end)]


def _unit(figure: Figure) -> str:
    if figure.kind == "percent" and figure.unit in {"", "成", "%", "％"}:
        return "%"
    bare = _SCALE.sub("", unicodedata.normalize("NFKC", figure.unit))
    return _SPELT.get(bare, bare)
