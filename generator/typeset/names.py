"""Names kept whole: what closes a name (大桥, 医院, 开发区) holds the words before it, the nearer the dearer.

A dictionary knows few names of places, works and bodies, but nearly all of them end in one of a few hundred words.
So a closing is looked for first, and the words that can belong to it are read back from there: 漠河|机场, 影像|诊断|中心.
After a name is a good place to break. Where a name must break, it does so at its inner joint: 福建省|晋江市|人民医院.
"""

from __future__ import annotations

from generator.typeset.reading import Reading

NEAR = 0.5
"""Right before the closing."""
LED = 0.36
"""The same, where another closing follows that this one may belong to instead: 社会主义|市场|经济体制."""
SINGLE = 0.6
"""The same, before a closing of one character: 接力|队, 西哈努克|港."""
FARTHER = (0.42, 0.3, 0.24)
"""Up to two, four and more characters before the closing."""
WHOLE, VERY_LONG = 7, 9
"""A name of so many characters does not break; a longer one may between its feet, and one of nine as if it were no name."""
JOINT = 0.22
"""Between a place and the body that is in it, or between two names."""
AFTER = -0.05
"""More for a break between a name and what is said of it."""
EDGE = 0.15
"""Between a name and what else stands before or after it."""
SURE = 0.4
"""From here on a cost says that two words are one, whatever stands around them."""
_LONGEST = 10
_OPENED, _CLOSED = frozenset("“‘《"), frozenset("”’》")


def hold_names(costs: list[float], reading: Reading) -> None:
    """Raise the costs inside names, and lower them at their edges (`costs`: one a character, before it)."""
    for at, token in enumerate(reading.tokens):
        if reading.closing[at]:
            _hold_run(costs, reading, at)
        elif at and len(token.word) > 3 and reading.begins(at) and reading.nominal(at - 1):
            costs[token.start] = max(costs[token.start], FARTHER[0])  # 漠河|机场跑道


def _hold_run(costs: list[float], reading: Reading, at: int) -> None:
    """Hold the words before the closing at `at` together with it."""
    tokens = reading.tokens
    closing = tokens[at]
    first, length = at, len(closing.word)
    before = {token.start: costs[token.start] for token in tokens[max(0, at - _LONGEST) : at + 1]}
    if reading.whole(at) and not closing.listed:
        for joint in closing.joints:
            costs[closing.start + joint] = max(costs[closing.start + joint], SINGLE)
    while first > 0:
        left = tokens[first - 1]
        length += len(left.word)
        if first == at and left.word + closing.word in reading.tables.closings:  # 龙滩|特|大桥
            costs[closing.start] = max(costs[closing.start], SINGLE)
            first -= 1
            continue
        verb = reading.modifier(first - 1) and (first == at or tokens[first].tag in ("v", "vn"))
        if length > _LONGEST or not (verb or reading.nominal(first - 1)):
            break
        named = reading.named(first - 1)
        far = closing.end - tokens[first].start > 4
        if first < at and (named or (far and reading.place(first - 1))):
            break
        gap = tokens[first].start
        costs[gap] = max(costs[gap], _price(reading, first, at, named))
        first -= 1
        if tokens[first].tag == "ns" or len(tokens[first].word) > 3 or (first == at - 1 and reading.whole(at)):
            break
    length = closing.end - tokens[first].start
    if length > WHOLE:
        for joint in _feet(reading, first, at):
            costs[joint] = max(before[joint], JOINT if length < VERY_LONG else 0.0)
    quoted = first == at > 2 and tokens[at - 1].word in _CLOSED and tokens[at - 3].word in _OPENED
    onward = at + 1 < len(tokens) and tokens[at + 1].word == "的"
    if quoted and not onward and reading.bare(at):  # “村超”|赛场
        costs[closing.start] = max(costs[closing.start], FARTHER[0])
    _offer_edges(costs, reading, first, at)


def _feet(reading: Reading, first: int, at: int) -> list[int]:
    """Return where a long name may break: between its feet, which are mostly four characters: 公共法律|服务中心."""
    tokens, starts, i = reading.tokens, [], first
    while i < at:
        if not reading.closing[i]:
            starts.append(tokens[i].start)
        both = i + 1 < at and len(tokens[i].word) == 2 and len(tokens[i + 1].word) in (2, 3)
        i += 2 if both and tokens[i].tag != "ns" else 1
    return starts[1:]


def _offer_edges(costs: list[float], reading: Reading, first: int, at: int) -> None:
    """Make good places of both edges of the name from the word at `first` to that at `at`."""
    tokens = reading.tokens
    start, end = tokens[first].start, tokens[at].end
    if not reading.named(at) or end - start < 4:
        return
    if first and reading.place(first - 1) and end - tokens[first - 1].start > 8 and costs[start] < SURE:
        costs[start] = min(costs[start], EDGE)
    if at + 1 == len(tokens) or reading.closing[at + 1]:
        return
    following = tokens[at + 1]
    if len(following.word) < 2 or (
        following.word in reading.tables.lean_back or following.word in reading.tables.locatives
    ):
        return
    if following.tag[:1] in "vpdmr" and following.tag != "vn":
        costs[end] += AFTER if costs[end] > 0 else 0.0
    elif following.tag[:1] in "nbjls" and not reading.heads(at + 1) and costs[end] < SURE:
        costs[end] = min(costs[end], EDGE)


def _price(reading: Reading, first: int, at: int, named: bool) -> float:
    """Return the price of the gap before the word at `first` in the name that the word at `at` closes."""
    closing, gap = reading.tokens[at], reading.tokens[first].start
    if reading.region(first - 1):
        whole = len(reading.tokens[first - 1].word) + closing.end - gap
        return JOINT + (0.1 if whole < 7 else 0.0)
    distance = closing.start - gap
    if distance:
        return FARTHER[min(2, (distance - 1) // 2)]
    if reading.whole(at):
        if reading.tokens[first - 1].tag == "b":  # 附属|口腔医院
            return FARTHER[0]
        return JOINT if closing.end - reading.tokens[first - 1].start > 6 else FARTHER[1]
    if len(closing.word) == 1:
        return SINGLE
    if named and len(closing.word) > reading.closing[at]:  # 妇幼保健院|新院区
        return JOINT
    if named:  # 哈尔滨工程|大学, 西哈努克港|高速公路
        return FARTHER[0] if len(closing.word) < 3 else FARTHER[1]
    if not reading.bare(at):
        return FARTHER[1]
    led = at + 1 < len(reading.tokens) and reading.closing[at + 1] > 0 and len(closing.word) == 2
    return LED if led else NEAR
