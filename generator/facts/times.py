"""Figures that tell when, or how long something went on: dates and hours are no quantities, a duration seldom is."""

from __future__ import annotations

import re

from generator.facts.figure import Figure
from generator.facts.numeral import fold

YEARISH = re.compile(r"(?:1[5-9]|20)\d\d$")
_CN_YEAR = re.compile(r"[一二][九〇零○]?[零〇○一二三四五六七八九]{2,3}$")
_CALENDAR = frozenset("年世学财月日号时刻个季-—–至~、分点")  # what follows a part of a date
_DURATION_LEAD = re.compile(
    r"(?:连续|连|历时|历经|耗时|用时|为期|倒计时|提前|不到|仅需|仅用|只需|只用|缩短[至到为]?|压缩[至到为]?|压减[至到为]?|延长[至到]?"
    r"|减少[至到]?|降[至到]|增[至到]|提高[至到]|寿命|年限|时间|时长|时限|期限|周期|工期|年龄|工龄|平均|达到?|超过?|控制在|保持在|长达)(?:分别)?(?:了|为|在)?$"
)
_DURATION_STOP = re.compile(
    r"(?:以上|以内|以下|左右|多|余)?(?:$|[，。；、！,;)） \t]|位居|居|位列|列|获|被|入|保持|稳|蝉联|荣|增长|实现|突破|成为|超|丰收|上榜|跻身|领跑|名列|排)"
)
_RUN = re.compile(r"(?:连续|连|蝉联)(?:了)?$")
_AGE_LEAD = re.compile(
    r"(?:寿命|年龄(?:最[大小]的?)?|岁数|平均|达到?|为|至|到|超过?|近|约|提高|延长|增加|长寿)(?:了)?$"
)
_UPPER = re.compile(r"[-至—–~].*")
_ON_THE_CLOCK = re.compile(r"(?:[日午晨晚上夜点时刻于]|凌晨|清晨|傍晚)$")
_TAKEN = re.compile(r"(?:以|用时|历时|耗时|成绩|跑出|游出|骑出|时间|为|至|到|快了?|提高了?|缩短了?)$")


def clock_trap(text: str, figure: Figure) -> str:
    """Return "time" when hours, minutes and seconds tell when (7月18日2时15分08秒), "" when they tell how long."""
    at = figure.value_start
    if _TAKEN.search(text, max(0, at - 6), at):
        return ""
    told = _ON_THE_CLOCK.search(text, max(0, at - 2), at) or "时" in figure.value.replace("小时", "")
    return "time" if told else ""


def calendar_trap(text: str, figure: Figure, start: int, end: int) -> str | None:
    """Return the reason when the figure is a year or a date, None when it is not."""
    rest = text[end : end + 12]
    pure = _UPPER.sub("", fold(text[start:end])) if end - start >= 3 else ""
    year = len(pure) >= 3 and bool(YEARISH.match(pure) or _CN_YEAR.match(pure))
    if not year and rest[:1] not in _CALENDAR:
        return None
    if year and rest[:1] in {"年", "届"}:
        return "year"
    if year and not figure.unit and figure.qualifier_class in {"", "增到", "达", "约"}:
        return "year"
    if rest.startswith(("年代", "世纪", "年度", "学年", "财年", "年版", "年底", "年初", "年末")):
        return "year"
    if rest[:1] in {"月", "日", "号", "时", "刻"} and not figure.unit and not rest.startswith(("日夜", "时代")):
        return "date"
    if rest.startswith(("个月", "个季度", "季度")) and text[start - 1 : start] in {"前", "后"}:
        return "period"
    if re.match(r"[-—–至~]\d{1,2}(?:月|日|号|时)", fold(rest[:6])) or (
        rest[:1] in {"、"} and re.match(r"、\d{1,2}(?:月|日)", fold(rest[:5]))
    ):
        return "date"
    if rest.startswith("分") and not rest.startswith("分钟"):
        if text[start - 1 : start] in {"时", "点"} or re.match(r"分\d{1,2}秒", fold(rest)):
            return "time"  # 8时30分; 6分03秒
    if rest.startswith("点") and (
        re.match(r"点(?:\d{1,2}分|半|整|许|钟)", fold(rest))
        or text[max(0, start - 2) : start] in {"上午", "下午", "晚上", "早上", "凌晨", "中午", "傍晚"}
    ):
        return "time"
    if figure.unit == "季度" or rest.startswith(("时段",)):
        return "period"
    return None


def duration_trap(text: str, figure: Figure) -> str:
    """Return why a figure in years, days or hours is no quantity, "" when it tells how long something took."""
    head = text[max(0, figure.value_start - 8) : figure.value_start]
    rest = text[figure.unit_end : figure.unit_end + 6]
    if re.match(
        r"(?:来|间|内|以来|前|后|期间|里|中|共|累计|平均|时间内|多来|级|期|制)", rest
    ) and not _RUN.search(head):
        return "period"
    unit = figure.unit
    if _RUN.search(head):
        return ""
    if unit in {"岁", "周岁"}:
        told = _AGE_LEAD.search(head) and not re.match(r"[的老高以及男女儿青少中幼村市居]", rest)
        return "" if told else "age"  # 85岁老人, 60岁以上人口: whose age it is
    if unit in {"年", "个年头"}:
        return (
            ""
            if _DURATION_LEAD.search(head)
            and _DURATION_STOP.match(rest)
            and text[figure.value_start - 1 : figure.value_start] not in "近过"
            else "period"
        )
    if _DURATION_LEAD.search(head) or figure.qualifier_class in {"增到", "降到", "降", "增", "达", "超"}:
        return ""
    if (
        _DURATION_STOP.match(rest)
        and text[max(0, figure.start - 40) : figure.start].strip()
        and head[-1:] not in "前近过每这"
    ):
        return ""
    return "period"
