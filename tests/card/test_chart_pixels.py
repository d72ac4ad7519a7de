"""The printed picture is the number: dots are counted, angles and lengths measured in the pixels of finished cards."""

from __future__ import annotations

import math
from collections.abc import Iterable

import pytest
from PIL import Image

from generator.card import Press
from generator.card.sheet import Sheet
from generator.world import World
from tests.card.chartwork import Chart, Frame, job_of, picture_frames

PRESS = Press(World.at())
Colour = tuple[int, int, int]


def printed(chart: Chart, size: str, theme: str) -> tuple[Image.Image, Sheet, dict[str, Colour]]:
    """Return a card's pixels, its sheet and its theme's colours."""
    job = job_of(chart, PRESS, size, theme)
    sheet = PRESS.draw(job)
    colours = {name: rgb(value) for name, value in job.theme.colours.items()}
    return PRESS.rasteriser.pixels(sheet), sheet, colours


def rgb(value: str) -> Colour:
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def is_colour(pixel: object, colour: Colour) -> bool:
    """Return whether a pixel is nearer to a colour than an edge that is half blended with the ground."""
    assert isinstance(pixel, tuple)
    return max(abs(a - b) for a, b in zip(pixel, colour, strict=True)) <= 24


def blobs(image: Image.Image, frame: Frame, colour: Colour) -> int:
    """Return how many connected spots of a colour stand within a frame."""
    left, top, right, bottom = (round(v) for v in frame)
    pixels = image.load()
    assert pixels is not None
    marked = {
        (x, y)
        for y in range(max(top - 2, 0), min(bottom + 2, image.height))
        for x in range(max(left - 2, 0), min(right + 2, image.width))
        if is_colour(pixels[x, y], colour)
    }
    found = 0
    while marked:
        found += 1
        edge = [marked.pop()]
        while edge:
            x, y = edge.pop()
            for near in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
                if near in marked:
                    marked.remove(near)
                    edge.append(near)
    return found


def run(pixels: Iterable[object], colour: Colour) -> int:
    """Return how many of these pixels have a colour."""
    return sum(is_colour(pixel, colour) for pixel in pixels)


@pytest.mark.parametrize("count", [12, 100, 367, 600])
@pytest.mark.parametrize(
    ("size", "theme"), [("wechat-post", "haisi"), ("poster", "hongzhuan"), ("wechat-cover", "jinhong")]
)
def test_as_many_dots_are_printed_as_the_number_says(count: int, size: str, theme: str) -> None:
    image, sheet, colours = printed(Chart("dots", (f"新建口袋公园{count}个",)), size, theme)
    assert blobs(image, picture_frames(sheet)["picture-frame"], colours["accent-2"]) == count


@pytest.mark.parametrize(
    ("share", "size", "theme"),
    [(share, "wechat-post", "haisi") for share in (0.6, 12, 50, 63.2, 98.5, 99.9, 100)]
    + [(share, "weibo-grid", "hongzhuan") for share in (0.6, 63.2)],
)
def test_the_ring_is_filled_to_its_percentage(share: float, size: str, theme: str) -> None:
    image, sheet, colours = printed(Chart("ring", (f"森林覆盖率达{share}%",)), size, theme)
    left, top, right, bottom = picture_frames(sheet)["picture-frame"]
    middle, radius, steps = ((left + right) / 2, (top + bottom) / 2), 0.45 * (right - left), 7200
    round_it = [
        image.getpixel(
            (
                int(middle[0] + radius * math.sin(2 * math.pi * (n + 0.5) / steps)),
                int(middle[1] - radius * math.cos(2 * math.pi * (n + 0.5) / steps)),
            )
        )
        for n in range(steps)
    ]
    filled = run(round_it, colours["accent"])
    assert 100 * filled / steps == pytest.approx(share, abs=0.1)
    assert run(round_it, colours["quiet"]) == pytest.approx(steps - filled, abs=0.003 * steps)
    assert all(is_colour(p, colours["accent"]) for p in round_it[4 : int(steps * share / 100) - 8])


