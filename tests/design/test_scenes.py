"""A card's foot shows what its words speak of: the table of subjects, the theme's own way, three stretches of each scene."""

from __future__ import annotations

import io
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import resvg_py
from PIL import Image, ImageChops

from generator.batch import Wishes, plan_cards
from generator.card.backdrop import cut
from generator.card.fill import environment
from generator.card.press import Press
from generator.design import Brand, Catalogue, SceneTable
from generator.design.scenes import NEUTRAL, SUBJECTS, TABLE, VIEWS, read_drawings
from generator.design.theme import MANNERS
from generator.errors import DesignError
from generator.facts.model import Chapter, Fact, Factsheet
from generator.workbench.lint import lint_tables
from generator.world import World, shipped

WORLD = World.at()
CATALOGUE = Catalogue.read(WORLD.templates, WORLD.data)
SCENES = SceneTable.load(WORLD.data, WORLD.templates)
ROWS = [
    tuple(line.split("\t"))
    for line in (shipped("data") / TABLE).read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
DRAWN = sorted({name for names in SCENES.drawings.values() for name in names})
BANDS = [(1080, 120), (1080, 176), (1080, 286), (1080, 560), (1800, 150), (1800, 240), (500, 120)]
OWN = sorted({name for theme in CATALOGUE.themes.values() for name in theme.scenes.values()} - set(DRAWN))
"""How single themes draw a subject."""
LOW = {"reservoir", *OWN} - {"hills"}
"""Scenes that do not rise over their band beside the wide sheet's words: a dam is broad."""
THEMES = ("jinhong", "haisi", "shengtai", "hongzhuan", "yehang", "subai")
PLACES = [((i * 0.173) % 1.0, i) for i in range(12)]


def variables(
    width: int, height: int, manner: str, view: int, at: float = 0.4, turn: int = 3, spire: bool = False
) -> dict[str, object]:
    tall: dict[str, object] = {"spire": 337.0, "spire_x": 1504.0, "spire_half": 212.0} if spire else {}
    return {
        "ow": width, "oh": height, "at": at, "turn": turn, "view": view, "manner": manner, "foot": 0 if spire else 92, **tall
    }  # fmt: skip


def ink(name: str, said: dict[str, object], *, margin: int = 0) -> Image.Image:
    """Return the alpha of a scene with its mark at half size, `margin` px of empty sheet above and below its band."""
    env = environment((shipped("templates_svg"),))
    css = CATALOGUE.theme("haisi").css()
    width, height = int(str(said["ow"])), int(str(said["oh"]))
    parts = [env.get_template(f"_ornaments/{name}{end}.svg").render(said) for end in ("", "-mark")]
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 {-margin} {width} {height + 2 * margin}" width="{width // 2}" '
        f'height="{(height + 2 * margin) // 2}"><style>{css}</style>{"".join(parts)}</svg>'
    )
    picture = Image.open(io.BytesIO(bytes(resvg_py.svg_to_bytes(svg_string=svg))))
    return picture.getchannel("A").point(lambda alpha: 255 if alpha > 20 else 0)


@pytest.mark.parametrize("name", DRAWN)
@pytest.mark.parametrize("band", BANDS, ids=lambda b: f"{b[0]}x{b[1]}")
def test_a_scene_fills_its_band_from_edge_to_edge_and_keeps_within_it(name: str, band: tuple[int, int]) -> None:
    width, height = band
    for i, manner in enumerate(MANNERS):
        at, turn = PLACES[(i * 5 + height) % len(PLACES)]
        drawn = ink(name, variables(width, height, manner, i % 3, at, turn), margin=200)
        left, top, right, bottom = drawn.getbbox() or (0, 0, 0, 0)
        assert (left, right) == (0, width // 2)
        assert top >= 100, f"{manner}, view {i % 3}, at {at}: {200 - 2 * top} px over its band"
        assert bottom >= 100 + height // 2 - 1, "it stands on the band's foot"


@pytest.mark.parametrize("name", [*DRAWN, *OWN])
def test_the_tall_landmark_of_a_wide_sheet_keeps_to_its_column(name: str) -> None:
    """Between the square that a list keeps and the margin, under the header; see ``_parts/landmark.svg``."""
    for view, (at, turn) in enumerate(PLACES[3:6]):
        drawn = ink(name, variables(1800, 112, MANNERS[view], view, at, turn, spire=True), margin=340)
        above = drawn.crop((0, 0, 900, 165)).getbbox()
        assert (above is None) == (name in LOW), "something rises over the band"
        if above is None:
            continue
        left, top, right, _ = above
        assert left >= 1284 // 2
        assert right <= 1728 // 2
        assert 165 - top >= 12


@pytest.mark.parametrize("name", DRAWN)
def test_three_stretches_of_a_scene_are_three_pictures(name: str) -> None:
    env = environment((shipped("templates_svg"),))
    grounds = {
        env.get_template(f"_ornaments/{name}.svg").render(variables(1080, 286, "planes", v)) for v in range(3)
    }
    assert len(grounds) == 3
    manners = {env.get_template(f"_ornaments/{name}.svg").render(variables(1080, 286, m, 0)) for m in MANNERS}
    assert len(manners) >= 3, "a theme's hand is seen in it"


def test_each_row_of_the_table_calls_its_subject_up() -> None:
    """The shorter words within one must not speak over it."""
    for word, subject, *_weak in ROWS:
        found = "" if subject == NEUTRAL else subject
        assert SCENES.of_text(f"今年{word}。") == found, word


def test_each_subject_is_drawn_in_each_theme() -> None:
    for theme in CATALOGUE.themes.values():
        for subject in SCENES.drawings:
            assert SCENES.drawings_of(subject, theme)
        assert len(SCENES.drawings_of("", theme)) >= 3, "neighbours must not be twins"


def test_the_table_has_no_word_twice() -> None:
    words = [row[0] for row in ROWS]
    assert len(words) == len(set(words))
    assert {row[1] for row in ROWS} == set(SCENES.drawings)


@pytest.mark.parametrize(
    ("title", "subtitle", "facts", "subject"),
    [
        ("大道通衢", "外联内畅的综合交通网", ("高速公路通车里程达412公里", "新增停车泊位6000个"), "公路"),
        ("工业挑大梁", "", ("新增规上企业96家",), "产业"),
        ("向新而行", "", ("研发投入增长18%", "新增发明专利512件", "城区绿化率达44%"), "科技"),
        ("希望的田野", "", ("粮食产量达21.6万吨", "建成高标准农田8万亩"), "农业"),
        ("碧水蓝天", "", ("水质优良率100%",), "生态"),
        ("书声琅琅", "办好家门口的学校", ("新增学位5400个",), "教育"),
        ("病有良医", "", ("县级医院门诊量达88万人次",), "医疗"),
        ("诗和远方", "", ("接待游客960万人次", "新增非遗项目7项"), "文旅"),
        ("向海而兴", "", ("港口货物吞吐量达1.2亿吨",), "海洋"),
        ("风光无限", "", ("光伏装机达30万千瓦", "新建充电桩1200个"), "能源"),
        ("铿锵步伐", "", ("一步一个脚印",), ""),
        ("两翼齐飞", "", ("新增学位5400个", "新增航线12条"), ""),
    ],
)
def test_a_chapter_never_seen_before_has_its_subject(
    title: str, subtitle: str, facts: tuple[str, ...], subject: str
) -> None:
    assert SCENES.of_chapter(title, subtitle, facts) == subject


def scenes_of(sheet: Factsheet, theme: str = "hongzhuan") -> list[str]:
    plan = plan_cards(
        sheet, CATALOGUE, Wishes(sizes=("weibo-grid",), theme=theme, features=("cover", "chapter", "closing"))
    )
    assert not plan.refused
    return [planned.job.ornament for planned in plan.jobs]


def neutral(theme: str = "hongzhuan") -> set[str]:
    return set(SCENES.drawings_of("", CATALOGUE.theme(theme)))


def test_a_facts_own_words_come_before_its_chapters() -> None:
    chapters = (Chapter("a", "铁路先行", ""),)
    texts = ("新改建公路128公里", "一年接着一年干", "县医院晋升三级医院")
    facts = tuple(Fact(f"{n:02}", "a", "statement", text) for n, text in enumerate(texts, 1))
    cover, opener, *own, closing = scenes_of(Factsheet("开局之年", facts, chapters, "小城日报", "2026-02-18"))
    assert own == ["road", "railway", "clinic"]
    assert opener == "railway"
    assert {cover, closing} <= neutral()


def test_without_chapters_a_silent_fact_stands_where_its_neighbours_do() -> None:
    texts = (
        "新增港区泊位4个",
        "开通远洋航线12条",
        "外贸进出口增长9%",
        "一年接着一年干",
        "出口额增长11%",
        "口岸扩大",
    )
    facts = tuple(Fact(f"{n:02}", "", "statement", text) for n, text in enumerate(texts, 1))
    staged = scenes_of(Factsheet("", facts, (), "小城日报", "2026-02-18"))[:-1]
    assert set(staged) <= set(SCENES.drawings["港口"])
    assert staged.count("port") > len(staged) / 2


def test_where_nothing_speaks_the_place_is_neutral() -> None:
    facts = (Fact("01", "a", "statement", "一步一个脚印"), Fact("02", "a", "statement", "越走越稳"))
    sheet = Factsheet("", facts, (Chapter("a", "铿锵步伐", ""),), "小城日报", "2026-02-18")
    assert set(scenes_of(sheet)) <= neutral()


@pytest.mark.parametrize(
    ("title", "texts", "cover"),
    [
        ("云岭这五年", ("粮食产量21万吨", "公路通车96公里", "新增学位860个"), ""),
        ("第一医院这一年", ("门诊量86万人次", "新增学科3个"), "医疗"),
        ("这一年", ("门诊量86万人次", "手术5万台", "新增学科3个"), "医疗"),
        ("向海图强", ("粮食产量21万吨",), "海洋"),
    ],
)
def test_a_cover_shows_what_the_article_is_about_or_a_neutral_place(
    title: str, texts: tuple[str, ...], cover: str
) -> None:
    facts = tuple(Fact(f"{n:02}", "", "statement", text) for n, text in enumerate(texts, 1))
    for theme in THEMES:
        sheet = Factsheet(title, facts, (), "小城日报", "2026-02-18")
        assert scenes_of(sheet, theme)[0] in SCENES.drawings_of(cover, CATALOGUE.theme(theme))


@pytest.mark.parametrize("theme", THEMES)
def test_no_two_neighbours_stand_on_one_ground(theme: str) -> None:
    press = Press(WORLD, "resvg")
    facts = tuple(Fact(f"{n:02}", "a", "statement", f"第{n}批居民就业问题得到解决") for n in range(1, 9))
    sheet = Factsheet("", facts, (Chapter("a", "民生为本", ""),), "小城日报", "2026-02-18")
    plan = plan_cards(
        sheet, CATALOGUE, Wishes(sizes=("weibo-grid",), theme=theme, template="statement", features=())
    )
    grounds = []
    for planned in plan.jobs:
        parts = cut(press.fill(planned.job))
        assert parts is not None, "a scene's ground can be kept as pixels"
        grounds.append(parts.backdrop)
    assert all(a != b for a, b in pairwise(grounds))
    scenes = [planned.job.scene for planned in plan.jobs]
    assert all(len(set(run)) > 1 for run in zip(scenes, scenes[1:], scenes[2:], strict=False)), (
        "never three running"
    )
    assert len(set(grounds)) <= VIEWS * len(set(scenes)), "few grounds to draw"


def test_a_theme_draws_a_subject_its_own_way_too() -> None:
    theme = CATALOGUE.theme("jinhong")
    assert SCENES.drawings_of("海洋", theme) == ("cliff", *SCENES.drawings["海洋"])
    assert SCENES.drawings_of("民生", theme) == SCENES.drawings["民生"]
    assert SCENES.drawings_of("", theme) == SCENES.drawings[NEUTRAL]
    assert SCENES.drawings_of("海洋", replace(theme, scenes={})) == SCENES.drawings["海洋"]


def themed(own: Path, text: str) -> Catalogue:
    (own / "data" / "themes").mkdir(parents=True, exist_ok=True)
    (own / "data" / "themes" / "our.toml").write_text(text, encoding="utf-8")
    world = World.at(own)
    return Catalogue.read(world.templates, world.data)


def test_a_derived_theme_adds_to_its_bases_scenes_and_takes_its_manner(tmp_path: Path) -> None:
    theme = themed(tmp_path, 'base = "subai"\n[scenes]\n"港口" = "harbour"\n').theme("our")
    assert theme.manner == "lines"
    assert dict(theme.scenes) == {"文旅": "ridges", "海洋": "tideline", "港口": "harbour"}


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ('base = "haisi"\n[scenes]\n"交同" = "bridge"\n', "没有叫“交同”的题材", 3),
        ('base = "haisi"\n[scenes]\n"公路" = "brigde"\n', "没有叫“brigde”的纹样", 3),
        ('base = "haisi"\nmanner = "oil"\n', "“manner”的值 'oil' 不对", 2),
        ('base = "haisi"\nscenes = "bridge"\n', "“scenes”写得不对", 2),
    ],
)
def test_a_theme_that_names_what_is_not_there_is_refused_with_its_line(
    tmp_path: Path, text: str, what: str, line: int
) -> None:
    with pytest.raises(DesignError, match=what) as caught:
        themed(tmp_path, text).theme("our")
    assert caught.value.where is not None
    assert caught.value.where.line == line
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("file", "text", "what", "line"),
    [
        (TABLE, "# 词\n高铁\t交同\n", "没有叫“交同”的题材", 2),
        (TABLE, "高铁 铁路\n", "这一行不对", 1),
        (TABLE, "高铁\t铁路\t强\n", "这一行不对", 1),
        (SUBJECTS, '"铁路" = "railwai"\n', "没有叫“railwai”的景", 1),
    ],
)
def test_a_table_that_is_not_sound_is_refused_with_its_line(
    tmp_path: Path, file: Path, text: str, what: str, line: int
) -> None:
    (tmp_path / "data" / file).parent.mkdir(parents=True)
    (tmp_path / "data" / file).write_text(text, encoding="utf-8")
    data = (*WORLD.data, tmp_path / "data")
    with pytest.raises(DesignError, match=what) as caught:
        SceneTable.load(data, WORLD.templates)
    assert caught.value.where is not None
    assert caught.value.where.line == line


