"""Each rule of `mima lint-templates` finds the drawing that breaks it, at its line; the shipped templates keep them all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.workbench.drawing import Fault
from generator.workbench.lint import RULES, lint_drawing, lint_parts, lint_template
from generator.world import shipped

TEMPLATES = sorted(p.parent for p in shipped("templates_svg").glob("[!_]*/template.toml"))
TEXT = 'x="0" y="9" inline-size="9" font-size="40"'
BREAKING = {
    "mask": ('<mask id="m"><rect width="9" height="9"/></mask>', "蒙版"),
    "clip": ('<clipPath id="c"><rect width="9" height="9"/><circle r="4"/></clipPath>', "一个 clipPath"),
    "filter": ('<g style="filter:blur(4px)"/>', "滤镜"),
    "blend": ('<rect class="fill-ink" style="mix-blend-mode:multiply"/>', "混合模式"),
    "symbol": ('<use href="#guide" width="40" height="40"/>', "缩放"),
    "colour-notation": ('<stop class="stop-ink" flood-color="#11223344"/>', "透明度"),
    "fixed-colour": ('<rect fill="#123456"/>', "写死"),
    "class": ('<rect class="fill-acent"/>', "fill-acent"),
    "text-gradient": (f'<text {TEXT} data-min-size="30" fill="url(#g)">字</text>', "渐变"),
    "text-opacity": (f'<text {TEXT} data-min-size="30" opacity="0.6">字</text>', "opacity"),
    "outside": ('<use href="icons.svg#a"/>', "icons.svg"),
    "min-size": (f"<text {TEXT}>字</text>", "data-min-size"),
    "data": (f'<text {TEXT} data-min-size="30" data-maxlines="2">字</text>', "data-maxlines"),
    "id": ('<g id="a"/><path id="a" d="M0 0"/>', "已经用过"),
    "frame": ('<text shape-inside="url(#nowhere)" font-size="40" data-min-size="30">字</text>', "nowhere"),
    "viewer": (
        '<text id="t" shape-inside="url(#guide)" font-size="40" data-min-size="30">字</text>',
        "x、y 不是数",
    ),
}
MORE = {
    "filter": ("<filter id='f'/>",),
    "symbol": ("<symbol id='s'/>",),
    "mask": ('<rect mask="url(#m)"/>',),
    "colour-notation": ('<rect style="fill:hsl(9,9%,9%)"/>', '<rect style="fill:var(--x)"/>'),
    "text-opacity": (f'<text {TEXT} data-min-size="30"><tspan style="fill-opacity:.5">字</tspan></text>',),
    "outside": ('<rect style="fill:url(http://a/b)"/>', "<script/>", "<image/>"),
    "viewer": (
        "<rect class='guide' x='{{ W }}' y='0' width='9' height='9'/>",
        "<text x='0' y='9' shape-inside='url(#guide-{{ i }})' font-size='9' data-min-size='9'>字</text>",
    ),
    "fixed-colour": ('<stop stop-color="red"/>', '<path style="stroke: #abc"/>'),
}
SHEET = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080">
<style>.fill-ink{{fill:#123}}.guide{{fill:none}}</style>
<rect id="guide" class="guide" x="0" y="0" width="9" height="9"/>
{}
</svg>
"""


def drawn(folder: Path, inside: str, sheet: str = SHEET) -> list[Fault]:
    path = folder / "square.svg"
    path.write_text(sheet.format(inside), encoding="utf-8")
    return lint_drawing(path)


@pytest.mark.parametrize("rule", [name for name in RULES if name != "view-box"])
def test_a_rule_names_the_line_and_the_remedy(rule: str, tmp_path: Path) -> None:
    inside, words = BREAKING[rule]
    found = [f for f in drawn(tmp_path, inside) if f.rule == rule]
    assert len(found) == 1
    assert words in found[0].what
    assert found[0].line == 4
    assert found[0].remedy
    assert str(found[0]).startswith(f"{tmp_path / 'square.svg'} 第 4 行：")
    assert all(any(f.rule == rule for f in drawn(tmp_path, more)) for more in MORE.get(rule, ()))


