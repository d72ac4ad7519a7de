"""One finished card on record: what it says, how it was set, what it was made of, as values and as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from generator.batch.ticket import Table, Ticket
from generator.proof import Finding


@dataclass(frozen=True, slots=True)
class TextBox:
    """One text box as it was set: lines as broken, size in px of the picture, frame x0, y0, x1, y1 in px.

    `fallbacks`: which characters the first families lack and another font lent, as (family, characters).
    """

    box: str
    lines: tuple[str, ...]
    size_px: float
    families: tuple[str, ...]
    frame: tuple[float, ...]
    fallbacks: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class CardRecord:
    """One finished card. `file` is relative to the manifest; `key` is the content key it was made for.

    `encoding` says what the file is: see `generator.card.encoder.Encoded`.
    `proof` is what the checks found and let pass, empty for a card with nothing to remark. `ticket` is what it was
    made of; None in a manifest of an early version.
    """

    fact: str
    text: str
    template: str
    theme: str
    size: str
    file: str
    width: int
    height: int
    bytes: int
    sha256: str
    alt: str
    text_boxes: tuple[TextBox, ...]
    key: str
    proof: tuple[Finding, ...] | None = None
    encoding: str = "png"
    ticket: Ticket | None = None

    def to_json(self, copies: Table | None = None, grounds: Table | None = None) -> dict[str, Any]:
        """Return the record as plain values; see `Ticket.to_json` for the tables."""
        table = {
            f.name: getattr(self, f.name)
            for f in fields(self)
            if f.name not in {"ticket", "text_boxes", "proof"}
        }
        table["text_boxes"] = [flat(box) for box in self.text_boxes]
        table["proof"] = [flat(finding) for finding in self.proof] if self.proof is not None else None
        table["made_of"] = self.ticket.to_json(copies, grounds) if self.ticket else None
        return table


def card_of(entry: Mapping[str, Any], copies: Any = None, grounds: Any = None) -> CardRecord:
    """Return the card of a manifest's or journal's entry; raise TypeError, KeyError or ValueError for one that is not ours."""
    boxes = tuple(
        TextBox(
            b["box"],
            tuple(b["lines"]),
            b["size_px"],
            tuple(b["families"]),
            tuple(b["frame"]),
            tuple((str(family), str(lent)) for family, lent in b.get("fallbacks", ())),
        )
        for b in entry["text_boxes"]
    )
    proof = entry.get("proof")
    findings = tuple(Finding(**finding) for finding in proof) if proof is not None else None
    rest = {k: v for k, v in entry.items() if k != "made_of"}
    ticket = Ticket.from_json(entry.get("made_of"), copies, grounds)
    card = CardRecord(**{**rest, "text_boxes": boxes, "proof": findings, "ticket": ticket})
    texts = (card.fact, card.size, card.template, card.theme, card.file, card.sha256, card.key)
    if not all(isinstance(text, str) for text in texts):
        raise TypeError(card)
    # A manifest may have been edited: what it calls ours must be a plain name in its own folder.
    if (
        Path(card.file).name != card.file
        or "/" in card.file
        or "\\" in card.file
        or card.file in {"", ".", ".."}
    ):
        raise ValueError(card.file)
    return card


def flat(value: Any) -> dict[str, Any]:
    """Return a frozen value's fields by name, as they are."""
    return {f.name: getattr(value, f.name) for f in fields(value)}
