"""How two words cling together: what a break between them costs, by what the one asks for and the other belongs to.

Words first (the newsroom's tables), then jieba's parts of speech. The unit is explained in `words`.
"""

from __future__ import annotations

from generator.typeset.tables import Tables
from generator.typeset.tokens import Token

BETWEEN = 0.16
IN_COMPOUND = 0.07
LEANING = 0.6
OF_COMPOUND = 0.45
ATTRIBUTE = 0.12
"""Between what can only be said of a noun and the noun, or what is used as one: 彩色|铺装, 中国|建设工程鲁班奖."""

_LEANING_TAGS = frozenset(("uj", "ul", "uz", "ug", "ud", "uv", "y", "k", "e"))
"""jieba's tags of particles and suffixes."""
_ENDING_TAGS = frozenset(("x", "q", "ul", "uz", "ug"))
"""Single characters that end a phrase by nature: marks, measure words, 了着过."""
_SUFFIX_TAGS = "nqkfzjgb"
_NUMERALS = frozenset("首0123456789０１２３４５６７８９一二三四五六七八九十百千万亿两几数第半零〇多余")


def between(tables: Tables, before: Token, left: Token, right: Token) -> float:
    """Return the cost of a break between two words: by what leans on what (words first, then tags)."""
    if right.word in tables.lean_back or right.tag in _LEANING_TAGS:
        return LEANING
    if _ends_compound(tables, left, right):
        return OF_COMPOUND
    if _ends_compound(
        tables, before, left
    ):  # 木偶戏|走进: a noun as a whole, whatever its last character is alone
        before, left = Token("", "x", 0, True), Token(before.word + left.word, "n", before.start, True)
    if right.tag == "f" and right.word in tables.locatives:
        return BETWEEN + 0.3
    return BETWEEN + _leans_on(tables, before, left, right) + _leans_back(tables, left, right)


def _ends_compound(tables: Tables, left: Token, right: Token) -> bool:
    """Return whether `right` is the one character that makes a noun of what stands before it: 托育|点, 木偶|戏."""
    word = left.word
    return (
        right.word in tables.suffix_nouns
        and len(word) > 1
        and word > "\u2e00"
        and left.tag[:1] in "nvajblizt"
        and left.tag != "ad"
        and word[-1] not in _NUMERALS
        and not any(
            word in words for words in (tables.number_lead, tables.lean_on, tables.times, tables.adverbs)
        )
    )


def _leans_on(tables: Tables, before: Token, left: Token, right: Token) -> float:
    """Return how dear it is to leave `left` at a line's end, by what it asks for after it."""
    cost = 0.0
    if right.tag == "m" and right.word[0] in _NUMERALS and left.word in tables.number_lead:
        cost = 0.2
    if left.word in tables.lean_on or left.tag in ("p", "c"):
        return cost + 0.25
    if left.word == "的":
        return cost - 0.03
    if left.word in tables.adverbs or left.tag in ("d", "ad", "vd"):
        done = right.tag[:1] in ("m", "n", "x") and before.tag[:1] == "v"  # 申遗成功|15周年: no adverb
        return cost if done else cost + 0.14
    if right.word[0] == "每":
        return cost
    if left.word in tables.times or left.word[0] == "每":
        return cost + (0.12 if right.tag[:1] in ("v", "d", "a") else 0.06)
    if left.tag == "m" or (left.tag == "j" and len(left.word) < 3 and left.word[0] in _NUMERALS):
        counted = left.word[-1] in _NUMERALS or left.word[0] in _NUMERALS or len(left.word) == 1
        return cost + (0.3 if right.tag == "q" else 0.15 if counted and right.tag != "v" else 0.0)
    if left.tag == "eng" and right.tag[:1] == "n":
        return cost + 0.12
    if right.word in tables.lead and left.tag[:1] == "n":
        return cost
    if len(left.word) == 1 and left.word not in tables.locatives and left.tag not in _ENDING_TAGS:
        return cost + (0.15 if right.tag != "x" else 0.08)
    if left.word in tables.name_heads and right.tag[:1] in ("n", "m"):
        return cost + ATTRIBUTE
    if left.tag == "b" and right.tag[:1] == "v":
        return cost + ATTRIBUTE
    if left.tag[:1] in ("a", "b") and right.tag[:1] == "n":
        return cost + 0.08
    if not left.sure and left.tag[:1] == "n" and right.tag[:1] == "n":  # a name no dictionary has: 厦金|大桥
        return cost + 0.16
    if left.tag[:1] == "n" and right.tag[:1] == "n":  # within a name of a thing, dearer than before it
        return cost + IN_COMPOUND
    if left.tag == "v" and (right.tag[:1] == "n" or right.word in tables.opening):
        return cost + 0.03
    return cost


def _leans_back(tables: Tables, left: Token, right: Token) -> float:
    """Return how dear it is to begin a line with `right`, by what it belongs to before it."""
    if left.tag[:1] == "v" and right.word in tables.complements:
        return 0.2
    if right.tag == "eng" and left.tag[:1] == "n" and any(c.isdigit() for c in right.word):
        return 0.06
    if right.tag == "eng" and len(right.word) == 1 and left.tag[:1] == "n":  # 维生素|C
        return 0.3
    if left.tag == "v" and len(left.word) == 1 and right.word in ("在", "向"):
        return 0.35
    if right.tag == "m" and right.word[-1] == "号" and left.tag[:1] == "n":
        return 0.4
    if right.word in tables.lead:
        return -0.05
    if (
        len(right.word) == 1 and right.tag[:1] in _SUFFIX_TAGS and left.tag != "x" and right.tag != "nz"
    ):  # 拉链|厂
        return 0.25 if left.tag[:1] == "n" and left.tag[:2] != "nr" else 0.2 if right.tag[:1] in "nqkf" else 0.0
    named = left.tag[:1] == "n" or left.word in "”》’"
    return -0.05 if named and right.tag in ("v", "p", "d") else 0.0
