"""Finished compositions tampered with one thing at a time: the proof names what was done, as for cards."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from PIL import Image

from generator.batch import Workshop
from generator.cli import main
from generator.compose import collate_pieces
from generator.facts import ArticleText, extract
from generator.world import World, shipped

from .conftest import ARTICLE
from .test_commands import desk

__all__ = ["desk"]


@pytest.fixture
def grid(desk: Path) -> Path:
    assert main(["compose", "grid", "小稿.txt", "-s", "mini-grid", "--only", "01,02,03", "-o", "格"]) == 0
    return desk / "格"


def causes(folder: Path, article: str = "", world: World | None = None) -> dict[str, set[str]]:
    facts = extract(ArticleText(article)) if article else None
    verdicts = collate_pieces(folder, Workshop(world or World.at(Path.cwd())), facts)
    return {v.file: {f.cause for f in v.faults} for v in verdicts if v.faults}


def test_an_untouched_composition_passes_without_a_word(grid: Path) -> None:
    assert causes(grid, ARTICLE) == {}


def test_a_painted_cell_and_a_missing_one(grid: Path) -> None:
    one, two = sorted(grid.glob("[12]-*.png"))
    image = Image.open(one).convert("RGB")
    image.paste("#ff0000", (9, 9, 30, 30))
    image.save(one)
    two.unlink()
    assert causes(grid) == {one.name: {"retouched"}, two.name: {"missing"}}


def test_a_fact_changed_since_and_a_fact_changed_in_the_account(grid: Path) -> None:
    found = causes(grid, ARTICLE.replace("367", "376"))
    assert {name[:2] for name in found} == {"1-", "预览"} and set.union(*found.values()) == {"fact"}
    path = grid / "compositions.json"
    path.write_text(path.read_text(encoding="utf-8").replace("367", "376"), encoding="utf-8")
    assert any(kinds & {"record", "unexplained"} for kinds in causes(grid).values())


def test_a_changed_theme_and_a_swapped_font_are_named(grid: Path, tmp_path: Path) -> None:
    here = World.at(Path.cwd())
    data = Path(shutil.copytree(shipped("data"), tmp_path / "anders"))
    theme = data / "themes" / "haisi.toml"
    text = theme.read_text(encoding="utf-8")
    theme.write_text(text.replace('"#ffffff"', '"#fffff0"', 1), encoding="utf-8")
    other = World(here.fonts, here.templates, (data, *here.data[1:]), here.clock)
    assert all("theme" in kinds for kinds in causes(grid, world=other).values())
    assert causes(grid, world=other)
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for font in shipped("fonts").iterdir():
        (fonts / font.name).symlink_to(font)
    (fonts / "Oswald-Bold.ttf").unlink()
    shutil.copy(shipped("fonts") / "BarlowCondensed-Bold.ttf", fonts / "Oswald-Bold.ttf")
    found = causes(grid, world=World((fonts,), here.templates, here.data, here.clock))
    assert found and all("font" in kinds or "unmade" in kinds for kinds in found.values())


def test_an_early_account_guards_the_bytes(grid: Path) -> None:
    path = grid / "compositions.json"
    table = json.loads(path.read_text(encoding="utf-8"))
    for entry in table["compositions"]:
        del entry["sheet"], entry["order"]
    path.write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    assert set.union(*causes(grid).values()) == {"no-ticket"}
    one = next(iter(grid.glob("1-*.png")))
    one.write_bytes(one.read_bytes() + b"x")
    assert "bytes" in causes(grid)[one.name]


@pytest.fixture
def pdf(desk: Path) -> Path:
    assert main(["batch", "小稿.txt", "-s", "mini-grid", "-j", "1", "-o", "案", "--only", "01,02"]) == 0
    assert main(["compose", "sheet", "案", "-o", "印/打印稿.pdf"]) == 0
    return desk / "印" / "打印稿.pdf"


def test_an_untouched_print_passes_and_a_changed_one_does_not(pdf: Path) -> None:
    assert causes(pdf.parent, ARTICLE) == {}
    assert main(["proof", "印", "-j", "1"]) == 0
    data = pdf.read_bytes()
    pdf.write_bytes(data + b"\n")
    assert causes(pdf.parent) == {"打印稿.pdf": {"bytes"}}
    assert main(["proof", "印", "-j", "1"]) == 1
    pdf.unlink()
    assert causes(pdf.parent) == {"打印稿.pdf": {"missing"}}


def test_a_print_of_cards_that_are_others_now_is_outdated(pdf: Path) -> None:
    article = Path("小稿.txt").read_text(encoding="utf-8").replace("367", "376")
    assert causes(pdf.parent, article) == {"打印稿.pdf": {"fact"}}
    Path("小稿.txt").write_text(article, encoding="utf-8")
    assert main(["batch", "小稿.txt", "-s", "mini-grid", "-j", "1", "-o", "案", "--only", "01"]) == 0
    found = causes(pdf.parent)
    assert found == {"打印稿.pdf": {"outdated"}}
    assert main(["compose", "sheet", "案", "-o", "印/打印稿.pdf"]) == 0
    assert causes(pdf.parent) == {}


def test_a_card_exchanged_under_a_print_and_an_account_led_astray(pdf: Path, tmp_path: Path) -> None:
    card = next(Path("案").glob("01-*.png"))
    image = Image.open(card).convert("RGB")
    image.paste("#ff0000", (9, 9, 90, 90))
    image.save(card)
    assert causes(pdf.parent) == {"打印稿.pdf": {"unexplained"}}, (
        "the print shows what the folder no longer does"
    )
    path = pdf.parent / "compositions.json"
    for way in (tmp_path.as_posix(), "nirgends", "C:/x"):
        table = json.loads(path.read_text(encoding="utf-8"))
        table["compositions"][0]["batch"] = way
        path.write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
        assert causes(pdf.parent) == {"打印稿.pdf": {"no-ticket"}}
