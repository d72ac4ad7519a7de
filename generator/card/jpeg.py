"""Pixels to a JPEG with full colour resolution: for a platform's byte ceiling that no PNG meets."""

from __future__ import annotations

import io

from PIL import Image

FULL_COLOUR = 0
"""4:4:4. At 4:2:0, the usual choice, red type on blue or gold on red gets a rim of grey."""


def encode_jpeg(image: Image.Image, quality: int) -> bytes:
    """Return the JPEG bytes of an RGB image at `quality` 1-100: 4:4:4, no EXIF; the same input gives the same bytes.

    Without a profile a reader takes it for sRGB, which it is. Raises ValueError for an image that is not plain RGB.
    """
    if image.mode != "RGB":
        raise ValueError(f"expected RGB pixels, got {image.mode}")
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, subsampling=FULL_COLOUR, optimize=True)
    return buffer.getvalue()
