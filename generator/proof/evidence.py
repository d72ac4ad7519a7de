"""Does the article say so? Each fact of a sheet, also one typed or corrected in a spreadsheet, against the article's text.

Widths, quotation marks, blanks and line ends do not count; letters, hanzi, digits, the point of a decimal and % do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from generator.facts.model import Fact

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_POINT = re.compile(r"(?<!\d)\.|\.(?!\d)")
_NEAR = 0.5
"""Least likeness (difflib's ratio) of a sentence that is offered as the one that was meant."""
_MOST_COMPARED = 400
"""Sentences that are compared letter by letter; of a longer article those that share most characters."""


@dataclass(frozen=True)
class Evidence:
    """An article as evidence. `text` is as it was read: one line a paragraph."""

    text: str

    @cached_property
    def bare(self) -> str:
        """The whole article, bare of what does not count."""
        return bare(self.text)

    @cached_property
    def sentences(self) -> tuple[tuple[int, str], ...]:
        """Every sentence with its 1-based line."""
        return tuple(
            (number, found[0].strip())
            for number, line in enumerate(self.text.split("\n"), 1)
            for found in _SENTENCE.finditer(line)
            if found[0].strip()
        )

    def nearest(self, text: str) -> tuple[int, str] | None:
        """Return line and words of the sentence that is most like `text`, or None when none is."""
        wanted = bare(text)
        letters = set(wanted)
        some = sorted(self.sentences, key=lambda s: -len(letters & set(s[1])))[:_MOST_COMPARED]
        best, likeness = None, _NEAR
        for number, sentence in some:
            alike = _likeness(wanted, bare(sentence))
            if alike > likeness:
                best, likeness = (number, sentence), alike
        return best


def against_article(facts: Sequence[Fact], article: Evidence) -> Iterator[tuple[Fact, str, str]]:
    """Yield (fact, check, message) for every fact whose words, or whose figures, the article does not have.

    ``article-figure``: a figure that stands neither in the sentence nor in the one most like it. ``article-text``: words
    that the article does not have in this order.
    """
    for fact in facts:
        if bare(fact.text) in article.bare and _whole_numbers(fact.text, article):
            continue
        near = article.nearest(fact.text)
        there = set(_numbers(near[1])) if near is not None else set()
        missing = [number for number in dict.fromkeys(_numbers(fact.text)) if number not in there]
        place = f"最接近的是第 {near[0]} 行“{_brief(near[1])}”" if near is not None else "文章里没有相近的句子"
        if missing:
            names = "、".join(f"“{number}”" for number in missing)
            yield (
                fact,
                "article-figure",
                f"第 {fact.id} 条“{fact.text}”的数字{names}不在文章的对应处，{place}，请核对",
            )
        else:
            yield fact, "article-text", f"第 {fact.id} 条“{fact.text}”与文章的字句不同，{place}，请核对"


def bare(text: str) -> str:
    """Return what counts of a text: letters, digits, hanzi, decimal points and %, widths normalised."""
    plain = _GROUPED.sub("", unicodedata.normalize("NFKC", text))
    plain = _POINT.sub("", plain)
    return "".join(c for c in plain if c.isalnum() or c in ".%")


def _numbers(text: str) -> list[str]:
    return _NUMBER.findall(_GROUPED.sub("", unicodedata.normalize("NFKC", text)))


def _whole_numbers(text: str, article: Evidence) -> bool:
    """Return whether the words stand in the article with nothing of a number cut off: 58家 is not in 358家."""
    words, at = bare(text), -1
    while (at := article.bare.find(words, at + 1)) >= 0:
        before, after = article.bare[at - 1 : at], article.bare[at + len(words) : at + len(words) + 1]
        cut_before = words[:1].isdigit() and (before.isdigit() or before == ".")
        cut_after = words[-1:].isdigit() and (after.isdigit() or after in {".", "%"})
        if not cut_before and not cut_after:
            return True
    return not words


def _likeness(wanted: str, sentence: str) -> float:
    """Return how much of `wanted` the sentence has, in order: a fact is often a clause of a long sentence."""
    blocks = SequenceMatcher(None, wanted, sentence, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size > 1 or len(wanted) < 4) / max(1, len(wanted))


def _brief(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
