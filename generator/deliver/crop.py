"""Where a platform may cut a cover: the largest part of a ratio, as near as can be to the part that must survive."""

from __future__ import annotations

from collections.abc import Sequence

RATIOS = {"2.35_1": 2.35, "16_9": 16 / 9, "1_1": 1.0}
"""The ratios that the Official Account's API knows, by its names."""


def crop_of(
    width: int, height: int, ratio: float, safe: Sequence[float] = (0, 0, 1, 1)
) -> tuple[float, float, float, float]:
    """Return x0, y0, x1, y1 as shares of width and height: the largest frame of `ratio`, centred on the safe part.

    A safe part that is larger than the frame is cut evenly on both sides.
    """
    share_x = min(1.0, height * ratio / width)
    share_y = min(1.0, width / ratio / height)
    x0 = _placed((safe[0] + safe[2]) / 2, share_x)
    y0 = _placed((safe[1] + safe[3]) / 2, share_y)
    return x0, y0, x0 + share_x, y0 + share_y


def crop_text(frame: Sequence[float]) -> str:
    """Return a frame as ``X1_Y1_X2_Y2``, six decimals at most."""
    return "_".join(number_text(value) for value in frame)


def number_text(value: float) -> str:
    """Return a share without needless zeros."""
    return f"{value:.6f}".rstrip("0").rstrip(".")


def _placed(centre: float, share: float) -> float:
    return min(max(0.0, centre - share / 2), 1.0 - share)
