"""Figures that are no quantities: years, dates, list markers, ordinals, names, fixed sayings, denominators."""

from __future__ import annotations

import re
from bisect import bisect_right
from operator import itemgetter

from generator.facts.figure import Figure
from generator.facts.numeral import fold
from generator.facts.tables import Tables
from generator.facts.times import YEARISH, calendar_trap, clock_trap, duration_trap

_MARKER = re.compile(
    r"\s*(?:[(]\s*(?:\d{1,3}|[一二三四五六七八九十]{1,3})\s*[)]"
    r"|第[一二三四五六七八九十]{1,3}(?:[,，:章节篇条]|、(?![一二三四五六七八九十])|部分)"
    r"|[一二三四五六七八九十]{1,3}(?:[、.．]|是(?=.))"
    r"|\d{1,2}[、)]|\d{3}、(?!\d)|\d{1,3}\.(?!\d)|[①-⑳❶-❿⑴-⒇]|[-*•·●■◆▪★◇○□▶►]+\s*\d{0,2}[.、]?(?!\d))\s*"
)
_GLUED_MARKER = re.compile(r"\s*(\d{1,2})\.(?=(\d+)(.?))")
_WHOLE_ONLY = re.compile(r"[-至、—]?\d*(?:年|月|日|号|时)")
_QUOTED = re.compile(
    r"《[^《》]{0,200}》|“[^“”]{0,40}”|‘[^‘’]{0,40}’|「[^「」]{0,40}」|\"[^\"“”]{0,40}\"|【[^【】]{0,40}】"
)
_BARE_AFTER = re.compile(r"(?:为|是|达|达到|至|到|于|指数|数值|值|因子|系数|突破|超|超过|近|约|：|:)$")
_BARE_STOP = set("，,。.；;、！! \t)）")
_ZERO_LED = re.compile(r"[0０]\d")
_ADDS = re.compile(r"(?:新增|新建|建成|改造|培育|引进|招引|发放|完成|提供|增加|减少)$")
_NOUN_NEXT = re.compile(
    r"(?!工程|计划|行动|目标|标准|模式|体系|战略|热线|平台|系列|政策|规划|版|型|号|线)[一-鿿]{2,5}(?:$|[，。；、！])"
)
_SHARED = re.compile("[占达近超到至为约的足]")
_STREAK = {"连冠", "连胜", "连捷", "连增", "连涨", "连升", "连丰", "连霸", "连贯", "冠", "金"}
_RATIO_LEAD = re.compile(r"比(?![赛较拼武])|结构|例|系数|率")
_FIRST_OF = re.compile(r"首[个条台座套艘家例列辆架款只颗项支]$")
_SCORE = re.compile(r"的?(?:比分)?(?:战胜|击败|力克|不敌|险胜|大胜|完胜|逼平|战平|负于|领先|横扫|逆转|淘汰)")
_SHARE_END = re.compile(r"以上|左右|强|的|多")
_PHONE = re.compile(r"0\d{2,3}-\d{7,8}|1[3-9]\d{9}")
_SPEC_NOUN = re.compile(r"[一-鿿]")
_SPEC_OPEN = re.compile(r"(?:以上|以下|以内|左右|的|，|。|；|、|及|和|，)")
_TO_ZERO = re.compile(r"(?:降|减|清)(?:少|低|)(?:为|到|至)?(?:零|0(?![.\d]))(?!下)")
_ROW_OF_PLACES = re.compile(r"[一二三四五六七八九]、$")
_NEVER = re.compile(r"(?:未发生|没有发生|未出现|杜绝)[^，。；]{0,8}$")
_PLACED = re.compile(r"[居列入进跻踞]")
_PLACE = set("县市区镇乡村山沟桥街")
_JOINTS = set("-—–至~、－～")
_TO_DATE = re.compile(r"[-—–至~]\d{1,2}(?:月|日|号|时)|、\d{1,2}(?:月|日)")
_PARENS = re.compile(r"\([^()]{0,60}\)")


