"""A finished card's bytes → a small WebP for a screen that shows hundreds at once."""

from __future__ import annotations

import io

from PIL import Image


def small_picture(data: bytes, width: int) -> bytes:
    """Return the picture scaled down to `width` px as WebP; a picture that is narrower keeps its width."""
    with Image.open(io.BytesIO(data)) as card:
        small = card.convert("RGB")
    width = min(width, small.width)
    small = small.resize(
        (width, max(1, round(small.height * width / small.width))), Image.Resampling.LANCZOS, reducing_gap=2.0
    )
    buffer = io.BytesIO()
    small.save(buffer, "WEBP", quality=86, method=2)
    return buffer.getvalue()
