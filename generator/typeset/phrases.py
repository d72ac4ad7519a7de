"""Phrases kept whole: pairs of words said in one breath, a number with what it counts, four characters that repeat one.

秸秆|还田, 水质|监测, 加强|监管; 三座|桥梁, 12个|标段; 防沙|治沙, 一栋|一策
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.typeset.reading import HAN, Reading
from generator.typeset.tokens import Token

FOOT, VERBAL, PAIRED = 0.34, 0.3, 0.26
"""Inside four characters of two words: 水质|监测; 秸秆|还田 before another verb; 环境|资源."""
PATTERN = 0.6
"""Inside four characters that repeat one."""
COUNTED = 0.42
"""Between a number in hanzi and what it counts."""
_AND = frozenset("和与及")
_EVEN = 0.01
"""Of a pair that costs no more than its words do, but none begins with its second word."""


def hold_phrases(costs: list[float], reading: Reading) -> None:
    """Raise the costs inside phrases (`costs`: one a character, before it)."""
    _hold_pairs(costs, reading)
    for at, token in enumerate(reading.tokens[:-1]):
        if token.tag == "m" and token.word > HAN:
            _hold_counted(costs, reading, at)
    _hold_patterns(costs, reading.tokens)


def _hold_pairs(costs: list[float], reading: Reading) -> None:
    """Hold two words of two characters that are said in one breath: 秸秆|还田, 水稻|插秧, 加强|监管.

    Read from the left, so that the second word of one pair does not begin another: 海绵|城市, then 建设.
    """
    tokens = reading.tokens
    at = 1
    while at < len(tokens):
        left, right = tokens[at - 1], tokens[at]
        if left.tag == "m":
            at += 2
            continue
        price = _pair(reading, at)
        if price:
            costs[right.start] = max(costs[right.start], price)
            at += 1
        elif left.word[-1] in "”’" and at > 2 and tokens[at - 3].word in "“‘" and _is_head(reading, at):
            costs[right.start] = max(costs[right.start], FOOT)
        at += 1


def _is_head(reading: Reading, at: int) -> bool:
    """Return whether a noun that follows a quoted word is what that word tells more of: “村超”|赛场."""
    token = reading.tokens[at]
    return token.tag == "n" and len(token.word) == 2 and reading.heads(at)


def _pair(reading: Reading, at: int) -> float:
    """Return what a break inside the pair that ends with the word at `at` costs at least, 0 when it is none."""
    tokens, tables = reading.tokens, reading.tables
    left, right = tokens[at - 1], tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else Token("", "x", right.end, True)
    longer = 2 < len(left.word) < 6 and right.tag == "vn"
    named = reading.named(at - 1)
    if not (len(left.word) == 2 or longer or named) or len(right.word) != 2 or right.listed:
        return 0.0
    if (
        reading.closing[at]
        or (named and right.tag != "vn")
        or not (reading.nominal(at) or reading.modifier(at))
    ):
        return 0.0
    if following.word in tables.suffixes or (
        len(following.word) == 1 and (following.tag[:1] in "ngbk" or following.tag == "vg")
    ):
        return 0.0
    of_name = reading.nominal(at - 1) and left.tag not in ("ns", "nr", "f", "s") and left.tag[:1] != "m"
    if right.tag == "vn":
        if not (of_name or left.tag in ("v", "ns")):
            return 0.0
        onward = len(following.word) > 1 and following.tag[:1] in "ne" and following.tag != "ns"
        onward = onward or left.tag == "vn" or _ends_soon(reading, at + 1)
        strong = left.tag[:1] == "n" and not named and following.tag != "vn"
        return _EVEN if onward else FOOT if strong else PAIRED
    if right.tag == "v":
        doing = (following.tag in ("v", "d", "ad") and len(following.word) > 1) or following.word in _AND
        head = at > 1 and tokens[at - 2].word == "的"  # 的|态势|巩固
        return VERBAL if of_name and doing and not head else 0.0
    if not of_name or left.listed or right.tag[:1] != "n" or right.tag[:2] == "nr":
        return 0.0
    done = left.tag == "vn" and at > 1 and tokens[at - 2].tag[:1] == "n"  # 农房|盘活|收益
    return _EVEN if right.tag == "ns" or done else PAIRED


def _ends_soon(reading: Reading, at: int) -> bool:
    """Return whether the word at `at` has a suffix behind it, so that it is a noun with what stands before: 综合|纠错率."""
    return at + 1 < len(reading.tokens) and reading.tokens[at + 1].word in reading.tables.suffix_nouns


def _hold_counted(costs: list[float], reading: Reading, at: int) -> None:
    """Hold a counted thing to its number: 三座|桥梁, 八个|山村."""
    number, thing = reading.tokens[at : at + 2]
    counter = number.word[-1] in reading.tables.counters  # 九年|总和 counts nothing
    if counter and number.word[0] != "第" and counted(reading.tokens, at + 1) and 1 < len(number.word) < 5:
        costs[thing.start] = max(costs[thing.start], COUNTED)


def counted(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the word at `at` is all that a number before it counts: a noun that no other noun follows."""
    thing = tokens[at]
    following = tokens[at + 1].tag[:1] if at + 1 < len(tokens) else "x"
    return thing.tag[:1] in "n" and len(thing.word) < 4 and following not in "nbjlas"


def _hold_patterns(costs: list[float], tokens: Sequence[Token]) -> None:
    """Hold four characters that say one thing twice: 防沙|治沙, 一栋|一策, 应开|尽开."""
    text = "".join(token.word for token in tokens)
    same = [i for i, (one, other) in enumerate(zip(text, text[2:], strict=False)) if one == other]
    if not same:
        return
    edges = {token.start for token in tokens} | {len(text)}
    for i in {*same, *(at - 1 for at in same if at)}:
        four = text[i : i + 4]
        whole = i in edges and i + 4 in edges and min(four) > HAN
        if whole and (four[0] == four[2]) != (four[1] == four[3]):
            for gap in range(i + 1, i + 4):
                costs[gap] = max(costs[gap], PATTERN)
