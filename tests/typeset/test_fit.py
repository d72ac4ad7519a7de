from __future__ import annotations

import re

import pytest

from generator.errors import DoesNotFit
from generator.typeset import Box, FontBook, Run, Style, Typesetter, Words
from generator.typeset.characters import printable
from tests.typeset.setters import SANS, lines_at


def texts(setting: object) -> list[str]:
    return [line.text for line in setting.lines]  # type: ignore[attr-defined]


def test_a_headline_takes_two_lines_rather_than_a_small_one(setter: Typesetter) -> None:
    setting = setter.fit([Run("县域旅游综合实力升至全国百强第47位", SANS)], Box(900, 300, 120, 40))
    assert texts(setting) == ["县域旅游综合实力", "升至全国百强第47位"]
    assert setting.size > 90


@pytest.mark.parametrize("text", ["稳", "民生", "看晋江", "稳中求进"])
def test_a_short_text_stays_on_one_line(setter: Typesetter, text: str) -> None:
    assert texts(setter.fit([Run(text, SANS)], Box(600, 400, 120, 30))) == [text]


def test_at_the_largest_size_the_fewest_lines(setter: Typesetter) -> None:
    assert len(setter.fit([Run("促成产学研合作项目超900项", SANS)], Box(2000, 900, 80, 30)).lines) == 1


def test_candidates_are_one_a_line_count_best_first(setter: Typesetter) -> None:
    runs, box = [Run("巩固拓展深入贯彻中央八项规定精神学习教育成果", SANS)], Box(700, 500, 90, 20)
    found = setter.candidates(runs, box)
    counts = [len(setting.lines) for setting in found]
    assert len(set(counts)) == len(counts) > 1
    assert [s.quality for s in found] == sorted((s.quality for s in found), reverse=True)
    assert found[0] == setter.fit(runs, box)


def test_boxes_share_one_size(setter: Typesetter) -> None:
    items = ["落地32个新质生产力项目", "促成产学研合作项目超900项", "新设3个人才科创飞地"]
    settings = setter.fit_shared([([Run(text, SANS)], Box(500, 160, 60, 20)) for text in items])
    assert len({setting.size for setting in settings}) == 1
    alone = min(setter.fit([Run(text, SANS)], Box(500, 160, 60, 20)).size for text in items)
    assert settings[0].size >= alone * 0.8
    assert setter.fit_shared([]) == []


def test_refusal_says_what_it_would_need(setter: Typesetter) -> None:
    with pytest.raises(DoesNotFit) as caught:
        setter.fit(
            [Run("巩固拓展深入贯彻中央八项规定精神学习教育成果", SANS)], Box(300, 60, 60, 40, name="标题")
        )
    message = str(caught.value)
    assert "标题" in message
    assert "巩固拓展" in message
    assert "40 px" in message
    assert "超出" in message
    assert "要缩到" in message


def test_the_size_a_refusal_names_is_enough(setter: Typesetter) -> None:
    text = "建成区重点黑臭水体消除率达100%"
    with pytest.raises(DoesNotFit, match=r"要缩到 ([0-9.]+) px") as caught:
        setter.fit([Run(text, SANS)], Box(300, 60, 90, 80))
    need = float(str(caught.value).split("要缩到 ")[1].split(" px")[0])
    assert setter.fit([Run(text, SANS)], Box(300, 60, 90, need)).size >= need


def test_maximum_lines(setter: Typesetter) -> None:
    box = Box(500, 600, 90, 10, max_lines=2)
    assert len(setter.fit([Run("巩固拓展深入贯彻中央八项规定精神学习教育成果", SANS)], box).lines) <= 2
    with pytest.raises(DoesNotFit, match="行"):
        setter.fit([Run("一\n二\n三", SANS)], box)


def test_anchors_and_valigns(setter: Typesetter) -> None:
    def first(**how: str) -> tuple[float, float]:
        setting = setter.fit([Run("民生", SANS)], Box(400, 200, 50, 50, line_height=1.2, **how))  # type: ignore[arg-type]
        return setting.lines[0].glyphs[0].x, setting.lines[0].baseline

    assert first(anchor="start")[0] == 0
    assert first(anchor="middle")[0] == pytest.approx(150)
    assert first(anchor="end")[0] == pytest.approx(300)
    assert first(valign="top")[1] == pytest.approx(30 + 19)
    assert first(valign="middle")[1] == pytest.approx(100 + 19)
    assert first(valign="bottom")[1] == pytest.approx(170 + 19)
    assert first(valign="baseline")[1] == pytest.approx(200)


