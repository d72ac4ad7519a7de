"""An impression: a sheet's pixels, read where they stand, and taken off the plate only when somebody keeps them.

Most cards are read once, row by row, to be packed. To copy 6 MB for each would cost more than all the text on it.
"""

from __future__ import annotations

import weakref
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, cast

from PIL import Image, ImageFile

from generator.card.packer import Piece

if TYPE_CHECKING:
    from generator.card.plate import Ground, Plate

Lock = AbstractContextManager[object]
_MAPPED = "RGBX"
"""How Pillow maps cairo's BGRX without copying it: the names of red and blue are the wrong way round, and so ours are."""


class Impression:
    """A picture of opaque RGB pixels. On a plate it stands only until the next one: `image` keeps it for good."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.width, self.height = size
        self.touched: bytes | None = None
        self._image: Image.Image | None = None
        self._plate: Plate | None = None
        self._ground: Ground | None = None
        self._lock: Lock = nullcontext()

    @classmethod
    def of(cls, image: Image.Image) -> Impression:
        """Return an impression of an image, RGB or in a palette."""
        made = cls(image.size)
        made._image = image
        return made

    @classmethod
    def on(cls, plate: Plate, ground: Ground | None, lock: Lock) -> Impression:
        """Return an impression that stands on a plate, to be read under `lock`."""
        made = cls((plate.width, plate.height))
        made._plate, made._ground, made._lock = plate, ground, lock
        made.touched = bytes(plate.touched) if ground is not None else None
        plate.standing = weakref.ref(made)
        return made

    @property
    def image(self) -> Image.Image:
        """The picture as an image of its own."""
        with self._lock:
            plate = self._plate
            if self._image is None and plate is not None:
                size = (self.width, self.height)
                self._image = Image.frombuffer("RGB", size, plate.pixels, "raw", "BGRX", plate.stride, 1)
                self._plate = None
            if self._image is None:
                raise AssertionError("an impression of nothing")
            return self._image

    def crop(self, box: tuple[int, int, int, int]) -> Image.Image:
        """Return a part of the picture, from left and top to right and bottom, which must lie within it."""
        with self._lock:
            plate = self._plate
            if plate is None:
                return self.image.crop(box)
            left, top, right, bottom = box
            start, stop = top * plate.stride + 4 * left, (bottom - 1) * plate.stride + 4 * right
            part = cast(bytes, memoryview(plate.pixels)[start:stop])
            return Image.frombuffer("RGB", (right - left, bottom - top), part, "raw", "BGRX", plate.stride, 1)

    def rows(self, top: int, bottom: int) -> bytes:
        """Return rows as PNG wants them, each with the filter of the next one, a 0, behind it."""
        with self._lock:
            plate = self._plate
            if plate is not None:
                return _rows(plate.pixels, self.width, top, bottom)
            # Pillow fills a row up with zeros to the length asked for
            part = self.image.crop((0, top, self.width, bottom))
            return part.tobytes("raw", part.mode, len(part.getbands()) * self.width + 1, 1)

    def ground_rows(self, top: int, bottom: int) -> bytes:
        """Return rows of the ground that the picture was drawn on."""
        if self._ground is None:
            raise AssertionError("no ground")
        return _rows(self._ground.pixels, self.width, top, bottom)

    def in_scene(self, strip: int) -> bool:
        """Return whether a strip of the ground is this ground's own: see `packer.Rows`."""
        return self._ground is not None and self._ground.in_scene(strip)

    def kept(self, packing: str, strip: int) -> Piece | None:
        """Return a strip of the ground as it was packed before."""
        return self._ground.kept(packing, strip) if self._ground is not None else None

    def keep(self, packing: str, strip: int, piece: Piece) -> None:
        """Keep a packed strip as long as its ground."""
        if self._ground is not None:
            self._ground.keep(packing, strip, piece)


_BLOCK = 1 << 19
"""Bytes that Pillow writes of a picture at once, at least: rows that come in several blocks are copied once more."""


def _rows(pixels: bytearray, width: int, top: int, bottom: int) -> bytes:
    ImageFile.MAXBLOCK = max(ImageFile.MAXBLOCK, _BLOCK)
    part = cast(bytes, memoryview(pixels)[top * 4 * width : bottom * 4 * width])
    mapped = Image.frombuffer(_MAPPED, (width, bottom - top), part, "raw", _MAPPED, 4 * width, 1)
    return mapped.tobytes("raw", "BGR", 3 * width + 1, 1)
