"""A picture is read off its plate once, or taken along; a file is the same whatever was packed before it."""

from __future__ import annotations

import io
import random
import zlib
from dataclasses import replace

import pytest
from PIL import Image

from generator.card import Impression, Press, packer
from generator.card.packer import PACKINGS, STRIP, adler_of_both
from generator.card.png import encode_png
from generator.errors import UsageError
from generator.world import World
from tests.golden.cases import CASES, job_of

WORDS = {"title": "", "source": "", "fact": ""}


@pytest.fixture(scope="module")
def press() -> Press:
    try:
        return Press(World.at(), "cairosvg")
    except UsageError:
        pytest.skip("this system has no libcairo, so CairoSVG cannot draw")


def test_the_sum_of_two_texts_is_the_sum_of_both() -> None:
    rng = random.Random(4)
    for length in (0, 1, 15, 5552, 70_000):
        one, other = rng.randbytes(200_000), rng.randbytes(length)
        assert adler_of_both(zlib.adler32(one), zlib.adler32(other), length) == zlib.adler32(one + other)
    assert adler_of_both(zlib.adler32(b""), zlib.adler32(b"\0"), 1) == zlib.adler32(b"\0")


@pytest.mark.parametrize("without_wheel", [False, True], ids=["zlib-ng", "zlib"])
@pytest.mark.parametrize("packing", PACKINGS)
def test_a_file_is_the_same_whatever_was_packed_before(
    packing: str, without_wheel: bool, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    if without_wheel:
        monkeypatch.setattr(packer, "_packer", None)
        monkeypatch.setattr(packer, "_quick", None)
    sheets = [press.draw(job_of(case, press)) for case in CASES[:3]]
    plates = type(press.rasteriser)

    def files(order: list[int]) -> dict[int, bytes]:
        fresh = plates()
        return {n: encode_png(fresh.impression(sheets[n]), **WORDS, packing=packing) for n in order}

    assert files([0, 1, 2, 0]) == files([2, 1, 0, 1, 2])


def test_strips_that_a_card_left_alone_are_packed_once(press: Press) -> None:
    sheet = press.draw(job_of(CASES[0], press))
    one = press.rasteriser.impression(sheet)
    assert one.touched is not None
    assert 0 < sum(map(bool, one.touched)) < len(one.touched) == -(-sheet.height // STRIP)
    encode_png(one, **WORDS)
    kept = {n: one.kept("balanced", n) for n in range(len(one.touched))}
    assert [n for n, piece in kept.items() if piece is None] == [n for n, t in enumerate(one.touched) if t]
    encode_png(press.rasteriser.impression(sheet), **WORDS)
    assert all(one.kept("balanced", n) is piece for n, piece in kept.items())


def test_an_impression_that_is_held_keeps_its_picture(press: Press) -> None:
    size = press.catalogue.size("mini-share")
    one, other = (press.draw(replace(job_of(case, press), size=size)) for case in CASES[:2])
    held = press.rasteriser.impression(one)
    file = encode_png(held, **WORDS)
    press.rasteriser.impression(other)
    assert encode_png(held, **WORDS) == file
    with Image.open(io.BytesIO(file)) as image:
        assert image.tobytes() == held.image.tobytes()


def test_a_crop_is_a_part_of_the_picture(press: Press) -> None:
    sheet = press.draw(job_of(CASES[0], press))
    boxes = [(0, 0, 1, 1), (7, 9, 90, 41), (sheet.width - 3, sheet.height - 2, sheet.width, sheet.height)]
    standing = press.rasteriser.impression(sheet)
    crops = [standing.crop(box) for box in boxes]
    image = standing.image
    assert [crop.tobytes() for crop in crops] == [image.crop(box).tobytes() for box in boxes]
    assert Impression.of(image).crop(boxes[1]).tobytes() == crops[1].tobytes()
