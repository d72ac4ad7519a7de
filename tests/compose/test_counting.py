"""A figure counts up in its own print: decimals, commas, a start the sentence states; and some figures do not count."""

from __future__ import annotations

from decimal import Decimal

import pytest

from generator.card.copy import Figure
from generator.compose.counting import Counting, counting_of
from generator.errors import CardRefused
from generator.facts import Tables, find_metric
from generator.facts.model import Fact, Metric, Span
from generator.world import World

TABLES = Tables.load(*World.at().data)


def counted(text: str, figure: str, value: str, kind: str = "count") -> Counting:
    start = text.rindex(figure)
    at = start + figure.index(value)
    end = at + len(value)
    whole = start + len(figure)
    metric = Metric(text, value, text[end:whole], kind=kind, span=Span(start, whole), value_span=Span(at, end))
    fact = Fact("08", "1", "metric", text, metric=metric)
    return counting_of(fact, Figure(text[start:at], value, text[end:whole]))


@pytest.mark.parametrize(
    ("value", "first", "some", "last"),
    [
        ("367", "0", "366", "367"),
        ("1.75", "0.00", "1.74", "1.75"),
        ("15,000,000", "0", "14,999,998", "15,000,000"),
        ("7000", "0", "6999", "7000"),
        ("6", "0", "5", "6"),
        ("100", "0", "99", "100"),
        ("1,500.5", "0.0", "1,500.4", "1,500.5"),
    ],
)
def test_every_step_is_printed_as_the_figure_is(value: str, first: str, some: str, last: str) -> None:
    steps = counted(f"新增{value}家", f"{value}家", value).steps(200)
    assert (steps[0], steps[-1]) == (first, last)
    assert some in steps
    assert steps.count(last) == 1, "only the last step is the figure"
    numbers = [Decimal(step.replace(",", "")) for step in steps]
    assert numbers == sorted(numbers)
    assert max(len(step) for step in steps) <= len(value)
    assert len({len(step.partition(".")[2]) for step in steps}) == 1


@pytest.mark.parametrize(
    ("text", "figure", "value", "start"),
    [
        ("规上企业从257家增加到367家", "367家", "367", "257"),
        ("由1.2万人增至1.75万人", "1.75万人", "1.75", "1.2"),
        ("从257家增加到367家", "增加到367家", "367", "257"),
        ("从1200家下降到800家", "800家", "800", "0"),  # 1200 has more places than the card
        ("从900家下降到800家", "800家", "800", "900"),
        ("从257亿元增加到367家", "367家", "367", "0"),  # another unit is another thing
        ("从257提高到367家", "提高到367家", "367", "257"),
        ("从全市看，新增367家", "367家", "367", "0"),
        ("从2021年起，新增到367家", "367家", "367", "0"),
    ],
)
def test_a_stated_start_in_the_same_unit_is_where_it_begins(
    text: str, figure: str, value: str, start: str
) -> None:
    counting = counted(text, figure, value)
    assert counting.start == Decimal(start)
    steps = counting.steps(30)
    assert steps[0] == counting.text(Decimal(start)) and steps[-1] == value


@pytest.mark.parametrize(
    ("text", "figure", "value", "kind", "why"),
    [
        ("实力居全国百强第47位", "第47位", "47", "rank", "名次"),
        ("蝉联“八连冠”", "八连冠", "八", "count", "不是一个能数的数"),
        ("增长5.3—5.5%", "5.3—5.5%", "5.3—5.5", "percent", "不是一个能数的数"),
        ("力争到2030年", "2030年", "2030", "time", "年份"),
        ("事故0起", "0起", "0", "count", "从 0"),
        ("新建住房３６亿平方米", "３６亿平方米", "３６", "area", "不是一个能数的数"),
    ],
)
def test_what_no_counting_leads_to_is_refused(text: str, figure: str, value: str, kind: str, why: str) -> None:
    with pytest.raises(CardRefused, match=f"第 08 条.*{why}"):
        counted(text, figure, value, kind)


def test_a_fact_without_a_number_and_a_real_reading() -> None:
    with pytest.raises(CardRefused, match="没有数字"):
        counting_of(Fact("08", "1", "statement", "深入开展活动"), None)
    text = "县域旅游综合实力升至全国百强第47位"
    metric = find_metric(text, tables=TABLES).metric
    with pytest.raises(CardRefused, match="名次"):
        counting_of(Fact("08", "1", "metric", text, metric=metric), Figure("第", "47", "位"))
