"""Where a text may break, and how well: words, phrases, marks and numbers → one cost before each character.

A cost is what a break there is worth in size: 0.1 means an editor would take a text about 10 % smaller to
avoid it. A negative cost is a place that ought to be used once a text takes more than one line. `FORBIDDEN`
is never taken, `FORCED` always. Costs depend on the text alone, not on its styles, so an emphasised figure
never changes where a line breaks.
"""

from __future__ import annotations

import re
from pathlib import Path

from generator.typeset.affinity import BETWEEN, LEANING, between
from generator.typeset.characters import Kind, kind_of
from generator.typeset.names import hold_names
from generator.typeset.phrases import hold_phrases
from generator.typeset.reading import Reading
from generator.typeset.rules import FORBIDDEN, FORCED, forbid
from generator.typeset.tables import Tables
from generator.typeset.tokens import Token, Tokens

__all__ = ["FORBIDDEN", "FORCED", "Words"]

LABEL = -0.4
"""After 【权威访谈】 at the head of a line."""
SPACE = -0.35
"""At a typed space: the writer's own break between two clauses of a headline."""
CLAUSE = -0.15
LIST_MARK = 0.0
JOINT = 0.1
SINGLE_DASH = 0.3
IN_GUESS = 0.4
IN_WORD = 0.75
IN_LISTED = 1.5
IN_SEAM = 0.8
"""Inside a listed word, between two words of the language: 数字化|转型, where a narrow measure leaves no choice."""
MAY_BREAK_LISTED = 0.2
IN_FRAME = 0.15
IN_PAIR = 0.3
ASIDE = 0.12
"""Before a short bracket, which belongs to the word it follows: 厦金大桥|（厦门段）."""
REMNANT = 0.15
LONE = 0.2
SAME_SENTENCE_UNIT = 0.35

_BOUND, _HELD = 4096, 4096 * 64
"""Texts remembered, and their characters together."""
_PERSON_TAGS = frozenset(("nr", "nrt", "nrfg"))
_RADIUS = re.compile(r"(?:小时|分钟|公里|刻钟)(?P<what>[\u4e00-\u9fff]{1,5}?圈)")
"""2小时|交通圈: how far a circle reaches is part of its name."""
_FROM, _TO = ("从", "由", "自"), ("到", "至")


