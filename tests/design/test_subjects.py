"""The subject that a fact's own words name: sentences of many trades against what an editor would accept."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.design import SceneTable
from generator.design.headword import weighed
from generator.design.scenes import NEUTRAL
from generator.world import World

WORLD = World.at()
SCENES = SceneTable.load(WORLD.data, WORLD.templates)
ROWS = [
    line.split("\t")
    for line in (Path(__file__).parents[1] / "quality" / "subjects.tsv")
    .read_text(encoding="utf-8")
    .splitlines()
    if line and not line.startswith("#")
]
LEAST = 0.95
"""Of the sentences met after the words were written, 97 of 102 had a subject an editor would accept."""


def test_the_sentences_name_only_subjects_there_are() -> None:
    assert len(ROWS) >= 150
    assert len({row[1] for row in ROWS}) == len(ROWS)
    named = {subject for row in ROWS for cell in row[2:4] for subject in cell.split("|")}
    assert named <= set(SCENES.drawings)


@pytest.mark.parametrize("half", ["甲", "乙"])
def test_nearly_every_sentence_has_a_subject_an_editor_would_accept(half: str) -> None:
    rows = [row for row in ROWS if row[0] == half]
    wrong = [
        (text, found, accepted)
        for _half, text, accepted, _never in rows
        if (found := SCENES.of_text(text) or NEUTRAL) not in accepted.split("|")
    ]
    assert len(wrong) <= (1 - LEAST) * len(rows), wrong


def test_no_sentence_has_a_subject_that_would_be_mocked() -> None:
    found = [(text, SCENES.of_text(text)) for _half, text, _accepted, _never in ROWS]
    assert [pair for pair, row in zip(found, ROWS, strict=True) if pair[1] in row[3].split("|")] == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("农村生活污水处理率达93%", "污水"),
        ("民生支出占医疗支出的比重达78%", "民生"),
        ("紫菜入选全国农产品名录", "紫菜"),
        ("紧盯医疗，新增公路36公里", "公路"),
        ("36公里公路建成", "公路"),
    ],
)
def test_the_word_that_a_sentence_is_about_counts_most(text: str, first: str) -> None:
    words = {"农村", "污水", "民生", "医疗", "紫菜", "农产品", "公路"}
    assert max(weighed(text, words, 3), key=lambda pair: pair[1])[0] == first


def test_a_weak_word_counts_only_where_no_other_speaks() -> None:
    table = SceneTable({"公路": "公路", "投资": "经济"}, {}, frozenset({"投资"}))
    assert table.of_text("公路建设完成投资12亿元") == "公路"
    assert table.of_text("完成投资12亿元") == "经济"
    assert table.of_text("完成投资12亿元", "水利") == "水利", "its chapter knows more"


def test_where_two_subjects_are_named_as_loudly_the_chapter_decides_or_nobody() -> None:
    table = SceneTable({"公路": "公路", "铁路": "铁路"}, {})
    assert table.of_text("公路、铁路") == ""
    assert table.of_text("公路、铁路", "铁路") == "铁路"
    assert table.of_text("公路、铁路", "水利") == ""
