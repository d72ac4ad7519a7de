"""Which scene each card of a series stands in: its own words' subject, else its chapter's, else its run's.

Cover, summary and closing keep the theme's own places, and so does a card for which nothing speaks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from generator.batch.feature import Feature
from generator.design import SceneTable
from generator.design.scenes import RUN
from generator.facts.model import Fact, Factsheet

_OWN_PLACE = {"cover", "summary", "closing"}


def subjects_of(series: Sequence[Feature], sheet: Factsheet, table: SceneTable) -> Mapping[str, str]:
    """Return the subject of every card of a series by its fact's id, "" for the theme's own place."""
    usual = _usual(sheet, table)
    subjects: dict[str, str] = {}
    for feature in series:
        fact = feature.fact
        if feature.family in _OWN_PLACE:
            subjects[fact.id] = ""
            continue
        near = usual.get(fact.id) or next((usual.get(m.id, "") for m in feature.members), "")
        subjects[fact.id] = near if feature.family == "chapter" else table.of_text(fact.text, near)
    return subjects


def _usual(sheet: Factsheet, table: SceneTable) -> Mapping[str, str]:
    """Return what each fact's surroundings speak of: its chapter, or the half dozen facts it stands among."""
    titles = {chapter.id: chapter for chapter in sheet.chapters}
    own = [fact for fact in sheet.facts if fact.kind != "item"]
    usual: dict[str, str] = {}
    for name, group in groupby(own, key=lambda fact: fact.chapter):
        facts = list(group)
        chapter = titles.get(name)
        words = (chapter.title, chapter.subtitle) if chapter else ("", "")
        subject = table.of_chapter(*words, _texts(facts)) if chapter else ""
        runs = [facts] if subject else [facts[at : at + RUN] for at in range(0, len(facts), RUN)]
        for run in runs:
            found = subject or table.of_chapter("", "", _texts(run))
            usual.update((fact.id, found) for fact in run)
    return usual


def _texts(facts: Sequence[Fact]) -> list[str]:
    return [fact.text for fact in facts]