class Words:
    """The newsroom's words and tables, and the language's words behind them."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self._tokens = Tokens(tables)
        self._costs: dict[tuple[str, bool], tuple[float, ...]] = {}
        self._held = 0

    @classmethod
    def load(cls, *folders: Path) -> Words:
        """Read the tables of `folders` (see `Tables.load`); raise DesignError when one is broken."""
        return cls(Tables.load(*folders))

    def __len__(self) -> int:
        return len(self._costs)

    def costs(self, text: str, strict: bool = False) -> tuple[float, ...]:
        """Return the cost of a break before each character of `text`, and one more for its end.

        The first is FORBIDDEN. `strict` adds the clreq's strict rules.
        """
        found = self._costs.get((text, strict))
        if found is None:
            self._held += len(text)
            if len(self._costs) >= _BOUND or self._held > _HELD:
                self._costs.clear()
                self._held = len(text)
            found = self._costs[text, strict] = tuple(self._find(text, strict))
        return found

    def _find(self, text: str, strict: bool) -> list[float]:
        """Return the costs, seeing through the spaces that some writers type around Latin and digits."""
        habit = _habitual_spaces(text)
        if not habit:
            return self._find_in(text, strict)
        kept = [i for i in range(len(text)) if i not in habit]
        plain = self._find_in("".join(text[i] for i in kept), strict)
        costs = [FORBIDDEN] * (len(text) + 1)
        for i, cost in zip((*kept, len(text)), plain, strict=True):
            costs[i] = cost
        return costs

    def _find_in(self, text: str, strict: bool) -> list[float]:
        tokens = self._tokens.cut(text)
        costs = [BETWEEN] * (len(text) + 1)
        before = previous = Token("", "x", 0, True)
        for token in tokens:
            self._inside(costs, token)
            if token.start:
                costs[token.start] = between(self.tables, before, previous, token)
            before, previous = previous, token
        reading = Reading(tokens, self.tables)
        hold_names(costs, reading)
        hold_phrases(costs, reading)
        self._frames(costs, tokens)
        self._marks(costs, text)
        self._names(costs, tokens)
        self._remnants(costs, text)
        for match in _RADIUS.finditer(text):
            for i in range(match.start("what"), match.end()):
                costs[i] = max(costs[i], IN_GUESS)
        self._pairs(costs, text)
        forbid(costs, text, tokens, self.tables, strict)
        return costs

    def _inside(self, costs: list[float], token: Token) -> None:
        """Price the breaks inside a word by how sure the word is."""
        start, length = token.start, len(token.word)
        if length < 2:
            return
        if token.listed:
            for offset in range(1, length):
                seam = IN_SEAM if offset in token.seams else IN_LISTED
                costs[start + offset] = MAY_BREAK_LISTED if offset in token.joints else seam
            return
        for i in range(start + 1, start + length):
            costs[i] = IN_WORD if token.sure else IN_GUESS
        for offset in token.joints:
            costs[start + offset] = IN_WORD * 0.6

    def _names(self, costs: list[float], tokens: list[Token]) -> None:
        """Hold people's names together: 王|爱华, 林子|睿, 阿卜杜拉·|买买提, and 陈嘉庚|先生 a little."""
        chained = False
        for i, token in enumerate(tokens[1:], 1):
            left = tokens[i - 1]
            if _rare(token) and len(left.word) == 1 and _is_han(left.word):  # 林|𬭎
                costs[token.start] = IN_WORD
            if _rare(left) and len(token.word) == 1 and token.tag not in ("p", "c", "x", "uj"):  # 𬭎|亮
                costs[token.start] = IN_GUESS
                costs[token.end] = min(costs[token.end], BETWEEN)
            person = left.tag in _PERSON_TAGS
            titled = i > 1 and tokens[i - 2].word in self.tables.titles and not left.sure
            if (
                titled and len(token.word) == 1 and token.tag in ("v", "n", "zg", "ng", "vg", "a")
            ):  # 主席考文|垂
                costs[token.start] = IN_WORD
            if person and token.start < len(costs):
                surname = len(left.word) == 1 and token.tag[:1] in "nv" and len(token.word) < 3
                if surname or (token.tag in _PERSON_TAGS and len(token.word) == 1):
                    costs[token.start] = IN_WORD
                elif token.word in self.tables.titles:
                    costs[token.start] += 0.15
            if left.word in self.tables.middle and i > 1:
                chained = tokens[i - 2].tag in _PERSON_TAGS or chained
                if chained:
                    costs[token.start] = IN_GUESS
            elif token.word not in self.tables.middle:
                chained = False

    def _remnants(self, costs: list[float], text: str) -> None:
        """Make it dearer to break a clause just before its last word or two: 指数集体|收涨，…"""
        marks = self.tables.clause_ends
        for at, character in enumerate(text):
            if character in marks and not _in_number(text, at):
                last = at
                while last > 0 and text[last - 1] in self.tables.closing:
                    last -= 1
                for i in range(max(1, last - 2), last):
                    costs[i] += REMNANT

    def _frames(self, costs: list[float], tokens: list[Token]) -> None:
        """Hold a phrase such as 在……中 or 从……上 together: a little dearer to break inside."""
        opened = -1
        opener = ""
        for token in tokens:
            if opened >= 0 and opener in _FROM and len(token.word) > 1 and token.word[-1] in _TO:
                for i in range(opened + 1, token.start + 1):  # 从2个增加到19个
                    costs[i] += IN_FRAME
                opened = -1
            if token.word in self.tables.frame_opens and token.tag == "p":
                opened, opener = token.start, token.word
            elif opened >= 0 and (token.tag == "x" or token.start - opened > 9):
                opened = -1
            elif opened >= 0 and token.word in self.tables.frame_closes:
                for i in range(opened + 1, token.start + 1):
                    costs[i] += IN_FRAME
                opened = -1

    def _marks(self, costs: list[float], text: str) -> None:
        """Price the places after marks and spaces; the best of them have a negative cost."""
        tables = self.tables
        for match in re.finditer(r"(?m)^(?:[0-9]{1,2}[.、．])?【[^】\n]{1,16}】", text):
            costs[match.end()] = LABEL
        for i in range(1, len(text)):
            before = text[i - 1]
            if before in tables.closing or before in tables.clause_ends:
                mark = text[:i].rstrip("".join(tables.closing - tables.clause_ends - tables.list_ends))[-1:]
                if mark in tables.list_ends and mark:
                    digits = text[i].isdigit() and text[i - 2 : i - 1].isdigit()
                    costs[i] = SAME_SENTENCE_UNIT if digits else LIST_MARK
                elif mark in tables.clause_ends and mark:
                    costs[i] = CLAUSE
                elif (
                    before in "）)" and text[i] in tables.after_bracket
                ):  # 2025（乙巳）|年: the bracket is an aside within a word
                    costs[i] = LEANING
            elif before in "—…" and text[i - 2 : i - 1] == before:
                costs[i] = CLAUSE
            elif before in "—–":
                costs[i] = SINGLE_DASH
            elif before in tables.joints:
                costs[i] = JOINT
            elif before.isspace():
                last = text[: i - 1].rstrip()[-1:]
                if last in tables.clause_ends and last:
                    costs[i] = CLAUSE
                else:
                    costs[i] = SPACE if max(text[i], last) > "\u2e00" else BETWEEN

    def _pairs(self, costs: list[float], text: str) -> None:
        """Make a break inside a pair of quotes, titles or brackets dear: the dearer, the shorter it is."""
        for opening, closing in self.tables.pairs:
            start = text.find(opening)
            while start >= 0:
                end = text.find(closing, start + 1)
                if end < 0:
                    break
                length = max(1, end - start - 1)
                depth = IN_PAIR * 12 / length if length > 12 else IN_PAIR + 0.06 * (12 - length)
                for i in range(start + 1, end + 1):
                    at_mark = costs[i] <= LIST_MARK and i > start + 1
                    costs[i] += depth / 2 if at_mark else depth
                if length > 2:  # one character alone at either end of a quotation: 远者|来”
                    costs[start + 2] += LONE
                    costs[end - 1] += LONE
                if text[end + 1 : end + 2] in self.tables.after_quote and end + 1 < len(text):
                    costs[end + 1] = max(costs[end + 1], LEANING)  # “海丝泉州”号
                if length == 1 and text[end + 1 : end + 2].isalpha():  # “听”懂, “烤”验: one word, played upon
                    costs[end + 1] += IN_PAIR
                if opening in "（(" and length <= 4 and start and costs[start] >= BETWEEN:
                    costs[start] += ASIDE
                start = text.find(opening, end)


