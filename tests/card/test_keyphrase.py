"""What an editor would lift in a statement: `tests/quality/phrases.tsv`, open to every sub-editor."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.card import CardJob, Press, write_copy
from generator.card.honour import honour_of
from generator.card.keyphrase import key_phrase
from generator.card.wordbook import Wordbook
from generator.facts.model import Fact, Factsheet, Metric
from generator.world import World, shipped

WORDS = Wordbook.load(shipped("data"))
TABLE = Path(__file__).resolve().parents[1] / "quality" / "phrases.tsv"
LINES = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
SAID = "".join(text for text, _lifted in LINES)


@pytest.mark.parametrize(("text", "lifted"), LINES, ids=[text for text, _ in LINES])
def test_it_lifts_what_an_editor_lifts(text: str, lifted: str) -> None:
    phrase = key_phrase(text, WORDS.phrases, WORDS.honours)
    assert (phrase.words if phrase else "-") == lifted


@given(st.text(SAID, max_size=40))
def test_the_three_parts_are_the_text_and_never_all_of_it(text: str) -> None:
    phrase = key_phrase(text, WORDS.phrases, WORDS.honours)
    if phrase is not None:
        assert phrase.before + phrase.words + phrase.after == text
        assert phrase.words
        assert phrase.before + phrase.after


@given(st.text(SAID + "获评入选荣获被授予", max_size=40))
def test_an_award_is_four_pieces_of_its_text_in_order(text: str) -> None:
    honour = honour_of(text, WORDS.honours)
    if honour is not None:
        at = 0
        for piece in (honour.who, honour.verb, honour.name, honour.rest):
            at = text.index(piece, at) + len(piece)


@pytest.mark.parametrize(
    ("text", "who", "verb", "name"),
    [
        ("古镇入选国家级旅游休闲街区", "古镇", "入选", "国家级旅游休闲街区"),
        ("获评“全国文明城市”，连续三届", "", "获评", "“全国文明城市”"),
        ("被国务院授予“全国先进集体”称号", "", "被国务院授予", "“全国先进集体”称号"),
        ("获批国家知识产权强市建设示范城市", "", "获批", "国家知识产权强市建设示范城市"),
        ("青阳中学获省级优秀教学成果金奖", "青阳中学", "获", "省级优秀教学成果金奖"),
    ],
)
def test_an_award_is_told_from_its_winner(text: str, who: str, verb: str, name: str) -> None:
    honour = honour_of(text, WORDS.honours)
    assert honour is not None
    assert (honour.who, honour.verb, honour.name) == (who, verb, name)


@pytest.mark.parametrize(
    "text",
    [
        "力争入选百强",
        "群众获得感增强",
        "获得群众好评",
        "入选率提高",
        "拟申报并获评示范区",
        "获评",
        "项目获批立项",
    ],
)
def test_a_hope_is_no_award(text: str) -> None:
    assert honour_of(text, WORDS.honours) is None


def test_where_the_figure_says_more_no_award_is_offered() -> None:
    fact = Fact("1", "", "metric", "12家企业入选省级绿色工厂", metric=Metric("", "12", "家"))
    assert write_copy(fact, Factsheet("", ()), 1, WORDS).honour is None
    eight = Fact("1", "", "metric", "蝉联全国双拥模范城“八连冠”", metric=Metric("", "八", "连冠"))
    assert "honour" in write_copy(eight, Factsheet("", ()), 1, WORDS).aspects


def test_the_accent_never_changes_a_break() -> None:
    """Runs differ only in their fill: with and without the accent the lines, sizes and places are the same."""
    press = Press(World.at(), "resvg")
    catalogue = press.catalogue
    for text, lifted in LINES[::3]:
        copy = write_copy(Fact("1", "", "statement", text), Factsheet("", ()), 1, WORDS)
        assert (copy.phrase is not None) == (lifted != "-")
        sheets = [
            press.draw(CardJob("1", c, catalogue.template("statement"), catalogue.theme("haisi"), size))
            for c in (copy, replace(copy, phrase=None))
            for size in (catalogue.size("wechat-post"),)
        ]
        plain = [tuple(replace(text, fills=()) for text in sheet.texts) for sheet in sheets]
        assert plain[0] == plain[1]
