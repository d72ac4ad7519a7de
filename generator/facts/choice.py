"""The figures of a line → the one worth showing big, by the editor's order of preference.

A level beats the growth of the same thing; the end of 从…到… beats its start; an exact level beats a
threshold; a rank beats a streak; the object of the predicate beats a count in the subject; of parallel
indicators the first is taken.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from generator.facts.figure import Figure
from generator.facts.label import TIME
from generator.facts.numeral import inner_commas
from generator.facts.trap import bracketed, inside

_BREAK = set("，,；;。！!？? \t　")
_OPEN, _CLOSE = set("“《（(【「‘"), set("”》）)】」’")
_EVENT = re.compile(r"——|[“《（(【「‘”》）)】」’，,；;。！!？? \t\u3000、和]")
_SOLID = frozenset("，, \u00a0")  # marks that are no break inside a number
_FROM = re.compile(r"(?:从|由|自)[^，。；]{0,24}$")
_TO = re.compile(r"(?:到|至|为|升|降|增|减|扩|跃)")
_ACROSS = re.compile(
    r"[^，。；]{0,8}，到(?:如今|现在|目前|今年|去年|\d{4}年)[^，。；]{0,4}$"
)  # 从最初的8支队伍，到如今的38支
_SUBJECTLESS = re.compile(r"(?:目前|现|现在|去年|已|已经|总数|总量|总额|规模|累计|共|将)?$")
_STEP = re.compile(r"[十百千万亿]{0,3}元?(?:级)?(?:大关|台阶|关口)")
_TIMED = re.compile(r"(?:天数|时间|时长|时限|工期|周期|寿命|年限|住院日)(?:平均)?(?:分别)?(?:为|是)?$")
_MEASURE = re.compile(r"(?:额|值|收入|利润|营收|[产流销总]量|面积|率|占比|比重|税收|投资|支出)$")
_RUN_IN = re.compile(r"(?:成绩|跑出|游出|骑出|用时|耗时|仅用|以)[^，。]{0,3}$")
_ONLY = re.compile(r"(?:仅用|只用|仅需|只需)了?$")
_COST = re.compile(r"(?:投资|投入|耗资|斥资)(?:额|约|超|近|超过|达)?$")
_FOR = re.compile(r"(?:为|给|向|对|在|帮助|组织|推动|支持)$")
_HEDGE = re.compile(
    r"(?:同比|比上年|较上年|环比|比去年|较去年|年均|平均|实际|分别|可比价|按可比价格计算|左右|，|、| )*$"
)
_LEAD_IN = re.compile(
    r"(?:预计|首批|第一批|上述|全市|全县|全省|全国|全区|我市|我县|我国|其中|累计|共|已|目前|有|去年|今年|全年|上半年|\d{4}年|现有|同时|在)*$"
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The figure chosen (or None), the range of its clause, the figures passed over, and how sure this is."""

    figure: Figure | None
    clause: tuple[int, int]
    rest: tuple[Figure, ...]
    rivals: tuple[Figure, ...]
    confidence: float


def clauses(text: str, figures: tuple[Figure, ...]) -> tuple[tuple[int, int], ...]:
    """Cut `text` at commas, stops and spaces outside quotes; at 、 only directly after a figure."""
    ends = {step.end() if (step := _STEP.match(text, f.unit_end)) else f.end for f in figures}
    inner = {at for f in figures if not _SOLID.isdisjoint(f.value) for at in range(f.value_start, f.value_end)}
    inner |= inner_commas(text)
    if "," in text:
        inner |= _numeric_commas(text)
    cuts, depth, start = [], 0, 0
    for match in _EVENT.finditer(text):
        at, c = match.start(), match[0]
        if c in _OPEN:
            depth += 1
        elif c in _CLOSE:
            depth = max(0, depth - 1)
        elif (depth == 0 and (c in _BREAK or c == "——") and at not in inner) or (
            c in "、和" and at in ends and depth == 0
        ):
            if at > start:
                cuts.append((start, at))
            start = match.end()
    if start < len(text):
        cuts.append((start, len(text)))
    return tuple(cuts)


def _numeric_commas(text: str) -> set[int]:
    return {m.start() for m in re.finditer(r"(?<=\d),(?=\d{3})", text)}


