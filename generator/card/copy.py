"""What a card says: one fact turned into the words and figures that a template places.

*Copy* is the trade's word for text to be set. Nothing is rounded, shortened or reworded here: head, figure
and tail joined give the fact's text back, except for a comma or stop that would hang at a cut or at the end, and
for half-width marks between hanzi, which a typesetter sets full-width.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.card.almanac import Day, day_of
from generator.card.geometry import em_length
from generator.card.honour import Honour, honour_of
from generator.card.keyphrase import Phrase, key_phrase
from generator.card.picture import Picture, counted_thing, pictures_of
from generator.card.punctuation import full_width
from generator.card.wordbook import Wordbook
from generator.errors import CardRefused, NotInArticle
from generator.facts.heads import NONE
from generator.facts.model import Chapter, Fact, Factsheet, Metric

_FINAL = "。；，、;,"
_HANGING = "，、；。：,;: \u3000"
_TILE = 14
"""Characters of a name that still reads large in a quarter of a card."""
_OPENING = 3
"""Figures that a chapter's opener shows beside its title."""
_PAIRS = {"“": "”", "‘": "’", "《": "》", "「": "」", "（": "）", "(": ")"}

AIM = "预期目标"
"""Stands on every card of an aim: 地区生产总值增长6% alone would read as a result."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A printed number in three parts: ``超`` ``20`` ``亿元``; joined they stand in the article."""

    prefix: str
    value: str
    suffix: str

    def __str__(self) -> str:
        return self.prefix + self.value + self.suffix


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several facts on one card: ``257`` ``个项目正式签约`` beside ``163`` ``个项目开工建设``.

    `number` is the figure as a number (万/亿 multiplied in), for lengths in proportion; None without a figure.
    """

    text: str
    head: str
    figure: Figure | None
    tail: str
    number: float | None

    @property
    def label(self) -> str:
        """All the words beside the figure when they stand on one side of it, else ""."""
        return "" if self.head and self.tail else self.head or self.tail

    @property
    def brief(self) -> bool:
        """Whether figure and label may stand apart, one above the other, without changing what is said."""
        figure = self.figure
        return (
            figure is not None
            and figure.value[0].isdigit()
            and 2 <= len(self.label) <= 14
            and em_length(str(figure)) <= 7
        )

    @property
    def compact(self) -> bool:
        """Whether it stands large even in a third of a card's width."""
        return self.brief and em_length(str(self.figure)) <= 5.3


@dataclass(frozen=True, slots=True)
class Copy:
    """All the words of one card.

    `head` stands before the figure, `tail` after it; either may be empty. `figure` is None for a fact with
    no number. `aside`: the tail is a clause of its own (…38.5万台，增长9.6%), not what the figure counts. `items` are a list's lines. `number` and `total` count the cards of the series (``08`` / 66).
    `entries` are the facts of a card made of several. `pictures` are the truthful ways to draw the figure, and
    `aspects` everything a template may ask for by name in its ``shows``. `variant` is the card's number along
    the series, which no other card's words can change: a drawing varies its layout between neighbours by ``variant % 3``. `turn`
    counts every other card for a template that never stands twice running: its manner goes by ``turn % 2``. `phrase` is what to lift of
    a text without a figure, `honour` the award it tells of, `day` the day of the card (its own date, else the
    article's). `part` of `parts` is the card's chapter by number, 0 outside any; `contents` are all chapters' titles.
    """

    text: str
    head: str
    figure: Figure | None
    tail: str
    items: tuple[str, ...]
    series: str
    chapter: str
    chapter_subtitle: str
    number: str
    total: str
    source: str
    date: str
    entries: tuple[Entry, ...] = ()
    pictures: tuple[Picture, ...] = ()
    aspects: tuple[str, ...] = ()
    aside: bool = False
    variant: int = 0
    turn: int = 0
    phrase: Phrase | None = None
    honour: Honour | None = None
    day: Day | None = None
    part: int = 0
    parts: int = 0
    contents: tuple[str, ...] = ()

    @property
    def alt(self) -> str:
        """A line for readers who cannot see the picture: the whole text, items and source."""
        parts = [self.text, *self.items]
        if self.source:
            parts.append(f"来源：{self.source}")
        return "；".join(parts)


