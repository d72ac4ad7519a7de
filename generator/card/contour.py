"""A path's data as a cairo path: read once, laid at any place, on the very 1/256 px where CairoSVG lays it.

Cairo keeps points on a grid of 1/256 px, and a relative command adds rounded steps. So a path of relative commands
alone (every glyph is one) has, under one scale and turn, the same steps wherever it stands: it is drawn once, kept as
cairo's own path, and laid by moving it. Other paths are read by CairoSVG's own reader and kept for their one place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import cairocffi
from cairosvg import path as cairosvg_path

Matrix = tuple[float, float, float, float, float, float]
"""xx, yx, xy, yy, x0, y0, as cairo names them: x' = xx x + xy y + x0, y' = yx x + yy y + y0."""
GRID = 256
"""Cairo's fixed point has 8 bits behind the point."""
ARC_TOLERANCE = 0.00001
"""What CairoSVG flattens a path with arcs by, px; cairo itself takes no less than 1/256, and 0.1 if it is told nothing."""
MANY = 8
"""Marks from which on a path is a field."""
FINE = 256
"""How much larger a mark is kept than it is drawn."""
MOST_READ, MOST_LAID = 10_000_000, 8_000_000
"""Bytes of paths that were read, and of cairo paths: a thousand hanzi and four. A full table is begun anew: it refills in a card."""
_A_STEP, _A_PATH, _A_POINT = 340, 900, 16
"""Bytes that a step of a path takes in Python, a cairo path beside its points, and one of these, roughly."""
_NUMBER = r"-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?"
_TOKEN = re.compile(rf"[A-Za-z]|{_NUMBER}")
_MARK = re.compile(rf"\s*M({_NUMBER}) ({_NUMBER})([achlqv][-.\d\sacehlqv]*[zZ])\s*")
"""A closed figure of relative commands, as `generator/card/tally.py` draws them by the hundred."""
_TAKES = {"m": 2, "l": 2, "h": 1, "v": 1, "q": 4, "c": 6, "z": 0}

