from __future__ import annotations

import pytest

from generator.typeset import Box, Run, Setting, Typesetter
from tests.typeset.setters import SANS


def stand(setter: Typesetter, text: str, height: float = 800, **how: object) -> Setting:
    box = Box(600, height, 50, 50, writing_mode="vertical-rl", **how)  # type: ignore[arg-type]
    return setter.fit([Run(text, SANS)], box)


def test_columns_run_from_right_to_left(setter: Typesetter) -> None:
    setting = stand(setter, "深入实施\n专项行动")
    first, second = (line.glyphs[0].x for line in setting.lines)
    assert first > second
    ys = [glyph.y for glyph in setting.lines[0].glyphs]
    assert ys == sorted(ys)


@pytest.mark.parametrize("digits", ["7", "47", "900", "2026"])
def test_up_to_four_digits_stand_upright_in_one_em(setter: Typesetter, digits: str) -> None:
    setting = stand(setter, f"第{digits}位")
    assert setting.lines[0].width == pytest.approx(150, abs=1)
    glyphs = setting.lines[0].glyphs[1:-1]
    assert len(glyphs) == len(digits)
    assert all(glyph.rotate == 0 for glyph in glyphs)
    assert len({glyph.y for glyph in glyphs}) == 1
    for glyph in glyphs:
        left, _, right, _ = setter.bounds(glyph.face, glyph.gid)
        centre = setting.lines[0].baseline
        assert centre - 26 <= glyph.x + left * glyph.size * glyph.scale_x
        assert glyph.x + right * glyph.size * glyph.scale_x <= centre + 26


@pytest.mark.parametrize("text", ["15000", "1.75", "GDP"])
def test_longer_ones_lie_on_their_side(setter: Typesetter, text: str) -> None:
    assert all(glyph.rotate == 90 for glyph in stand(setter, text).lines[0].glyphs)


def test_marks_have_vertical_forms(setter: Typesetter) -> None:
    across = setter.fit([Run("（中", SANS)], Box(600, None, 50, 50)).lines[0].glyphs[0].gid
    assert stand(setter, "（中").lines[0].glyphs[0].gid != across


def test_marks_are_halved_at_the_foot(setter: Typesetter) -> None:
    assert stand(setter, "中，").lines[0].width == pytest.approx(75, abs=1)
    assert stand(setter, "“中”，中").lines[0].width == pytest.approx(50 * 4, abs=6)


def test_rules_hold_in_columns(setter: Typesetter) -> None:
    lines = [
        line.text for line in stand(setter, "实现全省首宗“三边地”农转后入市、国有与集体用地置换", 500).lines
    ]
    assert all(line[0] not in "，、”》" for line in lines)
    assert "“三边地”" in "".join(line for line in lines if "三边地" in line)


def test_years_at_both_ends_of_a_dash_stand_upright(setter: Typesetter) -> None:
    setting = stand(setter, "2021—2035年")
    assert all(glyph.rotate == 0 for glyph in setting.lines[0].glyphs)
    assert setting.lines[0].width == pytest.approx(50 * 4, abs=2)


@pytest.mark.parametrize(("text", "turned"), [("±0.5℃", 5), ("38℃", 0), ("≥15000", 6)])
def test_a_sign_lies_or_stands_with_its_number(setter: Typesetter, text: str, turned: int) -> None:
    glyphs = stand(setter, text).lines[0].glyphs
    assert sum(glyph.rotate == 90 for glyph in glyphs) == turned
