"""The cards a series has beside its facts': which facts belong together, where each card stands."""

from __future__ import annotations

from dataclasses import replace

from generator.batch.feature import Feature, lay_out_series
from generator.facts import extract
from generator.facts.article import ArticleText
from generator.facts.model import Chapter, Fact, Factsheet, Metric

ARTICLE = """小城一年

产业升级晋位 经济彰显韧性

58个项目正式签约
41个项目开工建设
36个项目建成投用
新增规上企业26家
兑现资金超3亿元

民生福祉增进

新增学位1200个
办成实事20件
建成公园12座
改造老旧小区35个
"""


def series(text: str = ARTICLE) -> tuple[Feature, ...]:
    return lay_out_series(extract(ArticleText(text)))


def test_counts_of_one_thing_are_offered_as_one_card_after_the_last_of_them() -> None:
    cards = series()
    at = next(n for n, c in enumerate(cards) if c.family == "group")
    assert cards[at].fact.kind == "compare"
    assert [m.text for m in cards[at].members] == ["58个项目正式签约", "41个项目开工建设", "36个项目建成投用"]
    assert cards[at - 1].fact == cards[at].members[-1]
    assert sum(c.family == "group" for c in cards) == 1, "企业, 资金 and 学位 are different things"


def test_the_years_aims_are_one_card() -> None:
    text = "小城\n\n2026年主要预期目标是：地区生产总值增长5%、力争5.5%，财政收入增长2%，居民收入增长6%。\n"
    groups = [c for c in series(text) if c.family == "group"]
    assert [(g.fact.kind, len(g.members)) for g in groups] == [("targets", 3)]


def test_cover_first_openers_before_their_chapters_ends_last() -> None:
    cards = series()
    kinds = [c.fact.kind for c in cards]
    assert kinds[0] == "cover" and kinds[-2:] == ["summary", "closing"]
    openers = [n for n, c in enumerate(cards) if c.family == "chapter"]
    assert [cards[n].fact.text for n in openers] == ["产业升级晋位", "民生福祉增进"]
    assert all(cards[n + 1].fact == cards[n].members[0] for n in openers)


def test_the_summary_shows_facts_of_every_chapter() -> None:
    summary = next(c for c in series() if c.family == "summary")
    assert len(summary.members) == 6 and len({m.chapter for m in summary.members}) == 2


def test_a_fact_keeps_its_id_against_a_feature() -> None:
    sheet = Factsheet(
        "小城", (Fact("00", "", "statement", "甲"), Fact("c", "c", "statement", "乙")), (Chapter("c", "章"),)
    )
    cards = lay_out_series(sheet)
    assert [(c.fact.id, c.family) for c in cards if c.fact.id in {"00", "c"}] == [("00", ""), ("c", "")]


def test_figures_of_different_kinds_are_no_comparison() -> None:
    cards = series()
    fact = next(c.fact for c in cards if c.fact.text.startswith("58"))
    assert fact.metric is not None
    money = replace(fact, id="x", metric=replace(fact.metric, kind="money"))
    sheet = Factsheet("", (fact, money))
    assert not [c for c in lay_out_series(sheet) if c.family == "group"]
    assert isinstance(fact.metric, Metric)


def test_the_summary_takes_only_figures_that_may_stand_apart_from_their_label() -> None:
    """全市新增2个景区通过验收 would be reworded by 2个 over the rest: it is left out."""
    text = ARTICLE.replace("新增学位1200个", "全市新增2个景区通过验收")
    summary = next(c for c in series(text) if c.family == "summary")
    assert len(summary.members) == 6
    assert all("景区" not in member.text for member in summary.members)


def test_three_counts_in_one_sentence_are_the_facts_own_comparison() -> None:
    text = "小城\n\n产业 向好\n\n签约项目188个，开工项目142个，竣工项目97个\n新增企业26家，带动就业300人\n产值120亿元，增长5%\n"
    cards = series(text)
    assert not [c for c in cards if c.family == "group"], "no second card of the same sentence"
    own = [c for c in cards if not c.family and c.members]
    assert [(c.fact.kind, [m.text for m in c.members]) for c in own] == [
        ("metric", ["签约项目188个", "开工项目142个", "竣工项目97个"])
    ]
    assert own[0].fact.text == "签约项目188个，开工项目142个，竣工项目97个"
