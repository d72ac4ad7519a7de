"""What a sentence claims of a number: its scale and unit, and which way it points. Two sentences may agree in all digits and yet not.

9.6万件 is not 9.6亿件, 16.8个百分点 not 16.8%, a growth of 5% no fall of 5%, at least 75% not at most.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
MINUS = (
    r"(?:(?<![0-9A-Za-z%)月日年时])-(?=\d+(?:\.\d+)?(?:%|‰|°C|度|个?百分点|[万亿]?元))"
    r"|(?<=[为是达到至长降:,、\s(])-(?=\d)|^-(?=\d))"
)
"""A hyphen that is a minus: before what can be below nought, or after a word that a value follows; 5-8 and 3月-6月 have none."""
_NUMBER = re.compile(rf"((?:{MINUS})?\d+(?:\.\d+)?)([十百千万亿]{{0,3}})[余多来]?")
_CLAUSE = re.compile(r"[^，。；、,;：:\n]+")
_UNITS = (
    "个百分点", "百分点", "人次", "平方米", "平方公里", "平方千米", "公里", "公斤", "公顷", "立方米", "立方公里", "千米", "千克", "千瓦时",
    "千瓦", "毫米", "毫升", "毫克", "微克", "微米", "厘米", "小时", "分钟", "艘次", "架次", "车次", "人天", "万人次",
)  # fmt: skip
"""Units of several letters whose first letter is that of another unit; of all others the first letter tells."""
_TURNS = (
    ("增长|上升|提高|增加|上涨|升至|升到|增至|扩大|增收|多于|高于", "下降|减少|降低|回落|下跌|降至|降到|减至|收窄|削减|缩短|少于|低于"),
    ("同比", "环比"),
    ("不低于|不少于|至少|超过|突破|以上|逾|超", "不高于|不超过|不多于|至多|以下|以内|不足|不到|近"),
    ("签约|计划|拟|力争|预计|目标", "竣工|建成|完成|实现|投产|落成"),
)  # fmt: skip
"""Words that point one way, and the other."""
_NEGATED = re.compile("不低于|不少于|不高于|不超过|不多于")


@dataclass(frozen=True, slots=True)
class Claim:
    """One number of a sentence. `printed`: number, scale and unit as they stand; `turns`: for each of _TURNS 1, -1 or 0."""

    number: str
    unit: str
    printed: str
    turns: tuple[int, ...]


def normal(text: str) -> str:
    """Return a text in half-width forms, with one minus, without the commas that group digits."""
    return GROUPED.sub("", unicodedata.normalize("NFKC", text).replace("\u2212", "-"))


def claims(text: str) -> Iterator[Claim]:
    """Yield what a text claims of each of its numbers, in order."""
    for clause in _CLAUSE.finditer(normal(text)):
        turns = tuple(_turn(clause[0], *words) for words in _TURNS)
        for found in _NUMBER.finditer(clause[0]):
            unit = _unit(clause[0][found.end() :].lstrip())
            yield Claim(found[1], found[2] + unit, found[0] + unit, turns)


def contrary(one: Claim, other: Claim) -> bool:
    """Return whether two claims of one number cannot both be true of the same thing."""
    return one.unit != other.unit or any(a * b < 0 for a, b in zip(one.turns, other.turns, strict=True))


def _unit(after: str) -> str:
    known = max((unit for unit in _UNITS if after.startswith(unit)), key=len, default="")
    first = after[:1]
    return known or (first if first.isalpha() or first in {"%", "‰"} else "")


def _turn(clause: str, one: str, other: str) -> int:
    """Return 1 or -1 for a clause that points one way only, else 0."""
    left = clause
    there = bool(re.search(other, left))
    for word in _NEGATED.findall(left):  # 不超过 holds 超过
        if re.search(other, word):
            left = left.replace(word, "")
    here = bool(re.search(one, left))
    if re.search(one, clause) and not here and not there:
        return 0
    return int(here) - int(there)
