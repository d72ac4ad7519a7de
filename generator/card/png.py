"""Pixels to a finished PNG: opaque 8-bit sRGB, and no metadata but title, source and fact id."""

from __future__ import annotations

import io

from PIL import Image
from PIL.PngImagePlugin import PngInfo

PERCEPTUAL = b"\0"


def encode_png(image: Image.Image, *, title: str, source: str, fact: str) -> bytes:
    """Return the PNG bytes of an RGB image; the same input gives the same bytes.

    Raises ValueError for an image that is not plain RGB.
    """
    if image.mode != "RGB":
        raise ValueError(f"expected RGB pixels, got {image.mode}")
    info = PngInfo()
    info.add(b"sRGB", PERCEPTUAL)
    for key, value in (("Title", title), ("Source", source), ("FactId", fact)):
        if value:
            info.add_itxt(key, value, lang="zh-Hans")
    buffer = io.BytesIO()
    image.save(buffer, "PNG", pnginfo=info, compress_level=6)
    return buffer.getvalue()
