"""A theme that asks for a font that is nowhere stops its cards, and says where it asks."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.card.typecase import prove_fonts
from generator.design import Theme
from generator.design.themefile import read_theme
from generator.errors import DesignError
from generator.typeset import FontBook
from generator.world import World

WORLD = World.at()
SHIPPED = WORLD.data[0] / "themes"
FAMILIES = FontBook.load(*WORLD.fonts).families


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda p: p.stem)
def test_shipped_themes_ask_for_what_is_there(path: Path) -> None:
    prove_fonts(read_theme(path), FAMILIES)


def own_theme(folder: Path, old: str, new: str) -> Theme:
    text = (SHIPPED / "haisi.toml").read_text(encoding="utf-8")
    assert old in text
    path = folder / "own.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return read_theme(path)


def line_of(theme: Theme, word: str) -> int:
    lines = theme.path.read_text(encoding="utf-8").splitlines()
    return next(number for number, line in enumerate(lines, 1) if word in line)


def test_an_unknown_font_is_named_with_file_line_and_nearest(tmp_path: Path) -> None:
    theme = own_theme(tmp_path, '"Noto Serif SC"', '"Noto Serif CS"')
    with pytest.raises(DesignError, match="Noto Serif CS") as caught:
        prove_fonts(theme, FAMILIES)
    where = caught.value.where
    assert where is not None and (where.file, where.line) == (theme.path, line_of(theme, "Noto Serif CS"))
    assert "Noto Serif SC" in caught.value.remedy
