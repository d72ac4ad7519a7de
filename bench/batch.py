"""What a batch costs: ``python bench/batch.py [--facts N] [--small N]``.

One process against two (wall time of the same cards at 1080×1440, workers started and the manifest written), the first card
of a fresh process, and the memory of a process that makes thousands of small cards: after a tenth, a half and all of them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generator.batch import Shop, Wishes, Workshop, executor_for, plan_cards, press_for, run_batch  # noqa: E402
from generator.batch.work import make_unit  # noqa: E402
from generator.facts import find_metric  # noqa: E402
from generator.facts.model import Fact, Factsheet  # noqa: E402
from generator.world import World  # noqa: E402

SUBJECTS = ("口袋公园", "老旧小区", "农贸市场", "社区食堂", "充电车位", "学校运动场", "养老驿站", "文化广场")
COLD = """
import sys, time
start = time.perf_counter()
sys.path.insert(0, {root!r})
from bench.batch import sheet_of, Workshop, World, Wishes, plan_cards, press_for
press = press_for(Workshop(World.at()))
press.make(plan_cards(sheet_of(1), press.catalogue, Wishes(sizes=("wechat-post",), features=())).jobs[0].job)
print(time.perf_counter() - start)
"""


def sheet_of(count: int) -> Factsheet:
    """Return `count` made-up facts, no two alike."""
    facts = []
    for n in range(1, count + 1):
        text = f"第{n % 97 + 2}批新建改造{SUBJECTS[n % len(SUBJECTS)]}{n + 100}处"
        metric = find_metric(text).metric
        facts.append(Fact(str(n), "", "metric" if metric else "statement", text, metric=metric))
    return Factsheet("城市建设年度观察", tuple(facts), source="年度工作报告")


def wall(count: int, processes: int) -> float:
    """Return the seconds that a batch of `count` cards takes with some processes."""
    workshop = Workshop(World.at())
    plan = plan_cards(
        sheet_of(count), press_for(workshop).catalogue, Wishes(sizes=("wechat-post",), features=())
    )
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        done = run_batch(
            Path(folder), sheet_of(count), plan, Shop(workshop, executor_for(processes), processes)
        )
        spent = time.perf_counter() - start
    if done.made != count:
        raise SystemExit(f"{done.made} of {count} cards were made: {done.manifest.refused[:1]}")
    return spent


def memory(count: int) -> dict[int, float]:
    """Return the peak of this process's memory in MB after so many small cards."""
    workshop = Workshop(World.at())
    plan = plan_cards(
        sheet_of(count), press_for(workshop).catalogue, Wishes(sizes=("mini-share",), features=())
    )
    jobs = [planned.job for planned in plan.jobs]
    marks = {}
    for n in range(0, len(jobs), 4):
        make_unit(workshop, tuple(jobs[n : n + 4]))
        if n + 4 in {count // 10, count // 2, count}:
            marks[n + 4] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3, 1)
    return marks


def main() -> int:
    """Run the benchmark once and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=200)
    parser.add_argument("--small", type=int, default=4000, help="cards of the memory test, a multiple of 40")
    asked = parser.parse_args()
    load = os.getloadavg() if hasattr(os, "getloadavg") else ()
    cold = subprocess.run(
        [sys.executable, "-c", COLD.format(root=str(ROOT))], capture_output=True, text=True, check=True
    )
    marks = memory(asked.small)
    one, two = wall(asked.facts, 1), wall(asked.facts, 2)
    found = {
        "ratio": {"two_processes_to_one": round(one / two, 2)},
        "cards_a_second": {"one": round(asked.facts / one, 1), "two": round(asked.facts / two, 1)},
        "first_card_cold_s": round(float(cold.stdout), 2),
        "peak_mb_after_small_cards": marks,
        "load": [round(v, 1) for v in load],
    }
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
