"""The whole program as one function that can be read aloud. Read this first.

article ─► facts ─► cards to make ─► layout ─► SVG ─► PNG ─► manifest and contact sheet

What becomes of a series day by day is `generator/rounds.py`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.batch import (
    Account,
    Outcome,
    Refusal,
    Shop,
    Wishes,
    Workshop,
    plan_cards,
    press_for,
    reproof,
    run_batch,
    write_contact_sheets,
)
from generator.batch.contact import is_outdated
from generator.batch.inventory import MANIFEST
from generator.batch.run import CONTACT_PHASE
from generator.compose import Composition, Order, collate_pieces, keep
from generator.errors import RowError
from generator.facts import Tables, load, read_article
from generator.proof import Evidence


def make_cards(source: Path, folder: Path, wishes: Wishes, shop: Shop, article: Path | None = None) -> Outcome:
    """Turn an article or a facts file into a folder of PNG cards, ``manifest.json`` and ``contact.png``.

    `wishes` says which sizes, template, theme and facts; `shop` with what and by how many workers. `article`: what
    the facts of a facts file are held against. A card or row
    that cannot be made is in the manifest's `refused` with its reason, and the rest is made. Raises InputError for
    a source that cannot be read, UsageError for a name that is not known, DesignError for a broken design file,
    OutputError for a folder that cannot be written.
    """
    loaded = load(source, Tables.load(*shop.workshop.world.data))
    press = press_for(shop.workshop)
    evidence = Evidence(read_article(article).text) if article is not None else None
    cards = plan_cards(loaded.sheet, press.catalogue, wishes, evidence)
    cards = replace(cards, refused=(*(_refused_row(error) for error in loaded.errors), *cards.refused))
    outcome = run_batch(folder, loaded.sheet, cards, shop)
    if not outcome.interrupted and (outcome.changed or outcome.made or is_outdated(folder)):
        shop.on_phase(CONTACT_PHASE)
        sizes = tuple(press.catalogue.sizes[size] for size in _sizes(outcome) if size in press.catalogue.sizes)
        write_contact_sheets(folder, outcome.manifest, sizes, shop.workshop.world.fonts, shop.width)
    return outcome


def make_composition(
    source: Path, folder: Path, order: Order, workshop: Workshop
) -> tuple[Composition, tuple[str, ...]]:
    """Turn an article or a facts file into one composition of its cards, with its entry in ``compositions.json``.

    Returns it with the names of earlier files that are outdated but were changed by a person. Raises what `load`,
    the composer and the disk raise: InputError, UsageError, DesignError, CardRefused, OutputError.
    """
    loaded = load(source, Tables.load(*workshop.world.data))
    press = press_for(workshop)
    made = order(loaded.sheet, press)
    made = replace(made, refused=(*(_refused_row(error) for error in loaded.errors), *made.refused))
    return made, keep(folder, loaded.sheet, made, press, order)


def prove_again(path: Path, shop: Shop, source: Path | None = None) -> Account:
    """Check the finished cards and compositions of a folder, or one card, from their files alone.

    `source`: an article or facts file that they should agree with today. Raises InputError when there is no
    manifest or the source cannot be read, UsageError for a picture that the manifest does not name.
    """
    facts = load(source, Tables.load(*shop.workshop.world.data)).sheet if source is not None else None
    pieces = collate_pieces(path, shop.workshop, facts) if path.is_dir() else ()
    if pieces and not (path / MANIFEST).is_file():
        return Account(path, "", pieces)
    account = reproof(path, shop, facts)
    known = {piece.file for piece in pieces}
    strangers = tuple(name for name in account.strangers if name not in known)
    return replace(account, verdicts=(*account.verdicts, *pieces), strangers=strangers)


def _refused_row(error: RowError) -> Refusal:
    return Refusal("", "", str(error), error.exit_code)


def _sizes(outcome: Outcome) -> tuple[str, ...]:
    """Return the sizes of a batch in the order in which they were asked for."""
    return tuple(dict.fromkeys(card.size for card in outcome.manifest.cards))
