"""Geometry is exact: what a path says is what its arguments say."""

from __future__ import annotations

import math
import re

import pytest

from generator.card.geometry import (
    FOR_TEMPLATES,
    arc_path,
    beam_bridge,
    brick_and_stone,
    em_length,
    half_arc_path,
    sea_path,
    share_of,
    smooth_path,
    swallow_roof,
    tile_rows,
    wave_path,
)

_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


def numbers(path: str) -> list[float]:
    """Return every number of a path, in order."""
    return [float(n) for n in _NUMBER.findall(path)]


def points(path: str) -> list[tuple[float, float]]:
    """Return the coordinate pairs of a path of absolute M, L, C and Q commands."""
    found = numbers(path)
    return list(zip(found[::2], found[1::2], strict=True))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.25, 0.4999, 0.5, 0.5001, 0.75, 0.999])
def test_an_arc_ends_at_the_angle_of_its_share(share: float) -> None:
    x, y = points(arc_path(100, 100, 80, share).split("A")[0])[0]
    assert (x, y) == (100, 20)
    end_x, end_y = numbers(arc_path(100, 100, 80, share))[-2:]
    angle = math.atan2(end_x - 100, 100 - end_y) % (2 * math.pi)
    assert angle / (2 * math.pi) == pytest.approx(share, abs=2e-4)
    assert math.hypot(end_x - 100, end_y - 100) == pytest.approx(80, abs=0.02)


def test_an_arc_over_half_a_circle_takes_the_long_way_and_no_other_does() -> None:
    assert " 0 0 1 " in arc_path(0, 0, 10, 0.5)
    assert " 0 1 1 " in arc_path(0, 0, 10, 0.51)


def test_a_whole_circle_is_closed() -> None:
    assert arc_path(50, 50, 40, 1).endswith("Z")


@pytest.mark.parametrize("share", [-0.01, 1.01, math.inf])
def test_an_arc_refuses_what_is_no_share(share: float) -> None:
    with pytest.raises(ValueError, match=r"^-?[0-9.inf]+$"):
        arc_path(0, 0, 10, share)


@pytest.mark.parametrize("share", [0.01, 0.25, 0.5, 0.784, 0.983])
def test_a_half_arc_ends_at_the_angle_of_its_share(share: float) -> None:
    x0, y0, rx, *_, x1, y1 = numbers(half_arc_path(200, 300, 80, share))
    assert (x0, y0, rx) == (120, 300, 80)
    assert math.hypot(x1 - 200, y1 - 300) == pytest.approx(80, abs=0.02)
    assert math.atan2(300 - y1, 200 - x1) / math.pi == pytest.approx(share, abs=1e-4)


def test_a_whole_half_arc_spans_its_width_and_refuses_more() -> None:
    assert numbers(half_arc_path(0, 0, 10, 1))[-2:] == [10, 0]
    with pytest.raises(ValueError, match=r"1\.01"):
        half_arc_path(0, 0, 10, 1.01)


@pytest.mark.parametrize("phase", [0.0, 0.3, 0.99])
def test_a_wave_covers_its_width_and_keeps_its_height(phase: float) -> None:
    path = wave_path(1080, 50, 20, 300, phase)
    start = numbers(path)[0]
    halves = path.count("c")
    assert start <= 0
    assert start + halves * 150 >= 1080
    lifts = {n for n in numbers(path.split("c", 1)[1]) if abs(n) == pytest.approx(20 * 2 / 3, abs=0.01)}
    assert {round(v, 2) for v in lifts} == {13.33, -13.33}
    # a cubic's middle is 3/8 of each control's lift: 2 · 3/8 · 2/3 · height is half the height


def test_the_sea_is_its_wave_closed_at_the_bottom() -> None:
    path = sea_path(1080, 50, 20, 300, 200, phase=0.25)
    assert path.startswith(wave_path(1080, 50, 20, 300, 0.25))
    assert path.endswith("V200H-300Z")


