"""One text as it was set: what the proof reads, and what the manifest says of a card."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SetText:
    """One text box as it came out: its lines as broken, its size in px of the picture, its ink's frame.

    `families` drew the text; `fallbacks` says which characters the
    box's first families lack, as (family, characters): a reader of the manifest sees every borrowed letter.
    `frame` is x0, y0, x1, y1 in px of the picture. `fills`: the colours of its letters, ``#rrggbb``; `letters`: the ink
    of each that stands upright, as `frame`.
    """

    box: str
    lines: tuple[str, ...]
    size: float
    families: tuple[str, ...]
    frame: tuple[float, float, float, float]
    fallbacks: tuple[tuple[str, str], ...] = ()
    fills: tuple[str, ...] = ()
    letters: tuple[tuple[float, float, float, float], ...] = ()
