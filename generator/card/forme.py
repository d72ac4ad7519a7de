"""The forme: a finished sheet as it lies ready for the press, its letters still sorts in their lines.

A printer draws from it at once; the SVG, where every letter is a path, is written out of the same forme when somebody
asks for it. A forme that is read from SVG bytes has no letters of its own: they are paths already.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from generator.card.adapt import number
from generator.card.backdrop import cut, place
from generator.card.cascade import SVG

GROUP, PATH = f"{{{SVG}}}g", f"{{{SVG}}}path"

Letter = tuple[float, float, float, float, float, str]
"""A glyph's origin in design units, its clockwise turn in degrees, what its outline is scaled by across and down, and the
outline in font units. The numbers are rounded to what the SVG writes."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters of one line in one colour."""

    fill: str
    letters: tuple[Letter, ...]


class Forme:
    """A finished sheet: its tree without its backdrop, the backdrop's text, and the letters of its texts by their groups."""

    def __init__(
        self,
        root: etree._Element,
        backdrop: str | None = None,
        blank: str = "",
        texts: Mapping[etree._Element, tuple[Stretch, ...]] | None = None,
    ) -> None:
        """Take a finished tree over: nobody else may change it. `blank`: see `Cut.blank`."""
        self.root = root
        self.backdrop = backdrop
        self.texts = texts or {}
        self._blank = blank
        self._svg: bytes | None = None
        self._written = not self.texts
        self._lock = threading.Lock()

    @classmethod
    def read(cls, svg: bytes) -> Forme:
        """Return the forme of a finished SVG; raise XMLSyntaxError when it is none."""
        text = svg.decode()
        parts = cut(text)
        forme = cls(
            etree.fromstring(parts.slim if parts else text, parser()),
            parts.backdrop if parts else None,
            parts.blank if parts else "",
        )
        forme._svg = svg
        return forme

    @property
    def svg(self) -> bytes:
        """The whole sheet, self-contained: outlines, colours and numbers."""
        if self._svg is None:
            self.write()
            svg = etree.tostring(self.root)
            if self.backdrop is not None:
                svg = svg.replace(place(self._blank).encode(), self.backdrop.encode(), 1)
            self._svg = svg
        return self._svg

    def write(self) -> None:
        """Write every letter into the tree as a path: for whoever knows nothing but SVG."""
        with self._lock:
            if self._written:
                return
            for group, stretches in self.texts.items():
                for stretch in stretches:
                    inked = etree.SubElement(group, GROUP, {"fill": stretch.fill})
                    for letter in stretch.letters:
                        etree.SubElement(inked, PATH, {"transform": _placed(letter), "d": letter[5]})
            self._written = True


def _placed(letter: Letter) -> str:
    x, y, turn, across, down, _outline = letter
    turned = f" rotate({number(turn)})" if turn else ""
    scale = f"{across:.6f}" if across == down else f"{across:.6f} {down:.6f}"
    return f"translate({number(x)} {number(y)}){turned} scale({scale})"


def parser() -> etree.XMLParser:
    """Return a parser that opens nothing but the text it is given."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
