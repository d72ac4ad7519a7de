"""A wrong fact in the ledger: open posts are made anew and their signatures void, issued ones marked."""

from __future__ import annotations

from dataclasses import replace

from generator.facts.correction import corrected
from generator.series.correction import mark

from .newsroom import Newsroom, facts_sheet

OLD, NEW = "深入推进第1项工作", "深入推进头一项工作"


def test_an_issued_post_is_corrected_and_one_that_corrects_it_is_planned(room: Newsroom) -> None:
    room.begin(sheet=facts_sheet(2))
    room.clock.at("2026-01-07", "07:30")
    room.round()
    first = room.posts()[0]
    sheet, correction = corrected(facts_sheet(2), OLD, NEW)
    done = mark(room.desk, correction, sheet.facts[0], "数字有误")
    assert [(one.series, one.issued) for one in done] == [("小城", (first.id,))]
    states = {p.id: p.state for p in room.posts()}
    assert states[first.id] == "corrected" and any(p.replaces == first.id for p in room.posts())
    room.clock.at("2026-01-07", "08:00")
    room.round()
    pack = room.desk.out / room.packs()[-1] / "文案.txt"
    assert "头一项" in pack.read_text(encoding="utf-8")
    assert mark(room.desk, correction, sheet.facts[0], "数字有误") == (), "nobody says the old words any more"


def test_a_signed_post_must_be_signed_again(room: Newsroom) -> None:
    room.begin(sheet=facts_sheet(2), stages=("初审", "复审", "终审"))
    room.clock.at("2026-01-07", "07:00")
    room.round()
    room.sign_fully(room.posts()[0].id)
    sheet, correction = corrected(facts_sheet(2), "01", NEW)
    mark(room.desk, correction, sheet.facts[0], "")
    room.clock.at("2026-01-07", "07:30")
    assert room.round()[:2] == ["made", "held"]
    assert room.packs() == []


def test_withdrawn_instead_of_corrected_and_other_series_left_alone(room: Newsroom) -> None:
    room.begin(sheet=facts_sheet(1))
    other = facts_sheet(1)
    room.begin(
        sheet=replace(other, facts=(replace(other.facts[0], text="别的事"),)), name="邻城", start="2026-02-01"
    )
    room.clock.at("2026-01-07", "07:30")
    room.round()
    sheet, correction = corrected(facts_sheet(1), "01", NEW)
    done = mark(room.desk, correction, sheet.facts[0], "撤稿", withdraw=True)
    assert [one.series for one in done] == ["小城"]
    assert [p.state for p in room.posts()] == ["withdrawn"]
    assert [p.state for p in room.posts("邻城")] == ["planned"]
