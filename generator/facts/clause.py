"""Prose → clauses that carry one fact each: cut at stops, then at commas where a new subject begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from generator.facts import turns
from generator.facts.figure import Figure
from generator.facts.follow import Group, follows, is_adverbial, is_led, is_named
from generator.facts.label import TIME
from generator.facts.metric import quantities
from generator.facts.model import Span
from generator.facts.numeral import inner_commas
from generator.facts.tables import Tables

_OPEN, _CLOSE = set("“《（(【「‘"), set("”》）)】」’")
_STOP = set("。！？!?；;")
_STOPS = re.compile(r"[“《（(【「‘”》）)】」’。！？!?；;]")
_EVENT = re.compile(r"[“《（(【「‘”》）)】」’。！？!?；;，,]")


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of prose; `numbers` tells how many quantities it holds. The span is in the text that was cut."""

    span: Span
    text: str
    numbers: int

    @property
    def named(self) -> bool:
        """Whether a clause without a quantity still names something by number (第十一届亚运会, “两新”, 2010年世博会)."""
        return not self.numbers and is_named(self.text)


def sentences(text: str) -> tuple[Span, ...]:
    """Cut `text` at 。！？； outside quotes and brackets (a quote that never closes does not hold the rest)."""
    spans, depth, start, opened = [], 0, 0, 0
    for match in _STOPS.finditer(text):
        at, c = match.start(), match[0]
        if c in _OPEN:
            depth, opened = depth + 1, at
        elif c in _CLOSE:
            depth = max(0, depth - 1)
            if depth == 0 and c == "”" and text[at - 1] in "。！？" and text[at + 1 : at + 2].isalnum():
                spans.append(Span(start, at + 1))  # 某某说：“……。”全区……
                start = at + 1
        elif c in _STOP and (depth == 0 or at - opened > 200):
            depth = 0
            if at > start:
                spans.append(Span(start, at + 1))
            start = at + 1
    if text[start:].strip():
        spans.append(Span(start, len(text)))
    return tuple(_trim(text, s) for s in spans if text[s.start : s.end].strip())


def cut(text: str, tables: Tables, keep_short: bool = True) -> tuple[Clause, ...]:
    """Cut one paragraph into clauses, in order; together they cover all its words.

    With `keep_short`, one short sentence with numbers of one subject stays whole; a paragraph is cut finer.
    """
    spans = sentences(text)
    out: list[Clause] = []
    for sentence in spans:
        divided = text[sentence.end - 1] in "；;" or text[: sentence.start].rstrip()[-1:] in {"；", ";"}
        out += _cut_sentence(text, sentence, keep_short and len(spans) == 1, divided, tables)
    return tuple(out)


def _cut_sentence(text: str, sentence: Span, lone: bool, divided: bool, tables: Tables) -> list[Clause]:
    words = text[sentence.start : sentence.end]
    # without its stop a sentence of one fact is the fact's own text, which is read again when it is built
    figures = quantities(words.rstrip("。；;！？!?"), tables)
    parts = _comma_parts(words)
    if len(parts) == 1 and "：" not in words and "）" not in words[-2:]:
        span = _trim(text, Span(sentence.start + parts[0][0], sentence.start + parts[0][1]))
        return [
            Clause(sentence, words, len(figures))
            if lone
            else Clause(span, text[span.start : span.end], len(figures))
        ]
    groups: list[Group] = []
    starts = [f.value_start for f in figures]
    for low, high in parts:
        at = bisect_left(starts, low)
        here = figures[at : bisect_left(starts, high)]
        last = groups[-1] if groups else None
        if last is not None and (
            follows(
                words, last, low, high, here, figures[max(0, at - min(last.numbers, turns.SAID)) : at], tables
            )
            if last.numbers
            else is_led(words, last, low, high, here, tables)
        ):
            if (
                len(groups) > 1
                and last.numbers == 1
                and groups[-2].counted <= 2
                and not any(f.is_change for f in figures[max(0, at - 1 - groups[-2].numbers) : at])
                and turns.BOTH.match(words[low:high].strip())
            ):
                last = groups[-2]  # 事故386起，死亡412人，分别下降8.3%和6.1%
                groups.pop()
            if turns.AMONG.search(words[max(0, last.high - 4) : last.high]):
                last.numbers = last.counted = 0  # 11个市中，9个达标: out of how many is not told for itself
            last.high, last.numbers = high, last.numbers + len(here)
            last.counted += bool(here)
        else:
            groups.append(Group(low, high, len(here), int(bool(here))))
    groups = _paired(words, groups, figures)
    if divided:
        groups = _segment(words, groups, figures)
    told = any(not g.numbers and turns.REPORT.search(words[max(g.low, g.high - 8) : g.high]) for g in groups)
    told = told or (
        words.endswith("。") and groups[0].high - groups[0].low > turns.PREAMBLE and not groups[0].numbers
    )
    if lone and not told and sum(1 for g in groups if g.numbers) <= 1 and len(words) <= turns.SHORT:
        return [Clause(sentence, words, sum(g.numbers for g in groups))]
    out = []
    for group in _without_asides(words, _without_openings(words, groups, starts)):
        span = _trim(text, Span(sentence.start + group.low, sentence.start + group.high))
        if span.start < span.end:
            out.append(Clause(span, text[span.start : span.end], group.numbers))
    return out


