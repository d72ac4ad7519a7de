"""The rack: grounds kept on the disk from one run to the next, for several processes at once.

An entry is found by the digest of all that can change its pixels (the backdrop's own text in its theme's colours, the
sheet's opening and size, the rasteriser, mima's own drawing code), so none is ever stale. It comes with the digest of what is in it:
one that is not whole is put aside, told by `spoilt`, and drawn anew. Nothing here is needed: a rack that cannot be read or
written is as an empty one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import secrets
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_packer: Any
try:
    from zlib_ng import zlib_ng as _packer
except ImportError:  # a system without its wheel
    _packer = zlib

MOST_ON_DISK = 512_000_000
"""Bytes of a rack: three thousand grounds of 1080×1440. What was not used longest goes first."""
_ENDING, _SPOILT, _TEMPORARY = ".ground", ".spoilt", ".tmp"
_MAGIC = b"mima ground 1\n"
_HEAD = struct.Struct(">32s32sIII")
"""The digest of what follows it; the wash's name; how many bytes of pixels, of strips, and of both packed."""
_LEVEL = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """A ground as it was: its pixels, the name of the wash it was drawn on ("" for none), and which strips it drew on."""

    pixels: bytes
    wash: str
    drawn: bytes


class Rack:
    """The grounds in one folder. `makings`: what all of them are drawn by, with versions."""

    def __init__(self, folder: Path, makings: str) -> None:
        self.folder = folder
        self._makings = hashlib.sha256(f"{makings} {_drawing_code()}".encode()).digest()

    def name_of(self, head: bytes, text: str, width: int, height: int) -> str:
        """Return the name of a ground: the sha256 of everything that its pixels depend on."""
        digest = hashlib.sha256(self._makings)
        for part in (head, text.encode(), f"{width}×{height}".encode()):
            digest.update(struct.pack(">Q", len(part)))
            digest.update(part)
        return digest.hexdigest()

    def find(self, name: str, length: int) -> Kept | None:
        """Return a ground of `length` bytes of pixels, None for one that is not there or not whole."""
        path = self.folder / (name + _ENDING)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        kept = _opened(data, length)
        with contextlib.suppress(OSError):
            if kept is None:
                path.replace(path.with_suffix(_SPOILT))
            else:
                os.utime(path)
        return kept

    def keep(self, name: str, kept: Kept) -> None:
        """Write a ground down in one step."""
        packed = _packer.compress(kept.pixels + kept.drawn, _LEVEL)
        wash = bytes.fromhex(kept.wash).ljust(32, b"\0")
        body = _HEAD.pack(b"", wash, len(kept.pixels), len(kept.drawn), len(packed))[32:] + packed
        temporary = self.folder / f".mima-{secrets.token_hex(8)}{_TEMPORARY}"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(_MAGIC + hashlib.sha256(body).digest() + body)
            temporary.replace(self.folder / (name + _ENDING))
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()


def tidy(folder: Path, most: int = MOST_ON_DISK) -> int:
    """Bring a rack down to `most` bytes, clear away what broken runs left, and return how many entries were spoilt."""
    spoilt = 0
    entries: list[tuple[int, int, Path]] = []
    for path in folder.iterdir() if folder.is_dir() else ():
        with contextlib.suppress(OSError):
            if path.suffix in {_SPOILT, _TEMPORARY}:
                spoilt += path.suffix == _SPOILT
                path.unlink()
            elif path.suffix == _ENDING:
                found = path.stat()
                entries.append((found.st_mtime_ns, found.st_size, path))
    total = sum(size for _used, size, _path in entries)
    for _used, size, path in sorted(entries):
        if total <= most:
            break
        with contextlib.suppress(OSError):
            path.unlink()
            total -= size
    return spoilt


def _opened(data: bytes, length: int) -> Kept | None:
    start = len(_MAGIC)
    if not data.startswith(_MAGIC) or len(data) < start + _HEAD.size:
        return None
    digest, wash, pixels, drawn, packed = _HEAD.unpack_from(data, start)
    body = memoryview(data)[start + len(digest) :]
    if pixels != length or len(data) != start + _HEAD.size + packed or hashlib.sha256(body).digest() != digest:
        return None
    try:
        whole = _packer.decompress(body[_HEAD.size - len(digest) :], zlib.MAX_WBITS, pixels + drawn)
    except (zlib.error, _packer.error):
        return None
    if len(whole) != pixels + drawn:
        return None
    return Kept(whole[:pixels], wash.hex() if any(wash) else "", whole[pixels:])


def _drawing_code() -> str:
    """Return the digest of this very part of mima: a drawing from yesterday's code is no drawing of today's."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
