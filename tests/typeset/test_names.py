"""No name of tests/quality/names.tsv is torn, but where the table says that it still is."""

from __future__ import annotations

import pytest

from generator.typeset import Typesetter
from generator.typeset.characters import Kind, kind_of
from tests.typeset.names import breaks, places, read
from tests.typeset.setters import lines_at

ROWS = read()


def test_marks_are_read() -> None:
    assert places("新建〔福建省|晋江市〕和〔二线〕桥") == (
        "新建福建省晋江市和二线桥",
        frozenset({3, 4, 6, 7, 10}),
    )
    assert breaks("超 900 项在建", ["超", "900 项", "在建"]) == [2, 7]


def test_enough_lines() -> None:
    assert len({row.text for row in ROWS}) == len(ROWS) >= 200
    assert all(8 <= len(row.text) <= 40 and row.held and row.widths and row.subject for row in ROWS)


def test_every_name_has_room() -> None:
    """A piece that may not break is no wider than the measure, else the row asks for what cannot be."""
    for row in ROWS:
        longest = run = 0
        for place in range(len(row.text) + 1):
            run = run + 1 if place in row.held else 1
            longest = max(longest, run)
        assert longest <= min(row.widths), f"第 {row.line} 行：{longest} 字的名称放不进 {min(row.widths):g} em"


@pytest.mark.parametrize("first", range(0, len(ROWS), 50))
def test_names_stay_whole(setter: Typesetter, first: int) -> None:
    wrong = []
    for row in ROWS[first : first + 50]:
        for em in row.widths:
            lines = lines_at(setter, row.text, em)
            torn = any(place in row.held for place in breaks(row.text, lines))
            if torn != (em in row.torn):
                what = "拆开了名称" if torn else "已不再拆开，请去掉 !"
                wrong.append(f"第 {row.line} 行 {em:g} em：{'/'.join(lines)} {what}")
    assert not wrong, "\n".join(wrong)


def test_most_names_stay_whole() -> None:
    """The exceptions stay exceptions."""
    torn = sum(len(row.torn) for row in ROWS)
    assert torn / sum(len(row.widths) for row in ROWS) < 0.2


@pytest.mark.parametrize(
    ("text", "joints"),
    [
        ("福建省晋江市人民医院", {3, 6}),
        ("浙江省绍兴市柯桥区图书馆", {3, 6, 9}),
        ("贵州省遵义市第三中学", {3, 6}),
    ],
)
def test_a_long_name_breaks_at_its_inner_joints(setter: Typesetter, text: str, joints: set[int]) -> None:
    costs = setter.words.costs(text)
    inner = {i: costs[i] for i in range(1, len(text))}
    best = sorted(inner, key=lambda i: inner[i])[: len(joints)]
    assert set(best) == joints
    assert all(kind_of(character) is Kind.HAN for character in text)
