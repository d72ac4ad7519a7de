"""Articles of the forms a newsroom meets, whole: what is a head, a fact, small print; and what each figure measures."""

from pathlib import Path

import pytest

from generator.facts import ArticleText, Factsheet, extract, read_article
from generator.facts.pasted import heal


def sheet_of(text: str, folder: Path, name: str = "a.txt") -> Factsheet:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return extract(read_article(path))


def figures(sheet: Factsheet) -> list[tuple[str, str, str]]:
    return [(f.metric.label, f.metric.value, f.metric.unit) for f in sheet.facts if f.metric]


@pytest.mark.parametrize("gap", ["\t", "    "])
def test_table_of_indicators_in_plain_text(tmp_path: Path, gap: str) -> None:
    rows = [
        ("指标名称", "单位", "绝对量", "增速（%）"),
        ("生产总值", "亿元", "862.4", "5.3"),
        ("工业增加值", "%", "—", "6.4"),
        ("进出口总额", "亿美元", "31.65", "-8.1"),
        ("消费价格指数", "上年同期=100", "100.2", "0.2"),
    ]
    text = "前三季度主要指标\n" + "\n".join(gap.join(row) for row in rows) + "\n注：增速按可比价格计算。\n"
    sheet = sheet_of(text, tmp_path)
    assert figures(sheet) == [
        ("生产总值", "862.4", "亿元"), ("工业增加值", "6.4", "%"), ("进出口总额", "31.65", "亿美元"), ("消费价格指数", "100.2", ""),
    ]  # fmt: skip
    assert [f.others for f in sheet.facts] == [("5.3%",), (), ("-8.1%",), ("0.2%",)]


def test_latest_year_of_a_table_counts(tmp_path: Path) -> None:
    text = "# 题目\n\n| 指标 | 2024年 | 2025年 | 增长(%) |\n|--|--|--|--|\n| 财政收入（亿元） | 96.2 | 101.5 | 5.5 |\n"
    sheet = sheet_of(text, tmp_path, "a.md")
    assert figures(sheet) == [("财政收入", "101.5", "亿元")]
    assert sheet.facts[0].others == ("96.2亿元", "5.5%")


def test_report_of_a_county(tmp_path: Path) -> None:
    sheet = sheet_of(
        "政府工作报告\n——2026年1月12日在溪口县第十八届人民代表大会第五次会议上\n溪口县人民政府县长 林 海 生\n\n各位代表：\n"
        "一、2025年工作回顾\n一年来，我们主要做了以下工作：\n（一）聚力转型升级，产业更趋完善。新增规上企业32家、小巨人企业4家，完成技改投资46.7亿元，增长12.5%。\n"
        "二、2026年工作安排\n主要预期目标是：生产总值增长6%左右，固定资产投资增长6%、力争8%，居民收入增长与经济增长同步。\n"
        "重点抓好以下工作：\n◆ 实施工业强县三年行动\n◆ 打造全域旅游示范区\n",
        tmp_path,
    )
    assert (sheet.title, sheet.byline, sheet.date) == (
        "政府工作报告",
        "溪口县人民政府县长 林 海 生",
        "2026-01-12",
    )
    assert [c.title for c in sheet.chapters] == ["2025年工作回顾", "2026年工作安排"]
    assert [(f.kind, f.text) for f in sheet.facts] == [
        ("statement", "聚力转型升级，产业更趋完善"), ("metric", "新增规上企业32家、小巨人企业4家"), ("metric", "完成技改投资46.7亿元，增长12.5%"),
        ("target", "生产总值增长6%左右"), ("target", "固定资产投资增长6%、力争8%"), ("statement", "居民收入增长与经济增长同步"),
        ("list", "重点抓好以下工作："), ("item", "实施工业强县三年行动"), ("item", "打造全域旅游示范区"),
    ]  # fmt: skip


