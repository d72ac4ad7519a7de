r"""What an article holds once it is read: chapters, facts and their numbers, as frozen values.

Offsets are code points in the article's *normalised text* (decoded, BOM dropped, line ends ``\\n``); lines
count from 1. So ``article_text[fact.span.start:fact.span.end] == fact.text`` holds for every fact that came
from an article, and a fact typed into a spreadsheet has ``span is None``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

FACT_KINDS = ("metric", "statement", "target", "list", "item", "slogan", "quad")
METRIC_KINDS = (
    "count", "money", "percent", "rank", "area", "length", "people", "ratio", "time", "quality", "quantity",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of code points, ``start`` to ``end``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metric:
    """The one number of a fact that is worth showing big.

    `value` and `unit` stand exactly as printed (``1.75`` ``万人``); `number` is the same as a number with
    万/亿 multiplied in, None where three parts make no single number. `span` covers the printed figure
    *inside the fact's text* (offsets into ``fact.text``): qualifier, value, 余/多, unit, so 超900项 is one span.
    `value_span` covers the value alone, in the same offsets. Both are None when the fact was typed by hand
    and the figure does not stand in its text.
    """

    label: str
    value: str
    unit: str = ""
    number: int | float | None = None
    qualifier: str | None = None
    kind: str = "count"
    number_max: int | float | None = None
    span: Span | None = None
    value_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing an article says.

    `kind` is one of FACT_KINDS. A `list` fact is a heading with items; each item is a fact of its own with
    kind ``item`` and `parent` set to the list's id, so nothing nests and a spreadsheet has one row a fact.
    `others`: further number phrases as printed. `alternatives`: other metrics that were nearly chosen (a
    doubtful reading). `options`: what a person set for this fact's cards (template, theme, caption, date ...).
    """

    id: str
    chapter: str
    kind: str
    text: str
    line: int | None = None
    span: Span | None = None
    metric: Metric | None = None
    others: tuple[str, ...] = ()
    alternatives: tuple[Metric, ...] = ()
    parent: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of an article: ``产业升级晋位`` with the subtitle ``经济在承压前行中彰显韧性``."""

    id: str
    title: str
    subtitle: str = ""
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Prose:
    """A line of an article that is neither a heading nor a fact, kept so that nothing vanishes."""

    text: str
    line: int
    span: Span


@dataclass(frozen=True, slots=True)
class Factsheet:
    """A whole article, or a whole facts file: what every later stage works from.

    `source` is the credit line (来源：…), `date` an ISO date as printed in or given for the article; both may
    be empty. `headings` are the lines used as titles, chapter heads and numbered heads (with their spans), so
    that every line of the article is in a fact, a heading or `prose`.
    """

    title: str
    facts: tuple[Fact, ...]
    chapters: tuple[Chapter, ...] = ()
    byline: str = ""
    source: str = ""
    date: str = ""
    headings: tuple[Prose, ...] = ()
    prose: tuple[Prose, ...] = ()
    _items: dict[str | None, list[Fact]] = field(default_factory=dict, init=False, repr=False, compare=False)
    """Facts by their parent, found out when first asked: thousands of facts ask one after another."""

    def chapter_of(self, fact: Fact) -> Chapter | None:
        """Return the chapter a fact stands in, or None."""
        return next((c for c in self.chapters if c.id == fact.chapter), None)

    def items_of(self, fact: Fact) -> tuple[Fact, ...]:
        """Return the items of a list fact, in the article's order."""
        if not self._items and self.facts:
            found: dict[str | None, list[Fact]] = {}
            for item in self.facts:
                found.setdefault(item.parent, []).append(item)
            self._items.update(found)
        return tuple(self._items.get(fact.id, ())) if fact.id else ()
