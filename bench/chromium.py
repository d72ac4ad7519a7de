"""The same lines set by a browser: ``python bench/chromium.py [--show N] [--write]``.

Every text of tests/quality/breaks.tsv and tests/quality/names.tsv at its widths, by headless Chromium (`text-wrap: balance; line-break: strict;
word-break: auto-phrase`, the same font and weight) and by us. Counted on both sides: breaks that split a word, a number
from its unit or prefix, a quotation or title of up to eight characters; last lines of one character; settings in which a
name is torn that was marked before either was set; and how often the two agree. Needs Chromium and Playwright; nothing is fetched.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import sync_playwright  # noqa: E402

from bench.typeset import new_setter  # noqa: E402
from generator.typeset import Typesetter  # noqa: E402
from generator.typeset.words import FORBIDDEN, IN_WORD  # noqa: E402
from tests.typeset.names import breaks, read  # noqa: E402
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


class Figures(NamedTuple):
    """What one table's settings came to: how many, how many alike, and each kind of fault (ours, the browser's)."""

    settings: int
    same: int
    counts: dict[str, tuple[int, int]]


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
    parser.add_argument("--write", action="store_true", help="keep the figures in bench/BREAKS.md")
    asked = parser.parse_args()
    setter = new_setter()
    lines = (ROOT / "tests" / "quality" / "breaks.tsv").read_text(encoding="utf-8").splitlines()
    cells = [line.split("\t") for line in lines if line and not line.startswith("#")]
    judged = [(float(em), text, frozenset[int]()) for em, text, *_ in cells]
    named = {
        kept: [(em, row.text, row.held) for row in read() if row.kept == kept for em in row.widths]
        for kept in (False, True)
    }
    tables = {
        "breaks.tsv": judged,
        "names.tsv, rows the rules were written by": named[False],
        "names.tsv, rows kept aside": named[True],
    }
    figures = {title: compared(setter, rows, asked.show) for title, rows in tables.items()}
    sys.stdout.write(json.dumps(figures, ensure_ascii=False, indent=1) + "\n")
    if asked.write:
        (ROOT / "bench" / "BREAKS.md").write_text(page(figures), encoding="utf-8")
    return 0


def page(figures: dict[str, Figures]) -> str:
    """Return the figures as the page that is kept beside this program."""
    told = [
        "# Where lines break\n",
        "Written by `python bench/chromium.py --write`: the same lines at the same measures and in the same font by our typesetter and by",
        "headless Chromium (`text-wrap: balance; line-break: strict; word-break: auto-phrase`). What is counted are settings",
        "(a line at a measure) that an editor would have to mend. Split words are ours to judge; the other rows are marked by hand or plain to see.\n",
    ]
    for title, (settings, same, counts) in figures.items():
        told += [
            f"## {title}\n",
            f"{settings} settings, {same} with the same lines.\n",
            "| | mima | Chromium |",
            "|---|---|---|",
        ]
        told += [f"| {kind} | {one} | {other} |" for kind, (one, other) in counts.items()]
        told.append("")
    return "\n".join(told)


def compared(setter: Typesetter, rows: list[tuple[float, str, frozenset[int]]], most: int) -> Figures:
    """Count over `rows` of (measure in em, text, places of names) what either breaks; print `most` that differ."""
    ours = [lines_at(setter, text, em) for em, text, _ in rows]
    theirs = by_browser([(em, text) for em, text, _ in rows])
    counts: dict[str, tuple[int, int]] = {}
    shown = 0
    for (em, text, held), one, other in zip(rows, ours, theirs, strict=True):
        here, there = (_mended(setter, text, lines, held) for lines in (one, other))
        for kind in here:
            before = counts.get(kind, (0, 0))
            counts[kind] = before[0] + here[kind], before[1] + there[kind]
        if one != other and shown < most:
            shown += 1
            sys.stdout.write(f"{em:g}\t{'/'.join(one)}\n\t{'/'.join(other)}\n")
    same = sum(one == other for one, other in zip(ours, theirs, strict=True))
    return Figures(len(rows), same, counts)


def _mended(setter: Typesetter, text: str, lines: list[str], held: frozenset[int]) -> dict[str, int]:
    counted = faults(setter, text, lines)
    if held:
        counted["torn name"] = int(any(place in held for place in breaks(text, lines)))
    return counted


if __name__ == "__main__":
    sys.exit(main())
