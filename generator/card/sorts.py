"""Sorts: glyphs cast once as masks of coverage, and printed wherever they stand.

A fill costs cairo twenty to eighty microseconds a glyph, a mask one. A sort is cast at the very 1/256 px where its glyph
stands, so that its coverage is the one a fill would have; only the last rounding of a mixed colour is pixman's instead
of cairo's own, which is a level of 255 at most. A glyph is always printed from its sort, the first time too: what a
card looks like never depends on what was drawn before it.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from math import ceil, floor
from typing import Any

import cairocffi

from generator.card.contour import GRID, Contours, Matrix
from generator.card.forme import Letter
from generator.card.packer import STRIP

MOST_CAST = 24_000_000
"""Bytes of masks kept; a hanzi of 64 px has 4 KB, a figure of 430 px 80."""
LARGEST = 400_000
"""Px of the largest mask; what is larger is filled."""
_OVERHEAD = 600
"""Bytes that a mask costs beside its pixels, roughly."""

Sort = tuple[Any, int, int, int, int, int]
"""A mask's pointer in C, the left and top of its first pixel beside the glyph's own whole px, its width, height and bytes."""


class Sorts:
    """The glyphs that a process has cast. Not for several threads at once."""

    def __init__(self, contours: Contours, most: int = MOST_CAST) -> None:
        self._contours = contours
        self._most = most
        self._cast: OrderedDict[tuple[Any, ...], Sort] = OrderedDict()
        self.weight = 0

    def __len__(self) -> int:
        return len(self._cast)

    def print(
        self, context: Any, data: str, matrix: Matrix, room: tuple[float, float, float, float]
    ) -> tuple[int, int] | None:
        """Print a path in a context's source; return its top and bottom in whole px, or None where it must be filled.

        `room`: left, top, right and bottom of where the context draws; what reaches beyond is filled, since cairo cuts
        it to that room before it works out how much of a pixel is covered. The context's matrix becomes the identity.
        """
        xx, yx, xy, yy, x0, y0 = matrix
        across, down = round(x0 * GRID), round(y0 * GRID)
        key = (data, xx, yx, xy, yy, across % GRID, down % GRID)
        sort = self._cast.get(key)
        if sort is None:
            sort = self._new(key, matrix)
            if sort is None:
                return None
        else:
            self._cast.move_to_end(key)
        mask, left, top, width, height, _weight = sort
        left += across // GRID
        top += down // GRID
        if left < room[0] or top < room[1] or left + width > room[2] or top + height > room[3]:
            return None
        lib, pointer = cairocffi.cairo, context._pointer
        lib.cairo_identity_matrix(pointer)
        lib.cairo_mask_surface(pointer, mask, left, top)
        return top + 1, top + height - 1

    def print_line(
        self,
        context: Any,
        letters: Iterable[Letter],
        matrix: Matrix,
        room: tuple[float, float, float, float],
        touched: bytearray,
        otherwise: Callable[[str, Matrix], None],
    ) -> None:
        """Print the letters of a line, none of them turned, as `print` does, in a context whose matrix is the identity.

        What falls on each strip is counted in `touched`. A letter that must be filled goes to `otherwise`.
        """
        xx, yx, xy, yy, x0, y0 = matrix
        mask_surface, pointer = cairocffi.cairo.cairo_mask_surface, context._pointer
        least_x, least_y, most_x, most_y = room
        cast, last_strip = self._cast, len(touched) - 1
        drawn_as: tuple[float, float] | None = None
        linear = (0.0, 0.0, 0.0, 0.0)
        for x, y, _turn, across, down, outline in letters:
            if drawn_as != (across, down):
                drawn_as, linear = (across, down), (across * xx, across * yx, down * xy, down * yy)
            at_x, at_y = x * xx + y * xy + x0, x * yx + y * yy + y0
            px, py = round(at_x * GRID), round(at_y * GRID)
            key = (outline, *linear, px % GRID, py % GRID)
            sort = cast.get(key)
            if sort is None:
                sort = self._new(key, (*linear, at_x, at_y))
            else:
                cast.move_to_end(key)
            if sort is not None:
                mask, left, top, width, height, _weight = sort
                left += px // GRID
                top += py // GRID
                if left >= least_x and top >= least_y and left + width <= most_x and top + height <= most_y:
                    mask_surface(pointer, mask, left, top)
                    for strip in range(max(top // STRIP, 0), min((top + height) // STRIP, last_strip) + 1):
                        if touched[strip] < 255:
                            touched[strip] += 1
                    continue
            otherwise(outline, (*linear, at_x, at_y))

    def _new(self, key: tuple[Any, ...], matrix: Matrix) -> Sort | None:
        laid = self._contours.steps(key[0], matrix)
        if laid is None:
            return None
        path, (x0, y0, x1, y1) = laid
        phase_x, phase_y = key[5] / GRID, key[6] / GRID
        left, top = floor(x0 + phase_x) - 1, floor(y0 + phase_y) - 1
        width, height = ceil(x1 + phase_x) + 1 - left, ceil(y1 + phase_y) + 1 - top
        if width * height > LARGEST:
            return None
        mask = cairocffi.ImageSurface(cairocffi.FORMAT_A8, width, height)
        context = cairocffi.Context(mask)
        context.translate(phase_x - left, phase_y - top)
        cairocffi.cairo.cairo_append_path(context._pointer, path)
        context.fill()
        mask.flush()
        weight = mask.get_stride() * height + _OVERHEAD
        sort = self._cast[key] = (mask._pointer, left, top, width, height, weight)
        self.weight += weight
        while self.weight > self._most:
            self.weight -= self._cast.popitem(last=False)[1][5]
        return sort
