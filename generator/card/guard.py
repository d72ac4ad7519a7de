"""Parse an SVG that may come from outside: no entities, no scripts, no reference beyond the document.

CairoSVG blocks files and network by default but resvg loads local paths, so references are refused here, before
either sees them.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from generator.card.cascade import SVG
from generator.errors import CardRefused, DesignError, Where

_OUTER_URL = re.compile(r"""url\(\s*['"]?(?!#)""", re.IGNORECASE)
_FORBIDDEN = {"script", "foreignObject", "iframe", "audio", "video", "animate", "set", "handler"}
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
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(svg.encode(), parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise DesignError(
            f"模板不是完整的 SVG：{error.msg}", Where(file, line, column), "请检查标签是否成对、引号是否齐全"
        ) from error
    if root.tag != f"{{{SVG}}}svg" or not root.get("viewBox"):
        raise DesignError(
            "模板的根元素不是带 viewBox 的 <svg>", Where(file, root.sourceline), "请从现有模板复制一个开头"
        )
    for element in root.iter():
        _check(element, file, pictures)
    return root


def _check(element: etree._Element, file: str, pictures: Collection[str]) -> None:
    where = Where(file, element.sourceline)
    if not isinstance(element.tag, str):
        raise DesignError("模板里有实体引用", where, "请直接写出字符")
    name = etree.QName(element).localname
    if name in _FORBIDDEN:
        raise DesignError(f"模板里不能有 <{name}>", where, "请删掉它")
    for key, value in element.attrib.items():
        local = etree.QName(key).localname
        if local == "href" and not value.strip().startswith("#") and value not in pictures:
            raise DesignError(
                f"模板引用了外部文件“{value[:60]}”", where, "图形请画成路径；台标写进 data/brand.toml"
            )
        if local.startswith("on"):
            raise DesignError(f"模板里不能有事件属性 {local}", where, "请删掉它")
        if _OUTER_URL.search(value):
            raise DesignError(f"模板引用了外部地址“{value[:60]}”", where, "只能用 url(#名字)")
    if name == "style" and (_OUTER_URL.search(element.text or "") or "@import" in (element.text or "")):
        raise DesignError("模板的样式引用了外部文件", where, "请把样式写在模板里")
