"""Running text: paragraphs that fill their measure, at the largest size at which they fit, worked out and not searched for.

One row of a dynamic programme a number of lines: how long the longest of n lines must be at least. From it the largest
size for n lines is a quotient, and the best n is the largest of them. At that size a second programme finds the
cheapest breaks in no more lines than have room. Both are exact, and a test holds them against trying everything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf

from generator.typeset.breaks import ORPHAN, RAGGED, SHORT, Broken, Paragraph

A_LINE = 0.02
"""What a line costs where lines are to be full, so that fewer win among equals."""
TIERS = (0.3, 0.5, 0.74)
"""Breaks a size may hang on: between words; beside a particle or in a quotation too; inside a guess too; inside a word."""
_EPSILON = 1e-9


class Running:
    """Paragraphs one below another, as one chain of places to break at.

    A paragraph's first place is its neighbour's last, with no line between the two.
    """

    def __init__(self, parts: Sequence[Paragraph]) -> None:
        self.parts = parts
        self._head: list[float] = []
        self._tail: list[float] = []
        self._costs: list[float] = []
        self._solid: list[int] = []
        self._opens: list[int] = []
        self._node: list[int] = []
        self._stub_after: list[int] = []
        self._stub_cost: list[float] = []
        for part in parts:
            first = len(self._head)
            self._head += part.head
            self._tail += part.tail
            self._costs += part.costs
            self._solid += part.solid
            self._node += part.nodes
            self._opens += [first] * len(part.nodes)
            self._stub_after += [first + after if after >= 0 else -1 for after in part.stub_after]
            self._stub_cost += part.stub_cost

    def longest(self, dearest: float) -> Iterator[float]:
        """Yield in em, for 1, 2, 3 … lines, the least that the longest of at most so many lines can measure.

        Only breaks that cost no more than `dearest` are used. Infinite while there are more paragraphs than lines.
        """
        chains = self._chains(dearest)
        above = [
            [0.0 if not j and not i else inf for i in range(len(chain))] for j, (chain, _) in enumerate(chains)
        ]
        while True:
            row: list[list[float]] = []
            start = 0.0
            for (head, tail), before in zip(chains, above, strict=True):
                values = [start]
                at = 0
                for b in range(1, len(head)):
                    edge = tail[b]
                    least = max(before[at], edge - head[at])
                    # What the lines above need grows with `at`, the line itself shrinks: the two meet once, ever later.
                    while at + 1 < b and (after := max(before[at + 1], edge - head[at + 1])) <= least:
                        at, least = at + 1, after
                    values.append(least)
                row.append(values)
                start = values[-1]
            above = row
            yield start

    def fewest(self, limit: float, dearest: float) -> int:
        """Return the least number of lines of at most `limit` em by breaks up to `dearest`, 0 when there is none."""
        lines = 0
        for head, tail in self._chains(dearest):
            a, b = 0, 1
            lines += 1
            while b < len(head):
                if tail[b] - head[a] <= limit + _EPSILON:
                    b += 1
                elif b - 1 > a:
                    a, lines = b - 1, lines + 1
                else:
                    return 0
        return lines

    def _chains(self, dearest: float) -> list[tuple[list[float], list[float]]]:
        """Return each paragraph's places that cost no more than `dearest`: where lines begin there, and end."""
        chains = []
        for part in self.parts:
            last = len(part.nodes) - 1
            kept = [i for i, cost in enumerate(part.costs) if cost <= dearest or i in (0, last)]
            chains.append(([part.head[i] for i in kept], [part.tail[i] for i in kept]))
        return chains

    def cheapest(self, limit: float, most: int) -> Broken | None:
        """Return the cheapest lines of at most `limit` em, `most` of them at most; None when there are none.

        Each line but a paragraph's last costs by how much of the measure it leaves empty.
        """
        limit += _EPSILON
        to, rest = self._fewest_to(limit), self._fewest_from(limit)
        if not rest or rest[0] > most:
            return None
        found = self._freely(limit, to)
        if found is not None and len(found.lines) <= most:
            return found
        return self._within(limit, to, rest, most)

    def _line(self, a: int, b: int, limit: float) -> float:
        """Return what the line from place `a` to place `b` costs, with the break at its end."""
        first = self._opens[b]
        ends = b + 1 == len(self._head) or self._opens[b + 1] != first
        left = 0.0 if ends or limit == inf else (limit - self._tail[b] + self._head[a]) / limit
        cost = left * left * RAGGED + self._costs[b] + A_LINE
        short = self._solid[b] - self._solid[a]
        if short < 3 and a > first:
            cost += ORPHAN if short < 2 else SHORT if ends and limit > 3.5 else 0.0
        return cost + self._stub_cost[b] if a < self._stub_after[b] else cost

    def _freely(self, limit: float, to: list[float]) -> Broken | None:
        """Run the programme without regard to the number of lines."""
        head, tail, opens = self._head, self._tail, self._opens
        value, origin = [0.0] * len(head), [-1] * len(head)
        for b in range(1, len(head)):
            if opens[b] == b:
                value[b], origin[b] = value[b - 1], b - 1
                continue
            best, edge = inf, tail[b]
            for a in range(b - 1, opens[b] - 1, -1):
                if edge - head[a] > limit:
                    break
                if to[a] < inf:
                    cost = value[a] + self._line(a, b, limit)
                    if cost < best:
                        best, origin[b] = cost, a
            value[b] = best
        if to[-1] == inf:
            return None
        ends = [len(head) - 1]
        while ends[-1]:
            ends.append(origin[ends[-1]])
        return self._broken(ends, value[-1])

    def _within(self, limit: float, to: list[float], rest: list[float], most: int) -> Broken | None:
        """Run the programme with the number of lines told apart, as far as `most` can still be kept."""
        head, tail, opens = self._head, self._tail, self._opens
        values: list[dict[int, tuple[float, int]]] = [{0: (0.0, -1)}]
        for b in range(1, len(head)):
            if opens[b] == b:
                values.append({k: (cost, b - 1) for k, (cost, _) in values[b - 1].items()})
                continue
            here: dict[int, tuple[float, int]] = {}
            edge, room = tail[b], most - rest[b]
            for a in range(b - 1, opens[b] - 1, -1):
                if edge - head[a] > limit:
                    break
                if to[a] + 1 > room:
                    continue
                line = self._line(a, b, limit)
                for k, (cost, _) in values[a].items():
                    if k < room and (k + 1 not in here or cost + line < here[k + 1][0]):
                        here[k + 1] = (cost + line, a)
            values.append(here)
        if not values[-1]:
            return None
        lines = min(values[-1], key=lambda k: values[-1][k][0])
        cost = values[-1][lines][0]
        ends = [len(head) - 1]
        while ends[-1]:
            b = ends[-1]
            ends.append(values[b][lines][1])
            lines -= opens[b] != b
        return self._broken(ends, cost)

    def _broken(self, backwards: list[int], cost: float) -> Broken:
        pairs = [(a, b) for a, b in pairwise(backwards[::-1]) if self._opens[a] == self._opens[b]]
        lines = tuple((self._node[a], self._node[b]) for a, b in pairs)
        return Broken(lines, max(self._tail[b] - self._head[a] for a, b in pairs), cost - A_LINE * len(pairs))

    def _fewest_to(self, limit: float) -> list[float]:
        """Return for each place the least number of lines that the text before it takes."""
        found: list[float] = [0.0]
        a = 0
        for b in range(1, len(self._head)):
            if self._opens[b] == b:
                a = b
                found.append(found[b - 1])
                continue
            while self._tail[b] - self._head[a] > limit and a < b:
                a += 1
            found.append(found[a] + 1 if a < b else inf)
        return found

    def _fewest_from(self, limit: float) -> list[float]:
        """Return for each place the least number of lines that the text behind it takes."""
        last = len(self._head) - 1
        found: list[float] = [0.0] * (last + 1)
        b = last
        for a in range(last - 1, -1, -1):
            if self._opens[a + 1] == a + 1:
                found[a] = found[a + 1]
                b = a
                continue
            while self._tail[b] - self._head[a] > limit and b > a:
                b -= 1
            found[a] = found[b] + 1 if b > a else inf
        return found

    def tiers(self) -> tuple[float, ...]:
        """Return how dear a break the size may hang on, from good ones alone to any at all."""
        return (*(tier for tier in TIERS if any(cost > tier for cost in self._costs)), inf)
