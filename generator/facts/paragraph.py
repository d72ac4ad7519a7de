"""A paragraph of prose → facts of one clause each; what carries none is told as prose."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from generator.facts import turns
from generator.facts.build import Build, stripped
from generator.facts.clause import cut, sentences
from generator.facts.follow import is_adverbial, is_named
from generator.facts.model import Span
from generator.facts.outline import Line
from generator.facts.target import is_target, targets

LONGEST_FACT = 60  # characters of a line that stays whole
LONGEST_STATEMENT = 44
_SHORT_SENTENCE = 30
_CREDIT = re.compile(
    r"^(?:本[报刊台网]|[^，。]{2,10})讯\s*[（(]((?:[^（()）]{0,12})(?:记者|通讯员)[^（()）]{2,40})[)）]"
)
_TAIL = "；;，,、。"


def tell_paragraph(build: Build, line: Line, listed: bool = False) -> None:
    """Make facts of a paragraph's clauses; what carries none is told as prose, so that nothing vanishes.

    A line that is `listed`, one of a run of short ones, stays whole: its writer has cut it already.
    """
    whole = line.text
    if not build.byline and (credit := _CREDIT.match(whole)):
        build.byline = credit[1]
    run_in = turns.RUN_IN.match(whole)
    if run_in and run_in.end() < len(whole):
        build.tell(line, Span(line.start, line.start + len(run_in[0].rstrip())))
        tell_paragraph(
            build, replace(line, text=whole[run_in.end() :], start=line.start + run_in.end()), listed
        )
        return
    closed = whole.endswith(("。", "；", ";", "！"))
    spans = sentences(whole)
    if len(spans) <= 1 and len(whole) <= LONGEST_FACT and not is_target(whole):
        found = build.read(whole)
        if found.metric is None and (
            whole.endswith(("：", ":", "，", ","))
            or (closed and (len(whole) > _SHORT_SENTENCE or not build.chapters) and not is_named(whole))
        ):
            build.tell(line)
            return
        if listed:
            build.fact(line)
            return
        pieces = cut(whole, build.tables)
        told = any(
            not p.numbers and (is_adverbial(p.text.rstrip("，,")) or p.text.endswith("：")) for p in pieces
        )
        preamble = closed and pieces and not pieces[0].numbers and len(pieces[0].text) > turns.PREAMBLE
        told = told or bool(preamble)
        if found.metric is None or (not told and sum(1 for p in pieces if p.numbers) <= 1):
            build.fact(line)
            return
    _clauses(build, line, spans)


def _clauses(build: Build, line: Line, spans: Sequence[Span]) -> None:
    base = line.start
    counts = [cut(line.text[s.start : s.end], build.tables, len(spans) == 1) for s in spans]
    rich = any(c.numbers for pieces in counts for c in pieces)
    if not rich and not any(c.named for pieces in counts for c in pieces):
        build.tell(line)
        return
    aiming = False  # aims parted by semicolons are all aims, up to the full stop
    for span, pieces in zip(spans, counts, strict=True):
        words = line.text[span.start : span.end]
        aiming = aiming or is_target(words)
        aims = targets(words, build.tables) if aiming else ()
        aiming = aiming and not words.endswith(("。", "！"))
        if aims:
            at = span.start
            for aim in aims:
                start = span.start + aim.start
                _rest(build, line, at, start)
                build.fact(line, stripped(build.text, base + start, base + span.start + aim.end), "target")
                at = span.start + aim.end
            _rest(build, line, at, span.end)
            continue
        for piece in pieces:
            start, end = base + span.start + piece.span.start, base + span.start + piece.span.end
            inner = stripped(build.text, start, end)
            words_of = build.text[inner.start : inner.end]
            if piece.numbers or ((rich or piece.named) and _states(words_of, build.text[start : end + 1])):
                build.fact(line, inner)
            else:
                build.tell(line, Span(start, end))


def _states(words: str, printed: str) -> bool:
    """Tell whether a clause without a figure says something by itself, so that it may be a fact."""
    return (
        6 <= len(words) <= LONGEST_STATEMENT
        and (is_named(words) or not printed.endswith(("：", ":")))
        and not printed.endswith(("？", "?"))
        and not is_adverbial(words)
        and not turns.MEETING.search(words)
        and not (words.startswith("“") and words.endswith("”"))  # what somebody says
        and not words.startswith(("走进", "来到", "漫步", "站在", "置身", "放眼"))  # where the writer stands
        and not words.startswith(("（", "(", "并", "且", "而", "也", "还", "又", "从而", "进而"))
    )


def _rest(build: Build, line: Line, start: int, end: int) -> None:
    """Keep what an aims sentence says between its figures; an aim without a number is a statement."""
    words = line.text[start:end].strip(_TAIL + " ：")
    if not words:
        return
    if len(words) >= 8 and not line.text[start:end].rstrip().endswith(("：", ":", "是", "为")):
        build.fact(line, stripped(build.text, line.start + start, line.start + end), "statement")
    else:
        build.tell(line, Span(line.start + start, line.start + end))