def marker_end(text: str, tables: Tables) -> int:
    """Return where a list marker at the start of `text` ends, 0 if there is none.

    A marker may be glued: in ``12.1至9月`` it is ``12.``, in ``4.2025年`` it is ``4.``; ``3.2万人`` has none.
    """
    if "一" <= text[:1] <= "鿿" and text[0] not in "一二三四五六七八九十第":
        return 0
    folded = fold(text[:40])
    match = _MARKER.match(folded)
    if match:
        return match.end()
    glued = _GLUED_MARKER.match(folded)
    if not glued:
        return 0
    digits = glued[2]
    rest = folded[glued.end() + len(digits) :]
    calendar = YEARISH.match(digits) and rest[:1] in {"年", "-", "—", "至"}
    if calendar or re.match(r"(?:[-至—]\d{1,2})?(?:年|个?月|日|号|时|世纪)", rest):
        return glued.end()
    if len(digits) > 2 and rest[:1] not in "%‰万亿倍个元吨公米千" and digits[0] != "0":
        return glued.end() if re.match(r"(?:余|多)?[一-鿿]", rest) else 0
    if re.match(r"(?:余|多)?(?:部门|省|市|县|国|大)", rest) or (
        digits in {"24", "48", "72"} and rest[:2] == "小时"
    ):
        return glued.end()
    bare = rest[1:] if rest[:1] in {"余", "多"} else rest
    unit = max(
        (u for n in range(1, 4) if (u := tables.units.get(bare[:n]))), key=lambda u: len(u.text), default=None
    )
    return glued.end() if unit is not None and unit.whole else 0  # 12.31个: there are no 0.31 of a thing


