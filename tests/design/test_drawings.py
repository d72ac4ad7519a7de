"""Every drawing is an ordinary SVG as it lies in its folder: a browser and Inkscape can open it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from generator.design.size import SHAPES
from generator.world import shipped

SVG = "{http://www.w3.org/2000/svg}"
DRAWINGS = sorted(p for p in shipped("templates_svg").glob("[!_]*/*.svg")) + sorted(
    shipped("templates_svg").glob("_new/*.svg")
)
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
    _a_viewer_finds_everything(root, frames)
    assert "guide" in "".join(style.text or "" for style in root.iter(f"{SVG}style"))


def _a_viewer_finds_everything(root: etree._Element, frames: set[str | None]) -> None:
    """Every frame is drawn, every text stands on the sheet, in its box if it names one; every name leads somewhere."""
    width, height = (float(v) for v in str(root.get("viewBox")).split()[2:])
    boxes: dict[str, tuple[float, ...]] = {}
    for rect in root.iter(f"{SVG}rect"):
        if "guide" in (rect.get("class") or ""):
            x, y, wide, high = (float(rect.get(side, "")) for side in ("x", "y", "width", "height"))
            assert wide > 1 and high > 1 and x >= 0 and y >= 0, rect.attrib
            assert x + wide <= width + 1 and y + high <= height + 1, rect.attrib
            boxes.setdefault(rect.get("id", ""), (x, y, x + wide, y + high))
    for text in root.iter(f"{SVG}text"):
        x, y = float(text.get("x", "")), float(text.get("y", ""))
        assert 0 < x < width and 0 < y < height, text.attrib
        inside = re.fullmatch(r"url\(#([\w-]+)\)", text.get("shape-inside", ""))
        assert (inside is None) == ("shape-inside" not in text.attrib)
        if inside:
            assert inside[1] in frames
            left, top, right, foot = boxes[inside[1]]
            assert left - 5 <= x <= right + 5 and top <= y <= foot + 5, text.attrib
    for element in root.iter():
        for name, value in element.attrib.items():
            if "href" in str(name) or "url(" in str(value):
                assert "{" not in str(value), f"{name}={value}"


def test_every_template_is_drawn_for_every_shape() -> None:
    assert {p.stem for p in DRAWINGS} == set(SHAPES)
