"""Every drawing opened by Chromium as it lies in its folder: an ordinary SVG that shows its boxes."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="没有 Chromium：apt-get install chromium 之后再试")
api = pytest.importorskip("playwright.sync_api", reason="没有装 Playwright")
FOLDER = Path(__file__).resolve().parents[2] / "templates_svg"
DRAWINGS = sorted(p for p in FOLDER.glob("[a-z]*/*.svg")) + sorted(FOLDER.glob("_new/*.svg"))
SEEN = """() => ({
  root: document.documentElement.tagName,
  broken: document.querySelector('parsererror') !== null,
  boxes: [...document.querySelectorAll('rect.guide')].map(rect => {
    const box = rect.getBoundingClientRect(), style = getComputedStyle(rect);
    return [rect.id, box.width, box.height, style.stroke, style.display];
  }),
  texts: [...document.querySelectorAll('text')].map(text => {
    const box = text.getBoundingClientRect();
    return [text.id, box.left, box.top, box.right, box.bottom];
  }),
  sheet: [document.documentElement.viewBox.baseVal.width, document.documentElement.viewBox.baseVal.height],
})"""


def test_every_drawing_shows_its_boxes_and_its_texts_in_them_in_a_browser() -> None:
    wrong: list[str] = []
    with api.sync_playwright() as playwright:
        browser: Any = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page()
        for path in DRAWINGS:
            page.goto(path.as_uri())
            seen = page.evaluate(SEEN)
            name = f"{path.parent.name}/{path.name}"
            if seen["root"] != "svg" or seen["broken"]:
                wrong.append(f"{name}: no SVG to a browser")
            shown = [b for b in seen["boxes"] if b[1] > 1 and b[2] > 1 and b[3] != "none" and b[4] != "none"]
            if not shown:
                wrong.append(f"{name}: shows no box, has {seen['boxes']}")
            hidden = [b[0] for b in seen["boxes"] if b not in shown]
            if hidden:
                wrong.append(f"{name}: does not show {hidden}")
            width, height = seen["sheet"]
            piled = [t[0] for t in seen["texts"] if t[1] < 1 and t[2] < 1]
            away = [t[0] for t in seen["texts"] if not (t[1] < width and t[3] > 0 and 0 <= t[4] <= height + 20)]
            if piled or away:
                wrong.append(f"{name}: texts at the sheet's corner {piled}, off the sheet {away}")
        browser.close()
    assert len(DRAWINGS) > 60
    assert not wrong, "\n".join(wrong)
