"""Rows of pixels to a zlib stream, by zlib-ng or Python's own zlib: in one go, or pieced together.

A deflate stream may be cut where nothing behind the cut looks back over it. So the rows of a ground are packed once, in
strips, each on its own and harder than a card's own rows; a card's stream is those strips it left as they were, with the
rows it drew on packed between them. What is packed how follows from the sheet alone: the same card gives the same bytes.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Protocol

_packer: Any
try:
    from zlib_ng import zlib_ng as _packer
except ImportError:  # a system without its wheel
    _packer = None

FAST, BALANCED, SMALL, HARDEST = "fast", "balanced", "small", "hardest"
PACKINGS = (FAST, BALANCED, SMALL)
"""What a person may choose: soonest; no larger than Pillow's usual file; a tenth smaller than that, or more."""


@dataclass(frozen=True, slots=True)
class _Levels:
    """How hard a ground is packed, and a card's own rows on a plain ground, on a rough one, and where they are crowded.

    `scene`: how hard those strips of a ground are that more is drawn on than what many grounds share.
    """

    ground: int
    plain: int
    rough: int
    crowded: int | None = None
    scene: int | None = None


_BY_ZLIB_NG = {
    FAST: _Levels(6, 1, 1, scene=2), BALANCED: _Levels(7, 3, 5, 3), SMALL: _Levels(7, 7, 6, 6), HARDEST: _Levels(9, 9, 9),
}  # fmt: skip
_BY_ZLIB = {
    FAST: _Levels(6, 1, 1), BALANCED: _Levels(6, 6, 6), SMALL: _Levels(9, 9, 9), HARDEST: _Levels(9, 9, 9),
}  # fmt: skip
"""Measured strip by strip: on a rough ground level 5 saves much of what 3 leaves, elsewhere little; 7 finds a few hundred
bytes in every strip, but takes longest in rows of text and on rough grounds. A scene is often one card's alone. ``python bench/cards.py`` prints
what they give."""
CROWDED = 8
"""Glyphs and shapes in a strip from which on it is crowded."""
_PLAIN = 70
"""How many times smaller level 1 makes a strip of a plain ground: a gradient straight down 90, across 40, houses 5."""
_TRIED_ROWS = slice(12, 20)
"""The rows of a strip by which that is judged: a quarter of its cost, since a series has many grounds."""
STRIP = 32
"""Rows of a strip: more, and less of a ground is left as it was; fewer, and each packs worse on its own."""
_AT_ONCE = 4
"""Strips that are turned into PNG's rows in one go: a go costs as much as a strip, memory that is new far more."""
_TRIED = "tried"
"""Where it is kept how small level 1 makes a strip of a ground: no packing's own name."""
_ADLER = 65521
_HEAD = b"\x78\x01"
_FIRST_FILTER = b"\x00\x01\x00\xfe\xff\x00"
"""One zero, stored: the filter of the first row. Every other row's filter stands at the end of the row before."""
_END = b"\x03\x00"


class Rows(Protocol):
    """Pixels as PNG's rows. `touched` tells, strip by strip, where a card was drawn on its ground; None where it has none."""

    @property
    def height(self) -> int:
        """The picture's height in px."""
        ...

    @property
    def touched(self) -> bytes | None:
        """For each strip how many glyphs and shapes were drawn on it, 255 at most."""
        ...

    def rows(self, top: int, bottom: int) -> bytes:
        """Return rows of the picture, red, green, blue, each with the filter of the next row behind it."""
        ...

    def ground_rows(self, top: int, bottom: int) -> bytes:
        """Return the ground's rows in the same form."""
        ...

    def in_scene(self, strip: int) -> bool:
        """Return whether a strip of the ground is this ground's own: a scene, not the gradient under many."""
        ...

    def kept(self, packing: str, strip: int) -> Piece | None:
        """Return a strip of the ground as it was packed before."""
        ...

    def keep(self, packing: str, strip: int, piece: Piece) -> None:
        """Keep a packed strip as long as its ground."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """Packed rows that look back at nothing: the deflate blocks, the rows' Adler-32 and their length in bytes."""

    data: bytes
    adler: int
    length: int


def packer() -> str:
    """Return what packs, with its version: the same pixels give other bytes with another."""
    return f"zlib {zlib.ZLIB_RUNTIME_VERSION}" if _packer is None else f"zlib-ng {version('zlib-ng')}"


def crc32(data: Any, before: int = 0) -> int:
    """Return the CRC-32 of `data` behind what gave `before`; zlib-ng's is ten times as quick as Python's own."""
    found: int = (_packer or zlib).crc32(data, before)
    return found


