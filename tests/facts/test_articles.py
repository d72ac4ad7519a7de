"""Whole articles of the project's own, of twenty kinds: how many of their marked clauses come out as facts, figure and all.

In ``tests/quality/articles`` a fact is marked ⟦clause|figure⟧, several readings parted by ，, one without a figure ⟦clause|-⟧. A
clause counts as found in a fact that has its words, or at least three fifths of them, or that it makes three fifths of.
"""

import re
from pathlib import Path

import pytest

from generator.facts import Fact, extract, read_article

ARTICLES = sorted((Path(__file__).parent.parent / "quality" / "articles").iterdir())
MARK = re.compile(r"⟦([^⟧|]+)\|([^⟧]+)⟧")
LEAST = 0.75  # an annotator cuts a sentence now here, now there; the figures themselves are held by test_metric


def bare(words: str) -> str:
    return re.sub(r"[\s。；，、]+$|\s", "", words)


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
    plain = tmp_path / path.name
    plain.write_text(MARK.sub(r"\1", marked), encoding="utf-8")
    facts = extract(read_article(plain)).facts
    marks = [(re.sub(r"<[^>]+>", "", clause), figures) for clause, figures in MARK.findall(marked)]
    right, wrong = 0, []
    for clause, figures in marks:
        fact = fact_of(clause, facts)
        metric = fact.metric if fact else None
        got = None if fact is None else metric.value + metric.unit if metric else "-"
        if got in figures.split("，"):
            right += 1
        else:
            wrong.append((clause, figures, got))
    assert len(marks) >= 12
    assert right >= LEAST * len(marks), wrong
