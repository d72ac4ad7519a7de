"""The sign (icon) of every card of a series: all cards have one, or none has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.batch.feature import Feature
from generator.design import IconTable, SceneTable
from generator.facts.model import Factsheet


def signs_of(
    series: Sequence[Feature], sheet: Factsheet, icons: IconTable, scenes: SceneTable
) -> Mapping[str, str]:
    """Return the icon of each card by its fact's id, names of drawings.

    What the fact is about has the first say, then its items. Its chapter's title speaks only for a fact whose words are about nothing
    that `scenes` knows either: a fact of petitions in a chapter of the environment is no leaf. Any other card takes the
    neutral sign of the newsroom's table. A table that knows no word of the whole series leaves every card without.
    """
    own = {f.fact.id: icons.choose(f.fact.text, *(i.text for i in sheet.items_of(f.fact))) for f in series}
    if not any(own.values()):
        return own
    titles = {c.id: icons.choose(c.title) or icons.choose(c.subtitle) for c in sheet.chapters}
    return {
        f.fact.id: own[f.fact.id]
        or (titles.get(f.fact.chapter, "") if not scenes.of_text(f.fact.text) else "")
        or icons.neutral
        for f in series
    }
