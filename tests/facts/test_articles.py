"""Whole articles of the project's own, of many kinds: how many of their marked clauses come out as facts, figure and all.

In ``tests/quality/articles`` a fact is marked ⟦clause|figure⟧ or ⟦clause|figure|label⟧, several readings of the figure
parted by ，, of the label by / or #, one without a figure ⟦clause|-⟧. A clause counts as found in a fact that has its words,
or at least three fifths of them, or that it makes three fifths of. An article named ``….docx.txt`` is read as a Word
document: ``#`` before a heading, ``|`` between the cells of a table's row.
"""

import re
from html import escape
from pathlib import Path

import pytest

from generator.facts import Fact, extract, read_article
from tests.facts.test_readers import document, paragraph

ARTICLES = sorted((Path(__file__).parent.parent / "quality" / "articles").iterdir())
MARK = re.compile(r"⟦([^⟧|]+)\|([^⟧|]+)(?:\|([^⟧]+))?⟧")
LEAST_LABELS = 0.75  # of the marked clauses that were found with their figure
LEAST = 0.75  # an annotator cuts a sentence now here, now there; the figures themselves are held by test_metric


def bare(words: str) -> str:
    return re.sub(r"[\s。；，、]+$|\s", "", words)


def letters(label: str) -> str:
    return re.sub(r"\W", "", label)


def word_document(text: str) -> bytes:
    """Return a Word document of the marked-up `text`."""
    body = ""
    for line in filter(str.strip, text.split("\n")):
        if line.startswith("|"):
            cells = "".join(f"<w:tc>{paragraph(escape(c.strip()))}</w:tc>" for c in line.strip("|").split("|"))
            body += f"<w:tbl><w:tr>{cells}</w:tr></w:tbl>"
        else:
            words = line.lstrip("#")
            level = len(line) - len(words)
            body += paragraph(escape(words.strip()), f"Heading{level}" if level else "")
    return document(body.replace("</w:tbl><w:tbl>", ""))


def fact_of(clause: str, facts: tuple[Fact, ...]) -> Fact | None:
    wanted, best, found = bare(clause), 0.0, None
    for fact in facts:
        short, long = sorted((bare(fact.text), wanted), key=len)
        if short in long and len(short) / len(long) > best:
            best, found = len(short) / len(long), fact
    return found if best >= 0.6 else None


@pytest.mark.parametrize("path", ARTICLES, ids=[p.stem for p in ARTICLES])
def test_marked_clauses(path: Path, tmp_path: Path) -> None:
    marked = path.read_text(encoding="utf-8")
    plain = tmp_path / path.name.removesuffix(".txt" if path.name.endswith(".docx.txt") else "")
    words = MARK.sub(r"\1", marked)
    plain.write_bytes(word_document(words) if plain.suffix == ".docx" else words.encode("utf-8"))
    facts = extract(read_article(plain)).facts
    marks = [
        (re.sub(r"<[^>]+>", "", clause), figures, labels) for clause, figures, labels in MARK.findall(marked)
    ]
    right, wrong, named, misnamed = 0, [], 0, []
    for clause, figures, labels in marks:
        fact = fact_of(clause, facts)
        metric = fact.metric if fact else None
        got = None if fact is None else metric.value + metric.unit if metric else "-"
        if got in figures.split("，"):
            right += 1
            if metric and labels:
                named += 1
                if letters(metric.label) not in {letters(x) for x in re.split("[/#]", labels)}:
                    misnamed.append((clause, labels, metric.label))
        else:
            wrong.append((clause, figures, got))
    assert len(marks) >= 12
    assert right >= LEAST * len(marks), wrong
    assert len(misnamed) <= (1 - LEAST_LABELS) * named, misnamed
