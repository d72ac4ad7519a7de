"""Draws the plain shapes of a finished sheet straight on cairo, exactly as CairoSVG would, without its detours.

What stands on a card above its ground is groups, paths, rectangles and circles in plain colours. CairoSVG's reader
takes half a millisecond for a glyph; here an element costs microseconds. Anything else (a gradient, a clip, a picture)
is not `plain`, and is left to CairoSVG.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from math import ceil, floor, hypot
from typing import Any

import cairocffi
from cairosvg import shapes
from cairosvg.colors import color
from lxml import etree

from generator.card.cascade import SVG
from generator.card.contour import ARC_TOLERANCE, Contours, Matrix, Node
from generator.card.forme import Forme, Letter
from generator.card.packer import STRIP
from generator.card.sorts import Sorts

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
_NUMBER = re.compile(r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_NUMBERS = re.compile(r"[\d.,eE\s+-]*")
_TRANSFORM = re.compile(r"\s*(translate|scale|rotate)\(([^()]*)\)\s*")
_PLACED = re.compile(rf"translate\(({_NUMBER.pattern}) ({_NUMBER.pattern})\) scale\(({_NUMBER.pattern})\)")
_ONE_ARC = re.compile(r"\s*[Mm][^A-Za-z]*[Aa]([^A-Za-z]*)")
_ARC_TAKES = 7
_SQUARE_CAP = 1.5
_NONE: Style = {}
_CAPS = {"round": cairocffi.LINE_CAP_ROUND, "square": cairocffi.LINE_CAP_SQUARE}
_JOINS = {"round": cairocffi.LINE_JOIN_ROUND, "bevel": cairocffi.LINE_JOIN_BEVEL}


class NotPlain(Exception):
    """Raised for an element that only CairoSVG knows how to draw."""


@dataclass(frozen=True, slots=True)
class _Shape:
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
class _Veil:
    """Shapes that are drawn together and laid over what is there at one `opacity`."""

    opacity: float
    parts: Drawing


@dataclass(frozen=True, slots=True)
class _Line:
    """Letters in one full colour, and the matrix they stand under."""

    ink: tuple[float, ...]
    letters: tuple[Letter, ...]
    matrix: Matrix


Drawing = tuple[_Shape | _Line | _Veil, ...]


def plain_drawing(
    element: etree._Element, inherited: Style, matrix: Matrix, forme: Forme | None = None
) -> Drawing:
    """Return what an element draws; raise NotPlain, before anything is drawn, when it is more than plain shapes.

    `forme`: what the element is part of, whose letters need not be written out for this.
    """
    tag = element.tag
    if tag not in _DRAWN:
        raise NotPlain(str(tag))
    attributes = dict(element.attrib)
    style = _style(attributes, inherited)
    moved = _moved(attributes.get("transform", ""), matrix)
    opacity = _number(attributes.get("opacity", "1"))
    if tag != _GROUP:
        if len(element):
            raise NotPlain("a shape with children")
        if tag == _PATH and not _LENGTHS.isdisjoint(attributes):
            raise NotPlain("a path at x, y")
        if attributes.get("width") == "0" or attributes.get("height") == "0":
            return ()
        data = attributes.get("d", "")
        glyph = _full_colour(style, data) if tag == _PATH and opacity == 1 else None
        return (_Shape(attributes, style, moved, _DRAWERS.get(tag), opacity, data, glyph),)
    if not _LENGTHS.isdisjoint(attributes):
        raise NotPlain("a group at x, y")
    stretches = forme.texts.get(element) if forme is not None else None
    if forme is not None and stretches is not None:
        inks = [_full_colour(_style({"fill": stretch.fill}, style), "") for stretch in stretches]
        if opacity == 1 and None not in inks:
            return tuple(
                _Line(ink, stretch.letters, moved)
                for ink, stretch in zip(inks, stretches, strict=True)
                if ink is not None
            )
        forme.write()
    parts: list[_Shape | _Line | _Veil] = []
    ink = _full_colour(style, "") if opacity == 1 else None
    for child in element:
        letter = _glyph_of(child, style, moved, ink) if ink is not None else None
        if letter is not None:
            parts.append(letter)
        else:
            parts += plain_drawing(child, style, moved, forme)
    return (_Veil(opacity, tuple(parts)),) if opacity < 1 and len(element) else tuple(parts)


def _glyph_of(element: etree._Element, style: Style, matrix: Matrix, ink: tuple[float, ...]) -> _Shape | None:
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
    return _Shape(_NONE, style, moved, None, 1.0, data, ink)


def _shapes(line: _Line) -> Iterator[_Shape]:
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
        yield _Shape(_NONE, _NONE, moved, None, 1.0, outline, line.ink)


def inherited_from(root: etree._Element) -> Style:
    """Return what a sheet's root hands down; raise NotPlain when it is more than colours and strokes."""
    drawn = {
        k: v for k, v in root.attrib.items() if k not in {"width", "height", "viewBox", "preserveAspectRatio"}
    }
    return _style(drawn, {})