def _opens_anew(words: str, group: Group) -> bool:
    """Tell whether a group opens with 其中， and a row, or with another time (…，到7月21日18时，98.5%的用户恢复供电)."""
    lead, comma, _ = words[group.low : group.high].strip().partition("，")
    return bool(comma) and (lead == "其中" or (is_adverbial(lead) and turns.DIGIT.search(lead) is not None))


def _segment(words: str, groups: list[Group], figures: tuple[Figure, ...]) -> list[Group]:
    """Keep a short part of a sentence whole where the writer's semicolons have parted it from its neighbours.

    Between semicolons nine pairs in ten, and rows of three too, were one fact to the editors who marked them; in the
    last part, that a full stop ends, a pair was, but no row.
    """
    counted = [at for at, g in enumerate(groups) if g.numbers]
    if not 2 <= len(counted) <= (3 if words.endswith(("；", ";")) else 2):
        return groups
    first, last = groups[counted[0]], groups[counted[-1]]
    if last.high - first.low > turns.LONGEST_SEGMENT or turns.FROM_TO.search(words[first.low : first.high]):
        return groups
    if _opens_anew(words, groups[counted[1]]):
        return groups  # …，到7月21日18时，98.5%的用户恢复供电: another time
    if any(
        words[groups[at].low : groups[at].high].strip().startswith("其中")
        for at in counted[1:]
        if first.counted > 1 or at != counted[1]
    ):
        return groups  # a level with its growth is told
    kinds = {
        next(f for f in figures if groups[at].low <= f.value_start < groups[at].high).is_change
        for at in counted
    }
    if len(kinds) > 1:
        return groups  # how one thing grew, and how much there is of another
    numbers = sum(groups[at].numbers for at in counted)
    joined = Group(first.low, last.high, numbers, len(counted))
    return [*groups[: counted[0]], joined, *groups[counted[-1] + 1 :]]


