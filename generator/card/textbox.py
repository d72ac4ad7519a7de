"""Read an SVG ``<text>`` as a text box: its frame, its limits and its runs.

A frame is SVG 2's ``shape-inside: url(#rect)`` (what Inkscape writes for a text frame) or ``inline-size`` with x
and y. Limits are ``font-size`` (the largest size), ``data-min-size``, ``data-max-lines``, ``line-height``. A
``<tspan>`` is a run with its own family, weight, fill, size (em or px), letter-spacing, baseline-shift and ``dx``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from generator.card.cascade import SVG
from generator.card.fill import FORCED_BREAK
from generator.errors import DesignError, Where
from generator.typeset.model import Box, Run, Style

TEXT = f"{{{SVG}}}text"
_INDENTATION = re.compile(r"[ \t]*[\r\n]\s*")
_URL = re.compile(r"""url\(\s*['"]?#([^'")]+)['"]?\s*\)""")
_LENGTH = re.compile(r"\s*(-?[0-9.]+)\s*(px|em|%)?\s*")
_WEIGHTS = {"normal": 400, "bold": 700}


@dataclass(frozen=True)
class Frame:
    """Where a text may stand: px of the sheet's design units; `height` None is as tall as needed."""

    x: float
    y: float
    width: float
    height: float | None


@dataclass(frozen=True)
class TextBox:
    """One text box of a template. `share` names a group whose boxes must come out at one size."""

    element: etree._Element
    name: str
    frame: Frame
    box: Box
    runs: tuple[Run, ...]
    valign: str
    anchor: str
    share: str | None

    @property
    def text(self) -> str:
        """The box's words without styling."""
        return "".join(run.text for run in self.runs)


def read_text_box(element: etree._Element, file: str, column: Frame | None = None) -> TextBox | None:
    """Return the text box an element declares, or None when it holds no words (an optional part).

    `column` is the frame of the flow the element stands in, if any. Raises DesignError with file and line for a
    box without frame or with a length that is not one.
    """
    where = Where(file, element.sourceline)
    size = _length(_inherited(element, "font-size", ""), 0.0, where, "font-size")
    if size <= 0:
        raise DesignError("文本框没有字号", where, "请写 font-size，单位 px，作为最大字号")
    frame = _frame(element, where, column)
    runs = tuple(_runs(element, size, where))
    name = element.get("id") or "text"
    if not "".join(run.text for run in runs).strip():
        return None
    box = Box(
        width=frame.width,
        height=frame.height,
        max_size=size,
        min_size=_length(element.get("data-min-size", ""), size, where, "data-min-size"),
        name=name,
        max_lines=int(element.get("data-max-lines", "99")),
        line_height=float(_inherited(element, "line-height", "1.3")),
        writing_mode=_inherited(element, "writing-mode", "horizontal-tb"),
    )
    anchor = _inherited(element, "text-anchor", "start")
    by_size = "baseline" if element.get("inline-size") and column is None else "top"
    return TextBox(
        element, name, frame, box, runs, element.get("data-valign", by_size), anchor, element.get("data-share")
    )


def _frame(element: etree._Element, where: Where, column: Frame | None) -> Frame:
    inside = _URL.search(element.get("shape-inside", ""))
    if inside:
        return frame_of(element.getroottree().getroot(), inside[1], where)
    x, y = float(element.get("x", "0")), float(element.get("y", "0"))
    width = element.get("inline-size")
    if width is None and column is not None:
        return Frame(column.x + x, y, column.width - x, None)
    if width is None:
        raise DesignError("文本没有框", where, "请用 shape-inside 指向一个矩形，或写 inline-size")
    wide = _length(width, 0.0, where, "inline-size")
    if column is not None:
        return Frame(column.x + x, y, wide, None)
    left = {"middle": x - wide / 2, "end": x - wide}.get(_inherited(element, "text-anchor", "start"), x)
    return Frame(left, y, wide, None)


def frame_of(root: etree._Element, name: str, where: Where) -> Frame:
    """Return the frame that the ``<rect>`` with this id draws; raise DesignError when there is none."""
    found = root.xpath("//*[@id=$name]", name=name)
    if not isinstance(found, list) or not found or not isinstance(found[0], etree._Element):
        raise DesignError(f"找不到名为“{name}”的矩形", where, "请检查 shape-inside 或 data-box 里的名字")
    rect = found[0]
    if etree.QName(rect).localname != "rect":
        raise DesignError(f"“{name}”不是矩形", where, "文本框只能用 <rect>")
    x, y, width, height = (float(rect.get(k, "0")) for k in ("x", "y", "width", "height"))
    return Frame(x, y, width, height)


def _runs(element: etree._Element, size: float, where: Where) -> list[Run]:
    runs: list[Run] = []

    def add(node: etree._Element, words: str | None) -> None:
        text = _INDENTATION.sub("", words or "").replace(FORCED_BREAK, "\n")
        if text:
            runs.append(Run(text, _style(node, element, size, where)))

    def walk(node: etree._Element) -> None:
        add(node, node.text)
        for child in node:
            if isinstance(child.tag, str):
                walk(child)
            add(node, child.tail)

    walk(element)
    return runs


def _style(node: etree._Element, top: etree._Element, size: float, where: Where) -> Style:
    weight = _inherited(node, "font-weight", "400")
    families = _inherited(node, "font-family", "Noto Sans SC").split(",")
    own = "" if node is top else node.get("font-size", "")

    def em(name: str) -> float:
        return _length(node.get(name, ""), 0.0, where, name, size) / size

    return Style(
        families=tuple(f.strip().strip("'\"") for f in families),
        weight=_WEIGHTS.get(weight) or int(float(weight)),
        size_em=_length(own, size, where, "font-size", size) / size,
        fill=_inherited(node, "fill", "#000000"),
        letter_spacing_em=_length(_inherited(node, "letter-spacing", "0"), 0.0, where, "letter-spacing", size)
        / size,
        baseline_shift_em=em("baseline-shift"),
        gap_before_em=0.0 if node is top else em("dx"),
    )


def _inherited(element: etree._Element, name: str, default: str) -> str:
    node: etree._Element | None = element
    while node is not None:
        value = node.get(name)
        if value is not None:
            return value
        node = node.getparent()
    return default


def _length(text: str, default: float, where: Where, name: str, em: float | None = None) -> float:
    if not text or text == "normal":
        return default
    match = _LENGTH.fullmatch(text)
    if match is None or (match[2] in {"em", "%"} and em is None):
        raise DesignError(f"“{name}”的值“{text}”不是长度", where, "请写数字，单位 px 或 em")
    value = float(match[1])
    if match[2] == "em":
        return value * (em or 0.0)
    return value / 100 * (em or 0.0) if match[2] == "%" else value
