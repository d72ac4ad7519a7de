"""A long picture holds every fact once, whole, under the platform's limits."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from generator.card import Press, write_copy
from generator.compose import Composition, LongWishes, compose_long
from generator.errors import CardRefused, UsageError
from generator.facts.model import Factsheet
from generator.world import World

from .conftest import ARTICLE, SIZE, read

ONE, PARTS = LongWishes(size="mini-long"), LongWishes(size="mini-parts")


def said(made: Composition) -> str:
    lines = (line for piece in made.pieces for text in piece.texts for line in text.lines)
    return "".join(lines).replace(" ", "")


def ids(made: Composition) -> list[str]:
    return [fact for piece in made.pieces if not piece.preview for fact in piece.facts]


def test_one_picture_from_title_to_source_with_every_fact_once(sheet: Factsheet, press: Press) -> None:
    made = compose_long(sheet, press, ONE)
    (long,) = [piece for piece in made.pieces if not piece.preview]
    assert long.width == 216 and 648 < long.height <= 4000
    assert sorted(ids(made)) == sorted(f.id for f in sheet.facts)
    words = said(made)
    for fact in sheet.facts:
        copy = write_copy(fact, sheet, total=0)
        parts = (copy.head, str(copy.figure), copy.tail) if copy.figure else (copy.text,)
        assert all(part.replace(" ", "") in words for part in parts), parts
    assert words.startswith("小城一年看得见的变化")
    for chapter in sheet.chapters:
        assert chapter.title in words and chapter.subtitle in words
    assert words.count("来源：小城日报") == 2, "on top and at the foot"
    assert not made.refused


def test_the_title_stands_in_the_first_square(sheet: Factsheet, press: Press) -> None:
    long = compose_long(sheet, press, ONE).pieces[0]
    title = [t for t in long.texts if t.frame[3] <= long.width]
    assert "看得见的变化" in "".join(line for t in title for line in t.lines)


def test_texts_follow_one_another_and_stay_inside(sheet: Factsheet, press: Press) -> None:
    for wishes in (ONE, PARTS):
        for piece in compose_long(sheet, press, wishes).pieces:
            for text in piece.texts:
                assert text.frame[0] >= 0 and text.frame[2] <= piece.width
                assert text.frame[1] >= 0 and text.frame[3] <= piece.height
            frames = [text.frame for text in piece.texts]
            for n, a in enumerate(frames):
                for b in frames[n + 1 :]:
                    apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] + 0.5 or b[3] <= a[1] + 0.5
                    assert apart, (piece.texts[n], b)


def test_over_the_height_it_is_parted_between_facts_and_the_parts_are_numbered(
    sheet: Factsheet, press: Press
) -> None:
    made = compose_long(sheet, press, PARTS)
    parts = [piece for piece in made.pieces if not piece.preview]
    assert len(parts) >= 3
    assert all(piece.height <= 640 for piece in parts)
    assert sorted(ids(made)) == sorted(f.id for f in sheet.facts)
    for n, piece in enumerate(parts, 1):
        assert f"第{n}张共{len(parts)}张" in piece.file
        words = "".join(line for text in piece.texts for line in text.lines)
        assert (f"（{n}/{len(parts)}）" in words) == (n < len(parts))
        assert (f"{n}/{len(parts)}" in words.replace(" ", "").replace("（", "")) or n == 1
    whole = compose_long(sheet, press, ONE).pieces[0]
    assert set(ids(made)) == set(whole.facts)


def test_over_the_bytes_it_is_parted_too(tmp_path: Path, world: World, sheet: Factsheet) -> None:
    sizes = tmp_path / "data" / "sizes"
    sizes.mkdir(parents=True)
    text = SIZE.format(name="小长图", width=216, height=4000, shape="long").replace(
        "max_kb = 900", "max_kb = 40"
    )
    (sizes / "mini-light.toml").write_text(text + 'formats = ["jpg"]\n', encoding="utf-8")
    press = Press(World.at(tmp_path), "resvg")
    made = compose_long(sheet, press, LongWishes(size="mini-light"))
    parts = [piece for piece in made.pieces if not piece.preview]
    assert len(parts) > 1
    assert all(len(piece.data) <= 40 * 1024 and piece.file.endswith(".jpg") for piece in parts)


def test_an_editor_names_facts_or_how_many(sheet: Factsheet, press: Press) -> None:
    some = compose_long(sheet, press, replace(ONE, only=("02", "09")))
    assert ids(some) == ["02", "09"]
    few = compose_long(sheet, press, replace(ONE, most=5))
    assert len(ids(few)) == 5
    with pytest.raises(UsageError, match="没有编号"):
        compose_long(sheet, press, replace(ONE, only=("99",)))
    with pytest.raises(UsageError, match="不是一条事实"):
        compose_long(sheet, press, replace(ONE, only=("00",)))
    with pytest.raises(UsageError, match="没有叫"):
        compose_long(sheet, press, replace(ONE, size="mini-grid"))
    with pytest.raises(CardRefused, match="没有一条"):
        compose_long(replace(sheet, facts=()), press, ONE)


def test_a_fact_too_high_for_any_part_is_named(world: World, press: Press) -> None:
    endless = "深入实施" + "城乡一体的公共服务与社会保障以及产业创新综合体协同运行管理平台" * 40
    changed = [replace(f, text=endless) if f.id == "03" else f for f in read(ARTICLE, world).facts]
    sheet = replace(read(ARTICLE, world), facts=tuple(changed))
    with pytest.raises(CardRefused, match=r"第 03 条单独就有 \d+ 像素高，超过小mini-parts的 640"):
        compose_long(sheet, press, PARTS)


def test_a_picture_too_low_for_a_long_one_is_said(tmp_path: Path, sheet: Factsheet) -> None:
    sizes = tmp_path / "data" / "sizes"
    sizes.mkdir(parents=True)
    text = SIZE.format(name="小长图", width=216, height=4000, shape="long") + "least_height = 3000\n"
    (sizes / "mini-tall.toml").write_text(text, encoding="utf-8")
    press = Press(World.at(tmp_path), "resvg")
    made = compose_long(sheet, press, LongWishes(size="mini-tall", only=("01",)))
    assert "按单图裁切" in made.notes[0]


def test_the_same_article_gives_the_same_bytes(sheet: Factsheet, press: Press) -> None:
    assert compose_long(sheet, press, PARTS) == compose_long(sheet, press, PARTS)


def test_the_preview_shows_the_parts_side_by_side(sheet: Factsheet, press: Press) -> None:
    made = compose_long(sheet, press, PARTS)
    preview = Image.open(io.BytesIO(made.pieces[-1].data))
    assert preview.width == (len(made.pieces) - 1) * 324 + 24


def test_a_figure_too_long_for_a_row_is_stacked_and_one_too_long_for_that_is_a_sentence(
    world: World, press: Press
) -> None:
    article = ARTICLE.replace("新增停车位15,000个", "累计服务群众1,234,567,890人次")
    article = article.replace("建成普惠托育机构38家", "累计处理数据1,234,567,890,123,456,789,012,345,678条次")
    sheet = read(article, world)
    made = compose_long(sheet, press, ONE)
    assert sorted(ids(made)) == sorted(f.id for f in sheet.facts)
    assert "1,234,567,890,123,456,789,012,345,678" in said(made)
    assert not made.refused


def test_the_brand_closes_it(tmp_path: Path, sheet: Factsheet) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "brand.toml").write_text(
        'account = "小城融媒"\nslogan = "看见小城"\ncredit = "制图：李安"\n', encoding="utf-8"
    )
    sizes = tmp_path / "data" / "sizes"
    sizes.mkdir()
    text = SIZE.format(name="小长图", width=216, height=4000, shape="long")
    (sizes / "mini-long.toml").write_text(text, encoding="utf-8")
    long = compose_long(sheet, Press(World.at(tmp_path), "resvg"), replace(ONE, only=("01",))).pieces[0]
    boxes = {text.box: "".join(text.lines) for text in long.texts}
    assert (boxes["account"], boxes["slogan"], boxes["credit"]) == ("小城融媒", "看见小城", "制图：李安")