def packed(picture: Rows, packing: str) -> Iterator[bytes]:
    """Yield the zlib stream of a picture's rows, each behind a 0: PNG's filter *none*."""
    library: Any = _packer or zlib
    adler = library.adler32(b"\0", 1)
    yield _HEAD
    yield _FIRST_FILTER
    press = _Streams(library, packing)
    levels = press.levels
    height = picture.height
    for first, stop, level in _runs(picture, levels, packing, library):
        if level is not None:
            rows = _strips(picture.rows, first, stop, height)
            adler = library.adler32(rows, adler)
            yield press.compress(rows, level)
            continue
        yield press.cut()
        for strip in range(first, stop):
            piece = picture.kept(packing, strip)
            if piece is None:
                rows = _strips(picture.ground_rows, strip, strip + 1, height)
                scene = levels.scene if picture.in_scene(strip) else None
                piece = _piece(library, rows, scene or levels.ground)
                picture.keep(packing, strip, piece)
            adler = adler_of_both(adler, piece.adler, piece.length)
            yield piece.data
    yield press.end()
    yield adler.to_bytes(4, "big")


class _Streams:
    """A card's own rows on their way: one stream a level, cut where another goes on."""

    def __init__(self, library: Any, packing: str) -> None:
        self.levels = (_BY_ZLIB if library is zlib else _BY_ZLIB_NG)[packing]
        self._make: Any = library
        self._streams: dict[int, Any] = {}
        self._open: int | None = None

    def compress(self, rows: Any, level: int) -> bytes:
        """Return more of the stream: these rows, and perhaps the end of what went before."""
        before = self.cut() if level != self._open else b""
        self._open = level
        stream = self._streams.get(level)
        if stream is None:
            stream = self._streams[level] = self._make.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        return before + stream.compress(rows) if before else stream.compress(rows)  # type: ignore[no-any-return]

    def cut(self) -> bytes:
        """Return what is still held back; what comes behind it looks back at nothing."""
        if self._open is None:
            return b""
        stream, self._open = self._streams[self._open], None
        return stream.flush(zlib.Z_FULL_FLUSH)  # type: ignore[no-any-return]

    def end(self) -> bytes:
        """Return the end of the deflate stream."""
        return _END if self._open is None else self._streams[self._open].flush(zlib.Z_FINISH)


def _runs(picture: Rows, levels: _Levels, packing: str, library: Any) -> Iterator[tuple[int, int, int | None]]:
    """Yield a picture's strips in runs: the first, the one behind the last, and the level of a card's own rows."""
    count = -(-picture.height // STRIP)
    touched = picture.touched
    if touched is None:
        each: list[int | None] = [levels.rough] * count
    else:
        each = [_level(picture, n, touched[n], levels, library) if touched[n] else None for n in range(count)]
    first = 0
    while first < count:
        stop = first + 1
        while stop < count and stop - first < _AT_ONCE and each[stop] == each[first]:
            stop += 1
        yield first, stop, each[first]
        first = stop


def _level(picture: Rows, strip: int, drawn: int, levels: _Levels, library: Any) -> int:
    if levels.crowded is not None and drawn >= CROWDED:
        return levels.crowded
    if levels.plain == levels.rough:
        return levels.plain
    tried = picture.kept(_TRIED, strip)
    if tried is None:
        top = strip * STRIP
        bottom = min(top + _TRIED_ROWS.stop, picture.height)
        rows = picture.ground_rows(min(top + _TRIED_ROWS.start, bottom - 1), bottom)
        tried = Piece(b"", len(library.compress(rows, 1)), len(rows))
        picture.keep(_TRIED, strip, tried)
    return levels.plain if tried.adler * _PLAIN <= tried.length else levels.rough


def adler_of_both(first: int, second: int, length: int) -> int:
    """Return the Adler-32 of two texts, one behind the other; `length` is the second's, in bytes. RFC 1950, 8.2."""
    low, high = first & 0xFFFF, first >> 16
    low2, high2 = second & 0xFFFF, second >> 16
    total = (low + low2 - 1) % _ADLER
    return (high + high2 + (low - 1) * length) % _ADLER << 16 | total


def _strips(rows: Any, first: int, stop: int, height: int) -> Any:
    """Return the rows of some strips; the picture's last one has no row, and so no filter, behind it."""
    bottom = stop * STRIP
    if bottom < height:
        return rows(first * STRIP, bottom)
    return memoryview(rows(first * STRIP, height))[:-1]


def _piece(library: Any, rows: Any, level: int) -> Piece:
    stream = library.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = stream.compress(rows) + stream.flush(zlib.Z_FULL_FLUSH)
    return Piece(data, library.adler32(rows), len(rows))