class Engraver:
    """Draws plain drawings on cairo contexts; keeps contours and sorts, and counts what it draws on each strip."""

    def __init__(self, contours: Contours | None = None, sorts: Sorts | None = None) -> None:
        self.contours = contours or Contours()
        self.sorts = sorts or Sorts(self.contours)
        self.context: Any = None
        self._ink: tuple[float, ...] | None = None
        self._room: tuple[float, float, float, float] | None = None
        self._touched = bytearray()

    def engrave(self, context: cairocffi.Context, drawing: Drawing, touched: bytearray) -> None:
        """Draw on `context`, whose matrix is left as it happens to be; count in `touched` what falls on each strip."""
        self._ink = self._room = None
        self._touched = touched
        for part in drawing:
            if isinstance(part, _Line):
                self._line(context, part)
            elif isinstance(part, _Veil):
                self._veil(context, part)
            elif part.glyph is not None:
                self._glyph(context, part, part.glyph)
            else:
                self._shape(context, part)

    def _glyph(self, context: cairocffi.Context, shape: _Shape, ink: tuple[float, ...]) -> None:
        """Print or fill a path in one full colour: nine in ten shapes of a card."""
        if ink is not self._ink:
            context.set_source_rgba(*ink)
            self._ink = ink
        if self._room is None:
            context.identity_matrix()
            self._room = context.clip_extents()
        rows: tuple[float, float] | None = self.sorts.print(context, shape.data, shape.matrix, self._room)
        if rows is None:
            rows = self.contours.lay(context, shape.data, shape.matrix)
            cairocffi.cairo.cairo_fill(context._pointer)
        self._mark(*rows)

    def _line(self, context: cairocffi.Context, line: _Line) -> None:
        for shape in _shapes(line):
            self._glyph(context, shape, line.ink)

    def _mark(self, top: float, bottom: float) -> None:
        """Enter rows of px into the account: those a curve reaches, and one more for its soft edge."""
        touched = self._touched
        first, last = int(top - 1) // STRIP, int(bottom + 1) // STRIP
        for strip in range(max(first, 0), min(last + 1, len(touched))):
            if touched[strip] < 255:
                touched[strip] += 1

    def _veil(self, context: cairocffi.Context, veil: _Veil) -> None:
        """Draw a group on a layer of its own, no larger than what it draws: fresh memory is dear."""
        context.save()
        left, top, right, bottom = self._extent(context, veil.parts)
        self._mark(top, bottom)
        context.identity_matrix()
        context.rectangle(left, top, right - left, bottom - top)
        context.clip()
        context.push_group()
        self.engrave(context, veil.parts, self._touched)
        context.identity_matrix()
        context.pop_group_to_source()
        context.paint_with_alpha(veil.opacity)
        context.restore()
        self._ink = self._room = None

    def _extent(self, context: cairocffi.Context, parts: Drawing) -> tuple[int, int, int, int]:
        """Return whole px round all that some parts draw."""
        boxes: list[tuple[float, float, float, float]] = []
        for part in parts:
            if isinstance(part, _Veil):
                boxes.append(self._extent(context, part.parts))
                continue
            if isinstance(part, _Line):
                boxes.append(self._extent(context, tuple(_shapes(part))))
                continue
            context.new_path()
            self._lay(context, part)
            context.identity_matrix()
            x0, y0, x1, y1 = context.path_extents()
            out = _beyond(part)
            boxes.append((x0 - out, y0 - out, x1 + out, y1 + out))
        context.new_path()
        if not boxes:
            return 0, 0, 0, 0
        lefts, tops, rights, bottoms = zip(*boxes, strict=True)
        return floor(min(lefts)) - 1, floor(min(tops)) - 1, ceil(max(rights)) + 1, ceil(max(bottoms)) + 1

    def _mark_shape(self, context: cairocffi.Context, shape: _Shape) -> None:
        context.identity_matrix()
        _left, top, _right, bottom = context.path_extents()
        out = _beyond(shape)
        self._mark(top - out, bottom + out)

    def _lay(self, context: cairocffi.Context, shape: _Shape) -> None:
        if shape.draw is None:
            self.contours.lay(context, shape.data, shape.matrix)
        else:
            context.set_matrix(cairocffi.Matrix(*shape.matrix))
            self.context = context
            shape.draw(self, Node(shape.attributes))

    def _shape(self, context: cairocffi.Context, shape: _Shape) -> None:
        style = shape.style
        filled, stroked = style.get("fill", "#000000"), style.get("stroke", "none")
        if filled == "none" and stroked == "none":
            return
        self._ink = None
        self._lay(context, shape)
        self._mark_shape(context, shape)
        arcs = "a" in shape.data or "A" in shape.data
        if arcs:
            context.set_tolerance(ARC_TOLERANCE)
        if filled != "none":
            context.set_source_rgba(*color(filled, _number(style.get("fill-opacity", "1")) * shape.opacity))
            if style.get("fill-rule") == "evenodd":
                context.set_fill_rule(cairocffi.FILL_RULE_EVEN_ODD)
            context.fill_preserve()
            context.set_fill_rule(cairocffi.FILL_RULE_WINDING)
        if stroked != "none":
            self._stroke(context, shape, stroked)
        context.new_path()
        if arcs:
            context.set_tolerance(0.1)

    def _stroke(self, context: cairocffi.Context, shape: _Shape, colour: str) -> None:
        style = shape.style
        context.save()
        context.set_matrix(cairocffi.Matrix(*shape.matrix))
        context.set_line_cap(_CAPS.get(style.get("stroke-linecap", ""), cairocffi.LINE_CAP_BUTT))
        context.set_line_join(_JOINS.get(style.get("stroke-linejoin", ""), cairocffi.LINE_JOIN_MITER))
        dashes = [float(v) for v in style.get("stroke-dasharray", "").replace(",", " ").split()]
        if sum(dashes):
            context.set_dash(dashes, _number(style.get("stroke-dashoffset", "0")))
        context.set_miter_limit(_number(style.get("stroke-miterlimit", "4")))
        context.set_line_width(_number(style.get("stroke-width", "1")))
        context.set_source_rgba(*color(colour, _number(style.get("stroke-opacity", "1")) * shape.opacity))
        context.stroke()
        context.restore()


