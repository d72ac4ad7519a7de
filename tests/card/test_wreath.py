"""The laurel is mirrored, keeps within its measure, and no word of an award touches it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from lxml import etree

from generator.card import CardJob, Press, Sheet, write_copy
from generator.card.wreath import laurel
from generator.world import World
from tests.card.test_text_templates import AWARDS, SHEET, WORDS, said

SVG = "{http://www.w3.org/2000/svg}"
_PAIR = re.compile(r"(-?[\d.]+) (-?[\d.]+)")


def points(path: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in _PAIR.findall(path)]


def test_the_branches_are_mirror_images_within_their_measure() -> None:
    paths = laurel(500, 400, 300, 250, 60)
    for name in ("outer", "inner"):
        found = points(paths[name])
        half = len(found) // 2
        left, right = found[:half], found[half:]
        mirrored = {(round(1000 - x, 1), round(y, 1)) for x, y in left}
        assert mirrored == {(round(x, 1), round(y, 1)) for x, y in right}
        assert all(500 - 360 <= x <= 500 + 360 and 400 - 310 <= y <= 400 + 310 for x, y in found)
    assert paths == laurel(500, 400, 300, 250, 60)


@pytest.mark.parametrize("size", ["moments", "wechat-post", "weibo-grid", "poster", "wechat-cover",
                                  "wechat-cover-square", "channels"])  # fmt: skip
def test_no_word_of_an_award_touches_its_laurel(size: str) -> None:
    press = Press(World.at(), "resvg")
    catalogue = press.catalogue
    seen = 0
    for text in AWARDS:
        copy = replace(write_copy(said(text), SHEET, 66, WORDS), variant=0)
        job = CardJob("08", copy, catalogue.template("honour"), catalogue.theme("haisi"), catalogue.size(size))
        sheet = press.draw(job)
        branches = _laurel_alone(sheet)
        if branches is None:
            continue
        seen += 1
        inked = press.rasteriser.pixels(branches).convert("L").point(lambda v: 255 if v < 200 else 0)
        for box in sheet.texts:
            x0, y0, x1, y1 = (round(v) for v in box.frame)
            assert inked.crop((x0 - 6, y0 - 6, x1 + 6, y1 + 6)).getbbox() is None, (text, box.box)
    assert seen


def _laurel_alone(sheet: Sheet) -> Sheet | None:
    """Return the sheet with nothing on it but the laurel, in black on white."""
    root = etree.fromstring(sheet.svg)
    found = root.find(f".//{SVG}g[@id='laurel']")
    if found is None:
        return None
    for child in list(root):
        root.remove(child)
    width, height = root.get("viewBox", "").split()[2:]
    root.append(etree.Element(f"{SVG}rect", {"width": width, "height": height, "fill": "#ffffff"}))
    for path in found:
        path.attrib.pop("opacity", None)
        for paint in ("fill", "stroke"):
            if path.get(paint, "none") != "none":
                path.set(paint, "#000000")
    root.append(found)
    return replace(sheet, svg=etree.tostring(root))