def test_a_newsroom_may_draw_one_subject_otherwise(tmp_path: Path) -> None:
    (tmp_path / SUBJECTS).parent.mkdir(parents=True)
    (tmp_path / SUBJECTS).write_text('"公路" = ["bridge", "road"]\n', encoding="utf-8")
    assert read_drawings((*WORLD.data, tmp_path), WORLD.templates) == {
        **SCENES.drawings,
        "公路": ("bridge", "road"),
    }


@pytest.mark.parametrize("account", ["", "小城融媒", "小城融媒体中心", "小城市融媒体中心官方账号"])
def test_a_landmark_stands_clear_of_every_word(account: str) -> None:
    """The wide sheet with its scene and the same sheet without differ nowhere near a word."""
    press = Press(WORLD, "resvg")
    facts = (Fact("01", "", "statement", "县医院晋升三级医院"),)
    sheet = Factsheet("开局之年", facts, (), "小城日报", "2026-02-18")
    job = plan_cards(sheet, CATALOGUE, Wishes(sizes=("wechat-cover",), theme="haisi", features=())).jobs[0].job
    job = replace(job, brand=Brand(account=account))
    with_it, without = (
        press.draw(job),
        press.draw(replace(job, scene="", theme=replace(job.theme, ornament=""))),
    )
    words = {text.box: text.frame for text in with_it.texts}
    differing = (
        ImageChops.difference(press.rasteriser.pixels(with_it), press.rasteriser.pixels(without))
        .convert("L")
        .point(lambda level: 255 if level > 3 else 0)
    )
    for box, (x0, y0, x1, y1) in words.items():
        around = (int(x0 - 6), int(y0 - 6), int(x1 + 6), int(y1 + 6))
        assert differing.crop(around).getbbox() is None, f"{box} is touched"
    scale = job.size.width / 1800
    above = differing.crop((int(1284 * scale), 0, int(1560 * scale), int(560 * scale))).getbbox()
    assert above is not None, "the name stands in the strip below it, however long"


def test_the_bench_names_a_table_that_is_not_sound(tmp_path: Path) -> None:
    (tmp_path / TABLE).parent.mkdir(parents=True)
    (tmp_path / TABLE).write_text("高铁\t铁路\n公交\t交同\n", encoding="utf-8")
    found = lint_tables((*WORLD.data, tmp_path), WORLD.templates)
    assert [(f.file, f.line, f.rule) for f in found] == [(tmp_path / TABLE, 2, "scene")]
    assert lint_tables(WORLD.data, WORLD.templates) == []
