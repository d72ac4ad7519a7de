"""Facts that mean harm, all the way to the file: words stay words, names stay in the folder, the rest goes on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.batch import Shop, Wishes, Workshop, plan_cards, press_for, run_batch
from generator.batch.inventory import MANIFEST
from generator.facts.model import Fact, Factsheet
from generator.world import World

SOUND = "深入开展专项行动"
WORDS = {
    "markup": "<script>alert(1)</script>与</text><rect/>",
    "an entity": "甲&lol;乙&#x41;",
    "Jinja": "{{ 7 * 7 }}{% for i in range(9) %}x{% endfor %}",
    "a path": "../../../etc/passwd",
    "a path of Windows": "..\\..\\CON.txt",
    "a formula": "=cmd|' /C calc'!A0",
    "a format": "%s%n{0.__class__}",
}
UNSEEN = {
    "a control character": "办成\x00一件事",
    "an escape": "办成\x1b[31m一件事",
    "text that turns round": "收入增长\u202e倍十\u202c",
    "an isolate": "收入\u2066增长\u2069",
    "a lone surrogate": "办成\ud800一件事",
}


def made(folder: Path, world: World, text: str, fact: str = "01") -> dict[str, object]:
    sheet = Factsheet("小城一年", (Fact(fact, "", "statement", text), Fact("99", "", "statement", SOUND)))
    shop = Shop(Workshop(world, "resvg"))
    plan = plan_cards(sheet, press_for(shop.workshop).catalogue, Wishes(("tiny-post",), features=()))
    run_batch(folder, sheet, plan, shop)
    table = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert any(card["text"] == SOUND for card in table["cards"]), "the other card goes on"
    assert {p.parent for p in folder.parent.rglob("*") if p.is_file()} == {folder}
    return dict(table)


@pytest.mark.parametrize("name", WORDS)
def test_words_stay_words(folder: Path, world: World, name: str) -> None:
    table = made(folder, world, WORDS[name])
    cards = [card for card in table["cards"] if card["fact"] == "01"]  # type: ignore[attr-defined]
    assert cards, table["refused"]
    printed = "".join("".join(box["lines"]) for box in cards[0]["text_boxes"])
    bare = "".join(c for c in printed if c.isalnum())
    assert bare == "".join(c for c in WORDS[name] if c.isalnum()), "printed as it stands, neither run nor cut"


@pytest.mark.parametrize("name", UNSEEN)
def test_what_nobody_can_see_is_refused_by_its_code(folder: Path, world: World, name: str) -> None:
    table = made(folder, world, UNSEEN[name])
    refused = [r["reason"] for r in table["refused"]]  # type: ignore[attr-defined]
    assert len(refused) == 1 and "U+" in refused[0]


@pytest.mark.parametrize("fact", ["../../evil", "..", "a/b", "C:\\x", "CON", "\u202egnp", "x" * 300])
def test_an_id_never_leads_out_of_the_folder(folder: Path, world: World, fact: str) -> None:
    table = made(folder, world, "办成一件事", fact)
    assert len(table["cards"]) == 2  # type: ignore[arg-type]
