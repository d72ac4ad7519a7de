"""Where a sentence is cut: the turns of phrase that go on about a fact, and those that come to another one."""

import pytest

from generator.facts.clause import cut
from generator.facts.tables import Tables

TABLES = Tables.load()


@pytest.mark.parametrize(
    "sentence",
    [
        "新增公路19.2公里|",  # a single fact, cut nowhere
        "新增公路192公里，其中高速公路28公里|",  # a level takes one companion
        "港区吞吐量8400万吨，增长9%|其中集装箱运量1200万吨|",  # with its growth it is told
        "总产值96亿元，增长4%|其中，渔业产值12亿元|",
        "通行时间由三小时缩短到50分钟|带动沿线就业1.3万人|",
        "粮食总产量24万吨，增产1.8%|连续九年稳定在23万吨以上|",
        "排查隐患2300处，整改率99.7%|",  # a bare rate is the rate of what was counted
        "梨产量增长3.6%，柑橘产量增长6.9%|",  # two changes in one breath
        "拥有博物馆41家，藏品总数93万件（套）|",
        "体育馆投入使用，新增座席2850个|",  # a finished work and what it brings
        "青溪县获评全国示范县，全县累计达5个|",
        "加强农业基础|新建水渠31公里|修缮泵站12座|建成高标准农田4万亩|",  # a row of three is three facts
        "这家轴承企业，研发投入占比达到8.6%|",
        "严惩暴力犯罪，审结案件23件|",  # what cases, the clause before says
        "三大行业增加值分别增长11.3%、9.8%、6.2%|合计占工业的比重达64.5%|",
        "普通中学92所，在校生8.4万人|",  # a short second name makes a pair
        "实施技改项目420个|建成省级以上示范工厂33家|",  # a long one does not
        "新增经营主体6830户，其中企业1720户|经营主体总量突破5.6万户|",
        "把项目摆在前面|累计开工重大项目86个|",
        "县里先后投入4.3亿元，建起产地冷库186座|",  # what money was spent on
        "市里五年投入1.8亿元，建成国内首个恒温测试馆|引进教练16人|",
        "新建学校9所，新增学位2480个|",  # what a work makes room for
        "原创话剧全国巡演63场，场均上座率超九成|",  # a level shared out
        "县域就诊率达到91.2%|人均预期寿命提高到77.6岁|新增床位500张|",  # no average of what stands before it
        "社会化服务组织达612个，年服务面积86万亩次|",
        "完成水权交易186单，交易水量4.7亿立方米|发放贷款52.3亿元|",  # the very word that was counted
        "她家的16间客房，去年平均入住率达到78%|",  # a topic, not a fact
        "今年国庆举办的城市公开赛，吸引96支队伍参赛|",
        "去年的“丝路回响”特展，汇聚410件展品|",
        "五年前，这家老国企，新能源装机仅100万千瓦|",
        "女子半程组，本地姑娘跑出1小时19分33秒，刷新赛会纪录|",
        "这套系统上线后，装卸效率提升23%|",
        "暑假62天，博物馆接待观众186.4万人次|",
        "从最初的8支队伍，到如今的38支队伍|",
        "全市27家博物馆延时开放，接待观众46.2万人次|文创产品卖出1380万元|",
        "开展专项清理，清退注销163家|",  # what was done to what, two clauses tell
        "码头货物到港量稳步增加，单日接待87.6万人次|",
        "水产品产量2.35万吨，与上年基本持平|",
        "全市接待游客1126.4万人次，按可比口径较上年同期增长17.9%|",
        "单船作业效率达到286箱，第9次刷新纪录|",
        "政府性基金收入9.21亿元，下降31.6%，主要是土地出让收入减收|",
        "粮食播种面积18.6万亩，总产量6.2万吨，实现“十二连丰”|",
        "研发经费支出486.2亿元，占地区生产总值的1.51%|",
        "集装箱产业产值526亿元，年均增长11.4%|总量占全市比重由4.2%提高到7.9%|",
        "高速公路总流量4216万辆次，同比增长7.6%|其中10月1日流量最高，达652万辆次|",
        "新建日间照料中心12个|为2万名适龄女性免费开展筛查|",
        "农村集体年收入10万元以上的村占比提高到88%|50万元以上的强村达到43个|",
        "12栋老宅修缮一新|周末入住率保持在九成左右|",
        "稻谷日处理能力达到2800吨|收获环节损失率降低2.1个百分点|",
        "引进亿元以上项目37个，其中10亿元以上项目5个|到位资金86.5亿元|",
        "改建县道21.6公里，完成投资1.8亿元，占年度计划的七成|",  # a share of what was told names nothing of its own
        "改造小区26个，惠及居民3140户，其中9个小区已经完工|",
        "营业收入突破千亿元，达1042亿元，利润总额68.7亿元，分别是2020年的1.6倍和2.3倍|",
        "全县有企业1，450家|从业人员2.1万人左右，人均工资4200元|",  # a comma inside a number is no cut
        "会议通报|全年完成货物吞吐量3.42亿吨，再创历史新高|",
    ],
)
def test_cut(sentence: str) -> None:
    wanted = sentence.strip("|").split("|")
    # a second sentence stands after it: a short sentence alone in its paragraph stays whole
    clauses = cut("，".join(wanted) + "。全市农业发展平稳。", TABLES)
    assert [c.text.rstrip("，。") for c in clauses][: len(wanted)] == wanted


@pytest.mark.parametrize(
    "sentence",
    [
        "新建改扩建学校118所，新增专任教师3200名；|死亡人口36.9万人，死亡率为7.86‰；|",
        "清理整治问题4780个，拆除违法建筑63.5万平方米；|发放贷款52.3亿元；|",
        "倒塌房屋436间，严重损坏房屋2170间，损坏桥梁31座；|直接经济损失14.7亿元；|",
        "规上企业由986家增加到1524家，|百亿企业达到4家；|",  # the way from one level to another is told
        "出动抢修人员960人次、发电车24台，|到7月21日18时，98.5%的用户恢复供电；|",  # another time
        "两类制造业增加值分别增长8.9%、7.7%，|新能源汽车产量突破1300万辆；|",  # how one thing grew, and how much there is of another
        "工业增加值增长7.4%，|其中，制造业增长12.8%；|高技术制造业增长15.6%；|",
    ],
)
def test_cut_between_semicolons(sentence: str) -> None:
    clauses = cut(sentence.replace("|", "") + "其他事项另行说明。", TABLES)
    assert [c.text.rstrip("，。；") for c in clauses][:-1] == [
        x.rstrip("，；") for x in sentence.strip("|").split("|")
    ]
