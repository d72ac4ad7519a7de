"""How a number is written into a path: short, without exponent or minus zero, the same bytes everywhere."""

from __future__ import annotations


def length(value: float) -> str:
    """Return a px value with at most three decimals and no trailing zeros."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def disc(cx: float, cy: float, radius: float) -> str:
    """Return a closed disc as two half arcs: one of them alone would end where it began and be drawn as nothing."""
    r, d = length(radius), length(2 * radius)
    return f"M{length(cx - radius)} {length(cy)}a{r} {r} 0 1 1 {d} 0a{r} {r} 0 1 1 -{d} 0Z"