def protected(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of `text` inside titles and short quotations: names, whatever figures they hold."""
    return tuple(m.span() for m in _QUOTED.finditer(text))


def bracketed(text: str) -> tuple[tuple[int, int], ...]:
    """Return the ranges of `text` inside round brackets."""
    return tuple(m.span() for m in _PARENS.finditer(fold(text)))


def inside(at: int, ranges: tuple[tuple[int, int], ...]) -> tuple[int, int] | None:
    """Return the range that `at` lies in, or None; the ranges are in order and do not overlap."""
    found = bisect_right(ranges, at, key=itemgetter(0)) - 1
    return ranges[found] if found >= 0 and ranges[found][0] <= at < ranges[found][1] else None


def trap_of(text: str, figure: Figure, quotes: tuple[tuple[int, int], ...], marker: int, tables: Tables) -> str:
    """Return why `figure` is no quantity (a short English word), or "" when it may be one."""
    start, end = figure.value_start, figure.value_end
    if figure.form == "chinese" and figure.qualifier == "前" and figure.value.startswith("前"):
        start += 1
    if start < marker:
        return "marker"
    if figure.form == "clock":
        return clock_trap(text, figure)
    if figure.number is None and figure.form != "ratio":
        return "junk"
    quote = inside(start, quotes) if quotes else None
    if quote is not None and not _quote_counts(text, quote, figure):
        return "quoted"
    if figure.form not in {"part", "ratio", "double", "first", "half"} and _is_fixed(
        text, figure, start, tables
    ):
        return "fixed"
    if figure.form == "fraction" and "/" in figure.value:
        led = _SHARED.match(text, max(0, figure.start + len(figure.qualifier or "") - 1))
        return "" if led or _SHARE_END.match(text, figure.end) else "date"
    if figure.form in {"part", "fraction", "double", "half"}:
        return ""
    if figure.form == "first":
        rest = text[figure.end : figure.end + 1]  # 首位度 and 首位女航天员 are no rank
        led = re.search(r"[居列占跃升踞排]", text[max(0, start - 8) : start])
        return "" if (led or start > marker) and (not rest or not rest.isalnum()) else "name"
    if figure.form == "ratio":
        return _ratio_trap(text, figure)
    return _number_trap(text, figure, start, end, marker, tables)


def _is_fixed(text: str, figure: Figure, start: int, tables: Tables) -> bool:
    """Tell whether the number lies in a fixed saying, unless Arabic digits make that impossible."""
    if figure.form == "arabic":
        return False
    low = max(0, start - 8)
    for match in tables.fixed.finditer(text, low, min(len(text), figure.value_end + 8)):
        if match.start() <= start < match.end():
            # 一百一十四万亿 starts with no saying; a saying that ends inside the numeral is none (百年 does not)
            return match.end() >= figure.value_end or (
                match.end() > start + 1 and match.end() == figure.value_end
            )
    return False


def _quote_counts(text: str, quote: tuple[int, int], figure: Figure) -> bool:
    if text[quote[0]] in "《【":
        return False
    body = text[quote[0] + 1 : quote[1] - 1]
    return figure.unit in _STREAK and body.endswith(figure.unit) and len(body) <= 6


def _ratio_trap(text: str, figure: Figure) -> str:
    parts = figure.value.replace("：", ":").split(":")
    clock = len(parts) in {2, 3} and all("." not in p and p.isdigit() and int(fold(p)) < 60 for p in parts)
    if _SCORE.match(text, figure.end) or text.endswith(("比分", "大比分"), 0, figure.start):
        return "score"
    if clock and figure.start and text[figure.start - 1] in "于在晚午早晨点日":
        return "time"
    if clock and len(parts[1]) == 2 and not _RATIO_LEAD.search(text[max(0, figure.start - 12) : figure.start]):
        return "time"
    return ""


def _number_trap(text: str, figure: Figure, start: int, end: int, marker: int, tables: Tables) -> str:
    before, after = text[start - 1 : start] if start > marker else "", text[end : end + 1]
    tail = text[figure.unit_end : figure.unit_end + 8]
    chinese = figure.form == "chinese"
    if not chinese and not ("一" <= before <= "鿿" and (not after or "一" <= after <= "鿿")):
        if before in {"×", "x", "X", "*"} and before and text[start - 2 : start - 1].isdigit():
            return "model"  # 女子4×100米
        if before.isascii() and (before.isalpha() or before in {"_", "/", "+", "."}) and before:
            return "model"
        dash = before in {"—", "–"} and figure.unit and text[start - 2 : start - 1].isalpha()
        if before in {"-", "－", "—", "–", "·"} and figure.value[:1] not in "-－−" and not dash:
            return "model"
        if after.isascii() and after.isalpha() and not figure.unit:
            return "model"
        if after in {"+", "×", "*", "＋"} and text[end + 1 : end + 2].isalnum():
            return "model"
        if (
            figure.unit
            and figure.unit[-1].isascii()
            and figure.unit[-1].isalpha()
            and tail[:1].isascii()
            and tail[:1].isalpha()
        ):
            return "model"
    if not chinese and (
        (text[start] in "0０" and _ZERO_LED.match(text, start, end))
        or (end - start > 7 and _PHONE.match(fold(text[start:end])))
    ):
        return "code"
    if start > 1 and text[start - 2] == "首" and _FIRST_OF.search(text, start - 2, start):
        return "spec"  # 世界首套300兆瓦级 …: what the first of its kind is like
    reason = calendar_trap(text, figure, start, end)
    if reason is not None:
        return reason
    if text.startswith("强", figure.unit_end) or figure.unit == "强":
        return "name"
    if figure.qualifier_class == "名次":
        return _rank_trap(text, figure)
    numeral_end = _numeral_end(text, end)
    name = tables.name_end(text, start, numeral_end)
    if name > figure.unit_end or (name and name == figure.unit_end and chinese and not _is_told(figure)):
        return "name"  # 36小时 is longer than 小; 36门课程 are counted, 三门 is a place
    if (
        figure.word is not None
        and figure.word.careful
        and text[figure.unit_end : figure.unit_end + 1] in _PLACE
        and chinese
    ):
        return "name"
    if figure.unit and text.startswith("级", figure.unit_end):
        return "grade"
    if figure.unit.endswith("吨级"):
        # 最大靠泊能力达20万吨级 is a level; a 20万吨级 berth is a kind of berth
        ends = text[figure.unit_end : figure.unit_end + 1] in {"", "，", "。", "；", "、"}
        return "" if ends and _is_told(figure) else "grade"
    if before == "每":
        return "denominator"
    if _TO_ZERO.match(text, figure.end):
        return "start"  # 由1.2万辆降为零: nothing is left to show
    if figure.qualifier == "以上" and _NEVER.search(text, max(0, figure.start - 12), figure.start):
        return "never"  # 未发生一次死亡3人以上事故
    if figure.unit.endswith("元") and re.match(
        r"(?:GDP|地区生产总值|生产总值|国内生产总值|工业增加值|产值)(?:能|电|水|用|综)",
        tail + text[figure.unit_end + 8 : figure.unit_end + 16],
    ):
        return "denominator"
    if (
        figure.word is not None
        and figure.word.spec
        and _SPEC_NOUN.match(tail)
        and not _SPEC_OPEN.match(tail)
        and not _after_verb(text, figure)
    ):
        return "spec"
    if chinese and figure.unit == "级" and not _is_told(figure):
        return "grade"  # 三四级手术
    if chinese and figure.unit in {"位", "名"} and _ROW_OF_PLACES.search(text, max(0, start - 4), start):
        return "row"  # 分列二、三位
    if chinese:
        return _chinese_trap(text, figure, start, marker)
    if not figure.unit:
        return _bare_trap(text, figure, start)
    if figure.word is not None and (figure.word.span_of_time or figure.unit in {"岁", "周岁"}):
        return duration_trap(text, figure)
    return ""


def _is_told(figure: Figure) -> bool:
    """Tell whether a verb of amount leads the figure (达到36门), so that its unit is one."""
    return figure.unit != "" and figure.qualifier_class in {"达", "超", "近", "约", "增", "降", "增到", "降到", "保持", "至少", "仅"}  # fmt: skip


def _numeral_end(text: str, end: int) -> int:
    while end < len(text) and text[end] in "百千万亿":
        end += 1
    return end


def _rank_trap(text: str, figure: Figure) -> str:
    rest = text[figure.unit_end : figure.unit_end + 3]
    if figure.qualifier == "前":
        if (
            figure.unit
            and rest[:1] == "的"
            and not _PLACED.search(text, max(0, figure.start - 5), figure.start)
        ):
            return "ordinal"  # 客源前三位的分别是…: who is meant, and no rank
        return (
            ""
            if figure.unit in {"", "名", "位"} and (not rest or not rest[0].isalnum() or figure.unit)
            else "period"
        )
    if figure.unit in {"位", "名"}:
        return ""
    if figure.unit == "大" and figure.word is not None:
        return "" if text[max(0, figure.start - 1) : figure.start] in set("为是居成") else "ordinal"
    if figure.unit:
        return "ordinal"
    if figure.start == 0:
        return "marker"
    if not rest or rest[0] in "，。；、,;！!）)》” \t：" or rest[:1] in {"的", "和"}:
        return ""
    return "ordinal"


def _after_verb(text: str, figure: Figure) -> bool:
    return figure.qualifier is not None


def _chinese_trap(text: str, figure: Figure, start: int, marker: int) -> str:
    value, word = figure.value, figure.word
    scale_only = all(c in "百千万亿" for c in value)
    if scale_only:
        if figure.qualifier_class in {"超", "近", "达", "增到", "上", "约", "不足", "仅", "至少"} and (
            figure.unit or value[-1] in "万亿"
        ):
            return ""
        return "fixed"
    if word is None and not figure.unit:
        return "bare"
    if (
        value in {"一", "二"}
        and not (word and word.kind == "percent" and figure.unit == "成")
        and figure.unit not in {"倍"}
    ):
        return "one" if len(figure.unit) <= 2 and figure.unit[:1] not in "万亿" else ""
    if word is not None and (word.span_of_time or figure.unit in {"岁", "周岁"}):
        return duration_trap(text, figure)
    if figure.unit == "点":
        return "time"
    if len(value) == 1 and word is not None and word.careful:
        return "name"
    if figure.unit == "次" and re.match(r"产业|会议|全会", text[figure.unit_end : figure.unit_end + 2]):
        return "name"
    if figure.unit in {"大", "大类", "中类", "小类"}:
        return "name"  # 三大指标, 八大类: formulas, not amounts
    if value == "两" and figure.unit != "倍":
        lead = re.sub(
            r"^(?:我国|全国|全市|全县|我市|我县|其中|这|上述|国家)+",
            "",
            text[max(marker, _clause_start(text, figure.start)) : figure.start],
        )
        return "" if lead else "two"
    return ""


def _clause_start(text: str, at: int) -> int:
    return max(text.rfind(c, max(0, at - 80), at) + 1 for c in "，。；、！ \t")


def _bare_trap(text: str, figure: Figure, start: int) -> str:
    rest = text[figure.end : figure.end + 1]
    lead = text[max(0, figure.start - 4) : start]
    told = figure.qualifier_class in {"达", "超", "近", "约", "增到", "至少"} or _ADDS.search(lead)
    if told and figure.form == "arabic" and figure.value.isdigit() and _NOUN_NEXT.match(text, figure.end):
        return ""  # 新增4500学位: a noun without a measure word
    if (rest == "" or rest in _BARE_STOP) and (
        _BARE_AFTER.search(lead) or figure.qualifier_class in {"增到", "降到", "达", "增", "降"}
    ):
        return ""
    return "bare"
