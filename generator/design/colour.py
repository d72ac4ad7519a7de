"""sRGB colours and their contrast, by the formulas of WCAG 2.2 (relative luminance, contrast ratio)."""

from __future__ import annotations

import re

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def parse_hex(value: object) -> str:
    """Return a colour as ``#rrggbb``; raise ValueError for anything else (the rasterisers agree on this form only)."""
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise ValueError
    return value.lower()


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 (black) to 1 (white), of a ``#rrggbb`` colour."""

    def linear(channel: int) -> float:
        share = channel / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[i : i + 2], 16)) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, 1 to 21, between two ``#rrggbb`` colours."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)
