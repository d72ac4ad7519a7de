"""Text → words: the language's (rjieba), mended by the newsroom's own list and by a few joints of grammar."""

from __future__ import annotations

import re
from importlib import import_module
from typing import Any, NamedTuple

from generator.typeset.tables import Tables


class Token(NamedTuple):
    """One word: its part of speech as jieba tags it, where it starts, and whether a dictionary has it.

    `listed`: on the newsroom's list. `joints`: offsets inside it where it may be broken if it must.
    """

    word: str
    tag: str
    start: int
    sure: bool
    listed: bool = False
    joints: frozenset[int] = frozenset()

    @property
    def end(self) -> int:
        """Where the word ends in the text."""
        return self.start + len(self.word)


class Tokens:
    """Cuts texts into words with one set of tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        listed = sorted(tables.words, key=lambda word: (-len(word), word))
        self._listed = re.compile("|".join(map(re.escape, listed))) if listed else None

    def cut(self, text: str) -> list[Token]:
        """Return the words of `text` in order; together they are the text."""
        jieba = _jieba()
        has_word = jieba.has_word
        tokens: list[Token] = []
        at = 0
        for word, tag in jieba.tag(text):
            sure = len(word) < 2 or has_word(word)
            halves = len(word) >= 4 and sure and has_word(word[:2]) and has_word(word[2:])
            tokens.append(Token(word, tag, at, sure, joints=frozenset((2,)) if halves else frozenset()))
            at += len(word)
        if self._listed is not None:
            tokens = self._put_listed(text, tokens)
        return self._join_complements(tokens)

    def _put_listed(self, text: str, tokens: list[Token]) -> list[Token]:
        """Put the newsroom's words in, unless one only appears across words the dictionary is sure of."""
        assert self._listed is not None  # noqa: S101
        holder = [token for token in tokens for _ in token.word]
        at = 0
        while match := self._listed.search(text, at):
            start, end = match.span()
            at = start + 1
            first, last = holder[start], holder[end - 1]
            head = self._rest(text, first.start, start, holder, before=True)
            tail = self._rest(text, end, last.end, holder, before=False)
            if (head is None and _trusted(first)) or (tail is None and _trusted(last)):
                continue
            for piece in (
                head or Token(text[first.start : start], first.tag, first.start, False),
                tail or (Token(text[end : last.end], last.tag, end, False)),
            ):
                holder[piece.start : piece.end] = [piece] * len(piece.word)
            word = match.group()
            tag = last.tag if last.word == word else "n"
            inside = Token(word, tag, start, True, True, self._tables.words[word])
            holder[start:end] = [inside] * (end - start)
            at = end
        unique: list[Token] = []
        for token in holder:
            if not unique or unique[-1].start != token.start:
                unique.append(token)
        return unique

    @staticmethod
    def _rest(text: str, low: int, high: int, holder: list[Token], *, before: bool) -> Token | None:
        """Return the word that is left beside a listed one, alone or with its neighbour; None if it is no word.

        复原展|开幕: the dictionary's 展开 gives way, for 开 makes 开幕 with what follows. 扩大|模型 does not.
        """
        rest = text[low:high]
        has_word = _jieba().has_word
        if not rest or (len(rest) > 1 and has_word(rest)):
            return Token(rest, "n", low, True)
        if before and low > 0 and has_word(holder[low - 1].word + rest):
            return Token(holder[low - 1].word + rest, "n", holder[low - 1].start, True)
        if not before and high < len(text) and has_word(rest + holder[high].word):
            return Token(rest + holder[high].word, "n", low, True)
        return None

    def _join_complements(self, tokens: list[Token]) -> list[Token]:
        """Join a verb with what completes it: 认定|为 → 认定为, 稳定|在|61.2% → 稳定在."""
        joined: list[Token] = []
        for i, token in enumerate(tokens):
            last = joined[-1] if joined else None
            if (
                last is not None
                and last.tag in ("v", "vn", "a", "an")
                and len(last.word) == 2
                and not last.listed
            ):
                number = i + 1 < len(tokens) and tokens[i + 1].word[:1].isdigit()
                at = token.word == "在" and number
                to = token.word in self._tables.complements and (number or last.tag == "v")
                if at or to:
                    joints = frozenset((2,))
                    joined[-1] = Token(last.word + token.word, "v", last.start, True, joints=joints)
                    continue
            joined.append(token)
        return joined


def _trusted(token: Token) -> bool:
    """Return whether a word of the dictionary is short enough to be believed against the newsroom's list."""
    return token.sure and 1 < len(token.word) < 4


class _Lazy:
    """rjieba takes 0.1 s to read its dictionary; only a text needs it, an import of this package does not."""

    module: Any = None


def _jieba() -> Any:
    if _Lazy.module is None:
        _Lazy.module = import_module("rjieba")
    return _Lazy.module
