"""The sign (icon) of every card of a series: all cards have one, or none has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from generator.batch.feature import Feature
from generator.design import IconTable
from generator.facts.model import Factsheet


def signs_of(series: Sequence[Feature], sheet: Factsheet, icons: IconTable) -> Mapping[str, str]:
    """Return the icon of each card by its fact's id, names of drawings.

    The words of the fact have the first say, then its chapter's title, then what most facts of the chapter are about;
    a card for which none of them has a word takes the neutral sign of the newsroom's table. A table that knows no word
    of the whole series leaves every card without: a lone sign on each would mean nothing.
    """
    own = {f.fact.id: icons.choose(f.fact.text) for f in series}
    if not any(own.values()):
        return own
    titles = {c.id: icons.choose(c.title) or icons.choose(c.subtitle) for c in sheet.chapters}
    met: dict[str, Counter[str]] = {}
    for feature in series:
        if own[feature.fact.id] and not feature.family:
            met.setdefault(feature.fact.chapter, Counter())[own[feature.fact.id]] += 1
    usual = {chapter: count.most_common(1)[0][0] for chapter, count in met.items()}
    return {
        f.fact.id: own[f.fact.id]
        or titles.get(f.fact.chapter, "")
        or usual.get(f.fact.chapter, "")
        or icons.neutral
        for f in series
    }
