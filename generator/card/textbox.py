"""Read an SVG ``<text>`` as a text box: its frame, its limits and its runs.

A frame is SVG 2's ``shape-inside: url(#rect)`` (what Inkscape writes for a text frame) or ``inline-size`` with x
and y; ``data-box`` names another rectangle than a viewer is shown. Limits are ``font-size`` (the largest size), ``data-min-size``, ``data-max-lines``, ``line-height``. A
``<tspan>`` is a run with its own family, weight, fill, size (em or px), letter-spacing, baseline-shift and ``dx``.

CSS's own switches are understood: ``line-break: strict`` (the clreq's strict rules), ``text-wrap: wrap`` (full lines;
else they are balanced), ``text-spacing-trim: trim-all`` (quotes and brackets of half an em, as headlines of DISPLAY px and
more have them unless told ``normal``), ``writing-mode: vertical-rl``. In a column of the latter ``text-anchor`` runs along the columns,
as SVG has it, and ``data-valign`` across them: top is the right edge, where the first column stands.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from generator.card.cascade import SVG
from generator.card.fill import FORCED_BREAK
from generator.errors import DesignError, Where
from generator.typeset.model import Box, Run, Style

TEXT = f"{{{SVG}}}text"
_INDENTATION = re.compile(r"[ \t]*[\r\n]\s*")
_FADING = frozenset(("opacity", "fill-opacity", "display", "visibility"))
"""What would make letters fainter, or hide them: their outlines take the fill's colour and no more."""
_SEEN = {"1", "1.0", "100%", "inline", "block", "visible", "inherit"}
_URL = re.compile(r"""url\(\s*['"]?#([^'")]+)['"]?\s*\)""")
_BEFORE = etree.XPath("preceding::*[@id=$name]")
_LENGTH = re.compile(r"\s*(-?[0-9.]+)\s*(px|em|%)?\s*")
_WEIGHTS = {"normal": 400, "bold": 700}
_SHIFTS = {"baseline": "0", "super": "0.33em", "sub": "-0.2em"}
_MODES = {
    "horizontal-tb": "horizontal-tb", "lr": "horizontal-tb", "lr-tb": "horizontal-tb",
    "vertical-rl": "vertical-rl", "tb": "vertical-rl", "tb-rl": "vertical-rl",
}  # fmt: skip
"""CSS's writing modes, and SVG 1.1's names of the same, which older drawings hold."""
_TRIMS = {"normal": "full", "space-all": "full", "trim-all": "half", "auto": "auto"}
DISPLAY = 44.0
"""From this `font-size` in px on a text is a headline, where the blank beside a quote looks like a hole."""
_ANCHORS = {"start": "start", "middle": "middle", "end": "end"}
_VALIGNS = {name: name for name in ("top", "middle", "bottom", "baseline")}


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
    box without frame, with a length that is not one, or whose letters are not to be drawn in full.
    """
    where = Where(file, element.sourceline)
    _full_strength(element, where)
    handed = _handed_down(element)
    size = _length(handed.get("font-size", ""), 0.0, where, "font-size")
    if size <= 0:
        raise DesignError("文本框没有字号", where, "请写 font-size，单位 px，作为最大字号")
    mode = _one_of(handed.get("writing-mode", "horizontal-tb"), _MODES, where, "writing-mode")
    runs = tuple(_runs(element, handed, size, where))
    name = element.get("id") or "text"
    if not "".join(run.text for run in runs).strip():
        return None
    least = _length(element.get("data-min-size", ""), size, where, "data-min-size")
    if not 0 < least <= size:
        raise DesignError(
            f"文本框的最小字号 {least:g} 不在 0 与最大字号 {size:g} 之间",
            where,
            "请改 data-min-size 或 font-size",
        )
    pitch = _number(handed.get("line-height", "1.3"), where, "line-height", size)
    most = int(_number(element.get("data-max-lines", "99"), where, "data-max-lines"))
    vertical = mode == "vertical-rl"
    if vertical and column is not None:
        raise DesignError("流式栏里不能放竖排文字", where, "请给竖排的文字单独一个 shape-inside 框")
    frame = _frame(element, where, column, size * pitch * most if vertical else None)
    trim = _one_of(handed.get("text-spacing-trim", "auto"), _TRIMS, where, "text-spacing-trim")
    box = Box(
        width=frame.width,
        height=frame.height,
        max_size=size,
        min_size=least,
        name=name,
        max_lines=most,
        line_height=pitch,
        writing_mode=mode,
        strict=handed.get("line-break", "auto") == "strict",
        balance=handed.get("text-wrap", "balance") not in ("wrap", "stable"),
        tight=trim == "half" or (trim == "auto" and size >= DISPLAY),
    )
    anchor = _one_of(handed.get("text-anchor", "start"), _ANCHORS, where, "text-anchor")
    by_size = "baseline" if element.get("inline-size") and column is None else "top"
    valign = _one_of(element.get("data-valign", by_size), _VALIGNS, where, "data-valign")
    return TextBox(element, name, frame, box, runs, valign, anchor, element.get("data-share"))


def _full_strength(element: etree._Element, where: Where) -> None:
    """Raise DesignError for a text that is see-through or hidden, by its own attributes, its runs' or its groups'.

    A contrast that is measured on the fill's colour would be none of the letters' as they are drawn.
    """
    for node in (*element.iterancestors(), *element.iter(etree.Element)):
        if _FADING.isdisjoint(node.keys()):
            continue
        for name in sorted(_FADING):
            value = node.get(name)
            if value is not None and value.strip() not in _SEEN:
                raise DesignError(
                    f"文字上写了 {name}=“{value}”，文字不能半透明或隐藏",
                    where,
                    "请去掉它：要淡一些用 fill-soft 这样的颜色类，不要的文字用 {% if %} 不画",
                )


def _frame(element: etree._Element, where: Where, column: Frame | None, across: float | None) -> Frame:
    """Return the frame of a box; `across` px is the room for the columns of a vertical text without one."""
    inside = _URL.search(element.get("shape-inside", ""))
    named = element.get("data-box") or (inside[1] if inside else "")
    if named:
        return frame_of(element, named, where)
    x, y = (_length(element.get(axis, ""), 0.0, where, axis) for axis in ("x", "y"))
    measure = element.get("inline-size")
    if column is not None:  # x and y together only show a viewer where the text may come to stand
        x = _length(
            element.get("data-indent", ""), x if element.get("y") is None else 0.0, where, "data-indent"
        )
    if measure is None and column is not None:
        return Frame(column.x + x, y, column.width - x, None)
    if measure is None:
        raise DesignError("文本没有框", where, "请用 shape-inside 指向一个矩形，或写 inline-size")
    long = _length(measure, 0.0, where, "inline-size")
    if column is not None:
        return Frame(column.x + x, y, long, None)
    share = {"middle": 0.5, "end": 1.0}.get(_handed_down(element).get("text-anchor", "start"), 0.0)
    if across is not None:
        return Frame(x - across, y - share * long, across, long)
    return Frame(x - share * long, y, long, None)


def frame_of(element: etree._Element, name: str, where: Where) -> Frame:
    """Return the frame that the ``<rect>`` with this id draws, for `element`; raise DesignError when there is none.

    In a loop every turn has a rectangle of one name: the last before the element is its own.
    """
    root = element.getroottree().getroot()
    found: object = [e for e in root.iter(etree.Element) if e.get("id") == name]
    if isinstance(found, list) and len(found) > 1:
        found = _BEFORE(element, name=name) or found[:1]
    if not isinstance(found, list) or not found or not isinstance(found[-1], etree._Element):
        raise DesignError(f"找不到名为“{name}”的矩形", where, "请检查 shape-inside 或 data-box 里的名字")
    rect = found[-1]
    if etree.QName(rect).localname != "rect":
        raise DesignError(f"“{name}”不是矩形", where, "文本框只能用 <rect>")
    x, y, width, height = (_length(rect.get(k, ""), 0.0, where, k) for k in ("x", "y", "width", "height"))
    return Frame(x, y, width, height)


def _runs(element: etree._Element, handed: Mapping[str, str], size: float, where: Where) -> list[Run]:
    runs: list[Run] = []

    def add(node: etree._Element, handed: Mapping[str, str], words: str | None, *, first: bool) -> None:
        text = _INDENTATION.sub("", words or "").replace(FORCED_BREAK, "\n")
        if text:
            runs.append(Run(text, _style(node, element, handed, size, where, first=first)))

    def walk(node: etree._Element, handed: Mapping[str, str]) -> None:
        add(node, handed, node.text, first=True)
        for child in node:
            if isinstance(child.tag, str):
                walk(child, {**handed, **child.attrib})
            add(node, handed, child.tail, first=False)

    walk(element, handed)
    return runs


def _style(
    node: etree._Element,
    top: etree._Element,
    handed: Mapping[str, str],
    size: float,
    where: Where,
    *,
    first: bool,
) -> Style:
    """Return the style of a run; ``dx`` opens a gap before the `first` run of its ``<tspan>`` only."""
    weight = handed.get("font-weight", "400")
    families = handed.get("font-family", "Noto Sans SC").split(",")

    def em(name: str, value: str) -> float:
        return _length(value, 0.0, where, name, size) / size

    own, shift = size, 0.0
    inner = node
    while inner is not top:  # sizes multiply and shifts add up from run to run, as CSS has it
        own *= _length(inner.get("font-size", ""), size, where, "font-size", size) / size
        shift += em(
            "baseline-shift", _SHIFTS.get(inner.get("baseline-shift", ""), inner.get("baseline-shift", ""))
        )
        parent = inner.getparent()
        inner = top if parent is None else parent
    return Style(
        families=tuple(f.strip().strip("'\"") for f in families),
        weight=_WEIGHTS.get(weight) or int(_number(weight, where, "font-weight")),
        size_em=own / size,
        fill=handed.get("fill", "#000000"),
        letter_spacing_em=em("letter-spacing", handed.get("letter-spacing", "0")),
        baseline_shift_em=shift,
        gap_before_em=em("dx", node.get("dx", "")) if first and node is not top else 0.0,
    )


def _handed_down(element: etree._Element) -> dict[str, str]:
    """Return an element's attributes and, where it has none of a name, those of what it stands in."""
    found: dict[str, str] = {}
    node: etree._Element | None = element
    while node is not None:
        own = dict(node.items())
        found = {**own, **found} if found else own
        node = node.getparent()
    return found


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


def _number(text: str, where: Where, name: str, em: float | None = None) -> float:
    """Return a plain positive number, or with `em` a line height: ``1.3``, ``1.3em``, ``130%`` or px."""
    if em is not None and text.strip()[-1:] in ("m", "%", "x"):
        return _length(text, 0.0, where, name, em) / em
    try:
        value = 1.3 if em is not None and text == "normal" else float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1000:
        raise DesignError(f"“{name}”的值“{text}”不是可用的数", where, "请写一个大于 0 的数")
    return value


def _one_of(text: str, names: dict[str, str], where: Where, name: str) -> str:
    found = names.get(text)
    if found is None:
        raise DesignError(f"“{name}”的值“{text}”不认识", where, f"可用的有：{'、'.join(names)}")
    return found
