"""A picture of a number is the number: what can be drawn, and what must not be."""

import pytest

from generator.card.picture import Picture, pictures_of
from generator.card.wordbook import Wordbook
from generator.facts import find_metric
from generator.facts.model import Fact
from generator.world import shipped

WORDS = Wordbook.load(shipped("data")).pictures


def drawn(text: str, kind: str = "metric") -> list[tuple[str, float, float | None]]:
    fact = Fact("01", "", kind, text, metric=find_metric(text).metric)
    return [(p.kind, p.value, p.whole) for p in pictures_of(fact, WORDS)]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("全市森林覆盖率达63.2%", ("share", 63.2, 100.0)),
        ("民营经济占比超九成", None),
        ("服务业增加值比重提高到52%", ("share", 52.0, 100.0)),
        ("规上工业增加值增长8.5%", ("change", 8.5, None)),
        ("单位生产总值能耗下降3.1%", ("change", -3.1, None)),
        ("县域综合竞争力居全国百强第9位", ("rank", 9.0, 100.0)),
        ("入围中国企业500强第320位", ("rank", 320.0, 500.0)),
        ("总量居全省第3位", None),
        ("新建幼儿园24所", ("count", 24.0, 24.0)),
        ("培训教师超300名", None),
        ("新增耕地367亩", None),
        ("新设服务站7个", None),
        ("贷款利率降至3.45%", None),
        ("生产总值增长5%、力争5.5%", ("stretch", 5.0, 5.5)),
    ],
)
def test_only_what_the_fact_says_is_drawn(text: str, first: tuple[str, float, float | None] | None) -> None:
    found = drawn(text)
    assert (found[0] if found else None) == first


def test_a_mark_says_what_it_stands_for() -> None:
    fact = Fact("01", "", "metric", "建成书屋48座", metric=find_metric("建成书屋48座").metric)
    assert pictures_of(fact, WORDS) == (Picture("count", 48.0, 48.0, "每一点代表1座"),)


def test_no_figure_no_picture() -> None:
    assert drawn("全面从严治党", "statement") == []
