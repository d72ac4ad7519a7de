"""Pixels to a finished PNG: opaque 8-bit sRGB, and no metadata but title, source and fact id."""

from __future__ import annotations

import io

from PIL import Image, ImageChops, ImageFilter
from PIL.PngImagePlugin import PngInfo

PERCEPTUAL = b"\0"
COLOURS = 256
MOST_OFF = 12
"""Most levels of 255 by which a palette may miss a pixel: only on the rims of letters, where nobody can tell."""
MOST_SHIFT = 1
"""Most levels by which it may miss the mean of a field of 15 px. Looked at on a dark gradient: at 3 to 4 levels off, a
ΔE*ab of 1.5, bands show, though single colours that far apart are not told from each other; at 1 none do."""
_FIELD = 7


def encode_png(
    image: Image.Image, *, title: str, source: str, fact: str, level: int = 6, palette: bool = False
) -> bytes:
    """Return the PNG bytes of an RGB image; the same input gives the same bytes.

    `level` is zlib's effort, 0-9. With `palette`, 256 colours are kept: see `in_palette`. Raises ValueError for an
    image that is not plain RGB.
    """
    if image.mode != "RGB":
        raise ValueError(f"expected RGB pixels, got {image.mode}")
    info = PngInfo()
    info.add(b"sRGB", PERCEPTUAL)
    for key, value in (("Title", title), ("Source", source), ("FactId", fact)):
        if value:
            info.add_itxt(key, value, lang="zh-Hans")
    buffer = io.BytesIO()
    pixels = in_palette(image) if palette else image
    pixels.save(buffer, "PNG", pnginfo=info, compress_level=level)
    return buffer.getvalue()


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
