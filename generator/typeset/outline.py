"""Glyph → SVG path data: integer relative commands in font units, y growing downwards.

A glyph is drawn once per face; afterwards its path is a dictionary look-up.
"""

from __future__ import annotations

from typing import Any

import uharfbuzz as hb

from generator.typeset.fonts import FontBook

_BOUND = 10_000
"""Glyphs kept: the hanzi of a newspaper's month in three weights. About 600 bytes each."""


class Outlines:
    """The outlines of a font book's glyphs."""

    def __init__(self, fonts: FontBook, bound: int = _BOUND) -> None:
        self._fonts = fonts
        self._bound = bound
        self._paths: dict[tuple[str, int], str] = {}
        self._bounds: dict[tuple[str, int], tuple[float, float, float, float]] = {}

    def __len__(self) -> int:
        return len(self._paths)

    def outline(self, face: str, gid: int) -> str:
        """Return the path of glyph `gid` of the face with key `face`; empty for a blank glyph.

        Units are the face's font units (`FontBook.face(key).upem` of them are one em), y down.
        """
        path = self._paths.get((face, gid))
        if path is None:
            if len(self._paths) >= self._bound:
                self._paths.clear()
            pen = _Pen()
            self._fonts.face(face).font.draw_glyph(gid, _FUNCS, pen)
            path = self._paths[face, gid] = "".join(pen.parts)
        return path

    def bounds(self, face: str, gid: int) -> tuple[float, float, float, float]:
        """Return the ink of a glyph as left, top, right, bottom in em, y down from the baseline."""
        found = self._bounds.get((face, gid))
        if found is None:
            if len(self._bounds) >= self._bound:
                self._bounds.clear()
            opened = self._fonts.face(face)
            e, em = opened.font.get_glyph_extents(gid), opened.upem
            found = (0.0, 0.0, 0.0, 0.0)
            if e is not None:
                right, bottom = e.x_bearing + e.width, -(e.y_bearing + e.height)
                found = (e.x_bearing / em, -e.y_bearing / em, right / em, bottom / em)
            self._bounds[face, gid] = found
        return found


class _Pen:
    """Collects relative commands; rounds absolute points, so that errors never add up along a contour."""

    __slots__ = ("command", "parts", "start", "x", "y")

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.command = ""
        self.x = self.y = 0
        self.start = (0, 0)

    def add(self, command: str, *points: float) -> None:
        numbers: list[int] = []
        x, y = self.x, self.y
        for i in range(0, len(points), 2):
            x, y = round(points[i]), round(-points[i + 1])
            numbers += (x - self.x, y - self.y)
        if command == "l":
            if x == self.x and y == self.y:
                return
            if y == self.y:
                command, numbers = "h", numbers[:1]
            elif x == self.x:
                command, numbers = "v", numbers[1:]
        if command == "m":
            self.start = (x, y)
        # A command letter may be left out when it repeats, and a minus sign separates numbers by itself.
        same = command == self.command and command != "m"
        text = "" if same else command
        for number in numbers:
            text += f"{number}" if number < 0 or text[-1:].isalpha() else f" {number}"
        self.parts.append(text)
        self.command = command
        self.x, self.y = x, y

    def close(self) -> None:
        self.parts.append("z")
        self.command = "z"
        self.x, self.y = self.start


def _draw_funcs() -> Any:
    funcs = hb.DrawFuncs()
    funcs.set_move_to_func(lambda x, y, pen: pen.add("m", x, y))
    funcs.set_line_to_func(lambda x, y, pen: pen.add("l", x, y))
    funcs.set_quadratic_to_func(lambda a, b, x, y, pen: pen.add("q", a, b, x, y))
    funcs.set_cubic_to_func(lambda a, b, c, d, x, y, pen: pen.add("c", a, b, c, d, x, y))
    funcs.set_close_path_func(lambda pen: pen.close())
    return funcs


_FUNCS = _draw_funcs()
