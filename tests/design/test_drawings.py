"""Every drawing is an ordinary SVG as it lies in its folder: a browser and Inkscape can open it."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree

from generator.design.size import SHAPES
from generator.world import shipped

SVG = "{http://www.w3.org/2000/svg}"
DRAWINGS = sorted(p for p in shipped("templates_svg").glob("[!_]*/*.svg"))
MEASURES = {
    "portrait": "0 0 1080 1440",
    "square": "0 0 1080 1080",
    "tall": "0 0 1080 1920",
    "wide": "0 0 1800 766",
}


@pytest.mark.parametrize("path", DRAWINGS, ids=lambda p: f"{p.parent.name}-{p.stem}")
def test_it_is_well_formed_before_it_is_filled_and_shows_its_frames(path: Path) -> None:
    root = etree.fromstring(path.read_bytes())
    assert root.tag == f"{SVG}svg"
    assert root.get("viewBox") == MEASURES[path.stem]
    frames = {rect.get("id") for rect in root.iter(f"{SVG}rect") if "guide" in (rect.get("class") or "")}
    columns = {str(group.get("data-box")) for group in root.iter(f"{SVG}g") if group.get("data-flow")}
    columns = {name for name in columns if "{{" not in name}
    assert columns <= frames
    assert "guide" in "".join(style.text or "" for style in root.iter(f"{SVG}style"))


def test_every_template_is_drawn_for_every_shape() -> None:
    assert {p.stem for p in DRAWINGS} == set(SHAPES)
