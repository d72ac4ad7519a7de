"""The whole program as one function that can be read aloud. Read this first.

article ─► facts ─► cards to make ─► layout ─► SVG ─► PNG ─► manifest and contact sheet

What becomes of a series day by day is `generator/rounds.py`.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from generator.batch import (
    Outcome,
    Refusal,
    Shop,
    Wishes,
    Workshop,
    plan_cards,
    press_for,
    run_batch,
    write_contact_sheets,
)
from generator.batch.contact import CONTACT
from generator.compose import Composer, Composition, keep
from generator.errors import RowError
from generator.facts import Tables, load


def make_cards(source: Path, folder: Path, wishes: Wishes, shop: Shop) -> Outcome:
    """Turn an article or a facts file into a folder of PNG cards, ``manifest.json`` and ``contact.png``.

    `wishes` says which sizes, template, theme and facts; `shop` with what and by how many workers. A card or row
    that cannot be made is in the manifest's `refused` with its reason, and the rest is made. Raises InputError for
    a source that cannot be read, UsageError for a name that is not known, DesignError for a broken design file,
    OutputError for a folder that cannot be written.
    """
    loaded = load(source, Tables.load(*shop.workshop.world.data))
    press = press_for(shop.workshop)
    cards = plan_cards(loaded.sheet, press.catalogue, wishes)
    cards = replace(cards, refused=(*(_refused_row(error) for error in loaded.errors), *cards.refused))
    outcome = run_batch(folder, loaded.sheet, cards, shop)
    if not outcome.interrupted and (outcome.changed or outcome.made or not (folder / CONTACT).exists()):
        sizes = tuple(press.catalogue.sizes[size] for size in _sizes(outcome) if size in press.catalogue.sizes)
        write_contact_sheets(folder, outcome.manifest, sizes, shop.workshop.world.fonts, shop.width)
    return outcome


def make_composition(
    source: Path, folder: Path, composer: Composer, workshop: Workshop
) -> tuple[Composition, tuple[str, ...]]:
    """Turn an article or a facts file into one composition of its cards, with its entry in ``compositions.json``.

    Returns it with the names of earlier files that are outdated but were changed by a person. Raises what `load`,
    the composer and the disk raise: InputError, UsageError, DesignError, CardRefused, OutputError.
    """
    loaded = load(source, Tables.load(*workshop.world.data))
    press = press_for(workshop)
    made = composer(loaded.sheet, press)
    made = replace(made, refused=(*(_refused_row(error) for error in loaded.errors), *made.refused))
    return made, keep(folder, loaded.sheet, made, f"{press.rasteriser.name} {press.rasteriser.version}")


def _refused_row(error: RowError) -> Refusal:
    return Refusal("", "", str(error), error.exit_code)


def _sizes(outcome: Outcome) -> tuple[str, ...]:
    """Return the sizes of a batch in the order in which they were asked for."""
    return tuple(dict.fromkeys(card.size for card in outcome.manifest.cards))
