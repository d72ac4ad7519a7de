"""The facts beside the article: highlights, corrections, marks, undo, and two tabs at once."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from generator.facts import Tables, extract, load
from generator.facts.article import ArticleText
from generator.facts.standing import standing
from generator.preview import Studio
from generator.preview.correction import corrected
from tests.preview.conftest import ARTICLE, Page


def facts(page: Page, mid: str) -> dict[str, Any]:
    found: dict[str, Any] = page.get(f"/api/manuscripts/{mid}").json()
    return found


def fact_of(sheet: dict[str, Any], words: str) -> dict[str, Any]:
    found: dict[str, Any] = next(f for f in sheet["facts"] if words in f["text"])
    return found


def test_the_segments_are_the_article_and_every_fact_stands_in_one(page: Page, mid: str) -> None:
    sheet = facts(page, mid)
    assert "".join(part["text"] for part in sheet["segments"]) == ARTICLE
    marked = {part["fact"]: part["text"] for part in sheet["segments"] if part["fact"]}
    assert marked == {f["id"]: f["text"] for f in sheet["facts"]}
    assert not any(f["warnings"] for f in sheet["facts"])


@pytest.mark.parametrize(
    ("cells", "stranger"),
    [({"数值": "129"}, "129家"), ({"内容": "培育专精特新企业182家", "数值": "182"}, "182家"), ({"单位": "万家"}, "128万家")],
)  # fmt: skip
def test_a_figure_that_left_the_article_is_marked_at_once(
    page: Page, mid: str, cells: Any, stranger: str
) -> None:
    sheet = facts(page, mid)
    fact = fact_of(sheet, "专精特新")
    after = page.change(
        f"/api/manuscripts/{mid}/correct", version=sheet["version"], fact=fact["id"], cells=cells
    )
    told = fact_of(after.json(), "专精特新")  # type: ignore[attr-defined]
    assert any(f"“{stranger}”" in words for words in told["warnings"])


def test_a_correction_is_on_the_disk_and_undo_brings_the_bytes_back(
    page: Page, mid: str, studio: Studio
) -> None:
    path = studio.cabinet.one(mid).facts
    before = path.read_bytes()
    sheet = facts(page, mid)
    fact = fact_of(sheet, "学位")
    after = page.change(
        f"/api/manuscripts/{mid}/correct", version=sheet["version"], fact=fact["id"], cells={"指标": "公办学位"}
    ).json()  # type: ignore[attr-defined]
    read = next(f for f in load(path).sheet.facts if f.id == fact["id"])
    assert read.metric is not None
    assert read.metric.label == "公办学位"
    back = page.change(f"/api/manuscripts/{mid}/undo", version=after["version"]).json()  # type: ignore[attr-defined]
    assert path.read_bytes() == before
    assert back["version"] == sheet["version"]
    assert back["undo"] == 0


def test_the_second_tab_is_told_and_nothing_is_written_over(page: Page, mid: str, studio: Studio) -> None:
    sheet = facts(page, mid)
    first, second = sheet["facts"][:2]
    page.change(
        f"/api/manuscripts/{mid}/correct", version=sheet["version"], fact=first["id"], cells={"文案": "甲"}
    )
    path = studio.cabinet.one(mid).facts
    saved = path.read_bytes()
    late: Any = page.change(
        f"/api/manuscripts/{mid}/correct", version=sheet["version"], fact=second["id"], cells={"文案": "乙"}
    )
    assert late.status_code == 409
    assert "别处" in late.json()["message"]
    assert path.read_bytes() == saved


def test_an_edit_in_a_text_editor_counts_as_a_second_tab(page: Page, mid: str, studio: Studio) -> None:
    sheet = facts(page, mid)
    path = studio.cabinet.one(mid).facts
    path.write_text(path.read_text(encoding="utf-8") + "# 手写\n", encoding="utf-8")
    late: Any = page.change(
        f"/api/manuscripts/{mid}/correct", version=sheet["version"], fact="01", cells={"文案": "甲"}
    )
    assert late.status_code == 409


def test_a_new_studio_finds_the_manuscript_its_corrections_and_its_steps(
    page: Page, mid: str, studio: Studio, tmp_path: Path
) -> None:
    sheet = facts(page, mid)
    page.change(f"/api/manuscripts/{mid}/correct", version=sheet["version"], fact="01", cells={"文案": "甲"})
    again = Studio(studio.world, studio.out, studio.guard, studio.make_executor, watching=False)
    found = again.cabinet.open(tmp_path / "山城.txt")
    assert found.id == mid
    assert found.read(again.tables).sheet.facts[0].options["caption"] == "甲"
    assert found.can_undo() == 1
    steps = (found.home / ".studio" / "steps.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(steps[-1])["who"] == "本机"


def test_pasted_text_and_a_spreadsheet_come_in_as_bytes(page: Page, studio: Studio, mid: str) -> None:
    answer = page.post(
        "/api/manuscripts?name=新稿.txt", content="新稿\n\n植树1.2万亩".encode(), headers=page.token()
    )
    assert answer.status_code == 201
    sheet = facts(page, answer.json()["id"])
    assert fact_of(sheet, "植树")["value"] == "1.2"
    table = page.get(f"/api/manuscripts/{mid}/facts.xlsx").content
    taken = page.post("/api/manuscripts?name=表.xlsx", content=table, headers=page.token()).json()
    assert [f["text"] for f in facts(page, taken["id"])["facts"]] == [
        f["text"] for f in facts(page, mid)["facts"]
    ]


def test_a_cell_that_cannot_be_meant_is_refused_in_words(page: Page, mid: str) -> None:
    sheet = facts(page, mid)
    for cells in ({"性质": "乱写"}, {"内容": "  "}, {"编号": "99"}):
        answer: Any = page.change(
            f"/api/manuscripts/{mid}/correct", version=sheet["version"], fact="01", cells=cells
        )
        assert answer.status_code == 422
        assert "。" in answer.json()["message"]


def test_standing_asks_for_whole_numbers() -> None:
    tables = Tables.load()
    text = "水库蓄水1367万立方米\n"
    sheet = extract(ArticleText(text), tables)
    wrong = corrected(sheet, sheet.facts[0].id, {"数值": "367"}, tables).facts[0]
    found = standing(wrong, text, tables)
    assert not found.sound
    assert "367万立方米" in found.strangers
    assert standing(sheet.facts[0], text, tables).sound
