"""Pixels to a finished PNG: opaque 8-bit sRGB, and no metadata but title, source and fact id.

The file is put together here, and `generator/card/packer.py` packs its rows: flat design packs smaller and several
times sooner without PNG's row filters, which Pillow always tries.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator

from PIL import Image, ImageChops, ImageFilter

from generator.card.impression import Impression
from generator.card.packer import BALANCED, crc32, packed

_SIGNATURE = b"\x89PNG\r\n\x1a\n"

PERCEPTUAL = b"\0"
COLOURS = 256
MOST_OFF = 12
"""Most levels of 255 by which a palette may miss a pixel: only on the rims of letters, where nobody can tell."""
MOST_SHIFT = 1
"""Most levels by which it may miss the mean of a field of 15 px. Looked at on a dark gradient: at 3 to 4 levels off, a
ΔE*ab of 1.5, bands show, though single colours that far apart are not told from each other; at 1 none do."""
_FIELD = 7


def encode_png(
    picture: Image.Image | Impression,
    *,
    title: str,
    source: str,
    fact: str,
    packing: str = BALANCED,
    palette: bool = False,
) -> bytes:
    """Return the PNG bytes of an RGB picture; the same input gives the same bytes.

    `packing` is one of PACKINGS or HARDEST. With `palette`, 256 colours are kept: see `in_palette`. Raises ValueError
    for an image that is not plain RGB.
    """
    if isinstance(picture, Image.Image):
        if picture.mode != "RGB":
            raise ValueError(f"expected RGB pixels, got {picture.mode}")
        picture = Impression.of(picture)
    words = [(key, value) for key, value in (("Title", title), ("Source", source), ("FactId", fact)) if value]
    colours = b""
    if palette:
        reduced = in_palette(picture.image)
        picture, colours = Impression.of(reduced), bytes(reduced.getpalette() or ())
    texts = (b"%s\0\0\0zh-Hans\0\0%s" % (key.encode(), value.encode()) for key, value in words)
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", picture.width, picture.height, 8, 3 if palette else 2, 0, 0, 0)),
        (b"sRGB", PERCEPTUAL),
        *([(b"PLTE", colours)] if palette else []),
        *((b"iTXt", text) for text in texts),
        (b"IDAT", b"".join(packed(picture, packing))),
        (b"IEND", b""),
    ]
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def png_of_bands(width: int, height: int, bands: Iterable[Image.Image]) -> Iterator[bytes]:
    """Yield the PNG bytes of a picture that comes in RGB bands from top to bottom: it is never in memory as a whole.

    Raises ValueError for a band that is not RGB, not `width` px wide, or when together they are not `height` px high.
    """
    yield (
        _SIGNATURE
        + _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
        + _chunk(b"sRGB", PERCEPTUAL)
    )
    stream = zlib.compressobj(6)
    left = height
    for band in bands:
        if band.mode != "RGB" or band.width != width or band.height > left:
            raise ValueError(f"band of {band.mode} {band.size} where {width} px and {left} rows were expected")
        left -= band.height
        rows = Impression.of(band).rows(0, band.height)
        # each row has the next one's filter behind it: the picture's first is put before it, the last one's dropped
        first = b"\0" if left + band.height == height else b""
        data = stream.compress(first) + stream.compress(memoryview(rows)[: None if left else -1])
        if data:
            yield _chunk(b"IDAT", data)
    if left:
        raise ValueError(f"{left} rows are missing")
    yield _chunk(b"IDAT", stream.flush()) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return b"".join((struct.pack(">I", len(data)), name, data, struct.pack(">I", crc32(data, crc32(name)))))


def in_palette(image: Image.Image) -> Image.Image:
    """Return an RGB image in the 256 colours that stand nearest, without dither: noise would be seen, and costs."""
    return image.quantize(COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE)


def palette_shows(image: Image.Image) -> bool:
    """Return whether 256 colours would be told from the image: by a pixel off MOST_OFF, or a field off MOST_SHIFT."""
    reduced = in_palette(image).convert("RGB")
    if _most(ImageChops.difference(image, reduced)) > MOST_OFF:
        return True
    blur = ImageFilter.BoxBlur(_FIELD)
    return _most(ImageChops.difference(image.filter(blur), reduced.filter(blur))) > MOST_SHIFT


def _most(difference: Image.Image) -> int:
    return max(int(high) for _low, high in difference.getextrema())  # type: ignore[misc]
