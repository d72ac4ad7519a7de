"""The phrase of a statement that deserves the accent: what an editor would lift, or nothing.

In the order of an editor's preference: the name of an award, a place won (位居全省前列), an outcome (全面竣工),
what stands in marks (“…”, 《…》), a figure (超900项). Exactly a substring: colour is added, never a word changed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from generator.card.honour import honour_of
from generator.card.wordbook import HonourWords, PhraseWords

_HANZI_NUMBER = "[一二三四五六七八九十百千万两]"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text in three parts; `words` is lifted. Joined they are the text."""

    before: str
    words: str
    after: str


def key_phrase(text: str, words: PhraseWords, honours: HonourWords) -> Phrase | None:
    """Return the phrase of `text` to lift, or None when none stands out or it would be nearly all of the text."""
    for found in _found(text, words, honours):
        start, end = _with_marks(text, found, words)
        phrase = Phrase(text[:start], text[start:end], text[end:])
        bare = phrase.words.strip("“”《》「」")
        if (
            len(bare) <= words.most
            and len(text) - len(phrase.words) >= 2
            and len(phrase.words) <= words.share * len(text)
        ):
            return phrase
    return None


def _found(text: str, words: PhraseWords, honours: HonourWords) -> Iterator[tuple[int, int]]:
    honour = honour_of(text, honours)
    if honour is not None:
        start = text.index(honour.verb + honour.name) + len(honour.verb) if honour.verb else 0
        end = start + len(honour.name)
        inside = [q for q in _quoted(text, words) if start <= q[0] and q[1] <= end]
        yield from inside
        yield start, end
    patterns = _patterns(words)
    for pattern in patterns[:2]:
        yield from (found.span() for found in reversed(list(pattern.finditer(text))))
    yield from sorted(_quoted(text, words), key=lambda q: q[0] - q[1])
    yield from (found.span() for found in patterns[2].finditer(text))


def _with_marks(text: str, found: tuple[int, int], words: PhraseWords) -> tuple[int, int]:
    """Return the span with the marks round it: “零的突破” keeps them."""
    start, end = found
    if text[start - 1 : start] + text[end : end + 1] in words.pairs:
        return start - 1, end + 1
    return start, end


def _quoted(text: str, words: PhraseWords) -> Iterator[tuple[int, int]]:
    for mark in words.pairs:
        for found in re.finditer(f"{mark[0]}[^{mark[0]}{mark[1]}]+{mark[1]}", text):
            yield found.span()


@lru_cache(maxsize=8)
def _patterns(words: PhraseWords) -> tuple[re.Pattern[str], ...]:
    def any_of(group: tuple[str, ...]) -> str:
        return "|".join(map(re.escape, sorted(group, key=len, reverse=True)))

    place = (
        rf"(?:{any_of(words.verb)})(?:{any_of(words.field)})?[^，；。“”《》、]{{0,4}}?(?:{any_of(words.field)})?"
        rf"(?:{any_of(words.rank)}|前\d+|第\d+)(?:位|名)?"
    )
    outcome = rf"(?:(?:{any_of(words.how)})+(?:{any_of(words.done)})(?:{any_of(words.done)})?|{any_of(words.whole)})(?![率度者])"
    figure = (
        rf"(?:{any_of(words.before)})?(?<![A-Za-z\d.])\d[\d,.]*(?![\d.,]*[A-Za-z])[万亿]?[余多]?(?:{any_of(words.units)})(?<!\d{{4}}年)"
        rf"|(?:{any_of(words.figure_words)})|{_HANZI_NUMBER}+[余多](?:{any_of(words.units)})"
    )
    return re.compile(place), re.compile(outcome), re.compile(figure)
