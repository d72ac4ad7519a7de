"""One picture cut in nine: the cells join to the pixel, every cell makes sense alone, no word comes near a cut."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from generator.batch import Wishes, plan_cards
from generator.card import Press
from generator.compose import Composition, MosaicWishes, compose_mosaic
from generator.compose.mosaic import CLEAR
from generator.compose.striking import without_cover
from generator.errors import CardRefused, DoesNotFit, UsageError
from generator.facts.model import Factsheet
from generator.world import World, shipped

from .conftest import ARTICLE, read

MINI = MosaicWishes(size="mini-grid")
SIDE = 216


@pytest.fixture(scope="module")
def made(sheet: Factsheet, press: Press) -> Composition:
    return compose_mosaic(sheet, press, MINI)


def joined(made: Composition) -> Image.Image:
    whole = Image.new("RGB", (3 * SIDE, 3 * SIDE))
    for n, piece in enumerate(made.pieces[:9]):
        whole.paste(Image.open(io.BytesIO(piece.data)), (n % 3 * SIDE, n // 3 * SIDE))
    return whole


def test_a_title_in_the_middle_and_a_fact_in_every_other_cell(sheet: Factsheet, made: Composition) -> None:
    assert [piece.file.split("-")[0] for piece in made.pieces[:9]] == [str(n) for n in range(1, 10)]
    assert made.pieces[4].facts == ("00",)
    facts = {fact.id: fact for fact in sheet.facts}
    others = [made.pieces[n].facts[0] for n in range(9) if n != 4]
    assert others == sorted(others) and len(set(others)) == 8
    for n in (0, 1, 2, 3, 5, 6, 7, 8):
        words = "".join(line for text in made.pieces[n].texts for line in text.lines).replace(" ", "")
        fact = facts[made.pieces[n].facts[0]]
        assert fact.metric and fact.metric.value in words, "the figure stands in the cell alone"
        assert "小城日报" in words, "and where it comes from"


def test_no_word_comes_near_a_cut(made: Composition) -> None:
    for piece in made.pieces[:9]:
        assert (piece.width, piece.height) == (SIDE, SIDE)
        assert piece.texts
        for text in piece.texts:
            assert min(text.frame) >= CLEAR * SIDE
            assert max(text.frame) <= (1 - CLEAR) * SIDE


def test_the_preview_is_the_cells_joined(made: Composition) -> None:
    preview = Image.open(io.BytesIO(made.pieces[-1].data))
    whole = joined(made).resize(preview.size, Image.Resampling.LANCZOS)
    assert ImageChops.difference(preview, whole).getbbox() is None


def test_the_cells_are_windows_on_one_ground(tmp_path: Path, sheet: Factsheet, world: World) -> None:
    """The nine grounds joined are the whole ground drawn at once: no seam, no shift by a pixel."""
    mosaic = tmp_path / "_mosaic"
    mosaic.mkdir()
    frame = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {s} {s}" width="{s}" height="{s}">{inner}</svg>'
    )
    ground = '{{% with oh=330, foot=92{more} %}}{{% include "_mosaic/ground.svg" %}}{{% endwith %}}'
    for name in ("cell", "title"):
        (mosaic / f"{name}.svg").write_text(
            frame.format(s=1080, inner=ground.format(more="")), encoding="utf-8"
        )
    whole = frame.format(s=3240, inner=ground.format(more=", row=0, column=0"))
    (mosaic / "whole.svg").write_text(whole, encoding="utf-8")
    (tmp_path / "proof.toml").write_text('whole = "off"  # these cells have no words\n', encoding="utf-8")
    outside = World(world.fonts, (shipped("templates_svg"), tmp_path), (*world.data, tmp_path))
    bare = Press(outside, "resvg")
    theme = bare.catalogue.theme("haisi")
    _plan, scene = without_cover(
        plan_cards(sheet, bare.catalogue, Wishes(sizes=(MINI.size,), theme=MINI.theme))
    )
    said = {"theme": theme, "manner": theme.manner, "ornament": f"_ornaments/{scene or theme.ornament}.svg"}
    once = bare.draw_free("_mosaic/whole.svg", said, theme, units=(3240, 3240), pixels=(3 * SIDE, 3 * SIDE))
    cells, whole = joined(compose_mosaic(sheet, bare, MINI)), bare.rasteriser.pixels(once)
    # Coverage of an edge is rounded anew in every window: a few pixels of outline differ by a few levels.
    assert apart(cells, whole) < 0.0005
    assert apart(ImageChops.offset(cells, 1, 0), whole) > 0.003, "a shift by one pixel would be seen"


def apart(one: Image.Image, other: Image.Image) -> float:
    """Return the share of pixels that differ by more than 3 levels in some channel."""
    bands = ImageChops.difference(one, other).split()
    worst = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return sum(worst.histogram()[4:]) / (one.width * one.height)


def test_an_editor_names_eight_facts_and_their_order(sheet: Factsheet, press: Press) -> None:
    ids = ("14", "13", "12", "11", "09", "08", "07", "01")
    made = compose_mosaic(sheet, press, replace(MINI, only=ids))
    assert [made.pieces[n].facts[0] for n in (0, 1, 2, 3, 5, 6, 7, 8)] == list(ids)
    with pytest.raises(UsageError, match="要八条"):
        compose_mosaic(sheet, press, replace(MINI, only=ids[:3]))
    with pytest.raises(UsageError, match="没有编号为“99”"):
        compose_mosaic(sheet, press, replace(MINI, only=(*ids[:7], "99")))


def test_it_needs_a_square_a_title_and_eight_facts(sheet: Factsheet, press: Press) -> None:
    with pytest.raises(UsageError, match="不是方形"):
        compose_mosaic(sheet, press, replace(MINI, size="mini-post"))
    with pytest.raises(CardRefused, match="没有标题"):
        compose_mosaic(replace(sheet, title=""), press, MINI)
    with pytest.raises(CardRefused, match=r"只有 \d 条"):
        compose_mosaic(replace(sheet, facts=sheet.facts[:5]), press, MINI)


def test_a_fact_too_long_for_a_cell_is_passed_over_but_not_when_it_was_named(
    world: World, press: Press
) -> None:
    endless = "建成" + "城乡一体的公共服务与社会保障以及产业创新综合体协同运行管理平台" * 12 + "9000000个"
    sheet = read(ARTICLE.replace("培育重点工业企业367家", endless), world)
    long = next(fact.id for fact in sheet.facts if fact.text == endless)
    made = compose_mosaic(sheet, press, MINI)
    assert long not in {fact for piece in made.pieces for fact in piece.facts}
    others = [fact.id for fact in sheet.facts if fact.metric and fact.id != long][:7]
    with pytest.raises(DoesNotFit):
        compose_mosaic(sheet, press, replace(MINI, only=(long, *others)))
