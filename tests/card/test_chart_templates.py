"""Every chart template × shape × edge case: nothing touches, nothing leaves the margins, nothing under the least size."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import product

import pytest
from PIL import Image

from generator.card import Card, Impression, Press
from generator.design import Size
from generator.proof import legibility, placement, wording
from generator.proof.exhibit import Exhibit
from generator.world import World
from tests.card.chartwork import BARE, FULL, Chart, Frame, job_of, overlap, picture_frames, touching

PRESS = Press(World.at())
LONG = "全市城乡社区综合服务设施与基层便民服务站点建设改造提升工程累计完成"
SIZES = (
    "wechat-post", "moments", "channels", "weibo-grid", "mini-share", "wechat-cover-square", "poster", "wechat-cover",
    "toutiao", "weibo", "weibo-article",
)  # fmt: skip
MASTERS = ("wechat-post", "weibo-grid", "poster", "wechat-cover")
PROOF = (
    wording.figures_stand_in_the_text, wording.text_is_whole, wording.text_is_in_order,
    placement.message_survives_the_crop, legibility.text_is_large_enough, legibility.message_is_large_enough,
)  # fmt: skip
CHARTS = tuple(
    Chart(template, texts)
    for template, cases in {
        "dots": (
            ("企业12家",), ("建成社区食堂36个",), (f"{LONG}100处",), ("新建口袋公园367个",), ("帮扶600户",),
            ("新增24所普惠性幼儿园",), ("发放救助金额和生活物资惠及97户困难群众及残疾人家庭",),
            ("新建口袋公园48个，惠及居民12万人",), (f"{LONG}36所，新增优质学位供给数量居全省首位",),
        ),
        "ring": (
            ("全市森林覆盖率达63.2%",), ("不合格率0.6%",), ("合格率99.9%",), ("消除率达100%",), ("绿化率超95%",),
            ("覆盖率达95%以上",), (f"{LONG}率达98.5%",), ("占比提高到12%的现代服务业和先进制造业",),
            ("义务教育巩固率超99.2%，居全省首位",), (f"森林覆盖率达63.2%，{LONG}",),
        ),
        "rank": (
            ("位列百强第1位",), ("县域综合竞争力居全国百强第47位",), ("百强榜第100名",), ("入围中国企业500强第320位",),
            ("居全国十强第3位",), ("综合竞争力居全国百强第47位，较上年前进3位",), (f"{LONG}后综合评价居全国百强第5位",),
        ),
        "growth": (
            ("产值增长0.3%",), ("规上工业增加值增长6%",), ("投资增长58.4%",), ("出口增长100%",), ("产量增长135%",),
            ("能耗下降3.1%",), ("事故起数下降58.4%",), (f"{LONG}投资增长12.75%",),
            ("研发投入增长28.5%，连续五年位居全省沿海地区县级市第一",),
        ),
        "range": (
            ("地区生产总值增长5.3%、力争5.5%",), ("新增企业120家、力争150家",), ("产量达12万吨、力争13万吨",), ("地区生产总值增长5.3%、力争5.5%，高于全国平均水平",),
            (f"{LONG}增长10%、力争12%",), ("新建厂房面积120万平方米、力争150万平方米",),
        ),
        "compare": (
            ("257个项目正式签约", "163个项目开工建设", "126个项目竣工投产"), ("医院1个", "学校1000个"),
            (f"{LONG}120家", f"{LONG}368家"), ("竣工面积12万平方米", "开工面积30万平方米"),
            ("工业投资180.5亿元", "基建投资96亿元", "民间投资203亿元", "社会投资12亿元"),
            tuple(f"{LONG}{n}项" for n in (12, 345, 80)),
        ),
        "target": (
            ("投资增长10%", "出口增长6%"), ("地区生产总值增长5.3%、力争5.5%", "失业率控制在5%以内", "新增就业1.2万人"),
            tuple(f"{name}增长{n}.5%、力争{n + 1}%" for n, name in enumerate(("工业产值", "固定资产投资", "消费品零售总额", "收入"))),
            tuple(f"指标{n}增长{n}%" for n in "12345"), (f"{LONG}增长5%", "粮食产量达15,000,000吨以上"),
            ("地区生产总值增长5.3%、力争5.5%", "规上工业增加值增长6%", "固定资产投资增长5%", "社会消费品零售总额增长6%",
             "一般公共预算总收入增长4.5%", "城镇登记失业率控制在5%以内"),
        ),
    }.items()
    for texts in cases
)  # fmt: skip


def margins(size: Size, width: float, height: float) -> Frame:
    """Return what words may cover, px; on tall a platform's buttons and captions take the rest where it has them."""
    unit = width / (1800 if size.shape == "wide" else 1080)
    if size.shape == "tall":
        if size.safe[2] < 0.9:
            return 72 * unit, 232 * unit, 908 * unit, 1444 * unit
        return 72 * unit, 96 * unit, 1008 * unit, 1880 * unit  # a poster's margins are even
    side = 68 * unit
    return side, 54 * unit, width - side, height - 6 * unit


def within(inner: Frame, outer: Frame) -> bool:
    return (
        outer[0] - 1 <= inner[0]
        and outer[1] - 1 <= inner[1]
        and inner[2] <= outer[2] + 1
        and inner[3] <= outer[3] + 1
    )


@pytest.mark.parametrize("chart", CHARTS, ids=str)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_touches_and_nothing_leaves_the_sheet(chart: Chart, size: str) -> None:
    for whole, turn in product((FULL, BARE) if size in MASTERS else (FULL,), (0, 1)):
        job = job_of(chart, PRESS, size, sheet=whole)
        job = replace(job, copy=replace(job.copy, turn=turn))
        sheet = PRESS.draw(job)
        room = margins(job.size, sheet.width, sheet.height)
        texts = [(text.box, text.frame) for text in sheet.texts]
        pictures = picture_frames(sheet)
        assert touching(texts) == []
        assert [name for name, frame in texts if not within(frame, room)] == []
        assert [name for name, frame in pictures.items() if not within(frame, room)] == []
        unit = sheet.width / (1800 if job.size.shape == "wide" else 1080)
        least = 22 * unit
        assert [t.box for t in sheet.texts if t.size < least - 0.01] == []
        for (name, frame), (picture, there) in product(texts, pictures.items()):
            if chart.template == "ring" and job.size.shape != "wide" and name in {"figure", "prefix"}:
                assert in_the_hole(frame, there, 8 * unit), name
            else:
                assert not overlap(frame, there, 6 * unit), (name, picture)
        said = chart.template == "target" or (chart.template == "range" and job.size.shape == "wide")
        assert pictures or job.size.width < 640 or said
        exhibit = Exhibit(Card(job, b"", sheet, "", ".png", "", Impression.of(Image.new("RGB", (1, 1)))))
        assert [found for check in PROOF for found in check(exhibit)] == []


def in_the_hole(text: Frame, ring: Frame, room: float) -> bool:
    """Return whether all four corners of a text lie inside the ring's hole, or a half circle's, `room` px clear of it."""
    across = ring[2] - ring[0]
    half = ring[3] - ring[1] < 0.6 * across
    middle = (ring[0] + ring[2]) / 2, ring[3] if half else (ring[1] + ring[3]) / 2
    if half and text[3] > ring[3] + 1:
        return False
    return all(
        math.hypot(text[x] - middle[0], text[y] - middle[1]) < 0.4 * across - room
        for x, y in product((0, 2), (1, 3))
    )
