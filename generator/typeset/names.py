"""Names kept whole: what closes a name (大桥, 医院, 开发区) holds the words before it, the nearer the dearer.

A dictionary knows few names of places, works and bodies, but nearly all of them end in one of a few hundred words.
So a closing is looked for first, and the words that can belong to it are read back from there: 漠河|机场, 影像|诊断|中心.
After a name is a good place to break. Where a name must break, it does so at its inner joint: 福建省|晋江市|人民医院.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.typeset.tables import Tables
from generator.typeset.tokens import Token

NEAR = 0.5
"""Right before the closing."""
SINGLE = 0.6
"""The same, before a closing of one character: 接力|队, 西哈努克|港."""
WHOLE, VERY_LONG = 7, 9
"""A name of so many characters does not break; a longer one may between its feet, and one of nine as if it were no name."""
FARTHER = (0.42, 0.3, 0.24)
"""The same, up to two, four and more characters before the closing."""
JOINT = 0.22
"""Between a place and the body that is in it, or between two names."""
AFTER = -0.05
"""More for a break between a name and what is said of it."""
EDGE = 0.15
"""Between a name and what else stands before or after it."""
FOOT, VERBAL, PAIRED = 0.34, 0.28, 0.26
"""Inside four characters of two words: 水质|监测; 秸秆|还田 before another verb; 环境|资源."""
PATTERN = 0.6
"""Inside four characters that repeat one: 防沙治沙, 一栋一策."""
COUNTED = 0.42
"""Between a number with its measure word and what it counts: 三项|工程."""
SURE = 0.4
"""From here on a cost says that two words are one, whatever stands around them."""
_EVEN = 0.01
"""Of a pair that costs no more than its words do, but none begins with its second word."""
_LONGEST = 10
_NOMINAL = frozenset("nbjlizgst")
_REGIONS = frozenset("省市县区州旗盟镇乡村")
_NUMERALS = frozenset("一二两三四五六七八九十百千万")
_HAN = "\u2e00"


def hold_names(costs: list[float], tokens: Sequence[Token], tables: Tables) -> None:
    """Raise the costs inside names and set phrases, and lower them after a name (`costs`: one a character)."""
    reader = _Reader(tokens, tables)
    for at, token in enumerate(tokens):
        if reader.closing[at]:
            _hold_run(costs, reader, at)
        elif at and len(token.word) > 3 and token.word[:2] in tables.closings and reader.nominal(at - 1):
            costs[token.start] = max(costs[token.start], FARTHER[0])  # 漠河|机场跑道
        if token.tag == "m" and token.word > _HAN and at + 1 < len(tokens):
            _hold_counted(costs, reader, at)
    _hold_pairs(costs, reader)
    _hold_patterns(costs, tokens)


class _Reader:
    """The words of a text, and what each can be in a name."""

    def __init__(self, tokens: Sequence[Token], tables: Tables) -> None:
        self.tokens, self.tables = tokens, tables
        self.closing = [self._closing(i) for i in range(len(tokens))]
        """How many characters at each word's end close a name; 0 for a word that closes none."""

    def _closing(self, at: int) -> int:
        word = self.tokens[at].word
        if word[0] in self.tables.reaching:  # 进社区 is no name
            return 0
        for length in (5, 4, 3, 2):
            if word[-length:] in self.tables.closings and len(word) >= length:
                return length
        if len(word) > 1 or not at or word not in self.tables.suffix_nouns or word in self.tables.suffixes:
            return 0
        before = self.tokens[at - 1]
        return int(len(before.word) > 1 and (self.nominal(at - 1) or self.modifier(at - 1)))

    def bare(self, at: int) -> bool:
        """Return whether the word at `at` is a closing and little more, so that its name stands before it."""
        return len(self.tokens[at].word) <= self.closing[at] + 1

    def named(self, at: int) -> bool:
        """Return whether the word at `at` closes a name that has begun."""
        return self.closing[at] > 0 and (not self.bare(at) or (at > 0 and self.nominal(at - 1)))

    def region(self, at: int) -> bool:
        """Return whether the word at `at` is a province, a city, a county: 晋江市."""
        token = self.tokens[at]
        if len(token.word) == 1:
            return token.word in _REGIONS and at > 0 and self.tokens[at - 1].tag == "ns"
        return len(token.word) > 2 and token.word[-1] in _REGIONS and token.tag[:2] in ("ns", "nr")

    def place(self, at: int) -> bool:
        """Return whether the word at `at` is a place's name, before which and after which other names stand."""
        token = self.tokens[at]
        return token.tag == "ns" or (token.tag[:2] == "nr" and len(token.word) > 2)

    def whole(self, at: int) -> bool:
        """Return whether the word at `at` is a name by itself: 人民医院, 重大项目."""
        return len(self.tokens[at].word) > 3 and not self.bare(at)

    def heads(self, at: int) -> bool:
        """Return whether the word at `at` is one noun with its verb or the end behind it: 霍尔木兹海峡局势|牵动."""
        after = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return not self.closing[at] and (after is None or after.tag[:1] in "vdpxucf")

    def nominal(self, at: int) -> bool:
        """Return whether the word at `at` can stand within a name."""
        token, tables = self.tokens[at], self.tables
        word, tag = token.word, token.tag
        if (
            word <= _HAN
            or word[0] == "每"
            or any(
                word in words
                for words in (
                    tables.verbs,
                    tables.times,
                    tables.lean_on,
                    tables.adverbs,
                    tables.locatives,
                    tables.lean_back,
                )
            )
        ):
            return False
        if len(word) == 1:
            return tag[:1] in "nbjgs" and tag != "nr"
        if tag == "j" and word[0] in _NUMERALS:  # 三大
            return False
        if tag[:1] == "m":
            return word[0] == "第" or word[-1] == "号"
        return tag[:1] in _NOMINAL or tag in ("vn", "a", "an", "f")

    def modifier(self, at: int) -> bool:
        """Return whether the verb at `at` may be part of a name, not what a sentence says: 诊断|中心, not 走进|社区."""
        token, tables = self.tokens[at], self.tables
        return (
            token.tag in ("v", "vn")
            and len(token.word) == 2
            and token.word not in tables.verbs
            and token.word not in tables.lean_on
            and token.word not in tables.adverbs
            and token.word[1] not in tables.reaching
        )


