"""The three axes of a card as data: templates, themes, sizes; and a newsroom's brand."""

from generator.design.brand import Brand
from generator.design.catalogue import Catalogue
from generator.design.icons import IconTable
from generator.design.scenes import SceneTable
from generator.design.size import Size
from generator.design.template import Template
from generator.design.theme import Theme

__all__ = ["Brand", "Catalogue", "IconTable", "SceneTable", "Size", "Template", "Theme"]
