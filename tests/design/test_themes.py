"""A theme is one file; another is derived from it by three lines; what cannot be read is refused on loading."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from generator.design import Catalogue
from generator.design.colour import contrast, luminance
from generator.design.theme import SEEN_ON_GROUND
from generator.errors import DesignError
from generator.world import World

SHIPPED = ("jinhong", "haisi", "shengtai", "hongzhuan", "yehang", "subai")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "data" / "themes").mkdir(parents=True)
    return tmp_path


def write(own: Path, name: str, text: str) -> Catalogue:
    (own / "data" / "themes" / f"{name}.toml").write_text(text, encoding="utf-8")
    world = World.at(own)
    return Catalogue.read(world.templates, world.data)


@pytest.fixture(scope="module")
def shipped() -> Catalogue:
    world = World.at()
    return Catalogue.read(world.templates, world.data)


@pytest.mark.parametrize("name", SHIPPED)
def test_every_hue_holds_its_contrast_and_keeps_the_light_of_its_ground(name: str, shipped: Catalogue) -> None:
    theme = shipped.theme(name)
    looks = [theme, *(theme.for_chapter(n) for n in range(len(theme.hues)))]
    for look in looks:
        for role, least in SEEN_ON_GROUND.items():
            for ground in ("ground", "ground-2"):
                assert contrast(look.colours[role], look.colours[ground]) >= least, (
                    look.ornament,
                    role,
                    ground,
                )
        assert look.dark == theme.dark, "a series does not change from night to day"
        assert (luminance(look.colours["ink"]) > luminance(look.colours["ground"])) == theme.dark


@pytest.mark.parametrize("name", SHIPPED)
def test_no_two_of_six_chapters_look_alike(name: str, shipped: Catalogue) -> None:
    theme = shipped.theme(name)
    assert len(theme.hues) >= 6
    assert len(theme.ornaments) >= 3
    looks = {(tuple(theme.for_chapter(n).colours.values()), theme.for_chapter(n).ornament) for n in range(6)}
    assert len(looks) == 6
    neighbours = [theme.for_chapter(n) for n in range(7)]
    assert all(a.ornament != b.ornament for a, b in pairwise(neighbours))


def test_a_theme_derived_by_three_lines_keeps_its_colour_in_every_chapter(
    own: Path, shipped: Catalogue
) -> None:
    got = write(own, "our", 'base = "haisi"\n[colours]\naccent = "#ffe08a"\n').theme("our")
    base = shipped.theme("haisi")
    assert got.name == "our"
    assert got.base == "haisi"
    assert got.types == base.types
    assert got.ornaments == base.ornaments
    for chapter in (None, *range(6)):
        look, old = got.for_chapter(chapter), base.for_chapter(chapter)
        assert look.colours == {**old.colours, "accent": "#ffe08a"}
        assert look.ornament == old.ornament


def test_a_theme_may_be_derived_from_a_derived_one_and_from_the_shipped_one_of_its_own_name(own: Path) -> None:
    write(own, "haisi", 'base = "haisi"\nname = "本台海丝"\nornament = "harbour"\n')
    got = write(own, "night", 'base = "haisi"\nname = "夜"\n[[hue]]\naccent = "#ffffff"\n')
    assert got.theme("本台海丝").id == "haisi"
    assert got.theme("夜").ornaments == ("harbour",)
    assert [hue.colours for hue in got.theme("夜").hues] == [{"accent": "#ffffff"}]


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ('base = "haisl"\n', "没有叫“haisl”的主题", 1),
        ('base = "our"\n', "没有叫“our”的主题", 1),
        ('base = "haisi"\nlogo = "a.svg"\n', "没有“logo”这一项", 2),
        ('base = "haisi"\n[colours]\naccnt = "#ffffff"\n', "“accnt”不是颜色角色", 3),
        ('base = "haisi"\nornament = "unicorn"\n', "没有叫“unicorn”的纹样", 2),
        ('base = "haisi"\nornament = "../waves"\n', "ornament", 2),
        (
            'base = "haisi"\n\n[colours]\naccent = "#2255aa"\n',
            r"accent #2255aa 在底色 ground #\w+ 上的对比度只有 1\.\d\d",
            4,
        ),
        ('base = "subai"\n[colours]\naccent-2 = "#b0b0b0"\n', r"accent-2 .*至少要 3", 3),
        ('base = "haisi"\n[[hue]]\nname = "雾"\nground = "#9fb4d0"\n', "“雾”这一章里 ink", 4),
    ],
)
def test_a_derived_theme_that_is_not_sound_is_refused_with_its_line(
    own: Path, text: str, what: str, line: int
) -> None:
    with pytest.raises(DesignError, match=what) as caught:
        write(own, "our", text).theme("our")
    assert caught.value.where is not None
    assert str(caught.value.where.file).endswith("our.toml")
    assert caught.value.where.line == line
    assert caught.value.remedy


def test_themes_that_lead_round_in_a_ring_are_refused(own: Path) -> None:
    write(own, "one", 'base = "two"\n')
    got = write(own, "two", 'base = "one"\n')
    with pytest.raises(DesignError, match="绕一圈"):
        got.theme("one")
    assert got.theme("haisi"), "the others go on"


def test_a_colour_derived_for_all_chapters_is_proven_on_every_hue(own: Path, shipped: Catalogue) -> None:
    """#4ab2e6 reads on the deep sea but not on 晨海's lighter ground."""
    base = shipped.theme("haisi")
    assert contrast("#4ab2e6", base.colours["ground"]) >= 4.5
    with pytest.raises(DesignError, match="这一章里 accent #4ab2e6"):
        write(own, "our", 'base = "haisi"\n[colours]\naccent = "#4ab2e6"\n').theme("our")