def choose(text: str, figures: tuple[Figure, ...]) -> Choice:
    """Pick among `figures`, all of them quantities."""
    if not figures:
        return Choice(None, (0, len(text)), (), (), 1.0)
    parts = clauses(text, figures)
    brackets = bracketed(text) if "（" in text or "(" in text else ()
    weak = {id(f) for f in figures if _is_weak(text, f) or inside(f.value_start, brackets)}
    strong = tuple(f for f in figures if id(f) not in weak) or figures
    starts = [part for part in parts if any(part[0] <= f.value_start < part[1] for f in strong)]
    part = starts[0] if starts else (0, len(text))
    last = max((f.end for f in strong if part[0] <= f.value_start < part[1]), default=part[1])
    passed: tuple[Figure, ...] = ()
    if len(starts) > 1 and text[last : part[1]].endswith(("中", "里")):
        part = starts[1]  # 39个行业中，28个实现增长
    elif len(starts) > 1 and (
        _is_dowry(text, part, strong)  # 总投资28亿元的度假区建成开放，首年迎客逾200万人次
        or _is_topic(text, part, starts[1], strong)  # 她家的16间客房，去年平均入住率达到78%
    ):
        passed = tuple(f for f in strong if part[0] <= f.value_start < part[1])
        part = starts[1]
    here = tuple(f for f in strong if part[0] <= f.value_start < part[1]) or strong[:1]
    picked, doubtful = _in_clause(text, part, here, strong)
    picked = _look_ahead(text, picked, part, parts, strong)
    home = next((p for p in parts if p[0] <= picked.value_start < p[1]), part)
    rest = tuple(f for f in figures if f is not picked)
    doubtful = doubtful or bool(passed)
    rivals = passed + (tuple(f for f in here if f is not picked)) if doubtful else ()
    confidence = 1.0 if not rest else 0.9 if not doubtful else 0.55
    if picked.word is not None and picked.word.weak:
        confidence = min(confidence, 0.5)
    return Choice(picked, home, rest, rivals, confidence)


def _is_dowry(text: str, part: tuple[int, int], strong: tuple[Figure, ...]) -> bool:
    """Tell whether a clause's only figure is what its subject cost, and the next clause says what came of it."""
    here = tuple(f for f in strong if part[0] <= f.value_start < part[1])
    after = next((f for f in strong if f.start >= part[1]), None)
    return (
        len(here) == 1
        and here[0].kind == "money"
        and text.startswith("的", here[0].end)
        and _COST.search(text, part[0], here[0].start) is not None
        and after is not None
        and not after.is_change
        and after.kind != "money"
    )


def _is_topic(text: str, part: tuple[int, int], following: tuple[int, int], strong: tuple[Figure, ...]) -> bool:
    """Tell whether a clause only counts what the next one measures."""
    here = [f for f in strong if part[0] <= f.value_start < part[1]]
    after = [f for f in strong if following[0] <= f.value_start < following[1]]
    return (
        len(here) == 1
        and here[0].kind in {"count", "people"}
        and text[here[0].start - 1 : here[0].start] == "的"
        and 2 <= part[1] - here[0].end <= 6
        and after[0].kind in {"percent", "money"}
        and not after[0].is_change
    )


def _is_weak(text: str, figure: Figure) -> bool:
    if figure.form == "clock":
        return not (
            figure.qualifier_class in {"增到", "降到"}
            or _TIMED.search(text, max(0, figure.start - 8), figure.start)
            or _RUN_IN.search(text, max(0, figure.start - 12), figure.start)
        )
    if figure.word is None:
        return False
    if figure.unit in {"个", "大"} and _STEP.match(text, figure.unit_end):
        return True  # 连跨4个百亿台阶
    if figure.word.span_of_time and (
        _TIMED.search(text, max(0, figure.start - 8), figure.start)
        or _ONLY.search(text, max(0, figure.start - 4), figure.value_start)
    ):
        return False  # 优良天数达352天: days are what is counted
    if figure.word.span_of_time and figure.qualifier_class in {"增到", "降到"}:
        return False  # 缩短至19.2小时: the level that a change has led to
    return figure.word.weak or (figure.word.span_of_time and figure.unit not in {"岁", "周岁"})


