"""Markdown → `ArticleText`, line for line: marks go, what they said about a line stays as its style."""

from __future__ import annotations

import itertools
import re
from pathlib import Path

from generator.facts.article import CELL, ArticleText, LineStyle
from generator.facts.pasted import close_numbers

_HEADING = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_ITEM = re.compile(r"^[ \t]*[-*+][ \t]+(?:\[[ xX]\][ \t]+)?(?=\S)")
_QUOTE = re.compile(r"^[ \t]*(?:>[ \t]?)+")
_RULE = re.compile(r"^[ \t]*(?:[-*_=][ \t]*){3,}$")
_TABLE_RULE = re.compile(r"^[ \t]*(?:\|[ \t]*)?:?-{2,}[-:| \t]*$")
_IMAGE = re.compile(r"!\[[^\]\[]{0,400}\]\([^()\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\]\[]{0,400})\]\([^()\n]{0,2000}\)")
_STRONG = re.compile(r"(\*\*|__)(?=\S)([^*_]{1,400}?)\1")
_EMPHASIS = re.compile(r"(?<![\w*])\*(?=\S)([^*]{1,400}?)\*(?![\w*])")
_CODE = re.compile(r"`([^`]{1,400})`")
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,400}>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>])")


def read_markdown(text: str, path: Path | None = None) -> ArticleText:
    """Return the article in the Markdown `text`; line numbers stay those of the file."""
    styles: dict[int, LineStyle] = {}
    lines: list[str] = []
    source = text.split("\n")
    front = _front_matter(source)
    titled = any(_HEADING.match(line) for line in source)
    heads = _heads_of_items(source)
    for number, raw in enumerate(source, 1):
        line, style = (_front(raw, titled), LineStyle()) if number <= front else _line(raw)
        if number in heads:
            style = LineStyle(level=5)
        lines.append(close_numbers(line))
        if style != LineStyle():
            styles[number] = style
    return ArticleText("\n".join(lines), path, styles)


def _front_matter(lines: list[str]) -> int:
    """Return how many lines the block between --- at the top takes, 0 for none."""
    if not lines or lines[0].strip() != "---":
        return 0
    return next((n for n, line in enumerate(lines[1:30], 2) if line.strip() in {"---", "..."}), 0)


def _front(raw: str, titled: bool) -> str:
    """Return a line of the front matter as the article's own line: 日期：…; a title only where no head repeats it."""
    name, colon, value = raw.partition(":")
    known = {
        "title": "",
        "标题": "",
        "date": "日期：",
        "日期": "日期：",
        "author": "作者：",
        "作者": "作者：",
        "source": "来源：",
        "来源": "来源：",
    }
    word = known.get(name.strip().lower())
    if titled and word == "":
        return ""
    return word + value.strip().strip("\"'") if colon and word is not None else ""


def _heads_of_items(lines: list[str]) -> set[int]:
    """Return the numbers of list items without a figure that deeper items stand under."""
    heads = set()
    for number, (line, below) in enumerate(itertools.pairwise(lines), 1):
        here, there = _ITEM.match(line), _ITEM.match(below)
        if here and there and not re.search(r"\d", line):
            if len(below) - len(below.lstrip()) > len(line) - len(line.lstrip()):
                heads.add(number)
    return heads


def _line(raw: str) -> tuple[str, LineStyle]:
    line = _QUOTE.sub("", raw)
    if _RULE.match(line) or _TABLE_RULE.match(line) or line.lstrip().startswith("```"):
        return "", LineStyle()
    heading = _HEADING.match(line)
    if heading:
        return _inline(heading[2]), LineStyle(level=len(heading[1]))
    item = _ITEM.match(line)
    if item:
        line = line[item.end() :]
    elif line.strip().startswith("|") and line.strip().endswith("|"):
        cells = [_inline(cell).strip() for cell in line.strip().strip("|").split("|")]
        return CELL.join(c.replace(CELL, " ") for c in cells), LineStyle(row=True)
    bare = line.strip()
    bold = bool(re.fullmatch(r"(\*\*|__)[^*_]{1,200}\1", bare))
    return _inline(line), LineStyle(bold=bold, item=bool(item))


def _inline(line: str) -> str:
    if not any(c in line for c in "*_`[<!\\"):
        return line
    line = _LINK.sub(r"\1", _IMAGE.sub("", line))
    line = _EMPHASIS.sub(r"\1", _STRONG.sub(r"\2", _CODE.sub(r"\1", line)))
    return _ESCAPE.sub(r"\1", _TAG.sub("", line))
