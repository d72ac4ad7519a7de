"""tests/quality/names.tsv: lines with what must stay whole in them, marked before anybody saw how they break."""

from __future__ import annotations

from typing import NamedTuple

from tests.typeset.setters import ROOT

FILE = ROOT / "tests" / "quality" / "names.tsv"


class Named(NamedTuple):
    """A line: its text, the places (before which character) where no break may be, and the measures in em."""

    line: int
    text: str
    held: frozenset[int]
    widths: tuple[float, ...]
    torn: tuple[float, ...]
    """Of the widths, those at which a name is known to be torn still."""
    subject: str
    kept: bool
    """Whether the row was only counted, never looked at, while the rules were written."""


def read() -> list[Named]:
    """Return every row of the table."""
    rows, kept = [], False
    for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines(), 1):
        kept = kept or line.startswith("# 验收")
        if line and not line.startswith("#"):
            widths, marked, subject = line.split("\t")
            text, held = places(marked)
            asked = widths.split(",")
            torn = tuple(float(w[1:]) for w in asked if w[0] == "!")
            measures = tuple(float(w.lstrip("!")) for w in asked)
            rows.append(Named(number, text, held, measures, torn, subject, kept))
    return rows


def places(marked: str) -> tuple[str, frozenset[int]]:
    """Return the text of a marked line, and the places in 〔…〕 at which it may not break (but may at ``|``)."""
    text, held = "", set()
    inside = fresh = False
    for character in marked:
        if character in "〔〕|":
            inside = character == "〔" or (inside and character == "|")
            fresh = True
            continue
        if inside and not fresh:
            held.add(len(text))
        fresh = False
        text += character
    return text, frozenset(held)


def breaks(text: str, lines: list[str]) -> list[int]:
    """Return the place in `text` at which each of its lines but the first begins."""
    at, found = 0, []
    for line in lines[:-1]:
        at = text.index(line, at) + len(line)
        while text[at : at + 1] == " ":
            at += 1
        found.append(at)
    return found
