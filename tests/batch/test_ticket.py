"""What a card was made of survives the manifest: the same job, the same key, and no copy stands there twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.batch import Shop, Wishes, plan_cards, press_for, run_batch
from generator.batch.inventory import MANIFEST
from generator.batch.manifest import read_manifest
from generator.batch.ticket import Ticket
from generator.batch.work import Workshop
from generator.card import Press
from generator.facts import Tables, load
from generator.world import World, shipped

from .world_of_tests import SIZES, Manner, make_sheet


@pytest.fixture(scope="module")
def press() -> Press:
    return press_for(Workshop(World.at(), "resvg"))


def test_every_copy_of_the_shipped_article_comes_back_from_json_as_the_same_job(press: Press) -> None:
    sheet = load(shipped("data") / "jinjiang-2026.txt", Tables.load(shipped("data"))).sheet
    features = ("cover", "group", "chapter", "summary", "closing")
    plan = plan_cards(sheet, press.catalogue, Wishes(("wechat-post",), features=features))
    groundwork = press.groundwork
    assert len(plan.jobs) > 60
    for planned in plan.jobs:
        job = planned.job
        ticket = Ticket.of(job, groundwork, "rules")
        back = Ticket.from_json(json.loads(json.dumps(ticket.to_json(), ensure_ascii=False)))
        assert back == ticket
        again = back.job(job.fact, job.template.id, job.theme.id, job.size.id, press.catalogue, job.brand)
        assert again.key(back.ground) == job.key(ticket.ground)


def test_the_manifest_says_a_copy_once_and_holds_no_path(world: World, folder: Path) -> None:
    sheet = make_sheet()
    workshop = Manner(world)
    plan = plan_cards(sheet, press_for(workshop).catalogue, Wishes(tuple(SIZES)))
    done = run_batch(folder, sheet, plan, Shop(workshop))
    text = (folder / MANIFEST).read_text(encoding="utf-8")
    table = json.loads(text)
    facts = {card["fact"] for card in table["cards"]}
    assert len(table["cards"]) == 2 * len(facts)
    assert len(table["copies"]) == len(facts)
    assert len(table["grounds"]) == 1
    assert str(Path.cwd()) not in text and str(folder) not in text and str(world.templates[0]) not in text
    assert read_manifest(folder).cards == done.manifest.cards


def test_a_ticket_that_was_meddled_with_is_no_ticket(press: Press) -> None:
    sheet = make_sheet()
    job = plan_cards(sheet, press.catalogue, Wishes(("wechat-post",))).jobs[0].job
    entry = Ticket.of(job, press.groundwork, "rules").to_json()
    for broken in (None, [], {}, {**entry, "copy": "gone"}, {**entry, "copy": {**entry["copy"], "items": 7}}):
        assert Ticket.from_json(broken, {}, {}) is None
    stranger = {**entry, "copy": {**entry["copy"], "path": "somewhere"}}
    assert Ticket.from_json(stranger) is None
