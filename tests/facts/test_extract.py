"""The outline and the sheet: nothing vanishes, spans are true, lists, slogans, targets and counts are found."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.facts import ArticleText, Factsheet, extract, load, read_article

DIGEST = Path(__file__).parents[2] / "data" / "jinjiang-2026.txt"
SHARED = Path(__file__).parents[3] / "shared"


def sheet_of(text: str) -> Factsheet:
    return extract(ArticleText(text))


def assert_whole(text: str, sheet: Factsheet) -> None:
    """Every non-blank line is in a fact, a heading or prose, and every span is true."""
    covered = set()
    for part in (*sheet.facts, *sheet.headings, *sheet.prose):
        assert part.span is not None and part.line is not None
        assert text[part.span.start : part.span.end] == part.text
        assert text.count("\n", 0, part.span.start) + 1 == part.line
        covered.add(part.line)
    for number, line in enumerate(text.split("\n"), 1):
        assert not line.strip() or number in covered, line
    assert len({f.id for f in sheet.facts}) == len(sheet.facts)
    for fact in sheet.facts:
        if fact.metric is not None and fact.metric.value_span is not None:
            assert (
                fact.text[fact.metric.value_span.start : fact.metric.value_span.end].replace(" ", "")
                == fact.metric.value
            )


LINE = st.sampled_from([
    "", "", "产业升级晋位 经济彰显韧性", "一、工业经济", "（一）招商引资", "1. 稳增长", "（2）扩投资", "① 保供应", "01 高质量", "第一章 总则", "## 民生",
    "- 办好实事", "● 更加宜居", "▪ 更加宜业", "◆ 新增学位3600个", "——经济跨上新台阶。", "全年新增企业26家", "生产总值312.6亿元，增长5.8%；财政收入18亿元。",
    "2026年主要预期目标是：生产总值增长5%、力争5.5%，财政收入增长3%。", "这五年，我们牢记嘱托。", "这五年，我们敢闯敢试。", "这五年，我们聚力改革。",
    "4个“城”", "文化名城 工业强城 生态绿城 幸福暖城", "1条主线", "各位代表：", "来源：某报", "日期：2026-01-06", "本报记者 张三", "12.1至9月增长5%；",
    "过去一年，全县上下齐心协力，攻坚克难。经济稳中有进。民生持续改善。", "。", "：", "、", "“", "5", "%", "2025年", "指标　2025年", "人口　45.1",
])  # fmt: skip


@given(st.lists(LINE, max_size=30).map("\n".join))
@settings(max_examples=250, deadline=None, derandomize=True)
def test_nothing_vanishes(text: str) -> None:
    assert_whole(text, sheet_of(text))


@given(st.text(alphabet="一二三、。，（）1234567890.%个年月日“”《》 \n\t-#*●家增长第", max_size=200))
@settings(max_examples=250, deadline=None, derandomize=True)
def test_nothing_vanishes_of_any_text(text: str) -> None:
    assert_whole(text, sheet_of(text))


@pytest.mark.skipif(
    not (SHARED / "extraction").is_dir(), reason="the shared evaluation texts are not beside the checkout"
)
@pytest.mark.parametrize(
    "name",
    [p.name for p in sorted((SHARED / "extraction" / "articles").glob("*.txt"))] if SHARED.is_dir() else [],
)
def test_nothing_vanishes_of_the_shared_articles(name: str) -> None:
    article = read_article(SHARED / "extraction" / "articles" / name)
    assert_whole(article.text, extract(article))


def test_digest_is_whole() -> None:
    loaded = load(DIGEST)
    assert loaded.article_text is not None
    assert_whole(loaded.article_text, loaded.sheet)
    sheet = loaded.sheet
    kinds = [f.kind for f in sheet.facts]
    assert kinds.count("slogan") == 6 and kinds.count("target") == 3 and kinds.count("quad") == 1
    assert sheet.source == "中共晋江市第十四届代表大会第五次会议报告" and sheet.date == "2026-01-06"
    by_text = {f.text: f for f in sheet.facts}
    assert by_text["培育重点工业企业367家"].metric is not None
    assert [len(sheet.items_of(by_text[t])) for t in ("4个“城”", "6个“更加”", "持之以恒推进 全面从严治党")] == [
        4,
        6,
        5,
    ]
    assert sheet.chapters[0].subtitle == "经济在承压前行中彰显韧性"


def test_every_usual_heading_form_opens_or_parts() -> None:
    sheet = sheet_of(
        "全县工作要点\n第一章 经济\n第一节 工业\n（一）规模工业\n1. 增加值增长8.2%\n2. 新增企业26家\n第二章 民生\n◆ 新增学位3600个\n● 建设目标\n▪ 更加宜居\n▪ 更加宜业\n"
    )
    assert [c.title for c in sheet.chapters] == ["经济", "工业", "民生"]
    assert [h.text for h in sheet.headings] == ["全县工作要点", "经济", "工业", "规模工业", "民生", "建设目标"]
    assert [(f.id, f.kind) for f in sheet.facts] == [
        ("01", "metric"), ("02", "metric"), ("03", "metric"), ("04", "list"), ("04.1", "item"), ("04.2", "item"),
    ]  # fmt: skip


def test_target_sentence_is_cut_by_indicator() -> None:
    sheet = sheet_of(
        "题目\n\n2026年开新局。主要预期目标是：生产总值增长5.3%、力争5.5%，财政收入增长2.5%，居民收入增长5%左右。"
    )
    aims = [f for f in sheet.facts if f.kind == "target"]
    assert [f.text for f in aims] == ["生产总值增长5.3%、力争5.5%", "财政收入增长2.5%", "居民收入增长5%左右"]
    assert [f.others for f in aims] == [("5.5%",), (), ()]


def test_prose_is_cut_to_one_fact_clauses() -> None:
    sheet = sheet_of(
        "题目\n\n经济稳步扩大，生产总值达到312亿元，比上年增长5%，居全市第三；城镇新增就业1.2万人。其中，服务业占比达52%。居民收入增长6%。"
    )
    assert [f.text for f in sheet.facts if f.metric] == [
        "生产总值达到312亿元，比上年增长5%，居全市第三", "城镇新增就业1.2万人", "其中，服务业占比达52%", "居民收入增长6%",
    ]  # fmt: skip


def test_closing_head_names_the_items_before_it() -> None:
    sheet = sheet_of(
        "题目\n\n新增企业26家\n新增学位360个\n\n（一）淬炼忠诚\n\n（二）凝聚合力\n\n持之以恒推进 从严治党\n"
    )
    assert [(f.kind, f.text) for f in sheet.facts[-3:]] == [
        ("list", "持之以恒推进 从严治党"),
        ("item", "淬炼忠诚"),
        ("item", "凝聚合力"),
    ]


def test_metadata_lines() -> None:
    sheet = sheet_of("题目在这里\n\n来源：某某日报\n发布时间：2026年1月8日\n记者 张三 李四\n\n新增企业26家\n")
    assert (sheet.title, sheet.source, sheet.date, sheet.byline) == (
        "题目在这里",
        "某某日报",
        "2026-01-08",
        "记者 张三 李四",
    )


@pytest.mark.parametrize(
    "line",
    [
        "云岭日报记者 陈一帆 通讯员 林晓", "海城市融媒体中心记者 赵六", "全媒体记者 孙七 文/图", "记者：张三",
        "本报首席记者 张三丰 见习记者 李四", "文/李四 图/王五",
    ],
)  # fmt: skip
def test_whoever_wrote_it_is_the_byline_and_no_fact(line: str) -> None:
    sheet = extract(ArticleText(f"小城一年\n\n{line}\n\n产业升级 晋位\n\n新增企业26家\n兑现资金3亿元\n"))
    assert sheet.byline == line
    assert [f.text for f in sheet.facts] == ["新增企业26家", "兑现资金3亿元"]


@pytest.mark.parametrize("line", ["记者节活动举办36场", "通讯员队伍扩大到300人"])
def test_a_fact_about_writers_stays_a_fact(line: str) -> None:
    sheet = extract(ArticleText(f"小城一年\n\n产业升级 晋位\n\n{line}\n新增企业26家\n"))
    assert line in [f.text for f in sheet.facts] and not sheet.byline
