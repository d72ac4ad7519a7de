"""The programme is exact: on small texts it finds what trying everything finds."""

from __future__ import annotations

from itertools import combinations, pairwise
from math import inf

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import DoesNotFit
from generator.typeset import Box, Run, Typesetter
from generator.typeset.breaks import LIST_STUB, ORPHAN, RAGGED, SHORT, STEEP, STUB, Paragraph, paragraphs
from tests.typeset.setters import SANS

PIECES = st.lists(
    st.sampled_from(
        ["全市", "企业", "加快", "建设", "，", "、", "5.3%", "超900项", "R1线", "“白名单”", "的", "又"]
    ),
    min_size=2,
    max_size=8,
).map("".join)
QUICK = settings(max_examples=80, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))


def paragraph(setter: Typesetter, text: str) -> Paragraph:
    row = setter._row([Run(text, SANS)], "text", False)
    return paragraphs(row, setter.words.costs(text))[0]


def cost_of(part: Paragraph, ends: tuple[int, ...], limit: float) -> float:
    """Return what breaks before the nodes `ends` cost, written out as `breaks` explains it."""
    n, total = len(ends) - 1, 0.0
    mean = part.total / n
    for k, (a, b) in enumerate(pairwise(ends), 1):
        width = part.tail[b] - part.head[a]
        if width > limit:
            return inf
        square = (width - mean) ** 2
        total += square * RAGGED / (n * mean * mean) * (1 + square * STEEP / (mean * mean))
        if a < part.stub_after[b]:
            total += STUB if part.costs[part.stub_after[b]] < 0 else LIST_STUB
        signs = part.solid[b] - part.solid[a]
        if n > 1 and signs < 3:
            total += ORPHAN if signs < 2 else SHORT if k == n and mean > 3.5 else 0.0
        total += part.costs[b]
    return total


@QUICK
@given(text=PIECES, n=st.integers(1, 4), limit=st.floats(3, 30))
def test_the_programme_finds_what_trying_everything_finds(
    setter: Typesetter, text: str, n: int, limit: float
) -> None:
    part = paragraph(setter, text)
    if n > part.most:
        assert part.best(n, limit) is None
        return
    last = len(part.nodes) - 1
    every = [(0, *inner, last) for inner in combinations(range(1, last), n - 1)]
    least = min(cost_of(part, ends, limit) for ends in every)
    found = part.best(n, limit)
    if found is None:
        assert least == inf
    else:
        assert found.cost == pytest.approx(least, abs=1e-9)
        assert found.widest <= limit


@QUICK
@given(text=PIECES, width=st.floats(150, 900), height=st.floats(60, 600))
def test_only_the_best_is_the_best_of_all(setter: Typesetter, text: str, width: float, height: float) -> None:
    """What `fit` leaves out to save time could not have won."""
    box = Box(width, height, 120, 15)
    try:
        best = setter.fit([Run(text, SANS)], box)
    except DoesNotFit:
        return
    assert best.quality == pytest.approx(max(s.quality for s in setter.candidates([Run(text, SANS)], box)))


@QUICK
@given(texts=st.lists(PIECES, min_size=2, max_size=3), width=st.floats(200, 900), height=st.floats(150, 700))
def test_typed_line_breaks_are_kept_and_no_larger_size_is_missed(
    setter: Typesetter, texts: list[str], width: float, height: float
) -> None:
    texts = [text for text in texts if text.strip("，、")]
    box = Box(width, height, 110, 12)
    try:
        setting = setter.fit([Run("\n".join(texts), SANS)], box)
    except DoesNotFit:
        return
    whole = "".join(texts)
    assert "".join(line.text for line in setting.lines) == whole
    ends, at = set(), 0
    for line in setting.lines:
        at += len(line.text)
        ends.add(at)
    at = 0
    for text in texts:
        at += len(text)
        assert at in ends
    counts = len(setting.lines)
    fuller = max(
        setting.size,
        min(110, height / (counts * 1.3), width * setting.size / max(line.width for line in setting.lines)),
    )
    assert setting.size == pytest.approx(fuller)
