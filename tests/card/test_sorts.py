"""Glyphs are printed as they would be filled, whatever was cast before, within a bound."""

from __future__ import annotations

import random

import pytest

cairocffi = pytest.importorskip("cairocffi", exc_type=OSError)

from generator.card.contour import GRID, Contours  # noqa: E402
from generator.card.sorts import LARGEST, Sorts  # noqa: E402

LETTER = "m0 0l40-70q20-10 30 5l10 60h-15l-5-20h-40zm20-10c5 5 10 5 15 0z"
SIDE = 240
ROOM = (0.0, 0.0, float(SIDE), float(SIDE))


def canvas() -> tuple[bytearray, cairocffi.Context]:
    pixels = bytearray(4 * SIDE * SIDE)
    surface = cairocffi.ImageSurface.create_for_data(pixels, cairocffi.FORMAT_ARGB32, SIDE, SIDE, 4 * SIDE)
    context = cairocffi.Context(surface)
    context.set_source_rgb(0.1, 0.3, 0.5)
    context.paint()
    context.set_source_rgb(1, 0.8, 0.4)
    return pixels, context


def places(count: int) -> list[tuple[float, ...]]:
    """Return matrices: several scales, places beyond the edges too."""
    rng = random.Random(7)
    scales = (0.031, 0.5, 1.37)
    return [
        (s, 0.0, 0.0, s, rng.uniform(-60, SIDE), rng.uniform(-20, SIDE + 60))
        for s in (rng.choice(scales) for _ in range(count))
    ]


def test_a_sort_prints_what_a_fill_would_within_two_levels() -> None:
    contours = Contours()
    sorts = Sorts(contours)
    inked = 0
    for matrix in places(60):
        filled, by_fill = canvas()
        top, bottom = contours.lay(by_fill, LETTER, matrix)
        by_fill.fill()
        printed, by_mask = canvas()
        rows = sorts.print(by_mask, LETTER, matrix, ROOM)
        if rows is None:
            continue
        assert rows[0] <= top
        assert bottom <= rows[1]
        assert max(abs(a - b) for a, b in zip(filled, printed, strict=True)) <= 2
        inked += filled != canvas()[0]
        changed = [n // (4 * SIDE) for n, (a, b) in enumerate(zip(printed, canvas()[0], strict=True)) if a != b]
        assert all(rows[0] <= row < rows[1] for row in changed)
    assert inked > 20


def test_the_first_print_and_later_ones_are_the_same_bytes_within_a_bound() -> None:
    small = Sorts(Contours(), most=4_000)
    roomy = Sorts(Contours())
    for matrix in places(30) * 2:
        (one, a), (other, b) = canvas(), canvas()
        small.print(a, LETTER, matrix, ROOM)
        roomy.print(b, LETTER, matrix, ROOM)
        assert one == other
    assert len(small) < len(roomy)
    assert roomy.weight > 4_000


def test_a_whole_px_further_needs_no_other_sort() -> None:
    sorts = Sorts(Contours())
    for x in (3.0, 4.0, 70.0, 3.0 + 0.4 / GRID):
        sorts.print(canvas()[1], LETTER, (1.0, 0.0, 0.0, 1.0, x, 90.0), ROOM)
    assert len(sorts) == 1
    sorts.print(canvas()[1], LETTER, (1.0, 0.0, 0.0, 1.0, 3 + 1 / GRID, 90.0), ROOM)
    assert len(sorts) == 2


def test_what_is_too_large_or_cannot_be_moved_is_left_to_be_filled() -> None:
    sorts = Sorts(Contours())
    large = (LARGEST**0.5 / 40, 0.0, 0.0, LARGEST**0.5 / 40, 0.0, 0.0)
    assert sorts.print(canvas()[1], LETTER, large, ROOM) is None
    assert sorts.print(canvas()[1], "M1 1L9 9H2Z", (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), ROOM) is None
    assert len(sorts) == 0


def test_what_reaches_over_the_edge_is_left_to_be_filled() -> None:
    sorts = Sorts(Contours())
    for x, y in ((-3.0, 90.0), (SIDE - 30.0, 90.0), (90.0, 30.0), (90.0, SIDE + 3.0)):
        pixels, context = canvas()
        assert sorts.print(context, LETTER, (1.0, 0.0, 0.0, 1.0, x, y), ROOM) is None
        assert pixels == canvas()[0]