def _in_clause(
    text: str, part: tuple[int, int], here: tuple[Figure, ...], strong: tuple[Figure, ...]
) -> tuple[Figure, bool]:
    picked, doubtful = here[0], False
    for following in here[1:]:
        between = text[picked.end : following.start]
        if _is_start_of_range(text, part, picked, following):
            picked = following
            continue
        if picked.is_change and between in {"至", "到"}:
            picked = following  # 下调10个基点至3.0%
            continue
        if following.is_change and _HEDGE.match(between):
            break
        if _is_attribute(text, part, picked, following):
            picked, doubtful = following, True
            continue
        doubtful = True
        break
    after = next((f for f in strong if f.start >= picked.end), None)
    if after is not None and after not in here and _is_start_of_range(text, part, picked, after):
        picked = after
    return picked, doubtful and len(here) > 1


def _is_start_of_range(text: str, part: tuple[int, int], first: Figure, second: Figure) -> bool:
    between = text[first.end : second.value_start]
    if any(c in between for c in "，,；;。") and not _ACROSS.match(between):
        return False
    before = text[part[0] : first.start]
    if not _FROM.search(before) and not _FROM.search(text[part[0] : first.value_start]):
        return False
    return second.qualifier_class in {"增到", "降到"} or (bool(_TO.search(between)) and len(between) < 24)


def _is_attribute(text: str, part: tuple[int, int], first: Figure, second: Figure) -> bool:
    """Tell whether `first` only describes (200亩以上种植基地31个, 482个书屋补充图书11万册)."""
    between = text[first.end : second.start]
    if (
        second.kind == "rank"
        and first.kind in {"count", "people"}
        and len(between) <= 8
        and "、" not in between.split("（")[0]
    ):
        return True  # 居全市13个县（市、区）第2名
    if not between.strip() or between.rstrip().endswith(("和", "、", "及", "与")):
        return False  # 3500公里的干堤和1000公里的支堤: two of a kind
    if first.kind == "percent" and re.search(
        "有[约近超逾]?$", text[max(0, first.start - 3) : first.value_start]
    ):
        return False  # 仍有约15%的合作社年收入不足30万元: how many there are is what is said
    if first.qualifier_class in {"以上", "以下"} or between.startswith(("的", "中", "里", "以上", "以下")):
        return True
    threshold = first.kind in {"money", "quantity", "area"} and first.qualifier_class in {"超", "以上", "近"}
    if threshold and second.kind in {"count", "people"} and len(between) <= 10 and "、" not in between:
        return True  # 产值超百亿元企业达到6家
    if between.endswith("的") and first.kind in {"count", "people"}:
        return True  # 通达25个国家和地区的68个港口
    before = text[part[0] : first.start]
    if _FOR.search(before):
        return True
    listed = len(re.findall("[、和]", before)) + 1
    if listed > 1 and first.kind == "count" and first.number == listed and len(between) <= 12:
        return True  # 教育、社保、卫生三项支出占比超过五成: the row is counted, not the fact
    if first.kind == "area" and before.endswith("的") and second.kind in {"quantity", "money", "count"}:
        return True  # 王家的32亩橙园产果12万斤
    if first.kind in {"count", "people"} and before.endswith("的") and _MEASURE.search(between):
        return True  # 重点监测的120家企业销售额18.5亿元
    if first.kind in {"count", "people"} and _LEAD_IN.fullmatch(before.strip()):
        return len(between) >= 2 and not second.is_change
    return False


def _look_ahead(
    text: str,
    picked: Figure,
    part: tuple[int, int],
    parts: tuple[tuple[int, int], ...],
    strong: tuple[Figure, ...],
) -> Figure:
    """A change, or a rounded threshold, gives way to the level that the next clause states of the same thing."""
    following = next((f for f in strong if f.start >= picked.end), None)
    if following is None or following.is_change:
        return picked
    home = next((p for p in parts if p[0] <= following.value_start < p[1]), None)
    if home is None or home == part:
        return picked
    subject = TIME.sub("", text[home[0] : following.start])
    if text[picked.end : home[0]].strip(" ，,、的大关台阶新") or not _SUBJECTLESS.fullmatch(subject):
        return picked
    named = re.match(r"(?:总数|总量|总额|总规模|规模|余额|累计)", text[home[0] : following.start].strip())
    if following.qualifier_class not in {"达", "增到", "降到", "保持"} and not (
        picked.is_change and (following.qualifier_class == "超" or named)
    ):
        return picked
    if picked.is_change:
        return following
    same_kind = following.kind == picked.kind and following.unit[-1:] == picked.unit[-1:]
    return following if same_kind and picked.qualifier_class in {"超", "近"} else picked
