"""A saved web page → `ArticleText`: the article's body found, navigation, scripts and comments dropped."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html

from generator.errors import InputError, Where
from generator.facts.article import CELL, ArticleText, LineStyle
from generator.facts.decode import decode
from generator.facts.pasted import close_numbers

_DROP = {
    "script", "style", "nav", "header", "footer", "aside", "form", "noscript", "template", "svg", "iframe",
    "button", "select", "option", "input", "textarea", "video", "audio", "object", "embed", "map", "canvas",
}  # fmt: skip
_BLOCK = {
    "p", "div", "section", "article", "main", "li", "ul", "ol", "dl", "dt", "dd", "table", "thead", "tbody", "tr",
    "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "figure", "figcaption", "br", "hr", "body", "center",
    "address", "caption", "tfoot", "details", "summary",
}  # fmt: skip
_NOISE = re.compile(
    r"(?:^|[\s_-])(?:nav|menu|footer|header|sidebar|side|breadcrumb|crumb|share|comment|comments|related|recommend|"
    r"copyright|advert|ad|ads|toolbar|tags|pagination|pager|login|qrcode|hotnews|rank|banner|popup)(?:$|[\s_-])",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"js_content|rich_media_content|article[-_]?(?:content|body|text|con)|TRS_Editor|ozoom|founder-content|post[-_]?content|"
    r"entry[-_]?content|news[-_]?(?:content|text|body)|content[-_]?(?:text|body|main)|detail[-_]?content|zoomcon|^content$|^zoom$",
    re.IGNORECASE,
)
_SMALL = re.compile(r"meta|source|info|time|date|author|origin|publish|laiyuan", re.IGNORECASE)
_TITLE = re.compile(
    r"activity-name|rich_media_title|article[-_]?title|news[-_]?title|main[-_]?title", re.IGNORECASE
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_LONE_FIGURE = re.compile(r"[约超近达]{0,2}\d[\d.,]*[%％‰万亿余多]{0,3}[一-鿿]{0,4}")
_SPACE = re.compile(r"[ \t\r\n\f]+")


def read_webpage(data: bytes, path: Path | None = None) -> ArticleText:
    """Return the article of a saved page; raise InputError when there is no text in it."""
    text = _decode(data, path)
    parser = lxml.html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = lxml.html.document_fromstring(_without_declaration(text), parser=parser)
    except (lxml.etree.ParserError, lxml.etree.XMLSyntaxError, ValueError):
        raise InputError("网页里没有内容", Where(path), "请在浏览器里重新另存网页") from None
    title = _title(root)
    body = _body(root)
    lines, styles = _lines(body)
    _close_breaks(lines, styles)
    while lines and not lines[0]:
        lines.pop(0)
        styles = {n - 1: s for n, s in styles.items()}
    head = [title] if title and title not in lines[:3] else []
    head += [x for x in _credits(root) if not any(x.split("：")[1] in line for line in lines[:6])]
    if head:
        lines = [*head, "", *lines]
        styles = {n + len(head) + 1: s for n, s in styles.items()}
        if head[0] == title:
            styles[1] = LineStyle(level=1)
    if not any(lines):
        raise InputError("网页里找不到正文", Where(path), "请把正文复制到 .txt 文件里")
    return ArticleText("\n".join(lines), path, styles)


def _decode(data: bytes, path: Path | None) -> str:
    found = _CHARSET.search(data[:4096])
    name = found[1].decode("ascii").lower() if found else ""
    if name in {"gb2312", "gbk", "gb18030"}:
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            pass  # a page that lies about itself; look at the bytes instead
    return decode(data, path)


def _without_declaration(text: str) -> str:
    # lxml refuses a str that still declares an encoding
    text = re.sub(r"^\s*<\?xml[^>]{0,200}\?>", "", text)
    # the parser does not know a document type's own entities, and would print the end of their list
    return re.sub(r"^\s*<!DOCTYPE[^>\[]{0,200}\[[^\]]{0,20000}\]\s*>", "", text, flags=re.IGNORECASE)


def _names(node: Any) -> str:
    return f"{node.get('id') or ''} {node.get('class') or ''}".strip()


def _dropped(node: Any) -> bool:
    if not isinstance(node.tag, str):
        return True
    if node.tag in {"header", "footer"} and any(a.tag in {"article", "main"} for a in node.iterancestors()):
        return False
    if node.tag in _DROP or node.get("hidden") is not None:
        return True
    style = (node.get("style") or "").replace(" ", "").lower()
    # WeChat hides js_content until its script runs, so a hidden body still counts
    if ("display:none" in style) and not _BODY.search(_names(node)):
        return True
    return (
        bool(_names(node))
        and bool(_NOISE.search(_names(node)))
        and not _BODY.search(_names(node))
        and node.tag not in {"body", "html"}
    )


def _title(root: Any) -> str:
    for node in root.iter("h1", "h2", "p", "div"):
        if (node.tag == "h1" or _TITLE.search(_names(node))) and not any(
            _dropped(a) for a in node.iterancestors()
        ):
            words = _SPACE.sub(" ", node.text_content()).strip()
            if words:
                return words[:200]
    meta = root.xpath("//meta[@property='og:title']/@content")
    if meta and str(meta[0]).strip():
        return _SPACE.sub(" ", str(meta[0])).strip()
    words = _SPACE.sub(" ", root.findtext(".//title") or "").strip()
    return re.split(r"\s*[-_|—]{1,2}\s*(?=[^-_|—]{2,20}$)", words)[0] if words else ""


def _credits(root: Any) -> list[str]:
    """Return 来源：… and 日期：… lines found in the small print around the body."""
    small = " ".join(
        " ".join(n.text_content().split())[:200]
        for n in root.iter("div", "p", "span", "em", "time", "td", "ul")
        if _names(n) and _SMALL.search(_names(n)) and len(n.text_content()) < 400
    )[:4000]
    found = []
    source = re.search(r"(?:来源|稿源)\s*[：:]\s*([^\s：:|]{2,30})", small)
    if source:
        found.append(f"来源：{source[1]}")
    date = re.search(r"20\d\d[-年/.]\d{1,2}[-月/.]\d{1,2}", small)
    if date:
        found.append(f"日期：{date[0]}")
    return found


def _weight(node: Any) -> int:
    return sum(len(t.strip()) for t in node.itertext() if isinstance(t, str)) if not _dropped(node) else 0


def _body(root: Any) -> Any:
    """Return the element that holds the article: a known name, <article>, or the densest block of text."""
    named = [n for n in root.iter() if isinstance(n.tag, str) and _names(n) and _BODY.search(_names(n))]
    named += list(root.iter("article")) + list(root.iter("main"))
    live = [n for n in named if not any(_dropped(a) for a in n.iterancestors()) and not _dropped(n)]
    if live:
        best = max(live[:200], key=_weight)
        if _weight(best) > 60:
            return best
    whole = root.find("body")
    whole = root if whole is None else whole
    best, best_score = whole, 0
    for node in list(whole.iter("div", "section", "td"))[:5000]:
        if _dropped(node) or any(_dropped(a) for a in node.iterancestors()):
            continue
        score = sum(len((p.text_content() or "").strip()) for p in node.findall("p"))
        if score > best_score:
            best, best_score = node, score
    return best if best_score > 0.5 * _weight(whole) or best_score > 400 else whole


def _lines(body: Any) -> tuple[list[str], dict[int, LineStyle]]:
    """Return the visible lines of `body` with their styles; spans join without a gap, blocks break lines."""
    lines: list[str] = []
    styles: dict[int, LineStyle] = {}
    pieces: list[tuple[str, bool]] = []
    context = LineStyle()

    def flush(blank: bool = False) -> None:
        words = _SPACE.sub(" ", "".join(p for p, _ in pieces).replace("\xa0", " ").replace("\u200b", "")).strip(
            " "
        )
        if words.strip("　 \t"):
            lines.append(close_numbers(words.strip("　 ")))
            bold = all(b for p, b in pieces if p.strip()) and not context.row
            style = LineStyle(context.level, bold, context.item, context.row)
            if style != LineStyle():
                styles[len(lines)] = style
            if blank or context.level:
                lines.append("")
        pieces.clear()

    for event, node, words in _walk(body):
        if event == "text":
            pieces.append(
                (
                    words,
                    any(
                        a.tag in {"b", "strong"}
                        or "font-weight:bold" in (a.get("style") or "").replace(" ", "")
                        for a in (node, *node.iterancestors())
                    ),
                )
            )
        elif event == "open":
            flush()
            level = int(node.tag[1]) if re.fullmatch(r"h[1-6]", node.tag) else 0
            context = LineStyle(level=level, item=node.tag == "li" or context.item, row=False)
        elif event == "row":
            flush()
            lines.append(words)
            styles[len(lines)] = LineStyle(row=True)
        else:
            flush(blank=node.tag in {"p", "ul", "ol", "table"} and not context.item)
            context = LineStyle(
                item=node.tag != "li" and context.item and any(a.tag == "li" for a in node.iterancestors())
            )
    flush()
    return lines, styles


def _close_breaks(lines: list[str], styles: dict[int, LineStyle]) -> None:
    """Join a figure that a <br> set below its words (城镇新增就业 / 5300人), in place; line numbers hold."""
    for i in range(1, len(lines)):
        words = lines[i - 1]
        if (
            _LONE_FIGURE.fullmatch(lines[i])
            and 2 <= len(words) <= 20
            and not re.search(r"[\d。；！？：，]$|\d", words)
            and not {i, i + 1} & {n for n, s in styles.items() if s.row or s.level}
        ):
            lines[i - 1], lines[i] = words + lines[i], ""


def _walk(node: Any) -> Iterator[tuple[str, Any, str]]:
    stack: list[tuple[Any, str]] = [(node, "enter")]
    while stack:  # a stack, not recursion: a hostile page nests ten thousand deep
        current, step = stack.pop()
        if step == "tail":
            if current.tail:
                parent = current.getparent()
                yield "text", parent if parent is not None else current, current.tail
            continue
        if step == "close":
            yield "close", current, ""
            continue
        if _dropped(current) and current is not node:
            continue
        if current.tag == "tr":
            cells = [_SPACE.sub(" ", c.text_content()).strip() for c in current if c.tag in {"td", "th"}]
            if sum(bool(c) for c in cells) > 1:
                yield "row", current, CELL.join(c.replace(CELL, " ") for c in cells)
                continue
        block = current.tag in _BLOCK
        if block:
            yield "open", current, ""
            stack.append((current, "close"))
        for child in reversed(list(current)):
            stack.append((child, "tail"))
            stack.append((child, "enter"))
        if current.text:
            yield "text", current, current.text


__all__ = ["read_webpage"]
