"""A finished card as its proof-readers see it: what it should say, how it was set, and the pixels themselves."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from generator.card import Card, SetText
from generator.card.copy import Copy

COLOPHON = frozenset(
    {
        "series",
        "chapter",
        "counter",
        "source",
        "date",
        "context",
        "legend",
        "kicker",
        "credit",
        "account",
        "slogan",
        "day",
        "month",
        "weekday",
        "lunar",
    }
)
"""Boxes that tell where a card belongs; all others carry its message, save the labels of a chart's scale."""
SCALE = "scale-"
"""How the boxes of a chart's scale begin: 第1位 and 第100位 of a row of places, the ends of a ruler."""


def aside(box: str) -> bool:
    """Return whether a box does not carry the message itself."""
    return box in COLOPHON or box.startswith(SCALE)


@dataclass(frozen=True)
class Exhibit:
    """One card under proof."""

    card: Card

    @property
    def copy(self) -> Copy:
        """The words that the card was to say."""
        return self.card.job.copy

    @cached_property
    def texts(self) -> tuple[SetText, ...]:
        """Every text box as it was set, from the top of the card to its foot."""
        return self.card.sheet.texts

    @cached_property
    def message(self) -> tuple[SetText, ...]:
        """The boxes that carry the fact's own words."""
        facts = [plain(text) for text in self.statements]
        return tuple(
            t for t in self.texts if not aside(t.box) and any(plain("".join(t.lines)) in fact for fact in facts)
        )

    @cached_property
    def statements(self) -> tuple[str, ...]:
        """The texts that must stand on the card whole: the fact's, its items', or those of the facts it is made of."""
        copy = self.copy
        kind = self.card.job.template.kinds
        if copy.entries and not {"chapter", "summary", "cover", "closing"} & set(kind):
            return tuple(entry.text for entry in copy.entries)
        if {"cover", "summary"} & set(kind):
            # 奋进“十五五” 解读晋江“发展密码”: what carries the series' title may leave out its kicker
            return (copy.text.replace("\u3000", " ").split(" ", 1)[-1],)
        return (copy.text, *copy.items)


def plain(text: str) -> str:
    """Return the letters, digits and hanzi of a text, full-width forms made half-width: what may not get lost."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum())
