"""Do date, weekday and 农历 agree? On a calendar's leaf, and wherever a sentence gives a day with its weekday."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator

from generator.card.almanac import Day, day_of
from generator.proof.exhibit import Exhibit, plain

_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日天])(?![\u4e00-\u9fff]{0,1}[报刊])")
_MONTH = re.compile(r"((?:19|20)\d\d)年(\d{1,2})月(?!\d)")
_LUNAR = re.compile(
    "(闰?(?:正|冬|腊|十[一二]?|[一二三四五六七八九])月"
    "(?:初[一二三四五六七八九十]|十[一二三四五六七八九]|二十[一二三四五六七八九]?|廿[一二三四五六七八九]?|三十))"
)
_DATED = re.compile(
    r"(?:((?:19|20)\d\d)年)?(\d{1,2})月(\d{1,2})日[(（]?(?:[\u4e00-\u9fff]{1,2}节[,，、]?|除夕[,，、]?)?(?:(?:星期|周)([一二三四五六日天]))?[,，、]?(?:农历(?:[\u4e00-\u9fff]{2}年)?"
    rf"{_LUNAR.pattern})?"
)
_DAY = re.compile(r"(?:((?:19|20)\d\d)年)?(?<![\d.])(\d{1,2})月(\d{1,2})日")
_FIRST = re.compile(
    rf"(?:(?:星期|周)([一二三四五六日天])|农历(?:[\u4e00-\u9fff]{{2}}年)?{_LUNAR.pattern})[(（,，]?(?:即|公历)?"
    r"(?:((?:19|20)\d\d)年)?(\d{1,2})月(\d{1,2})日"
)
"""The weekday, or the 农历 day, before the date."""
_FEAST = re.compile(
    r"(?:((?:19|20)\d\d)年)?(\d{1,2})月(\d{1,2})日[(（,，]?(?:是|为|恰逢|正值|迎来)?(除夕|春节|元宵节|端午节|七夕节|中秋节|重阳节|腊八节)"
)
_MONTHS = {"十一": "冬", "十二": "腊", "一": "正"}


def leaf_is_its_day(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """A calendar's leaf shows the weekday, 农历, 节气 and festival of its own date, and no other."""
    said = exhibit.copy.day
    if said is None or not _is_leaf(exhibit):
        return
    day = day_of(said.date)
    if day is None or day != said:
        yield "", f"日历卡的日期“{said.date}”与它的星期、农历对不上，请重新做这张图"
        return
    statements = [plain(text) for text in exhibit.statements]
    for text in exhibit.texts:
        words = unicodedata.normalize("NFKC", "".join(text.lines))
        if any(plain(words) in statement for statement in statements):
            continue  # the fact's own words speak of whatever day they like
        yield from ((text.box, message) for message in _of_the_leaf(text.box, words, day))


def _is_leaf(exhibit: Exhibit) -> bool:
    boxes = {text.box for text in exhibit.texts}
    return "day" in exhibit.card.job.template.shows or not boxes.isdisjoint({"weekday", "lunar"})


def _of_the_leaf(box: str, words: str, day: Day) -> Iterator[str]:
    for found in _WEEKDAY.finditer(words):
        if not day.weekday.endswith(_weekday(found[1])):
            yield f"图上写“{found[0]}”，{day.date} 是{day.weekday}"
    for found in _MONTH.finditer(words):
        if (int(found[1]), int(found[2])) != (day.year, day.month):
            yield f"图上写“{found[0]}”，这一天是 {day.date}"
    if box == "day" and words.strip() != str(day.day):
        yield f"图上的日子是“{words.strip()}”，应是 {day.day}"
    if box == "lunar" or "农历" in words:
        for found in _LUNAR.finditer(words):
            if _as_in_the_almanac(found[0]) != day.lunar:
                yield f"图上写农历“{found[0]}”，{day.date} 是农历{day.lunar_year}{day.lunar}"
        year = re.search(r"[甲乙丙丁戊己庚辛壬癸][子丑寅卯辰巳午未申酉戌亥]年", words)
        if year and year[0] != day.lunar_year:
            yield f"图上写“{year[0]}”，{day.date} 是{day.lunar_year}"
    if box.startswith("seal-") and words.strip() not in {day.term, day.festival}:
        yield f"图上的“{words.strip()}”不是 {day.date} 的节气或节日"


def weekdays_agree(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """Where a sentence names a day, there is such a day, and its weekday, 农历 or festival are those of that day."""
    near = _year_near(exhibit)
    for statement in exhibit.statements:
        text = unicodedata.normalize("NFKC", statement)
        for found in _DAY.finditer(text):
            if not _exists(found[1], int(found[2]), int(found[3])):
                yield "", f"原文里的“{found[0]}”没有这一天，请核对"
        named = [(m[0], m[1], m[2], m[3], m[4], m[5], "") for m in _DATED.finditer(text)]
        named += [(m[0], m[3], m[4], m[5], m[1], m[2], "") for m in _FIRST.finditer(text)]
        named += [(m[0], m[1], m[2], m[3], None, None, m[4]) for m in _FEAST.finditer(text)]
        for words, year, month, number, weekday, lunar, feast in named:
            when = _nearest(year, int(month), int(number), near)
            day = day_of(when.isoformat()) if when is not None else None
            if when is None or day is None:
                continue
            if weekday and not day.weekday.endswith(_weekday(weekday)):
                yield "", f"原文写“{words}”，{when.isoformat()} 是{day.weekday}，请核对"
            elif lunar and _as_in_the_almanac(lunar) != day.lunar:
                yield "", f"原文写“{words}”，{when.isoformat()} 是农历{day.lunar}，请核对"
            elif feast and feast != day.festival:
                yield "", f"原文写“{words}”，{when.isoformat()} 是农历{day.lunar}，不是{feast}，请核对"


def _exists(year: str | None, month: int, day: int) -> bool:
    """Return whether there is such a day in the year, or in any where the text gives none."""
    try:
        dt.date(int(year or 2024), month, day)
    except ValueError:
        return False
    return True


def _year_near(exhibit: Exhibit) -> dt.date | None:
    """Return the day that the card or its article is dated."""
    text = exhibit.copy.date.replace(".", "-") or (exhibit.copy.day.date if exhibit.copy.day else "")
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def _nearest(year: str | None, month: int, day: int, near: dt.date | None) -> dt.date | None:
    """Return the day; where the text gives no year, the one nearest to the article's date."""
    years = [int(year)] if year else [near.year + step for step in (0, -1, 1)] if near else []
    days = []
    for one in years:
        try:
            days.append(dt.date(one, month, day))
        except ValueError:
            continue
    return min(days, key=lambda d: abs((d - near).days) if near else 0, default=None)


def _as_in_the_almanac(lunar: str) -> str:
    """Return a 农历 day in the almanac's way of writing: 腊月 for 十二月, 廿一 for 二十一."""
    month, _, day = lunar.removeprefix("闰").partition("月")
    if len(day) == 3:
        day = f"廿{day[-1]}"
    leap = "闰" if lunar.startswith("闰") else ""
    return f"{leap}{_MONTHS.get(month, month)}月{'二十' if day == '廿' else day}"


def _weekday(word: str) -> str:
    return "日" if word == "天" else word