def _paired(words: str, groups: list[Group], figures: tuple[Figure, ...]) -> list[Group]:
    """Keep a short sentence of two figures whole (普通高等学校92所，在校生128.4万人), where the second's name is short.

    Among a hundred such sentences marked by hand in two dozen articles, the second's name told most: up to seven
    characters nine in ten were kept whole, from nine on one in five (实施技改项目420个，建成省级以上智能工厂33家).
    """
    counted = [at for at, g in enumerate(groups) if g.numbers]
    if len(counted) != 2 or counted[1] != counted[0] + 1:
        return groups
    first, second = groups[counted[0]], groups[counted[1]]
    if first.numbers != 1 or second.numbers != 1 or second.high - first.low > turns.LONGEST_PAIR:
        return groups
    lead = words.find("，", first.low, first.high) + 1
    low = (
        lead if lead and is_adverbial(words[first.low : lead - 1]) else first.low
    )  # 如今再看， is no part of it
    whole = second.high - low
    if first.high - low > turns.LARGER_HALF * whole:
        return groups  # a long fact and a short one are no pair
    if turns.FROM_TO.search(words[first.low : first.high]) or _opens_anew(words, second):
        return groups  # the way from one level to another is told
    one = next(f for f in figures if first.low <= f.value_start < first.high)
    named = next(f for f in figures if second.low <= f.value_start < second.high)
    if not (
        whole <= turns.LONGEST_TWIN
        and ((one.is_change and named.is_change) or turns.OWNS.search(words[first.low : first.high]))
    ):
        subject = turns.ADVERBS.sub("", TIME.sub("", words[second.low : named.start]).strip("，, 间内"))
        subject = turns.LINK.sub("", subject)
        if len(subject) > turns.SHORT_NAME:
            return groups
        told = second.high - named.end >= turns.DEED if not subject else len(subject) >= turns.DEED
        if first.high - one.end >= turns.DEED and told:
            return groups  # 12栋老宅修缮一新，周末入住率保持在九成: who did what, then how another thing is
        if named.is_change and not one.is_change and subject:
            return groups  # 处理能力达到800吨，损失率降低2.1个百分点: how much, then how another thing moved
        if turns.SERVES.match(words[second.low : second.high].strip()):
            return groups  # 新建中心12个，为2万名妇女开展筛查
    return [*groups[: counted[0]], Group(first.low, second.high, 2), *groups[counted[1] + 1 :]]


def _without_openings(words: str, groups: list[Group], starts: list[int]) -> list[Group]:
    """Part an opening without figures from the row of facts after its colon: 种植结构“一减四增”：玉米调减77万亩."""
    out: list[Group] = []
    for group in groups:
        first = starts[at] if (at := bisect_left(starts, group.low)) < len(starts) else group.high
        colon = words.find("：", group.low, min(first, group.high))
        opening, subject = words[group.low : colon], words[colon + 1 : first]
        if (
            group.numbers
            and colon - group.low >= turns.OPENING
            and (is_named(opening) or turns.SCENE.search(opening))
            and len(TIME.sub("", subject).strip("约超近达，, ")) >= 2
        ):
            out += [Group(group.low, colon + 1, 0), Group(colon + 1, group.high, group.numbers)]
        else:
            out.append(group)
    return out


def _without_asides(words: str, groups: list[Group]) -> list[Group]:
    """Part a long bracket without figures from the end of its clause: 增长230.7%（主要是…项目带动）."""
    out: list[Group] = []
    for group in groups:
        end = group.high
        start = words.rfind("（", group.low, end)
        aside = words[start:end]
        if (
            group.numbers
            and words[end - 1] == "）"
            and len(aside) > 14
            and start > group.low
            and (len(aside) > turns.LONGEST_ASIDE or not turns.DIGIT.search(aside))
        ):
            out += [Group(group.low, start, group.numbers), Group(start, end, 0)]
        else:
            out.append(group)
    return out


def _comma_parts(words: str) -> list[tuple[int, int]]:
    """Return the ranges between top-level commas; the comma or stop itself belongs to no part."""
    cuts, depth, start = [], 0, 0
    inner = inner_commas(words)
    for match in _EVENT.finditer(words):
        at, c = match.start(), match[0]
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth = max(0, depth - 1)
        elif c in "，,。；;！!？?" and depth == 0:
            if at in inner or (c == "," and words[at - 1 : at].isdigit() and words[at + 1 : at + 4].isdigit()):
                continue
            if at > start:
                cuts.append((start, at))
            start = at + 1
    if start < len(words) and words[start:].strip():
        cuts.append((start, len(words)))
    return cuts or [(0, len(words))]


def _trim(text: str, span: Span) -> Span:
    start, end = span.start, span.end
    while start < end and text[start] in " \t\u3000":
        start += 1
    while end > start and text[end - 1] in " \t\u3000":
        end -= 1
    return Span(start, end)
