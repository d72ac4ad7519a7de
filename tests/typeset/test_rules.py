"""The rules that no line may break, over generated text."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import CardRefused, DoesNotFit, MissingGlyph
from generator.typeset import Box, Run, Typesetter
from tests.typeset.setters import SANS, lines_at

FORBIDDEN_STARTS = "、，；：。．！？”’》〉」』）】〕·…—～%％‰℃,.;:!?)"
FORBIDDEN_ENDS = "“‘《〈「『（【〔("
PIECES = st.sampled_from(
    [
        *(["晋江", "发展", "产业链", "创新", "企业", "民生", "福祉", "项目", "建设", "全市", "高质量", "经济", "实现", "增长", "的", "和", "在", "了", "第一", "服务", "群众"]),
        *("，", "。", "、", "：", "！", "？", "；", "“", "”", "《", "》", "（", "）", "——", "……", "·", " ", "～", "【", "】"),
        *(["第47位", "超900项", "1.75万人", "2021—2035年", "5.3%", "15,000,000件", "R1线", "3A级", "AA以上", "GDP", "PM2.5", "38℃", "±800千伏", "9秒83", "iPhone", "It’s", "é", "24°30′", "3∶1", "12.8亿千瓦时", "5.3%—5.5%", "COVID-19", "No.1", "首破1000万", "近2/3", "-3℃"]),
    ]
)  # fmt: skip
TEXTS = st.lists(PIECES, min_size=1, max_size=24).map("".join)
QUICK = settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
UNITS = re.compile(
    r"第47位|超900项|1\.75万人|2021—2035年|5\.3%|15,000,000件|R1线|3A级|AA以上|GDP|12\.8亿千瓦时|24°30′|COVID-19|首破1000万|PM2\.5|38℃|±800千伏|9秒83|iPhone|It’s|——|……"
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
@given(
    text=TEXTS,
    width=st.floats(150, 1200),
    height=st.floats(80, 900),
    cut=st.floats(0, 1),
    vertical=st.booleans(),
)
def test_emphasis_in_colour_moves_no_glyph(
    setter: Typesetter, text: str, width: float, height: float, cut: float, vertical: bool
) -> None:
    box = Box(width, height, 110, 15, writing_mode="vertical-rl" if vertical else "horizontal-tb")
    at = int(cut * len(text))
    red = replace(SANS, fill="#b5301f")
    try:
        plain = setter.fit([Run(text, SANS)], box)
    except DoesNotFit:
        return
    marked = setter.fit([Run(text[:at], SANS), Run(text[at:], red)], box)
    assert [line.text for line in marked.lines] == [line.text for line in plain.lines]
    for one, other in zip(plain.lines, marked.lines, strict=True):
        assert [g._replace(fill="") for g in one.glyphs] == [g._replace(fill="") for g in other.glyphs]


def test_emphasis_by_weight_keeps_the_gaps(setter: Typesetter) -> None:
    heavy = replace(SANS, weight=900)
    for before, figure, after in (("超", "900", "项"), ("建成", "5G", "基站"), ("“", "白名单", "”制度")):
        whole = setter.measure([Run("中" + before, SANS), Run(figure, heavy), Run(after + "中", SANS)])
        plain = setter.measure([Run("中" + before + figure + after + "中", SANS)])
        grown = setter.measure([Run(figure, heavy)]) - setter.measure([Run(figure, SANS)])
        assert whole - plain == pytest.approx(grown, abs=1e-6), (before, figure, after)


@QUICK
@given(
    pieces=st.lists(
        st.sampled_from(["供应链", "产学研", "小微企业", "全市", "加快", "群众", "服务", "建设"]),
        min_size=3,
        max_size=12,
    ),
    em=st.floats(8, 20),
)
def test_words_of_the_list_are_not_split_where_there_is_room(
    setter: Typesetter, pieces: list[str], em: float
) -> None:
    lines = lines_at(setter, "".join(pieces), em)
    breaks, at = set(), 0
    for line in lines:
        at += len(line)
        breaks.add(at)
    at = 0
    for piece in pieces:
        if len(piece) > 2:
            assert not breaks & set(range(at + 1, at + len(piece))), lines
        at += len(piece)


@QUICK
@given(text=TEXTS, height=st.floats(4, 20))
def test_rules_hold_in_columns_too(setter: Typesetter, text: str, height: float) -> None:
    box = Box(5000, height * 100, 100, 100, writing_mode="vertical-rl")
    try:
        lines = [line.text for line in setter.fit([Run(text, SANS)], box).lines]
    except DoesNotFit:
        return
    assert all(line[0] not in FORBIDDEN_STARTS for line in lines[1:])
    assert all(line[-1] not in FORBIDDEN_ENDS for line in lines[:-1])
    assert re.sub(r"\s", "", "".join(lines)) == re.sub(r"\s", "", text)


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
