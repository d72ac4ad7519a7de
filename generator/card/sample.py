"""Sample places: what a browser or Inkscape shows of a drawing whose real places only the card knows.

A rectangle or text whose place is worked out (``{{ y + 12 }}``) has plain numbers in x, y, width and height, for whoever
opens the drawing, and what the card takes in ``data-place``: ``x y width height`` of a rectangle, ``x y`` of a text.
"""

from __future__ import annotations

from lxml import etree

from generator.errors import DesignError, Where

_PLACED = etree.XPath("//*[@data-place]")
_SIDES = ("x", "y", "width", "height")
_FORMS = {"rect": 4, "text": 2}


def take_places(root: etree._Element, file: str) -> None:
    """Put every real place where its sample stands. Raises DesignError with file and line for one that is none."""
    found = _PLACED(root)
    for element in found if isinstance(found, list) else ():
        if not isinstance(element, etree._Element):
            continue
        values = element.attrib.pop("data-place").split()
        wanted = _FORMS.get(etree.QName(element).localname)
        if wanted is None or len(values) != wanted:
            raise DesignError(
                f"data-place 写了 {len(values)} 个数",
                Where(file, element.sourceline),
                "矩形写四个数（x y 宽 高），文字写两个（x y），用空格分开",
            )
        for side, value in zip(_SIDES, values, strict=False):
            element.set(side, value)
