"""The values that pass through typesetting: runs in, settings out.

Lengths in em are relative to the *fitted size* of the whole box; lengths in px are those of the sheet.
y grows downwards, as in SVG. Everything is frozen; what a text has many of is a tuple, which is made in a third of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Style:
    """How one run of text looks.

    `families`: the font chain, first choice first. `weight`: 1-1000. `size_em`: size relative to the box's
    fitted size (0.32 for a unit beside its number). `letter_spacing_em`, `baseline_shift_em` (up is
    positive) and `gap_before_em` (extra space before the run, kept only when the run does not start a line)
    are in em of the fitted size. `fill` is any SVG paint, passed through.
    """

    families: tuple[str, ...]
    weight: int = 400
    size_em: float = 1.0
    fill: str = "#000000"
    letter_spacing_em: float = 0.0
    baseline_shift_em: float = 0.0
    gap_before_em: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """Some text in one style. A newline in `text` is a forced line break."""

    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Box:
    """The room a text has, and how it should stand in it.

    `width`, `height` in px; `height` None means as tall as the text needs. `max_size`, `min_size` in px.
    `line_height` in em. `anchor`: start, middle or end. `valign`: top, middle, bottom or baseline.
    `name`: what an error calls the box. `writing_mode`: horizontal-tb or vertical-rl. `strict` adds the
    clreq's strict rules. `balance` prefers lines of like length to full lines. `tight` sets quotes and brackets in
    hardly more than half an em, as headlines have them.
    """

    width: float
    height: float | None
    max_size: float
    min_size: float
    name: str = "text"
    max_lines: int = 99
    line_height: float = 1.3
    anchor: str = "start"
    valign: str = "top"
    writing_mode: str = "horizontal-tb"
    strict: bool = False
    balance: bool = True
    tight: bool = False


class Glyph(NamedTuple):
    """One glyph, placed: `x`, `y` px of its origin relative to the box's top left corner; `size` px per em.

    `face` is the key of a face in the FontBook; `rotate` is degrees clockwise (Latin in vertical setting);
    `scale_x` condenses the outline about its origin, before it is turned (four digits in one em of a column).
    """

    face: str
    gid: int
    x: float
    y: float
    size: float
    fill: str
    rotate: float = 0.0
    scale_x: float = 1.0


@dataclass(frozen=True, slots=True)
class Line:
    """One line as broken: its text, its ink-to-ink advance width in px, its baseline's y in px."""

    text: str
    width: float
    baseline: float
    glyphs: tuple[Glyph, ...]


@dataclass(frozen=True, slots=True)
class Setting:
    """A text, set: the chosen size in px, the lines, and the block's outer measure in px.

    `height` runs from the top of the first line box to the bottom of the last. `quality` is comparable among
    settings of the same text in the same box: higher is better. `families_used` names each family that drew
    a character, in order of first use; `fallbacks` is (family, characters) for every family that drew what the
    first of a run's chain could not, its characters once each. Both are for the manifest.
    """

    size: float
    lines: tuple[Line, ...]
    width: float
    height: float
    quality: float = 0.0
    families_used: tuple[str, ...] = ()
    fallbacks: tuple[tuple[str, str], ...] = ()
