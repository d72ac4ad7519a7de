"""A chart that is not its number, a leaf that is not its day: each kind drawn right passes, drawn wrong is refused."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from generator.card import Card, CardJob, Press
from generator.proof import Exhibit, Rules
from generator.world import World
from tests.card.chartwork import FULL, Chart, job_of

PRESS = Press(World.at(), "resvg")
RULES = Rules.load(*PRESS.catalogue.data_folders)
CHARTS = {
    "count": Chart("dots", ("新建口袋公园367个",)),
    "share": Chart("ring", ("森林覆盖率达63.2%",)),
    "rank": Chart("rank", ("在全省28个参评城市中居第5位",)),
    "many": Chart("rank", ("居全国500强第217位",)),
    "change": Chart("growth", ("工业产值增长58.4%",)),
    "fall": Chart("growth", ("单位能耗下降3.1%",)),
    "stretch": Chart("range", ("地区生产总值增长5.3%、力争5.5%",)),
    "compare": Chart("compare", ("257个项目签约", "163个项目开工", "12个项目竣工")),
}


def drawn(job: CardJob) -> Card:
    return Card(job, b"", PRESS.draw(job), "", ".png", "png", None)  # type: ignore[arg-type]


def found(card: Card) -> dict[str, str]:
    asked = dict.fromkeys(RULES.severity, "off") | {
        name: RULES.severity[name] for name in ("chart", "chart-unknown", "leaf", "weekday")
    }
    return {f.check: f.message for f in replace(RULES, severity=asked).prove(Exhibit(card))}


@pytest.mark.parametrize("size", ["wechat-post", "weibo-grid", "wechat-cover", "poster", "wechat-cover-square"])
@pytest.mark.parametrize("kind", CHARTS)
def test_a_chart_as_the_house_draws_it_is_its_number(kind: str, size: str) -> None:
    assert found(drawn(job_of(CHARTS[kind], PRESS, size))) == {}


@pytest.mark.parametrize("share", [0.6, 12, 49.9, 50, 50.1, 99.9, 100])
def test_a_ring_of_any_share(share: float) -> None:
    assert found(drawn(job_of(Chart("ring", (f"森林覆盖率达{share}%",)), PRESS, "wechat-post"))) == {}


@pytest.mark.parametrize("size", ["moments", "weibo-grid", "poster", "douyin"])
@pytest.mark.parametrize("share", [0.6, 12, 50, 63.2, 99.9])
def test_a_half_circle_is_measured_as_a_ring_is(share: float, size: str) -> None:
    job = job_of(Chart("ring", (f"森林覆盖率达{share}%",)), PRESS, size)
    half = replace(job, copy=replace(job.copy, turn=1))
    card = drawn(half)
    assert (
        b'id="picture"' in card.sheet.svg and b"<circle" not in card.sheet.svg.split(b'id="picture"')[1][:900]
    )
    assert found(card) == {}
    wrong = replace(job.copy.pictures[0], value=share - 0.5)
    drawn_wrong = replace(card, job=replace(half, copy=replace(half.copy, pictures=(wrong,))))
    assert f"圆环画了 {share:.1f}%" in found(drawn_wrong)["chart"]


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        ("count", 366.0, "367 个点"),
        ("share", 62.2, "63.2%"),
        ("rank", 6.0, "第 5 个"),
        ("many", 218.0, "第 217 个"),
        ("change", 57.4, "158.4%"),
        ("fall", -4.1, "96.9%"),
        ("stretch", 5.6, "原文是 5.5"),
    ],
)
def test_a_chart_of_another_number_is_found(kind: str, value: float, words: str) -> None:
    """Drawn for its own number, then said to be of another: as if the template had drawn it wrong."""
    card = drawn(job_of(CHARTS[kind], PRESS, "wechat-post"))
    pictures = tuple(replace(p, value=value) for p in card.job.copy.pictures)
    wrong = replace(card, job=replace(card.job, copy=replace(card.job.copy, pictures=pictures)))
    assert set(found(wrong)) == {"chart"} and words in found(wrong)["chart"]


def test_bars_out_of_proportion_are_found() -> None:
    card = drawn(job_of(CHARTS["compare"], PRESS, "wechat-post"))
    first, *others = card.job.copy.entries
    entries = (replace(first, number=270.0), *others)
    wrong = replace(card, job=replace(card.job, copy=replace(card.job.copy, entries=entries)))
    assert set(found(wrong)) == {"chart"} and "按数字应是 4.4%" in found(wrong)["chart"]


def test_a_chart_drawn_in_another_way_is_left_to_a_person() -> None:
    card = drawn(job_of(CHARTS["count"], PRESS, "wechat-post"))
    svg = card.sheet.svg.replace(b" 0Z", b" 0z")
    assert set(found(replace(card, sheet=replace(card.sheet, svg=svg)))) == {"chart-unknown"}


def leaf(text: str = "新建口袋公园12个", date: str = "2026-01-06", template: str = "calendar") -> Card:
    job = job_of(Chart(template, (text,)), PRESS, "wechat-post", sheet=replace(FULL, date=date))
    return drawn(job)


def with_words(card: Card, box: str, words: str) -> Card:
    texts = tuple(replace(t, lines=(words,)) if t.box == box else t for t in card.sheet.texts)
    return replace(card, sheet=replace(card.sheet, texts=texts))


@pytest.mark.parametrize("date", ["2026-01-06", "2026-02-17", "2026-02-16", "2025-07-25", "2026-02-04"])
def test_a_leaf_of_its_own_day_passes(date: str) -> None:
    assert found(leaf(date=date)) == {}


@pytest.mark.parametrize(
    ("box", "words"),
    [
        ("weekday", "星期三"), ("lunar", "农历乙巳年冬月十九"), ("lunar", "农历丙午年冬月十八"),
        ("month", "2026年2月"), ("day", "7"),
    ],
)  # fmt: skip
def test_a_leaf_of_another_day_is_refused(box: str, words: str) -> None:
    assert "leaf" in found(with_words(leaf(), box, words))


def test_a_leaf_whose_festival_is_another_day_s() -> None:
    card = leaf(date="2026-02-17")
    assert "leaf" in found(with_words(card, "seal-1", "元宵节"))


def test_a_leaf_whose_copy_was_made_for_another_weekday() -> None:
    card = leaf()
    day = card.job.copy.day
    assert day is not None
    copy = replace(card.job.copy, day=replace(day, weekday="星期日"))
    assert "leaf" in found(replace(card, job=replace(card.job, copy=copy)))


@pytest.mark.parametrize(
    "text",
    [
        "1月6日星期二举行开幕式", "1月6日（周二）举行开幕式", "2025年12月31日（星期三）闭幕", "12月31日（周三）闭幕",
        "2月17日（农历正月初一）万人巡游", "《星期三周刊》1月6日出版", "1月6日举行开幕式",
    ],
)  # fmt: skip
def test_a_sentence_with_the_right_weekday_passes(text: str) -> None:
    assert found(leaf(text, template="statement")) == {}


@pytest.mark.parametrize(
    "text",
    [
        "1月6日星期三举行开幕式", "1月6日（周四）举行开幕式", "2025年12月31日（星期二）闭幕", "12月31日（周五）闭幕",
        "2月17日（农历正月初二）万人巡游", "2026年2月29日星期日开馆",
    ],
)  # fmt: skip
def test_a_sentence_with_the_wrong_weekday_is_remarked(text: str) -> None:
    assert set(found(leaf(text, template="statement"))) == {"weekday"}


def test_a_chart_of_a_number_that_the_fact_does_not_print() -> None:
    """A facts file whose number is not its sentence's: the ring would be true to the cell and false to the words."""
    job = job_of(CHARTS["share"], PRESS, "wechat-post")
    pictures = tuple(replace(p, value=83.2) for p in job.copy.pictures)
    card = drawn(replace(job, copy=replace(job.copy, pictures=pictures)))
    assert set(found(card)) == {"chart"} and "原文“森林覆盖率达63.2%”里没有这个数" in found(card)["chart"]


def test_a_whole_ring_off_its_circle() -> None:
    job = job_of(Chart("ring", ("道岔融雪装置覆盖率达100%",)), PRESS, "weibo-grid")
    card = drawn(job)
    assert found(card) == {}
    moved = re.sub(rb'(<circle [^>]*cx=")([\d.]+)', lambda m: m[1] + b"%g" % (float(m[2]) + 12), card.sheet.svg)
    assert moved != card.sheet.svg
    assert set(found(replace(card, sheet=replace(card.sheet, svg=moved)))) & {"chart", "chart-unknown"}
