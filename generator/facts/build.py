"""The factsheet while it grows: lines become facts, headings and prose one after another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace

from generator.facts.metric import Reading, find_metric
from generator.facts.model import Chapter, Fact, Factsheet, Prose, Span
from generator.facts.outline import Line
from generator.facts.tables import Tables

_BARE_LABELS = {
    "同比",
    "环比",
    "比上年",
    "较上年",
    "年均",
    "比去年",
    "较去年",
    "实际",
    "名义",
    "平均每年",
    "每年",
}
_TAIL = "；;，,、。"


@dataclass(slots=True)
class Build:
    """The sheet while it grows; ids are given at the end, when the order is known."""

    text: str
    tables: Tables
    chapter_level: int = 2
    title: str = ""
    byline: str = ""
    source: str = ""
    date: str = ""
    chapter: str = ""
    chapters: list[Chapter] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    headings: list[Prose] = field(default_factory=list)
    prose: list[Prose] = field(default_factory=list)
    section: str = ""
    table_head: str = ""
    lists: int = 0

    def head(self, line: Line) -> None:
        """Keep a line as a title, a chapter's head or a numbered head."""
        self.headings.append(Prose(line.text, line.number, Span(line.start, line.end)))

    def tell(self, line: Line, span: Span | None = None) -> None:
        """Keep a line, or a span of it, as prose."""
        span = span or Span(line.start, line.end)
        self.prose.append(Prose(self.text[span.start : span.end], line.number, span))

    def read(self, words: str) -> Reading:
        """Return the metric of some words, read in the chapter they stand in."""
        return find_metric(words, self.section, self.tables)

    def fact(self, line: Line, span: Span | None = None, kind: str = "", parent: str | None = None) -> Fact:
        """Add a fact over `span` (the whole line by default), its metric found; `kind` overrides."""
        span = self.tidy(span or Span(line.start, line.end))
        words = self.text[span.start : span.end]
        found = self.read(words)
        if found.metric and (not found.metric.label or found.metric.label in _BARE_LABELS):
            found = replace(found, metric=replace(found.metric, label=self._label_before(line)))
        plain = kind in {"list", "quad", "slogan"}
        fact = Fact(
            id="",
            chapter=self.chapter,
            kind=kind or ("metric" if found.metric else "statement"),
            text=words,
            line=line.number,
            span=span,
            metric=None if plain else found.metric,
            others=() if plain else found.others,
            alternatives=() if plain else found.alternatives,
            parent=parent,
        )
        self.facts.append(fact)
        return fact

    def _label_before(self, line: Line) -> str:
        """Return what the line above speaks of, for a figure that stands alone (同比增长8.3% below 产值586亿元)."""
        before = self.facts[-1] if self.facts else None
        if before is None or before.line is None or line.number - before.line > 2:
            return ""
        if before.metric is not None:
            return before.metric.label
        return before.text if len(before.text) <= 20 else ""

    def tidy(self, span: Span) -> Span:
        """Cut commas and semicolons at the end; a full stop stays where the fact is a sentence."""
        start, end = span.start, span.end
        while end > start + 1 and (self.text[end - 1] in "；;，,、" or self.text[end - 1].isspace()):
            end -= 1
        words = self.text[start:end]
        if words.endswith("。") and not any(c in words[:-1] for c in "，, 。；"):
            end -= 1
        return Span(start, end)

    def sheet(self) -> Factsheet:
        """Number the facts 01, 02 … and the items of a list 05.1, 05.2 …"""
        width = max(2, len(str(sum(1 for f in self.facts if f.parent is None))))
        names: dict[str, str] = {}
        counts: dict[str, int] = {}
        sizes = Counter(f.parent for f in self.facts if f.parent is not None)
        out, number = [], 0
        for fact in self.facts:
            if fact.parent is not None:
                home = names[fact.parent]
                counts[home] = counts.get(home, 0) + 1
                # of ten items the first is .01: 05.1 and 05.10 are one number to a spreadsheet program
                order = f"{counts[home]:0{len(str(sizes[fact.parent]))}d}"
                out.append(_named(fact, f"{home}.{order}", home))
                continue
            number += 1
            identity = f"{number:0{width}d}"
            if fact.id:
                names[fact.id] = identity
            out.append(_named(fact, identity, None))
        return Factsheet(
            self.title, tuple(out), tuple(self.chapters), self.byline, self.source, self.date,
            tuple(self.headings), tuple(self.prose),
        )  # fmt: skip


def _named(fact: Fact, identity: str, parent: str | None) -> Fact:
    """Return `fact` under its number; `dataclasses.replace` takes three times as long, and there may be 100,000."""
    return Fact(
        identity, fact.chapter, fact.kind, fact.text, fact.line, fact.span, fact.metric, fact.others,
        fact.alternatives, parent, fact.options,
    )  # fmt: skip


def stripped(text: str, start: int, end: int) -> Span:
    """Return the span without white space at either end and without closing marks at its end."""
    while end > start and (text[end - 1] in _TAIL or text[end - 1].isspace()):
        end -= 1
    while start < end and (text[start] in _TAIL or text[start].isspace()):
        start += 1
    return Span(start, end)
