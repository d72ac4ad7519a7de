"""Running text: the largest size and the cheapest lines are what trying everything, or a slow search, finds."""

from __future__ import annotations

from itertools import combinations, islice, pairwise
from math import inf, log

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import DoesNotFit
from generator.typeset import Box, Run, Typesetter
from generator.typeset.breaks import ORPHAN, RAGGED, SHORT, Paragraph, paragraphs
from generator.typeset.fit import EXTRA_LINE
from generator.typeset.running import A_LINE, TIERS, Running
from tests.typeset.setters import SANS

WORDS = [
    "全市",
    "企业",
    "加快",
    "建设",
    "，",
    "、",
    "5.3%",
    "超900项",
    "R1线",
    "“白名单”",
    "的",
    "又",
    "供应链",
]
PIECES = st.lists(st.sampled_from(WORDS), min_size=3, max_size=8).map("".join)
LONG_TEXTS = st.lists(st.sampled_from(WORDS), min_size=140, max_size=190).map("".join)
QUICK = settings(max_examples=60, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
FEW = settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def parts_of(setter: Typesetter, text: str) -> list[Paragraph]:
    row = setter._row([Run(text, SANS)], "text", False)
    return paragraphs(row, setter.words.costs(text))


def price(part: Paragraph, a: int, b: int, limit: float) -> float:
    """Return what a full line from node a to node b costs at a measure of `limit` em, as `running` explains it."""
    width, last = part.tail[b] - part.head[a], len(part.nodes) - 1
    if width > limit:
        return inf
    cost = part.costs[b] + (0.0 if b == last else ((limit - width) / limit) ** 2 * RAGGED)
    if a < part.stub_after[b]:
        cost += part.stub_cost[b]
    signs = part.solid[b] - part.solid[a]
    if a and signs < 3:
        cost += ORPHAN if signs < 2 else SHORT if b == last and limit > 3.5 else 0.0
    return cost


def every(part: Paragraph) -> list[tuple[int, ...]]:
    last = len(part.nodes) - 1
    return [(0, *inner, last) for n in range(last) for inner in combinations(range(1, last), n)]


def largest(parts: list[Paragraph], dearest: float, box: Box) -> float:
    """Return the largest size, by a plain table of lines × places without any short cut."""
    above: list[list[float]] = [[inf] * len(part.nodes) for part in parts]
    above[0][0] = 0.0
    found = 0.0
    for n in range(1, min(box.max_lines, sum(part.most for part in parts)) + 1):
        start, row = 0.0, []
        for part, before in zip(parts, above, strict=True):
            values = [start]
            last = len(part.nodes) - 1
            for b in range(1, last + 1):
                may = b == last or part.costs[b] <= dearest
                ways = [max(before[a], part.tail[b] - part.head[a]) for a in range(b)] if may else []
                values.append(min(ways, default=inf))
            row.append(values)
            start = values[-1]
        above = row
        high = inf if box.height is None else box.height / (n * box.line_height)
        found = max(found, min(box.max_size, box.width / start, high) if start < inf else 0.0)
    return found


def cheapest(parts: list[Paragraph], limit: float, most: int) -> float:
    """Return the least cost of full lines, by a plain table of all places × all numbers of lines."""
    totals = {0: 0.0}
    for part in parts:
        last = len(part.nodes) - 1
        here: list[dict[int, float]] = [totals, *({} for _ in range(last))]
        for b in range(1, last + 1):
            for a in reversed(range(b)):
                line = price(part, a, b, limit)
                if line == inf:
                    break
                for k, cost in here[a].items():
                    if k < most:
                        here[b][k + 1] = min(here[b].get(k + 1, inf), cost + line + A_LINE)
        totals = here[last]
    return min((cost - A_LINE * k for k, cost in totals.items() if cost == min(totals.values())), default=inf)


@QUICK
@given(text=PIECES, limit=st.floats(2.5, 20), most=st.integers(1, 9))
def test_full_lines_are_the_cheapest_of_all(setter: Typesetter, text: str, limit: float, most: int) -> None:
    part = parts_of(setter, text)[0]
    ways = [ends for ends in every(part) if len(ends) <= most + 1]
    least = min(sum(price(part, a, b, limit + 1e-9) + A_LINE for a, b in pairwise(ends)) for ends in ways)
    found = Running([part]).cheapest(limit, most)
    if found is None:
        assert least == inf
        return
    assert found.cost + A_LINE * len(found.lines) == pytest.approx(least, abs=1e-9)
    assert len(found.lines) <= most
    assert found.widest <= limit + 1e-6


@QUICK
@given(text=PIECES, tier=st.sampled_from([*TIERS, inf]))
def test_the_longest_line_is_as_short_as_it_can_be(setter: Typesetter, text: str, tier: float) -> None:
    part = parts_of(setter, text)[0]
    allowed = [ends for ends in every(part) if all(part.costs[i] <= tier for i in ends[1:-1])]
    for n, found in zip(range(1, part.most + 1), Running([part]).longest(tier), strict=False):
        widths = [max(part.tail[b] - part.head[a] for a, b in pairwise(e)) for e in allowed if len(e) <= n + 1]
        assert found == pytest.approx(min(widths), abs=1e-9)


@FEW
@given(
    texts=st.lists(LONG_TEXTS, min_size=1, max_size=2),
    width=st.floats(500, 1000),
    height=st.one_of(st.none(), st.floats(500, 1300)),
    max_size=st.floats(24, 60),
)
def test_long_texts_against_a_slow_search(
    setter: Typesetter, texts: list[str], width: float, height: float | None, max_size: float
) -> None:
    text = "\n".join(texts)
    box = Box(width, height, max_size, 6)
    parts = parts_of(setter, text)
    if not any(part.most > 130 for part in parts):
        return
    weight = min(1.0, 40.0 / sum(part.total for part in parts))
    missed = sum(part.offered for part in parts)
    best, reachable = -inf, 0.0
    for tier in [*TIERS, inf]:
        size = largest(parts, tier, box)
        reachable = max(reachable, size)
        if size < box.min_size:
            continue
        most = (
            box.max_lines
            if height is None
            else min(box.max_lines, int(height / (size * box.line_height) + 1e-6))
        )
        cost = cheapest(parts, width / size + 1e-9, most)
        best = max(best, log(size) - weight * (cost + missed))
    try:
        setting = setter.fit([Run(text, SANS)], box)
    except DoesNotFit as refusal:
        assert reachable < box.min_size
        assert f"要缩到 {int(reachable * 10) / 10:.1f} px" in str(refusal)
        return
    assert setting.quality + weight * EXTRA_LINE * (len(setting.lines) - 1) == pytest.approx(best, abs=1e-6)
    assert setting.size <= reachable * (1 + 1e-9)


@FEW
@given(text=LONG_TEXTS, scale=st.floats(0.05, 40), balance=st.booleans())
def test_running_text_is_the_same_at_every_scale(
    setter: Typesetter, text: str, scale: float, balance: bool
) -> None:
    def at(k: float) -> tuple[float, list[str]]:
        made = setter.fit([Run(text, SANS)], Box(900 * k, 1200 * k, 60 * k, 5 * k, balance=balance))
        return made.size / k, [line.text for line in made.lines]

    assert at(scale)[1] == at(1.0)[1]
    assert at(scale)[0] == pytest.approx(at(1.0)[0])


def test_full_lines_of_short_texts_are_at_the_largest_size(setter: Typesetter) -> None:
    """`text-wrap: wrap` asks the same programme, whatever the length of the text."""
    for text in ("晋江坚持以发展为引领，在时代的浪潮中奋勇争先、勇毅前行", "促成产学研合作项目超900项"):
        for height in (140.0, 200.0, 333.0):
            box = Box(600, height, 90, 10, balance=False)
            setting = setter.fit([Run(text, SANS)], box)
            parts = parts_of(setter, text)
            sizes = [largest(parts, tier, box) for tier in (*TIERS, inf)]
            assert any(setting.size >= size - 1e-6 for size in sizes)
            assert setting.size <= max(sizes) + 1e-6


def test_rows_go_on_for_ever_but_no_line_gets_shorter_than_its_widest_piece(setter: Typesetter) -> None:
    part = parts_of(setter, "促成产学研合作项目超900项")[0]
    rows = list(islice(Running([part]).longest(inf), 40))
    assert rows == sorted(rows, reverse=True)
    assert rows[-1] == pytest.approx(part.widest_piece())
