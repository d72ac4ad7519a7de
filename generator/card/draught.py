"""The draught: an element of a finished sheet read as plain shapes to engrave, or word that it is not plain.

Plain are groups, paths, rectangles and circles in plain colours, and the letters of a forme. Anything else (a gradient,
a clip, a picture) is left to CairoSVG.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import cairocffi
from cairosvg import shapes
from cairosvg.colors import color
from lxml import etree

from generator.card.cascade import SVG
from generator.card.contour import Matrix
from generator.card.forme import Forme, Letter

Style = Mapping[str, str]
_DRAWERS = {f"{{{SVG}}}rect": shapes.rect, f"{{{SVG}}}circle": shapes.circle}
_GROUP, _PATH = f"{{{SVG}}}g", f"{{{SVG}}}path"
_DRAWN = {_GROUP, _PATH, *_DRAWERS}
_INHERITED = {
    "fill", "stroke", "fill-opacity", "stroke-opacity", "fill-rule", "stroke-width", "stroke-linecap", "stroke-linejoin",
    "stroke-dasharray", "stroke-dashoffset", "stroke-miterlimit",
}  # fmt: skip
_PAINTS = {"fill", "stroke"}
_MORE = {"fill-opacity", "fill-rule"}
_LENGTHS = {"x", "y", "width", "height", "rx", "ry", "cx", "cy", "r"}
_OWN = {"transform", "opacity", "id", "d"} | _LENGTHS
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}|none")
NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NUMBERS = re.compile(r"[\d.,eE\s+-]*")
_TRANSFORM = re.compile(r"\s*(translate|scale|rotate)\(([^()]*)\)\s*")
_PLACED = re.compile(rf"translate\(({NUMBER.pattern}) ({NUMBER.pattern})\) scale\(({NUMBER.pattern})\)")
_NONE: Style = {}


class NotPlain(Exception):
    """Raised for an element that only CairoSVG knows how to draw."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape to draw: its element's attributes, with those it inherits, and the matrix it stands under."""

    attributes: Style
    style: Style
    matrix: Matrix
    draw: Callable[[Any, Any], None] | None
    opacity: float
    data: str = ""
    glyph: tuple[float, ...] | None = None
    """Its colour, when it is a path in one full colour and no more."""


@dataclass(frozen=True, slots=True)
class Veil:
    """Shapes that are drawn together and laid over what is there at one `opacity`."""

    opacity: float
    parts: Drawing


@dataclass(frozen=True, slots=True)
class LetterLine:
    """Letters in one full colour, and the matrix they stand under."""

    ink: tuple[float, ...]
    letters: tuple[Letter, ...]
    matrix: Matrix


Drawing = tuple[Shape | LetterLine | Veil, ...]


def plain_drawing(
    element: etree._Element, inherited: Style, matrix: Matrix, forme: Forme | None = None
) -> Drawing:
    """Return what an element draws; raise NotPlain, before anything is drawn, when it is more than plain shapes.

    `forme`: what the element is part of, whose letters need not be written out for this.
    """
    tag = element.tag
    if tag not in _DRAWN:
        raise NotPlain(str(tag))
    attributes = dict(element.items())
    style = _style(attributes, inherited)
    moved = _moved(attributes.get("transform", ""), matrix)
    opacity = number(attributes.get("opacity", "1"))
    if tag != _GROUP:
        if len(element):
            raise NotPlain("a shape with children")
        if tag == _PATH and not _LENGTHS.isdisjoint(attributes):
            raise NotPlain("a path at x, y")
        if attributes.get("width") == "0" or attributes.get("height") == "0":
            return ()
        data = attributes.get("d", "")
        glyph = _full_colour(style, data) if tag == _PATH and opacity == 1 else None
        return (Shape(attributes, style, moved, _DRAWERS.get(tag), opacity, data, glyph),)
    if not _LENGTHS.isdisjoint(attributes):
        raise NotPlain("a group at x, y")
    stretches = forme.texts.get(element) if forme is not None else None
    if forme is not None and stretches is not None:
        inks = [_full_colour(_style({"fill": stretch.fill}, style), "") for stretch in stretches]
        if opacity == 1 and None not in inks:
            return tuple(
                LetterLine(ink, stretch.letters, moved)
                for ink, stretch in zip(inks, stretches, strict=True)
                if ink is not None
            )
        forme.write()
    parts: list[Shape | LetterLine | Veil] = []
    ink = _full_colour(style, "") if opacity == 1 else None
    for child in element:
        letter = _glyph_of(child, style, moved, ink) if ink is not None else None
        if letter is not None:
            parts.append(letter)
        else:
            parts += plain_drawing(child, style, moved, forme)
    return (Veil(opacity, tuple(parts)),) if opacity < 1 and len(element) else tuple(parts)


