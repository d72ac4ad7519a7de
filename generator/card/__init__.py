"""From a fact's words, a template, a theme and a size to a finished PNG card."""

from generator.card.brandkit import brand_kit
from generator.card.copy import Copy, write_copy
from generator.card.groundwork import Groundwork
from generator.card.impression import Impression
from generator.card.job import CardJob
from generator.card.packer import BALANCED, PACKINGS
from generator.card.png import png_of_bands
from generator.card.press import Card, Press
from generator.card.raster import RASTERISERS, choose_rasteriser
from generator.card.settext import SetText
from generator.card.sheet import Sheet
from generator.card.wordbook import Wordbook

__all__ = [
    "BALANCED", "PACKINGS", "RASTERISERS", "Card", "CardJob", "Copy", "Groundwork", "Impression", "Press", "SetText", "Sheet", "Wordbook",
    "brand_kit", "choose_rasteriser", "png_of_bands", "write_copy",
]  # fmt: skip
