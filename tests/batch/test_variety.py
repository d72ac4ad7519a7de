"""What a whole series looks like: which card a fact gets, a sign on all cards or none, no two manners alike in a row."""

from __future__ import annotations

from itertools import pairwise

import pytest

from generator.batch import Plan, Wishes, lay_out_series, plan_cards
from generator.batch.dispatch import in_turn
from generator.batch.feature import FEATURES
from generator.batch.signs import signs_of
from generator.card import CardJob
from generator.design import Catalogue, IconTable, SceneTable
from generator.facts import extract
from generator.facts.article import ArticleText
from generator.facts.model import Factsheet
from generator.world import World

from .world_of_tests import reworded

ARTICLE = """小城这一年

交通先行

引进车辆项目188个，开工项目142个，竣工项目97个
客运量下降1.2%
货运量增长9.7%
公路优良率达92.5%
站点覆盖率达88%
山水为邻

民生为本

好事连连
学校合格率达99%
水质达标率达97%
"""
CATALOGUE = Catalogue.read(World.at().templates, World.at().data)


def plan(template: str = "", size: str = "moments", text: str = ARTICLE) -> Plan:
    return plan_cards(extract(ArticleText(text)), CATALOGUE, Wishes((size,), template=template, features=()))


def templates(made: Plan) -> dict[str, str]:
    return {p.job.copy.text: p.job.template.id for p in made.jobs}


def test_counts_within_one_sentence_are_one_card_and_that_a_comparison() -> None:
    made = plan()
    cards = [p.job for p in made.jobs if p.job.copy.text.startswith("引进")]
    assert [c.template.id for c in cards] == ["compare"]
    assert [e.text for e in cards[0].copy.entries] == ["引进车辆项目188个", "开工项目142个", "竣工项目97个"]


@pytest.mark.parametrize("named", ["dots", "metric"])
def test_a_named_template_still_has_the_say(named: str) -> None:
    card = next(p.job for p in plan(named).jobs if p.job.copy.text.startswith("引进"))
    assert (card.template.id, card.copy.entries) == (named, ())


def test_a_slight_change_is_a_number_and_drawn_only_where_a_person_asks() -> None:
    shown = templates(plan())
    assert (shown["客运量下降1.2%"], shown["货运量增长9.7%"]) == ("metric", "growth")
    assert templates(plan("growth"))["客运量下降1.2%"] == "growth"


def test_every_card_has_a_sign_its_own_its_chapters_or_the_neutral_one() -> None:
    icons = {p.job.copy.text: p.job.icon for p in plan().jobs}
    assert all(icons.values())
    assert icons["学校合格率达99%"] != icons["货运量增长9.7%"], "a fact's own word has the first say"
    assert icons["山水为邻"] in {icons["公路优良率达92.5%"], icons["货运量增长9.7%"], icons["站点覆盖率达88%"]}


def test_a_table_that_knows_no_word_leaves_every_card_without() -> None:
    sheet = extract(ArticleText(ARTICLE))
    series = lay_out_series(sheet)
    assert set(
        signs_of(series, sheet, IconTable({"无此词": "factory"}, "newspaper"), SceneTable({}, {})).values()
    ) == {""}
    one = signs_of(series, sheet, IconTable({"好事": "award"}, "newspaper"), SceneTable({}, {}))
    assert set(one.values()) == {"award", "newspaper"}


def test_neighbours_have_numbers_of_their_own_to_vary_by() -> None:
    text = "小城这一年\n\n交通先行\n\n" + "".join(f"第{n}批公交站合格率达{n + 60}.5%\n" for n in range(2, 12))
    jobs = [planned.job for planned in plan(text=text).jobs]
    assert [job.copy.variant for job in jobs] == list(range(10))
    rings = [job.copy.turn % 2 for job in jobs if job.template.id == "ring"]
    assert len(rings) == 5 and all(one != other for one, other in pairwise(rings)), "rings and half circles"


def test_a_fact_worded_anew_leaves_every_other_card_as_it_was() -> None:
    """Else signatures of cards that nobody touched would be void."""
    sheet = extract(ArticleText(ARTICLE + "".join(f"第{n}中学新建教室{n + 100}间\n" for n in range(2, 20))))
    every = Wishes(("moments",), features=tuple(FEATURES))
    before = {p.job.fact: p.job for p in plan_cards(sheet, CATALOGUE, every).jobs}
    for fact, words in (
        ("02", "旅客发送量上升8.8%"),
        ("05", "山水为邻，城乡同行"),
        ("09", "第4中学新建教室三百间"),
    ):
        new = reworded(sheet, fact, words)
        after = {p.job.fact: p.job for p in plan_cards(new, CATALOGUE, every).jobs}
        moved = {name for name, job in after.items() if name not in before or job.prints != before[name].prints}
        said = {name for name in moved if _says(before.get(name), sheet, fact) or _says(after[name], new, fact)}
        assert moved == said and fact in moved


def _says(job: CardJob | None, sheet: Factsheet, fact: str) -> bool:
    words = next(f.text for f in sheet.facts if f.id == fact)
    return job is not None and words in (job.copy.text, *(entry.text for entry in job.copy.entries))


def test_no_scene_stands_three_times_running_and_neighbours_show_other_stretches() -> None:
    text = "小城这一年\n\n交通先行\n\n" + "".join(f"第{n}批新建改造公交站{n + 100}处\n" for n in range(2, 40))
    shown = [(p.job.scene, p.job.view) for p in plan(text=text).jobs]
    assert len(shown) > 30 and len(set(shown)) >= 8
    assert all(one != other for one, other in pairwise(shown))
    scenes = [scene for scene, _ in shown]
    assert not any(len(set(three)) == 1 for three in zip(scenes, scenes[1:], scenes[2:], strict=False))


def test_the_smallest_cover_refuses_what_has_several_lines_and_says_why() -> None:
    made = plan(size="wechat-cover-square")
    assert [r.fact for r in made.refused] == [
        p.job.fact for p in plan().jobs if p.job.copy.entries or p.job.copy.items
    ]
    assert "500×500" in made.refused[0].reason and "请换一个尺寸" in made.refused[0].reason
    assert len(made.jobs) + len(made.refused) == len(plan().jobs)


def test_a_batch_prints_the_cards_of_one_ground_one_after_another() -> None:
    text = "小城这一年\n\n交通先行\n\n" + "".join(f"第{n}批新建改造公交站{n + 100}处\n" for n in range(2, 40))
    jobs = sorted((p.job for p in plan(text=text).jobs), key=in_turn)
    grounds = [(j.theme.colours["ground"], j.ornament, j.template.id, j.view) for j in jobs]
    changes = sum(one != other for one, other in pairwise(grounds))
    assert len(set(grounds)) > 3
    assert changes == len(set(grounds)) - 1
