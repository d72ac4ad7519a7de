"""Fit a drawing to a sheet of another height or width: move what is pinned, stretch what may grow.

A template is drawn once for its master shape. On a size of another ratio (6:7 from 3:4, 16:9 from 2.35:1) its
parts follow ``data-pin`` (``left|center|right`` and ``top|middle|bottom``) and ``data-stretch`` (``x``, ``y``), as
constraints do in a designer's drawing program.
"""

from __future__ import annotations

from lxml import etree

_SHARE = {"left": 0.0, "center": 0.5, "right": 1.0, "top": 0.0, "middle": 0.5, "bottom": 1.0}
_ACROSS = {"left", "center", "right"}
_MOVED_BY_NUMBERS = {"rect", "text", "image", "use"}


def adapt(root: etree._Element, width: float, height: float) -> None:
    """Move and stretch pinned elements for a sheet of `width` × `height` design units, in place.

    The drawing's own measure is its ``viewBox``, which is replaced. Text and rectangles change by their own
    x, y, width and height, so that a text box's frame stays a number; everything else is translated.
    """
    _x, _y, drawn_width, drawn_height = (float(v) for v in root.get("viewBox", "").replace(",", " ").split())
    more_x, more_y = width - drawn_width, height - drawn_height
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if element.get("data-pin") is None and element.get("data-stretch") is None:
            continue
        pins = element.attrib.pop("data-pin", "").split()
        stretch = element.attrib.pop("data-stretch", "").split()
        dx = sum(_SHARE[p] * more_x for p in pins if p in _ACROSS)
        dy = sum(_SHARE[p] * more_y for p in pins if p in _SHARE and p not in _ACROSS)
        if dx or dy:
            _move(element, dx, dy)
        if "x" in stretch and more_x:
            _grow(element, "width", more_x)
        if "y" in stretch and more_y:
            _grow(element, "height", more_y)
    root.set("viewBox", f"0 0 {number(width)} {number(height)}")


def _move(element: etree._Element, dx: float, dy: float) -> None:
    if etree.QName(element).localname in _MOVED_BY_NUMBERS:
        element.set("x", number(float(element.get("x", "0")) + dx))
        element.set("y", number(float(element.get("y", "0")) + dy))
    else:
        old = element.get("transform", "")
        element.set("transform", f"translate({number(dx)} {number(dy)}) {old}".strip())


def _grow(element: etree._Element, side: str, more: float) -> None:
    element.set(side, number(max(0.0, float(element.get(side, "0")) + more)))


def number(value: float) -> str:
    """Format a length for SVG: at most three decimals, no trailing zeros, never ``-0``."""
    text = f"{value:.3f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
