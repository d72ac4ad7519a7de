"""A long picture is cut between facts, between chapters if it can be, into parts of like height."""

from __future__ import annotations

import itertools
import random

from generator.compose.parting import Block, part


def heights(blocks: list[Block], cuts: tuple[slice, ...]) -> list[int]:
    return [sum(b.height for b in blocks[cut]) for cut in cuts]


def test_the_cut_goes_between_chapters_when_the_parts_stay_alike() -> None:
    blocks = [Block(100, "a", True), Block(300, "a"), Block(300, "a"), Block(100, "b", True), Block(500, "b")]
    cuts = part(blocks, 2, 1000, 0, 0, 0)
    assert cuts == (slice(0, 3), slice(3, 5))


def test_a_chapter_longer_than_a_part_is_cut_but_never_after_its_heading() -> None:
    blocks = [Block(50, "a", True), *(Block(100, "a") for _ in range(9)), Block(50, "b", True), Block(100, "b")]
    cuts = part(blocks, 3, 460, 0, 0, 0)
    assert cuts is not None
    assert max(heights(blocks, cuts)) <= 460
    assert all(not blocks[cut.stop - 1].opens for cut in cuts[:-1])


def test_heads_and_feet_count_and_the_impossible_is_none() -> None:
    blocks = [Block(400, "a"), Block(400, "a")]
    assert part(blocks, 1, 800, 0, 0, 0) == (slice(0, 2),)
    assert part(blocks, 1, 799, 0, 0, 0) is None
    assert part(blocks, 2, 450, 0, 50, 50) == (slice(0, 1), slice(1, 2))
    assert part(blocks, 2, 449, 0, 50, 50) is None
    assert part(blocks, 3, 999, 0, 0, 0) is None


def test_it_finds_the_best_of_all_ways() -> None:
    """Against trying every way, on many small cases."""
    rng = random.Random(5)
    for _ in range(60):
        blocks = [Block(rng.randrange(50, 300), rng.choice("ab"), rng.random() < 0.2) for _ in range(8)]
        count, limit = rng.randrange(1, 4), rng.randrange(500, 1200)
        ways = []
        for inner in itertools.combinations(range(1, 8), count - 1):
            ends = (*inner, 8)
            cuts = tuple(slice(a, b) for a, b in zip((0, *inner), ends, strict=True))
            tall = [
                h + (20 if n else 0) + (30 if n < count - 1 else 0) for n, h in enumerate(heights(blocks, cuts))
            ]
            if max(tall) > limit or any(blocks[end - 1].opens for end in inner):
                continue
            mean = sum(b.height for b in blocks) / count
            within = sum(blocks[end - 1].chapter == blocks[end].chapter for end in inner)
            ways.append((sum(((t - mean) / mean) ** 2 for t in tall) + 0.12 * within, cuts))
        best = part(blocks, count, limit, 0, 20, 30)
        if not ways:
            assert best is None
        else:
            assert best is not None
            chosen = next(cost for cost, cuts in ways if cuts == best)
            assert abs(chosen - min(cost for cost, _cuts in ways)) < 1e-9
