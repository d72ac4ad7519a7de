"""The rules that no line may break, over generated text."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import CardRefused, DoesNotFit, MissingGlyph
from generator.typeset import Box, Run, Style, Typesetter
from tests.typeset.setters import SANS, lines_at

FORBIDDEN_STARTS = "、，；：。．！？”’》〉」』）】〕·…—～%％‰℃,.;:!?)"
FORBIDDEN_ENDS = "“‘《〈「『（【〔("
PIECES = st.sampled_from(
    [
        *(["晋江", "发展", "产业链", "创新", "企业", "民生", "福祉", "项目", "建设", "全市", "高质量", "经济", "实现", "增长", "的", "和", "在", "了", "第一", "服务", "群众"]),
        *("，", "。", "、", "：", "！", "？", "；", "“", "”", "《", "》", "（", "）", "——", "……", "·", " ", "～", "【", "】"),
        *(["第47位", "超900项", "1.75万人", "2021—2035年", "5.3%", "15,000,000件", "R1线", "3A级", "AA以上", "GDP", "PM2.5", "38℃", "±800千伏", "9秒83", "iPhone", "It’s", "é"]),
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=24).map("".join)
QUICK = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
UNITS = re.compile(
    r"第47位|超900项|1\.75万人|2021—2035年|5\.3%|15,000,000件|R1线|3A级|AA以上|GDP|PM2\.5|38℃|±800千伏|9秒83|iPhone|It’s|——|……"
)


def set_lines(setter: Typesetter, text: str, em: float, **box: object) -> list[str] | None:
    try:
        return lines_at(setter, text, em, **box)
    except DoesNotFit:
        return None


@QUICK
@given(text=TEXTS, em=st.floats(3, 24), strict=st.booleans(), balance=st.booleans())
def test_no_forbidden_starts_or_ends(
    setter: Typesetter, text: str, em: float, strict: bool, balance: bool
) -> None:
    lines = set_lines(setter, text, em, strict=strict, balance=balance)
    for above, below in zip(lines or [], (lines or [])[1:], strict=False):
        assert below[0] not in FORBIDDEN_STARTS
        assert above[-1] not in FORBIDDEN_ENDS


@QUICK
@given(text=TEXTS, em=st.floats(4, 24))
def test_numbers_names_and_dashes_stay_whole(setter: Typesetter, text: str, em: float) -> None:
    lines = set_lines(setter, text, em)
    if lines is None:
        return
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)
    joined, breaks = "", set()
    for line in lines:
        joined += line.replace(" ", "")
        breaks.add(len(joined))
    for match in UNITS.finditer(text.replace(" ", "")):
        if " " not in text:
            assert not any(match.start() < at < match.end() for at in breaks), (lines, match.group())


@QUICK
@given(text=TEXTS, width=st.floats(200, 1200), height=st.floats(60, 900), vertical=st.booleans())
def test_nothing_stands_outside_its_box(
    setter: Typesetter, text: str, width: float, height: float, vertical: bool
) -> None:
    mode = "vertical-rl" if vertical else "horizontal-tb"
    box = Box(width, height, 120, 12, writing_mode=mode)
    try:
        setting = setter.fit([Run(text, SANS)], box)
    except DoesNotFit:
        return
    assert box.min_size - 1e-6 <= setting.size <= box.max_size + 1e-6
    assert setting.width <= width + 1e-6
    assert setting.height <= height + 1e-6
    length = height if vertical else width
    assert all(line.width <= length + 1e-6 for line in setting.lines)


@QUICK
@given(text=TEXTS, width=st.floats(200, 1200), height=st.floats(60, 900), scale=st.floats(0.05, 40))
def test_the_same_at_every_scale(
    setter: Typesetter, text: str, width: float, height: float, scale: float
) -> None:
    def at(k: float) -> tuple[float, list[str]] | None:
        try:
            setting = setter.fit([Run(text, SANS)], Box(width * k, height * k, 90 * k, 15 * k))
        except DoesNotFit:
            return None
        return setting.size / k, [line.text for line in setting.lines]

    one, other = at(1.0), at(scale)
    assert (one is None) == (other is None)
    if one is not None and other is not None:
        assert other[1] == one[1]
        assert other[0] == pytest.approx(one[0])


@QUICK
@given(text=TEXTS, em=st.floats(4, 24), cut=st.floats(0, 1))
def test_emphasis_in_colour_changes_no_break(setter: Typesetter, text: str, em: float, cut: float) -> None:
    plain = set_lines(setter, text, em)
    at = int(cut * len(text))
    red = Style(SANS.families, SANS.weight, fill="#b5301f")
    try:
        setting = setter.fit([Run(text[:at], SANS), Run(text[at:], red)], Box(em * 100, None, 100, 100))
    except DoesNotFit:
        assert plain is None
        return
    assert [line.text for line in setting.lines] == plain


@QUICK
@given(
    text=st.text("晋江发展产业链创新企业民生福祉项目建设全市，。", min_size=6, max_size=40),
    em=st.integers(5, 20),
)
def test_no_last_line_of_one_character(setter: Typesetter, text: str, em: int) -> None:
    text = text.strip("，。") + "建设"
    lines = lines_at(setter, text, em)
    if len(lines) > 1:
        assert sum(c not in "，。" for c in lines[-1]) >= 2


@settings(max_examples=200, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(text=st.text(max_size=60))
def test_any_text_is_set_or_refused(setter: Typesetter, text: str) -> None:
    """Emoji, combining marks, surrogates, bidi and zero-width controls: an error that can be shown, or lines."""
    try:
        setting = setter.fit([Run(text, SANS)], Box(600, 600, 80, 8))
    except CardRefused as error:
        str(error).encode("utf-8")
        return
    drawn = {glyph.gid for line in setting.lines for glyph in line.glyphs}
    assert 0 not in drawn


@pytest.mark.parametrize(
    "text",
    [
        "数据\u200b造假",
        "a\u202eb",
        "一\u2066二",
        "密\ufeff码",
        "代\ud800理",
        "软\xad连",
        "控\x07制",
        "标\u200d志",
    ],
)
def test_invisible_characters_are_named(setter: Typesetter, text: str) -> None:
    with pytest.raises(CardRefused, match=r"U\+[0-9A-F]{4}") as caught:
        setter.fit([Run(text, SANS)], Box(600, 200, 80, 8, name="标题"))
    assert "标题" in str(caught.value)
    str(caught.value).encode("utf-8")


@pytest.mark.parametrize(
    ("text", "point"),
    [
        ("开心😀", "U+1F600"),
        ("一家👨\u200d👩\u200d👧", "U+1F468"),
        ("❤\ufe0f", "U+2764"),
        ("한글", "U+D55C"),
        ("\ue000", "U+E000"),
    ],
)
def test_missing_glyphs_are_named(setter: Typesetter, text: str, point: str) -> None:
    with pytest.raises(MissingGlyph) as caught:
        setter.fit([Run(text, SANS)], Box(600, 200, 80, 8, name="标题"))
    assert point in str(caught.value)
    assert "标题" in str(caught.value)


def test_typed_spaces(setter: Typesetter) -> None:
    assert lines_at(setter, "谋发展 启新篇", 8) == ["谋发展 启新篇"]
    assert lines_at(setter, "谋发展\u3000启新篇", 4) == ["谋发展", "启新篇"]
    assert lines_at(setter, "超\u00a0900\u00a0项目正在加快建设", 6)[0].startswith("超\u00a0900\u00a0项")
    assert lines_at(setter, "晋江“ 晋江", 3)[0] == "晋江"
    assert lines_at(setter, "甲\n\n乙\n", 8) == ["甲", "乙"]
    assert lines_at(setter, "  \n ", 8) == []
