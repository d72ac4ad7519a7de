from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import DesignError
from generator.typeset import FontBook, Typesetter, Words
from tests.typeset.setters import ROOT, lines_at

DATA = ROOT / "data" / "words_typeset"


def with_words(tmp_path: Path, fonts: FontBook, listed: str) -> Typesetter:
    (tmp_path / "words.txt").write_text(listed, encoding="utf-8")
    return Typesetter(fonts, Words.load(DATA, tmp_path))


def test_listed_words_stay_whole(tmp_path: Path, fonts: FontBook) -> None:
    own = with_words(tmp_path, fonts, "潮泊湾里 # 楼盘\n青普|文化行馆")
    assert "潮泊湾里" in "/".join(lines_at(own, "大型实景演出潮泊湾里开演", 7))
    assert lines_at(own, "青普文化行馆", 4) == ["青普", "文化行馆"]


def test_a_listed_word_across_sure_words_is_none(tmp_path: Path, fonts: FontBook) -> None:
    own = with_words(tmp_path, fonts, "大模型")
    assert lines_at(own, "扩大模型", 3) == ["扩大", "模型"]


@pytest.mark.parametrize(("text", "em", "whole"), [
    ("项目提高到每月2680元标准", 6, "提高到"),
    ("突破5000万人次", 7, "突破"),
    ("目前5个项目完工", 5, "5个"),
    ("天文台今晚8时开放", 6, "今晚8时"),
    ("为困难10家庭送温暖", 6, "10家庭"),
    ("工作时间8:30个体工商户勿扰", 7, "个体工商户"),
])  # fmt: skip
def test_phrases(setter: Typesetter, text: str, em: float, whole: str) -> None:
    assert whole in "/".join(lines_at(setter, text, em))


@pytest.mark.parametrize(("text", "em", "expected"), [
    ("促成产学研合作项目超 900 项", 9, "促成产学研合作项目/超 900 项"),
    ("城际铁路 R1 线建设协同启动", 8, "城际铁路 R1 线/建设协同启动"),
    ("县域旅游综合实力升至全国百强第 47 位", 10, "县域旅游综合实力/升至全国百强第 47 位"),
    ("新征程 2026年晋江再出发", 9, "新征程/2026年晋江再出发"),
    ("谋发展 启新篇", 4, "谋发展/启新篇"),
])  # fmt: skip
def test_spaces_typed_around_numbers_are_no_breaks(
    setter: Typesetter, text: str, em: float, expected: str
) -> None:
    assert "/".join(lines_at(setter, text, em)) == expected


def test_the_strict_switch(setter: Typesetter) -> None:
    lines = lines_at(setter, "面积达到约三百公顷①覆盖全市", 9, strict=True)
    assert all(not line.startswith("①") for line in lines[1:])
    assert lines_at(setter, "为了那片海——中小企业出海记", 9, strict=True) == ["为了那片海——", "中小企业出海记"]
    assert "5.3%—5.5%" in lines_at(setter, "增长5.3%—5.5%左右", 9, strict=True)[-1]


@pytest.mark.parametrize(("name", "content"), [
    ("kinsoku.toml", "not_at_start = ["), ("kinsoku.toml", "not_at_start = 3"), ("numbers.toml", 'units = ["", 1]'),
])  # fmt: skip
def test_a_broken_table_is_named(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(DesignError):
        Words.load(DATA, tmp_path)


def test_missing_tables(tmp_path: Path) -> None:
    with pytest.raises(DesignError, match="not_at_start"):
        Words.load(tmp_path)


def test_costs_are_bounded(words: Words) -> None:
    for i in range(5000):
        words.costs(f"第{i}位")
    assert len(words) <= 4096
