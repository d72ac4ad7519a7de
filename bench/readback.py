"""Read the shipped digest's cards back in every theme and shape: ``python -m bench.readback --minutes 60``.

Every card (theme × shape × fact) is made, proved and read back twice, as it is and as WeChat re-encodes it. The order is
shuffled by the seed, so that a run that ends early is a fair sample; a run is taken up again with ``--from N``. Prints a
Markdown table and every card that was refused or remarked; exits 1 when one was refused. Needs ``mima[readback]``.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter

from generator.batch import Wishes, plan_cards
from generator.card import CardJob, Press
from generator.errors import CardRefused
from generator.facts import Tables, load
from generator.proof import REFUSE, WARN, Exhibit
from generator.proof.readback import read_back, reader, reader_version
from generator.world import World, shipped

SIZES = ("wechat-post", "weibo-grid", "poster", "wechat-cover")
"""One size of each shape: portrait, square, tall, wide."""


def jobs(press: Press) -> list[CardJob]:
    """Return every card of the shipped digest, theme by theme, as a batch plans it."""
    sheet = load(shipped("data") / "jinjiang-2026.txt", Tables.load(*press.catalogue.data_folders)).sheet
    planned = []
    for theme in press.catalogue.themes:
        plan = plan_cards(sheet, press.catalogue, Wishes(SIZES, theme=theme))
        planned += [one.job for one in plan.jobs]
    return planned


def main() -> int:
    """Read back until the time is over, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--from", type=int, default=0, dest="first")
    options = parser.parse_args()
    end = time.monotonic() + 60 * options.minutes
    press, engine = Press(World.at()), reader()
    cards = jobs(press)
    random.Random(options.seed).shuffle(cards)
    tally: Counter[tuple[str, str, str]] = Counter()
    said, number = [], options.first
    for number, job in enumerate(cards[options.first :], options.first):  # noqa: B007  (where it ended is told)
        if time.monotonic() > end:
            break
        place = (job.theme.id, job.size.shape)
        try:
            found = list(read_back(Exhibit(press.make(job)), engine))
        except CardRefused as error:
            tally[*place, "unmade"] += 1
            said.append(f"{job.theme.id} {job.size.id} {job.fact} {job.template.id} unmade: {error}")
            continue
        worst = REFUSE if any(f.severity == REFUSE for f in found) else WARN if found else "read"
        tally[*place, worst] += 1
        for finding in found:
            said.append(
                f"{job.theme.id} {job.size.id} {job.fact} {job.template.id} {finding.box} {finding.severity}: {finding.message}"
            )
            print(said[-1], file=sys.stderr, flush=True)
    print(f"{reader_version()}, seed {options.seed}, cards {options.first}–{number} of {len(cards)}\n")
    print("| theme | shape | read | remarked | refused | unmade |\n|---|---|---|---|---|---|")
    for theme, shape in sorted({(t, s) for t, s, _ in tally}):
        row = [tally[theme, shape, what] for what in ("read", WARN, REFUSE, "unmade")]
        print(f"| {theme} | {shape} | {' | '.join(map(str, row))} |")
    print("\n" + "\n".join(said))
    return int(any(tally[key] for key in tally if key[2] == REFUSE))


if __name__ == "__main__":
    sys.exit(main())