def _glyph_of(element: etree._Element, style: Style, matrix: Matrix, ink: tuple[float, ...]) -> Shape | None:
    """Return the shape of a glyph as `generator/card/layout.py` writes it, or None for anything else: a shorter way."""
    if element.tag != _PATH or len(element):
        return None
    attributes = element.attrib
    if len(attributes) != 2:
        return None
    place, data = attributes.get("transform"), attributes.get("d")
    if place is None or data is None or "a" in data or "A" in data:
        return None
    found = _PLACED.fullmatch(place)
    if found is None:
        return None
    xx, yx, xy, yy, x0, y0 = matrix
    dx, dy, scale = float(found[1]), float(found[2]), float(found[3])
    if not scale:
        return None
    moved = (
        scale * xx, scale * yx, scale * xy, scale * yy, dx * xx + dy * xy + x0, dx * yx + dy * yy + y0,
    )  # fmt: skip
    return Shape(_NONE, style, moved, None, 1.0, data, ink)


def shapes_of(line: LetterLine) -> Iterator[Shape]:
    """Yield a line's letters as shapes, each under its own matrix."""
    xx, yx, xy, yy, x0, y0 = line.matrix
    for x, y, turn, across, down, outline in line.letters:
        if turn:
            moved = _moved(
                f"translate({x:.3f} {y:.3f}) rotate({turn:.3f}) scale({across:.6f} {down:.6f})", line.matrix
            )
        else:
            moved = (
                across * xx, across * yx, down * xy, down * yy, x * xx + y * xy + x0, x * yx + y * yy + y0,
            )  # fmt: skip
        yield Shape(_NONE, _NONE, moved, None, 1.0, outline, line.ink)


def inherited_from(root: etree._Element) -> Style:
    """Return what a sheet's root hands down; raise NotPlain when it is more than colours and strokes."""
    drawn = {
        k: v for k, v in root.attrib.items() if k not in {"width", "height", "viewBox", "preserveAspectRatio"}
    }
    return _style(drawn, {})


def _full_colour(style: Style, data: str) -> tuple[float, ...] | None:
    """Return the colour of a path without arcs that is filled with one full colour and no more."""
    fill = style.get("fill", "#000000")
    if fill == "none" or style.get("stroke", "none") != "none" or "a" in data or "A" in data:
        return None
    return rgba(fill) if _MORE.isdisjoint(style) else None


@lru_cache(maxsize=256)
def rgba(colour: str, opacity: float = 1) -> tuple[float, ...]:
    """Return red, green, blue and opacity, 0 to 1, as CairoSVG reads a colour."""
    return tuple(color(colour, opacity))


def _style(attributes: Style, inherited: Style) -> Style:
    """Return an element's style; raise NotPlain for an attribute or value that is not plain."""
    style: dict[str, str] | None = None
    for name, value in attributes.items():
        if name in _INHERITED:
            plain = _COLOUR.fullmatch(value) if name in _PAINTS else name not in _PLAIN or _PLAIN[name](value)
            if not plain:
                raise NotPlain(f"{name}={value}")
            style = {**inherited} if style is None else style
            style[name] = value
        elif name not in _OWN or (name in _LENGTHS and not NUMBER.fullmatch(value)):
            raise NotPlain(f"{name}={value}")
    return inherited if style is None else style


_PLAIN: Mapping[str, Callable[[str], object]] = {
    "stroke-width": NUMBER.fullmatch,
    "stroke-opacity": NUMBER.fullmatch,
    "fill-opacity": NUMBER.fullmatch,
    "stroke-dashoffset": NUMBER.fullmatch,
    "stroke-miterlimit": NUMBER.fullmatch,
    "stroke-dasharray": _NUMBERS.fullmatch,
    "fill-rule": {"evenodd", "nonzero"}.__contains__,
}


def number(text: str) -> float:
    """Return a plain number; raise NotPlain for a text that is none."""
    if not NUMBER.fullmatch(text):
        raise NotPlain(text)
    return float(text)


def _moved(transform: str, matrix: Matrix) -> Matrix:
    """Return the matrix under a ``transform`` of moves, scalings and turns about the origin, in cairo's own sums."""
    if not transform:
        return matrix
    xx, yx, xy, yy, x0, y0 = matrix
    at = 0
    while at < len(transform):
        found = _TRANSFORM.match(transform, at)
        if found is None:
            raise NotPlain(transform)
        at = found.end()
        numbers = [number(v) for v in found[2].replace(",", " ").split()]
        if found[1] == "translate" and len(numbers) in {1, 2}:
            dx, dy = (*numbers, 0.0)[:2]
            x0, y0 = dx * xx + dy * xy + x0, dx * yx + dy * yy + y0
        elif found[1] == "scale" and len(numbers) in {1, 2} and 0 not in numbers:
            across, down = (numbers * 2)[:2]
            xx, yx, xy, yy = across * xx, across * yx, down * xy, down * yy
        elif found[1] == "rotate" and len(numbers) == 1:
            turned = cairocffi.Matrix(xx, yx, xy, yy, x0, y0)
            turned.rotate(numbers[0] * 3.141592653589793 / 180)
            xx, yx, xy, yy, x0, y0 = turned.as_tuple()
        else:
            raise NotPlain(transform)
    return xx, yx, xy, yy, x0, y0
