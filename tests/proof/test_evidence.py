"""A fact from a spreadsheet against its article: what stands there passes, a changed digit does not."""

from __future__ import annotations

import pytest

from generator.batch import Wishes, plan_cards
from generator.design import Catalogue
from generator.facts import find_metric
from generator.facts.model import Chapter, Fact, Factsheet
from generator.proof import Evidence, against_article
from generator.world import World

ARTICLE = Evidence(
    "滨海一年\n去年，全市新增规上工业企业１３５８家，研发投入增长12.5％；“空中快线”开通8条。\n"
    "森林覆盖率稳定在63.2%，新建口袋公园\n12个。发放补贴1,250万元。"
)


def checks(*texts: str) -> list[tuple[str, str]]:
    facts = [Fact(f"{n:02}", "", "metric", text) for n, text in enumerate(texts, 1)]
    return [(fact.id, check) for fact, check, _ in against_article(facts, ARTICLE)]


@pytest.mark.parametrize(
    "text",
    [
        "新增规上工业企业1358家", "研发投入增长12.5%", "“空中快线”开通8条", "‘空中快线’ 开通 8 条", "新建口袋公园12个",
        "发放补贴1250万元", "发放补贴１，２５０万元", "森林覆盖率稳定在63.2%，新建口袋公园12个",
    ],
)  # fmt: skip
def test_what_the_article_says_passes_in_any_width(text: str) -> None:
    assert checks(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "新增规上工业企业1385家", "研发投入增长125%", "研发投入增长1.25%", "“空中快线”开通9条", "358家", "森林覆盖率稳定在63%",
        "新增规上工业企业12家", "新增地铁35公里", "发放补贴125万元",
    ],
)  # fmt: skip
def test_a_figure_that_is_not_the_articles_is_found(text: str) -> None:
    assert checks(text) == [("01", "article-figure")]


def test_other_words_with_the_same_figures_are_told_apart() -> None:
    assert checks("全市规上工业企业新增1358家", "开通“空中快线”8条") == [
        ("01", "article-text"),
        ("02", "article-text"),
    ]


def test_the_message_points_into_the_article() -> None:
    fact = Fact("07", "", "metric", "新增规上工业企业1385家")
    message = next(m for _, _, m in against_article([fact], ARTICLE))
    assert "第 07 条" in message and "“1385”" in message and "第 2 行" in message and "１３５８家" in message


def test_a_refused_fact_takes_the_cards_it_stands_on_with_it() -> None:
    world = World.at()
    catalogue = Catalogue.read(world.templates, world.data)
    texts = ("新增规上工业企业1358家", "新建口袋公园13个", "“空中快线”开通8条")
    facts = [Fact(f"{n:02}", "1", "metric", t, metric=find_metric(t).metric) for n, t in enumerate(texts, 1)]
    sheet = Factsheet("滨海一年", tuple(facts), (Chapter("1", "产业升级"),), source="滨海日报")
    plan = plan_cards(sheet, catalogue, Wishes(("weibo-grid",), features=("group",)), ARTICLE)
    refused = {r.fact: r.reason for r in plan.refused}
    assert "02" in refused and "“13”" in refused["02"]
    made = {p.job.fact for p in plan.jobs}
    assert {"01", "03"} <= made and "02" not in made
    assert all("13" not in str(p.job.copy.entries) for p in plan.jobs)
    assert plan_cards(sheet, catalogue, Wishes(("weibo-grid",))).refused == ()


def test_a_long_article_and_a_strange_fact_cost_little() -> None:
    article = Evidence("\n".join(f"第{n}项工程投资{n}万元，惠及居民{n * 3}户。" for n in range(3000)))
    found = list(against_article([Fact("01", "", "metric", "投资99999万元" + "甲" * 5000)], article))
    assert [check for _, check, _ in found] == ["article-figure"]
    assert list(against_article([Fact("01", "", "item", "")], article)) == []


COLD = Evidence("小城\n一月平均气温-3.2℃\n增长5-8个百分点\n3月-6月开工\n产值增速为-1.5%")


@pytest.mark.parametrize("text", ["一月平均气温3.2℃", "一月平均气温-3.2", "产值增速为1.5%", "产值增速为-1.5"])
def test_a_lost_minus_or_degree_is_another_figure(text: str) -> None:
    assert list(against_article([Fact("01", "", "statement", text)], COLD))


@pytest.mark.parametrize(
    "text", ["一月平均气温−3.2℃", "一月平均气温－3.2℃", "增长5-8个百分点", "3月-6月开工", "产值增速为-1.5％"]
)
def test_a_minus_of_any_width_and_a_hyphen_that_is_none(text: str) -> None:
    assert list(against_article([Fact("01", "", "statement", text)], COLD)) == []
