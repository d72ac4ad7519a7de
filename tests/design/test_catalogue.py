"""Designs are files: a good one is found, a broken one is named with file and line and stops nobody else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.design import Catalogue
from generator.design.colour import contrast
from generator.errors import DesignError, UsageError
from generator.world import World, shipped


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A newsroom's folder laid over the shipped world."""
    (tmp_path / "data" / "themes").mkdir(parents=True)
    (tmp_path / "data" / "sizes").mkdir()
    (tmp_path / "templates_svg").mkdir()
    return tmp_path


def catalogue(own: Path) -> Catalogue:
    world = World.at(own)
    return Catalogue.read(world.templates, world.data)


def theme_text() -> str:
    return (shipped("data") / "themes" / "haisi.toml").read_text(encoding="utf-8")


def test_everything_shipped_is_sound() -> None:
    world = World.at()
    got = Catalogue.read(world.templates, world.data)
    assert not got.sizes.broken
    assert not got.themes.broken
    assert not got.templates.broken
    assert {"metric", "statement", "list", "cover"} <= set(got.templates)
    assert {"wechat-post", "weibo-grid", "wechat-cover", "poster"} <= set(got.sizes)
    assert {"jinhong", "haisi", "shengtai", "hongzhuan", "yehang", "subai"} <= set(got.themes)


def test_names_in_either_language_and_the_nearest_for_a_slip() -> None:
    world = World.at()
    got = Catalogue.read(world.templates, world.data)
    assert got.size("微博九宫格").id == "weibo-grid"
    with pytest.raises(UsageError, match="最接近的是“weibo-grid”"):
        got.size("weibo-gird")
    with pytest.raises(UsageError, match="mima list themes"):
        got.theme("zzzz")


def test_a_new_size_is_one_file(own: Path) -> None:
    (own / "data" / "sizes" / "screen.toml").write_text(
        'name = "大屏"\nwidth = 1920\nheight = 1080\nshape = "wide"\nmax_kb = 900\n'
        'source = "本单位"\nconfidence = "C"\nchecked_on = "2026-11-23"\n',
        encoding="utf-8",
    )
    size = catalogue(own).size("screen")
    assert (size.width, size.max_bytes) == (1920, 900 * 1024)
    assert size.units == (1800.0, 1012.5)


@pytest.mark.parametrize(
    ("old", "new", "line", "what"),
    [
        ("width = 1080", "width = -1080", 2, "像素宽"),
        ("width = 1080", "width = 1080.5", 2, "像素宽"),
        ("width = 1080", "width = 99999", 2, "像素宽"),
        ('shape = "square"', 'shape = "round"', 4, "portrait、square、tall 或 wide"),
        ("max_kb = 5120", "max_kb = 0", 5, "文件上限"),
        ("height = 1080", "height 1080", 3, "TOML"),
    ],
)
def test_a_broken_size_names_file_line_and_remedy(own: Path, old: str, new: str, line: int, what: str) -> None:
    text = (shipped("data") / "sizes" / "weibo-grid.toml").read_text(encoding="utf-8").replace(old, new)
    (own / "data" / "sizes" / "weibo-grid.toml").write_text(text, encoding="utf-8")
    got = catalogue(own)
    with pytest.raises(DesignError, match=what) as caught:
        got.size("weibo-grid")
    assert caught.value.where is not None
    assert caught.value.where.line == line
    assert str(caught.value.where.file).endswith("weibo-grid.toml")
    assert got.size("wechat-post").width == 1080, "the others go on"


def test_a_theme_without_contrast_is_refused_with_the_pair_and_the_ratio(own: Path) -> None:
    import re

    text = re.sub(r'ink = "#[0-9a-f]{6}"', 'ink = "#5577aa"', theme_text(), count=1)
    (own / "data" / "themes" / "faint.toml").write_text(text, encoding="utf-8")
    with pytest.raises(DesignError, match=r"ink #5577aa 在底色 .*对比度只有 \d\.\d\d，至少要 7") as caught:
        catalogue(own).theme("faint")
    assert caught.value.where is not None
    assert caught.value.where.line is not None


def test_a_hue_may_only_name_colour_roles(own: Path) -> None:
    (own / "data" / "themes" / "odd.toml").write_text(
        theme_text() + '\n[[hue]]\nfont = "#ffffff"\n', encoding="utf-8"
    )
    with pytest.raises(DesignError, match="不是颜色角色"):
        catalogue(own).theme("odd")


def test_a_template_without_all_shapes_is_named(own: Path) -> None:
    shutil.copytree(shipped("templates_svg") / "metric", own / "templates_svg" / "mine")
    (own / "templates_svg" / "mine" / "tall.svg").unlink()
    with pytest.raises(DesignError, match=r"缺少图稿 tall\.svg"):
        catalogue(own).template("mine")


def test_a_changed_drawing_changes_only_its_own_templates_fingerprint(own: Path) -> None:
    for name in ("one", "two"):
        shutil.copytree(shipped("templates_svg") / "metric", own / "templates_svg" / name)
    before = catalogue(own)
    drawing = own / "templates_svg" / "one" / "square.svg"
    drawing.write_text(drawing.read_text(encoding="utf-8") + " ", encoding="utf-8")
    after = catalogue(own)
    assert before.template("one").fingerprint != after.template("one").fingerprint
    assert before.template("two").fingerprint == after.template("two").fingerprint
    assert before.shared == after.shared


def test_contrast_is_wcags() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.478, abs=0.001)


PRESETS = {
    "wechat-cover", "wechat-cover-square", "wechat-body", "wechat-post", "moments", "moments-grid", "moments-long",
    "channels", "channels-full", "mini-share", "weibo", "weibo-grid", "weibo-long", "weibo-article", "xiaohongshu",
    "douyin", "toutiao", "poster",
}  # fmt: skip


def test_every_platforms_preset_is_there_with_its_limits_and_where_they_come_from() -> None:
    world = World.at()
    got = Catalogue.read(world.templates, world.data)
    every = {**got.sizes, **got.longs}
    assert set(every) == PRESETS
    for size in every.values():
        assert size.source
        assert set(size.confidence.split("/")) <= set("CSKD")
        assert size.checked_on
        assert size.crop, f"{size.id}: what does the platform cut?"
        assert set(size.formats) <= {"png", "jpg"}


def test_a_long_size_has_a_ceiling_and_is_no_cards_size() -> None:
    world = World.at()
    got = Catalogue.read(world.templates, world.data)
    assert set(got.longs) == {"moments-long", "weibo-long"}
    moments = got.long("朋友圈长图")
    assert moments.width * moments.height <= 10_240_000, "more is shrunk"
    assert got.long("weibo-long").least_height == 3 * got.long("weibo-long").width
    for name in ("moments-long", "微博长图"):
        with pytest.raises(UsageError, match="mima compose long"):
            got.size(name)
