"""The strips of a long picture: its head, chapters, facts and foot, each set to its own height.

A fact is a row (number left, words right), a stack (head, number across the sheet, tail), a sentence or a list: the
first of these that suits it and in which it fits. One fact of a chapter, its most striking, stands large.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from generator.batch import Refusal
from generator.batch.feature import COVER_ID
from generator.card import CardJob, Press, Sheet, write_copy
from generator.card.fill import variables_of
from generator.compose.figure import LEAST, figure_size
from generator.compose.proofread import prove_part
from generator.compose.striking import Candidate, ranked
from generator.design import Size, Theme
from generator.design.size import LONG_WIDTH
from generator.errors import CardRefused
from generator.facts.model import Fact, Factsheet

_ROW_WIDTH, _STACK_WIDTH = 384.0, 936.0
"""Design units: the room for the figure in ``row.svg`` and in ``stack.svg``."""
_LEAST_ROW_FIGURE = 108.0
"""A row's figure under this no longer leads its words, so the fact is stacked instead."""
_VERB = 6
"""Characters of a head that may stand over its figure while the tail stands beside: 增开 / 6条 | 国际通道."""


@dataclass(frozen=True, slots=True)
class Strip:
    """One strip: its drawing's name, the finished sheet, and the fact and chapter it shows ("" for none)."""

    name: str
    sheet: Sheet
    chapter: str = ""
    fact: str = ""


class Strips:
    """Draws the strips of one article in one size."""

    def __init__(
        self, press: Press, size: Size, sheet: Factsheet, cards: Sequence[Candidate], scene: str = ""
    ) -> None:
        """`cards` are the facts to show, at least one, in order; each job is in its chapter's hue already.

        `scene`: what head and foot stand over, "" for the theme's own place.
        """
        self.press = press
        self.size = size
        self.sheet = sheet
        self.cards = cards
        self.refused: list[Refusal] = []
        self.first = replace(cards[0].planned.job, view=0)
        self.scene = scene
        self.theme = press.catalogue.theme(self.first.theme.id)

    def head(self) -> Strip:
        """Return the square on top; raise CardRefused when the title does not fit."""
        title = Fact(COVER_ID, "", "cover", self.sheet.title or self.sheet.source)
        job = replace(
            self.first, copy=write_copy(title, self.sheet, total=0), theme=self.theme, scene=self.scene
        )
        return Strip("head", self._draw("head", job, {"W": LONG_WIDTH, "H": LONG_WIDTH}, height=LONG_WIDTH))

    def body(self) -> Iterator[Strip]:
        """Yield a heading for each named chapter, then its facts. What cannot be set is added to `refused`."""
        named = {c.fact.chapter for c in self.cards if c.planned.job.copy.chapter}
        number = done = 0
        for chapter, run in groupby(self.cards, key=lambda c: c.fact.chapter):
            cards = list(run)
            job = cards[0].planned.job
            if job.copy.chapter:
                number += 1  # of the chapters shown: one without a fact of its own leaves no gap
                order = f"{number:02}" if len(named) > 1 else ""
                place = {"order": order, "progress": done / len(self.cards)}
                yield Strip("chapter", self._draw("chapter", job, place), chapter)
            hero = next((c for c in ranked(cards, 1) if c.planned.job.copy.figure), None)
            ruled = False
            for card in sorted(cards, key=lambda c: c is not hero):
                strip = self._fact(card, hero=card is hero, ruled=ruled)
                if strip is not None:
                    yield strip
                    ruled = True
            done += len(cards)

    def foot(self) -> Strip:
        """Return the closing strip."""
        return Strip(
            "closing", self._draw("closing", replace(self.first, theme=self.theme, scene=self.scene), {})
        )

    def turn(self, part: int, parts: int, before: Strip) -> Strip:
        """Return the strip that ends a part which another follows, in the colours of the strip above it."""
        job = self._job_of(before)
        return Strip("turn", self._draw("turn", job, {"part": part, "parts": parts}), before.chapter)

    def running(self, part: int, parts: int, after: Strip) -> Strip:
        """Return the strip on top of a later part; it names the chapter when the part begins within one."""
        job = self._job_of(after)
        if not after.fact:  # the chapter's own heading follows
            job = replace(job, copy=replace(job.copy, chapter=""))
        return Strip("running", self._draw("running", job, {"part": part, "parts": parts}), after.chapter)

    def _job_of(self, strip: Strip) -> CardJob:
        own = (c.planned.job for c in self.cards if c.fact.chapter == strip.chapter)
        return next(own, self.first) if strip.chapter else replace(self.first, theme=self.theme, scene="")

    def _fact(self, card: Candidate, *, hero: bool, ruled: bool) -> Strip | None:
        job = card.planned.job
        error: CardRefused | None = None
        for name, more in self._ways(job, hero):
            try:
                sheet = self._draw(name, job, {**more, "ruled": ruled})
                prove_part(job, sheet, self.press.rasteriser.pixels(sheet), self.press)
            except CardRefused as refusal:
                error = refusal
                continue
            return Strip(name, sheet, card.fact.chapter, card.id)
        if error is not None:
            self.refused.append(Refusal(card.id, self.size.id, str(error), error.exit_code))
        return None

    def _ways(self, job: CardJob, hero: bool) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the drawings that suit a fact, best first; the last, the whole sentence, holds any words."""
        copy = job.copy
        if copy.items:
            yield "list", {}
            return
        if copy.figure is not None and figure_size(job, _STACK_WIDTH, self.press) >= LEAST:
            if hero:
                yield "stack", {"hero": True}
            beside = not copy.tail or len(copy.head) <= _VERB
            if not hero and beside and figure_size(job, _ROW_WIDTH, self.press) >= _LEAST_ROW_FIGURE:
                yield "row", {}
            yield "stack", {"hero": False}
        yield "sentence", {"least": 48}  # a long one takes more lines rather than smaller letters
        yield "sentence", {"least": 34}  # unless a word or a number is longer than a line

    def _draw(self, name: str, job: CardJob, more: Mapping[str, Any], height: float | None = None) -> Sheet:
        theme: Theme = job.theme
        wide = self.size.width
        return self.press.draw_free(
            f"_long/{name}.svg",
            {**variables_of(job), **more},
            theme,
            units=(LONG_WIDTH, height),
            pixels=(wide, None if height is None else round(height * wide / LONG_WIDTH)),
        )
