"""Lines and a size for a text in its box: the choice an art editor makes.

Each number of lines gives its largest size; the editor gives up a few per cent of size for one line less or a
better break, but not more. All in logarithms of size, so that every cost is a share of the size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import exp, floor, inf, log

from generator.errors import DoesNotFit
from generator.typeset.breaks import FINER, LONG, Broken, Paragraph, paragraphs
from generator.typeset.characters import printable
from generator.typeset.model import Box
from generator.typeset.row import Row
from generator.typeset.running import Running

EXTRA_LINE = 0.06
"""What one more line must gain in size to be worth it."""
HEADLINE = 40.0
"""Texts up to so many em are headlines, whose breaks count in full against size; those of a longer one count less."""
HOPELESS = 1.2
"""A candidate worse than the best by so much is none; the one of fewest lines always is."""
WAYS = 12
"""Numbers of lines that a long text offers to a column which shares its height, spread from the most to the fewest."""
_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Option:
    """One way to set a text: `size` px is the largest at which these lines fit; `worth` leaves size out."""

    size: float
    lines: tuple[tuple[int, int], ...]
    worth: float

    @property
    def quality(self) -> float:
        """The whole judgement: how well it breaks, and the logarithm of its size."""
        return log(self.size) + self.worth


class Problem:
    """One text and its box, ready to be fitted."""

    def __init__(self, row: Row, costs: Sequence[float], box: Box) -> None:
        self.row, self.box = row, box
        self.parts: list[Paragraph] = paragraphs(row, costs)
        height = inf if box.height is None else box.height
        vertical = box.writing_mode.startswith("vertical")
        self.length, self.stack = (height, box.width) if vertical else (box.width, height)

    def options(self, least: float | None = None, *, only_best: bool = False) -> list[Option]:
        """Return every option worth a look at sizes from `least` (else the box's minimum) up, unordered.

        `only_best`: leave out what cannot be the very best of all.
        """
        least = self.box.min_size if least is None else least
        if not self.parts:
            return [Option(self.box.max_size, (), 0.0)]
        if self._runs:
            return self._by_quotient(least, only_best)
        if len(self.parts) > 1:
            return self._by_fronts(least)
        return self._by_count(self.parts[0], least, only_best)

    def _by_count(self, part: Paragraph, least: float, only_best: bool) -> list[Option]:
        """Try each number of lines, with the front of breaks for it as far as it can matter.

        With `only_best` the number of lines that allows the largest type comes first, so that what cannot beat it
        is not worked out.
        """
        found: list[Option] = []
        largest, best = 0.0, -inf
        at_max = 0
        bounds: dict[int, float] = {}
        for n in range(1, min(self.box.max_lines, part.most) + 1):
            ceiling = min(self.box.max_size, self.stack / (n * self._least_pitch))
            if ceiling < least * (1 - _SLACK):
                break
            narrowest = part.narrowest(n)
            bounds[n] = min(ceiling, self.length / narrowest) if narrowest > 0 else ceiling
        likely = max(bounds, key=lambda n: (bounds[n], -n), default=0)
        for n in (likely, *bounds) if only_best and likely else bounds:
            bound = bounds[n]
            if bound < least * (1 - _SLACK) or (least == 0.0 and bound <= largest):
                continue
            if not only_best:
                best = -inf
            if log(bound) - EXTRA_LINE * (n - 1) * self._weight <= best:
                continue
            enough = self.length / min(self.box.max_size, self.stack / (n * self._least_pitch))
            loosest = self.length / least if least else inf
            extra = EXTRA_LINE * (n - 1) * self._weight
            while True:
                if only_best and best > -inf:  # only a size above this can still win
                    loosest = min(loosest, self.length / exp(best + extra))
                broken = part.best(n, loosest + _SLACK) if loosest >= enough * (1 - _SLACK) else None
                if broken is None:
                    break
                option = self._option(broken)
                if option.size >= least * (1 - _SLACK):
                    found.append(option)
                    largest = max(largest, option.size)
                    best = max(best, option.quality)
                if broken.widest <= enough + _SLACK or n == 1:
                    break
                if option.worth + log(bound) <= best and largest >= least:
                    break  # what is narrower is dearer still, and no larger size can pay for it
                extra = max(extra, -option.worth)
                loosest = max(broken.widest * FINER, enough)
            if largest >= self.box.max_size * (1 - _SLACK) and n >= likely:
                at_max += 1
                if at_max > 2 + n // 3 + (1 if only_best else 0):
                    break
        return found

    def _by_fronts(self, least: float) -> list[Option]:
        """Put the fronts of several paragraphs together, exactly.

        Under a limit on the widest line each paragraph has one cheapest setting a number of lines; a second
        programme over the paragraphs deals the lines out among them. Only the widths that occur are limits.
        """
        enough = self.length / self.box.max_size
        loosest = self.length / least if least else inf
        spare = self.box.max_lines - len(self.parts)
        fronts: list[dict[int, list[Broken]]] = []
        for part in self.parts:
            most = min(part.most, spare + 1, (part.fewest(enough) or part.most) + 2)
            found = {n: list(part.front(n, enough, loosest)) for n in range(1, most + 1)}
            fronts.append({n: front for n, front in found.items() if front})
        if not all(fronts):
            return []
        widths = {broken.widest for each in fronts for front in each.values() for broken in front}
        found_options: list[Option] = []
        for limit in sorted(widths):
            for broken in self._dealt(fronts, limit):
                option = self._option(broken)
                if option.size >= least * (1 - _SLACK) and option.size > 0:
                    found_options.append(option)
        return found_options

    def _dealt(self, fronts: list[dict[int, list[Broken]]], limit: float) -> list[Broken]:
        """Return for each total number of lines the cheapest setting of all paragraphs within `limit` em."""
        share = 1 / len(fronts)
        totals: dict[int, tuple[float, tuple[Broken, ...]]] = {0: (0.0, ())}
        for front in fronts:
            cheapest = {
                n: next((b for b in some if b.widest <= limit + _SLACK), None) for n, some in front.items()
            }
            following: dict[int, tuple[float, tuple[Broken, ...]]] = {}
            for before, (cost, chosen) in totals.items():
                for n, broken in cheapest.items():
                    if broken is None or before + n > self.box.max_lines:
                        continue
                    dearer = cost + broken.cost * share
                    if before + n not in following or dearer < following[before + n][0]:
                        following[before + n] = (dearer, (*chosen, broken))
            totals = following
        return [
            Broken(tuple(line for b in chosen for line in b.lines), max(b.widest for b in chosen), cost)
            for cost, chosen in totals.values()
        ]

    def _by_quotient(self, least: float, only_best: bool) -> list[Option]:
        """Set running text, and lines that are to be full: at the largest size for each number of lines.

        How dear a break that size may hang on is the whole judgement's to say: each tier of `Running` is an option.
        Without `only_best`, the other numbers of lines too, by the tier that breaks best.
        """
        found: dict[int, list[Option]] = {}
        sizes = [self._sizes_by_count(dearest, least, only_best) for dearest in self._running.tiers()]
        known: set[float] = set()
        for of_tier in sizes:
            n = max(of_tier, default=0)  # each is larger than the one before
            if n and of_tier[n] not in known:
                known.add(of_tier[n])
                found.setdefault(n, []).extend(self._full(of_tier[n], least))
        if not only_best:
            for of_tier in sizes:
                missing = [n for n in of_tier if n not in found]
                for n in missing[:: -(len(missing) // WAYS + 1)]:
                    found[n] = self._full(of_tier[n], least)
        return [option for options in found.values() for option in options]

    def _sizes_by_count(self, dearest: float, least: float, only_best: bool) -> dict[int, float]:
        """Return the largest size for each number of lines that gains on fewer, and is `least` at least, in order.

        `only_best`: the last of them at least.
        """
        sizes: dict[int, float] = {}
        n, high = self._at_the_largest(dearest)
        if only_best and 0 < n <= self.box.max_lines and high <= self.stack * (1 + _SLACK):
            return {n: self.box.max_size}
        largest = least * (1 - _SLACK)
        for n, longest in enumerate(self._running.longest(dearest), 1):
            high = self.stack / (n * self._least_pitch)
            if high <= largest:
                break
            size = min(self.box.max_size, high, self.length / max(longest, _SLACK))
            if size > largest * (1 + _SLACK) or size >= max(least, self.box.max_size) * (1 - _SLACK):
                sizes[n] = largest = size
            if n >= self.box.max_lines or size >= self.box.max_size * (1 - _SLACK):
                break
        return sizes

    def _at_the_largest(self, dearest: float) -> tuple[int, float]:
        """Return how many lines the text takes at the box's largest size, 0 if none will do, and their height."""
        n = self._running.fewest(self.length / self.box.max_size, dearest)
        return n, n * self._least_pitch * self.box.max_size

    def _full(self, size: float, least: float) -> list[Option]:
        """Return the cheapest full lines at `size` px, or nothing where they are too high after all."""
        limit = self.length / size
        most = self.box.max_lines
        if self.stack < inf:
            most = min(most, floor(self.stack / (size * self._least_pitch) * (1 + _SLACK)))
        broken = self._running.cheapest(limit, most)
        if broken is None:
            return []
        option = self._option(self._evened(broken, limit) if self.box.balance else broken)
        return [option] if option.size >= least * (1 - _SLACK) else []

    def refilled(self, option: Option) -> Option:
        """Return running text at the option's size with its lines full there, anything else as it is."""
        anew = self._full(option.size, 0.0) if self.parts and self._runs else []
        return Option(option.size, anew[0].lines, anew[0].worth) if anew else option

    def _evened(self, broken: Broken, limit: float) -> Broken:
        """Return the lines of `broken` with every paragraph that is no running text in even ones, as many as it has."""
        lines: list[tuple[int, int]] = []
        for part in self.parts:
            own = [line for line in broken.lines if part.nodes[0] <= line[0] < part.nodes[-1]]
            even = part.best(len(own), limit + _SLACK) if part.most <= LONG else None
            lines += even.lines if even is not None else own
        return Broken(tuple(lines), max(self.row.width(*line) for line in lines), broken.cost)

    @property
    def _runs(self) -> bool:
        """Whether the text is set in full lines: because it is long, or was asked to be."""
        return not self.box.balance or max(part.most for part in self.parts) > LONG

    @cached_property
    def _running(self) -> Running:
        return Running(self.parts)

    def _option(self, broken: Broken) -> Option:
        pitch = sum(self.pitch(line) for line in broken.lines)
        widest = broken.widest or _SLACK
        size = min(self.box.max_size, self.length / widest, self.stack / pitch)
        lines = len(broken.lines)
        missed = sum(part.offered for part in self.parts) if lines > 1 else 0.0
        dear = broken.cost + missed + EXTRA_LINE * (lines - 1)
        return Option(size, broken.lines, -dear * self._weight)

    def pitch(self, line: tuple[int, int]) -> float:
        """Return the height of one line in em: the line height of its largest run."""
        if len(self._sizes) == 1:
            return self.box.line_height * self._sizes[0]
        cells = self.row.cells[self.row.starts[line[0]] : self.row.ends[line[1]]]
        return self.box.line_height * max(self.row.styles[cell.style].size_em for cell in cells)

    @cached_property
    def _weight(self) -> float:
        """How much breaks weigh against size: a reader forgives one poor break more readily among eight lines.

        A constant of the text, so that at one size the order of settings stays what the breaks make it.
        """
        return min(1.0, HEADLINE / max(1.0, sum(part.total for part in self.parts)))

    @cached_property
    def _sizes(self) -> list[float]:
        return sorted({self.row.styles[cell.style].size_em for cell in self.row.cells})

    @cached_property
    def _least_pitch(self) -> float:
        return self.box.line_height * self._sizes[0]

    def refuse(self) -> DoesNotFit:
        """Return the error for a text with no option: what it would need, and by how much it is over."""
        box = self.box
        if self._runs:
            reachable = max(self._sizes_by_count(inf, 0.0, True).values(), default=0.0)
        else:
            reachable = max((option.size for option in self.options(0.0)), default=0.0)
        shown = printable(self.row.text if len(self.row.text) <= 60 else self.row.text[:60] + "…")
        limit = self.length / box.min_size
        counts = [part.fewest(limit) for part in self.parts]
        if not all(counts):
            wide = max(part.widest_piece() for part in self.parts) * box.min_size
            over = (
                f"不能拆开的一段宽 {wide:.1f} px，框宽 {self.length:.1f} px，超出 {wide - self.length:.1f} px"
            )
        elif sum(counts) > box.max_lines:
            over = f"至少要 {sum(counts)} 行，多出 {sum(counts) - box.max_lines} 行"
        else:
            high = sum(counts) * self._least_pitch * box.min_size
            over = f"排成 {sum(counts)} 行高 {high:.1f} px，框高 {self.stack:.1f} px，超出 {max(0.0, high - self.stack):.1f} px"
        need = (
            f"要缩到 {floor(reachable * 10) / 10:.1f} px 才放得下" if reachable >= 0.1 else "缩到多小都放不下"
        )
        return DoesNotFit(
            f"文字放不进“{box.name}”：“{shown}”在最小字号 {box.min_size:g} px 下{over}；{need}",
            remedy="请缩短文字，或换一个版式、尺寸",
        )


def rank(options: Sequence[Option]) -> list[Option]:
    """Return the best option for each number of lines, best first."""
    best: dict[int, Option] = {}
    for option in options:
        known = best.get(len(option.lines))
        if known is None or option.quality > known.quality + _SLACK:
            best[len(option.lines)] = option
    if not best:
        return []
    ranked = sorted(best.values(), key=lambda option: (-option.quality, len(option.lines)))
    fewest = min(best)
    return [o for o in ranked if o.quality > ranked[0].quality - HOPELESS or len(o.lines) == fewest]


def share(problems: Sequence[Problem]) -> list[Option]:
    """Return one option for each problem, all at one size: the size that serves them best together.

    Raises DoesNotFit for the first text that has no option at any common size.
    """
    all_options = []
    for problem in problems:
        options = problem.options()
        if not options:
            raise problem.refuse()
        all_options.append(options)
    most = min(max(option.size for option in options) for options in all_options)
    least = max(problem.box.min_size for problem in problems)
    if most < least * (1 - _SLACK):
        tight = min(zip(problems, all_options, strict=True), key=lambda both: max(o.size for o in both[1]))[0]
        raise tight.refuse()
    sizes = sorted(
        {min(o.size, most) for options in all_options for o in options if o.size >= least * (1 - _SLACK)}
    )
    best: tuple[float, list[Option]] | None = None
    for size in reversed(sizes):
        chosen = [
            max((o for o in options if o.size >= size * (1 - _SLACK)), key=lambda o: (o.worth, -len(o.lines)))
            for options in all_options
        ]
        total = sum(option.worth for option in chosen) + len(chosen) * log(size)
        if best is None or total > best[0] + _SLACK:
            best = (total, [Option(size, option.lines, option.worth) for option in chosen])
    assert best is not None  # noqa: S101 - `most` is one of the sizes
    return [problem.refilled(option) for problem, option in zip(problems, best[1], strict=True)]
