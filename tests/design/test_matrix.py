"""Each template × theme × shape × hard case comes out clean, or is refused with a reason: `data/edge_cases/cases.tsv`.

Layout is checked for every case in every size, pixels in a part of the cells that turns with the template: all themes
and all shapes of each. `make sheets` draws and checks every cell, and so does `pytest -m matrix`, without the sheets.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from PIL import Image

from generator.card import Press, Sheet
from generator.design import Template, Theme
from generator.errors import DesignError
from generator.workbench import EdgeCase, Matrix, Proved, Row, read_cases
from generator.workbench.cases import CONDITIONS
from generator.workbench.matrix import MASTERS, reduced
from generator.world import World, shipped

PRESS = Press(World.at(), "resvg")
MATRIX = Matrix(PRESS)
OTHERS = ("wechat-post", "channels", "mini-share", "wechat-cover-square", "toutiao", "weibo-article")
"""Sizes that use a master's drawing with a stage of their own."""
TEMPLATES = tuple(PRESS.catalogue.templates.values())
THEMES = tuple(PRESS.catalogue.themes.values())
A_THIRD = 1 / 3
TIGHT = {("calendar", "mini-share"), ("list", "mini-share"), ("compare", "mini-share")}
"""A leaf, or a list, and 40 characters besides, on the smallest picture with a header: the longest are refused there."""


def varies(template: Template, shape: str) -> bool:
    """Return whether a drawing itself turns with the card's place (its ornament always does)."""
    drawing = (template.folder / f"{shape}.svg").read_text(encoding="utf-8")
    return "variant" in drawing or "turn" in drawing


def crowding(sheet: Sheet) -> list[str]:
    """Return the boxes nearer to an edge than 40 px of 1080, half of that at the top, a third at the foot."""
    margin = 40 * sheet.width / 1080
    return [
        t.box
        for t in sheet.texts
        if t.frame[0] < margin
        or t.frame[1] < 0.5 * margin
        or t.frame[2] > sheet.width - margin
        or t.frame[3] > sheet.height - 0.3 * margin
    ]


@pytest.mark.parametrize("size", MASTERS + OTHERS)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.id)
def test_every_case_is_laid_out_clean_or_refused_for_want_of_room(template: Template, size: str) -> None:
    preset = PRESS.catalogue.size(size)
    places: tuple[int | None, ...] = (None,)
    if size in MASTERS and varies(template, preset.shape):
        places = (0, 1, 2)
    made = 0
    for row in MATRIX.rows(template):
        for variant in places:
            proved = MATRIX.prove(MATRIX.job(row, PRESS.catalogue.theme("haisi"), preset, variant))
            if proved.refused:
                assert "放不下" in proved.refused and "请" in proved.refused
                assert may_be_refused(row, size), (row.case.id, proved.refused)
                continue
            if size == "wechat-cover-square" and template.id == "list":
                assert proved.faults, (
                    "a heading alone: refused by the proof, since the list's lines are missing"
                )
                assert all("没有全部上图" in fault for fault in proved.faults)
                continue
            assert proved.faults == (), (row.case.id, variant)
            made += 1
            assert proved.sheet is not None
            assert proved.sheet.texts
            assert crowding(proved.sheet) == [], (row.case.id, variant)
    assert made >= 0.7 * len(MATRIX.rows(template)) or size == "wechat-cover-square"


def may_be_refused(row: Row, size: str) -> bool:
    """Return whether a case may be refused: one marked 极端, and the longest words on the smallest picture."""
    return row.case.extreme or (row.template.id, size) in TIGHT


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.id)
def test_words_stand_out_from_what_is_drawn_behind_them(template: Template) -> None:
    turn = TEMPLATES.index(template)
    rows = MATRIX.rows(template)
    met = set()
    for k in range(12):
        theme, size = THEMES[k % len(THEMES)], MASTERS[(k + turn) % len(MASTERS)]
        proved = MATRIX.prove(
            MATRIX.job(rows[(k * 5 + turn) % len(rows)], theme, PRESS.catalogue.size(size)), A_THIRD
        )
        if not proved.refused:
            met |= {theme.id, size}
        assert proved.faults == (), (template.id, theme.id, size)
    assert met == {t.id for t in THEMES} | set(MASTERS)


@pytest.mark.matrix
@pytest.mark.parametrize("size", MASTERS)
@pytest.mark.parametrize("theme", THEMES, ids=lambda t: t.id)
@pytest.mark.parametrize("template", TEMPLATES, ids=lambda t: t.id)
def test_every_cell_is_clean_in_its_pixels(template: Template, theme: Theme, size: str) -> None:
    preset = PRESS.catalogue.size(size)
    faults = {}
    for row in MATRIX.rows(template):
        for variant in (row.place, row.place + 1):  # both manners of a drawing that has two
            proved = MATRIX.prove(MATRIX.job(row, theme, preset, variant), A_THIRD)
            if proved.refused:
                assert may_be_refused(row, size), (row.case.id, proved.refused)
            elif proved.faults:
                faults[row.case.id, variant] = proved.faults
    assert faults == {}


