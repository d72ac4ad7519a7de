"""Where a long picture is cut into parts: never through a fact, if it can be between chapters, in like heights."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

_WITHIN_A_CHAPTER = 0.12
"""What a cut within a chapter costs, in squared shares of a part's mean height: parts may differ by about a third
before the cut goes through a chapter."""


@dataclass(frozen=True, slots=True)
class Block:
    """One strip as parting sees it: `height` in px, the chapter it stands in, and whether it opens something.

    After a strip that `opens` (a chapter's heading) there is no cut: it would stand alone at the foot.
    """

    height: int
    chapter: str
    opens: bool = False


def part(
    blocks: Sequence[Block], count: int, limit: int, first: int, later: int, foot: int
) -> tuple[slice, ...] | None:
    """Return the best way to part `blocks` into `count` runs, none higher than `limit` px; None when there is none.

    `first` and `later` are px that the first and the other parts need on top, `foot` what all but the last need
    below. Exact, by dynamic programming over the cuts.
    """
    sums = [0]
    for block in blocks:
        sums.append(sums[-1] + block.height)
    mean = max(1.0, sums[-1] / count)

    def cost(start: int, end: int, number: int) -> float:
        height = sums[end] - sums[start] + (later if number else first) + (foot if number < count - 1 else 0)
        if height > limit:
            return math.inf
        return ((height - mean) / mean) ** 2 + _cut(blocks, end)

    # best[n][end]: the least cost of n runs that end before block `end`, and where the last of them starts
    best: list[dict[int, tuple[float, int]]] = [{0: (0.0, 0)}]
    for number in range(count):
        row: dict[int, tuple[float, int]] = {}
        for end in range(1, len(blocks) + 1):
            ways = [
                (before + cost(start, end, number), start)
                for start, (before, _) in best[number].items()
                if start < end
            ]
            least = min(ways, default=(math.inf, 0))
            if least[0] < math.inf:
                row[end] = least
        best.append(row)
    if len(blocks) not in best[count]:
        return None
    cuts, end = [], len(blocks)
    for number in range(count, 0, -1):
        start = best[number][end][1]
        cuts.append(slice(start, end))
        end = start
    return tuple(reversed(cuts))


def _cut(blocks: Sequence[Block], end: int) -> float:
    if end == len(blocks):
        return 0.0
    if blocks[end - 1].opens:
        return math.inf
    return _WITHIN_A_CHAPTER if blocks[end - 1].chapter == blocks[end].chapter else 0.0
