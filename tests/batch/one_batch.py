"""Run one batch in a process of its own: ``python -m tests.batch.one_batch WORLD FOLDER PROCESSES SECONDS``."""

from __future__ import annotations

import sys
from pathlib import Path

from generator.batch import Shop, Wishes, executor_for, plan_cards, press_for, run_batch
from generator.world import World, shipped

from .world_of_tests import SIZES, Manner, make_sheet


def main() -> None:
    place, folder = Path(sys.argv[1]), Path(sys.argv[2])
    processes, seconds = int(sys.argv[3]), float(sys.argv[4])
    world = World((shipped("fonts"),), (place / "templates_svg",), (shipped("data"), place / "data"))
    sheet = make_sheet()
    workshop = Manner(world, seconds=seconds)
    cards = plan_cards(sheet, press_for(workshop).catalogue, Wishes(tuple(SIZES)))
    done = run_batch(folder, sheet, cards, Shop(workshop, executor_for(processes), processes))
    sys.stdout.write(f"{done.made} {done.kept} {done.interrupted}\n")


if __name__ == "__main__":
    main()
