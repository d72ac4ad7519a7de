"""Prose → clauses that carry one fact each: cut at stops, then at commas where a new subject begins."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from generator.facts.figure import Figure
from generator.facts.label import TIME
from generator.facts.metric import quantities
from generator.facts.model import Span
from generator.facts.tables import Tables

_OPEN, _CLOSE = set("“《（(【「‘"), set("”》）)】」’")
_STOP = set("。！？!?；;")
_STOPS = re.compile(r"[“《（(【「‘”》）)】」’。！？!?；;]")
_EVENT = re.compile(r"[“《（(【「‘”》）)】」’。！？!?；;，,]")
_CN = "[零〇一二两三四五六七八九十]"
_LEAD = re.compile(
    rf"^(?:[^，\d]{{0,4}}(?:\d{{4}}|{_CN}{{4}}|{_CN}{{1,3}})年(?:底|末|初|度|以来|来|间|内)?)$"
    r"|^(?:今|去|明|本|上|前|当)年[^，]{0,6}$|(?:季度|半年|月份|月末|月底|月|日|时)$"
    r"|^(?:据(?!点)|根据|按照?(?!揭)|随着|截至|截止|自从?(?![主然动由])|通过(?!率)|围绕|面对|经过?(?![济营费贸理典])|由于)[^，]{2,22}$"
    r"|^(?!提高|增加|扩大|降低|稳定|促进|优化|加大|增长|提升|改善|保持|推动|下调|上调|调整|调减|压减|压缩|减少|削减|缩小|完善|控制|释放|盘活|加快|规范)[^，]{2,20}(?:比重|比例|[^效]率|总额|总量|面积|产量|收入|支出|余额|指数|人数|规模)$"
    r"|^(?:扣除|剔除|不含)[^，]{2,16}$"
    r"|(?:相比|来看|看|以来|期间|方面|计算|基础上|情况下|带动下|其中|情况|表现在|表明|显示|推动下)$"
)
_DIGIT = re.compile(r"\d")
_LIKENED = re.compile(r"相当于|超过|高于|低于|多于|是")
_FRAME = re.compile(
    r"^(?:从[^，]{2,20}看|据(?!点)[^，]{2,22}|就[^，]{2,20}(?:来说|而言|来看)|围绕[^，]{2,22}|随着[^，]{2,22}|面对[^，]{2,22}|主要表现在"
    r"|根据[^，]{2,22}|按[^，]{2,12}(?:计划|规划|方案|要求))$"
)
_AGAINST = re.compile(r"^(?:与|同|和)?[^，]{4,20}相比$")
_NAMED = re.compile(
    r"\d|[Ⅰ-Ⅻ]|第[零〇一二三四五六七八九十百]+[届次轮期]|“[^”]{0,8}[一二三四五六七八九十两双][^”]{0,10}”"
)
_WHEN = re.compile(r"^[^，]{0,4}(?:[12１２][0-9０-９]{3}|今|去|明|本|当)年[^，]{0,8}$")
_GOES_ON = re.compile(r"[并且而也还又]|从而|进而|以及|降低|提高|提升|减少|努力")
_LINK = re.compile(r"(?:的?(?:仅|约|已)?(?:占|有|为|是|达到?|在)[^，]{0,6}的|的?[占有为是达到在约超近至]+)$")
_TOPIC = re.compile(
    r"^(?:总?投资|总?规模|占地|总?面积|总?建筑面积|全长|总长|总?价值)[^，]{2,14}[^\d，]的[^，\d]{2,20}$"
)
_HOPES = re.compile(r"力争|确保|力求")
_BOTH = re.compile(r"(?:(?:同比|环比|[比较][^，]{2,8}?))?分别")
_DEED = re.compile(
    r"新[增建改]|[建改扩修][成造建]|完成|转移|培[育训养]|授予|创造|服务|节约|惠及|带动|发放|引进|实施|落实|年产|获|举办|开展|组织|发展|吸引|接待"
    r"|减[少免]"
)
_TOTAL = re.compile(r"累计|总数|总量|总额|总规模")
_MEASURES = {
    "产量",
    "总产量",
    "产值",
    "总产值",
    "总量",
    "总额",
    "规模",
    "总规模",
    "总数",
    "余额",
    "面积",
    "人数",
    "数量",
    "价值",
    "排名",
    "位次",
}
_ADVERBS = re.compile(
    r"^(?:净增|平均每年|平均|每年|年均|同比|环比|比上年|较上年|比去年|实际|累计|分别|现已|已经|已|现|目前|又|也|再|还|均|共|并|且)+"
)
_REACHED = re.compile(r"(?:扩大|推广|延伸|覆盖|惠及|普及)到?(?:全国|全省|全市|全县)?")
_AMONG = re.compile(r"中$|(?<![公海英万亿华百])里$")
_REPORT = re.compile(r"(?:获悉|了解到|得知|显示|表明|报道|介绍|表示|透露|发现|说)$")
_LONGEST_JOIN = 44
_LONGEST_LEAD = 60
_LONGEST_TAIL = 28  # characters of a comparison without a number that still follows its fact
_TWIN = 4  # characters of the bare noun in 建成新线5944公里，复线4603公里
_LONGEST_CHAIN = 56  # characters after which a level with two changes has said enough
_LONGEST_PAIR = 46
_SAID = 8  # figures of a clause that the next part is compared with
_LOOK_BACK = 120  # characters of a clause that the next part is compared with
_SHORT_NAME = 6
_LONGEST_ASIDE = 60  # characters of a bracket that is still read with its clause, figures and all
_OPENING = 6
_REPEATED = 4  # characters of a name that tell that two clauses speak of one thing
_SHORT = 48  # a sentence this short with one number stays whole


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
    return bool(_NAMED.search(TIME.sub("", words, count=1) if TIME.match(words) else words))


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
            _follows(words, last, low, high, here, figures[max(0, at - min(last.numbers, _SAID)) : at], tables)
            if last.numbers
            else _is_led(words, last, low, high, here, tables)
        ):
            if (
                len(groups) > 1
                and groups[-2].numbers == last.numbers == 1
                and _BOTH.match(words[low:high].strip())
            ):
                last = groups[-2]  # 事故386起，死亡412人，分别下降8.3%和6.1%
                groups.pop()
            last.high, last.numbers = high, last.numbers + len(here)
        else:
            groups.append(_Group(low, high, len(here)))
    groups = _paired(words, groups, figures)
    told = any(not g.numbers and _REPORT.search(words[max(g.low, g.high - 8) : g.high]) for g in groups)
    if lone and not told and sum(1 for g in groups if g.numbers) <= 1 and len(words) <= _SHORT:
        return [Clause(sentence, words, sum(g.numbers for g in groups))]
    out = []
    for group in _without_asides(words, _without_openings(words, groups, starts)):
        span = _trim(text, Span(sentence.start + group.low, sentence.start + group.high))
        if span.start < span.end:
            out.append(Clause(span, text[span.start : span.end], group.numbers))
    return out


def _paired(words: str, groups: list[_Group], figures: tuple[Figure, ...]) -> list[_Group]:
    """Keep a short sentence of two figures whole (普通高等学校92所，在校生128.4万人), where the second's name is short.

    A name of seven characters stands by itself (政务服务事项网办率达98.7%); a deed needs its sentence (转移农村劳动力…).
    """
    counted = [at for at, g in enumerate(groups) if g.numbers]
    if len(counted) != 2 or counted[1] != counted[0] + 1:
        return groups
    first, second = groups[counted[0]], groups[counted[1]]
    if first.numbers != 1 or second.numbers != 1 or second.high - first.low > _LONGEST_PAIR:
        return groups
    named = next(f for f in figures if second.low <= f.value_start < second.high)
    subject = _ADVERBS.sub("", TIME.sub("", words[second.low : named.start]).strip("，, 间内"))
    subject = _LINK.sub("", subject)
    if len(subject) > _SHORT_NAME and not _DEED.match(subject):
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
        tail = _LONGEST_TAIL if _LIKENED.match(part) else 16
        return joins and len(part) <= tail and not _GOES_ON.match(part)
    length = high - last.low
    if _AMONG.search(words[max(0, last.high - 4) : last.high]) and length <= 60:
        return True  # 33个行业大类中，19个实现增长
    if length > _LONGEST_CHAIN and sum(f.is_change for f in said) >= 2:
        return False  # 626.9亿元，同比增加73.5亿元，增长2% has said what it has to say
    if _TOPIC.match(words[max(last.low, last.high - _LOOK_BACK) : last.high].strip()):
        return True  # 总规模100亿元的母基金，已投项目88个
    if _HOPES.match(part) and _has_subject(words, low + 2, high, here[0]):
        return False  # 力争7% is a stretch, 力争吞吐量突破1000万标箱 an aim of its own
    joins = joins or not _has_subject(words, low, high, here[0])
    if part.startswith("其中") and part[2:3] not in "，：" and length > _LONGEST_JOIN:
        joins = False  # a share with much of its own to say is a fact of its own
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
    before = words[max(last.low, last.high - _LOOK_BACK) : last.high]
    if _REPORT.search(before[-8:]) or _FRAME.match(before.rpartition("，")[2].strip()):
        return False  # 记者从某局获悉，…; 从产业投向看，…
    if _AGAINST.match(before.strip()) and words.endswith(("；", ";")):
        return False  # 1992年同1987年相比 is said of every member of the row that follows
    if here:
        return (
            _is_bare_measure(words, low, here[0])
            or bool(tables.joins.match(words[low:high].strip()))
            or not _has_subject(words, low, high, here[0])
            or _is_lead(words, last.low, last.high)
        )
    if is_named(words[low:high]) or is_named(before):
        return _is_lead(words, last.low, last.high)
    return True


def _is_total(words: str, last: _Group, low: int, first: Figure) -> bool:
    """Tell whether a clause gives the sum of what was just counted (新增高新技术企业48家，高新技术企业总数达到215家)."""
    subject = words[low : first.start][-_LONGEST_LEAD:]
    if not _TOTAL.search(subject):
        return False
    before = words[max(last.low, last.high - _LOOK_BACK) : last.high]
    return any(subject[i : i + _REPEATED] in before for i in range(len(subject) - _REPEATED + 1))


def _without_openings(words: str, groups: list[_Group], starts: list[int]) -> list[_Group]:
    """Part an opening without figures from the row of facts after its colon: 种植结构“一减四增”：玉米调减77万亩."""
    out: list[_Group] = []
    for group in groups:
        first = starts[at] if (at := bisect_left(starts, group.low)) < len(starts) else group.high
        colon = words.find("：", group.low, min(first, group.high))
        opening, subject = words[group.low : colon], words[colon + 1 : first]
        if (
            group.numbers
            and colon - group.low >= _OPENING
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
            and (len(aside) > _LONGEST_ASIDE or not _DIGIT.search(aside))
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
    subject = _ADVERBS.sub("", TIME.sub("", words[low : first.start]).strip("，, 间内"))
    if subject:
        return not _REACHED.fullmatch(subject)
    return first.kind in {"count", "people"} and high - first.end >= 4


def _is_bare_twin(words: str, low: int, first: Figure, before: Figure) -> bool:
    """Tell whether a clause only names the next of a row of like things (…，复线4603公里)."""
    noun = words[low : first.start].strip("，, ")
    alike = before.unit == first.unit and before.qualifier == first.qualifier
    return alike and not first.is_change and 0 < len(noun) <= _TWIN


def _is_bare_measure(words: str, low: int, first: Figure) -> bool:
    """Tell whether a clause's subject is a measure of something named before it (2007年产量达到…)."""
    return TIME.sub("", words[low : first.start]).strip("，, 间内") in _MEASURES


def _is_lead(words: str, low: int, high: int) -> bool:
    """An adverbial lead (从产业投向看, 与去年相比, 其中) belongs to the clause after it."""
    return high - low <= 4 or (high - low <= _LONGEST_LEAD and is_adverbial(words[low:high]))


def is_adverbial(words: str) -> bool:
    """Tell whether a clause only says when, how or by whose account (随着港口扩建, 数据显示), and no fact."""
    last = words.rpartition("，")[2]
    return (len(last) <= 24 and bool(_LEAD.search(last))) or bool(_REPORT.search(words))


def _comma_parts(words: str) -> list[tuple[int, int]]:
    """Return the ranges between top-level commas; the comma or stop itself belongs to no part."""
    cuts, depth, start = [], 0, 0
    for match in _EVENT.finditer(words):
        at, c = match.start(), match[0]
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth = max(0, depth - 1)
        elif c in "，,。；;！!？?" and depth == 0:
            if c == "," and words[at - 1 : at].isdigit() and words[at + 1 : at + 4].isdigit():
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
