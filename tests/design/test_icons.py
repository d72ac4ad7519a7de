"""Icons: what a text is about decides, every file is as its maker and its list say, and nothing is drawn by another pen."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

import pytest
from lxml import etree

from generator.design import IconTable
from generator.errors import DesignError
from generator.world import World, shipped

WORLD = World.at()
HOME = shipped("templates_svg") / "_icons"
FILES = sorted(HOME.glob("*.svg"))
PLAIN = {"g", "path", "circle", "ellipse", "rect", "line", "polyline"}


@pytest.fixture(scope="module")
def table() -> IconTable:
    return IconTable.load(WORLD.data, WORLD.templates)


@pytest.mark.parametrize(
    ("text", "icon"),
    [
        ("培育重点工业企业367家", "factory"),
        ("上海六院福建医院全面竣工", "hospital"),
        ("新增公办学位7000个", "school"),
        ("改造老旧小区42个", "houses"),
        ("城际铁路全线贯通", "train-front"),
        ("港口集装箱吞吐量达175.6万标箱", "container"),
        ("森林覆盖率提高到43.5%", "trees"),
        ("一般公共预算收入突破15亿元", "coins"),
        ("夺得金牌12枚", "medal"),
        ("中心渔港至高铁站公交接驳时间缩短至18分钟", "bus"),
        ("以更高水平推进共同富裕", ""),
        ("晋江、南平、上海三地牵手", ""),
        ("溪美街道花团锦簇", ""),
    ],
)
def test_what_a_text_is_about_chooses_and_a_place_name_does_not(table: IconTable, text: str, icon: str) -> None:
    assert table.choose(text) == icon


def test_the_chapter_speaks_where_the_fact_is_silent(table: IconTable) -> None:
    assert table.choose("今年再上新台阶", "生态更美") == "leaf"
    assert table.choose("建成医院3所", "生态更美") == "hospital"


def test_every_icon_is_the_one_that_was_built_and_is_called_up_by_a_word(table: IconTable) -> None:
    listed = tomllib.loads((HOME / "icons.toml").read_text(encoding="utf-8"))
    assert {p.stem for p in FILES} == set(listed["sha256"]) == set(table.icons.values())
    for path in FILES:
        assert hashlib.sha256(path.read_bytes()).hexdigest() == listed["sha256"][path.stem], path.name
    licence = (HOME / listed["licence_file"]).read_text(encoding="utf-8")
    assert "ISC License" in licence
    assert "MIT License" in licence, "the icons of Feather keep their own"


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_an_icon_is_shapes_alone(path: Path) -> None:
    """Colour, size and the one stroke width come from the part that shows it."""
    for element in etree.fromstring(path.read_bytes()).iter():
        assert etree.QName(element).localname in PLAIN
        assert not {"fill", "stroke", "stroke-width", "class", "style", "transform"} & set(element.attrib)


@pytest.mark.parametrize(
    ("row", "what"), [("码头\n", "这一行不对"), ("码头\tspaceship\n", "没有叫“spaceship”的图标")]
)
def test_a_bad_row_of_a_newsrooms_own_table_is_named(tmp_path: Path, row: str, what: str) -> None:
    place = tmp_path / "data" / "words_cards"
    place.mkdir(parents=True)
    (place / "icons.tsv").write_text(f"# 本台词表\n{row}", encoding="utf-8")
    world = World.at(tmp_path)
    with pytest.raises(DesignError, match=what) as caught:
        IconTable.load(world.data, world.templates)
    assert caught.value.where is not None
    assert caught.value.where.line == 2
