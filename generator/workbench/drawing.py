"""A drawing as a designer wrote it: its text, and its elements with their lines, before Jinja has filled it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import tinycss2
from jinja2 import TemplateSyntaxError
from lxml import etree

from generator.card.cascade import SVG
from generator.card.fill import environment

_JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing a drawing does that it should not: 1-based line, what is wrong, what to write instead. Chinese."""

    file: Path
    line: int | None
    rule: str
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}" + (f" 第 {self.line} 行" if self.line else "")
        return f"{place}：{self.what}。{self.remedy}。"


@dataclass(frozen=True)
class Drawing:
    """One SVG file of a template, well formed. `text` is the file as it stands."""

    path: Path
    text: str
    root: etree._Element

    def elements(self, *names: str) -> Iterator[tuple[etree._Element, int, str]]:
        """Yield (element, line, local name) of every element, or of those with one of these names."""
        for element in self.root.iter():
            if isinstance(element.tag, str):
                name = etree.QName(element).localname
                if not names or name in names:
                    yield element, element.sourceline or 1, name

    def values(self, *names: str) -> Iterator[tuple[str, str, int]]:
        """Yield (name, value, line) of every presentation attribute and ``style`` declaration, or of those named.

        The sheets in ``<style>`` are not among them: they hold sample colours.
        """
        for element, line, _ in self.elements():
            for key, value in element.attrib.items():
                local = etree.QName(key).localname
                if local == "style":
                    for name, inner in _declarations(str(value)):
                        if not names or name in names:
                            yield name, inner, line
                elif not names or local in names:
                    yield local, str(value), line

    def sheets(self) -> Iterator[tuple[str, str, int]]:
        """Yield (name, value, line) of every declaration in the drawing's ``<style>`` sheets."""
        for element, line, _ in self.elements("style"):
            for rule in tinycss2.parse_stylesheet(element.text or "", skip_comments=True, skip_whitespace=True):
                if rule.type == "qualified-rule":
                    at = line + rule.source_line - 1
                    for name, value in _declarations(tinycss2.serialize(rule.content)):
                        yield name, value, at


def read_drawing(path: Path) -> Drawing | Fault:
    """Return a drawing, or the fault that keeps it from being read: Jinja or XML that is not well formed."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return Fault(path, None, "encoding", "不是 UTF-8 编码", "请另存为 UTF-8")
    try:
        environment((path.parent.parent,)).parse(text)
    except TemplateSyntaxError as error:
        what = f"Jinja 语法不对：{error.message}"
        return Fault(
            path, error.lineno, "jinja", what, "请检查 {% %}、{{ }} 是否成对，if、for 是否有 endif、endfor"
        )
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        what = f"不是完整的 SVG：{error.msg}"
        remedy = "请检查标签是否成对；Jinja 里的小于号写成 is lt"
        return Fault(path, error.position[0], "xml", what, remedy)
    if etree.QName(root).namespace != SVG:
        return Fault(path, root.sourceline, "xml", "根元素不在 SVG 命名空间里", f'请写 xmlns="{SVG}"')
    return Drawing(path, text, root)


def plain(value: str) -> str:
    """Return a value without its Jinja."""
    return _JINJA.sub("", value).strip()


def _declarations(css: str) -> Iterator[tuple[str, str]]:
    for part in tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True):
        if part.type == "declaration":
            yield part.lower_name, tinycss2.serialize(part.value).strip()
