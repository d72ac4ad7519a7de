"""Resolve CSS into attributes: a sheet carries no style sheet, only values on elements.

Selectors are matched by cssselect2; the template's own ``<style>`` comes first, the theme's classes after it, so
that a template previewed in a browser shows its sample colours and a card shows the theme's.
"""

from __future__ import annotations

from functools import lru_cache

import cssselect2
import tinycss2
from lxml import etree

from generator.errors import DesignError, Where

SVG = "http://www.w3.org/2000/svg"
_DECLARATIONS = dict[str, str]


def inline_styles(root: etree._Element, theme_css: str, file: str) -> None:
    """Write every matching rule and ``style`` attribute of the tree as plain attributes, in place.

    Order, weakest first: presentation attributes, style sheets by specificity and order, ``style``.
    ``<style>`` elements are removed; classes stay until the layout has found its guides. Raises DesignError for CSS that does not parse.
    """
    sheets = []
    for style in list(root.iter(f"{{{SVG}}}style")):
        sheets.append(style.text or "")
        parent = style.getparent()
        if parent is not None:
            parent.remove(style)
    matcher = _matcher("\n".join([*sheets, theme_css]), file)
    wrapper = cssselect2.ElementWrapper.from_xml_root(root)
    for node in wrapper.iter_subtree():
        element = node.etree_element
        for _specificity, _order, _pseudo, declarations in matcher.match(node):
            for name, value in declarations.items():
                element.set(name, value)
        style = element.attrib.pop("style", None)
        if style is not None:
            for name, value in _declarations(style).items():
                element.set(name, value)


@lru_cache(maxsize=64)
def _matcher(css: str, file: str) -> cssselect2.Matcher:
    matcher = cssselect2.Matcher()
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            raise DesignError(f"模板的样式写错了：{rule.message}", Where(file), "请检查 <style> 里的括号与分号")
        if rule.type != "qualified-rule":
            continue
        declarations = _declarations(tinycss2.serialize(rule.content))
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError as error:
            selector = tinycss2.serialize(rule.prelude).strip()
            raise DesignError(
                f"模板的选择符“{selector}”写错了", Where(file), "请改成 .类名 或 元素名"
            ) from error
        for selector in selectors:
            matcher.add_selector(selector, declarations)
    return matcher


@lru_cache(maxsize=512)
def _declarations(css: str) -> _DECLARATIONS:
    parsed = tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True)
    return {d.lower_name: tinycss2.serialize(d.value).strip() for d in parsed if d.type == "declaration"}
