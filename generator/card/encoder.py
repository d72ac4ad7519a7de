"""Pixels to a file under a platform's byte ceiling: by choice of encoding, not by luck.

    PNG → the same pixels packed harder → 256 colours where nobody can tell → JPEG 4:4:4 → refused, with the figures

Each step is tried only when the one before is over the ceiling and the platform's route takes the format.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image

from generator.card.impression import Impression
from generator.card.jpeg import encode_jpeg
from generator.card.packer import BALANCED, HARDEST
from generator.card.png import encode_png, palette_shows
from generator.design.size import Size
from generator.errors import TooLarge

QUALITIES = (95, 92, 90, 87, 84)
"""JPEG qualities in turn. Below the last, rims of noise show round type on plain grounds: the card is refused."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture as a file's bytes. `suffix`: ``.png`` or ``.jpg``; `encoding`: how, for the manifest.

    `encoding` is ``png``, ``png-9`` (packed harder), ``png-256`` (palette) or ``jpg-92`` (quality).
    """

    data: bytes
    suffix: str
    encoding: str


def encode(
    picture: Image.Image | Impression,
    size: Size,
    *,
    title: str,
    source: str,
    fact: str,
    packing: str = BALANCED,
) -> Encoded:
    """Return an RGB picture as a file that `size`'s platform takes.

    `packing`: how hard a PNG is packed, while it fits: one of `generator.card.packer.PACKINGS`. The same sheet gives
    the same bytes. Raises TooLarge when no encoding without visible loss is under the ceiling, ValueError for an image
    that is not plain RGB.
    """
    smallest: int | None = None
    for encoded in _ladder(picture, size, packing, title=title, source=source, fact=fact):
        if len(encoded.data) <= size.max_bytes:
            return encoded
        smallest = min(len(encoded.data), smallest or len(encoded.data))
    raise TooLarge(
        f"{size.name}：图片最小也有 {-(-(smallest or 0) // 1024)} KB，平台上限是 {size.max_bytes // 1024} KB",
        None,
        "请缩短文字，或换一个纹样较少的主题、较小的尺寸",
    )


def _ladder(
    picture: Image.Image | Impression, size: Size, packing: str, *, title: str, source: str, fact: str
) -> Iterator[Encoded]:
    def png(packing: str, palette: bool = False) -> bytes:
        return encode_png(picture, title=title, source=source, fact=fact, packing=packing, palette=palette)

    def image() -> Image.Image:
        return picture if isinstance(picture, Image.Image) else picture.image

    for form in size.formats:
        if form == "png":
            yield Encoded(png(packing), ".png", "png")
            yield Encoded(png(HARDEST), ".png", "png-9")
            if not palette_shows(image()):
                yield Encoded(png(HARDEST, palette=True), ".png", "png-256")
        else:
            for quality in QUALITIES:
                yield Encoded(encode_jpeg(image(), quality), ".jpg", f"jpg-{quality}")
