"""Ornaments are quiet: words never touch them, they stay in their band, and both rasterisers can draw them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from lxml import etree
from PIL import Image, ImageChops, ImageDraw

from generator.batch import Wishes, plan_cards
from generator.card.fill import environment
from generator.card.press import Press
from generator.design.scenes import read_drawings
from generator.design.theme import MANNERS
from generator.facts.model import Chapter, Fact, Factsheet
from generator.world import World, shipped

SVG = "{http://www.w3.org/2000/svg}"
HOME = shipped("templates_svg") / "_ornaments"
NAMES = sorted(p.stem for p in HOME.glob("*.svg") if not p.stem.endswith("-mark"))
BANDS = [(1080, 176), (1080, 286), (1080, 520), (1800, 92), (1800, 150), (1800, 340)]
MOST = 200
"""Elements of a scene; the wide sheet's low band shows twice as long a street as the others."""
SIZES = ("weibo-grid", "wechat-cover", "poster", "channels")
TEXTS = (
    "溪水变清",
    "新增公办学位7000个，随迁子女就读公办学校比例达到98%以上，家门口的好学校越来越多",
    "整片老街入选“国家级旅游休闲街区”，居民与商户共同守护老房子，让古厝在烟火气里一代代传下去，也让远道而来的客人记得住乡愁",
)


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(World.at(), "resvg")


def test_every_ornament_belongs_to_a_theme_or_a_subject_and_every_theme_has_its_own(press: Press) -> None:
    used = [name for theme in press.catalogue.themes.values() for name in theme.ornaments]
    scenes = read_drawings(press.catalogue.data_folders, press.catalogue.template_folders).values()
    drawn = {name for names in scenes for name in names}
    assert sorted([*used, *drawn]) == NAMES, "three a theme, none in two; the rest draw subjects"
    assert {p.stem for p in HOME.glob("*-mark.svg")} <= {f"{name}-mark" for name in NAMES}


def drawn(name: str, width: int, height: int, at: float, turn: int, *, cover: bool = False) -> etree._Element:
    env = environment((shipped("templates_svg"),))
    variables: dict[str, object] = {
        "ow": width,
        "oh": height,
        "at": at,
        "turn": turn,
        "view": turn % 3,
        "manner": MANNERS[turn % 6],
    }
    if cover:
        variables["place"] = at
    parts = [env.get_template(f"_ornaments/{name}{end}.svg").render(variables) for end in ("", "-mark")]
    return etree.fromstring(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{"".join(parts)}</svg>'
    )


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("band", BANDS, ids=lambda b: f"{b[0]}x{b[1]}")
def test_an_ornament_is_light_and_speaks_in_colour_roles(name: str, band: tuple[int, int]) -> None:
    for at, turn, cover in ((0.0, 0, False), (0.4, 5, False), (1.0, 11, False), (0.8, 0, True)):
        root = drawn(name, *band, at, turn, cover=cover)
        elements = [e for e in root.iter() if isinstance(e.tag, str)]
        assert len(elements) <= MOST
        names = {etree.QName(e).localname for e in elements}
        assert not names & {"text", "image", "filter", "mask", "symbol", "use"}
        colours = {e.get(a) for e in elements for a in ("fill", "stroke")} - {None, "none"}
        assert all(str(c).startswith("url(#") for c in colours), f"{name} names a colour: {colours}"


@pytest.mark.parametrize("name", NAMES)
def test_neighbours_in_a_chapter_differ_and_a_card_is_always_the_same(name: str) -> None:
    def bytes_of(card: int) -> bytes:
        return etree.tostring(drawn(name, 1080, 286, card / 66, card))

    cards = [bytes_of(n) for n in range(1, 12)]
    assert len(set(cards)) == len(cards)
    assert cards[4] == bytes_of(5)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("theme", ["jinhong", "haisi", "shengtai", "hongzhuan", "yehang", "subai"])
def test_no_word_touches_an_ornament(press: Press, theme: str, size: str) -> None:
    """A card with its ornament and the same card without differ nowhere near a word."""
    facts = tuple(Fact(f"{n:02}", f"c{n % 3}", "statement", TEXTS[n % len(TEXTS)]) for n in (3, 7, 11))
    chapters = tuple(Chapter(f"c{n}", "城乡融合", "把日子越过越好") for n in range(3))
    sheet = Factsheet("潮起闽南 看懂小城“开局之年”", facts, chapters, "小城县人民政府工作报告", "2026-02-18")
    plan = plan_cards(sheet, press.catalogue, Wishes(sizes=(size,), theme=theme, features=("cover",)))
    assert len(plan.jobs) == 4
    for planned in plan.jobs:
        with_it = press.draw(planned.job)
        without = press.draw(replace(planned.job, scene="", theme=replace(planned.job.theme, ornament="")))
        assert with_it.texts == without.texts
        differing = (
            ImageChops.difference(press.rasteriser.pixels(with_it), press.rasteriser.pixels(without))
            .convert("L")
            .point(lambda level: 255 if level > 3 else 0)
        )
        assert differing.getbbox(), "the ornament is there"
        words = Image.new("L", differing.size)
        for text in with_it.texts:
            x0, y0, x1, y1 = text.frame
            ImageDraw.Draw(words).rectangle((x0 - 6, y0 - 6, x1 + 6, y1 + 6), fill=255)
        touched = ImageChops.multiply(differing, words).getbbox()
        assert touched is None, f"{planned.file}: {planned.job.ornament} at {touched}"
