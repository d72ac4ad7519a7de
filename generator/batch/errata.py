"""Errata: where finished cards say something else than the facts do today."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress

from generator.batch.collation import Fault
from generator.batch.feature import lay_out_series
from generator.batch.record import CardRecord
from generator.card import Copy, Wordbook, write_copy
from generator.card.copy import Entry
from generator.errors import CardRefused
from generator.facts.model import Factsheet
from generator.proof import REFUSE, WARN

_FIELDS = {
    "text": "文字", "figure": "数字", "items": "清单", "entries": "合卡的各条", "series": "总标题", "chapter": "章名",
    "chapter_subtitle": "章的副题", "source": "来源", "date": "日期",
}  # fmt: skip
"""What of a copy a reader sees as words; how it is drawn is the press's affair."""


def errata(cards: Iterable[CardRecord], sheet: Factsheet, words: Wordbook) -> Mapping[str, tuple[Fault, ...]]:
    """Return, by file, what each card says otherwise than `sheet`; a card that agrees is left out."""
    today = _copies(sheet, words)
    by_text = {copy.text: fact for fact, copy in reversed(today.items())}
    found = {card.file: tuple(_of(card, today, by_text)) for card in cards}
    return {file: faults for file, faults in found.items() if faults}


def _copies(sheet: Factsheet, words: Wordbook) -> dict[str, Copy]:
    """Return the copy of every card that the facts can give; a fact whose figure is wrong today has none."""
    copies = {}
    for feature in lay_out_series(sheet):
        with suppress(CardRefused):
            copies[feature.fact.id] = write_copy(feature.fact, sheet, 0, words, feature.members)
    return copies


def _of(card: CardRecord, today: Mapping[str, Copy], by_text: Mapping[str, str]) -> Iterator[Fault]:
    then = card.ticket.copy if card.ticket is not None else None
    now = today.get(card.fact)
    text = then.text if then is not None else card.text
    if now is None or now.text != text:
        elsewhere = by_text.get(text)
        if elsewhere is not None:
            yield Fault("renumbered", WARN, f"图上的话没有变，但编号现在是 {elsewhere}，不是 {card.fact}")
        elif now is None:
            yield Fault("fact-gone", REFUSE, f"事实表里没有第 {card.fact} 条了，图上是“{text}”")
        else:
            yield Fault("fact", REFUSE, f"事实改过了：图上是“{text}”，现在是“{now.text}”，这张图该重做")
        return
    if then is None:
        return
    for field, name in _FIELDS.items():
        old, new = _words(getattr(then, field)), _words(getattr(now, field))
        if field == "entries" and not then.entries:
            continue  # a template was named that shows the first figure alone: the text says whether it still stands
        if old != new:
            yield Fault("fact", REFUSE, f"{name}改过了：图上是“{old}”，现在是“{new}”，这张图该重做")


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return "；".join(_words(part) for part in value)
    return value.text if isinstance(value, Entry) else str(value or "")
