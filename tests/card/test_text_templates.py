"""Templates of words: the whole sentence is on the card, an award is chosen and a calendar is not, a rule goes with its subtitle.

That they keep clear of themselves and of the edges is `tests/design/test_matrix.py`.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.card import CardJob, Press, Sheet, Wordbook, write_copy
from generator.errors import CardRefused
from generator.facts.model import Chapter, Fact, Factsheet, Metric, Span
from generator.world import World, shipped

WORDS = Wordbook.load(shipped("data"))
SOURCE = "《" + "鹭湾市第九次党代会报告" * 5 + "》"
CHAPTER = Chapter("c1", "城市品质焕新", "老城与新城各美其美")
BARE = Chapter("c2", "民生福祉增进")
LONG = "以更实举措推进AA级信用企业与3A级景区·R1线联动，让“向海而兴”惠及全市人民"
SHEET = Factsheet("奋楫“十五五” 解读鹭湾“向海密码”", (), (CHAPTER, BARE), source=SOURCE, date="2026-02-04")


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(World.at(), "resvg")


def metric(text: str, value: str, unit: str, chapter: str = "c1") -> Fact:
    at = text.index(value)
    end = at + len(value + unit)
    found = Metric(text, value, unit, number=None, span=Span(at, end), value_span=Span(at, at + len(value)))
    return Fact("08", chapter, "metric", text, metric=found)


FIGURES = [
    metric("固定资产投资增长6", "6", ""),
    metric("新增就业1.75万人", "1.75", "万人"),
    metric("建成区重点黑臭水体消除率达100%", "100", "%"),
    metric("新增高标准厂房7000万平方米", "7000", "万平方米"),
    metric("促成产学研合作项目超900项，县域旅游综合实力升至全国百强", "900", "项"),
    metric("地区生产总值增长5.3—5.5个百分点", "5.3—5.5", "个百分点"),
    metric("蝉联全国双拥模范城“八连冠”", "八", "连冠", "c2"),
    metric("城乡居民基本养老保险和职工基本医疗保险参保人数合计达15,000,000人次", "15,000,000", "人次"),
    metric("2个国家3A级旅游景区通过验收", "2", "个", "c2"),
    metric("28家", "28", "家", "c2"),
]
SENTENCES = ["海", "百强", "R1线全线贯通", "守正创新，行稳致远", "鹭湾大桥全面竣工", "老城·新城“两翼齐飞”", "获评《东亚文化之都》",
             "提升健康水平 持续优化公共服务布局，完善分级诊疗体系，建设紧密型医共体", LONG]  # fmt: skip
AWARDS = ["获评“国家生态文明建设示范区”", "古厝·番仔楼片区入选国家级旅游休闲街区", "木偶剧团荣获金奖",
          "制鞋技艺入选国家级非物质文化遗产代表性项目名录", "被国务院授予“全国民族团结进步模范集体”称号，连续三届",
          "AA级信用企业协会荣获3A级社会组织称号"]  # fmt: skip
LISTS = [("做强中心城市", ("打通断头路", "培育海上会客厅")), ("扮靓城市客厅", ("海", "R1线", "“15分钟”生活圈", "口袋公园")),
         ("办好十二件民生实事", ("新增口袋公园",) * 12), ("推动产业向新而行", (LONG, "前瞻布局未来产业体系", LONG)),
         ("七项任务", ("提升健康水平 持续优化公共服务布局", *("治理内涝积水、优化公交线网",) * 6))]  # fmt: skip


def said(text: str, kind: str = "statement", chapter: str = "c1") -> Fact:
    return Fact("08", chapter, kind, text)


CASES: list[tuple[str, Fact, tuple[str, ...], tuple[Fact, ...]]] = [
    *(("metric", fact, (), ()) for fact in FIGURES),
    *(("calendar", fact, (), ()) for fact in FIGURES),
    *(("statement", said(text), (), ()) for text in SENTENCES),
    *(("statement", said(text, chapter="c2"), (), ()) for text in SENTENCES[:4]),
    *(("slogan", said(text, "slogan"), (), ()) for text in SENTENCES),
    *(("calendar", said(text), (), ()) for text in SENTENCES),
    *(("honour", said(text), (), ()) for text in AWARDS),
    ("honour", FIGURES[6], (), ()),
    *(("list", said(text, "list"), items, ()) for text, items in LISTS),
    ("quad", said("扮靓城市客厅", "quad"), LISTS[1][1], ()),
    ("quad", said(LONG[:24], "quad"), ("高质量推进城市更新行动", "培育海上会客厅", "3A级", "《海》"), ()),
    ("chapter", said("城市品质焕新", "chapter"), (), tuple(FIGURES)),
    ("chapter", said("二〇三五年远景目标与“十五五”主要指标", "chapter", "c2"), (), tuple(FIGURES[:1])),
    ("summary", said("奋楫“十五五” 解读鹭湾“向海密码”", "summary", ""), (), tuple(FIGURES[:6])),
    ("summary", said("鹭湾一年", "summary", ""), (), tuple(FIGURES[4:])),
    ("closing", said("鹭湾一年", "closing", ""), (), ()),
    ("closing", said("奋楫“十五五” 解读鹭湾“向海密码”", "closing", ""), (), ()),
    ("cover", said("奋楫“十五五” 解读鹭湾“向海密码”", "cover", ""), (), ()),
    ("cover", said(LONG, "cover", ""), (), ()),
]


def drawn(press: Press, size: str, *case: object) -> Sheet:
    """Return the sheet of a case."""
    template, fact, items, members = case
    assert isinstance(fact, Fact)
    assert isinstance(items, tuple)
    assert isinstance(members, tuple)
    children = tuple(Fact(f"08.{n}", "c1", "item", t, parent="08") for n, t in enumerate(items, 1))
    copy = write_copy(fact, replace(SHEET, facts=(fact, *children)), 66, WORDS, members)
    catalogue = press.catalogue
    job = CardJob("08", copy, catalogue.template(str(template)), catalogue.theme("haisi"), catalogue.size(size))
    return press.draw(job)


def test_every_word_of_the_fact_is_on_its_card(press: Press) -> None:
    drop = str.maketrans("", "", "，：、。； \u3000\u2028\n")
    for template, fact, items, members in CASES:
        if template in {"chapter", "summary", "closing"}:
            continue
        sheet = drawn(press, "moments", template, fact, items, members)
        shown = "".join("".join(text.lines) for text in sheet.texts).translate(drop)
        for piece in (fact.text, *items):
            whole = piece.translate(drop)
            if template in {"metric", "calendar", "honour", "statement", "cover", "list"}:
                assert set(whole) <= set(shown), (template, piece)
            else:
                assert whole in shown, (template, piece)


def test_a_calendar_without_a_date_is_refused_with_what_to_do(press: Press) -> None:
    from generator.batch.choice import choose_template

    fact = said("鹭湾大桥全面竣工")
    copy = write_copy(fact, replace(SHEET, date=""), 66, WORDS)
    with pytest.raises(CardRefused, match="日期"):
        choose_template(fact, copy, press.catalogue, "calendar")
    own = replace(fact, options={"date": "2026-02-17"})
    dated = write_copy(own, replace(SHEET, date=""), 66, WORDS)
    assert choose_template(own, dated, press.catalogue, "calendar").id == "calendar"
    assert dated.day is not None
    assert dated.day.festival == "春节"


def test_a_calendar_is_never_chosen_unasked_and_an_award_is(press: Press) -> None:
    from generator.batch.choice import choose_template

    for text, expected in (("鹭湾大桥全面竣工", "statement"), (AWARDS[1], "honour")):
        fact = said(text)
        copy = write_copy(fact, SHEET, 66, WORDS)
        assert "day" in copy.aspects
        assert choose_template(fact, copy, press.catalogue, "").id == expected


def test_a_missing_subtitle_takes_its_rule_along(press: Press) -> None:
    """The chapter without a subtitle gives a card with fewer shapes, not a gap."""
    with_, without = (
        drawn(press, "moments", "statement", said("鹭湾大桥全面竣工", chapter=chapter), (), ())
        for chapter in ("c1", "c2")
    )
    assert any(t.box == "context" for t in with_.texts)
    assert not any(t.box == "context" for t in without.texts)