def test_what_only_looks_like_a_fault_is_left_alone(tmp_path: Path) -> None:
    fine = (
        '<clipPath id="c"><path d="M0 0"/></clipPath><use href="#c"/>'
        "<rect class=\"fill-{{ 'ink' if W > 9 else 'soft' }}\" fill=\"url(#g)\"/>"
        '<path class="stroke-accent-2" fill="none" stroke-width="2"/>'
        '<text id="t" x="1" y="-9.5" shape-inside="url(#guide)" data-box="box-{{ W }}" font-size="{{ 9 }}" '
        'data-min-size="8">{{ text }}</text>'
        '<rect class="guide" x="0" y="0" width="9" height="9" data-place="{{ W }} {{ W + 1 }} 9 9"/><rect/>'
    )
    path = tmp_path / "square.svg"
    path.write_text(SHEET.replace("{{", "{").replace("}}", "}").replace("{}", fine), encoding="utf-8")
    assert lint_drawing(path) == []


def test_jinja_and_xml_that_are_not_whole_are_named_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "square.svg"
    path.write_text(
        SHEET.replace("{{", "{").replace("}}", "}").replace("{}", "{% if text %}\n<g/>"), encoding="utf-8"
    )
    assert [f.rule for f in lint_drawing(path)] == ["jinja"]
    path.write_text(SHEET.replace("{{", "{").replace("}}", "}").replace("{}", "<g>"), encoding="utf-8")
    assert [(f.rule, f.line) for f in lint_drawing(path)] == [("xml", 5)]


def test_a_sheet_of_another_measure_is_named(tmp_path: Path) -> None:
    found = drawn(tmp_path, "", SHEET.replace("1080 1080", "1080 1000"))
    assert [f.rule for f in found] == ["view-box"]
    assert "0 0 1080 1080" in found[0].remedy


def test_the_table_of_a_template_is_read_too(tmp_path: Path) -> None:
    home = tmp_path / "mine"
    home.mkdir()
    (home / "template.toml").write_text(
        'name = "甲"\nkinds = ["metrik"]\nshows = ["shares"]\ncolour = "red"\n', encoding="utf-8"
    )
    assert [f.what for f in lint_template(home)] == [
        "模板“mine”缺少图稿 portrait.svg、square.svg、tall.svg、wide.svg",
        "没有“colour”这一项",
    ]
    for shape in ("portrait", "square", "tall", "wide"):
        (home / f"{shape}.svg").write_text(
            (TEMPLATES[0] / f"{shape}.svg").read_text(encoding="utf-8"), encoding="utf-8"
        )
    found = lint_template(home)
    assert [(f.rule, f.line) for f in found] == [("table", 4), ("kinds", 2), ("shows", 3)]
    assert "metric 数字" in found[1].remedy


@pytest.mark.parametrize("folder", TEMPLATES, ids=lambda p: p.name)
def test_the_shipped_templates_are_clean(folder: Path) -> None:
    assert [str(f) for f in lint_template(folder)] == []


def test_every_rule_has_a_drawing_that_breaks_it() -> None:
    assert set(RULES) == {*BREAKING, "view-box"}
    assert all(re.fullmatch(r"[a-z-]+", name) for name in RULES)


def test_the_drawings_that_templates_share_are_read_too(tmp_path: Path) -> None:
    parts = tmp_path / "_parts"
    parts.mkdir()
    (parts / "plate.svg").write_text(
        SHEET.replace("{{", "{")
        .replace("}}", "}")
        .replace("{}", '<rect fill="#ffffff"/><rect filter="url(#f)"/>'),
        encoding="utf-8",
    )
    assert [(f.rule, f.line) for f in lint_parts(tmp_path)] == [("filter", 4)], "white is for a code's plate"


def test_an_id_may_stand_in_both_of_two_branches(tmp_path: Path) -> None:
    path = tmp_path / "square.svg"
    for between, faults in (("{% else %}", []), ("<g/>", ["id"])):
        inside = f'{{% if W %}}\n<g id="a"/>\n{between}\n<g id="a"/>\n{{% endif %}}'
        path.write_text(SHEET.replace("{{", "{").replace("}}", "}").replace("{}", inside), encoding="utf-8")
        assert [f.rule for f in lint_drawing(path)] == faults


def test_the_shipped_parts_are_clean() -> None:
    assert lint_parts(shipped("templates_svg")) == []
