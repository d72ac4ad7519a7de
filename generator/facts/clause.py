"""Prose → clauses that carry one fact each: cut at stops, then at commas where a new subject begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from generator.facts import turns
from generator.facts.figure import Figure
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


def is_named(words: str) -> bool:
    """Tell whether some words hold a numbered name, a time at their front aside."""
    return bool(turns.NAMED.search(TIME.sub("", words, count=1) if TIME.match(words) else words))


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
        out += _cut_sentence(text, sentence, keep_short and len(spans) == 1, tables)
    return tuple(out)


def _cut_sentence(text: str, sentence: Span, lone: bool, tables: Tables) -> list[Clause]:
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
    groups: list[_Group] = []
    starts = [f.value_start for f in figures]
    for low, high in parts:
        at = bisect_left(starts, low)
        here = figures[at : bisect_left(starts, high)]
        last = groups[-1] if groups else None
        if last is not None and (
            _follows(
                words, last, low, high, here, figures[max(0, at - min(last.numbers, turns.SAID)) : at], tables
            )
            if last.numbers
            else _is_led(words, last, low, high, here, tables)
        ):
            if (
                len(groups) > 1
                and groups[-2].numbers == last.numbers == 1
                and turns.BOTH.match(words[low:high].strip())
            ):
                last = groups[-2]  # 事故386起，死亡412人，分别下降8.3%和6.1%
                groups.pop()
            last.high, last.numbers = high, last.numbers + len(here)
        else:
            groups.append(_Group(low, high, len(here)))
    groups = _paired(words, groups, figures)
    told = any(not g.numbers and turns.REPORT.search(words[max(g.low, g.high - 8) : g.high]) for g in groups)
    if lone and not told and sum(1 for g in groups if g.numbers) <= 1 and len(words) <= turns.SHORT:
        return [Clause(sentence, words, sum(g.numbers for g in groups))]
    out = []
    for group in _without_asides(words, _without_openings(words, groups, starts)):
        span = _trim(text, Span(sentence.start + group.low, sentence.start + group.high))
        if span.start < span.end:
            out.append(Clause(span, text[span.start : span.end], group.numbers))
    return out


def _paired(words: str, groups: list[_Group], figures: tuple[Figure, ...]) -> list[_Group]:
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
    if max(first.high - low, second.high - second.low) > turns.LARGER_HALF * whole:
        return groups  # a long fact and a short one are no pair
    if turns.FROM_TO.search(words[first.low : first.high]):
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
    return [*groups[: counted[0]], _Group(first.low, second.high, 2), *groups[counted[1] + 1 :]]


def _follows(
    words: str,
    last: _Group,
    low: int,
    high: int,
    here: tuple[Figure, ...],
    said: tuple[Figure, ...],
    tables: Tables,
) -> bool:
    """Tell whether the part `low`:`high` still speaks of the fact in `last`, whose latest figures were `said`."""
    part = words[low:high].strip()
    joins = bool(tables.joins.match(part))
    if not here:
        tail = turns.LONGEST_TAIL if turns.LIKENED.match(part) else 16
        if part == "其中" and last.numbers > 1:
            return False  # …，同比增长5%，其中，渔业产值3亿元
        return joins and len(part) <= tail and not turns.GOES_ON.match(part)
    length = high - last.low
    if turns.AMONG.search(words[max(0, last.high - 4) : last.high]) and length <= 60:
        return True  # 33个行业大类中，19个实现增长
    if length > turns.LONGEST_CHAIN and sum(f.is_change for f in said) >= 2:
        return False  # 626.9亿元，同比增加73.5亿元，增长2% has said what it has to say
    if turns.TOPIC.match(words[max(last.low, last.high - turns.LOOK_BACK) : last.high].strip()):
        return True  # 总规模100亿元的母基金，已投项目88个
    if turns.HOPES.match(part) and _has_subject(words, low + 2, high, here[0]):
        return False  # 力争7% is a stretch, 力争吞吐量突破1000万标箱 an aim of its own
    joins = joins or not _has_subject(words, low, high, here[0])
    joins = joins or (
        last.numbers == 1 and bool(turns.BARE_RATE.match(part)) and said[-1].kind not in {"percent", "ratio"}
    )
    if part.startswith("其中") and part[2:3] not in "，：" and length > turns.LONGEST_JOIN:
        joins = False  # a share with much of its own to say is a fact of its own
    if turns.COMPANION.match(part) and (
        last.numbers > 1 or said[-1].is_change or turns.FROM_TO.search(words[last.low : last.high])
    ):
        joins = False  # a level takes one companion (新增公路19.2万公里，其中高速公路2.8万公里); with its growth it is told
    return (
        joins
        or _is_bare_twin(words, low, here[0], said[-1])
        or _is_total(words, last, low, here[0])
        or (
            _is_bare_measure(words, low, here[0])
            and all(f.word is not None and f.word.span_of_time for f in said)
        )  # 粮食连续四年增产，产量达到50150万吨
    )


def _is_led(words: str, last: _Group, low: int, high: int, here: tuple[Figure, ...], tables: Tables) -> bool:
    """Tell whether `last`, which has no figure, only leads in the part `low`:`high`."""
    before = words[max(last.low, last.high - turns.LOOK_BACK) : last.high]
    if turns.REPORT.search(before[-8:]) or turns.FRAME.match(before.rpartition("，")[2].strip()):
        return False  # 记者从某局获悉，…; 从产业投向看，…
    if turns.AGAINST.match(before.strip()) and words.endswith(("；", ";")):
        return False  # 1992年同1987年相比 is said of every member of the row that follows
    part = words[low:high].strip()
    if here:
        return (
            _is_bare_measure(words, low, here[0])
            or (
                bool(tables.joins.match(part))
                and not (turns.SUMMED.match(part) and _has_subject(words, low, high, here[0]))
            )
            or not _has_subject(words, low, high, here[0])
            or _is_lead(words, last.low, last.high)
            or bool(turns.BEARER.match(before.strip()))
            or bool(turns.BARE_DEED.match(turns.ADVERBS.sub("", part)))
            or (
                bool(turns.DONE.search(before.rstrip()))
                and max(here[0].start - low, high - here[-1].value_start) <= turns.LONGEST_YIELD
            )
        )
    if is_named(words[low:high]) or is_named(before):
        return _is_lead(words, last.low, last.high)
    return True


def _is_total(words: str, last: _Group, low: int, first: Figure) -> bool:
    """Tell whether a clause gives the sum of what was just counted (新增高新技术企业48家，高新技术企业总数达到215家)."""
    subject = words[low : first.start][-turns.LONGEST_LEAD :]
    if not turns.TOTAL.search(subject):
        return False
    before = words[max(last.low, last.high - turns.LOOK_BACK) : last.high]
    if "其中" in before:
        return False  # 新增经营主体6830户，其中企业1720户: the sum comes after the share, and is told
    return any(subject[i : i + turns.REPEATED] in before for i in range(len(subject) - turns.REPEATED + 1))


def _without_openings(words: str, groups: list[_Group], starts: list[int]) -> list[_Group]:
    """Part an opening without figures from the row of facts after its colon: 种植结构“一减四增”：玉米调减77万亩."""
    out: list[_Group] = []
    for group in groups:
        first = starts[at] if (at := bisect_left(starts, group.low)) < len(starts) else group.high
        colon = words.find("：", group.low, min(first, group.high))
        opening, subject = words[group.low : colon], words[colon + 1 : first]
        if (
            group.numbers
            and colon - group.low >= turns.OPENING
            and is_named(opening)
            and len(TIME.sub("", subject).strip("约超近达，, ")) >= 2
        ):
            out += [_Group(group.low, colon + 1, 0), _Group(colon + 1, group.high, group.numbers)]
        else:
            out.append(group)
    return out


def _without_asides(words: str, groups: list[_Group]) -> list[_Group]:
    """Part a long bracket without figures from the end of its clause: 增长230.7%（主要是…项目带动）."""
    out: list[_Group] = []
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
            out += [_Group(group.low, start, group.numbers), _Group(start, end, 0)]
        else:
            out.append(group)
    return out


@dataclass(slots=True)
class _Group:
    low: int
    high: int
    numbers: int


def _has_subject(words: str, low: int, high: int, first: Figure) -> bool:
    """Tell whether a clause names what its number counts, before the number or after it."""
    subject = turns.ADVERBS.sub("", TIME.sub("", words[low : first.start]).strip("，, 间内"))
    subject = turns.ADVERBS.sub("", turns.SCOPE.sub("", subject))
    if subject:
        return not turns.REACHED.fullmatch(subject)
    return first.kind in {"count", "people"} and high - first.end >= 4


def _is_bare_twin(words: str, low: int, first: Figure, before: Figure) -> bool:
    """Tell whether a clause only names the next of a row of like things (…，复线4603公里)."""
    noun = words[low : first.start].strip("，, ")
    alike = before.unit == first.unit and before.qualifier == first.qualifier
    return alike and not first.is_change and 0 < len(noun) <= turns.TWIN


def _is_bare_measure(words: str, low: int, first: Figure) -> bool:
    """Tell whether a clause's subject is a measure of something named before it (2007年产量达到…)."""
    return TIME.sub("", words[low : first.start]).strip("，, 间内") in turns.MEASURES


def _is_lead(words: str, low: int, high: int) -> bool:
    """An adverbial lead (从产业投向看, 与去年相比, 其中) belongs to the clause after it."""
    return high - low <= 4 or (high - low <= turns.LONGEST_LEAD and is_adverbial(words[low:high]))


def is_adverbial(words: str) -> bool:
    """Tell whether a clause only says when, how or by whose account (随着港口扩建, 数据显示), and no fact."""
    last = words.rpartition("，")[2]
    return (len(last) <= 24 and bool(turns.LEAD.search(last))) or bool(turns.REPORT.search(words))


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