WECHAT = """<html><body><div id="page"><h1 id="activity-name">溪口成绩单来了</h1><em id="publish_time">2026年1月15日 18:30</em>
<div id="js_content" style="visibility: hidden"><section><section><strong>01</strong></section><section><strong>工业强县</strong></section></section>
<section><p><span>工业总产值</span><span>5</span><span>86</span><span>.4</span><span>亿元</span></p><p>同比增长<strong>8.3%</strong></p></section>
<section><strong>02</strong></section><section><strong>民生温度</strong></section><p>城镇新增就业<br/>5300人</p>
<p>✅ 新建口袋公园8个</p><p>▲ 图为新城夜景</p><p>点赞、在看、转发↓↓↓</p></div></div><div>阅读 1.2万</div></body></html>"""


def test_public_account_page(tmp_path: Path) -> None:
    sheet = sheet_of(WECHAT, tmp_path, "a.html")
    assert [c.title for c in sheet.chapters] == ["工业强县", "民生温度"]
    assert figures(sheet) == [
        ("工业总产值", "586.4", "亿元"), ("工业总产值", "8.3", "%"), ("城镇新增就业", "5300", "人"), ("新建口袋公园", "8", "个"),
    ]  # fmt: skip
    assert [p.text for p in sheet.prose] == ["图为新城夜景", "点赞、在看、转发↓↓↓"]


NEWSPAPER = """<html><head><title>民营经济交出答卷-某某日报</title></head><body><table><tr><td><a>首页</a>|<a>2026年02月03日</a></td></tr></table>
<table><tr><td><ul><li>第01版：要闻</li><li>第02版：综合</li></ul></td><td><div id="ozoom">
<P>　　本报讯（记者 李冬）记者昨日从市场监管局获悉，截至去年底，全市实有经营主体58.36万户，同比增长7.2%。</P>
<P>　　“过去办证要跑5个部门、盖12个章。”负责人张伟说。</P><P>　　民营经济吸纳了85%以上的城镇就业人员。</P></div></td></tr></table></body></html>"""


def test_newspaper_page(tmp_path: Path) -> None:
    sheet = sheet_of(NEWSPAPER, tmp_path, "a.htm")
    assert (sheet.title, sheet.byline) == ("民营经济交出答卷", "记者 李冬")
    assert [f.text for f in sheet.facts] == [
        "截至去年底，全市实有经营主体58.36万户，同比增长7.2%",
        "民营经济吸纳了85%以上的城镇就业人员",
    ]
    assert figures(sheet)[1] == ("民营经济吸纳城镇就业人员", "85", "%")


def test_headlines_of_a_news_programme(tmp_path: Path) -> None:
    sheet = sheet_of(
        "节目提要：\n1.【一线调研】小吊车撬动大市场\n2.11月份工业增加值同比增长5.4%\n3.2025年一般公共预算收入21.6万亿元\n"
        "4.31个省份公布成绩单\n5.国内联播快讯\n（1）铁路客流迎来高峰 预计发送旅客2150万人次\n（2）12306网站日均点击量超600亿次\n",
        tmp_path,
    )
    assert sheet.title == ""
    assert figures(sheet) == [
        ("工业增加值", "5.4", "%"), ("一般公共预算收入", "21.6", "万亿元"), ("省份公布成绩单", "31", "个"), ("发送旅客", "2150", "万人次"),
        ("12306网站日均点击量", "600", "亿次"),
    ]  # fmt: skip


def test_feature_with_glyph_heads(tmp_path: Path) -> None:
    sheet = sheet_of(
        "港城巨变\n——海湾区发展综述\n本报记者 陈海 通讯员 林涛\n\n　　■ 港口篇\n　　随着最后一个集装箱落下，海湾港年吞吐量首次突破200万标箱。目前，该港已开通航线86条，通达25个国家的68个港口。\n"
        "　　■ 民生篇\n　　72岁老人王阿婆说：“电梯装上了，3楼的家5年来头一回觉得近。”全区累计加装电梯312部，惠及3700余户，群众拍手称好。\n",
        tmp_path,
    )
    assert (sheet.byline, [c.title for c in sheet.chapters]) == (
        "本报记者 陈海 通讯员 林涛",
        ["港口篇", "民生篇"],
    )
    assert [(f.metric.value, f.metric.unit) for f in sheet.facts if f.metric] == [
        ("200", "万标箱"),
        ("86", "条"),
        ("68", "个"),
        ("312", "部"),
    ]


