"""A corrected fact in the ledger: every series that printed it takes the new words, and what was issued is marked."""

from __future__ import annotations

from dataclasses import dataclass, replace

from generator.facts.correction import Correction
from generator.facts.model import Fact
from generator.facts.samefigure import shown_in
from generator.facts.tables import Tables
from generator.series.books import all_series, posts_of
from generator.series.change import Wish, change_series
from generator.series.desk import Desk
from generator.series.model import OPEN, State
from generator.series.posts import one_making


@dataclass(frozen=True)
class Marked:
    """What a correction did in one series: Chinese sentences, and the ids of issued posts it marked."""

    series: str
    said: tuple[str, ...]
    issued: tuple[int, ...]


@dataclass(frozen=True)
class AlikePost:
    """A planned, made or issued post that shows a corrected figure in other words; `text` says it, as `printed`."""

    series: str
    post: int
    state: str
    fact: str
    text: str
    printed: tuple[str, ...]


def posts_alike(desk: Desk, correction: Correction, tables: Tables) -> tuple[AlikePost, ...]:
    """Return the posts of every series that show the figure and not the corrected sentence, as they were made or are planned.

    Asked after `mark`, so that what was corrected or withdrawn is not told twice. An issued post is judged by the pictures that
    went out, which may say what no edition says now.
    """
    found: list[AlikePost] = []
    with desk.ledger.reading() as connection:
        for one in all_series(connection):
            sheet = desk.facts_of(connection, one)
            words = {f.id: "；".join((f.text, *(i.text for i in sheet.items_of(f)))) for f in sheet.facts}
            for post in posts_of(connection, one.id):
                if post.state not in (*OPEN, State.ISSUED):
                    continue
                made = one_making(connection, post.making) if post.state == State.ISSUED else None
                said = {fact: words.get(fact, "") for fact in post.facts}
                said |= {picture.fact: picture.alt for picture in made.pictures} if made else {}
                for fact, text in said.items():
                    if printed := shown_in([text], correction.figures, tables):
                        found.append(AlikePost(one.id, post.id, post.state, fact, text, printed))
    return tuple(found)


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