def test_a_smooth_path_passes_every_point() -> None:
    given = [(0.0, 0.0), (10.0, 5.0), (30.0, -7.5), (31.0, 40.0)]
    assert points(smooth_path(given))[::3] == given


def test_a_swallow_roof_is_symmetric_and_reaches_its_measures() -> None:
    ridge = points(swallow_roof(1000, 90, 24, 200)["ridge"].rstrip("Z"))
    assert min(x for x, _ in ridge) == 0
    assert max(x for x, _ in ridge) == 1000
    assert min(y for _, y in ridge) == pytest.approx(0, abs=0.01)
    middle = [y for x, y in ridge if x == 500]
    assert (min(middle), max(middle)) == (90, 114)
    mirrored = {(round(1000 - x, 1), round(y, 1)) for x, y in ridge}
    assert mirrored == {(round(x, 1), round(y, 1)) for x, y in ridge}


def test_tiles_fill_the_roof_evenly() -> None:
    rows = tile_rows(100, 400, 0, 50, 29)
    assert rows["ends"].count("M") == 10
    assert rows["lines"].count("M") == rows["drips"].count("M") == 9
    assert [x for x, _ in (tuple(map(float, m.split())) for m in re.findall(r"M(\S+ \S+)V", rows["lines"]))] == [
        130, 160, 190, 220, 250, 280, 310, 340, 370,
    ]  # fmt: skip


def test_a_wall_stays_within_its_frame_and_has_all_four_tones() -> None:
    wall = brick_and_stone(1080, 144)
    assert set(wall) == {"stone", "stone_b", "brick", "brick_b"}
    for key in ("stone", "stone_b"):
        assert all(0 <= x <= 1080 and 0 <= y <= 144 for x, y in points(wall[key].replace("Z", "")))
    bricks = re.findall(r"M(\S+) (\S+)H(\S+)V(\S+)H(\S+)Z", wall["brick"] + wall["brick_b"])
    assert bricks
    for left, top, right, bottom, back in (tuple(map(float, b)) for b in bricks):
        assert 0 <= left == back < right <= 1080
        assert 0 <= top < bottom <= 144


def test_a_bridge_has_a_pier_under_every_joint_of_its_deck() -> None:
    bridge = beam_bridge(900, 20, 120, 150)
    assert bridge["deck"].count("M") == 6
    assert bridge["feet"].count("M") == 7
    assert bridge["piers"].count("M") % 7 == 0
    assert bridge["rail"].count("v") == 25


@pytest.mark.parametrize(
    ("number", "total", "share"),
    [("08", "66", 8 / 66), ("66", "66", 1.0), ("67", "66", 1.0), ("12.3", "66", 12 / 66), ("00", "66", 0.0),
     ("封面", "66", 0.0), ("08", "", 0.0), ("08", "0", 0.0), ("", "66", 0.0), ("٣", "66", 0.0)],
)  # fmt: skip
def test_the_share_of_a_series(number: str, total: str, share: float) -> None:
    assert share_of(number, total) == pytest.approx(share)


@pytest.mark.parametrize(
    ("text", "length"), [("", 0), ("7000", 2), ("1.75", 1.75), ("十亿", 2), ("“八”", 3), ("5.3—5.5", 3.5)]
)
def test_a_length_in_em(text: str, length: float) -> None:
    assert em_length(text) == length


def test_no_path_holds_an_exponent_or_a_minus_zero() -> None:
    texts = [
        wave_path(1080, 0, 0.000001, 300),
        arc_path(0, 0, 1e-9, 0.3),
        *swallow_roof(1, 0, 0, 0).values(),
        *brick_and_stone(300, 60).values(),
    ]
    for text in texts:
        assert not re.search(r"\de|nan|inf|-0(?![.\d])", text)


def test_templates_may_call_only_what_is_listed_here() -> None:
    assert sorted(FOR_TEMPLATES) == [
        "arc_path", "beam_bridge", "brick_and_stone", "em_length", "half_arc_path", "sea_path", "share_of", "smooth_path",
        "swallow_roof", "tile_rows", "wave_path",
    ]  # fmt: skip