def test_a_unit_beside_its_number(setter: Typesetter) -> None:
    number = Style(("Oswald", "Noto Sans SC"), 700)
    unit = Style(("Noto Sans SC",), 500, size_em=0.32, gap_before_em=0.06)
    setting = setter.fit([Run("900", number), Run("项", unit)], Box(600, 200, 160, 40, line_height=1.0))
    glyphs = setting.lines[0].glyphs
    assert len(setting.lines) == 1
    assert glyphs[-1].size == pytest.approx(setting.size * 0.32)
    alone = setter.measure([Run("900", number)])
    assert glyphs[-1].x == pytest.approx((alone + 0.06) * setting.size)
    assert glyphs[-1].y == glyphs[0].y
    assert setting.families_used == ("Oswald", "Noto Sans SC")


def test_letter_spacing_and_baseline_shift(setter: Typesetter) -> None:
    wide = Style(SANS.families, 700, letter_spacing_em=0.2)
    assert setter.measure([Run("民生", wide)]) == pytest.approx(2.2)
    raised = Style(SANS.families, 700, size_em=0.5, baseline_shift_em=0.4)
    setting = setter.fit([Run("民", SANS), Run("生", raised)], Box(400, 200, 50, 50))
    low, high = setting.lines[0].glyphs
    assert low.y - high.y == pytest.approx(0.4 * 50)


def test_unbalanced_lines_are_full(setter: Typesetter) -> None:
    text = "晋江坚持以发展为引领在时代的浪潮中奋勇争先勇毅前行"
    lines = lines_at(setter, text, 11, balance=False)
    assert len(lines[-1]) <= min(len(line) for line in lines[:-1])


@pytest.mark.parametrize("length", [1000, 4000, 10_000])
def test_long_texts_are_set_whole(setter: Typesetter, length: int) -> None:
    text = ("这五年，晋江牢记嘱托、勇担使命，促成产学研合作项目超900项。" * 400)[:length]
    setting = setter.fit([Run(text, SANS)], Box(900, None, 40, 10, max_lines=999))
    assert "".join(texts(setting)) == text


def test_what_is_remembered_is_bounded(fonts: FontBook, words: Words) -> None:
    small = Typesetter(fonts, words, bound=50)
    for i in range(300):
        small.fit([Run(f"第{i}位", SANS)], Box(400, 200, 60, 10))
    assert len(small) <= 50


def test_long_texts_are_not_all_remembered(fonts: FontBook, words: Words) -> None:
    small = Typesetter(fonts, words, bound=50)
    for i in range(12):
        small.fit([Run(f"第{i}位" + "全市加快建设，" * 80, SANS)], Box(800, None, 40, 10))
    assert 1 < len(small) < 20
    small.forget()
    assert len(small) == 0


TEN_THOUSAND = {
    "汉字": "晋江牢记嘱托，促成产学研合作项目超900项。", "一字": "的", "数字": "1", "顿号": "1、", "引号": "“建设”", "开引号": "“", "括号": "（",
    "西文": "a", "单词": "word ", "网址": "a/b-", "破折号": "—", "空格": "建 设 ", "换行": "建设\n", "组合符": "e\u0301", "型号": "5G",
}  # fmt: skip


@pytest.mark.parametrize("piece", TEN_THOUSAND.values(), ids=TEN_THOUSAND.keys())
def test_ten_thousand_characters_are_set_or_refused_with_the_size_they_need(
    setter: Typesetter, piece: str
) -> None:
    text = (piece * 10_000)[:10_000]
    with pytest.raises(DoesNotFit) as caught:
        setter.fit([Run(text, SANS)], Box(900, 1200, 60, 24, name="正文"))
    message = str(caught.value)
    assert "正文" in message
    assert printable(text[:50]) in message
    assert "24 px" in message
    assert "超出" in message or "多出" in message
    assert "要缩到" in message or "缩到多小都放不下" in message
    if need := re.search(r"要缩到 ([0-9.]+) px", message):
        size = float(need[1])
        setting = setter.fit([Run(text, SANS)], Box(900, 1200, 60, size))
        assert size <= setting.size < size + 0.1 + 1e-6
        assert "".join("".join(texts(setting)).split()) == "".join(text.split())
