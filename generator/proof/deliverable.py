"""Is the file what the platform takes: pixels, colour, bytes?"""

from __future__ import annotations

import io
from collections.abc import Iterator

from PIL import Image

from generator.proof.exhibit import Exhibit


def file_is_as_ordered(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """The file opens, has the preset's exact pixels, and is opaque 8-bit RGB."""
    size = exhibit.card.job.size
    with Image.open(io.BytesIO(exhibit.card.data)) as image:
        if image.size != (size.width, size.height):
            yield "", f"图是 {image.width}×{image.height}，{size.name}要 {size.width}×{size.height}"
        if image.mode not in {"RGB", "P"} or "transparency" in image.info:
            yield "", f"图的颜色方式是 {image.mode}，要不透明的 8 位 RGB"


def file_is_light_enough(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """The file stays under the platform's ceiling."""
    size = exhibit.card.job.size
    if len(exhibit.card.data) > size.max_bytes:
        yield (
            "",
            f"文件有 {len(exhibit.card.data) / 1024:.0f} KB，{size.name}最多收 {size.max_bytes / 1024:.0f} KB，请换更素的主题",
        )
