"""Lengths in proportion: the factor is one for all, whatever the values."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.card.scale import bar_lengths, change_step, ruler


@given(st.lists(st.floats(0.001, 1e9), min_size=1, max_size=6))
def test_bars_are_as_long_as_their_numbers(values: list[float]) -> None:
    lengths = bar_lengths(values, 928)
    assert max(lengths) == pytest.approx(928)
    for (a, x), (b, y) in itertools.pairwise(zip(lengths, values, strict=True)):
        assert a * y == pytest.approx(b * x, rel=1e-9)


@pytest.mark.parametrize("values", [[-1.0, 3.0], [0.0, 0.0]])
def test_bars_without_a_length_are_refused(values: list[float]) -> None:
    with pytest.raises(ValueError, match="0"):
        bar_lengths(values, 928)


@pytest.mark.parametrize("percent", [0.3, 6, 58.4, 100, 135, 400, -3.1, -0.1, -58, -100])
def test_a_change_is_the_slice_between_before_and_after(percent: float) -> None:
    step = change_step(percent, 928)
    assert max(step["before"], step["after"]) == pytest.approx(928)
    assert step["slice"] / step["before"] == pytest.approx(abs(percent) / 100)
    assert step["after"] - step["before"] == pytest.approx(step["slice"] * (1 if percent > 0 else -1))


@pytest.mark.parametrize("percent", [0, -101, 401, float("nan")])
def test_a_change_that_has_no_picture_is_refused(percent: float) -> None:
    with pytest.raises(ValueError, match=r"\d|nan"):
        change_step(percent, 928)


@pytest.mark.parametrize(
    ("target", "stretch"),
    [
        (5.3, 5.5),
        (3, 5),
        (6.5, 7),
        (120, 150),
        (10, 12),
        (1.2, 1.5),
        (3000, 3100),
        (0.1, 0.3),
        (5, 4.5),
        (7, 700),
    ],
)
def test_a_ruler_has_both_values_at_their_places(target: float, stretch: float) -> None:
    scale = ruler(target, stretch, 900)
    assert (scale["low"], scale["high"]) == (0, max(target, stretch))
    assert scale["target"] == pytest.approx(900 * target / max(target, stretch))
    assert scale["stretch"] / scale["target"] == pytest.approx(stretch / target), "a length is its figure"


def test_a_ruler_without_a_distance_is_refused() -> None:
    with pytest.raises(ValueError, match=r"5\.3"):
        ruler(5.3, 5.3, 900)
    with pytest.raises(ValueError, match="-3"):
        ruler(-3, 5, 900)
