"""A theme: colours by role, type by role, ornaments, and a hue for each chapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from generator.design.brand import Brand
from generator.design.colour import contrast, luminance

COLOURS = ("ground", "ground-2", "ink", "soft", "accent", "accent-2", "quiet")
"""What each colour is for: two grounds (a gradient's ends), the message, secondary text, the number,
marks and pictures, ornament."""
TYPES = ("head", "number", "display", "body", "latin")
"""Type roles: labels and headings, figures, serif statements and covers, small text, small figures."""
SEEN_ON_GROUND = {"ink": 7.0, "soft": 4.5, "accent": 4.5, "accent-2": 3.0}
"""Least contrast of a colour on both grounds, by WCAG 2.2: 7:1 (AAA) for the message, 4.5:1 (AA) for other text,
3:1 (1.4.11) for marks that mean something. `quiet` is ornament, which no text may touch."""
MANNERS = ("planes", "waves", "meadow", "bricks", "lights", "lines")
"""How scenes are painted: planes of colour; planes over a tide, over meadows, over a wall of brick and stone; a town by
night; fine lines on paper. See ``templates_svg/_parts/brush.svg``."""
_DARK = 0.18
"""A ground of less luminance is dark: white then reads better on it than black."""


@dataclass(frozen=True, slots=True)
class TypeRole:
    """A font chain, first choice first, and a weight of 1-1000."""

    families: tuple[str, ...]
    weight: int


@dataclass(frozen=True, slots=True)
class Hue:
    """A chapter's own colours, over the theme's; `ornament` is "" for the theme's next one."""

    name: str
    colours: Mapping[str, str]
    ornament: str = ""


@dataclass(frozen=True, slots=True)
class Faint:
    """A colour that is too faint on a ground: the two roles, the ratio and the least ratio asked for."""

    role: str
    ground: str
    ratio: float
    least: float


@dataclass(frozen=True)
class Theme:
    """One theme as templates see it.

    `colours` and `types` have exactly the keys COLOURS and TYPES. `hues` and `ornaments` are taken in turn, one a
    chapter; `ornament` is this card's, a name of ``templates_svg/_ornaments/``, "" for none. `base` is the theme
    this one was derived from, "" for none. `manner` is one of MANNERS; `scenes` are the subjects that this theme draws in
    its own way, each with an ornament. `brand` is None when the theme names none.
    """

    id: str
    name: str
    colours: Mapping[str, str]
    types: Mapping[str, TypeRole]
    ornament: str
    hues: tuple[Hue, ...]
    path: Path
    ornaments: tuple[str, ...] = ()
    base: str = ""
    manner: str = MANNERS[0]
    scenes: Mapping[str, str] = field(default_factory=dict)
    brand: Brand | None = field(default=None)

    @property
    def dark(self) -> bool:
        """Whether a logo on this theme's grounds must be the light one for dark grounds."""
        return luminance(self.colours["ground"]) < _DARK

    def with_hue(self, hue: Hue) -> Theme:
        """Return this theme with a hue's colours, and with its ornament if it names one."""
        return replace(self, colours={**self.colours, **hue.colours}, ornament=hue.ornament or self.ornament)

    def for_chapter(self, number: int | None) -> Theme:
        """Return this theme in the hue and ornament of the chapter with this 0-based number; None: as it is."""
        if number is None:
            return self
        theme = self
        if self.ornaments:
            theme = replace(theme, ornament=self.ornaments[number % len(self.ornaments)])
        return theme.with_hue(self.hues[number % len(self.hues)]) if self.hues else theme

    def faint(self) -> Faint | None:
        """Return the first colour that is too faint on one of the grounds, or None."""
        for role, least in SEEN_ON_GROUND.items():
            for ground in ("ground", "ground-2"):
                ratio = contrast(self.colours[role], self.colours[ground])
                if ratio < least:
                    return Faint(role, ground, ratio, least)
        return None

    def css(self) -> str:
        """Return the theme as CSS classes: ``fill-ink``, ``stroke-ink``, ``stop-ink``, ``type-head`` ..."""
        rules = []
        for role, colour in self.colours.items():
            rules += [
                f".fill-{role}{{fill:{colour}}}",
                f".stroke-{role}{{stroke:{colour}}}",
                f".stop-{role}{{stop-color:{colour}}}",
            ]
        for role, kind in self.types.items():
            families = ",".join(f"'{f}'" for f in kind.families)
            rules.append(f".type-{role}{{font-family:{families};font-weight:{kind.weight}}}")
        return "".join(rules)
