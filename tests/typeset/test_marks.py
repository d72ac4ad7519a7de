"""Squeezing, gaps and edges, measured in em."""

from __future__ import annotations

import pytest

from generator.typeset import Box, FontBook, Run, Style, Typesetter
from generator.typeset.shape import Shaper
from tests.typeset.setters import SANS


@pytest.mark.parametrize(
    ("text", "em"),
    [
        ("中，中", 3.0),  # a mark among hanzi keeps its em
        ("中，", 1.5),  # at a line's end it takes half
        ("中。”中", 3.5),  # two side by side take one and a half
        ("中”，中", 3.5),
        ("中》（中", 3.5),
        ("中：“中", 3.5),
        ("中（“中", 3.5),
        ("中”·“中", 3.5),  # the point takes half, the quotes give up theirs towards it
        ("中·中", 2.5),
        ("中——中", 4.0),
        ("中……中", 4.0),
        ("中\u3000中", 3.0),
        ("中 中", 2.5),
    ],
)
def test_measures(setter: Typesetter, text: str, em: float) -> None:
    assert setter.measure([Run(text, SANS)]) == pytest.approx(em, abs=0.01)


@pytest.mark.parametrize(
    ("text", "em"),
    [
        ("中“甲”中", 4.125),  # both quotes half, towards both sides, and a sixteenth to stand free
        ("中《甲》中（甲）中", 7.25),
        ("中“甲”“甲”中", 6.1875),  # one em between them, not one and a half
        ("中：“甲”，中", 3 + 1.5 + 1.5),  # beside another mark as everywhere
        ("中，中", 3.0),  # a comma keeps its em
        ("中“甲” “甲”中", 6.75),  # a typed space is half an em, and nothing beside it
        ("中“甲”——中", 6.125),
    ],
)
def test_quotes_take_half_an_em_in_headlines(setter: Typesetter, text: str, em: float) -> None:
    assert setter.measure([Run(text, SANS)], tight=True) == pytest.approx(em, abs=0.02)
    if "：" not in text:  # whose vertical form keeps its own measure
        assert setter.measure([Run(text, SANS)], vertical=True, tight=True) == pytest.approx(em, abs=0.02)


def test_dash_is_one_glyph(setter: Typesetter) -> None:
    setting = setter.fit([Run("中——中", SANS)], Box(900, None, 50, 50))
    assert len(setting.lines[0].glyphs) == 3


@pytest.mark.parametrize("mark", "“（《【「")
def test_opening_marks_are_flush(setter: Typesetter, mark: str) -> None:
    setting = setter.fit([Run(mark + "中", SANS)], Box(900, None, 100, 100))
    glyph = setting.lines[0].glyphs[0]
    ink = glyph.x + setter.bounds(glyph.face, glyph.gid)[0] * glyph.size
    assert 0 <= ink < 15


@pytest.mark.parametrize("text", ["中5中", "中A中"])
def test_gap_between_han_and_latin(setter: Typesetter, text: str) -> None:
    inner = setter.measure([Run(text[1], SANS)])
    gap = (setter.measure([Run(text, SANS)]) - 2 - inner) / 2
    assert 1 / 8 <= gap <= 1 / 4


def test_no_gap_at_an_edge_or_beside_a_mark(setter: Typesetter) -> None:
    five = setter.measure([Run("5", SANS)])
    assert setter.measure([Run("5，", SANS)]) == pytest.approx(five + 0.5, abs=0.01)
    assert setter.measure([Run("中5", SANS)]) == pytest.approx(1 + five + 0.125, abs=0.01)


def test_apostrophe_in_latin_is_narrow(setter: Typesetter) -> None:
    assert setter.measure([Run("It’s", SANS)]) < 2
    assert setter.measure([Run("他说‘好’吗", SANS)]) == pytest.approx(6.5, abs=0.6)


def test_chinese_quotes_never_come_from_a_latin_face(setter: Typesetter) -> None:
    style = Style(("Oswald", "Noto Sans SC"), 700)
    setting = setter.fit([Run("“5G”时代——2021—2035年", style)], Box(2000, None, 100, 100))
    faces = [glyph.face for glyph in setting.lines[0].glyphs]
    assert faces[0] == "Noto Sans SC@700"
    assert faces[1] == "Oswald@700"
    assert sum(face.startswith("Oswald") for face in faces) == 2 + 4 + 1 + 4


def test_marks_are_squeezed_by_hand_without_halt(fonts: FontBook) -> None:
    shaper = Shaper(fonts)
    key = "Noto Sans SC@700"
    face = fonts.face(key)
    from dataclasses import replace

    from generator.typeset.shape import _by_hand

    bare = replace(face, tags=frozenset())
    for mark, side, before in (("，", "closing", False), ("“", "opening", True), ("）", "closing", False)):
        cluster = shaper.shape(key, mark, han=True)[0]
        lost = _by_hand(bare, cluster, side, False)
        assert lost[0 if before else 1] == pytest.approx(0.5, abs=0.12)
        assert lost[1 if before else 0] == 0
