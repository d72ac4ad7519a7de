"""Is every figure the article's, and is the whole sentence there? The first thing a proof-reader asks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.card import SetText
from generator.proof.exhibit import Exhibit, aside, plain

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


def figures_stand_in_the_text(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """Every number on the card, in any box, stands in the fact's words or in the colophon's."""
    known = _numbers_that_may_stand(exhibit)
    for text in exhibit.texts:
        for number in _numbers("".join(text.lines)):
            if number not in known:
                yield (
                    text.box,
                    f"图上的数字“{number}”不在第 {exhibit.card.job.fact} 条的原文里，请核对事实表与模板",
                )


def text_is_whole(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """Every letter, digit and hanzi of the fact stands on the card."""
    pieces = [plain("".join(t.lines)) for t in exhibit.texts if not aside(t.box) or t.box == "kicker"]
    for statement in exhibit.statements:
        words = plain(statement)
        missing = _uncovered(words, pieces)
        if missing:
            yield "", f"原文“{statement}”没有全部上图，缺“{missing}”，请换模板或检查模板里的文本框"


def text_is_in_order(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """Read from top to bottom the pieces of a sentence follow each other as in the article."""
    words = plain(exhibit.copy.text)
    at, last = -1, None
    for text in exhibit.message:
        piece = plain("".join(text.lines))
        place = words.find(piece)
        if exhibit.copy.entries or exhibit.copy.items or len(piece) < 2 or place < 0:
            continue
        if place < at and not (last and _left_of(text, last)):
            yield text.box, f"“{''.join(text.lines)}”在图上的先后与原文不同，请看读起来是否通顺"
        at, last = place, text


def _left_of(one: SetText, other: SetText) -> bool:
    """Return whether a box stands at the left of another, at its height or a line lower: a column read before it."""
    line = (one.frame[3] - one.frame[1]) / max(1, len(one.lines))
    return one.frame[2] <= other.frame[0] and one.frame[1] < other.frame[3] + line


def source_is_named(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """A source that is known stands on the card, and so does the newsroom's credit line."""
    credit = plain(exhibit.card.job.brand.credit) if exhibit.card.job.brand else ""
    if credit and not any(credit in plain("".join(t.lines)) for t in exhibit.texts):
        yield "credit", f"图上没有署名“{credit}”，请检查模板的 source 或 credit 文本框"
    source = plain(exhibit.copy.source)
    if source and not any(source in plain("".join(t.lines)) for t in exhibit.texts):
        yield "source", f"图上没有来源“{exhibit.copy.source}”，请检查模板的 source 文本框"


def source_is_known(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """A card without any source should not go out unnoticed."""
    if not exhibit.copy.source:
        yield "source", "没有来源。请在文章里写“来源：…”，或在事实表的“来源”里填上"


def _uncovered(words: str, pieces: list[str]) -> str:
    if any(words in piece for piece in pieces):
        return ""
    covered = [False] * len(words)
    for piece in pieces:
        at = words.find(piece) if piece else -1
        while at >= 0:
            covered[at : at + len(piece)] = [True] * len(piece)
            at = words.find(piece, at + 1)
    return "".join(c for c, there in zip(words, covered, strict=True) if not there)


def _numbers(text: str) -> list[str]:
    return [n.rstrip(".,") for n in _NUMBER.findall(unicodedata.normalize("NFKC", text))]


def _numbers_that_may_stand(exhibit: Exhibit) -> frozenset[str]:
    copy = exhibit.copy
    texts = [
        copy.text, *copy.items, *(e.text for e in copy.entries), copy.series, copy.chapter, copy.chapter_subtitle,
        copy.source, copy.date, copy.number, copy.total, *(p.legend for p in copy.pictures), *copy.contents,
        *(mark for p in copy.pictures for mark in p.scale),
    ]  # fmt: skip
    known = {number for text in texts for number in _numbers(text)}
    if copy.part:  # a chapter's opener counts the chapters: 02 / 04
        known |= {f"{copy.part:02}", f"{copy.parts:02}"}
    if copy.day is not None:  # a calendar's leaf
        known |= {str(part) for part in (copy.day.year, copy.day.month, copy.day.day)}
    known |= {number.lstrip("0") or "0" for number in known}
    for picture in copy.pictures:  # a scale names its own ends: 1 and N of a rank, 0 and 100 of a share
        ends = (0.0, 1.0, 100.0, abs(picture.value), picture.whole or 0.0)
        known |= {f"{end:g}" for end in ends} | {f"{end:.1f}" for end in ends}
    if copy.entries:
        known |= {str(len(copy.entries))}
    return frozenset(known)
