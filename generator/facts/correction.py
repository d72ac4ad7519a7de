"""A correction of one fact: found by its id or by its figure, worded anew, its number read anew."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace

from generator.errors import UsageError
from generator.facts.metric import find_metric
from generator.facts.model import Fact, Factsheet
from generator.facts.samefigure import SoughtFigure, figures_of, gone, shown_in
from generator.facts.tables import Tables


@dataclass(frozen=True, slots=True)
class Correction:
    """What a fact said and what it says now.

    `others`: ids of further facts with the same figure, to be looked at; `figures`: those that are wrong, to be looked for on
    cards, compositions and posts that say them in other words.
    """

    fact: str
    old: str
    new: str
    others: tuple[str, ...] = ()
    figures: tuple[SoughtFigure, ...] = ()

    def notice(self, title: str) -> str:
        """Return the text to publish, in Chinese."""
        where = f"《{title}》" if title else "此前发布的图片"
        return f"更正：{where}中，“{self.old}”有误，应为“{self.new}”。特此更正，并向读者致歉。"


def find_fact(sheet: Factsheet, wanted: str, tables: Tables | None = None) -> Fact:
    """Return the fact with this id, or the only one whose text holds these words or, however it is written, this figure.

    Raises UsageError, naming the candidates, when none or several do.
    """
    by_id = [fact for fact in sheet.facts if fact.id == wanted]
    found = by_id or [fact for fact in sheet.facts if _holds(fact.text, wanted)]
    if not found:
        words = tables or Tables.load()
        figures = figures_of("".join(wanted.split()), words)
        found = [fact for fact in sheet.facts if shown_in([fact.text], figures, words)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError(f"事实表里没有“{wanted}”", None, "请写编号，或原文里的数字，例如 367家")
    names = "；".join(f"{fact.id} {fact.text}" for fact in found[:6])
    raise UsageError(f"有 {len(found)} 条都含“{wanted}”", None, f"请写编号：{names}")


def corrected(
    sheet: Factsheet, wanted: str, text: str, tables: Tables | None = None
) -> tuple[Factsheet, Correction]:
    """Return the sheet with one fact worded anew, and what was corrected.

    The fact keeps its id, chapter and options; its number is found anew, and it no longer claims a place in the article.
    Raises UsageError for an unknown fact, an empty text, or one that says the same.
    """
    old = find_fact(sheet, wanted, tables)
    text = " ".join(text.split())
    if not text:
        raise UsageError("--to 后面没有文字", None, "请写出更正后的整句话")
    if text == old.text:
        raise UsageError(f"第 {old.id} 条本来就是“{text}”", None, "请检查编号与文字")
    metric = find_metric(text, tables=tables).metric
    kind = old.kind
    if kind in {"metric", "statement"}:
        kind = "metric" if metric is not None else "statement"
    new = replace(old, text=text, kind=kind, metric=metric, span=None, others=(), alternatives=())
    facts = tuple(new if fact.id == old.id else fact for fact in sheet.facts)
    words = tables or Tables.load()
    figures = gone(old.text, text, words)
    others = tuple(f.id for f in sheet.facts if f.id != old.id and shown_in([f.text], figures, words))
    return replace(sheet, facts=facts), Correction(old.id, old.text, text, others, figures)


def _holds(text: str, words: str) -> bool:
    """Return whether words stand in a text; a figure must stand there whole: 58家 is not in 358家."""
    plain, wanted = (unicodedata.normalize("NFKC", t) for t in (text, words.strip()))
    at = plain.find(wanted) if wanted else -1
    while at >= 0:
        before = plain[at - 1 : at] if at else ""
        if not (wanted[:1].isdigit() and (before.isdigit() or before == ".")):
            return True
        at = plain.find(wanted, at + 1)
    return False