Frame = tuple[float, float, float, float]
_Laid = tuple[Any, Frame]
"""A cairo path, and its left, top, right and bottom as it was laid."""
_Steps = tuple[tuple[Callable[..., None], tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True)
class Field:
    """Equal marks: a path FINE times as large, and where it is laid, px; `top` and `bottom` of all, px."""

    path: Any
    places: tuple[tuple[float, float], ...]
    top: float
    bottom: float


class Node(dict[str, str]):
    """An element's attributes, as CairoSVG's drawers of shapes want them."""

    vertices: Any = None


class _Pen(cairocffi.Context):  # type: ignore[misc]
    """A context that paths are read on. `larger`: how much larger than they will be drawn, for the tolerance of arcs."""

    larger = 1

    def set_tolerance(self, tolerance: float) -> None:
        """Set how far a curve may be off, px of the drawing."""
        super().set_tolerance(max(tolerance, 1 / GRID) * self.larger)


class Contours:
    """The paths that a process has drawn. Not for several threads at once."""

    def __init__(self, most_read: int = MOST_READ, most_laid: int = MOST_LAID) -> None:
        self._most_read, self._most_laid = most_read, most_laid
        self._read: dict[str, _Steps | None] = {}
        self._laid: dict[tuple[str, tuple[float, ...]], _Laid] = {}
        self._weight_read = self._weight_laid = 0
        self._context = _Pen(cairocffi.ImageSurface(cairocffi.FORMAT_A8, 1, 1))
        self._move = cairocffi.ffi.new("cairo_matrix_t *", {"xx": 1.0, "yy": 1.0})

    def __len__(self) -> int:
        return len(self._laid)

    @property
    def weight(self) -> int:
        """Bytes that all of it takes, roughly."""
        return self._weight_read + self._weight_laid

    def lay(self, context: cairocffi.Context, data: str, matrix: Matrix) -> tuple[float, float]:
        """Append the path `data`, transformed by `matrix`, to a context's path; return its top and bottom, px.

        The context's own matrix is replaced. Raises what CairoSVG raises for data that is none.
        """
        steps = self._steps(data)
        move = self._move
        if steps is None:
            path, frame = self._kept((data, matrix), lambda: self._by_cairosvg(data, matrix))
            move.x0 = move.y0 = 0.0
        else:
            path, frame = self._kept((data, matrix[:4]), lambda: self._by_steps(steps, matrix))
            move.x0 = round(matrix[4] * GRID) / GRID
            move.y0 = round(matrix[5] * GRID) / GRID
        cairocffi.cairo.cairo_set_matrix(context._pointer, move)
        cairocffi.cairo.cairo_append_path(context._pointer, path)
        return frame[1] + move.y0, frame[3] + move.y0

    def field(self, data: str, matrix: Matrix) -> Field | None:
        """Return a path of many round marks that stand clear of each other, to be filled one by one; None for any other.

        Filled together they take cairo twice as long, for the same pixels.
        """
        if data.count("M") < MANY or "a" not in data:
            return None
        marks = _marks(data)
        if marks is None or any(shape != marks[0][2] for _x, _y, shape in marks):
            return None
        xx, yx, xy, yy, x0, y0 = matrix
        path, (left, top, right, bottom) = self._enlarged(marks[0][2], matrix)
        places = [(x * xx + y * xy + x0, x * yx + y * yy + y0) for x, y, _shape in marks]
        if not _apart(places, (right - left) / FINE, (bottom - top) / FINE):
            return None
        downs = [y for _x, y in places]
        return Field(path, tuple(places), min(downs) + top / FINE, max(downs) + bottom / FINE)

    def fill_field(self, context: cairocffi.Context, field: Field) -> None:
        """Fill a field's marks with a context's source; the context's matrix is replaced."""
        move, lib, pointer = self._move, cairocffi.cairo, context._pointer
        move.xx = move.yy = 1 / FINE
        for move.x0, move.y0 in field.places:
            lib.cairo_set_matrix(pointer, move)
            lib.cairo_append_path(pointer, field.path)
            lib.cairo_fill(pointer)
        move.xx = move.yy = 1.0

    def steps(self, data: str, matrix: Matrix) -> _Laid | None:
        """Return a path as it is laid at the origin, with its frame there, px; None for one that cannot be moved."""
        steps = self._steps(data)
        if steps is None:
            return None
        return self._kept((data, matrix[:4]), lambda: self._by_steps(steps, matrix))

    def _kept(self, key: tuple[str, tuple[float, ...]], make: Callable[[], _Laid]) -> _Laid:
        path = self._laid.get(key)
        if path is None:
            path = make()
            weight = _A_PATH + _A_POINT * int(path[0].num_data)
            if self._weight_laid + weight > self._most_laid:
                self._laid.clear()
                self._weight_laid = 0
            self._laid[key] = path
            self._weight_laid += weight
        return path

    def _by_steps(self, steps: _Steps, matrix: Matrix) -> _Laid:
        context = self._context
        context.set_matrix(cairocffi.Matrix(*matrix[:4], 0, 0))
        context.new_path()
        context.move_to(0, 0)
        pointer = context._pointer
        for call, numbers in steps:
            call(pointer, *numbers)
        return self._copied()

    def _enlarged(self, shape: str, matrix: Matrix) -> _Laid:
        """Return a mark of relative commands at the origin, so much larger that cairo's grid rounds nothing that shows."""
        xx, yx, xy, yy = (FINE * value for value in matrix[:4])
        self._context.larger = FINE
        try:
            return self._by_cairosvg(f"M0 0{shape}", (xx, yx, xy, yy, 0.0, 0.0))
        finally:
            self._context.larger = 1

    def _by_cairosvg(self, data: str, matrix: Matrix) -> _Laid:
        context = self._context
        context.save()
        context.set_matrix(cairocffi.Matrix(*matrix))
        context.new_path()
        context.move_to(0, 0)
        self.context = context
        try:
            cairosvg_path.path(self, Node(d=data))
        finally:
            context.restore()  # the tolerance that an arc has set; a path is no part of what is restored
        return self._copied()

    def _copied(self) -> _Laid:
        self._context.identity_matrix()
        copied = cairocffi.cairo.cairo_copy_path(self._context._pointer)
        frame: Frame = self._context.path_extents()
        return cairocffi.ffi.gc(copied, cairocffi.cairo.cairo_path_destroy), frame

    def _steps(self, data: str) -> _Steps | None:
        if data in self._read:
            return self._read[data]
        steps = _relative_steps(data)
        weight = len(data) + _A_STEP * (1 + len(steps or ()))
        if self._weight_read + weight > self._most_read:
            self._read.clear()
            self._weight_read = 0
        self._read[data] = steps
        self._weight_read += weight
        return steps


def _marks(data: str) -> list[tuple[float, float, str]] | None:
    """Return a path of closed marks as the place of each and what it is there, or None for any other path."""
    marks: list[tuple[float, float, str]] = []
    end = 0
    for mark in _MARK.finditer(data):
        if mark.start() != end:
            return None
        end = mark.end()
        marks.append((float(mark[1]), float(mark[2]), mark[3]))
    return marks if len(marks) > 1 and end == len(data) else None


def _apart(places: Sequence[tuple[float, float]], width: float, height: float) -> bool:
    """Return whether boxes of one size, in rows, share no pixel: then each covers alone whatever it covers."""
    rows: dict[float, list[float]] = {}
    for x, y in places:
        rows.setdefault(y, []).append(x)
    downs = sorted(rows)
    return all(b - a >= height + 2 for a, b in pairwise(downs)) and all(
        b - a >= width + 2 for row in rows.values() for a, b in pairwise(sorted(row))
    )


def _relative_steps(data: str) -> _Steps | None:
    """Return the calls of cairo that draw a path of m, l, h, v, q, c and z alone, or None for any other."""
    lib = cairocffi.cairo
    steps: list[tuple[Callable[..., None], tuple[float, ...]]] = []
    command, numbers = "", []
    tokens = _TOKEN.findall(data)
    if not tokens or tokens[0] != "m":
        return None
    for token in [*tokens, "m"]:
        if not token.isalpha():
            numbers.append(float(token))
            continue
        if command:
            takes = _TAKES[command]
            if (takes == 0) != (not numbers) or (takes and len(numbers) % takes):
                return None
            if command == "m" and len(numbers) != takes:
                return None
            if not takes:
                steps.append((lib.cairo_close_path, ()))
            for at in range(0, len(numbers), takes or 1):
                steps.append(_step(lib, command, numbers[at : at + takes]))
        if token not in _TAKES:
            return None
        command, numbers = token, []
    return tuple(steps)


def _step(lib: Any, command: str, numbers: list[float]) -> tuple[Callable[..., None], tuple[float, ...]]:
    """Return one call; a quadratic curve becomes a cubic by the very formula that CairoSVG uses."""
    if command == "m":
        return lib.cairo_rel_move_to, tuple(numbers)
    if command == "l":
        return lib.cairo_rel_line_to, tuple(numbers)
    if command == "h":
        return lib.cairo_rel_line_to, (numbers[0], 0.0)
    if command == "v":
        return lib.cairo_rel_line_to, (0.0, numbers[0])
    if command == "q":
        x1, y1, x2, y2 = numbers
        cubic = (x1 * 2 / 3, y1 * 2 / 3, x1 * 2 / 3 + x2 / 3, y1 * 2 / 3 + y2 / 3, x2, y2)
        return lib.cairo_rel_curve_to, cubic
    return lib.cairo_rel_curve_to, tuple(numbers)