def _hold_run(costs: list[float], reader: _Reader, at: int) -> None:
    """Hold the words before the closing at `at` together with it."""
    tokens = reader.tokens
    closing = tokens[at]
    first, length = at, len(closing.word)
    before = {token.start: costs[token.start] for token in tokens[max(0, at - _LONGEST) : at + 1]}
    if reader.whole(at) and not closing.listed:
        for joint in closing.joints:
            costs[closing.start + joint] = max(costs[closing.start + joint], SINGLE)
    while first > 0:
        left = tokens[first - 1]
        length += len(left.word)
        if first == at and left.word + closing.word in reader.tables.closings:  # 龙滩|特|大桥
            costs[closing.start] = max(costs[closing.start], SINGLE)
            first -= 1
            continue
        verb = reader.modifier(first - 1) and (first == at or tokens[first].tag in ("v", "vn"))
        if length > _LONGEST or not (verb or reader.nominal(first - 1)):
            break
        named = reader.named(first - 1)
        far = closing.end - tokens[first].start > 4
        if first < at and (named or (far and reader.place(first - 1))):
            break
        gap = tokens[first].start
        costs[gap] = max(costs[gap], _price(reader, first, at, named))
        first -= 1
        if tokens[first].tag == "ns" or len(tokens[first].word) > 3 or (first == at - 1 and reader.whole(at)):
            break
    length = closing.end - tokens[first].start
    if length > WHOLE:
        for joint in _feet(reader, first, at):
            costs[joint] = max(before[joint], JOINT if length < VERY_LONG else 0.0)
    _offer_edges(costs, reader, first, at)


def _feet(reader: _Reader, first: int, at: int) -> list[int]:
    """Return where a long name may break: between its feet, which are mostly four characters: 公共法律|服务中心."""
    tokens, starts, i = reader.tokens, [], first
    while i < at:
        if not reader.closing[i]:
            starts.append(tokens[i].start)
        both = i + 1 < at and len(tokens[i].word) == 2 and len(tokens[i + 1].word) in (2, 3)
        i += 2 if both and tokens[i].tag != "ns" else 1
    return starts[1:]


def _offer_edges(costs: list[float], reader: _Reader, first: int, at: int) -> None:
    """Make good places of both edges of the name from the word at `first` to that at `at`."""
    tokens = reader.tokens
    start, end = tokens[first].start, tokens[at].end
    if not reader.named(at) or end - start < 4:
        return
    if first and reader.place(first - 1) and end - tokens[first - 1].start > 8 and costs[start] < SURE:
        costs[start] = min(costs[start], EDGE)
    if at + 1 == len(tokens) or reader.closing[at + 1]:
        return
    following = tokens[at + 1]
    if len(following.word) < 2 or (
        following.word in reader.tables.lean_back or following.word in reader.tables.locatives
    ):
        return
    if following.tag[:1] in "vpdmr" and following.tag != "vn":
        costs[end] += AFTER if costs[end] > 0 else 0.0
    elif following.tag[:1] in "nbjls" and not reader.heads(at + 1) and costs[end] < SURE:
        costs[end] = min(costs[end], EDGE)


