"""A wrong fact in the ledger: open posts are made anew and their signatures void, issued ones marked."""

from __future__ import annotations

from dataclasses import replace

from generator.facts import Tables
from generator.facts.correction import corrected
from generator.series.correction import mark, posts_alike

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


def test_posts_that_show_the_figure_in_other_words_are_listed_planned_and_issued(room: Newsroom) -> None:
    base = facts_sheet(3)
    texts = ("培育重点工业企业367家", "名录收入企业３６７家", "安置居民367户")
    sheet = replace(base, facts=tuple(replace(f, text=t) for f, t in zip(base.facts, texts, strict=True)))
    room.begin(sheet=sheet)
    _, correction = corrected(sheet, "01", "培育重点工业企业376家")
    tables = Tables.load()
    planned = posts_alike(room.desk, correction, tables)
    assert [(one.fact, one.printed, one.state) for one in planned] == [
        ("01", ("367家",), "planned"),
        ("02", ("３６７家",), "planned"),
    ]
    for day in ("2026-01-07", "2026-01-08"):
        room.clock.at(day, "07:30")
        room.round()
    fixed, correction = corrected(sheet, "01", "培育重点工业企业376家")
    before = [p.state for p in room.posts()]
    done = mark(room.desk, correction, fixed.facts[0], "统计局更正")
    alike = posts_alike(room.desk, correction, tables)
    assert [(one.fact, one.printed, one.state) for one in alike] == [("02", ("３６７家",), "issued")]
    assert before[:2] == ["issued", "issued"] and len(done) == 1
    assert next(p for p in room.posts() if p.facts == ("02",)).state == "issued", "only told, not marked"
