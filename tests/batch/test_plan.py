from __future__ import annotations

from dataclasses import replace

import pytest

from generator.batch import Wishes, plan_cards
from generator.design import Catalogue
from generator.errors import UsageError
from generator.facts.model import Metric
from generator.world import World

from .world_of_tests import make_sheet

TWO = ("tiny-post", "tiny-grid")


@pytest.fixture(scope="module")
def catalogue(world: World) -> Catalogue:
    return Catalogue.read(world.templates, world.data)


def test_every_fact_but_items_gets_a_card_in_every_size_after_the_cover(catalogue: Catalogue) -> None:
    cards = plan_cards(make_sheet(), catalogue, Wishes(TWO))
    assert [(p.job.fact, p.job.size.id) for p in cards.jobs] == [
        (fact, size) for fact in ("00", "01", "02", "03", "04") for size in TWO
    ]
    assert [p.job.template.id for p in cards.jobs[::2]] == ["cover", "metric", "metric", "metric", "list"]
    assert cards.jobs[-1].job.copy.items == ("第一件", "第二件")
    assert not cards.refused


def test_the_theme_takes_its_chapters_hue(catalogue: Catalogue) -> None:
    cards = plan_cards(make_sheet(), catalogue, Wishes(("tiny-post",)))
    theme = catalogue.theme("haisi")
    assert cards.jobs[0].job.theme == theme
    assert cards.jobs[1].job.theme == theme.for_chapter(0)
    assert cards.jobs[2].job.theme == theme.for_chapter(1)


def test_only_leaves_the_cover_out(catalogue: Catalogue) -> None:
    cards = plan_cards(make_sheet(), catalogue, Wishes(("tiny-post",), only=("03", "01")))
    assert [p.job.fact for p in cards.jobs] == ["01", "03"]


def test_a_template_that_cannot_show_a_kind_is_named(catalogue: Catalogue) -> None:
    cards = plan_cards(make_sheet(), catalogue, Wishes(TWO, template="list"))
    assert [p.job.fact for p in cards.jobs] == ["00", "00", "04", "04"]
    assert [(r.fact, r.size) for r in cards.refused] == [(f, s) for f in ("01", "02", "03") for s in TWO]
    assert "list版" in cards.refused[0].reason and "数字" in cards.refused[0].reason


def test_a_facts_own_options_count(catalogue: Catalogue) -> None:
    sheet = make_sheet()
    mine = replace(sheet.facts[0], kind="target", options={"template": "statement", "theme": "红砖"})
    odd = replace(sheet.facts[1], options={"theme": "hongzhua"})
    cards = plan_cards(replace(sheet, facts=(mine, odd, *sheet.facts[2:])), catalogue, Wishes(("tiny-post",)))
    assert (cards.jobs[1].job.template.id, cards.jobs[1].job.theme.id) == ("statement", "hongzhuan")
    assert [(r.fact, "hongzhuan" in r.reason) for r in cards.refused] == [("02", True)]


def test_a_target_without_a_number_is_a_statement(catalogue: Catalogue) -> None:
    sheet = make_sheet()
    plain = replace(sheet.facts[0], kind="target", metric=None)
    figured = replace(sheet.facts[1], kind="target")
    cards = plan_cards(replace(sheet, facts=(plain, figured)), catalogue, Wishes(("tiny-post",)))
    assert [p.job.template.id for p in cards.jobs] == ["cover", "statement", "metric"]


def test_a_figure_that_is_not_in_the_text_is_refused_not_mended(catalogue: Catalogue) -> None:
    sheet = make_sheet()
    wrong = replace(sheet.facts[0], metric=Metric("企业", "368", "家"))
    cards = plan_cards(replace(sheet, facts=(wrong, *sheet.facts[1:])), catalogue, Wishes(TWO))
    assert [r.fact for r in cards.refused] == ["01", "01"]
    assert "368家" in cards.refused[0].reason


@pytest.mark.parametrize(
    ("wishes", "near"),
    [
        (Wishes(("tiny-pst",)), "tiny-post"),
        (Wishes(TWO, template="metrc"), "metric"),
        (Wishes(TWO, theme="haisy"), "haisi"),
        (Wishes(TWO, only=("0",)), "编号"),
    ],
)
def test_unknown_names_are_answered_with_the_nearest(catalogue: Catalogue, wishes: Wishes, near: str) -> None:
    with pytest.raises(UsageError, match=near):
        plan_cards(make_sheet(), catalogue, wishes)