def _price(reader: _Reader, first: int, at: int, named: bool) -> float:
    """Return the price of the gap before the word at `first` in the name that the word at `at` closes."""
    closing, gap = reader.tokens[at], reader.tokens[first].start
    if reader.region(first - 1):
        whole = len(reader.tokens[first - 1].word) + closing.end - gap
        return JOINT + (0.1 if whole < 7 else 0.0)
    distance = closing.start - gap
    if distance:
        return FARTHER[min(2, (distance - 1) // 2)]
    if reader.whole(at):
        return JOINT if closing.end - reader.tokens[first - 1].start > 6 else FARTHER[1]
    if len(closing.word) == 1:
        return SINGLE
    if named and len(closing.word) > reader.closing[at]:  # 妇幼保健院|新院区
        return JOINT
    if named:  # 哈尔滨工程|大学, 西哈努克港|高速公路
        return FARTHER[0] if len(closing.word) < 3 else FARTHER[1]
    return NEAR if reader.bare(at) else FARTHER[1]


def _hold_pairs(costs: list[float], reader: _Reader) -> None:
    """Hold two words of two characters that are said in one breath: 秸秆|还田, 水稻|插秧, 加强|监管.

    Read from the left, so that the second word of one pair does not begin another: 海绵|城市, then 建设.
    """
    tokens = reader.tokens
    at = 1
    while at < len(tokens):
        left, right = tokens[at - 1], tokens[at]
        if left.tag == "m":
            at += 2
            continue
        price = _pair(reader, at)
        if price:
            costs[right.start] = max(costs[right.start], price)
            at += 1
        elif left.word[-1] in "”’" and at > 2 and tokens[at - 3].word in "“‘" and _is_head(reader, at):
            costs[right.start] = max(costs[right.start], FOOT)
        at += 1


def _is_head(reader: _Reader, at: int) -> bool:
    """Return whether a noun that follows a quoted word is what that word tells more of: “村超”|赛场."""
    token = reader.tokens[at]
    return token.tag == "n" and len(token.word) == 2 and reader.heads(at)


def _pair(reader: _Reader, at: int) -> float:
    """Return what a break inside the pair that ends with the word at `at` costs at least, 0 when it is none."""
    tokens, tables = reader.tokens, reader.tables
    left, right = tokens[at - 1], tokens[at]
    following = tokens[at + 1] if at + 1 < len(tokens) else Token("", "x", right.end, True)
    longer = len(left.word) == 3 and right.tag == "vn"
    if not (len(left.word) == 2 or longer) or len(right.word) != 2 or right.listed:
        return 0.0
    if reader.closing[at] or reader.named(at - 1) or not (reader.nominal(at) or reader.modifier(at)):
        return 0.0
    if following.word in tables.suffixes or (len(following.word) == 1 and following.tag[:1] in "nvagbkz"):
        return 0.0
    of_name = reader.nominal(at - 1) and left.tag not in ("ns", "nr", "f", "s") and left.tag[:1] != "m"
    if right.tag == "vn":
        if not (of_name or left.tag == "v"):
            return 0.0
        onward = len(following.word) > 1 and following.tag[:1] in "ne" and following.tag != "ns"
        onward = onward or left.tag == "vn" or _ends_soon(reader, at + 1)
        return _EVEN if onward else FOOT if left.tag[:1] == "n" else PAIRED
    if right.tag == "v":
        doing = following.tag in ("v", "d", "ad") and len(following.word) > 1
        return VERBAL if of_name and doing else 0.0
    if not of_name or left.listed or right.tag[:1] != "n" or right.tag[:2] in ("ns", "nr"):
        return 0.0
    return PAIRED


def _ends_soon(reader: _Reader, at: int) -> bool:
    """Return whether the word at `at` has a suffix behind it, so that it is a noun with what stands before: 综合|纠错率."""
    return at + 1 < len(reader.tokens) and reader.tokens[at + 1].word in reader.tables.suffix_nouns


def _hold_counted(costs: list[float], reader: _Reader, at: int) -> None:
    """Hold a counted thing to its number: 三座|桥梁, 八个|山村."""
    number, thing = reader.tokens[at : at + 2]
    if number.word[0] != "第" and counted(reader.tokens, at + 1) and 1 < len(number.word) < 5:
        costs[thing.start] = max(costs[thing.start], COUNTED)


def counted(tokens: Sequence[Token], at: int) -> bool:
    """Return whether the word at `at` is all that a number before it counts: a noun that no other noun follows."""
    thing = tokens[at]
    following = tokens[at + 1].tag[:1] if at + 1 < len(tokens) else "x"
    return thing.tag[:1] in "n" and len(thing.word) < 4 and following not in "nbjlas"


def _hold_patterns(costs: list[float], tokens: Sequence[Token]) -> None:
    """Hold four characters that say one thing twice: 防沙|治沙, 一栋|一策, 应开|尽开."""
    text = "".join(token.word for token in tokens)
    edges = {token.start for token in tokens} | {len(text)}
    for i in range(len(text) - 3):
        a, b, c, d = tuple(text[i : i + 4])
        if i in edges and i + 4 in edges and min(a, b, c, d) > _HAN and (a == c) != (b == d) and a != b:
            for gap in range(i + 1, i + 4):
                costs[gap] = max(costs[gap], PATTERN)