def test_level_beats_steps_taken() -> None:
    sheet = extract(
        ArticleText(
            "题目\n\n综合实力跃升——生产总值连跨4个百亿台阶，由2020年的612亿元增加到2025年的1035亿元，年均增长8.1%；"
        )
    )
    assert figures(sheet) == [("生产总值", "1035", "亿元")]


def test_markdown_of_many_hands(tmp_path: Path) -> None:
    sheet = sheet_of(
        "---\ntitle: 三月简报\ndate: 2026-03-01\n---\n\n# 三月简报\n\n## 1. 项目建设\n* [x] 完成投资32.6亿元\n1) 签约15个\n2) 落地9个\n\n"
        "### 1.1 招商\n\n1️⃣ 新增储备项目36个\n2️⃣ 盘活厂房2.1万平方米\n\n- 保障到位\n  - 甲项推进顺利\n  - 乙项推进顺利\n",
        tmp_path,
        "a.md",
    )
    assert (sheet.title, sheet.date) == ("三月简报", "2026-03-01")
    assert [c.title for c in sheet.chapters] == ["项目建设"]
    assert "招商" in [h.text for h in sheet.headings]
    assert figures(sheet) == [
        ("投资", "32.6", "亿元"), ("签约", "15", "个"), ("落地", "9", "个"), ("新增储备项目", "36", "个"), ("盘活厂房", "2.1", "万平方米"),
    ]  # fmt: skip
    assert [(f.kind, f.text) for f in sheet.facts[-3:]] == [
        ("list", "保障到位"),
        ("item", "甲项推进顺利"),
        ("item", "乙项推进顺利"),
    ]


def test_figures_set_above_their_words(tmp_path: Path) -> None:
    sheet = sheet_of(
        "数读溪口\n\n76.8亿元\n全年民生支出，占预算支出的78.9%\n\n5300人\n城镇新增就业\n\n【医疗】千人床位数6.8张\n☆养老：新建长者食堂12家\n",
        tmp_path,
    )
    assert figures(sheet) == [
        ("全年民生支出", "76.8", "亿元"), ("城镇新增就业", "5300", "人"), ("千人床位数", "6.8", "张"), ("新建长者食堂", "12", "家"),
    ]  # fmt: skip
    assert sheet.facts[1].text == "5300人 城镇新增就业"


def test_years_above_their_words_are_no_figures() -> None:
    text = "大事记\n\n2024年\n启动建设\n\n2025年\n建成投用\n"
    assert heal(text) == text


FOOT = """某区经济运行情况

　　2025年，全区上下坚持稳中求进，经济运 行总体平稳，主要
指标符合预期。全年实现地区生产 总值512.7亿元，同比增长5.9
%，其中第三产业增加值301.2亿元，增长6.4%。城镇登记失业率
控制在3.2%以内。
　　一、工业生产较快增长。规模以上工业企业达到186家，完成
工业总产值634.8亿元，增长8.1%；高新技术产业增加值占规上工

— 1 —

业增加值的比重为41.3%，比上年提高2.6个百分点。
"""


def test_paste_over_the_foot_of_a_page() -> None:
    healed = heal(FOOT)
    assert "经济运行总体平稳，主要指标符合预期" in healed and "地区生产总值512.7亿元，同比增长5.9%" in healed
    assert "占规上工业增加值的比重为41.3%" in healed
    assert healed.split("　　一、工业")[0].endswith("以内。\n\n\n\n")
    assert healed.count("\n") == FOOT.count("\n") and heal(healed) == healed
    sheet = extract(ArticleText(healed))
    assert [p.text for p in sheet.prose] == ["1 —"]


def test_wide_set_heads_are_closed() -> None:
    assert heal("一、综 合\n海南 云南\n林 海\n") == "一、综合\n海南 云南\n林海\n"


def test_spaces_that_part_headlines_stay() -> None:
    line = "志愿者达27万人 结对帮扶860万次；快讯 两船同航"
    assert heal(line) == line


def test_items_of_a_long_list_differ_as_numbers() -> None:
    text = "题目\n\n重点工作：\n" + "".join(f"- 推进甲类任务落实到位{c}\n" for c in "甲乙丙丁戊己庚辛壬癸")
    ids = [f.id for f in extract(ArticleText(text)).facts if f.parent]
    assert len({float(i) for i in ids}) == len(ids) == 10
