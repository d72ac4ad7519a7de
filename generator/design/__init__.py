"""The three axes of a card as data: templates, themes, sizes."""

from generator.design.catalogue import Catalogue
from generator.design.size import Size
from generator.design.template import Template
from generator.design.theme import Theme

__all__ = ["Catalogue", "Size", "Template", "Theme"]
