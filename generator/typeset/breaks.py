"""The best lines of a text: one exact dynamic programme per number of lines.

Everything is in em, so the answer is the same at every scale. For n lines the programme weighs what each break
costs (`words.py`) against how even the lines are; repeated under an ever tighter limit on the widest line it
yields the whole front between good breaks and large type.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import inf, isinf

from generator.typeset.row import Row

RAGGED = 0.5
"""What lines twice as long as the mean would cost; see `words` for the unit."""
ORPHAN = 4.0
"""A line of a single character (孤字不成行): last resort before refusing the card."""
SHORT = 0.12
"""A last line of two characters; three are better."""
STEEP = 0.7
"""How much dearer a line very unlike the mean is: 2 em over 10 em is worse than its square says."""
STUB, LIST_STUB = 0.25, 0.05
"""A line that ends one or two characters after a clause (after an item of a list) that it also holds: 3公里，现在/楼下."""
LONG = 130
"""From so many break places on, a paragraph is running text: `running` fills its lines."""
_EPSILON = 1e-9
FINER = 1 - 1e-6
"""How much narrower the next front's widest line must be: any gain in size that is more than rounding."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A paragraph in lines: `lines` are (first, last) cells as `Row.width` takes them, `widest` is in em."""

    lines: tuple[tuple[int, int], ...]
    widest: float
    cost: float


