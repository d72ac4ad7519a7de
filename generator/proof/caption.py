"""Does a caption say what its facts say? Every number of a post's title and text stands in the facts it goes out with."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from generator.proof.claim import MINUS, claims, contrary, normal

_WEEKDAY = re.compile(r"(\d{1,2})月(\d{1,2})日[(（,，\s]?(?:星期|周)([一二三四五六日天])")
_NUMBER = re.compile(rf"(?:{MINUS})?\d+(?:\.\d+)?", re.MULTILINE)
_WEEK = "一二三四五六日"


def caption_agrees(texts: Iterable[str], known: Iterable[str], day: dt.date) -> Iterator[str]:
    """Yield, in Chinese, each number of a caption that nothing the post shows bears out, and each wrong weekday.

    `known`: the words of its facts and what a caption may count: series, chapter, source, number, total. `day`: the post's.
    A number in another unit, or the other way round, is another number (see `generator.proof.claim`).
    """
    words = [normal(text) for text in known]
    said = [claim for text in words for claim in claims(text)]
    plain = {number for text in words for number in _NUMBER.findall(text)}
    plain |= {str(part) for part in (day.year, day.month, day.day)} | {f"{day.month:02}", f"{day.day:02}"}
    for text in texts:
        undated = re.sub(rf"(?:{day.year}年)?0?{day.month}月0?{day.day}日", "", normal(text))
        for claim in claims(undated):
            same = [other for other in said if other.number == claim.number]
            if claim.number not in plain:
                yield f"配文里的“{claim.printed}”不在这一期的事实里，请核对"
            elif same and claim.unit and all(o.unit and contrary(claim, o) for o in same):
                yield f"配文里的“{claim.printed}”与事实的“{same[0].printed}”单位或方向不同，请核对"
        for found in _WEEKDAY.finditer(normal(text)):
            if (int(found[1]), int(found[2])) == (day.month, day.day) and found[3].replace("天", "日") != _WEEK[
                day.weekday()
            ]:
                yield f"配文写“{found[0]}”，{day.isoformat()} 是星期{_WEEK[day.weekday()]}"
