"""Text boxes become outlines inside their frames; columns share their height; nothing is cut."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.card.layout import lay_out
from generator.card.sheet import Sheet
from generator.errors import DesignError, DoesNotFit
from generator.typeset import FontBook, Typesetter, Words
from generator.world import World

WORLD = World.at()
TYPESETTER = Typesetter(
    FontBook.load(*WORLD.fonts), Words.load(*(folder / "words_typeset" for folder in WORLD.data))
)
SENTENCE = "建设全球鞋服纺织企业食品三大供应链创新中心并推动产业链高质量发展取得扎实成效"


def sheet(inside: str, pixels: tuple[int, int] = (1000, 1000)) -> Sheet:
    return lay_out(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1000 1000">{inside}</svg>',
        file="a.svg",
        css="",
        units=(1000.0, 1000.0),
        pixels=pixels,
        typesetter=TYPESETTER,
    )


def column(*texts: str, height: int = 600, attributes: str = "") -> Sheet:
    boxes = "".join(
        f'<text id="t{n}" font-size="80" data-min-size="24" {attributes}>{text}</text>'
        for n, text in enumerate(texts)
    )
    return sheet(
        f'<rect id="stage" class="guide" x="50" y="100" width="900" height="{height}"/>'
        f'<g data-flow="column" data-box="stage" data-gap="20">{boxes}</g>'
    )


def test_a_frame_by_shape_inside_as_inkscape_writes_it() -> None:
    got = sheet(
        '<defs><rect id="r" x="100" y="200" width="500" height="300"/></defs>'
        '<text id="a" style="font-size:60px;shape-inside:url(#r);font-family:\'Noto Sans SC\'">城际铁路R1线</text>'
    )
    (text,) = got.texts
    x0, y0, x1, y1 = text.frame
    assert text.lines == ("城际铁路R1线",)
    assert 100 <= x0 < x1 <= 600
    assert 200 <= y0 < y1 <= 500


def test_what_a_viewer_is_shown_gives_way_to_what_the_card_works_out() -> None:
    got = sheet(
        '<rect id="r" class="guide" x="1" y="2" width="30" height="40" data-place="100 200 500 300"/>'
        '<text id="a" x="9" y="9" shape-inside="url(#r)" font-size="60">城际铁路</text>'
        '<text id="b" x="9" y="9" data-place="900 700" inline-size="400" text-anchor="end" font-size="40">来源</text>'
    )
    frames = {t.box: t.frame for t in got.texts}
    assert frames["a"][0] >= 100 and frames["a"][1] >= 195
    assert frames["b"][2] == pytest.approx(900, abs=1)
    assert b"data-place" not in got.svg
    with pytest.raises(DesignError, match="data-place"):
        sheet('<text x="9" y="9" data-place="900" inline-size="400" font-size="40">来源</text>')


def test_in_a_loop_a_text_takes_the_rectangle_before_it() -> None:
    got = sheet(
        "".join(
            f'<rect id="row" class="guide" x="100" y="{y}" width="500" height="90"/>'
            f'<text id="t{y}" x="5" y="5" shape-inside="url(#row)" font-size="60">第{y}行</text>'
            for y in (100, 400, 700)
        )
    )
    assert [round(text.frame[1], -2) for text in got.texts] == [100, 400, 700]


def test_a_box_chosen_by_a_condition_is_not_the_one_a_viewer_is_shown() -> None:
    got = sheet(
        '<rect id="a" x="0" y="0" width="300" height="90"/><rect id="b" x="600" y="800" width="300" height="90"/>'
        '<text x="5" y="5" shape-inside="url(#a)" data-box="b" font-size="60">字</text>'
    )
    assert got.texts[0].frame[0] >= 600


def test_in_a_column_x_beside_y_is_a_viewers_and_an_indent_is_named() -> None:
    plain, shown, indented, old = (
        column("甲乙", attributes=attributes).texts[0].frame[0]
        for attributes in ("", 'x="300" y="300"', 'x="300" y="300" data-indent="44"', 'x="44"')
    )
    assert shown == plain
    assert indented == old == pytest.approx(plain + 44, abs=0.1)


@pytest.mark.parametrize(
    ("valign", "low", "high"), [("top", 195, 210), ("middle", 310, 340), ("bottom", 435, 450)]
)
def test_vertical_alignment_is_by_ink(valign: str, low: float, high: float) -> None:
    got = sheet(
        '<rect id="r" x="100" y="200" width="500" height="300"/>'
        f'<text id="a" font-size="60" shape-inside="url(#r)" data-valign="{valign}">重点工业</text>'
    )
    assert low <= got.texts[0].frame[1] <= high


def test_anchors_hang_on_both_edges_and_the_middle() -> None:
    got = sheet(
        "".join(
            f'<text id="{anchor}" x="{x}" y="{y}" inline-size="400" text-anchor="{anchor}" font-size="40">来源</text>'
            for anchor, x, y in (("start", 100, 100), ("middle", 500, 200), ("end", 900, 300))
        )
    )
    frames = {t.box: t.frame for t in got.texts}
    assert frames["start"][0] == pytest.approx(100, abs=1)
    assert (frames["middle"][0] + frames["middle"][2]) / 2 == pytest.approx(500, abs=1)
    assert frames["end"][2] == pytest.approx(900, abs=1)


def test_a_unit_stands_on_its_numbers_baseline_after_its_real_width() -> None:
    def width(number: str) -> float:
        got = sheet(
            f'<text id="n" x="0" y="500" inline-size="990" font-size="200" font-family="Oswald, Noto Sans SC" '
            f'font-weight="700"><tspan>{number}</tspan><tspan font-size="0.3em" dx="0.05em">家</tspan></text>'
        )
        assert got.texts[0].lines == (f"{number}家",)
        return got.texts[0].frame[2]

    assert width("1") < width("36") < width("367")


def test_an_empty_part_vanishes_with_its_gap() -> None:
    with_all, without = column("甲", "", "乙"), column("甲", "乙")
    assert [t.frame for t in with_all.texts] == [t.frame for t in without.texts]


def test_a_column_that_is_full_shrinks_its_texts_but_never_below_their_least() -> None:
    roomy, tight = column(SENTENCE, SENTENCE), column(SENTENCE, SENTENCE, height=260)
    assert roomy.texts[0].size > tight.texts[0].size >= 24
    with pytest.raises(DoesNotFit, match=r"高出 \d+ 像素；“t\d”要从 24 px 缩到 [\d.]+ px 才放得下") as caught:
        column(SENTENCE, SENTENCE, height=60)
    assert SENTENCE in caught.value.what


def test_texts_that_share_a_size_come_out_at_one_size() -> None:
    got = column("短", SENTENCE, "中等长度的一条内容", attributes='data-share="items"')
    assert len({t.size for t in got.texts}) == 1


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(1, 60).map(lambda n: (SENTENCE * 2)[:n]), min_size=1, max_size=4),
    st.integers(120, 800),
)
def test_texts_of_a_column_never_overlap_leave_it_or_lose_a_letter(texts: list[str], height: int) -> None:
    try:
        got = column(*texts, height=height)
    except DoesNotFit:
        return
    frames = sorted((t.frame for t in got.texts), key=lambda f: f[1])
    assert all(a[3] < b[1] for a, b in itertools.pairwise(frames))
    assert frames[0][1] >= 99
    assert frames[-1][3] <= 101 + height
    assert sorted("".join(t.lines) for t in got.texts) == sorted(texts)


def test_the_layout_is_the_same_at_every_pixel_size() -> None:
    inside = (
        f'<text id="a" x="50" y="200" inline-size="700" font-size="90" data-min-size="20">{SENTENCE}</text>'
    )
    big, small = sheet(inside), sheet(inside, (250, 250))
    assert big.texts[0].lines == small.texts[0].lines
    assert big.texts[0].size == pytest.approx(small.texts[0].size * 4, abs=0.05)


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<g>\n<text font-size='9'>甲</text></g>", "没有框"),
        ("<g>\n<text inline-size='90'>甲</text></g>", "没有字号"),
        ("<g>\n<text font-size='9' shape-inside='url(#no)'>甲</text></g>", "找不到名为“no”"),
        ("<g>\n<text font-size='9' inline-size='4furlong'>甲</text></g>", "不是长度"),
        ("<g>\n<text font-size='9' inline-size='90' opacity='0.25'>甲</text></g>", "不能半透明"),
        (
            "<g>\n<text font-size='9' inline-size='90'><tspan style='fill-opacity:.5'>甲</tspan></text></g>",
            "半透明",
        ),
        ("<g style='opacity:0.4'>\n<text font-size='9' inline-size='90'>甲</text></g>", "不能半透明"),
        ("<g>\n<text font-size='9' inline-size='90' display='none'>甲</text></g>", "隐藏"),
        ("<rect id='r' height='9'/><g data-flow='column' data-box='r'>\n<rect/></g>", "没有高度"),
    ],
)
def test_a_wrong_box_is_named_with_its_line(inside: str, what: str) -> None:
    with pytest.raises(DesignError, match=what) as caught:
        sheet(inside)
    assert caught.value.where is not None
    assert (caught.value.where.file, caught.value.where.line) == ("a.svg", 2)


def test_guides_do_not_print() -> None:
    assert b"guide" not in column("甲").svg
    assert b"<rect" not in column("甲").svg


def columns(text: str, **how: str) -> Sheet:
    more = " ".join(f'{name.replace("_", "-")}="{value}"' for name, value in how.items())
    return sheet(
        '<rect id="r" class="guide" x="100" y="200" width="500" height="300"/>'
        f'<text id="a" font-size="60" data-min-size="20" shape-inside="url(#r)" writing-mode="vertical-rl" {more}>{text}</text>'
    )


@pytest.mark.parametrize(("valign", "edge", "at"), [("top", 2, 600), ("bottom", 0, 100), ("middle", None, 350)])
def test_columns_stand_at_the_right_the_left_or_the_middle(valign: str, edge: int | None, at: float) -> None:
    (text,) = columns("深入实施专项行动", data_valign=valign).texts
    x0, _, x1, _ = text.frame
    assert (text.frame[edge] if edge is not None else (x0 + x1) / 2) == pytest.approx(at, abs=1)


@pytest.mark.parametrize(("anchor", "edge", "at"), [("start", 1, 200), ("end", 3, 500)])
def test_columns_hang_from_the_head_or_stand_on_the_foot(anchor: str, edge: int, at: float) -> None:
    (text,) = columns("深入\u2028专项行动", text_anchor=anchor).texts
    assert text.lines == ("深入", "专项行动")
    assert text.frame[edge] == pytest.approx(at, abs=1)


def test_columns_by_inline_size_hang_from_their_point() -> None:
    (text,) = sheet(
        '<text id="a" x="700" y="100" inline-size="500" font-size="60" writing-mode="tb">县域旅游综合实力</text>'
    ).texts
    x0, y0, x1, y1 = text.frame
    assert (x0 + x1) / 2 == pytest.approx(700, abs=2)
    assert (y0, y1) == (pytest.approx(100, abs=1), pytest.approx(580, abs=1))


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.text("深入实施超900项，“R1线”（）", min_size=1, max_size=30),
    st.sampled_from(["top", "middle", "bottom"]),
    st.sampled_from(["start", "middle", "end"]),
)
def test_columns_never_leave_their_frame(text: str, valign: str, anchor: str) -> None:
    try:
        got = columns(text, data_valign=valign, text_anchor=anchor)
    except DoesNotFit:
        return
    for set_text in got.texts:
        x0, y0, x1, y1 = set_text.frame
        assert x0 >= 99
        assert y0 >= 199
        assert x1 <= 601
        assert y1 <= 501


def test_sizes_of_nested_runs_multiply_and_their_shifts_add() -> None:
    got = sheet(
        '<text id="a" x="0" y="500" inline-size="990" font-size="100">大'
        '<tspan font-size="0.5em" dx="0.5em">中<tspan fill="#f00">红<tspan font-size="0.5em">小</tspan></tspan>中</tspan></text>'
    )
    assert got.texts[0].frame[2] == pytest.approx(100 + 50 + 50 * 3 + 25, abs=1)


@pytest.mark.parametrize(("text", "fallbacks"), [("365天", (("Noto Sans SC", "天"),)), ("365", ())])
def test_borrowed_characters_are_entered_in_the_account(
    text: str, fallbacks: tuple[tuple[str, str], ...]
) -> None:
    got = sheet(
        f'<text id="a" x="0" y="90" inline-size="990" font-size="60" font-family="Oswald" font-weight="700">{text}</text>'
    )
    assert got.texts[0].fallbacks == fallbacks


@pytest.mark.parametrize(
    "attributes",
    [
        'data-min-size="90"', 'data-max-lines="many"', 'line-height="0"', 'text-anchor="centre"', 'data-valign="up"',
        'writing-mode="sideways"', 'font-weight="bolder"', 'x="left"', 'data-min-size="0"',
    ],
)  # fmt: skip
def test_a_wrong_property_is_named_not_a_crash(attributes: str) -> None:
    with pytest.raises(DesignError):
        sheet(f'<text id="a" inline-size="400" font-size="40" {attributes}>甲</text>')
