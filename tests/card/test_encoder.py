"""A byte ceiling is met by choice: lossless, then a palette nobody can tell, then JPEG 4:4:4, else refused."""

from __future__ import annotations

import io
import random
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageDraw

from generator.card import packer
from generator.card.encoder import QUALITIES, Encoded, encode
from generator.card.jpeg import encode_jpeg
from generator.card.packer import HARDEST, PACKINGS
from generator.card.png import MOST_OFF, encode_png, in_palette, palette_shows
from generator.design import Catalogue, Size
from generator.errors import TooLarge
from generator.world import World

WORDS = {"title": "培育重点工业企业367家", "source": "工作报告", "fact": "06"}


@pytest.fixture(scope="module")
def size() -> Size:
    world = World.at()
    return Catalogue.read(world.templates, world.data).size("mini-share")


def plain() -> Image.Image:
    """Flat colours with slanted edges: what 256 colours hold without loss."""
    image = Image.new("RGB", (300, 240), "#0b3a7c")
    pen = ImageDraw.Draw(image)
    for n in range(0, 300, 12):
        pen.line((n, 0, 300 - n, 240), "#63d4ff", 2)
    return image


def speckled() -> Image.Image:
    """Forty colours strewn about: no row repeats another, and 256 colours hold it without loss."""
    rng = random.Random(9)
    colours = [bytes(rng.randrange(256) for _ in range(3)) for _ in range(40)]
    return Image.frombytes("RGB", (300, 240), b"".join(rng.choice(colours) for _ in range(300 * 240)))


def noisy() -> Image.Image:
    """More colours than a palette holds, and nothing to pack: what only a JPEG makes small."""
    rng = random.Random(6)
    return Image.frombytes("RGB", (120, 96), bytes(rng.randrange(256) for _ in range(3 * 120 * 96)))


def smooth() -> Image.Image:
    """A gradient of two hues: many colours, each close to the next."""
    across, down = Image.linear_gradient("L").resize((300, 240)), Image.linear_gradient("L").rotate(90)
    down = down.resize((300, 240))
    return Image.merge("RGB", (across.point(lambda v: v // 4), down.point(lambda v: v // 3), across))


def capped(size: Size, data: bytes, *formats: str) -> Size:
    return replace(size, max_bytes=len(data), formats=formats or ("png", "jpg"))


def pixels(file: Encoded) -> Image.Image:
    return Image.open(io.BytesIO(file.data))


def test_room_enough_gives_the_very_pixels(size: Size) -> None:
    file = encode(plain(), size, **WORDS)
    assert (file.suffix, file.encoding) == (".png", "png")
    assert ImageChops.difference(pixels(file), plain()).getbbox() is None


@pytest.mark.parametrize("without_wheel", [False, True], ids=["zlib-ng", "zlib"])
def test_every_packing_holds_the_very_pixels_and_the_words(
    without_wheel: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if without_wheel:
        monkeypatch.setattr(packer, "_packer", None)
        monkeypatch.setattr(packer, "_quick", None)
    else:
        pytest.importorskip("zlib_ng")
    assert packer.packer().startswith("zlib " if without_wheel else "zlib-ng ")
    lengths = []
    for packing in (*PACKINGS, HARDEST):
        for image in (plain(), noisy(), smooth()):
            data = encode_png(image, **WORDS, packing=packing)
            assert data == encode_png(image, **WORDS, packing=packing)
            with Image.open(io.BytesIO(data)) as opened:
                assert opened.mode == "RGB"
                assert opened.tobytes() == image.tobytes()
                assert (opened.info["Title"], opened.info["Source"]) == (WORDS["title"], WORDS["source"])
                assert (opened.info["FactId"], opened.info["srgb"]) == (WORDS["fact"], 0)
        lengths.append(len(encode_png(plain(), **WORDS, packing=packing)))
    assert lengths == sorted(lengths, reverse=True), "each packs at least as hard as the one before"


def test_a_little_over_is_packed_harder_without_loss(size: Size) -> None:
    packed = encode_png(plain(), **WORDS, packing=HARDEST)
    assert len(packed) < len(encode_png(plain(), **WORDS))
    file = encode(plain(), capped(size, packed), **WORDS)
    assert (file.encoding, file.data) == ("png-9", packed)
    assert ImageChops.difference(pixels(file), plain()).getbbox() is None


def test_then_a_palette_but_only_where_nobody_can_tell(size: Size) -> None:
    image = speckled()
    small = encode_png(image, **WORDS, packing=HARDEST, palette=True)
    assert not palette_shows(image)
    file = encode(image, capped(size, small), **WORDS)
    assert (file.encoding, file.data) == ("png-256", small)
    off = ImageChops.difference(pixels(file).convert("RGB"), image)
    assert max(high for _low, high in off.getextrema()) <= MOST_OFF

    assert palette_shows(noisy())
    assert palette_shows(smooth()), "256 colours would band"
    assert len(in_palette(smooth()).getcolors()) <= 256


def test_then_jpeg_in_full_colour_and_no_better_than_needed(size: Size) -> None:
    image = noisy()
    at_90 = encode_jpeg(image, 90)
    file = encode(image, capped(size, at_90), **WORDS)
    assert (file.suffix, file.encoding, file.data) == (".jpg", "jpg-90", at_90)
    opened = pixels(file)
    assert opened.format == "JPEG"
    assert {layer[1:3] for layer in opened.layer} == {(1, 1)}, "4:4:4: no channel is halved"
    assert not opened.getexif()


def test_a_route_that_takes_only_jpeg_gets_one_at_once(size: Size) -> None:
    assert encode(plain(), replace(size, formats=("jpg",)), **WORDS).encoding == f"jpg-{QUALITIES[0]}"


def test_what_no_encoding_can_hold_is_refused_with_the_figures(size: Size) -> None:
    smallest = encode_jpeg(noisy(), QUALITIES[-1])
    with pytest.raises(TooLarge, match=r"小程序分享图：图片最小也有 \d+ KB，平台上限是 \d+ KB") as caught:
        encode(noisy(), replace(size, max_bytes=len(smallest) - 1), **WORDS)
    assert caught.value.exit_code == 1

    with pytest.raises(TooLarge):
        encode(noisy(), capped(size, smallest, "png"), **WORDS)


def test_the_same_pixels_give_the_same_bytes(size: Size) -> None:
    for image in (plain(), noisy()):
        tight = replace(size, max_bytes=len(encode_jpeg(image, QUALITIES[-1])) + 1)
        assert encode(image, tight, **WORDS) == encode(image.copy(), tight, **WORDS)
