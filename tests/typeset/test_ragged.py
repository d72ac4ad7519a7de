"""Whatever a newsroom pastes: emoji, combining marks, lone surrogates, invisible controls, ten thousand characters."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import CardRefused, DoesNotFit, MissingGlyph
from generator.typeset import Box, Run, Typesetter
from tests.typeset.setters import SANS
from tests.typeset.test_rules import FORBIDDEN_ENDS, FORBIDDEN_STARTS, UNITS

WORDS = ["晋江", "发展", "企业", "的", "和", "，", "。", "、", "“", "”", "《", "》", "——", "……", " ", "\n", "超900项", "5.3%", "1.75万人", "R1线",
         "2021—2035年", "GDP", "iPhone", "It’s", "㛃", "𬭎"]  # fmt: skip
COMBINING = ["e\u0301", "o\u0302\u0301", "中\u0308", "\u0301", "が", "か\u3099", "ä"]
EMOJI = ["😀", "👨\u200d👩\u200d👧", "❤\ufe0f", "🇨🇳", "1\ufe0f\u20e3", "🏳️‍🌈"]
BROKEN = ["\ud800", "\udfff", "\ud83d"]
INVISIBLE = [
    "\u200b",
    "\u200d",
    "\u2060",
    "\ufeff",
    "\u202a",
    "\u202e",
    "\u2066",
    "\u2069",
    "\u200e",
    "\u00ad",
    "\x07",
    "\x00",
    "\u2028",
]
QUICK = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


@QUICK
@given(
    text=st.lists(st.sampled_from(WORDS + COMBINING + EMOJI + BROKEN + INVISIBLE), max_size=40).map("".join),
    vertical=st.booleans(),
    balance=st.booleans(),
)
def test_it_is_set_whole_or_refused_in_words_that_can_be_shown(
    setter: Typesetter, text: str, vertical: bool, balance: bool
) -> None:
    mode = "vertical-rl" if vertical else "horizontal-tb"
    box = Box(700, 700, 80, 8, name="正文", writing_mode=mode, balance=balance)
    try:
        setting = setter.fit([Run(text, SANS)], box)
    except CardRefused as refusal:
        message = str(refusal)
        message.encode("utf-8")
        assert "正文" in message
        assert not any(character in message for character in INVISIBLE + BROKEN)
        bad = [c for c in text if unicodedata.category(c) in ("Cs", "Cf", "Cc") and c != "\n"]
        assert bad or isinstance(refusal, MissingGlyph | DoesNotFit)
        return
    assert not any(piece in text for piece in BROKEN + EMOJI)
    assert all(glyph.gid for line in setting.lines for glyph in line.glyphs)
    assert "".join("".join(line.text.split()) for line in setting.lines) == "".join(text.split())
    assert not any(unicodedata.combining(line.text[0]) for line in setting.lines[1:])


@FEW
@given(
    pieces=st.lists(st.sampled_from([*WORDS, *COMBINING[:2]]), min_size=200, max_size=2500),
    width=st.floats(400, 1100),
    balance=st.booleans(),
    vertical=st.booleans(),
)
def test_the_rules_hold_in_texts_of_up_to_ten_thousand_characters(
    setter: Typesetter, pieces: list[str], width: float, balance: bool, vertical: bool
) -> None:
    text = "".join(pieces).replace("\n", "")[:10_000]
    box = Box(
        width,
        width,
        60,
        2,
        max_lines=999,
        balance=balance,
        writing_mode="vertical-rl" if vertical else "horizontal-tb",
    )
    try:
        lines = [line.text for line in setter.fit([Run(text, SANS)], box).lines]
    except DoesNotFit as refusal:
        assert "不能拆开" in str(refusal) or "行" in str(refusal)
        return
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line[0] not in FORBIDDEN_STARTS for line in lines[1:])
    assert all(line[-1] not in FORBIDDEN_ENDS for line in lines[:-1])
    if " " not in text:
        breaks, at = set(), 0
        for line in lines:
            at += len(line)
            breaks.add(at)
        for match in UNITS.finditer(text):
            assert not any(match.start() < place < match.end() for place in breaks), match.group()


@pytest.mark.parametrize("name", ["陈焰㛃", "林𬭎亮", "李𣲗", "张㵾"])
def test_rare_characters_of_names_are_drawn_or_named(setter: Typesetter, name: str) -> None:
    for family in ("Noto Sans SC", "Noto Serif SC", "Oswald"):
        style = SANS.__class__((family,), 700)
        try:
            setting = setter.fit([Run(f"院士{name}领衔攻关", style)], Box(600, 600, 60, 10))
        except MissingGlyph as refusal:
            assert f"U+{ord(name[2] if name[0] not in '林李张' else name[1]):04X}" in str(refusal)
            continue
        assert all(glyph.gid for line in setting.lines for glyph in line.glyphs)
        assert name in "".join(line.text for line in setting.lines)
