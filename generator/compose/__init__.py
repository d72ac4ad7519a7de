"""Compositions: pictures made of a whole series. Nine cards, one picture in nine, a long picture, a moving card.

Each is a function from a factsheet to a `Composition`: files as bytes and an account of them. Only `folder` writes.
"""

from generator.compose.composition import Composer, Composition, Piece
from generator.compose.folder import COMPOSITIONS, keep
from generator.compose.grid import GridWishes, compose_grid

__all__ = ["COMPOSITIONS", "Composer", "Composition", "GridWishes", "Piece", "compose_grid", "keep"]
