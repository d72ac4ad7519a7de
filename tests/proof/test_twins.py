"""What shows only in a whole series: the same thing twice, one indicator with two values."""

from generator.facts import find_metric
from generator.facts.model import Fact
from generator.proof import contradictions, twins


def facts(*texts: str) -> list[Fact]:
    return [
        Fact(f"{n:02}", "", "metric", text, metric=find_metric(text).metric) for n, text in enumerate(texts, 1)
    ]


def pairs(found: object) -> list[tuple[str, str]]:
    return [(a.id, b.id) for a, b, _ in found]  # type: ignore[attr-defined]


def test_the_same_words_or_the_same_label_and_figure() -> None:
    series = facts(
        "培育重点工业企业367家", "新增学位1200个", "培育重点工业企业达367家。", "培育重点工业企业367家"
    )
    assert pairs(twins(series))[-1] == ("04", "01")
    assert pairs(twins(facts("新增学位1200个", "新增床位1200张"))) == []


def test_one_indicator_with_two_values() -> None:
    series = facts("地区生产总值增长5.2%", "社会消费品零售总额增长6%", "地区生产总值增长5.8%")
    assert pairs(contradictions(series)) == [("03", "01")]


def test_other_periods_units_and_aims_are_no_contradiction() -> None:
    assert pairs(contradictions(facts("2024年地区生产总值增长5.2%", "2025年地区生产总值增长5.8%"))) == []
    assert pairs(contradictions(facts("一季度地区生产总值增长5.2%", "上半年地区生产总值增长5.8%"))) == []
    assert pairs(contradictions(facts("地区生产总值增长5.2%", "地区生产总值达到3200亿元"))) == []
