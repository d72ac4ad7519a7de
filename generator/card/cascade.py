"""Resolve CSS into attributes: a sheet carries no style sheet, only values on elements.

Selectors are matched by cssselect2; the template's own ``<style>`` comes first, the theme's classes after it, so
that a template previewed in a browser shows its sample colours and a card shows the theme's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

import cssselect2
import tinycss2
from lxml import etree

from generator.errors import DesignError, Where

SVG = "http://www.w3.org/2000/svg"
_DECLARATIONS = dict[str, str]
_ASKED = ("id", "class")
_MOST_KNOWN = 4_000
_SIMPLE = re.compile(r"\s*[\w-]*(?:[.#][\w-]+)*\s*(?:,\s*[\w-]*(?:[.#][\w-]+)*\s*)*")
"""Selectors by name, class and id alone: no place among others, no other attribute, no state."""


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
    rules = _rules("\n".join([*sheets, theme_css]), file)
    for element, declared in rules.of_all(root):
        for name, value in declared.items():
            element.set(name, value)
        own = element.get("style")
        if own is not None:
            del element.attrib["style"]
            for name, value in _declarations(own).items():
                element.set(name, value)


class _Rules:
    """A style sheet's rules. Those that ask only for an element's name, class and id give all its likes one answer."""

    def __init__(self) -> None:
        self.matcher = cssselect2.Matcher()
        self.simple = True
        self._known: dict[tuple[str, str | None, str | None], _DECLARATIONS] = {}

    def of_all(self, root: etree._Element) -> Iterator[tuple[etree._Element, _DECLARATIONS]]:
        """Yield every element below `root` and itself, with what the rules declare for it."""
        if not self.simple:
            for node in cssselect2.ElementWrapper.from_xml_root(root).iter_subtree():
                yield node.etree_element, self._declared(node)
            return
        for element in root.iter(etree.Element):
            key = (str(element.tag), element.get("id"), element.get("class"))
            found = self._known.get(key)
            if found is None:
                alike = etree.Element(key[0], {k: v for k, v in zip(_ASKED, key[1:], strict=True) if v})
                found = self._declared(cssselect2.ElementWrapper.from_xml_root(alike))
                if len(self._known) < _MOST_KNOWN:
                    self._known[key] = found
            yield element, found

    def _declared(self, node: cssselect2.ElementWrapper) -> _DECLARATIONS:
        declared: _DECLARATIONS = {}
        for _specificity, _order, _pseudo, declarations in self.matcher.match(node):
            declared.update(declarations)
        return declared


@lru_cache(maxsize=64)
def _rules(css: str, file: str) -> _Rules:
    rules = _Rules()
    for rule in tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True):
        if rule.type == "error":
            raise DesignError(f"模板的样式写错了：{rule.message}", Where(file), "请检查 <style> 里的括号与分号")
        if rule.type != "qualified-rule":
            continue
        declarations = _declarations(tinycss2.serialize(rule.content))
        rules.simple = rules.simple and bool(_SIMPLE.fullmatch(tinycss2.serialize(rule.prelude)))
        try:
            selectors = cssselect2.compile_selector_list(rule.prelude)
        except cssselect2.SelectorError as error:
            selector = tinycss2.serialize(rule.prelude).strip()
            raise DesignError(
                f"模板的选择符“{selector}”写错了", Where(file), "请改成 .类名 或 元素名"
            ) from error
        for selector in selectors:
            rules.matcher.add_selector(selector, declarations)
    return rules


@lru_cache(maxsize=512)
def _declarations(css: str) -> _DECLARATIONS:
    parsed = tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True)
    return {d.lower_name: tinycss2.serialize(d.value).strip() for d in parsed if d.type == "declaration"}
