"""What ornaments are drawn from keeps its measures: it fills the width it is given and stays within its height."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.card.scenery import (
    circuit_traces,
    contour_rings,
    octagon_tiles,
    pagoda,
    ridge_path,
    sag,
    scale_rows,
    skyline,
    spread,
)

WIDTHS = st.floats(300, 2000)
HEIGHTS = st.floats(60, 700)


def numbers(path: str) -> list[float]:
    return [float(n) for n in re.findall(r"-?\d+(?:\.\d+)?", path)]


@given(WIDTHS, HEIGHTS, st.floats(0, 9))
def test_hills_cross_the_whole_width_and_stand_on_their_foot(width: float, height: float, seed: float) -> None:
    path = ridge_path(width, height, 0.3 * height, 2 * height, seed)
    assert path.startswith("M0 ")
    assert path.endswith(f"V{round(2 * height, 2):g}H0Z")
    assert max(numbers(path.split("V")[0])) == pytest.approx(max(width, 0), abs=1.3 * height)


@given(WIDTHS, HEIGHTS, st.floats(12, 120))
def test_round_waves_reach_the_bottom_and_take_turns(width: float, height: float, radius: float) -> None:
    rows = scale_rows(width, 0.4 * height, height, radius)
    foot = [numbers(row["disc"])[1] for row in rows]
    assert all(b - a == pytest.approx(radius / 2, abs=0.02) for a, b in pairwise(foot))
    assert foot[-1] >= height - radius - 0.02
    starts = [numbers(row["disc"])[0] for row in rows]
    assert len({round(s) for s in starts}) == min(2, len(rows))
    assert all(row["disc"].count("Z") * 3 == row["rings"].count("M") for row in rows)


@given(st.floats(30, 200), st.floats(80, 600), st.integers(3, 9))
def test_a_pagoda_stands_on_the_ground_under_its_finial(width: float, height: float, tiers: int) -> None:
    parts = pagoda(width, height, tiers)
    assert parts["eaves"].count("Z") == parts["doors"].count("Z") == tiers
    assert min(numbers(parts["finial"])) == pytest.approx(-height, abs=0.01)


@given(WIDTHS, HEIGHTS, st.integers(0, 13))
def test_houses_stand_within_their_street(width: float, height: float, seed: int) -> None:
    houses = skyline(width, height, 0.8 * height, seed)["houses"]
    across = [float(x) for x in re.findall(r"H(-?[\d.]+)", houses)]
    assert across[-1] == pytest.approx(width, abs=0.01)
    tops = [float(y) for y in re.findall(r"V(-?[\d.]+)", houses)]
    assert min(tops) >= 0.2 * height - 0.01
    assert tops[-1] == pytest.approx(height, abs=0.01)


@given(WIDTHS, HEIGHTS)
def test_no_circuit_line_leaves_its_lane(width: float, height: float) -> None:
    traces = circuit_traces(width, height, 30)
    lane = height / len(traces)
    for number, trace in enumerate(traces):
        heights = [float(y) for y in re.findall(r"[ML]-?[\d.]+ (-?[\d.]+)", trace["line"])]
        assert all(number * lane <= y <= (number + 1) * lane for y in heights)


def test_rings_tiles_and_ropes_are_as_many_as_asked() -> None:
    assert contour_rings(0, 0, 100, 7).count("Z") == 7
    assert octagon_tiles(900, 300, 100)["eyes"].count("M") == 3 * 10
    assert spread(0, 100, 1) == (50,)
    assert len(spread(0, 100, 5)) == 5
    assert sag(0, 100, 10, 30, 0) == sag(0, 100, 10, 30, 100) == 10
    assert sag(0, 100, 10, 30, 50) == 40
