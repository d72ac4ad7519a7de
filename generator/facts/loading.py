"""Any source a command is given, article or facts file → its factsheet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.errors import InputError, RowError, Where
from generator.facts.extract import extract
from generator.facts.factsfile import format_of, read_facts
from generator.facts.model import Factsheet
from generator.facts.reading import read_article
from generator.facts.tables import Tables


@dataclass(frozen=True, slots=True)
class Loaded:
    """A source, loaded. `errors` are the bad rows of a facts file; `article_text` is None for a facts file."""

    sheet: Factsheet
    errors: tuple[RowError, ...] = ()
    article_text: str | None = None


def load(path: Path, tables: Tables | None = None, *, bare: bool = False) -> Loaded:
    """Load an article (.txt .md .html .docx) or a facts file (.yaml .json .csv .xlsx), told by its extension.

    Raises InputError when it cannot be read at all, and when no fact is in it: an article without one is let through
    where somebody only wants to see what was found (`bare`).
    """
    path = Path(path)
    if format_of(path) is not None:
        sheet, errors = read_facts(path)
        if not sheet.facts and not errors:
            raise InputError("文件里没有一条事实", Where(path), "请在表头下面每行写一条，至少填“内容”")
        return Loaded(sheet, errors)
    article = read_article(path)
    sheet = extract(article, tables)
    if not sheet.facts and not bare:
        raise InputError(
            "稿件里没有找到能做成图卡的事实", Where(path), "请检查是不是选错了文件；一条事实单独写一行最稳妥"
        )
    return Loaded(sheet, (), article.text)
