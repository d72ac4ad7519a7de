"""A corrected fact in the ledger: every series that printed it takes the new words, and what was issued is marked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.facts.correction import Correction
from generator.facts.model import Fact
from generator.series.books import all_series, posts_of
from generator.series.change import Wish, change_series
from generator.series.desk import Desk
from generator.series.model import State


@dataclass(frozen=True)
class Marked:
    """What a correction did in one series: Chinese sentences, and the ids of issued posts it marked."""

    series: str
    said: tuple[str, ...]
    issued: tuple[int, ...]


def mark(
    desk: Desk, correction: Correction, new: Fact, why: str, *, withdraw: bool = False
) -> tuple[Marked, ...]:
    """Put the corrected fact into every series that has it in its old words.

    Open posts with it are made anew, so their signatures bind no more; issued ones become 已更正, and a post that
    corrects them is planned, or 已撤回 with `withdraw`. Each series is one transaction. Raises LedgerError, UsageError.
    """
    marked = []
    with desk.ledger.reading() as connection:
        found = [
            (one.id, desk.facts_of(connection, one), posts_of(connection, one.id))
            for one in all_series(connection)
        ]
    for name, sheet, posts in found:
        said = {fact.id for fact in sheet.facts if fact.text == correction.old}
        if not said:
            continue
        parents = {fact.parent for fact in sheet.facts if fact.id in said and fact.parent}
        issued = tuple(p.id for p in posts if p.state == State.ISSUED and (said | parents) & set(p.facts))
        facts = tuple(
            replace(new, id=f.id, chapter=f.chapter, parent=f.parent, options=f.options) if f.id in said else f
            for f in sheet.facts
        )
        wish = Wish(
            facts=replace(sheet, facts=facts),
            corrected=() if withdraw else issued,
            withdrawn=issued if withdraw else (),
            why=why,
        )
        marked.append(Marked(name, change_series(desk, name, wish), issued))
    return tuple(marked)
