"""Where a line may never break: the clreq's forbidden starts and ends, numbers with unit, model names.

Source: W3C, Requirements for Chinese Text Layout (clreq), 3.1.2-3.1.4 and 3.2; its "basic" level, plus a
strict switch.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from generator.typeset.numbers import hanzi_number_pattern, number_pattern
from generator.typeset.phrases import counted
from generator.typeset.tables import Tables
from generator.typeset.tokens import Token

FORBIDDEN = float("inf")
FORCED = float("-inf")

_SEQUENCE = 0.5
_AFTER_NUMBER = 0.16
_INSIDE_WORD = 0.35
_COUNTED = 0.3
"""Before what a number in digits counts: 12个|标段."""
_ASCII_TOKEN = re.compile(r"[!-~\u00c0-\u024f\u0300-\u036f\u0370-\u04ff\u1e00-\u1eff’]+")
_INSIDE_LONG = re.compile(r"(?<=[/_?&=-])(?=[A-Za-z0-9])")
_ENUMERATOR = re.compile(
    r"(?m)^(?:[-–—•●◆▪■★]|[(（]?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})[.)、）．]?)[ \u3000]+"
    r"|^[0-9]{1,2}[.、．](?=[^0-9\s【])"
)
_TIME_JOINT = re.compile(
    r"(?<=[年日])(?=\d+[月时点]|[上下]午\d|凌晨\d|晚\d)|(?P<day>(?<=月)(?=\d+日))"
    r"|(?:(?<=[今明昨当][早晚日天年])|(?<=上午|下午|凌晨|中午|晚上|早上|傍晚|深夜))(?=\d+(?:[月日时点]|:\d))"
)
_SPAN_JOINT = re.compile(r"(?<=[年月日时点分])(?=[至到][0-9])")
"""9月15日|至20日 rather than 9月|15日至20日, where the measure leaves no better."""
_AFTER_SCORE = frozenset(("v", "d", "p", "c", "vd", "ad"))
"""What may follow a number without a unit as its verb: 3∶1|战胜."""
_NO_MEASURE = frozenset(("uj", "ul", "v", "p", "c", "d", "r", "x", "vd", "ad", "eng", "m", "zg"))


def forbid(costs: list[float], text: str, tokens: Sequence[Token], tables: Tables, strict: bool) -> None:
    """Mark in `costs` (one a character, before it) every break that no line may have, and the forced ones."""
    _numbers(costs, text, tokens, tables)
    _latin(costs, text, tokens, tables)
    _marks(costs, text, tables, strict)
    for match in _ENUMERATOR.finditer(text):  # "2. 大抓……": the number stays with its item
        _join(costs, match.start(), match.end() + 1)
    costs[0] = FORBIDDEN
    for i, character in enumerate(text):
        if character == "\n":
            costs[i] = FORBIDDEN
            costs[i + 1] = FORCED


def _join(costs: list[float], start: int, end: int) -> None:
    for i in range(start + 1, min(end, len(costs))):
        costs[i] = FORBIDDEN


def _numbers(costs: list[float], text: str, tokens: Sequence[Token], tables: Tables) -> None:
    """Join each number with its sign or prefix before it and its unit behind it."""
    starting = {token.start: token for token in tokens}
    order = {token.start: i for i, token in enumerate(tokens)}
    holder = [token for token in tokens for _ in token.word]
    for match in number_pattern(tables).finditer(text):
        start, end = match.span()
        start = _with_prefix(text, start, holder, tables)
        end = _with_unit(match.end("core"), end, starting, tables)
        _join(costs, start, end)
        bare = text[end - 1].isdigit() and (end not in starting or starting[end].tag not in _AFTER_SCORE)
        if end < len(text) and costs[end] < _INSIDE_WORD and not bare:
            # the tagger knows few measure words: 20件|为民实事
            of_thing = text[end - 1] in tables.counters and end in starting and counted(tokens, order[end])
            costs[end] = max(costs[end], _COUNTED) if of_thing else min(costs[end], _AFTER_NUMBER)
    ending = {token.end for token in tokens}
    for match in hanzi_number_pattern(tables).finditer(text):
        _join(costs, match.start(), match.end() if match.end() in ending else match.end("core"))
    for match in _SPAN_JOINT.finditer(text):
        costs[match.start()] = _SEQUENCE
    for match in _TIME_JOINT.finditer(text):
        cost = _SEQUENCE if match["day"] is None else _SEQUENCE + 0.2  # 2026年|3月31日 rather than 3月|31日
        costs[match.start()] = max(costs[match.start()], cost)


def _with_prefix(text: str, start: int, holder: Sequence[Token], tables: Tables) -> int:
    """Return where a number with its prefix starts.

    A prefix that ends a word of the dictionary belongs to that word: 目前|5个, 突破|4000亿元.
    """
    while start > 0 and text[start - 1] in tables.signs:
        start -= 1
    if start > 0 and text[start - 1] in tables.prefixes:
        word = holder[start - 1]
        if len(word.word) > 1 and word.sure and word.word[-1] == text[start - 1]:
            return start
        start -= 1
        if start > 0 and text[start - 1] in tables.prefix_adverbs:
            adverb = holder[start - 1]
            of_a_word = len(adverb.word) > 1 and adverb.sure and adverb.word[-1] == text[start - 1]
            if not of_a_word:  # 首破1000万, but 榜首|破1000万
                start -= 1
    return start


def _with_unit(core: int, end: int, starting: dict[int, Token], tables: Tables) -> int:
    """Return where a number with its unit ends. `end` is where the longest unit of the table ends."""
    token = starting.get(core)
    if token is None or token.tag in ("x", "eng", "uj"):
        return end
    if core < end < token.end and token.sure:
        # The unit is only the start of a word. A short one is kept whole (10家庭); a long one is no unit (8:30个体工商户).
        return token.end if token.end <= core + 3 else core
    if end == core and len(token.word) == 1 and token.tag not in _NO_MEASURE and token.word > "\u2e00":
        return core + 1  # a measure word that the table does not know
    return end


def _latin(costs: list[float], text: str, tokens: Sequence[Token], tables: Tables) -> None:
    """Keep each Latin word or model name whole, with the hanzi that belongs to it (R1线, AA以上)."""
    words = {token.start: len(token.word) for token in tokens if token.sure}
    for match in _ASCII_TOKEN.finditer(text):
        start, end = match.span()
        token = match.group()
        if not any(c.isalnum() for c in token):
            continue
        while end > start and text[end - 1] in ",;:!?)]}\"'":
            end -= 1
        _join(costs, start, end)
        if len(token) > 16:  # an address: better broken at its joints than refused
            for joint in _INSIDE_LONG.finditer(text, start + 1, end):
                costs[joint.start()] = _SEQUENCE
        if re.search("[A-Za-z]", token):
            suffix = next((s for s in tables.latin_suffixes if text.startswith(s, end)), "")
            if suffix and (words.get(end, 0) <= len(suffix) or len(token) == 1):  # R1线, but COVID-19|台风
                _join(costs, end - 1, end + len(suffix))


def _marks(costs: list[float], text: str, tables: Tables, strict: bool) -> None:
    not_start = tables.not_at_start | (tables.strict_not_at_start if strict else frozenset())
    not_end = tables.not_at_end | (tables.strict_not_at_end if strict else frozenset())
    straight = {'"': 0, "'": 0}
    for i, character in enumerate(text):
        if character in straight:
            straight[character] ^= 1
            costs[i if not straight[character] else i + 1] = FORBIDDEN
        if character in not_start or character.isspace() or unicodedata.category(character)[0] == "M":
            costs[i] = FORBIDDEN
        dash = (
            character in "—…" and text[i - 1 : i] == character
        )  # a 破折号 may end a line, a connector may not
        if (character in not_end and not dash) or character == "\u00a0":
            after = i + 1
            costs[after] = FORBIDDEN
            while after < len(text) and text[after] == " ":  # a stray space does not make it a good end
                after += 1
                costs[after] = FORBIDDEN
