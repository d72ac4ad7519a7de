"""A file → `ArticleText`, by its extension."""

from __future__ import annotations

from pathlib import Path

from generator.errors import InputError, Where
from generator.facts.article import ArticleText
from generator.facts.columns import columned
from generator.facts.decode import decode, read_bytes
from generator.facts.docx import read_docx
from generator.facts.markdown import read_markdown
from generator.facts.pasted import heal
from generator.facts.webpage import read_webpage

EXTENSIONS = (".txt", ".md", ".markdown", ".html", ".htm", ".docx")


def read_article(path: Path) -> ArticleText:
    """Read an article from .txt, .md, .html or .docx.

    Raises InputError for everything that is no article: missing, a folder, empty, binary, undecodable,
    too large, a URL, an unknown extension.
    """
    path = Path(path)
    data = read_bytes(path)
    ending = path.suffix.lower()
    if ending and ending not in EXTENSIONS:
        raise InputError(
            f"不认识的文件类型“{ending}”",
            Where(path),
            "稿件请用 .txt .md .html .docx，数据表请用 .xlsx .csv .yaml .json",
        )
    if ending == ".docx":
        article = read_docx(data, path)
    elif ending in {".html", ".htm"}:
        article = read_webpage(data, path)
    elif ending in {".md", ".markdown"}:
        article = read_markdown(decode(data, path), path)
    else:
        text, styles = columned(heal(decode(data, path)))
        article = ArticleText(text, path, styles)
    if not article.text.strip():
        raise InputError("文件里没有文字", Where(path), "请检查是不是存错了文件")
    return article
