"""A small world for compositions: the shipped fonts and drawings, thumbnail-sized pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.batch import Workshop, press_for
from generator.card import Press
from generator.facts import Tables, extract
from generator.facts.article import ArticleText
from generator.facts.model import Factsheet
from generator.world import World

ARTICLE = """小城一年 看得见的变化

来源：小城日报

产业升级晋位 经济在承压前行中彰显韧性

培育重点工业企业367家
兑现惠企资金超20亿元
深入开展“项目提效年”活动
257个项目正式签约
163个项目开工建设
地区生产总值增长5.3%

城市品质晋升 城市品质在更新行动中持续提升

打造125个“美好家园”小区
新增停车位15,000个
县域旅游综合实力升至全国百强第47位
城际铁路R1线建设协同启动
村均集体经营性收入达75万元

民生福祉晋档 民生福祉在共建共享中日益增进

精准帮扶困难群体1.75万人
新增公办学位7000个
建成普惠托育机构38家
"""
SIZE = """name = "{name}"
width = {width}
height = {height}
shape = "{shape}"
max_kb = 900
source = "测试"
confidence = "D"
checked_on = "2026-11-23"
"""


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    desk = tmp_path_factory.mktemp("desk")
    sizes = desk / "data" / "sizes"
    sizes.mkdir(parents=True)
    sizes_of_tests = (
        ("mini-grid", 216, 216, "square"),
        ("mini-post", 270, 360, "portrait"),
        ("mini-long", 216, 4000, "long"),
        ("mini-parts", 216, 640, "long"),
    )
    for name, width, height, shape in sizes_of_tests:
        text = SIZE.format(name=f"小{name}", width=width, height=height, shape=shape)
        (sizes / f"{name}.toml").write_text(text, encoding="utf-8")
    # Under 640 px a drawing carries the message alone: the thumbnails of these tests name no source.
    (desk / "data" / "proof.toml").write_text('source = "warn"\n', encoding="utf-8")
    return World.at(desk)


@pytest.fixture(scope="session")
def press(world: World) -> Press:
    return press_for(Workshop(world, "resvg"))


@pytest.fixture(scope="session")
def sheet(world: World) -> Factsheet:
    return read(ARTICLE, world)


def read(article: str, world: World) -> Factsheet:
    """Return the factsheet of an article's text."""
    return extract(ArticleText(article, Path("小城一年.txt")), Tables.load(*world.data))
