"""The proof of what a composition is made of: the same checks, as grave as the newsroom has set them, as for a card."""

from __future__ import annotations

from dataclasses import replace

from PIL import Image

from generator.card import Card, CardJob, Impression, Press, Sheet
from generator.errors import CardRefused
from generator.proof import OFF, REFUSE, Exhibit, Rules

_OF_THE_WHOLE = {"source", "no-source", "file", "bytes", "crop", "crop-list"}
"""What is asked of a whole picture, not of a strip of one: the long picture names its source on top and at its foot."""


def prove(card: Card, press: Press) -> Card:
    """Return a card that may go out; raise CardRefused with what the checks refuse."""
    _prove(card, press, frozenset())
    return card


def prove_part(job: CardJob, sheet: Sheet, image: Image.Image, press: Press) -> None:
    """Prove one fact's part of a larger picture: its figures, its words, their size, contrast and distance."""
    size = replace(
        job.size, width=sheet.width, height=sheet.height, shape="portrait", safe=(0.0, 0.0, 1.0, 1.0)
    )
    card = Card(replace(job, size=size), b"", sheet, "", "", "", Impression.of(image))
    _prove(card, press, frozenset(_OF_THE_WHOLE))


def _prove(card: Card, press: Press, but: frozenset[str]) -> None:
    rules = Rules.load(*press.catalogue.data_folders)
    asked = replace(rules, severity={**rules.severity, **dict.fromkeys(but, OFF)})
    faults = [f.message for f in asked.prove(Exhibit(card)) if f.severity == REFUSE]
    if faults:
        raise CardRefused(f"{card.job.size.name}：{'；'.join(faults)}")
