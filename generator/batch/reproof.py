"""Proof again: a folder of finished cards, or one of them, from the files alone.

manifest → today's designs → each card collated, by several workers → what the facts say otherwise → one account
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from generator.batch.collation import Verdict, collate
from generator.batch.contact import CONTACT
from generator.batch.errata import errata
from generator.batch.manifest import read_manifest
from generator.batch.record import CardRecord
from generator.batch.run import Shop
from generator.batch.work import press_for
from generator.card import Wordbook
from generator.design import Brand, Catalogue
from generator.errors import MimaError, UsageError, Where
from generator.facts.model import Factsheet

_PICTURES = {".png", ".jpg", ".jpeg"}
_UNIT = 4


@dataclass(frozen=True)
class Account:
    """The proof of a whole folder. `strangers`: pictures there that the manifest does not name."""

    folder: Path
    title: str
    verdicts: tuple[Verdict, ...]
    strangers: tuple[str, ...] = ()

    @property
    def failed(self) -> tuple[Verdict, ...]:
        """The cards that must not go out as they are."""
        return tuple(v for v in self.verdicts if not v.passed)

    def to_json(self) -> str:
        """Return the account as JSON text, without any path of this machine."""
        table = {
            "title": self.title,
            "passed": len(self.verdicts) - len(self.failed),
            "failed": len(self.failed),
            "cards": [{**asdict(v), "passed": v.passed} for v in self.verdicts],
            "strangers": list(self.strangers),
        }
        return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def reproof(path: Path, shop: Shop, facts: Factsheet | None = None) -> Account:
    """Prove the finished cards of a folder again, or one card whose manifest lies beside it.

    `facts`: what the cards should say today. Raises InputError when there is no manifest of mima's, UsageError for a
    picture that the manifest does not name.
    """
    folder = path if path.is_dir() else path.parent
    manifest = read_manifest(folder)
    cards = manifest.cards
    if not path.is_dir():
        cards = tuple(card for card in cards if card.file == path.name)
        if not cards:
            hint = "请给出 mima batch 做的图片，或它所在的文件夹"
            raise UsageError(f"清单上没有“{path.name}”这张图", Where(folder), hint)
    press = press_for(shop.workshop)
    brand = _brand(manifest.cards, press.catalogue)
    verdicts = _collated(folder, cards, brand, shop)
    if facts is not None:
        wrong = errata(cards, facts, Wordbook.load(*press.catalogue.data_folders))
        verdicts = tuple(replace(v, faults=(*wrong.get(v.file, ()), *v.faults)) for v in verdicts)
    strangers = _strangers(folder, manifest.cards) if path.is_dir() else ()
    return Account(folder, manifest.title, verdicts, strangers)


def _collated(
    folder: Path, cards: Sequence[CardRecord], brand: Brand | None, shop: Shop
) -> tuple[Verdict, ...]:
    units = [tuple(cards[at : at + _UNIT]) for at in range(0, len(cards), _UNIT)]
    done: list[Verdict] = []
    shop.on_progress(0, len(cards), "")
    with shop.make_executor() as executor:
        futures = [executor.submit(collate, shop.workshop, folder, unit, brand) for unit in units]
        for future in futures:
            done += future.result()
            shop.on_progress(len(done), len(cards), done[-1].file)
    return tuple(done)


def _brand(cards: Iterable[CardRecord], catalogue: Catalogue) -> Brand | None:
    """Return the brand that today's designs give these cards; None where they name none, or none that is sound."""
    names = dict.fromkeys(card.theme for card in cards)
    try:
        return catalogue.brand(catalogue.theme(name) for name in names)
    except MimaError:
        return None  # each card then says for itself that its theme or brand is another


def _strangers(folder: Path, cards: Sequence[CardRecord]) -> tuple[str, ...]:
    known = {card.file for card in cards}
    stem = CONTACT.removesuffix(".png")
    return tuple(
        sorted(
            path.name
            for path in folder.iterdir()
            if path.suffix.lower() in _PICTURES and path.name not in known and not path.name.startswith(stem)
        )
    )
