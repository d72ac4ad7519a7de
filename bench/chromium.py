"""The same lines set by a browser: ``python bench/chromium.py [--show N]``.

Every text of tests/quality/breaks.tsv at its widths, by headless Chromium (`text-wrap: balance; line-break: strict;
word-break: auto-phrase`, the same font and weight) and by us. Counted on both sides: breaks that split a word, a number
from its unit or prefix, a quotation or title of up to eight characters; last lines of one character; and how often the
two agree. Needs Chromium and Playwright; nothing is fetched.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from bench.typeset import new_setter  # noqa: E402
from generator.typeset import Typesetter  # noqa: E402
from generator.typeset.words import FORBIDDEN, IN_WORD  # noqa: E402
from tests.typeset.setters import lines_at  # noqa: E402

SIZE = 40
PAGE = """
<meta charset="utf-8"><html lang="zh-CN"><style>
@font-face {{ font-family: T; src: url("{font}"); font-weight: 100 900 }}
p {{ font: 700 {size}px/1.3 T; margin: 0; text-wrap: balance; line-break: strict; word-break: auto-phrase;
  text-spacing-trim: trim-start; text-autospace: normal; overflow-wrap: normal }}
</style><body>{body}</body></html>
"""
LINES = """() => [...document.querySelectorAll('p')].map(p => {
  const node = p.firstChild, range = document.createRange(), lines = []; let top = null;
  for (let i = 0; i < node.length; i++) {
    range.setStart(node, i); range.setEnd(node, i + 1);
    const box = [...range.getClientRects()].filter(r => r.width > 0).at(-1);
    if (!box) { if (lines.length) lines[lines.length - 1] += node.data[i]; continue; }
    if (top === null || box.top > top + HALF) { lines.push(''); top = box.top; }
    lines[lines.length - 1] += node.data[i];
  }
  return lines.map(line => line.trim());
})""".replace("HALF", str(SIZE // 2))


def by_browser(rows: list[tuple[float, str]]) -> list[list[str]]:
    """Return the lines that Chromium breaks each text into at its measure in em."""
    font = (ROOT / "fonts" / "NotoSansSC-VF.ttf").as_uri()
    made = "".join(f'<p style="width:{em * SIZE:g}px">{text}</p>' for em, text in rows)
    page_file = ROOT / "out" / "chromium.html"
    page_file.parent.mkdir(exist_ok=True)
    page_file.write_text(PAGE.format(font=font, size=SIZE, body=made), encoding="utf-8")
    with sync_playwright() as playwright:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--allow-file-access-from-files"]
        )
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(page_file.as_uri())
        page.evaluate("() => document.fonts.load('700 40px T', '中').then(() => document.fonts.ready)")
        if not page.evaluate("() => document.fonts.check('700 40px T')"):
            raise SystemExit("the browser did not load the font")
        found: list[list[str]] = page.evaluate(LINES)
        browser.close()
    page_file.unlink()
    return found


def faults(setter: Typesetter, text: str, lines: list[str]) -> dict[str, int]:
    """Return how many breaks of `lines` an editor would have to mend, by kind."""
    costs = setter.words.costs(text)
    counted = {
        "forbidden place, or number without unit": 0,
        "split word": 0,
        "split short quotation": 0,
        "last line of one": 0,
    }
    at = 0
    for line in lines[:-1]:
        at = text.index(line, at) + len(line)
        while text[at : at + 1] == " ":
            at += 1
        if costs[at] == FORBIDDEN:
            counted["forbidden place, or number without unit"] += 1
        elif any(o <= at - 1 and c >= at and c - o <= 9 for o, c in _pairs(text)):
            counted["split short quotation"] += 1
        elif costs[at] >= IN_WORD:
            counted["split word"] += 1
    if len(lines) > 1 and sum(c.isalnum() for c in lines[-1]) == 1:
        counted["last line of one"] += 1
    return counted


def _pairs(text: str) -> list[tuple[int, int]]:
    found = []
    for opening, closing in ("“”", "《》", "（）"):
        start = text.find(opening)
        while start >= 0:
            end = text.find(closing, start)
            if end < 0:
                break
            found.append((start, end))
            start = text.find(opening, end)
    return found


def main() -> int:
    """Set every row both ways and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", type=int, default=0, help="differing rows to print")
    asked = parser.parse_args()
    rows = []
    for line in (ROOT / "tests" / "quality" / "breaks.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            em, text = line.split("\t")[:2]
            rows.append((float(em), text))
    setter = new_setter()
    ours = [lines_at(setter, text, em) for em, text in rows]
    theirs = by_browser(rows)
    total: dict[str, dict[str, int]] = {"mima": {}, "chromium": {}}
    same = shown = 0
    for (em, text), one, other in zip(rows, ours, theirs, strict=True):
        for who, lines in (("mima", one), ("chromium", other)):
            for kind, count in faults(setter, text, lines).items():
                total[who][kind] = total[who].get(kind, 0) + count
        same += one == other
        if one != other and shown < asked.show:
            shown += 1
            sys.stdout.write(f"{em:g}\t{'/'.join(one)}\n\t{'/'.join(other)}\n")
    sys.stdout.write(
        json.dumps({"rows": len(rows), "the same lines": same, **total}, ensure_ascii=False, indent=1) + "\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
