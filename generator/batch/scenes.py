"""Which scene each card of a series stands in, and which stretch of it: by its words, its chapter, and its neighbours.

A scene stands at most twice running; what nothing speaks for, or nothing for sure, stands in a neutral place. Cover,
summary and closing show what the whole article is about, if it is about one thing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from generator.batch.feature import Feature
from generator.design import SceneTable, Theme
from generator.design.scenes import NEUTRAL, RUN, VIEWS
from generator.facts.model import Fact, Factsheet

_WHOLE = {"cover", "summary", "closing"}
_APART = _WHOLE | {"chapter"}
"""Cards that may be left out of a batch: what the others show must not hang on them."""
_MAIN = 2
"""How much oftener a subject's first drawing is taken than each of the others."""
_MOST_RUNNING = 2
_OF_ITEMS = 0.5
"""The share of a list's items from which their subject is the list's, rather than its chapter's."""
_WHOLE_SHARE = 0.4
"""The share of facts from which a subject is the whole article's."""


def subjects_of(series: Sequence[Feature], sheet: Factsheet, table: SceneTable) -> Mapping[str, str]:
    """Return the subject of every card of a series by its fact's id, "" for a neutral place."""
    usual = _usual(sheet, table)
    whole = _of_article(sheet, table)
    subjects: dict[str, str] = {}
    for feature in series:
        fact = feature.fact
        if feature.family in _WHOLE:
            subjects[fact.id] = whole
            continue
        items = _texts(sheet.items_of(fact))
        near = (
            _most(items, table, _OF_ITEMS)
            or usual.get(fact.id)
            or next((usual.get(m.id, "") for m in feature.members), "")
        )
        subjects[fact.id] = near if feature.family == "chapter" else table.of_text(fact.text, near)
    return subjects


@dataclass
class Stage:
    """Gives out scenes along one series, card by card in its order: no scene three times running."""

    table: SceneTable
    _used: Counter[str] = field(default_factory=Counter)
    _running: list[str] = field(default_factory=list)

    def next_scene(self, feature: Feature, subject: str, theme: Theme) -> tuple[str, int]:
        """Return the drawing of a card, "" for the theme's own, and which of its stretches, from 0."""
        names = self.table.drawings_of(subject, theme)
        if feature.family in _WHOLE and not subject and NEUTRAL not in theme.scenes:
            names = names[-1:]  # the widest view of all
        offered = self._free(names)
        if not offered:
            offered = self._free(self.table.drawings_of("", theme))
        if not offered:
            return "", 0
        chosen = min(offered, key=lambda name: (self._used[name] + 1) / offered[name])
        if feature.family in _APART:
            return chosen, (self._used[chosen] + 1) % VIEWS
        view = self._used[chosen] % VIEWS
        self._used[chosen] += 1
        self._running = [*self._running, chosen][-_MOST_RUNNING:]
        return chosen, view

    def _free(self, names: Iterable[str]) -> dict[str, int]:
        """Return the drawings that may come next with their weights, the first of all the heaviest."""
        weights = {name: _MAIN if at == 0 else 1 for at, name in enumerate(names)}
        return {n: w for n, w in weights.items() if self._running != [n] * _MOST_RUNNING}


def _usual(sheet: Factsheet, table: SceneTable) -> Mapping[str, str]:
    """Return what each fact's surroundings speak of: its chapter, or the half dozen facts it stands among."""
    titles = {chapter.id: chapter for chapter in sheet.chapters}
    usual: dict[str, str] = {}
    for name, group in groupby(_own(sheet), key=lambda fact: fact.chapter):
        facts = list(group)
        chapter = titles.get(name)
        words = (chapter.title, chapter.subtitle) if chapter else ("", "")
        subject = table.of_chapter(*words, _texts(facts)) if chapter else ""
        runs = [facts] if subject else [facts[at : at + RUN] for at in range(0, len(facts), RUN)]
        for run in runs:
            found = subject or _most(_texts(run), table, 0.5)
            usual.update((fact.id, found) for fact in run)
    return usual


def _of_article(sheet: Factsheet, table: SceneTable) -> str:
    """Return what the whole article is about: what its title says for sure, else what very many of its facts do."""
    facts = _texts(_own(sheet))
    return table.of_text(sheet.title) or _most(facts, table, _WHOLE_SHARE)


def _most(facts: Sequence[str], table: SceneTable, share: float) -> str:
    votes = Counter(filter(None, (table.of_text(fact) for fact in facts)))
    subject, count = next(iter(votes.most_common(1)), ("", 0))
    return subject if count > 1 and count >= share * len(facts) else ""


def _own(sheet: Factsheet) -> list[Fact]:
    return [fact for fact in sheet.facts if fact.kind != "item"]


def _texts(facts: Sequence[Fact]) -> list[str]:
    return [fact.text for fact in facts]