@pytest.mark.parametrize("values", [(257, 163, 126), (120, 368), (1, 1000), (12, 345, 80, 96)])
@pytest.mark.parametrize(("size", "theme"), [("wechat-post", "haisi"), ("wechat-cover", "hongzhuan")])
def test_bars_are_printed_in_proportion(values: tuple[int, ...], size: str, theme: str) -> None:
    chart = Chart("compare", tuple(f"{n}个项目{verb}" for n, verb in zip(values, "签开竣验", strict=False)))
    image, sheet, colours = printed(chart, size, theme)
    frames = [frame for _, frame in sorted(picture_frames(sheet).items())]
    lengths = []
    for n, (left, top, right, bottom) in enumerate(frames):
        y = round((top + bottom) / 2)
        row = [image.getpixel((x, y)) for x in range(round(left), round(right))]
        lengths.append(run(row, colours["accent-2" if n else "accent"]))  # the first leads
    widest = frames[0][2] - frames[0][0]
    assert lengths == [pytest.approx(widest * value / max(values), abs=1.01) for value in values]


@pytest.mark.parametrize("percent", [0.3, 6, 58.4, 100, 135])
def test_a_rise_is_printed_to_scale(percent: float) -> None:
    image, sheet, colours = printed(Chart("growth", (f"工业产值增长{percent}%",)), "wechat-post", "jinhong")
    before, after = (rows(image, picture_frames(sheet)[name]) for name in FRAMES)
    base = run(before, colours["quiet"])
    assert run(after, colours["quiet"]) == pytest.approx(base, abs=1)
    assert run(after, colours["accent"]) == pytest.approx(base * percent / 100, abs=1.5)
    assert run(before, colours["accent"]) == 0


@pytest.mark.parametrize("percent", [0.3, 3.1, 58.4])
def test_a_fall_is_printed_to_scale(percent: float) -> None:
    image, sheet, colours = printed(Chart("growth", (f"单位能耗下降{percent}%",)), "wechat-post", "jinhong")
    before, after = (rows(image, picture_frames(sheet)[name]) for name in FRAMES)
    base = run(before, colours["quiet"])
    assert run(after, colours["quiet"]) == pytest.approx(base * (1 - percent / 100), abs=1)


FRAMES = ("picture-frame", "picture-frame-after")


def rows(image: Image.Image, frame: Frame) -> list[object]:
    """Return the pixels of a frame's middle row."""
    left, top, right, bottom = frame
    y = round((top + bottom) / 2)
    return [image.getpixel((x, y)) for x in range(round(left), round(right))]


@pytest.mark.parametrize(("place", "whole"), [(1, 10), (3, 10), (5, 28), (28, 28), (20, 50)])
def test_the_printed_marks_are_as_many_and_the_lifted_one_is_in_its_place(place: int, whole: int) -> None:
    chart = Chart("rank", (f"在全省{whole}个参评城市中居第{place}位",))
    image, sheet, colours = printed(chart, "wechat-post", "haisi")
    left, top, right, bottom = picture_frames(sheet)["picture-frame"]
    foot = round(bottom - 0.2 * (bottom - top))
    ground = image.getpixel((round(left) - 20, foot))
    marks: list[list[object]] = [[]]
    for x in range(round(left) - 1, round(right) + 2):
        pixel = image.getpixel((x, foot))
        assert isinstance(ground, tuple)
        if is_colour(pixel, (int(ground[0]), int(ground[1]), int(ground[2]))):
            if marks[-1]:
                marks.append([])
        else:
            marks[-1].append(pixel)
    solid = [mark for mark in marks if mark]
    assert len(solid) == whole
    lit = [n for n, mark in enumerate(solid, 1) if run(mark, colours["accent"]) > len(mark) / 2]
    assert lit == [place]
