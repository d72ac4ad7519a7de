"""A Word document → `ArticleText`: headings, lists and tables; nothing external, no macros, no bombs."""

from __future__ import annotations

import io
import re
import zipfile
from itertools import takewhile
from pathlib import Path
from typing import Any

import lxml.etree

from generator.errors import InputError, Where
from generator.facts.article import CELL, ArticleText, LineStyle
from generator.facts.pasted import close_numbers

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_LARGEST_PART = 40 * 1024 * 1024
_RATIO = 200  # text compresses ten to thirty fold; a bomb thousands
_MOST_PARTS = 5000
_HEADING_NAME = re.compile(r"^(?:heading|标题)\s*([1-9])$", re.IGNORECASE)
_NUMBERED = ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "decimal")


def open_parts(data: bytes, path: Path | None, largest: int = _LARGEST_PART) -> zipfile.ZipFile:
    """Open an Office file after looking at its sizes; raise InputError for a bomb, a lock or a broken file."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        remedy = "请用 Word 或 WPS 打开，另存为 .docx 或 .xlsx"
        if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
            raise InputError("这是旧版或加了密码的 Office 文件", Where(path), remedy) from None
        raise InputError("文件坏了，或不是 Office 文件", Where(path), remedy) from None
    total = sum(p.file_size for p in parts)
    swollen = any(p.file_size > 1024 * 1024 and p.file_size > _RATIO * max(1, p.compress_size) for p in parts)
    if (
        len(parts) > _MOST_PARTS
        or total > 4 * largest
        or swollen
        or any(p.file_size > largest and p.filename.endswith(".xml") for p in parts)
    ):
        raise InputError("文件解压后大得不正常", Where(path), "请把正文复制到一个新文档里再存")
    if any(p.flag_bits & 1 for p in parts):
        raise InputError("文件加了密码", Where(path), "请去掉密码后另存")
    return archive


def parse_xml(data: bytes, path: Path | None) -> Any:
    """Parse an XML part with entities, DTDs and the network off; raise InputError when it is broken or has a DTD."""
    parser = lxml.etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise InputError("文件里有不该有的 XML 实体", Where(path), "请用 Word 重新另存")
    try:
        return lxml.etree.fromstring(data, parser)
    except lxml.etree.XMLSyntaxError:
        raise InputError("文件里的 XML 坏了", Where(path), "请用 Word 重新另存") from None


def read_docx(data: bytes, path: Path | None = None) -> ArticleText:
    """Return the article of a .docx; deleted revisions, comments, notes and headers are left out."""
    with open_parts(data, path) as archive:
        names = set(archive.namelist())
        if "word/document.xml" not in names:
            raise InputError("这不是 Word 文档", Where(path), "请用 Word 或 WPS 另存为 .docx")
        try:
            document = parse_xml(archive.read("word/document.xml"), path)
            levels = (
                _style_levels(parse_xml(archive.read("word/styles.xml"), path))
                if "word/styles.xml" in names
                else {}
            )
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError):
            raise InputError("文件坏了", Where(path), "请用 Word 重新另存") from None
    lines: list[str] = []
    styles: dict[int, LineStyle] = {}
    body = document.find(f"{_W}body")
    for block in () if body is None else _blocks(body):
        rows = _table(block) if block.tag == f"{_W}tbl" else _paragraph(block, levels)
        for words, style in rows:
            lines.append(words)
            if style != LineStyle():
                styles[len(lines)] = style
    return ArticleText("\n".join(lines), path, styles)


def _blocks(body: Any) -> list[Any]:
    found: list[Any] = []
    for node in body:
        if node.tag in {f"{_W}p", f"{_W}tbl"}:
            found.append(node)
            for box in node.iter(f"{_W}txbxContent"):
                # Word writes a text box twice, the second time for programs that know no drawings
                if not any(a.tag in {_FALLBACK, f"{_W}txbxContent"} for a in box.iterancestors()):
                    found += _blocks(box)
        elif node.tag == f"{_W}sdt":
            content = node.find(f"{_W}sdtContent")
            found += _blocks(content) if content is not None else []
    return found


def _style_levels(root: Any) -> dict[str, int]:
    levels: dict[str, int] = {}
    for style in root.iter(f"{_W}style"):
        name = style.find(f"{_W}name")
        label = (name.get(f"{_W}val") or "") if name is not None else ""
        match = _HEADING_NAME.match(label.strip())
        outline = style.find(f"{_W}pPr/{_W}outlineLvl")
        identity = style.get(f"{_W}styleId") or ""
        if match:
            levels[identity] = int(match[1]) + 1  # level 1 is the style Title
        elif label.lower() in {"title", "标题"}:
            levels[identity] = 1
        elif (
            outline is not None
            and (outline.get(f"{_W}val") or "").isdigit()
            and int(outline.get(f"{_W}val")) < 9
        ):
            levels[identity] = int(outline.get(f"{_W}val")) + 2
    return levels


def _words(node: Any) -> str:
    pieces: list[str] = []
    for part in node.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}cr", f"{_W}noBreakHyphen"):
        if any(
            a.tag in {f"{_W}del", f"{_W}moveFrom", f"{_W}txbxContent"}
            for a in takewhile(lambda above: above is not node, part.iterancestors())
        ):
            continue
        if part.tag == f"{_W}t":
            pieces.append(part.text or "")
        else:
            pieces.append({f"{_W}tab": " ", f"{_W}noBreakHyphen": "-"}.get(part.tag, "\n"))
    return "".join(pieces).replace("\xa0", " ").replace("\u200b", "")


def _paragraph(node: Any, levels: dict[str, int]) -> list[tuple[str, LineStyle]]:
    properties = node.find(f"{_W}pPr")
    level, item = 0, False
    if properties is not None:
        style = properties.find(f"{_W}pStyle")
        level = levels.get(style.get(f"{_W}val") or "", 0) if style is not None else 0
        outline = properties.find(f"{_W}outlineLvl")
        if (
            outline is not None
            and (outline.get(f"{_W}val") or "").isdigit()
            and int(outline.get(f"{_W}val")) < 9
        ):
            level = int(outline.get(f"{_W}val")) + 2
        item = properties.find(f"{_W}numPr") is not None and not level
    runs = [r for r in node.iter(f"{_W}r") if any((t.text or "").strip() for t in r.iter(f"{_W}t"))]
    bold = bool(runs) and all(_is_bold(r) for r in runs)
    return [(close_numbers(line.rstrip()), LineStyle(level, bold, item)) for line in _words(node).split("\n")]


def _is_bold(run: Any) -> bool:
    mark = run.find(f"{_W}rPr/{_W}b")
    return mark is not None and (mark.get(f"{_W}val") or "1") not in {"0", "false", "off"}


def _table(node: Any) -> list[tuple[str, LineStyle]]:
    rows: list[tuple[str, LineStyle]] = []
    for row in node.findall(f"{_W}tr"):
        cells = [
            " ".join(_words(p).strip() for p in cell.iter(f"{_W}p")).replace("\n", " ").strip()
            for cell in row.findall(f"{_W}tc")
        ]
        rows.append((CELL.join(c.replace(CELL, " ") for c in cells), LineStyle(row=True)))
    return rows
