"""A finished sheet: what the press draws, and an account of every text on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from generator.card.forme import Forme
from generator.card.settext import SetText


class Svg:
    """A sheet's SVG as a field: bytes, or a forme that they are written out of when they are asked for."""

    def __get__(self, sheet: Any, owner: type | None = None) -> bytes:
        if sheet is None:
            raise AttributeError("svg")  # a field without a default
        given: bytes | Forme = sheet.__dict__["forme"]
        return given.svg if isinstance(given, Forme) else given

    def __set__(self, sheet: Any, given: bytes | Forme) -> None:
        sheet.__dict__["forme"] = given


@dataclass(frozen=True)
class Sheet:
    """A finished drawing: self-contained SVG, its size in px, and an account of every text in it.

    `svg` may be given as the forme it is written out of, which a rasteriser of ours draws from.
    """

    svg: Svg = Svg()
    width: int  # type: ignore[misc]
    height: int  # type: ignore[misc]
    texts: tuple[SetText, ...]  # type: ignore[misc]

    @property
    def forme(self) -> Forme:
        """What a rasteriser of ours draws from, as good as the SVG."""
        given: bytes | Forme = self.__dict__["forme"]
        return given if isinstance(given, Forme) else Forme.read(given)