def test_what_a_template_cannot_show_is_refused_with_what_to_do_instead() -> None:
    shown: Counter[str] = Counter()
    for template in TEMPLATES:
        for row, reason in MATRIX.asked(template):
            shown[row.case.id] += not reason
            if reason:
                assert template.name in reason and "请" in reason, reason
    assert {case.id for case in MATRIX.cases} == set(+shown), "some template shows each case"


def test_the_table_has_every_kind_of_case() -> None:
    cases = MATRIX.cases
    assert {c for case in cases for c in case.conditions} == set(CONDITIONS)
    texts = [case.text for case in cases]
    joined = "".join(texts)
    for piece in ("1.75", "100%", "7000万平方米", "900", "5.3—5.5个百分点", "八连冠", "15,000,000", "6家", "AA", "R1线",
                  "3A级", "“", "《", "·", "128.6"):  # fmt: skip
        assert piece in joined, piece
    lengths = {len(text) for text in texts}
    assert min(lengths - {0}) == 1 and max(lengths) >= 40
    assert any(len(case.sheet().source) >= 55 for case in cases)
    for template in TEMPLATES:
        kinds = {c for row in MATRIX.rows(template) for c in row.case.conditions}
        assert len(MATRIX.rows(template)) >= 2, template.id
        assert kinds, f"{template.id}: only the usual surroundings"


def test_a_fault_is_found() -> None:
    """The checks see a text box in another, one at the edge, and words on a ground of their own colour."""
    template = PRESS.catalogue.template("statement")
    job = MATRIX.job(MATRIX.row(template, "句-20字"), THEMES[0], PRESS.catalogue.size("weibo-grid"))
    sheet = PRESS.draw(job)

    class Shifted(Press):
        def draw(self, job: object) -> Sheet:
            svg = sheet.svg.replace(b"<svg ", b"<svg ", 1)
            frame = sheet.texts[0].frame
            box = type(sheet.texts[0])
            laid = tuple(
                box(t.box, t.lines, t.size, t.families, frame, t.fallbacks, t.fills) for t in sheet.texts
            )
            return Sheet(svg, sheet.width, sheet.height, laid)

    matrix = Matrix(Shifted(World.at(), "resvg"))
    assert any("叠在一起" in fault for fault in matrix.prove(job).faults)
    small_job, small = reduced(job, sheet, 0.5)
    assert (small.width, small_job.size.width) == (540, 540)
    blind = replace_image(matrix, Image.new("RGB", (540, 540), sheet.texts[0].fills[0]))
    assert any("对比" in fault for fault in blind.prove(job, 0.5).faults)


def replace_image(matrix: Matrix, image: Image.Image) -> Matrix:
    class Plate:
        name, version = "plate", "1"

        def pixels(self, sheet: Sheet) -> Image.Image:
            return image

    matrix.press.rasteriser = Plate()
    return matrix


def test_a_newsrooms_own_rows_come_on_top_and_bad_ones_are_named(tmp_path: Path) -> None:
    own = tmp_path / "edge_cases"
    own.mkdir()
    table = own / "cases.tsv"
    table.write_text(
        "数-6\tmetric\t新开食堂66家\t\t素\t换掉\n新\tstatement\t本台自己的句子\t\t\t添上\n", encoding="utf-8"
    )
    cases = {case.id: case for case in read_cases((shipped("data"), tmp_path))}
    assert cases["数-6"] == EdgeCase("数-6", "metric", "新开食堂66家", (), frozenset({"素"}), "换掉")
    assert list(cases)[-1] == "新"
    for bad, what in (
        ("只有\t两栏\n", "2 栏"),
        ("甲\tmetric\t话\t\t难\t\n", "没有“难”"),
        ("甲\tmetric\t\t\t\t\n", "缺编号"),
    ):
        table.write_text(bad, encoding="utf-8")
        with pytest.raises(DesignError, match=what) as caught:
            read_cases((tmp_path,))
        assert caught.value.where is not None and caught.value.where.line == 1


def test_proved_says_nothing_of_pixels_nobody_asked_for() -> None:
    template = PRESS.catalogue.template("metric")
    proved = MATRIX.prove(MATRIX.job(MATRIX.row(template, "数-6"), THEMES[0], PRESS.catalogue.size("moments")))
    assert isinstance(proved, Proved)
    assert proved.image is None and not proved.refused
