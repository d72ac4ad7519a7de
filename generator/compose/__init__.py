"""Compositions: pictures made of a whole series. Nine cards, one picture in nine, a long picture, a moving card.

Each is a function from a factsheet to a `Composition`: files as bytes and an account of them. Only `folder` writes.
"""

from generator.compose.animate import FilmWishes, compose_film
from generator.compose.collation import collate_pieces
from generator.compose.composition import Composer, Composition, Piece
from generator.compose.correction import Recomposed, compositions_alike, recompose
from generator.compose.deskproof import keep_print
from generator.compose.folder import COMPOSITIONS, keep
from generator.compose.grid import GridWishes, compose_grid
from generator.compose.long import LongWishes, compose_long
from generator.compose.mosaic import MosaicWishes, compose_mosaic
from generator.compose.order import Order
from generator.compose.printout import PAPERS, print_pdf

__all__ = [
    "COMPOSITIONS",
    "PAPERS",
    "Composer",
    "Composition",
    "FilmWishes",
    "GridWishes",
    "LongWishes",
    "MosaicWishes",
    "Order",
    "Piece",
    "Recomposed",
    "collate_pieces",
    "compose_film",
    "compose_grid",
    "compose_long",
    "compose_mosaic",
    "compositions_alike",
    "keep",
    "keep_print",
    "print_pdf",
    "recompose",
]
