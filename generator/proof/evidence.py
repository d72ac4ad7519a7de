"""Does the article say so? Each fact of a sheet, also one typed or corrected in a spreadsheet, against the article's text.

Widths, quotation marks, blanks and line ends do not count; letters, hanzi, digits, the point of a decimal and % do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property

from generator.facts.model import Fact
from generator.proof.claim import MINUS, Claim, claims, contrary, normal

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")
_NEAR = 0.5
"""Least likeness (difflib's ratio) of a sentence that is offered as the one that was meant."""
_MOST_COMPARED = 400
"""Sentences that are compared letter by letter; of a longer article those that share most characters."""
_MARKER = re.compile(r"(?:\A|\n)\s*\d{1,3}\.\Z")
_YEAR = re.compile(r"(?:19|20)\d\d年|\d{1,2}(?:月|年|至\d{1,2}月)")
_MINUS = re.compile(MINUS, re.MULTILINE)
_LEADS = re.compile(
    r"(?:[一二三四五六七八九十]是|其中|此外|同时|目前|据悉|并且|以及|并|和|及|与|或|而|[全我本](?:市|县|区|镇|乡))\Z"
)
"""Words that stand before a fact and are no part of it."""


@dataclass(frozen=True)
class Evidence:
    """An article as evidence. `text` is as it was read: one line a paragraph."""

    text: str

    @cached_property
    def _normal(self) -> str:
        return normal(self.text)

    @cached_property
    def _places(self) -> tuple[int, ...]:
        """Where in the normal text each letter of the bare one stands."""
        return tuple(_counting(self._normal))

    @cached_property
    def bare(self) -> str:
        """The whole article, bare of what does not count."""
        return "".join(self._normal[at] for at in self._places)

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

    def around(self, text: str) -> tuple[str, str] | None:
        """Return what the article goes on with directly before and after these words: "" and "" for a whole clause.

        None where it does not have them; a number is whole or not there: 58家 is not in 358家.
        """
        words, at, found = bare(text), -1, None
        if not words:
            return "", ""
        while (at := self.bare.find(words, at + 1)) >= 0:
            before = self._normal[: self._places[at]][-8:]
            after = self._normal[self._places[at + len(words) - 1] + 1 :][:8]
            if words[0].isdigit() and re.search(r"\d\.?\Z", before) and not _is_numbered(before, words):
                continue
            if re.match(r"\d|\.\d|[%‰°]", after) and words[-1].isdigit():
                continue
            found = _letters(before, last=True), _letters(after, last=False)
            if found == ("", ""):
                return found
        return found


def against_article(facts: Sequence[Fact], article: Evidence) -> Iterator[tuple[Fact, str, str]]:
    """Yield (fact, check, message) for every fact whose words, or whose figures, the article does not have.

    ``article-figure``: a figure that stands neither in the sentence nor in the one most like it, or stands there with
    another unit, or the other way round (see `generator.proof.claim`). ``article-text``: words that the article does not have
    in this order. ``article-cut``: words that begin or end in the middle of one of its clauses.
    """
    for fact in facts:
        around = article.around(fact.text)
        if around is None:
            yield fact, *_unlike(fact, article)
        elif around != ("", ""):
            before, after = (f"…{around[0]}" if around[0] else "", f"{around[1]}…" if around[1] else "")
            yield (
                fact,
                "article-cut",
                f"第 {fact.id} 条“{fact.text}”在文章里前后还有字，不是整句：“{before}【{_brief(fact.text)}】{after}”，请核对",
            )


def _unlike(fact: Fact, article: Evidence) -> tuple[str, str]:
    """Return check and message for a fact that the article does not have word by word."""
    near = article.nearest(fact.text)
    place = f"最接近的是第 {near[0]} 行“{_brief(near[1])}”" if near is not None else "文章里没有相近的句子"
    there = tuple(claims(near[1])) if near is not None else ()
    numbers = {claim.number for claim in there}
    said = tuple(claims(fact.text))
    missing = dict.fromkeys(claim.number for claim in said if claim.number not in numbers)
    if missing:
        names = "、".join(f"“{number}”" for number in missing)
        return "article-figure", f"第 {fact.id} 条“{fact.text}”的数字{names}不在文章的对应处，{place}，请核对"
    wrong = next((pair for claim in said if (pair := _turned(claim, there))), None)
    if wrong:
        return (
            "article-figure",
            f"第 {fact.id} 条“{fact.text}”里的“{wrong[0]}”与文章的“{wrong[1]}”单位或方向不同，{place}，请核对",
        )
    return "article-text", f"第 {fact.id} 条“{fact.text}”与文章的字句不同，{place}，请核对"


def _turned(claim: Claim, there: Sequence[Claim]) -> tuple[str, str] | None:
    """Return what is printed here and there of a number that every mention in the article contradicts."""
    same = [other for other in there if other.number == claim.number]
    if any(not contrary(claim, other) for other in same):
        return None
    return claim.printed, same[0].printed


def bare(text: str) -> str:
    """Return what counts of a text: letters, digits, hanzi, decimal points and %, widths normalised."""
    plain = normal(text)
    return "".join(plain[at] for at in _counting(plain))


def _counting(plain: str) -> Iterator[int]:
    minus = {found.start() for found in _MINUS.finditer(plain)}
    for at, letter in enumerate(plain):
        if (
            letter.isalnum()
            or letter == "%"
            or at in minus
            or (letter == "." and plain[at - 1 : at].isdigit() and plain[at + 1 : at + 2].isdigit())
        ):
            yield at


def _is_numbered(before: str, words: str) -> bool:
    """Return whether a line's number stands before the words: 5.2026年 is no 5.2026."""
    return bool(_MARKER.search(before) and _YEAR.match(words))


def _letters(text: str, *, last: bool) -> str:
    """Return the letters that a text ends (or begins) with: what a clause has beyond the words asked for."""
    if last and _MARKER.search(text):
        return ""
    found = re.search(r"\w+\Z", text) if last else re.match(r"\w+", text)
    if found is None or (last and _LEADS.search(found[0])):
        return ""
    return found[0]


def _likeness(wanted: str, sentence: str) -> float:
    """Return how much of `wanted` the sentence has, in order: a fact is often a clause of a long sentence."""
    blocks = SequenceMatcher(None, wanted, sentence, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks if block.size > 1 or len(wanted) < 4) / max(1, len(wanted))


def _brief(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
