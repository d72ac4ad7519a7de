"""The golden cases: one list, for the tests and for the command that accepts a new reference.

Words here are made up for the purpose; each case is there for a reason of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from generator.card import CardJob, Press, Sheet, write_copy
from generator.facts.model import Chapter, Fact, Factsheet, Metric, Span
from tests.golden.specimens import SPECIMENS, Specimen, specimen_sheet

HERE = Path(__file__).resolve().parent
REFERENCES = HERE / "references"

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
    Case("cover-wide", "the title within the centre square",
         Fact("00", "", "cover", "晋江“发展密码”"), "cover", "hongzhuan", "wechat-cover"),
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
        write_copy(case.fact, sheet, 66),
        catalogue.template(case.template),
        catalogue.theme(case.theme).for_chapter(0 if case.fact.chapter else None),
        catalogue.size(case.size),
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