def write_copy(
    fact: Fact, sheet: Factsheet, total: int, words: Wordbook | None = None, members: Sequence[Fact] = ()
) -> Copy:
    """Return the words of one card: of a fact, or of a feature made of its `members`.

    `words` says what can be drawn; without it the card offers no picture. Raises NotInArticle when a figure does
    not stand in its fact's text.
    """
    chapter = sheet.chapter_of(fact) or Chapter("", "")
    head, figure, tail = _around_the_figure(fact)
    after = fact.text.partition(str(figure))[2] if figure is not None else ""
    pictures = pictures_of(fact, words.pictures) if words is not None else ()
    text = _headline(fact.text)
    honour = _honour(fact, text, words)
    day = day_of(fact.options.get("date", "") or sheet.date)
    aspects = [p.kind for p in pictures] + ["honour"] * (honour is not None) + ["day"] * (day is not None)
    items = tuple(_headline(item.text) for item in sheet.items_of(fact))
    aspects += ["four"] * (len(items) == 4 and max(map(len, items)) <= _TILE)
    aim = AIM if fact.kind == "target" else ""
    return Copy(
        text=text,
        head=head,
        figure=figure,
        tail=tail,
        items=items,
        series=_headline(sheet.title),
        chapter=" · ".join(part for part in (_headline(chapter.title), aim) if part),
        chapter_subtitle=aim or _headline(chapter.subtitle),
        number=fact.id.rstrip("+"),
        total=str(total),
        source=_headline(sheet.source),
        date=sheet.date.replace("-", "."),
        entries=_entries(fact, members),
        aside=bool(tail) and after[:1] in _HANGING,
        pictures=pictures,
        aspects=tuple(aspects),
        phrase=_phrase(fact, text, words) if figure is None else None,
        honour=honour,
        day=day,
        part=next((n for n, c in enumerate(sheet.chapters, 1) if c.id == fact.chapter), 0),
        parts=len(sheet.chapters),
        contents=tuple(_headline(c.title) for c in sheet.chapters),
    )


def _phrase(fact: Fact, text: str, words: Wordbook | None) -> Phrase | None:
    """Return what to lift: what an editor named (its first place in the text), else what the words suggest.

    Raises CardRefused when the editor's phrase does not stand in the text.
    """
    wished = fact.options.get("phrase", "").strip()
    if wished == NONE:
        return None
    if not wished:
        return key_phrase(text, words.phrases, words.honours) if words is not None else None
    before, found, after = text.partition(wished if wished in text else full_width(wished))
    if not found:
        raise CardRefused(f"重点“{wished}”不在“{text}”里", None, "请照原句写，或留空")
    return Phrase(before, found, after)


def _honour(fact: Fact, text: str, words: Wordbook | None) -> Honour | None:
    """Return the award of a fact; none where its figure says more (12家企业获评…), save 八连冠."""
    if words is None or (fact.metric is not None and not fact.metric.unit.endswith("连冠")):
        return None
    return honour_of(text, words.honours)


def _entries(fact: Fact, members: Sequence[Fact]) -> tuple[Entry, ...]:
    """Return what a card says of the facts it is made of: all of them, on a chapter's opener the first that stand alone.

    The others do not show there, so that one of them worded anew leaves the opener as it is, with its signatures.
    """
    entries = tuple(_entry(member) for member in members)
    return tuple(e for e in entries if e.compact)[:_OPENING] if fact.kind == "chapter" else entries


def _entry(fact: Fact) -> Entry:
    head, figure, tail = _around_the_figure(fact)
    number = fact.metric.number if fact.metric else None
    return Entry(_headline(fact.text), head, figure, tail, None if number is None else float(number))


def _headline(text: str) -> str:
    """Set as a headline is: marks full-width, no stop at the end."""
    return full_width(text.strip()).rstrip(_FINAL)


def _around_the_figure(fact: Fact) -> tuple[str, Figure | None, str]:
    metric = fact.metric
    if metric is None:
        return "", None, ""
    start, value_start, value_end, end = _place(fact, metric)
    text = fact.text
    if start and end < len(text) and _PAIRS.get(text[start - 1]) == text[end]:
        start, end = start - 1, end + 1  # “八连冠” keeps its marks
    figure = Figure(text[start:value_start], text[value_start:value_end], text[value_end:end])
    if noun := counted_thing(figure.suffix, text[end:]):
        return text[:start].rstrip(_HANGING), replace(figure, suffix=figure.suffix + noun), ""  # 412 个村
    return text[:start].rstrip(_HANGING), figure, text[end:].lstrip(_HANGING).rstrip(_FINAL)


def _place(fact: Fact, metric: Metric) -> tuple[int, int, int, int]:
    """Return where the figure and, within it, the value stand in the fact's text."""
    if metric.span is not None and metric.value_span is not None:
        return metric.span.start, metric.value_span.start, metric.value_span.end, metric.span.end
    at = fact.text.find(metric.value + metric.unit)
    if at < 0:
        raise NotInArticle(
            f"第 {fact.id} 条的数字“{metric.value}{metric.unit}”不在它的原文“{fact.text}”里",
            None,
            "请核对事实表里的数值与单位，使它与原文一字不差",
        )
    value_end = at + len(metric.value)
    return at, at, value_end, value_end + len(metric.unit)
