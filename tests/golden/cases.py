"""The golden cases: one list, for the tests and for the command that accepts a new reference.

Words here are made up for the purpose; each case is there for a reason of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from generator.card import CardJob, Press, Sheet, Wordbook, write_copy
from generator.facts import find_metric
from generator.facts.model import Chapter, Fact, Factsheet, Metric, Span
from generator.world import shipped
from tests.golden.specimens import SPECIMENS, Specimen, specimen_sheet

HERE = Path(__file__).resolve().parent
REFERENCES = HERE / "references"

WORDS = Wordbook.load(shipped("data"))
CHAPTER = Chapter("c1", "产业升级晋位", "经济在承压前行中彰显韧性")
SHEET = Factsheet(
    title="晋江“发展密码”", facts=(), chapters=(CHAPTER,), source="市委工作报告", date="2026-01-06"
)


def metric(text: str, figure: str, value: str) -> Fact:
    """Return a metric fact whose figure stands in its text."""
    start = text.index(figure)
    at = start + figure.index(value)
    unit = figure[figure.index(value) + len(value) :]
    span, value_span = Span(start, start + len(figure)), Span(at, at + len(value))
    return Fact("08", "c1", "metric", text, metric=Metric(text, value, unit, span=span, value_span=value_span))


def read(text: str) -> Fact:
    """Return the metric fact that the extractor makes of a sentence."""
    return Fact("08", "c1", "metric", text, metric=find_metric(text).metric)


FIGURES = (
    metric("规模以上工业增加值增长7.4%", "增长7.4%", "7.4"),
    metric("货物吞吐量突破1.2亿吨", "突破1.2亿吨", "1.2"),
    metric("纺织鞋服产业产值超3200亿元", "超3200亿元", "3200"),
    metric("257个项目正式签约", "257个", "257"),
    metric("城镇新增就业15,000人", "15,000人", "15,000"),
    metric("建成区绿化覆盖率达45.3%", "达45.3%", "45.3"),
)


@dataclass(frozen=True)
class Case:
    """One picture held still, and why."""

    name: str
    why: str
    fact: Fact
    template: str
    theme: str
    size: str
    items: tuple[str, ...] = ()
    members: tuple[Fact, ...] = ()
    variant: int = 0
    scene: str = ""
    turn: int = 0


CASES = (
    Case("metric-portrait", "the plain case: label, number, unit",
         metric("培育重点工业企业367家", "367家", "367"), "metric", "haisi", "wechat-post"),
    Case("metric-square", "a qualifier before the number, a fraction, a percent sign",
         metric("预计全年地区生产总值增长5.3%", "增长5.3%", "5.3"), "metric", "hongzhuan", "weibo-grid"),
    Case("metric-wide", "no label before the number; a name with Latin in it after",
         metric("2个国家3A级旅游景区通过验收", "2个", "2"), "metric", "haisi", "wechat-cover"),
    Case("metric-tall", "a long label in several lines, a long number",
         metric("全市城乡居民基本养老保险和职工基本医疗保险参保人数合计达15,000,000人次", "达15,000,000人次",
                "15,000,000"), "metric", "hongzhuan", "poster"),
    Case("statement-portrait", "quotes, a middle dot and a full-width comma",
         Fact("09", "c1", "statement", "“空间治理”·智造园入选典型案例，创新产业链“白名单”制度"),
         "statement", "hongzhuan", "wechat-post"),
    Case("list-square", "items of one and of two lines at one size",
         Fact("10", "c1", "list", "巩固壮大实体经济根基"), "list", "haisi", "weibo-grid",
         ("升级四大传统优势产业", "发展新一代信息技术、智能装备、医疗健康三大新兴产业", "前瞻布局未来产业体系")),
    Case("honour-portrait", "an award within its laurel: who, verb, name",
         Fact("11", "c1", "statement", "古厝·番仔楼片区入选国家级旅游休闲街区"), "honour", "jinhong", "moments"),
    Case("honour-wide", "an award on its board, with a clause after it",
         Fact("11", "c1", "statement", "获评“国家生态文明建设示范区”，连续三届"), "honour", "haisi", "wechat-cover"),
    Case("slogan-tall", "columns from right to left, between corners",
         Fact("12", "c1", "slogan", "把实事办到群众心坎上"), "slogan", "jinhong", "poster"),
    Case("quad-square", "four names at one size on boards",
         Fact("13", "c1", "quad", "做强中心城市"), "quad", "shengtai", "weibo-grid",
         ("推进城市更新", "建设“15分钟”生活圈", "培育海上会客厅", "打通断头路"), variant=1),
    Case("chapter-portrait", "number, title, subtitle and three figures in a quiet line",
         Fact("c1", "c1", "chapter", "产业升级晋位"), "chapter", "haisi", "moments", members=FIGURES[:4]),
    Case("summary-square", "six figures with their labels",
         Fact("汇总", "", "summary", "奋进“十五五” 解读“向海密码”"), "summary", "subai", "weibo-grid",
         members=FIGURES),
    Case("calendar-portrait", "a leaf with 节气; below the tear the fact",
         replace(metric("新增学位2.4万个", "2.4万个", "2.4"), options={"date": "2026-02-04"}),
         "calendar", "hongzhuan", "moments"),
    Case("closing-wide", "the last card without a brand: title and chapters",
         Fact("尾页", "", "closing", "晋江“发展密码”"), "closing", "jinhong", "wechat-cover"),
    Case("metric-board", "the figure on a board that runs off the sheet",
         metric("新增国家级专精特新“小巨人”企业28家", "28家", "28"), "metric", "yehang", "weibo-grid", turn=2),
    Case("dots-portrait", "a mark for each, the last row broken",
         read("新建口袋公园367个"), "dots", "shengtai", "wechat-post"),
    Case("ring-square", "the label beside, a bound said under the ring",
         read("全市森林覆盖率超63.2%"), "ring", "hongzhuan", "weibo-grid"),
    Case("ring-half", "a half circle under its label, the number on its foot",
         read("农村生活污水治理率达78.4%"), "ring", "yehang", "moments", turn=1),
    Case("ring-wide", "the words on the crop's axis, the ring beside them",
         read("近岸海域水质优良比例达95.6%"), "ring", "haisi", "wechat-cover"),
    Case("rank-wide", "a hundred places and a pennant",
         read("县域综合竞争力居全国百强第47位"), "rank", "yehang", "wechat-cover"),
    Case("growth-tall", "a fall: what is taken away is an outline",
         read("单位生产总值能耗下降13.5%"), "growth", "haisi", "poster"),
    Case("range-portrait", "a ruler with its stretch, the ornament at the foot",
         read("地区生产总值增长5.3%、力争5.5%"), "range", "jinhong", "wechat-post"),
    Case("compare-portrait", "three bars of one factor",
         Fact("01-03", "c1", "compare", "257个项目正式签约；163个项目开工建设；126个项目竣工投产"), "compare", "subai", "wechat-post",
         members=(read("257个项目正式签约"), read("163个项目开工建设"), read("126个项目竣工投产"))),
    Case("target-square", "goals with a stretch beneath and a bound behind",
         Fact("01-03", "c1", "targets", "地区生产总值增长5.3%、力争5.5%；出口增长6%；失业率控制在5%以内"), "target", "jinhong", "weibo-grid",
         members=(read("地区生产总值增长5.3%、力争5.5%"), read("出口增长6%"), read("失业率控制在5%以内"))),
    Case("cover-wide", "the title within the centre square",
         Fact("00", "", "cover", "晋江“发展密码”"), "cover", "hongzhuan", "wechat-cover"),
    Case("scene-lines", "a scene as an architect draws it: viaduct, pylon, train",
         Fact("14", "c1", "statement", "跨海大桥建成通车"), "statement", "subai", "wechat-post", variant=1, scene="railway"),
    Case("scene-lights", "a scene by night, at a tall card's foot",
         Fact("14", "c1", "statement", "县医院新院区启用"), "statement", "yehang", "poster", variant=2, scene="clinic"),
    Case("scene-landmark", "a wide sheet: the pagoda rises between message and date",
         Fact("14", "c1", "statement", "古街入选名录"), "statement", "hongzhuan", "wechat-cover", scene="oldtown"),
)  # fmt: skip


def job_of(case: Case, press: Press) -> CardJob:
    """Return the card job of a case."""
    children = tuple(
        Fact(f"{case.fact.id}.{n}", "c1", "item", text, parent=case.fact.id)
        for n, text in enumerate(case.items, 1)
    )
    sheet = replace(SHEET, facts=(case.fact, *children))
    catalogue = press.catalogue
    return CardJob(
        case.fact.id,
        replace(write_copy(case.fact, sheet, 66, WORDS, case.members), variant=case.variant, turn=case.turn),
        catalogue.template(case.template),
        catalogue.theme(case.theme).for_chapter(0 if case.fact.chapter else None),
        catalogue.size(case.size),
        scene=case.scene,
    )


ALL: tuple[Case | Specimen, ...] = (*CASES, *SPECIMENS)


def sheet_of(case: Case | Specimen, press: Press) -> Sheet:
    """Return the finished sheet of a case or specimen."""
    return specimen_sheet(case, press) if isinstance(case, Specimen) else press.draw(job_of(case, press))


def picture(case: Case | Specimen, press: Press) -> Image.Image:
    """Return the case's card at half scale (every second pixel would alias: a box filter averages four)."""
    image = press.rasteriser.pixels(sheet_of(case, press))
    return image.reduce(2)


def account(case: Case | Specimen, press: Press) -> str:
    """Return what the layout decided, as text a person can compare: breaks, sizes in px, places in px."""
    rows = []
    for text in sheet_of(case, press).texts:
        x0, y0, x1, y1 = text.frame
        lines = " / ".join(text.lines)
        rows.append(f"{text.box}\t{text.size:g}px\t{x0:.0f},{y0:.0f}–{x1:.0f},{y1:.0f}\t{lines}\n")
    return "".join(rows)
