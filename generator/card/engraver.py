"""Draws the plain shapes of a finished sheet straight on cairo, exactly as CairoSVG would, without its detours.

What stands on a card above its ground is groups, paths, rectangles and circles in plain colours. CairoSVG's reader
takes half a millisecond for a glyph; here an element costs microseconds. What they are is read by
`generator/card/draught.py`; anything else is left to CairoSVG.
"""

from __future__ import annotations

import re
from math import ceil, floor, hypot
from typing import Any

import cairocffi
from cairosvg import shapes

from generator.card.contour import ARC_TOLERANCE, Contours, Matrix, Node
from generator.card.draught import NUMBER, Drawing, LetterLine, Shape, Veil, number, rgba, shapes_of
from generator.card.packer import STRIP
from generator.card.sorts import Sorts

_ONE_ARC = re.compile(r"\s*[Mm][^A-Za-z]*[Aa]([^A-Za-z]*)")
_ARC_TAKES = 7
_SQUARE_CAP = 1.5
_CAPS = {"round": cairocffi.LINE_CAP_ROUND, "square": cairocffi.LINE_CAP_SQUARE}
_JOINS = {"round": cairocffi.LINE_JOIN_ROUND, "bevel": cairocffi.LINE_JOIN_BEVEL}


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
            if isinstance(part, LetterLine):
                self._line(context, part)
            elif isinstance(part, Veil):
                self._veil(context, part)
            elif part.glyph is not None:
                self._glyph(context, part, part.glyph)
            else:
                self._shape(context, part)

    def _glyph(self, context: cairocffi.Context, shape: Shape, ink: tuple[float, ...]) -> None:
        """Print or fill a path in one full colour: nine in ten shapes of a card."""
        room = self._ready(context, ink)
        rows: tuple[float, float] | None = self.sorts.print(context, shape.data, shape.matrix, room)
        if rows is None:
            rows = self.contours.lay(context, shape.data, shape.matrix)
            cairocffi.cairo.cairo_fill(context._pointer)
        self._mark(*rows)

    def _line(self, context: cairocffi.Context, line: LetterLine) -> None:
        if any(letter[2] for letter in line.letters):  # turned, as Latin is in a column
            for shape in shapes_of(line):
                self._glyph(context, shape, line.ink)
            return

        def fill(outline: str, matrix: Matrix) -> None:
            self._mark(*self.contours.lay(context, outline, matrix))
            cairocffi.cairo.cairo_fill(context._pointer)
            context.identity_matrix()

        room = self._ready(context, line.ink)
        context.identity_matrix()
        self.sorts.print_line(context, line.letters, line.matrix, room, self._touched, fill)

    def _ready(self, context: cairocffi.Context, ink: tuple[float, ...]) -> tuple[float, float, float, float]:
        """Make a colour the context's source, and return the room there is to draw in, px."""
        if ink is not self._ink:
            context.set_source_rgba(*ink)
            self._ink = ink
        if self._room is None:
            context.identity_matrix()
            self._room = context.clip_extents()
        return self._room

    def _mark(self, top: float, bottom: float) -> None:
        """Enter rows of px into the account: those a curve reaches, and one more for its soft edge."""
        touched = self._touched
        first, last = int(top - 1) // STRIP, int(bottom + 1) // STRIP
        for strip in range(max(first, 0), min(last + 1, len(touched))):
            if touched[strip] < 255:
                touched[strip] += 1

    def _veil(self, context: cairocffi.Context, veil: Veil) -> None:
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
            if isinstance(part, Veil):
                boxes.append(self._extent(context, part.parts))
                continue
            if isinstance(part, LetterLine):
                boxes.append(self._extent(context, tuple(shapes_of(part))))
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

    def _mark_shape(self, context: cairocffi.Context, shape: Shape) -> None:
        context.identity_matrix()
        _left, top, _right, bottom = context.path_extents()
        out = _beyond(shape)
        self._mark(top - out, bottom + out)

    def _lay(self, context: cairocffi.Context, shape: Shape) -> None:
        if shape.draw is None:
            self.contours.lay(context, shape.data, shape.matrix)
            return
        own = shape.attributes
        if shape.draw is shapes.rect and "rx" not in own and "ry" not in own:
            context.set_matrix(cairocffi.Matrix(*shape.matrix))
            x, y, width, height = (float(own.get(name, 0)) for name in ("x", "y", "width", "height"))
            cairocffi.cairo.cairo_rectangle(context._pointer, x, y, width, height)
        else:
            context.set_matrix(cairocffi.Matrix(*shape.matrix))
            self.context = context
            shape.draw(self, Node(shape.attributes))

    def _shape(self, context: cairocffi.Context, shape: Shape) -> None:
        style = shape.style
        filled, stroked = style.get("fill", "#000000"), style.get("stroke", "none")
        if filled == "none" and stroked == "none":
            return
        self._ink = None
        field = self.contours.field(shape.data, shape.matrix) if stroked == "none" and shape.data else None
        if field is not None:
            self._mark(field.top, field.bottom)
            context.set_tolerance(ARC_TOLERANCE)
            context.set_source_rgba(*rgba(filled, number(style.get("fill-opacity", "1")) * shape.opacity))
            self.contours.fill_field(context, field)
            context.set_tolerance(0.1)
            return
        self._lay(context, shape)
        self._mark_shape(context, shape)
        arcs = "a" in shape.data or "A" in shape.data
        if arcs:
            context.set_tolerance(ARC_TOLERANCE)
        if filled != "none":
            context.set_source_rgba(*rgba(filled, number(style.get("fill-opacity", "1")) * shape.opacity))
            evenodd = style.get("fill-rule") == "evenodd"
            if evenodd:
                context.set_fill_rule(cairocffi.FILL_RULE_EVEN_ODD)
            context.fill_preserve()
            if evenodd:
                context.set_fill_rule(cairocffi.FILL_RULE_WINDING)
        if stroked != "none":
            self._stroke(context, shape, stroked)
        context.new_path()
        if arcs:
            context.set_tolerance(0.1)

    def _stroke(self, context: cairocffi.Context, shape: Shape, colour: str) -> None:
        style = shape.style
        context.save()
        context.set_matrix(cairocffi.Matrix(*shape.matrix))
        context.set_line_cap(_CAPS.get(style.get("stroke-linecap", ""), cairocffi.LINE_CAP_BUTT))
        context.set_line_join(_JOINS.get(style.get("stroke-linejoin", ""), cairocffi.LINE_JOIN_MITER))
        dashes = [float(v) for v in style.get("stroke-dasharray", "").replace(",", " ").split()]
        if sum(dashes):
            context.set_dash(dashes, number(style.get("stroke-dashoffset", "0")))
        context.set_miter_limit(number(style.get("stroke-miterlimit", "4")))
        context.set_line_width(number(style.get("stroke-width", "1")))
        context.set_source_rgba(*rgba(colour, number(style.get("stroke-opacity", "1")) * shape.opacity))
        context.stroke()
        context.restore()


def _beyond(shape: Shape) -> float:
    """Return how far, in px, a shape's stroke may reach beyond its path: half its breadth, or the tip of a corner or cap."""
    style = shape.style
    if style.get("stroke", "none") == "none":
        return 0.0
    tip = _SQUARE_CAP
    if style.get("stroke-linejoin", "miter") not in _JOINS and not _is_smooth(shape):
        tip = max(tip, number(style.get("stroke-miterlimit", "4")))
    xx, yx, xy, yy = shape.matrix[:4]
    even = xx == yy and yx == -xy
    scale = hypot(xx, yx) if even else hypot(xx, yx, xy, yy)
    return number(style.get("stroke-width", "1")) / 2 * scale * tip


def _is_smooth(shape: Shape) -> bool:
    """Return whether a shape certainly has no corner: a circle, or a path of a single arc."""
    if shape.draw is shapes.circle:
        return True
    arc = _ONE_ARC.fullmatch(shape.data)
    return arc is not None and len(NUMBER.findall(arc[1])) <= _ARC_TAKES