def _beyond(shape: _Shape) -> float:
    """Return how far, in px, a shape's stroke may reach beyond its path: half its breadth, or the tip of a corner or cap."""
    style = shape.style
    if style.get("stroke", "none") == "none":
        return 0.0
    tip = _SQUARE_CAP
    if style.get("stroke-linejoin", "miter") not in _JOINS and not _is_smooth(shape):
        tip = max(tip, _number(style.get("stroke-miterlimit", "4")))
    xx, yx, xy, yy = shape.matrix[:4]
    even = xx == yy and yx == -xy
    scale = hypot(xx, yx) if even else hypot(xx, yx, xy, yy)
    return _number(style.get("stroke-width", "1")) / 2 * scale * tip


def _is_smooth(shape: _Shape) -> bool:
    """Return whether a shape certainly has no corner: a circle, or a path of a single arc."""
    if shape.draw is shapes.circle:
        return True
    arc = _ONE_ARC.fullmatch(shape.data)
    return arc is not None and len(_NUMBER.findall(arc[1])) <= _ARC_TAKES


def _full_colour(style: Style, data: str) -> tuple[float, ...] | None:
    """Return the colour of a path without arcs that is filled with one full colour and no more."""
    fill = style.get("fill", "#000000")
    if fill == "none" or style.get("stroke", "none") != "none" or "a" in data or "A" in data:
        return None
    return _rgba(fill) if _MORE.isdisjoint(style) else None


@lru_cache(maxsize=256)
def _rgba(colour: str) -> tuple[float, ...]:
    return tuple(color(colour))


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
        elif name not in _OWN or (name in _LENGTHS and not _NUMBER.fullmatch(value)):
            raise NotPlain(f"{name}={value}")
    return inherited if style is None else style


_PLAIN: Mapping[str, Callable[[str], object]] = {
    "stroke-width": _NUMBER.fullmatch,
    "stroke-opacity": _NUMBER.fullmatch,
    "fill-opacity": _NUMBER.fullmatch,
    "stroke-dashoffset": _NUMBER.fullmatch,
    "stroke-miterlimit": _NUMBER.fullmatch,
    "stroke-dasharray": _NUMBERS.fullmatch,
    "fill-rule": {"evenodd", "nonzero"}.__contains__,
}


def _number(text: str) -> float:
    if not _NUMBER.fullmatch(text):
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
        numbers = [_number(v) for v in found[2].replace(",", " ").split()]
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
