"""Pixels to a finished PNG: opaque 8-bit sRGB, and no metadata but title, source and fact id.

The file is put together here, and zlib-ng packs it: flat design packs smaller and several times sooner without PNG's
row filters, which Pillow always tries. Where zlib-ng is not installed Python's own zlib does it, more slowly.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from importlib.metadata import version
from typing import Any

from PIL import Image, ImageChops, ImageFilter

_packer: Any
try:
    from zlib_ng import zlib_ng as _packer
except ImportError:  # a system without its wheel
    _packer = None

FAST, BALANCED, SMALL, HARDEST = "fast", "balanced", "small", "hardest"
PACKINGS = (FAST, BALANCED, SMALL)
"""What a person may choose: soonest; about Pillow's usual size; smaller. On the bench design balanced was larger than
Pillow's (see `bench/RESULTS.md`)."""
_BY_ZLIB_NG = {FAST: 1, BALANCED: 5, SMALL: 7, HARDEST: 9}
_BY_ZLIB = {FAST: 1, BALANCED: 6, SMALL: 9, HARDEST: 9}
"""Levels of either packer for each packing; ``python bench/cards.py`` prints what they give."""
_ROWS = 32
"""Rows taken at a time: few enough to be the same memory for every card, where 4 MB at once would be fresh each time."""
_SIGNATURE = b"\x89PNG\r\n\x1a\n"

PERCEPTUAL = b"\0"
COLOURS = 256
MOST_OFF = 12
"""Most levels of 255 by which a palette may miss a pixel: only on the rims of letters, where nobody can tell."""
MOST_SHIFT = 1
"""Most levels by which it may miss the mean of a field of 15 px. Looked at on a dark gradient: at 3 to 4 levels off, a
ΔE*ab of 1.5, bands show, though single colours that far apart are not told from each other; at 1 none do."""
_FIELD = 7


def packer() -> str:
    """Return what packs, with its version: the same pixels give other bytes with another."""
    return f"zlib {zlib.ZLIB_RUNTIME_VERSION}" if _packer is None else f"zlib-ng {version('zlib-ng')}"


def encode_png(
    image: Image.Image, *, title: str, source: str, fact: str, packing: str = BALANCED, palette: bool = False
) -> bytes:
    """Return the PNG bytes of an RGB image; the same input gives the same bytes.

    `packing` is one of PACKINGS or HARDEST. With `palette`, 256 colours are kept: see `in_palette`. Raises ValueError
    for an image that is not plain RGB.
    """
    if image.mode != "RGB":
        raise ValueError(f"expected RGB pixels, got {image.mode}")
    words = [(key, value) for key, value in (("Title", title), ("Source", source), ("FactId", fact)) if value]
    pixels = in_palette(image) if palette else image
    texts = (b"%s\0\0\0zh-Hans\0\0%s" % (key.encode(), value.encode()) for key, value in words)
    chunks = [
        (b"IHDR", struct.pack(">IIBBBBB", *image.size, 8, 3 if palette else 2, 0, 0, 0)),
        (b"sRGB", PERCEPTUAL),
        *([(b"PLTE", bytes(pixels.getpalette() or ()))] if palette else []),
        *((b"iTXt", text) for text in texts),
        (b"IDAT", b"".join(_packed(pixels, packing))),
        (b"IEND", b""),
    ]
    return _SIGNATURE + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return b"".join(
        (struct.pack(">I", len(data)), name, data, struct.pack(">I", zlib.crc32(data, zlib.crc32(name))))
    )


def _packed(image: Image.Image, packing: str) -> Iterator[bytes]:
    """Yield the zlib stream of an image's rows, each behind a 0: PNG's filter *none*."""
    levels = _BY_ZLIB if _packer is None else _BY_ZLIB_NG
    stream = (_packer or zlib).compressobj(levels[packing])
    # Pillow fills a row up with zeros to the length asked for: each is the next row's filter
    row = image.width * len(image.getbands()) + 1
    yield stream.compress(b"\0")
    for top in range(0, image.height, _ROWS):
        bottom = min(image.height, top + _ROWS)
        rows = image.crop((0, top, image.width, bottom)).tobytes("raw", image.mode, row, 1)
        yield stream.compress(memoryview(rows)[:-1] if bottom == image.height else rows)
    yield stream.flush()


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
