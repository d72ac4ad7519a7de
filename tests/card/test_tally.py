"""Marks that are counted: as many as the number says, none outside its field, none on another."""

from __future__ import annotations

import itertools
import math
import re
from typing import Any

import pytest

from generator.card.tally import dot_field, place_rows

_DISC = re.compile(r"M(\S+) (\S+)a(\S+) ")
_BAR = re.compile(r"M(\S+) (\S+)H(\S+)V(\S+)H(\S+)Z")


def discs(path: str) -> list[tuple[float, float, float]]:
    """Return the middle and radius of every disc of a path."""
    found = [tuple(map(float, m)) for m in _DISC.findall(path)]
    return [(x + r, y, r) for x, y, r in found]


def bars(path: str) -> list[tuple[float, float, float, float]]:
    """Return left, top, right, bottom of every bar of a path."""
    found = [tuple(map(float, m)) for m in _BAR.findall(path)]
    return [(left, top, right, bottom) for left, top, right, bottom, _ in found]


@pytest.mark.parametrize("count", [1, 2, 7, 12, 13, 24, 36, 97, 100, 257, 367, 499, 600, 1000])
@pytest.mark.parametrize(("width", "height"), [(928, 400), (936, 110), (828, 480), (718, 100), (718, 360)])
def test_there_are_exactly_as_many_dots_as_the_number(count: int, width: float, height: float) -> None:
    field = dot_field(count, width, height)
    marks = discs(field["d"])
    assert len(marks) == len(set(marks)) == count
    radius = field["radius"]
    assert all(r == pytest.approx(radius, abs=0.001) for *_, r in marks)
    assert all(radius - 0.01 <= x <= width - radius + 0.01 for x, *_ in marks)
    assert all(radius - 0.01 <= y <= field["height"] - radius + 0.01 for _, y, _ in marks)
    assert field["height"] <= height + 0.01
    rows = [list(row) for _, row in itertools.groupby(marks, key=lambda m: m[1])]
    assert [len(row) for row in rows[:-1]] == [field["columns"]] * (field["rows"] - 1)
    for (x0, *_), (x1, *_) in itertools.pairwise(rows[0]):
        assert x1 - x0 > 2 * radius + 1
    for one, other in itertools.pairwise(rows):
        assert other[0][1] - one[0][1] > 2 * radius + 1


@pytest.mark.parametrize("count", [12, 36, 100, 367, 600])
def test_a_field_reaches_from_edge_to_edge(count: int) -> None:
    marks = discs(dot_field(count, 928, 400)["d"])
    assert min(x - r for x, _, r in marks) == pytest.approx(0, abs=0.01)
    assert max(x + r for x, _, r in marks) == pytest.approx(928, abs=0.01)


def test_a_number_that_can_be_a_full_block_is_one() -> None:
    for count in (12, 24, 36, 100, 600):
        field = dot_field(count, 928, 360)
        assert count % field["columns"] == 0


@pytest.mark.parametrize(("count", "height"), [(0, 100), (-3, 100), (1001, 100), (12, 0), (12, -1)])
def test_what_cannot_be_counted_is_refused(count: int, height: float) -> None:
    with pytest.raises(ValueError, match=r"^-?\d+$"):
        dot_field(count, 928, height)


@pytest.mark.parametrize(
    ("place", "whole"),
    [(1, 1), (1, 10), (10, 10), (5, 28), (1, 100), (47, 100), (100, 100), (101, 101), (320, 500), (500, 500)],
)
def test_the_lifted_mark_stands_in_its_place_among_all(place: int, whole: int) -> None:
    rows: Any = place_rows(place, whole, 928, 260)
    others, lifted = bars(rows["others"]), bars(rows["lifted"])
    assert len(others) == whole - 1
    assert len(lifted) == 1
    foot = lifted[0][3]
    row = rows["feet"].index(pytest.approx(foot, abs=0.01))
    left_of_it = [b for b in others if b[3] == foot and b[0] < lifted[0][0]]
    assert row * 100 + len(left_of_it) + 1 == place
    assert (lifted[0][0] + lifted[0][2]) / 2 == pytest.approx(rows["x"], abs=0.01)
    heights = {round(bottom - top, 2) for _, top, _, bottom in others}
    assert len(heights) <= 1, "the row says order, nothing else"
    if heights:
        assert lifted[0][3] - lifted[0][1] > 1.5 * heights.pop()


@pytest.mark.parametrize("place", [1, 2, 47, 50, 51, 99, 100])
def test_the_pennant_never_leaves_the_row(place: int) -> None:
    rows: Any = place_rows(place, 100, 928, 260)
    mast, flag, tip = re.findall(r"[MlL](\S+) ", rows["pennant"])
    start = float(mast)
    assert float(tip) == start
    assert 0 <= start + float(flag) <= 928


@pytest.mark.parametrize(("place", "whole"), [(0, 10), (11, 10), (1, 1001)])
def test_a_place_that_is_not_among_them_is_refused(place: int, whole: int) -> None:
    with pytest.raises(ValueError, match=str(place)):
        place_rows(place, whole, 928, 200)


@pytest.mark.parametrize(("place", "whole"), [(1, 100), (20, 100), (21, 100), (83, 100), (100, 100), (47, 50)])
def test_rows_of_twenty_keep_every_place(place: int, whole: int) -> None:
    rows: Any = place_rows(place, whole, 413, 220, 20)
    assert (rows["rows"], rows["per_row"]) == (math.ceil(whole / 20), 20)
    assert len(bars(rows["others"])) == whole - 1
    left, _top, right, foot = bars(rows["lifted"])[0]
    assert foot == pytest.approx(((place - 1) // 20 + 1) * 220 / rows["rows"], abs=0.01)
    before = [b for b in bars(rows["others"]) if b[3] == foot and b[0] < left]
    assert len(before) == (place - 1) % 20
    assert right <= 413.01
