"""What a figure may truly be drawn as: a slice of a ring, n marks, a place among N, a change, a target and its stretch.

A picture of a number *is* the number, so a picture is offered only where the fact itself says all that is drawn:
no invented years, no total that the text does not name, no marks for an inexact number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from generator.card.tally import ROW_OF_PLACES
from generator.card.wordbook import PictureWords
from generator.facts.model import Fact, Metric

_FULL = {"增": "增长", "涨": "上涨", "升": "上升", "降": "下降", "减": "减少", "跌": "下跌"}
"""A verb of one character, spelt out where a caption adds 前 or 后."""
_NOUN = re.compile(r"(?![以左上下多余])[\u4e00-\u9fff]{1,3}")
_STOPS = "。；，、;,"
MOST_PLACES = 500
PICTURES = ("share", "count", "rank", "change", "stretch")


@dataclass(frozen=True, slots=True)
class Picture:
    """One way to draw a figure.

    | kind | value | whole |
    |---|---|---|
    | share | percent of a whole, 0 < value ≤ 100 | 100 |
    | count | how many marks, an exact whole number | the same |
    | rank | the place, 1 is first | how many places the text names |
    | change | percent or points, negative for a fall | None |
    | stretch | the target | the stretch, further in the same direction |

    `legend` says in Chinese what a mark stands for, "" where nothing needs saying; of a stretch it is its words as
    printed (力争5.5%), and `unit` is what both figures are counted in. `scale` are the further numbers that a drawing
    prints beside its marks: the first place of each row of a rank. A ruler prints no ends. A proof-reader must know them.
    """

    kind: str
    value: float
    whole: float | None = None
    legend: str = ""
    unit: str = ""
    scale: tuple[str, ...] = ()


def pictures_of(fact: Fact, words: PictureWords) -> tuple[Picture, ...]:
    """Return every truthful picture of a fact's figure, the most telling first."""
    metric = fact.metric
    if metric is None or metric.number is None:
        return ()
    found = (
        _stretch(fact, metric, words),
        _share(fact, metric, words),
        _rank(fact, metric, words),
        _change(fact, metric, words),
        _count(fact, metric, words),
    )
    return tuple(p for p in found if p is not None)


def _before(fact: Fact, metric: Metric) -> str:
    """Return the clause that leads to the figure."""
    at = metric.value_span.start if metric.value_span else fact.text.find(metric.value)
    return re.split(r"[，；。,;]", fact.text[: max(at, 0)])[-1]


def _share(fact: Fact, metric: Metric, words: PictureWords) -> Picture | None:
    if metric.kind != "percent" or metric.unit not in {"%", "％", ""} or metric.number_max is not None:
        return None
    lead = _before(fact, metric)
    if _direction(metric, words) or any(w in lead for w in words.no_share):
        return None
    if not any(w in lead for w in words.share) or not 0 < float(metric.number or 0) <= 100:
        return None
    return Picture("share", float(metric.number or 0), 100.0, _bound(fact, metric, words))


def _bound(fact: Fact, metric: Metric, words: PictureWords) -> str:
    """Say to where a ring is drawn when the printed figure is a bound or about so much: 超95%, 95%左右."""
    if metric.span is None or not _hedged(fact, metric, words):
        return ""
    return f"圆环所示为{metric.value}{metric.unit}"


def counted_thing(unit: str, after: str) -> str:
    """Return the short noun that ends a sentence behind 个 (412个村), "" for none: 个 alone does not say what is counted."""
    noun = after.rstrip(_STOPS)
    return noun if unit == "个" and _NOUN.fullmatch(noun) else ""


def _hedged(fact: Fact, metric: Metric, words: PictureWords) -> bool:
    """Return whether the figure is no exact one: 超, 近, 余 before or within it, 以上, 左右 behind it."""
    hedges = [metric.qualifier or ""]
    if metric.span is not None and metric.value_span is not None:
        hedges.append(fact.text[metric.span.start : metric.value_span.start])
        hedges.append(fact.text[metric.value_span.end : metric.span.end].removeprefix(metric.unit))
    return any(w in hedge for hedge in hedges for w in words.inexact)


