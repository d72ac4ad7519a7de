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
_BY_ZLIB_NG = {FAST: (1, 6), BALANCED: (5, 7), SMALL: (7, 7), HARDEST: (9, 9)}
_BY_ZLIB = {FAST: (1, 6), BALANCED: (6, 6), SMALL: (9, 9), HARDEST: (9, 9)}
"""For each packing, the level of a card's own rows and that of its ground; ``python bench/cards.py`` prints what they give."""
STRIP = 32
"""Rows of a strip: more, and less of a ground is left as it was; fewer, and each packs worse on its own."""
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
        """1 for each strip that was drawn on."""
        ...

    def rows(self, top: int, bottom: int) -> bytes:
        """Return rows of the picture, red, green, blue, each with the filter of the next row behind it."""
        ...

    def ground_rows(self, top: int, bottom: int) -> bytes:
        """Return the ground's rows in the same form."""
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


def packed(picture: Rows, packing: str) -> Iterator[bytes]:
    """Yield the zlib stream of a picture's rows, each behind a 0: PNG's filter *none*."""
    library: Any = _packer or zlib
    own, grounds = (_BY_ZLIB if _packer is None else _BY_ZLIB_NG)[packing]
    height, touched = picture.height, picture.touched
    last = -(-height // STRIP) - 1
    stream = library.compressobj(own, zlib.DEFLATED, -zlib.MAX_WBITS)
    adler, drawn = 1, False
    yield _HEAD
    yield _FIRST_FILTER
    adler = library.adler32(b"\0", adler)
    for strip in range(last + 1):
        if touched is None or touched[strip]:
            rows = _strip(picture.rows, strip, height)
            adler = library.adler32(rows, adler)
            yield stream.compress(rows)
            drawn = True
            continue
        if drawn:
            yield stream.flush(zlib.Z_FULL_FLUSH)
            drawn = False
        piece = picture.kept(packing, strip)
        if piece is None:
            piece = _piece(library, _strip(picture.ground_rows, strip, height), grounds)
            picture.keep(packing, strip, piece)
        adler = adler_of_both(adler, piece.adler, piece.length)
        yield piece.data
    yield stream.flush(zlib.Z_FINISH)
    yield adler.to_bytes(4, "big")


def adler_of_both(first: int, second: int, length: int) -> int:
    """Return the Adler-32 of two texts, one behind the other; `length` is the second's, in bytes. RFC 1950, 8.2."""
    low, high = first & 0xFFFF, first >> 16
    low2, high2 = second & 0xFFFF, second >> 16
    total = (low + low2 - 1) % _ADLER
    return (high + high2 + (low - 1) * length) % _ADLER << 16 | total


def _strip(rows: Any, strip: int, height: int) -> Any:
    """Return the rows of a strip; the picture's last one has no row, and so no filter, behind it."""
    bottom = (strip + 1) * STRIP
    if bottom < height:
        return rows(strip * STRIP, bottom)
    return memoryview(rows(strip * STRIP, height))[:-1]


def _piece(library: Any, rows: Any, level: int) -> Piece:
    stream = library.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
    data = stream.compress(rows) + stream.flush(zlib.Z_FULL_FLUSH)
    return Piece(data, library.adler32(rows), len(rows))
