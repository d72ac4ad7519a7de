"""A nine-grid is nine cards that a reader stops at, in posting order, and says so when it cannot be nine."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops

from generator.card import Press
from generator.compose import COMPOSITIONS, GridWishes, Order, compose_grid, keep
from generator.errors import CardRefused, DoesNotFit, UsageError
from generator.facts.model import Factsheet

MINI = GridWishes(size="mini-grid")


def test_nine_cards_are_numbered_in_posting_order_with_the_cover_in_the_middle(
    sheet: Factsheet, press: Press
) -> None:
    made = compose_grid(sheet, press, MINI)
    posted = [piece for piece in made.pieces if not piece.preview]
    assert [piece.file[:2] for piece in posted] == [f"{n}-" for n in range(1, 10)]
    assert posted[4].facts == ("00",)
    ids = [fact for n, piece in enumerate(posted) for fact in piece.facts if n != 4]
    assert ids == sorted(ids), "the others in the article's order"
    assert len(set(ids)) == len(ids), "no fact twice"
    chapters = {fact.chapter for fact in sheet.facts if fact.id in ids}
    assert len(chapters) == 3, "every chapter has its say"
    assert not made.notes and not made.refused


def test_the_striking_ones_are_taken_before_the_plain(sheet: Factsheet, press: Press) -> None:
    made = compose_grid(sheet, press, replace(MINI, cover="none"))
    texts = " ".join(made.words.values())
    assert "第47位" in texts
    assert "协同启动" not in texts and "项目提效年" not in texts


def test_the_preview_shows_the_cards_in_their_places(sheet: Factsheet, press: Press) -> None:
    made = compose_grid(sheet, press, MINI)
    preview = Image.open(io.BytesIO(made.pieces[-1].data))
    assert made.pieces[-1].preview and preview.width == preview.height
    for n, piece in enumerate(made.pieces[:-1]):
        left, top = 9 + n % 3 * 369, 9 + n // 3 * 369
        cell = preview.crop((left, top, left + 360, top + 360))
        card = Image.open(io.BytesIO(piece.data)).convert("RGB").resize((360, 360), Image.Resampling.LANCZOS)
        assert ImageChops.difference(cell, card).getbbox() is None


def test_an_editor_names_facts_and_their_order(sheet: Factsheet, press: Press) -> None:
    ids = ("09", "01", "06")
    made = compose_grid(sheet, press, replace(MINI, only=ids))
    assert [piece.facts[0] for piece in made.pieces[:-1]] == list(ids)
    assert not made.notes

    assert "1、3、6、9" in compose_grid(sheet, press, replace(MINI, only=ids[:2])).notes[0]
    with pytest.raises(UsageError, match="没有编号"):
        compose_grid(sheet, press, replace(MINI, only=("99",)))
    with pytest.raises(UsageError, match="至多九张"):
        compose_grid(sheet, press, replace(MINI, only=tuple(f"{n:02}" for n in range(1, 11))))


def test_too_few_facts_make_six_or_three_and_it_is_said(sheet: Factsheet, press: Press) -> None:
    few = replace(sheet, facts=sheet.facts[:7], chapters=sheet.chapters[:1])
    made = compose_grid(few, press, MINI)
    assert len(made.pieces) - 1 == 6
    assert "做成 6 张" in made.notes[0]
    with pytest.raises(CardRefused):
        compose_grid(replace(sheet, facts=(), title=""), press, MINI)


class _Refusing:
    """A press that refuses one fact."""

    def __init__(self, press: Press, fact: str) -> None:
        self._press, self._fact = press, fact
        self.catalogue = press.catalogue

    def make(self, job: Any) -> Any:
        if job.fact == self._fact:
            raise DoesNotFit("放不下")
        return self._press.make(job)


def test_a_refused_card_gives_way_to_the_next_best_unless_it_was_asked_for(
    sheet: Factsheet, press: Press
) -> None:
    best = next(p.facts[0] for p in compose_grid(sheet, press, MINI).pieces if p.facts != ("00",))
    refusing: Any = _Refusing(press, best)
    made = compose_grid(sheet, refusing, MINI)
    assert len(made.pieces) == 10
    assert [(r.fact, r.reason) for r in made.refused] == [(best, "放不下。")]
    with pytest.raises(DoesNotFit):
        compose_grid(sheet, refusing, replace(MINI, only=(best,)))


def test_kept_twice_it_is_the_same_and_leftovers_go(sheet: Factsheet, press: Press, tmp_path: Path) -> None:
    made = compose_grid(sheet, press, MINI)
    assert keep(tmp_path, sheet, made, press, Order(MINI)) == ()
    first = {path.name: path.read_bytes() for path in tmp_path.glob("*.[pj]*")}
    assert COMPOSITIONS in first and len(first) == 11
    entry = json.loads(first[COMPOSITIONS])["compositions"][0]
    assert [part["file"] for part in entry["parts"]] == [piece.file for piece in made.pieces]
    assert set(entry["facts"]) == {fact for part in entry["parts"] for fact in part["facts"]}

    keep(tmp_path, sheet, compose_grid(sheet, press, MINI), press, Order(MINI))
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.[pj]*")} == first

    touched = made.pieces[0].file
    (tmp_path / touched).write_bytes(b"mine")
    smaller = replace(made, pieces=made.pieces[3:])
    assert keep(tmp_path, sheet, smaller, press, Order(MINI)) == (touched,)
    assert (tmp_path / touched).read_bytes() == b"mine"
    assert not (tmp_path / made.pieces[1].file).exists()
