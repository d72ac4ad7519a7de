"""``mima bench``: where a card's time goes, on this machine, today."""

from __future__ import annotations

import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from generator.batch import Wishes, Workshop, plan_cards, press_for
from generator.batch.timing import STEP_NAMES, Timing, time_cards
from generator.errors import InputError, Where
from generator.facts import Tables, load
from generator.proof import Rules
from generator.world import World, shipped

DIGEST = "jinjiang-2026.yaml"
_PACKINGS = {"fast": "fast 最快", "balanced": "balanced 适中", "small": "small 最小"}


def measure(world: World, source: Path | None, size: str, cards: int, renderer: str) -> Timing:
    """Return what the first `cards` cards of a facts file, or of the shipped one, cost in a size.

    Raises what reading and planning raise, and InputError for a file that asks for no card.
    """
    source = source or shipped("data") / DIGEST
    press = press_for(Workshop(world, renderer))
    sheet = load(source, Tables.load(*world.data)).sheet
    plan = plan_cards(sheet, press.catalogue, Wishes(sizes=(size,)))
    if not plan.jobs:
        raise InputError("里面没有可以做成卡片的内容", Where(source), "请换一份事实表")
    jobs = [planned.job for planned in plan.jobs[:cards]]
    return time_cards(jobs, press, Rules.load(*world.data), time.process_time)


def show(found: Timing, console: Console) -> None:
    """Write the figures as tables."""
    total = sum(found.stages.values())
    stages = Table("步骤", "毫秒", "占比", title=f"一张卡片 {total:.1f} 毫秒（{found.cards} 张的平均，单进程）")
    for name, ms in found.stages.items():
        stages.add_row(STEP_NAMES[name], f"{ms:.2f}", f"{ms / total:.0%}")
    console.print(stages)
    packings = Table("压法", "毫秒", "KB", "张数是整张交给 CairoSVG 的几倍", "文件是 Pillow 默认的几成")
    for name, (ms, kb) in found.packings.items():
        times, share = found.ratio.get(name), found.ratio.get(f"{name}_bytes")
        packings.add_row(
            _PACKINGS[name],
            f"{ms:.2f}",
            f"{kb:.0f}",
            f"{times:.1f}" if times else "–",
            f"{share:.0%}" if share else "–",
        )
    console.print(packings)
