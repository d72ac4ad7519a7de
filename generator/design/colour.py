"""sRGB colours and their contrast, by the formulas of WCAG 2.2 (relative luminance, contrast ratio)."""

from __future__ import annotations

import re

_HEX = re.compile(r"#[0-9a-fA-F]{6}")


def parse_hex(value: object) -> str:
    """Return a colour as ``#rrggbb``; raise ValueError for anything else (the rasterisers agree on this form only)."""
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise ValueError
    return value.lower()


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


_LINEAR = tuple(_linear(channel) for channel in range(256))


def luminance_of(red: int, green: int, blue: int) -> float:
    """Return the relative luminance, 0 (black) to 1 (white), of an sRGB pixel with channels 0-255."""
    return 0.2126 * _LINEAR[red] + 0.7152 * _LINEAR[green] + 0.0722 * _LINEAR[blue]


def luminance(colour: str) -> float:
    """Return the relative luminance, 0 (black) to 1 (white), of a ``#rrggbb`` colour."""
    return luminance_of(int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def contrast_between(one: float, other: float) -> float:
    """Return the contrast ratio, 1 to 21, between two relative luminances."""
    return (other + 0.05) / (one + 0.05) if one < other else (one + 0.05) / (other + 0.05)


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio, 1 to 21, between two ``#rrggbb`` colours."""
    return contrast_between(luminance(one), luminance(other))
