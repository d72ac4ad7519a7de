"""Text → words: the language's (rjieba), mended by the newsroom's own list and by a few joints of grammar."""

from __future__ import annotations

import re
from bisect import bisect_left
from importlib import import_module
from typing import Any, NamedTuple

from generator.typeset.numbers import number_pattern
from generator.typeset.tables import Tables


class Token(NamedTuple):
    """One word: its part of speech as jieba tags it, where it starts, and whether a dictionary has it.

    `listed`: on the newsroom's list. `joints`: offsets inside it where it may be broken; `seams`: where two words
    of the language meet inside a listed one.
    """

    word: str
    tag: str
    start: int
    sure: bool
    listed: bool = False
    joints: frozenset[int] = frozenset()
    seams: frozenset[int] = frozenset()

    @property
    def end(self) -> int:
        """Where the word ends in the text."""
        return self.start + len(self.word)


class Tokens:
    """Cuts texts into words with one set of tables."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        listed = sorted(tables.words, key=lambda word: (-len(word), word))
        self._known_tags = dict.fromkeys(tables.nouns, "n") | dict.fromkeys(tables.verbs, "v")
        self._known_seams: dict[str, frozenset[int]] = {}
        self._listed = re.compile("|".join(map(re.escape, listed))) if listed else None

    def cut(self, text: str) -> list[Token]:
        """Return the words of `text` in order; together they are the text."""
        tokens = self._after_numbers(text, _tagged(text, 0))
        known = self._known_tags
        tokens = [
            t._replace(tag=known[t.word]) if t.word in known else t
            for token in tokens
            for t in self._taken_apart(token)
        ]
        if self._listed is not None:
            tokens = self._put_listed(text, tokens)
        return self._join_complements(tokens)

    def _after_numbers(self, text: str, tokens: list[Token]) -> list[Token]:
        """Cut anew behind a number whose unit the tagger has joined to what follows: 5点|到, 8000步|可, 6号线|角美.

        A word of the dictionary that begins right behind the digits stays whole: 10家庭.
        """
        starts = [token.start for token in tokens]
        for match in number_pattern(self._tables).finditer(text):
            core, end = match.end("core"), match.end()
            across = bisect_left(starts, end) - 1
            token = tokens[across]
            if token.end <= end or core == end or match.group()[-1] <= "\u2e00":
                continue
            if token.start == core and token.sure:
                continue
            unit = Token(text[token.start : end], "q", token.start, True)
            stop = across + 1  # as far as the clause goes, or the dozen characters that can matter
            while stop < len(tokens) and tokens[stop].tag != "x" and tokens[stop].start < end + 12:
                stop += 1
            tail = _tagged(text[end : tokens[stop - 1].end], end)
            tokens[across:stop] = [unit, *tail]
            starts[across:stop] = [token.start for token in (unit, *tail)]
        return tokens

    def _taken_apart(self, token: Token) -> tuple[Token, ...]:
        """Return a guess of the tagger that begins with a suffix as two: 办理|率达 is 办理率|达, 武术|团赴 is 武术团|赴."""
        head, rest, start = token.word[0], token.word[1:], token.start
        if token.sure or not 1 < len(token.word) < 4:
            return (token,)
        noun = (
            head in self._tables.suffix_nouns and token.tag in ("v", "n") and start > 1
        )  # 武术|团赴, 福建|舰海试
        if len(rest) == 1 and head in self._tables.suffixes:
            return (Token(head, "k", start, True), Token(rest, "v", start + 1, True))
        if not noun or (len(rest) == 1 and token.tag == "n"):
            return (token,)
        return (Token(head, "n", start, True), Token(rest, token.tag, start + 1, len(rest) == 1))

    def _put_listed(self, text: str, tokens: list[Token]) -> list[Token]:
        """Put the newsroom's words in, unless one only appears across words the dictionary is sure of."""
        assert self._listed is not None  # noqa: S101
        holder = [token for token in tokens for _ in token.word]
        torn: set[int] = set()
        at = 0
        while match := self._listed.search(text, at):
            start, end = match.span()
            at = start + 1
            first, last = holder[start], holder[end - 1]
            head = self._rest(text, first.start, start, holder, before=True)
            tail = self._rest(text, end, last.end, holder, before=False)
            if (not head and _trusted(first)) or (not tail and _trusted(last)):
                continue
            if first.start < start:
                torn.add(start - 1)
            if end < last.end:
                torn.add(end)
            word = match.group()
            tag = last.tag if last.word == word else "n"
            inside = Token(word, tag, start, True, True, self._tables.words[word], self._seams(word))
            holder[start:end] = [inside] * (end - start)
            at = end
        return self._mended(text, holder, torn)

    def _seams(self, word: str) -> frozenset[int]:
        found = self._known_seams.get(word)
        if found is None:
            inner = _tagged(word, 0) if len(word) > 3 else []
            found = self._known_seams[word] = frozenset(t.start for t in inner if 1 < t.start < len(word) - 1)
        return found

    @staticmethod
    def _mended(text: str, holder: list[Token], torn: set[int]) -> list[Token]:
        """Return the tokens of `holder`; a stretch between listed words is cut anew where one tore a word of it."""
        mended: list[Token] = []
        at = 0
        while at < len(text):
            token = holder[at]
            if token.listed:
                mended.append(token)
                at = token.end
                continue
            end = at
            while end < len(text) and not holder[end].listed:
                end += 1
            if any(at <= place < end for place in torn):
                mended += _tagged(text[at:end], at)
            else:
                mended += [t for i, t in enumerate(holder[at:end]) if not i or t.start == at + i]
            at = end
        return mended

    def _rest(self, text: str, low: int, high: int, holder: list[Token], *, before: bool) -> bool:
        """Return whether what a listed word leaves of a torn one is a word, alone or with its neighbour.

        复原展|开幕: the dictionary's 展开 gives way, for 开 makes 开幕 with what follows; so does 日共 in 比赛日|共产生.
        扩大|模型 does not.
        """
        rest = text[low:high]
        has_word = _jieba().has_word
        if not rest or (len(rest) > 1 and has_word(rest)):
            return True
        if before:
            return low > 0 and has_word(holder[low - 1].word + rest)
        return rest in self._tables.lean_on or (high < len(text) and has_word(rest + holder[high].word))

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


def _tagged(text: str, offset: int) -> list[Token]:
    """Return the dictionary's words of `text`, which stands at `offset` in the whole."""
    jieba = _jieba()
    has_word = jieba.has_word
    tokens: list[Token] = []
    for word, tag in jieba.tag(text):
        sure = len(word) < 2 or has_word(word)
        halves = len(word) >= 4 and sure and has_word(word[:2]) and has_word(word[2:])
        tokens.append(Token(word, tag, offset, sure, joints=frozenset((2,)) if halves else frozenset()))
        offset += len(word)
    return tokens


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
