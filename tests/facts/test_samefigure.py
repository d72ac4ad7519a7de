"""The same figure in other words is found, and no other figure with it."""

from __future__ import annotations

import pytest

from generator.facts import Tables
from generator.facts.correction import find_fact
from generator.facts.model import Fact, Factsheet
from generator.facts.samefigure import figures_of, gone, shown_in

TABLES = Tables.load()


@pytest.mark.parametrize(
    ("one", "other", "printed"),
    [
        ("培育重点工业企业367家", "重点企业增至３６７家", "３６７家"),
        ("惠及群众1.75万人", "17,500人从中受益", "17,500人"),
        ("投资20亿元", "总投资200000万元", "200000万元"),
        ("新建用房1.2万平方米", "其中厂房12000㎡", "12000㎡"),
        ("产值增长6.4%", "增速为百分之六点四", "百分之六点四"),
        ("道路全长5公里", "5km道路通车", "5km"),
        ("提高2.1个百分点", "比上年高2.1百分点", "2.1百分点"),
        ("装机3000千瓦", "新增装机3000千瓦", "3000千瓦"),
        ("最低气温-3.2℃", "气温降到-3.2℃", "-3.2℃"),
    ],
)
def test_one_figure_in_other_words(one: str, other: str, printed: str) -> None:
    assert shown_in([other], figures_of(one, TABLES), TABLES) == (printed,)
    assert shown_in([one], figures_of(other, TABLES), TABLES), "and the other way round"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("培育重点工业企业58家", "企业增至358家"),
        ("培育重点工业企业367家", "安置居民367户"),
        ("惠及群众1.75万人", "接待1.75万人次"),
        ("产值增长6.4%", "提高6.4个百分点"),
        ("最低气温-3.2℃", "气温升高3.2℃"),
        ("新建学校12所", "第12届运动会建场馆2所"),
        ("投资20亿元", "投资20万元"),
    ],
)
def test_another_figure(one: str, other: str) -> None:
    assert shown_in([other], figures_of(one, TABLES), TABLES) == ()


def test_what_a_correction_takes_away() -> None:
    old = "实现产值428.6亿元，增长6.4%"
    assert [f.printed for f in gone(old, "实现产值428.6亿元，增长6.1%", TABLES)] == ["6.4%"]
    assert [f.printed for f in gone(old, "完成产值428.6亿元，增长6.4%", TABLES)] == ["428.6亿元", "6.4%"]


@pytest.mark.parametrize("wanted", ["1.75万人", "17500人", "１７５００人", "1.75 万人"])
def test_a_fact_is_found_by_its_figure_however_it_is_written(wanted: str) -> None:
    facts = (Fact("01", "", "statement", "惠及群众1.75万人"), Fact("02", "", "statement", "接待1.75万人次"))
    assert find_fact(Factsheet("小城", facts), wanted if wanted != "1.75万人" else "群众1.75万人").id == "01"