class Paragraph:
    """One paragraph of a row: the places where it may break, and the measure of every possible line."""

    def __init__(self, row: Row, costs: Sequence[float], first: int, last: int) -> None:
        cells = row.cells
        self.nodes = [first]
        self.costs = [0.0]
        for i in range(first + 1, last):
            cost = costs[cells[i].start]
            if not isinf(cost) and row.starts[i] < last and row.ends[i] > first:
                self.nodes.append(i)
                self.costs.append(cost)
        self.nodes.append(last)
        self.costs.append(0.0)
        self.offered = -sum(cost for cost in self.costs if cost < 0)
        """What the good places are worth together: a setting pays for each that it does not use."""
        solid = [0]
        for cell in cells[first:last]:
            part = row.text[cell.start : cell.end]
            more = (
                sum(c.isalnum() or c in "%‰℃" for c in part)
                if len(part) > 1
                else part.isalnum() or part in "%‰℃"
            )
            solid.append(solid[-1] + more)
        self.solid = [solid[node - first] for node in self.nodes]
        self.stub_after, self.stub_cost = self._stubs()
        # width of a line from node a to node b = tail[b] - head[a]
        self.head: list[float] = []
        self.tail: list[float] = []
        for node in self.nodes:
            i, j = row.starts[node], row.ends[node]
            self.head.append(row.pens[i] + (cells[i].flush if i < len(cells) else 0.0))
            end = cells[j - 1] if j > 0 else None
            self.tail.append(row.pens[j - 1] + end.advance - end.trim_end if end else 0.0)
        self.total = self.tail[-1] - self.head[0]
        self._dropped = max((h - t for h, t in zip(self.head[1:-1], self.tail[1:-1], strict=True)), default=0.0)

    def _stubs(self) -> tuple[list[int], list[float]]:
        """Return for each node the last good place within two characters before it, and what a stub costs."""
        after, cost = [-1] * len(self.nodes), [0.0] * len(self.nodes)
        good = -1
        for b in range(1, len(self.nodes) - 1):
            if good > 0 and self.costs[b] > 0 and 0 < self.solid[b] - self.solid[good] <= 2:
                after[b], cost[b] = good, STUB if self.costs[good] < 0 else LIST_STUB
            if self.costs[b] <= 0:
                good = b
        return after, cost

    @property
    def most(self) -> int:
        """The largest number of lines the paragraph can have."""
        return len(self.nodes) - 1

    def narrowest(self, n: int) -> float:
        """Return in em what the widest of `n` lines measures at least, however well they break."""
        return (self.total - (n - 1) * max(self._dropped, 0.0)) / n

    def front(self, n: int, enough: float, loosest: float = inf) -> Iterator[Broken]:
        """Yield the best breaks into `n` lines of at most `loosest` em, then the best a step narrower, and so on.

        Stops at the narrowest, or when the widest line is within `enough` em. Each is dearer than the last.
        """
        limit = loosest + _EPSILON
        while True:
            found = self.best(n, limit)
            if found is None:
                return
            yield found
            if found.widest <= enough + _EPSILON or n == 1:
                return
            limit = max(found.widest * FINER, enough + _EPSILON)

    def best(self, n: int, limit: float) -> Broken | None:
        """Return the cheapest way into `n` lines of at most `limit` em each, or None."""
        if n > self.most or self.narrowest(n) > limit:
            return None
        reach = inf if n < 3 else 1.9 * self.total / n
        found = self._best(n, min(limit, reach), reach)
        if found is None and limit > reach:
            found = self._best(n, limit, inf)
        return found

    def _best(self, n: int, limit: float, reach: float) -> Broken | None:
        """Run the programme: `values` are the least costs of the text up to each of `nodes` in k lines.

        Only nodes within `reach` em of where the k-th line of n even ones would end are looked at.
        """
        head, tail, costs, solid = self.head, self.tail, self.costs, self.solid
        stub_after, stub, drop = self.stub_after, self.stub_cost, self._dropped
        last = len(head) - 1
        mean = self.total / n
        scale = RAGGED / (n * mean * mean) if mean else 0.0
        steep = STEEP / (mean * mean) if mean else 0.0
        nodes, heads, values = [0], [head[0]], [0.0]
        steps: list[dict[int, int]] = []
        for k in range(1, n + 1):
            final = k == n
            if final:
                ends: Sequence[int] = (last,)
            else:
                # What is left must go into the lines left, and what is behind into those behind.
                left, behind = (n - k) * limit + (n - k - 1) * drop, k * limit + (k - 1) * drop
                low = max(k, bisect_left(head, tail[last] - left - _EPSILON))
                high = min(last - (n - k), bisect_right(tail, head[0] + behind + _EPSILON) - 1)
                if reach < inf:
                    due = head[0] + k * mean
                    low = max(low, bisect_left(tail, due - reach))
                    high = min(high, bisect_right(tail, due + reach) - 1)
                ends = range(low, high + 1)
            following: list[int] = []
            dues: list[float] = []
            step: dict[int, int] = {}
            first, count = 0, len(nodes)
            for b in ends:
                edge, filled = tail[b], solid[b]
                while first < count and edge - heads[first] > limit:
                    first += 1
                best, origin, good = inf, -1, stub_after[b]
                for i in range(first, count):
                    a = nodes[i]
                    if a >= b:
                        break
                    cost = values[i]
                    if cost >= best:
                        continue
                    off = edge - heads[i] - mean
                    square = off * off
                    cost += square * scale * (1.0 + square * steep)
                    if a < good:
                        cost += stub[b]
                    if cost < best:
                        short = filled - solid[a]
                        if short < 3 and n > 1:
                            cost += ORPHAN if short < 2 else SHORT if final and mean > 3.5 else 0.0
                            if cost >= best:
                                continue
                        best, origin = cost, a
                if origin >= 0:
                    following.append(b)
                    dues.append(best + costs[b])
                    step[b] = origin
            nodes, values = following, dues
            heads = [head[node] for node in nodes]
            steps.append(step)
        if not nodes or nodes[-1] != last:
            return None
        return self._trace(steps, last, values[-1])

    def _trace(self, steps: list[dict[int, int]], last: int, cost: float) -> Broken:
        ends = [last]
        for step in reversed(steps):
            ends.append(step[ends[-1]])
        ends.reverse()
        return self._broken(ends, cost)

    def _broken(self, ends: list[int], cost: float) -> Broken:
        pairs = list(pairwise(ends))
        lines = tuple((self.nodes[a], self.nodes[b]) for a, b in pairs)
        return Broken(lines, max(self.tail[b] - self.head[a] for a, b in pairs), cost)

    def fewest(self, limit: float) -> int:
        """Return the least number of lines of at most `limit` em, or 0 when a piece is wider than that."""
        head, tail = self.head, self.tail
        a, n, b = 0, 1, 1
        while b < len(head):
            if tail[b] - head[a] <= limit + _EPSILON:
                b += 1
            elif b - 1 > a:
                a, n = b - 1, n + 1
            else:
                return 0
        return n

    def widest_piece(self) -> float:
        """Return in em the widest part that may not be broken."""
        return max(t - h for h, t in zip(self.head, self.tail[1:], strict=False))


def paragraphs(row: Row, costs: Sequence[float]) -> list[Paragraph]:
    """Cut a row at its newlines; empty paragraphs vanish, as an optional part of a card should."""
    found: list[Paragraph] = []
    first = 0
    for i in range(len(row.cells) + 1):
        at_end = i == len(row.cells)
        if at_end or row.text.startswith("\n", row.cells[i].start):
            if any(not cell.space for cell in row.cells[first:i]):
                found.append(Paragraph(row, costs, first, i))
            first = i + 1
    return found