def _rare(token: Token) -> bool:
    """Return whether a token is a hanzi that no dictionary knows, as they stand in names."""
    return len(token.word) == 1 and token.tag == "x" and _is_han(token.word)


_SPACED = re.compile(r"(?<![^\s\u2e00-\uffff])[!-~±°℃％—～]*[0-9A-Za-z%][!-~±°℃％—～]*(?![^\s\u2e00-\uffff])")


def _habitual_spaces(text: str) -> frozenset[int]:
    """Return the spaces of 超 900 项 and 铁路 R1 线: a habit of typing, not a break between clauses.

    A space counts when the Latin or number beside it has none but spaces, marks or the text's edges around it;
    so 晋江 2026年 keeps its space as the writer's break.
    """
    if " " not in text:
        return frozenset()
    found: set[int] = set()
    for match in _SPACED.finditer(text):
        start, end = match.span()
        before, after = text[start - 1 : start], text[end : end + 1]
        if _is_han(before) or _is_han(after):
            continue
        if before == " " and _is_han(text[start - 2 : start - 1]):
            found.add(start - 1)
        if after == " " and _is_han(text[end + 1 : end + 2]):
            found.add(end)
    return frozenset(found)


def _in_number(text: str, i: int) -> bool:
    """Return whether the mark at `i` stands between two digits: 15,000 or 7:00."""
    return text[i - 1 : i].isdigit() and text[i + 1 : i + 2].isdigit()


def _is_han(character: str) -> bool:
    return character != "" and kind_of(character) is Kind.HAN
