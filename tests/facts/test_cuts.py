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
    ],
)
def test_cut(sentence: str) -> None:
    wanted = sentence.strip("|").split("|")
    # a second sentence stands after it: a short sentence alone in its paragraph stays whole
    clauses = cut("，".join(wanted) + "。全市农业发展平稳。", TABLES)
    assert [c.text.rstrip("，。") for c in clauses][: len(wanted)] == wanted
