"""A post's caption against its facts: what they say passes in any order, another number, unit or weekday does not."""

from __future__ import annotations

import datetime as dt

import pytest

from generator.proof import caption_agrees

DAY = dt.date(2026, 1, 7)
KNOWN = ("兑现惠企资金超20亿元，同比增长12.5%", "晋江发展密码", "第1章", "3", "68", "晋江经济报")


@pytest.mark.parametrize(
    "text",
    [
        "兑现惠企资金超20亿元，同比增长12.5%。", "【晋江发展密码 3/68】20亿元！", "1月7日（星期三）第3期", "2026年1月7日，星期三",
        "20亿元惠企资金，同比增长１２．５％", "没有数字",
    ],
)  # fmt: skip
def test_a_caption_that_says_what_its_facts_say(text: str) -> None:
    assert list(caption_agrees([text], KNOWN, DAY)) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("兑现惠企资金超26亿元", "26亿元"), ("兑现惠企资金超20万元", "20亿元"), ("同比增长12.5个百分点", "12.5%"),
        ("同比下降12.5%", "12.5%"), ("1月7日（星期四）第3期", "星期三"), ("第4期", "4"),
    ],
)  # fmt: skip
def test_a_caption_that_does_not(text: str, told: str) -> None:
    found = list(caption_agrees([text], KNOWN, DAY))
    assert len(found) == 1 and told in found[0]
