"""Parse an SVG that may come from outside: no entities, no scripts, no reference beyond the document.

CairoSVG blocks files and network by default but resvg loads local paths, so references are refused here, before
either sees them.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Collection, Iterator

from lxml import etree

from generator.card.cascade import SVG
from generator.errors import CardRefused, DesignError, Where

_OUTER_URL = re.compile(r"""url\(\s*['"]?(?!#)""", re.IGNORECASE)
_INNER_URL = re.compile(r"""url\(\s*['"]?#([^)'"]+)""", re.IGNORECASE)
_DASHES = re.compile(r"stroke-dasharray\s*:\s*([^;]+)", re.IGNORECASE)
MOST_ELEMENTS = 200_000
"""Elements of a drawing once every `use` is unfolded; the fullest of ours have 3,000."""
_DASHED = {"style", "stroke-dasharray"}
_SHORTEST_DASHES = 0.5
"""Px of all dashes and gaps of a stroke together: shorter ones would be drawn by the million."""
_FORBIDDEN = {"script", "foreignObject", "iframe", "audio", "video", "animate", "set", "handler"}
_OWN = threading.local()
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def parse(svg: str, file: str, pictures: Collection[str] = ()) -> etree._Element:
    """Return the root of an SVG text. `pictures` are the data URIs it may hold: those mima made itself.

    Raises CardRefused when the words hold a character that XML cannot carry, DesignError with file and line when
    the drawing is not well formed, is no SVG, or reaches outside itself.
    """
    bad = _NOT_XML.search(svg)
    if bad:
        raise CardRefused(
            f"文字里有不能显示的控制字符 U+{ord(bad[0]):04X}", Where(file), "请在事实表里删掉这个字符"
        )
    try:
        root = etree.fromstring(svg.encode(), _parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise DesignError(
            f"模板不是完整的 SVG：{error.msg}", Where(file, line, column), "请检查标签是否成对、引号是否齐全"
        ) from error
    if root.tag != f"{{{SVG}}}svg" or not root.get("viewBox"):
        raise DesignError(
            "模板的根元素不是带 viewBox 的 <svg>", Where(file, root.sourceline), "请从现有模板复制一个开头"
        )
    count, shows = 0, False
    for element in root.iter():
        shows = _check(element, file, pictures) or shows
        count += 1
    if shows:
        _prove_size(root, file)
    else:
        _prove_count(count, file)
    return root


def _parser() -> etree.XMLParser:
    """Return this thread's parser: to make one costs as much as to read a card with it."""
    found: etree.XMLParser | None = getattr(_OWN, "parser", None)
    if found is None:
        found = _OWN.parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
        )
    return found


def _prove_size(root: etree._Element, file: str) -> None:
    """Raise DesignError for a drawing that unfolds without end: elements that show each other, by `use` or by url()."""
    named = {str(node.get("id")): node for node in root.iter() if node.get("id")}
    known: dict[etree._Element, int] = {}
    open_: set[etree._Element] = set()

    def weight(element: etree._Element) -> int:
        if element in known:
            return known[element]
        if element in open_:
            raise DesignError("图形互相引用，没有尽头", Where(file, element.sourceline), "请去掉循环的引用")
        open_.add(element)
        total = 1 + sum(weight(child) for child in element)
        for name in _shown_by(element):
            if name in named:
                total += weight(named[name])
        open_.discard(element)
        known[element] = total
        return total

    _prove_count(weight(root), file)


def _prove_count(count: int, file: str) -> None:
    if count > MOST_ELEMENTS:
        raise DesignError(f"图稿展开后有 {count} 个图形", Where(file), f"请简化到 {MOST_ELEMENTS} 个以内")


def _shown_by(element: etree._Element) -> Iterator[str]:
    for key, value in element.attrib.items():
        if key.rpartition("}")[2] == "href":
            yield str(value).strip()[1:]
        elif "url(" in value:
            yield from _INNER_URL.findall(value)


def _check(element: etree._Element, file: str, pictures: Collection[str]) -> bool:
    """Raise DesignError for what no drawing may hold; return whether the element may show another one."""
    if not isinstance(element.tag, str):
        raise DesignError("模板里有实体引用", Where(file, element.sourceline), "请直接写出字符")
    name = element.tag.rpartition("}")[2]
    if name in _FORBIDDEN:
        raise DesignError(f"模板里不能有 <{name}>", Where(file, element.sourceline), "请删掉它")
    dashed = name == "style"
    shows = False
    for key, value in element.items():
        local = key.rpartition("}")[2] if key[0] == "{" else key
        if local == "href" and not value.strip().startswith("#") and value not in pictures:
            raise DesignError(
                f"模板引用了外部文件“{value[:60]}”",
                Where(file, element.sourceline),
                "图形请画成路径；台标写进 data/brand.toml",
            )
        if local.startswith("on"):
            raise DesignError(f"模板里不能有事件属性 {local}", Where(file, element.sourceline), "请删掉它")
        if "(" in value and _OUTER_URL.search(value):
            raise DesignError(
                f"模板引用了外部地址“{value[:60]}”", Where(file, element.sourceline), "只能用 url(#名字)"
            )
        # a text's frame is read, not shown
        shows = shows or local == "href" or ("(" in value and key != "shape-inside" and "url(" in value.lower())
        dashed = dashed or local in _DASHED
    if not dashed:
        return shows
    where = Where(file, element.sourceline)
    dashes = _DASHES.findall(element.get("style") or (element.text or "" if name == "style" else ""))
    for pattern in (*dashes, element.get("stroke-dasharray", "")):
        lengths = [float(v) for v in re.findall(r"[\d.]*\d(?:[eE][-+]?\d+)?", pattern)]
        if lengths and sum(lengths) < _SHORTEST_DASHES:
            raise DesignError(
                f"虚线“{pattern.strip()[:40]}”太密", where, f"线段与间隔合起来至少 {_SHORTEST_DASHES} 像素"
            )
    if name == "style" and (_OUTER_URL.search(element.text or "") or "@import" in (element.text or "")):
        raise DesignError("模板的样式引用了外部文件", where, "请把样式写在模板里")
    return shows
