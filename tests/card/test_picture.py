"""A picture of a number is the number: what can be drawn, and what must not be."""

import pytest

from generator.card.picture import Picture, pictures_of
from generator.card.wordbook import Wordbook
from generator.facts import find_metric
from generator.facts.model import Fact
from generator.world import shipped

WORDS = Wordbook.load(shipped("data")).pictures

SHARES = {
    "全市森林覆盖率达63.2%": 63.2,
    "服务业增加值比重提高到52%": 52,
    "建成区绿地率稳定在41%": 41,
    "社区养老服务设施覆盖率100%": 100,
    "不合格产品检出率0.6%": 0.6,
    "游客满意度达98.5%": 98.5,
    "高新技术产业占规上工业比重达38.4%": 38.4,
    "产量占全省的12%": 12,
    "空气质量优良天数比例为97.8%": 97.8,
    "城镇化率提升至70.1%": 70.1,
    "城镇登记失业率为2.8%": 2.8,
    "覆盖率由52%提高到63%": 63,
    "市场占有率达23%": 23,
    "民营经济对税收的贡献率达72%": 72,
}
BOUNDS = {
    "森林覆盖率超65%": (65, "圆环所示为65%"),
    "接种率达95%以上": (95, "圆环所示为95%"),
    "参保率不低于95%": (95, "圆环所示为95%"),
    "电商渗透率近50%": (50, "圆环所示为50%"),
    "覆盖率约45%": (45, "圆环所示为45%"),
    "失业率控制在5%以内": (5, "圆环所示为5%"),
}
CHANGES = {
    "规上工业增加值增长8.5%": (8.5, "增长前按100计，增长后是108.5"),
    "单位生产总值能耗下降3.1%": (-3.1, "下降前按100计，下降后是96.9"),
    "跨境电商交易额同比增长135%": (135, "增长前按100计，增长后是235"),
    "货运量增长0.3%": (0.3, "增长前按100计，增长后是100.3"),
    "外贸出口翻了身，增长100%": (100, "增长前按100计，增长后是200"),
}
RANKS = {
    "县域综合竞争力居全国百强第9位": (9, 100),
    "居全国百强县第47位": (47, 100),
    "城市排名跃居全国百强第1位": (1, 100),
    "百强榜第100名": (100, 100),
    "入围中国企业500强第320位": (320, 500),
    "在全省28个参评城市中居第5位": (5, 28),
    "入选软件业二十强第7位": (7, 20),
    "全国百强县排名第9": (9, 100),
}
COUNTS = {
    "新建幼儿园24所": 24,
    "累计培育专精特新企业367家": 367,
    "帮扶困难家庭600户": 600,
    "开行班列36列": 36,
    "放映电影365场": 365,
    "办结民生实事12件": 12,
    "新开通公交线路24条": 24,
}
STRETCHES = {
    "生产总值增长5%、力争5.5%": (5, 5.5, "力争5.5%", "%"),
    "财政收入增长3%，力争5%": (3, 5, "力争5%", "%"),
    "新增规上企业120家、力争150家": (120, 150, "力争150家", "家"),
}
NOTHING = (
    # a whole that is not named, or a part of none
    "民营经济占比超九成", "总量居全省第3位", "进入全国十强", "入选全国前十", "位列全国百强县前20位", "从第15位升至第9位",
    # a place gained is no place
    "百强县排名上升5位", "排名前进5位",
    # rates that are a change, a price or one thing beside another
    "增长率达8.5%", "投资增速达12.3%", "贷款利率降至3.45%", "居民消费价格涨幅2%", "物价涨幅控制在2%左右", "财政自给率为64.5%",
    "资产负债率降至55%", "拨备覆盖率达85%", "外贸依存度达120%", "折扣率15%", "研发经费投入强度达2.8%", "毛利率18.5%",
    # per mille, points, times
    "人口出生率5‰", "失业率下降0.3个百分点", "占比提高3.1个百分点", "进出口总额增长1.2倍", "研发投入是上年的3.2倍",
    # of a rate that 提高2.5% none can tell percent from points
    "覆盖率提高2.5%",
    # the same characters in other words
    "能源利用效率达35%", "占地面积较上年多12%", "城市更新率先完成12%",
    # no exact change: a mean of years, a bound, a range, or too much of it
    "五年间年均增长7.2%", "出口增长超10%", "投资增长5%左右", "税收增长3%至5%", "新能源汽车产量增长420%",
    # no exact count, no marks of one each, too few or too many
    "培训教师超300名", "培训教师近300名", "实施项目500余个", "新设立12至15家", "新增耕地367亩", "新增绿道88公里",
    "新设服务站7个", "引进人才1200名", "平均每村建成书屋12座", "连续12个月保持正增长", "持续运行24个小时", "安排资金36亿元",
)  # fmt: skip


def drawn(text: str, kind: str = "metric") -> list[Picture]:
    fact = Fact("01", "", kind, text, metric=find_metric(text).metric)
    return list(pictures_of(fact, WORDS))


@pytest.mark.parametrize(("text", "value"), SHARES.items())
def test_a_part_of_a_whole_is_a_share(text: str, value: float) -> None:
    assert drawn(text) == [Picture("share", value, 100.0)]


@pytest.mark.parametrize(("text", "said"), BOUNDS.items())
def test_a_bound_is_drawn_to_its_figure_and_says_so(text: str, said: tuple[float, str]) -> None:
    assert drawn(text) == [Picture("share", said[0], 100.0, said[1])]


@pytest.mark.parametrize(("text", "said"), CHANGES.items())
def test_a_change_says_what_both_bars_are(text: str, said: tuple[float, str]) -> None:
    assert drawn(text) == [Picture("change", said[0], None, said[1])]


@pytest.mark.parametrize(("text", "place"), RANKS.items())
def test_a_place_among_as_many_as_the_text_names(text: str, place: tuple[int, int]) -> None:
    (picture,) = drawn(text)
    assert (picture.kind, picture.value, picture.whole) == ("rank", *place)
    assert f"{place[1]}" in picture.legend and f"中的第{place[0]}" in picture.legend
    assert picture.scale == (*(str(n) for n in range(1, place[1] + 1, 100)), str(place[1]))


@pytest.mark.parametrize(("text", "count"), COUNTS.items())
def test_an_exact_count_of_things_is_so_many_marks(text: str, count: int) -> None:
    assert [(p.kind, p.value, p.whole) for p in drawn(text)] == [("count", count, count)]


@pytest.mark.parametrize(("text", "said"), STRETCHES.items())
def test_a_target_with_its_stretch_comes_first(text: str, said: tuple[float, float, str, str]) -> None:
    assert drawn(text)[0] == Picture("stretch", *said)


@pytest.mark.parametrize("text", NOTHING)
def test_what_the_fact_does_not_say_is_not_drawn(text: str) -> None:
    assert drawn(text) == []


def test_a_mark_says_what_it_stands_for() -> None:
    assert drawn("建成书屋48座") == [Picture("count", 48.0, 48.0, "每一点代表1座")]


def test_no_figure_no_picture() -> None:
    assert drawn("全面从严治党", "statement") == []
