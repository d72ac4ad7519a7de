"""Which scene each card of a series stands in, and which stretch of it: by its words, its chapter, and its neighbours.

A scene stands at most twice running; what nothing speaks for, or nothing for sure, stands in a neutral place. Cover,
summary and closing show what the whole article is about, if it is about one thing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from generator.batch.feature import Feature
from generator.design import SceneTable, Theme
from generator.design.scenes import NEUTRAL, RUN, VIEWS
from generator.facts.model import Fact, Factsheet

_WHOLE = {"cover", "summary", "closing"}
_APART = _WHOLE | {"chapter"}
"""Cards that may be left out of a batch: what the others show must not hang on them."""
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


@dataclass(frozen=True, slots=True)
class Staged:
    """A card before its scene is chosen: its number along the series (see `numbers_of`), subject and theme."""

    feature: Feature
    number: int
    subject: str
    theme: Theme


def stage(cards: Sequence[Staged], table: SceneTable) -> Mapping[str, tuple[str, int]]:
    """Return the drawing of every card, "" for the theme's own, and which of its stretches, by its fact's id.

    Both follow from the card's own number and subject, so that a fact worded anew moves no other card's scene. Only where one
    scene would stand three times running does a card ask its neighbours, and every third one makes way.
    """
    running = [card for card in cards if card.feature.family not in _APART]
    wished = [_wished(card, table) for card in running]
    shown: list[str] = []
    for at, card in enumerate(running):
        makes_way = card.number % 3 == 2 and any(
            _alike(wished[first : first + 3]) for first in range(max(0, at - 2), at + 1)
        )
        if makes_way or _alike([*shown[at - 2 :], wished[at]]):
            shown.append(_other(card, {wished[at], *shown[at - 1 :], *wished[at + 1 : at + 2]}, table))
        else:
            shown.append(wished[at])
    scenes = {card.feature.fact.id: scene for card, scene in zip(running, shown, strict=True)}
    return {
        card.feature.fact.id: (
            scene := scenes.get(card.feature.fact.id) or _wished(card, table),
            _stretch(card, table) if scene else 0,
        )
        for card in cards
    }


def _cycle(names: Sequence[str]) -> Sequence[str]:
    """Return a subject's drawings in turn, the first of all every other time."""
    return (*names[:2], *names[:1], *names[2:]) if len(names) > 1 else names


def _wished(card: Staged, table: SceneTable) -> str:
    names = table.drawings_of(card.subject, card.theme) or table.drawings_of("", card.theme)
    if card.feature.family in _WHOLE and not card.subject:
        # A theme that has a neutral place of its own stands there, others in the widest view of all.
        names = names[:1] if NEUTRAL in card.theme.scenes else names[-1:]
    cycle = _cycle(names)
    return cycle[card.number % len(cycle)] if cycle else ""


def _stretch(card: Staged, table: SceneTable) -> int:
    """Return which stretch a card shows: never a neighbour's, and each drawing goes through all of them."""
    length = len(_cycle(table.drawings_of(card.subject, card.theme))) or 1
    return (card.number + (0 if length % 2 else card.number // length)) % VIEWS


def _other(card: Staged, taken: set[str], table: SceneTable) -> str:
    """Return another drawing of the card's subject than those taken, else a neutral place, else what it wished for."""
    for subject in (card.subject, ""):
        free = [name for name in table.drawings_of(subject, card.theme) if name not in taken]
        if free:
            return free[card.number // 3 % len(free)]
    return _wished(card, table)


def _alike(scenes: Sequence[str]) -> bool:
    return len(scenes) == _MOST_RUNNING + 1 and len(set(scenes)) == 1 and bool(scenes[0])


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
