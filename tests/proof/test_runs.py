"""Every text run of a card, cut, changed or doubled one at a time: title, subtitle, label, unit, source, account, date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest

from generator.batch import FEATURES, Wishes, plan_cards
from generator.card import Card, Press
from generator.design.brand import Brand
from generator.facts import extract
from generator.facts.article import ArticleText
from generator.proof import Exhibit, Rules
from generator.world import World

ARTICLE = """小城“幸福账本” 一年间

来源：小城日报

2026年1月6日

产业升级晋位 经济在承压前行中彰显韧性

培育规上工业企业358家
森林覆盖率达63.2%，居全省第一
一月平均气温-3.2℃
居全国百强县第47位
新建口袋公园36个
全面推进乡村振兴，让日子更有奔头
入选国家级旅游休闲街区
257个项目正式签约
163个项目开工建设

民生实事 办在心坎上

村均集体经营性收入达75万元
救助困难群众1.75万人次
城镇新增就业2.5万人
小学新增学位3200个
"""
BRAND = Brand(account="小城发布", slogan="看见小城", credit="编辑：张三　校对：李四")
PRESS = Press(World.at(), "resvg")
RULES = Rules.load(*PRESS.catalogue.data_folders)
CHECKED = ("figures", "whole", "runs", "sign", "source")
FREE = {"count": "条"}
"""What a drawing says by itself, and nothing else can know of."""


@cache
def cards(size: str = "weibo-grid") -> tuple[Card, ...]:
    plan = plan_cards(extract(ArticleText(ARTICLE)), PRESS.catalogue, Wishes((size,), features=tuple(FEATURES)))
    jobs = (replace(p.job, brand=BRAND) for p in plan.jobs)
    return tuple(Card(job, b"", PRESS.draw(job), "", ".png", "png", None) for job in jobs)  # type: ignore[arg-type]


def found(card: Card) -> dict[str, str]:
    asked = dict.fromkeys(RULES.severity, "off") | {name: RULES.severity[name] for name in CHECKED}
    return {f.check: f.message for f in replace(RULES, severity=asked).prove(Exhibit(card))}


def spoiled(card: Card, way: str) -> Iterator[tuple[str, Card]]:
    """Yield each text box but a scale's, spoiled in one way, with what it says now."""
    for text in card.sheet.texts:
        said = "".join(text.lines)
        body = said.replace(FREE.get(text.box, ""), "") if text.box in FREE else said
        new = {
            "its last letter cut": said[:-1],
            "its first letter cut": said[1:],
            "a letter changed": said[: len(said) // 2] + "甲" + said[len(said) // 2 + 1 :],
            "its last letter doubled": said + said[-1],
        }[way]
        whole = new.strip("。，：“”　 /") == said.strip("。，：“”　 /")
        if text.box.startswith("scale-") or text.box in {"part", "count"} or whole or len(body) < 2:
            continue
        texts = tuple(replace(t, lines=(new,)) if t is text else t for t in card.sheet.texts)
        yield f"{text.box} {new}", replace(card, sheet=replace(card.sheet, texts=texts))


@pytest.mark.parametrize("size", ["weibo-grid", "wechat-post", "poster", "wechat-cover"])
def test_right_cards_of_every_kind_pass(size: str) -> None:
    assert len({card.job.template.id for card in cards(size)}) >= 10
    assert [(card.job.copy.text, found(card)) for card in cards(size) if found(card)] == []


@pytest.mark.parametrize(
    "way", ["its last letter cut", "its first letter cut", "a letter changed", "its last letter doubled"]
)
def test_no_box_may_be_spoiled_unnoticed(way: str) -> None:
    tried = [(name, wrong) for card in cards() for name, wrong in spoiled(card, way)]
    assert len(tried) > 100
    assert [name for name, wrong in tried if not found(wrong)] == []


def box_of(words: str, box: str) -> tuple[Card, str]:
    card = next(c for c in cards() if words in c.job.copy.text)
    return card, "".join(next(t for t in card.sheet.texts if t.box == box).lines)


def with_words(card: Card, box: str, words: str) -> Card:
    texts = tuple(replace(t, lines=(words,)) if t.box == box else t for t in card.sheet.texts)
    return replace(card, sheet=replace(card.sheet, texts=texts))


def test_the_last_letter_of_a_chapters_subtitle() -> None:
    card, said = box_of("就业", "context")
    assert said == "办在心坎上"
    assert set(found(with_words(card, "context", said[:-1]))) == {"runs"}
    assert "办在心坎上" in found(with_words(card, "context", said[:-1]))["runs"]


def test_a_lost_minus_and_a_lost_percent_sign() -> None:
    card = next(c for c in cards() if "气温" in c.job.copy.text)
    box = next(t for t in card.sheet.texts if "-3.2" in "".join(t.lines))
    words = "".join(box.lines)
    assert "sign" in found(with_words(card, box.box, words.replace("-", "")))
    card, said = box_of("森林", "figure")
    assert set(found(with_words(card, "figure", said.replace("%", "")))) >= {"sign"}
    assert "sign" in found(with_words(card, "figure", f"-{said}"))


def test_a_neighbours_label_in_a_card_of_several_facts() -> None:
    card = next(c for c in cards() if c.job.template.id == "chapter" and len(c.job.copy.entries) >= 2)
    boxes = [t.box for t in card.sheet.texts if t.box.startswith("label-")]
    one, other = ("".join(next(t for t in card.sheet.texts if t.box == b).lines) for b in boxes[:2])
    swapped = with_words(with_words(card, boxes[0], other), boxes[1], one)
    assert "runs" in found(swapped)


def test_a_credit_line_that_is_not_there() -> None:
    card = cards()[1]
    texts = tuple(t for t in card.sheet.texts if t.box not in {"source", "credit"})
    assert "source" in found(replace(card, sheet=replace(card.sheet, texts=texts)))
    assert "李四" in found(with_words(card, "source", "来源：小城日报　编辑：张三　校对：李"))["runs"]
