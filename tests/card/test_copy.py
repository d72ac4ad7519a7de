"""What a card says joins up to what the fact says."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.card import write_copy
from generator.card.punctuation import full_width
from generator.errors import NotInArticle
from generator.facts.model import Fact, Factsheet, Metric, Span
from tests.golden.cases import SHEET, metric


def copy_of(fact: Fact) -> tuple[str, str, str]:
    copy = write_copy(fact, SHEET, 66)
    return copy.head, str(copy.figure), copy.tail


def test_label_figure_and_unit() -> None:
    fact = metric("促成产学研合作项目超900项", "超900项", "900")
    copy = write_copy(fact, SHEET, 66)
    assert copy.figure is not None
    assert (copy.figure.prefix, copy.figure.value, copy.figure.suffix) == ("超", "900", "项")
    assert copy.head == "促成产学研合作项目"


def test_a_forecast_stays_a_forecast() -> None:
    head, figure, tail = copy_of(metric("预计全年地区生产总值增长6%", "增长6%", "6"))
    assert (head, figure, tail) == ("预计全年地区生产总值", "增长6%", "")


def test_a_figure_in_front_leaves_no_empty_head_and_no_hanging_comma() -> None:
    assert copy_of(metric("257个项目正式签约", "257个", "257")) == ("", "257个", "项目正式签约")
    assert copy_of(metric("产值达120亿元，增长8%。", "达120亿元", "120"))[2] == "增长8%"


def test_a_metric_typed_by_hand_is_looked_up_in_the_text() -> None:
    fact = Fact("1", "", "metric", "新增就业1.20万人", metric=Metric("新增就业", "1.20", "万人"))
    assert copy_of(fact) == ("新增就业", "1.20万人", "")


def test_figure_and_label_stand_apart_only_where_the_words_allow() -> None:
    facts = [
        metric("培育重点工业企业367家", "367家", "367"),
        metric("城镇新增就业15,000,000人", "15,000,000人", "15,000,000"),
        metric("全市2个景区通过验收", "2个", "2"),
        metric("蝉联全国双拥模范城八连冠", "八连冠", "八"),
    ]
    entries = write_copy(facts[0], SHEET, 66, members=facts).entries
    assert [e.label for e in entries] == ["培育重点工业企业", "城镇新增就业", "", "蝉联全国双拥模范城"]
    assert [e.brief for e in entries] == [True, True, False, False]
    assert [e.compact for e in entries] == [True, False, False, False]


def test_a_figure_that_the_text_does_not_hold_is_refused_by_name() -> None:
    fact = Fact("1", "", "metric", "新增就业1.2万人", metric=Metric("新增就业", "1.3", "万人"))
    with pytest.raises(NotInArticle, match=r"1\.3万人"):
        write_copy(fact, SHEET, 66)


def test_a_lists_items_and_the_source_are_in_the_alt_text() -> None:
    fact = Fact("5", "c1", "list", "做强中心城市")
    item = Fact("5.1", "c1", "item", "高质量开展城市更新", parent="5")
    copy = write_copy(fact, replace(SHEET, facts=(fact, item)), 66)
    assert copy.alt == "做强中心城市；高质量开展城市更新；来源：市委工作报告"


@given(
    head=st.text("甲乙丙，：、。 A1", max_size=12),
    value=st.text("0123456789.", min_size=1, max_size=8),
    unit=st.sampled_from(["", "家", "%", "万平方米"]),
    tail=st.text("丁戊己，；。、", max_size=12),
)
def test_no_word_or_figure_is_lost(head: str, value: str, unit: str, tail: str) -> None:
    text = head + value + unit + tail
    at = len(head)
    fact = Fact(
        "1", "", "metric", text,
        metric=Metric("", value, unit, span=Span(at, at + len(value + unit)),
                      value_span=Span(at, at + len(value))),
    )  # fmt: skip
    copy = write_copy(fact, Factsheet("", ()), 1)
    drop = str.maketrans("", "", "，：、。； ")
    assert (copy.head + str(copy.figure) + copy.tail).translate(drop) == text.translate(drop)


@pytest.mark.parametrize(
    ("keyed", "set_"),
    [
        ("这五年,晋江大抓发展,实力攀升。", "这五年，晋江大抓发展，实力攀升。"),
        ("乡镇(街道)履职", "乡镇（街道）履职"),
        ("参保15,000,000人,增长5%", "参保15,000,000人，增长5%"),
        ("增长5%,力争6%", "增长5%,力争6%".replace(",", "，")),
        ("比例为2.6:1", "比例为2.6:1"),
        ("目标:增长3.5%", "目标：增长3.5%"),
        ("GDP (nominal) 1,500", "GDP (nominal) 1,500"),
        ("17:30开幕", "17:30开幕"),
    ],
)
def test_half_width_marks_between_hanzi_are_set_full_width(keyed: str, set_: str) -> None:
    assert full_width(keyed) == set_
    assert len(full_width(keyed)) == len(keyed)
