"""What cards cost by their number, by their size, and in instructions: ``python bench/costs.py [--most N] [--instructions] [--write]``.

By number: a fresh process each, from loading the program to the last card of 1, 10, 100 … facts at 1080×1440, one process, files
and manifest written. By size: one card warm, by stage, from 0.5 to 8 megapixels. In instructions: the hot path under valgrind's
callgrind, which other work on the machine cannot change, so that two versions can be compared. `--write` puts them into bench/COSTS.md.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

MEGAPIXELS = (0.5, 1, 1.5, 2, 4, 8)
STAGES = ("fill", "set", "raster", "encode", "proof")
BATCH = """
import sys, tempfile, time
start = time.perf_counter()
sys.path.insert(0, {root!r})
from pathlib import Path
from bench.batch import sheet_of
from generator.batch import Shop, Wishes, Workshop, plan_cards, press_for, run_batch
from generator.world import World
sheet = sheet_of({count})
workshop = Workshop(World.at())
plan = plan_cards(sheet, press_for(workshop).catalogue, Wishes(sizes=("wechat-post",), features=()))
first = []
with tempfile.TemporaryDirectory() as folder:
    done = run_batch(Path(folder), sheet, plan, Shop(workshop, on_progress=lambda n, *_: n == 1 and first.append(time.perf_counter())))
print(time.perf_counter() - start, first[0] - start, done.made)
"""
HOT = """
import sys
sys.path.insert(0, {root!r})
from bench.design import drawing
from bench.peers import ours
draw = ours("balanced")
for fact in drawing.facts(8 + {count}):
    draw(fact)
"""


def by_number(count: int) -> dict[str, float]:
    """Return the seconds that a fresh process takes for so many cards, and for its first."""
    words = [sys.executable, "-c", BATCH.format(root=str(ROOT), count=count)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    whole, first, made = (float(v) for v in done.stdout.split())
    return {
        "cards": made,
        "seconds": round(whole, 2),
        "first_card_s": round(first, 2),
        "cards_a_second": round(made / whole, 1),
    }


def by_size(megapixels: float, count: int = 12) -> dict[str, Any]:
    """Return what a warm card of so many megapixels costs in ms by stage, and its KB."""
    from bench.batch import sheet_of  # noqa: PLC0415
    from generator.batch import Wishes, Workshop, plan_cards, press_for  # noqa: PLC0415
    from generator.proof import Exhibit, Rules  # noqa: PLC0415
    from generator.world import World  # noqa: PLC0415

    press = press_for(Workshop(World.at()))
    rules = Rules.load(*World.at().data)
    width = round((megapixels * 1e6 * 0.75) ** 0.5)
    plan = plan_cards(sheet_of(count), press.catalogue, Wishes(sizes=("wechat-post",), features=()))
    jobs = [
        replace(p.job, size=replace(p.job.size, width=width, height=width * 4 // 3, max_bytes=1 << 30))
        for p in plan.jobs
    ]
    spent: dict[str, list[float]] = {name: [] for name in STAGES}
    weights = []
    for job in jobs:
        press.make(job)
    press.typesetter.forget()
    for job in jobs:
        marks = [time.process_time()]
        filled = press.fill(job)
        marks.append(time.process_time())
        sheet = press.set(job, filled)
        marks.append(time.process_time())
        picture = press.rasteriser.impression(sheet)
        marks.append(time.process_time())
        card = press.finish(job, sheet, picture)
        marks.append(time.process_time())
        rules.prove(Exhibit(card))
        marks.append(time.process_time())
        weights.append(len(card.data))
        for name, begin, end in zip(STAGES, marks, marks[1:], strict=False):
            spent[name].append((end - begin) * 1e3)
        del picture, card
    return {
        "px": f"{width}×{width * 4 // 3}",
        **{n: round(median(v), 2) for n, v in spent.items()},
        "kb": round(median(weights) / 1024),
    }


def instructions(cards: int = 10) -> dict[str, float] | str:
    """Return the millions of instructions of one card of the bench's design, or why they cannot be counted."""
    valgrind = shutil.which("valgrind")
    if valgrind is None:
        return "valgrind is not installed"

    def run(count: int) -> int:
        words = [valgrind, "--tool=callgrind", "--callgrind-out-file=/dev/null", sys.executable, "-c", HOT.format(root=str(ROOT), count=count)]  # fmt: skip
        done = subprocess.run(
            words, capture_output=True, text=True, check=True, env={**os.environ, "PYTHONHASHSEED": "0"}
        )
        return int(re.findall(r"Collected : (\d+)", done.stderr)[0])

    return {"millions_a_card": round((run(cards) - run(0)) / cards / 1e6, 1)}


def page(found: dict[str, Any]) -> str:
    """Return the figures as the page bench/COSTS.md."""
    counted = found["instructions"]
    told = (
        f"{counted['millions_a_card']} million instructions a card"
        if isinstance(counted, dict)
        else f"not counted: {counted}"
    )
    return "\n".join(
        [
            "# What cards cost, by number and size", "",
            "Written by `python bench/costs.py --instructions --write`.", "",
            f"{found['machine']}; load {found['load']} (other work ran beside it where that is above 0).", "",
            "| cards, one fresh process | seconds | first card after, s | cards a second |", "|---|---|---|---|",
            *(f"| {row['cards']:.0f} | {row['seconds']} | {row['first_card_s']} | {row['cards_a_second']} |" for row in found["by_number"]), "",
            "| megapixels | px | " + " | ".join(f"{n}, ms CPU" for n in STAGES) + " | KB |", "|---|---|" + "---|" * (len(STAGES) + 1),
            *(f"| {mp} | {row['px']} | " + " | ".join(str(row[n]) for n in STAGES) + f" | {row['kb']} |" for mp, row in found["by_size"].items()), "",
            f"Hot path, the bench's design, packed balanced, under callgrind: {told}.", "",
        ]
    )  # fmt: skip


def main() -> int:
    """Run the benchmark once and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--most", type=int, default=1000, help="the largest number of cards")
    parser.add_argument("--instructions", action="store_true", help="count instructions too: takes minutes")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="write bench/COSTS.md")
    asked = parser.parse_args()
    numbers = [10**k for k in range(6) if 10**k <= asked.most]
    found: dict[str, Any] = {
        "machine": f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}",
        "load": [round(v, 1) for v in os.getloadavg()] if hasattr(os, "getloadavg") else [],
        "by_size": {mp: by_size(mp) for mp in MEGAPIXELS},
        "by_number": [by_number(n) for n in numbers],
        "instructions": instructions() if asked.instructions else "not asked for",
    }
    if asked.write:
        (ROOT / "bench" / "COSTS.md").write_text(page(found), encoding="utf-8")
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n" if asked.json else page(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
