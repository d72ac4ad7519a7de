"""What each word of a text can be in a name: a closing (大桥, 医院), a place, a noun, a verb that tells of what kind.

A reading of jieba's parts of speech with the newsroom's tables beside them; `names` and `phrases` ask it.
"""

from __future__ import annotations

from collections.abc import Sequence

from generator.typeset.tables import Tables
from generator.typeset.tokens import Token

HAN = "\u2e00"
"""The first character that is no Latin, digit or mark of theirs."""
_NOMINAL = frozenset("nbjlizgst")
_REGIONS = frozenset("省市县区州旗盟镇乡村")
_NUMERALS = frozenset("一二两三四五六七八九十百千万")


class Reading:
    """The words of a text, and what each can be in a name."""

    def __init__(self, tokens: Sequence[Token], tables: Tables) -> None:
        self.tokens, self.tables = tokens, tables
        self.closing = [self._closing(i) for i in range(len(tokens))]
        """How many characters at each word's end close a name; 0 for a word that closes none."""

    def _closing(self, at: int) -> int:
        word = self.tokens[at].word
        if word[0] in self.tables.reaching:  # 进社区 is no name
            return 0
        if word[-1] in self.tables.closing_tails:
            for length in range(min(5, len(word)), 1, -1):
                if word[-length:] in self.tables.closings:
                    return length
        if len(word) > 1 or not at or word not in self.tables.suffix_nouns or word in self.tables.suffixes:
            return 0
        before = self.tokens[at - 1]
        return int(len(before.word) > 1 and (self.nominal(at - 1) or self.modifier(at - 1)))

    def begins(self, at: int) -> bool:
        """Return whether the word at `at` begins with a closing, as jieba sometimes joins it to what follows."""
        return self.tokens[at].word[:2] in self.tables.closings

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
        if word <= HAN or word[0] == "每" or word in tables.no_names:
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
            and token.word not in tables.no_names
            and token.word[1] not in tables.reaching
        )