def _count(fact: Fact, metric: Metric, words: PictureWords) -> Picture | None:
    if metric.kind not in {"count", "people"} or metric.number is None or metric.number_max is not None:
        return None
    if (
        not (metric.value.isascii() and metric.value.isdigit())
        or not words.least <= metric.number <= words.most
    ):
        return None
    if metric.unit not in words.units or _hedged(fact, metric, words) or _direction(metric, words):
        return None
    after = fact.text[metric.span.end :] if metric.span else ""
    if after.startswith(words.no_count) or any(w in _before(fact, metric) for w in words.mean):
        return None
    what = metric.unit + counted_thing(metric.unit, after)
    return Picture("count", float(metric.number), float(metric.number), f"每一点代表1{what}")


def _rank(fact: Fact, metric: Metric, words: PictureWords) -> Picture | None:
    if metric.kind != "rank" or not metric.number or not float(metric.number).is_integer():
        return None
    if metric.number_max is not None or not (metric.qualifier or "").endswith("第"):  # not 前20位, 上升5位
        return None
    whole = _field(_before(fact, metric), words)
    if not 1 <= metric.number <= whole <= MOST_PLACES:
        return None
    printed = f"第{metric.number}{metric.unit}"
    rows = tuple(str(first) for first in range(1, whole + 1, ROW_OF_PLACES))
    legend = f"{whole}{metric.unit}中的{printed}"
    return Picture("rank", float(metric.number), float(whole), legend, scale=(*rows, str(whole)))


def _field(lead: str, words: PictureWords) -> int:
    """Return how many places the words before a rank name, 0 for none: 百强, 500强, 28个城市中; the nearest counts."""
    named = [(lead.rfind(word) + len(word), len(word), n) for word, n in words.fields.items() if word in lead]
    for pattern in (r"(\d{2,4})\s*强", r"(\d{1,4})\s*个[^，。；\d]{1,12}[中里]"):
        named += [(found.end(), len(found[0]), int(found[1])) for found in re.finditer(pattern, lead)]
    return max(named, default=(0, 0, 0))[2]


def _change(fact: Fact, metric: Metric, words: PictureWords) -> Picture | None:
    sign = _direction(metric, words)
    if not sign or metric.kind != "percent" or metric.number_max is not None or metric.unit not in {"%", "％"}:
        return None
    lead = _before(fact, metric)
    # 年均增长7% is no step from 100 to 107, and of a rate that 提高2% none can tell percent from points
    if _hedged(fact, metric, words) or any(w in lead for w in (*words.mean, *words.share)):
        return None
    change = sign * abs(Decimal(str(metric.number or 0)))
    if not -100 <= change <= words.most_change or not change:
        return None
    word = _FULL.get(core := _core(metric.qualifier or ""), core)
    after = f"{(100 + change).normalize():f}"
    return Picture("change", float(change), None, f"{word}前按100计，{word}后是{after}")


def _direction(metric: Metric, words: PictureWords) -> int:
    """Return 1 for a rise, -1 for a fall, 0 for a level; 增至 and 降到 lead to levels."""
    word = metric.qualifier or ""
    if word.endswith(("至", "到", "为", "达")):
        return 0
    core = _core(word)
    return 1 if core in words.up else -1 if core in words.down else 0


def _core(qualifier: str) -> str:
    """Return the verb of a change alone: 同比增长 → 增长."""
    return qualifier.removeprefix("同比").removeprefix("环比").removesuffix("了")


def _stretch(fact: Fact, metric: Metric, words: PictureWords) -> Picture | None:
    """5.3%、力争5.5%: the second figure, of the same unit, that the text names as the stretch."""
    joined = "|".join(map(re.escape, words.stretch))
    at = metric.span.end if metric.span else len(fact.text)
    found = re.match(
        rf"[、，,（(]?\s*((?:{joined})(?:达到|达)?\s*(\d+(?:\.\d+)?)\s*{re.escape(metric.unit)})",
        fact.text[at:],
    )
    if found is None or metric.number is None or not metric.unit:
        return None
    target = float(metric.value) if _plain(metric.value) else float(metric.number)
    if float(found[2]) == target:
        return None
    return Picture("stretch", target, float(found[2]), found[1], metric.unit)


def _plain(value: str) -> bool:
    return re.fullmatch(r"\d+(?:\.\d+)?", value) is not None
