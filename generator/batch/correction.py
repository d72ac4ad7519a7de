"""A corrected fact in finished folders: every card that used it is made again, as it was in all else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.batch.contact import CONTACT, write_contact_sheets
from generator.batch.feature import FEATURES
from generator.batch.inventory import MANIFEST
from generator.batch.manifest import read_manifest
from generator.batch.plan import Plan, Wishes, plan_cards
from generator.batch.record import CardRecord
from generator.batch.run import Outcome, Shop, run_batch
from generator.batch.work import press_for
from generator.card.copy import Copy
from generator.errors import OutputError
from generator.facts.correction import Correction
from generator.facts.model import Factsheet
from generator.facts.samefigure import shown_in
from generator.facts.tables import Tables
from generator.proof import Evidence


@dataclass(frozen=True)
class Redone:
    """What a correction did in one folder: cards that used the fact, how many were made again, what was refused."""

    folder: Path
    used: tuple[str, ...]
    made: int
    refused: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True)
class Alike:
    """Something finished that shows a corrected figure in other words: left as it is, for an editor to look at.

    `what`: a card's file, a composition, a post; `fact` and `text` say it, `printed` is the figure as it stands there.
    """

    folder: Path | None
    what: str
    fact: str
    text: str
    printed: tuple[str, ...]


def cards_alike(folder: Path, correction: Correction, tables: Tables) -> tuple[Alike, ...]:
    """Return the cards of a finished folder that show the figure and do not say the corrected sentence."""
    if not (folder / MANIFEST).is_file():
        return ()
    found = []
    for card in read_manifest(folder).cards:
        if _shows(card, correction):
            continue
        said = _said(card)
        printed = shown_in(said, correction.figures, tables)
        if printed and not any(_same(text, correction.new) for text in said):
            text = next(t for t in said if shown_in([t], correction.figures, tables))
            found.append(Alike(folder, card.file, card.fact, text, printed))
    return tuple(found)


def _said(card: CardRecord) -> tuple[str, ...]:
    if card.ticket is None:
        return (card.text, card.alt)
    copy: Copy = card.ticket.copy
    return (copy.text, *copy.items, *(entry.text for entry in copy.entries))


def cards_that_use(cards: Iterable[CardRecord], correction: Correction) -> tuple[CardRecord, ...]:
    """Return the cards that show a fact as it was: its own, a list's with the item, and those made of several facts."""
    return tuple(card for card in cards if _shows(card, correction))


def _shows(card: CardRecord, correction: Correction) -> bool:
    if card.ticket is None:
        return card.fact == correction.fact or correction.old in card.alt
    return any(_same(text, correction.old) for text in _said(card))


def _same(one: str, other: str) -> bool:
    return [c for c in one if c.isalnum()] == [c for c in other if c.isalnum()]


def redo(
    folder: Path, sheet: Factsheet, correction: Correction, shop: Shop, article: Evidence | None = None
) -> Redone | None:
    """Make every card of `folder` again that used a corrected fact, from the corrected `sheet`; None where none did.

    Template, theme and size of each card stay. Raises InputError without a manifest, OutputError when the disk refuses,
    UsageError or DesignError when a design has gone.
    """
    if not (folder / MANIFEST).is_file():
        return None
    used = cards_that_use(read_manifest(folder).cards, correction)
    if not used:
        return None
    catalogue = press_for(shop.workshop).catalogue
    stranger = _of_another_sheet(folder, used, plan_cards(sheet, catalogue, Wishes(features=tuple(FEATURES))))
    if stranger:
        return Redone(folder, tuple(card.file for card in used), 0, (stranger,), ())
    made, refused, left = 0, dict[str, None](), dict[str, None]()
    looks = dict.fromkeys((card.theme, card.template) for card in used)
    for theme, template in looks:
        alike = [card for card in used if (card.theme, card.template) == (theme, template)]
        wishes = Wishes(
            sizes=tuple(dict.fromkeys(card.size for card in alike)),
            template="" if _is_feature(alike, sheet) else template,
            theme=theme,
            only=tuple(dict.fromkeys(card.fact for card in alike)),
            features=tuple(FEATURES),
        )
        plan = plan_cards(sheet, catalogue, wishes, article)
        if (
            plan.refused and wishes.template
        ):  # the corrected words may be of another kind than the drawing shows
            plan = plan_cards(sheet, catalogue, replace(wishes, template=""), article)
        outcome: Outcome = run_batch(folder, sheet, plan, shop)
        if outcome.interrupted:
            raise OutputError("更正被中断，没有做完", None, "请再运行一次")
        made += outcome.made
        refused |= dict.fromkeys(r.reason for r in outcome.manifest.refused)
        left |= dict.fromkeys(outcome.left)
    _draw_contact_anew(folder, shop)
    return Redone(folder, tuple(card.file for card in used), made, tuple(refused), tuple(left))


def _draw_contact_anew(folder: Path, shop: Shop) -> None:
    """Draw the contact sheet of the folder anew, where it has one: it shows the cards as they were."""
    if not (folder / CONTACT).is_file():
        return
    manifest = read_manifest(folder)
    known = press_for(shop.workshop).catalogue.sizes
    sizes = tuple(known[size] for size in dict.fromkeys(card.size for card in manifest.cards) if size in known)
    write_contact_sheets(folder, manifest, sizes, shop.workshop.world.fonts, shop.width)


def _of_another_sheet(folder: Path, used: tuple[CardRecord, ...], plan: Plan) -> str:
    """Return why a folder is left alone: its other cards are not this sheet's, and a batch would take them for outdated."""
    files = {card.file for card in used}
    for card in read_manifest(folder).cards:
        if card.file not in files and plan.words.get(card.fact) != card.alt:
            return f"文件夹里的“{card.file}”与这份事实表不符，整个文件夹没有动，请先用现在的事实表重做一遍"
    return ""


def _is_feature(cards: list[CardRecord], sheet: Factsheet) -> bool:
    """Return whether cards are of several facts: their template follows from what they are made of."""
    own = {fact.id for fact in sheet.facts}
    return any(card.fact not in own for card in cards)
