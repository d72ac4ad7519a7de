"""A corrected fact in finished compositions: every one that showed it is made again, with the same choice of facts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.batch import Workshop, press_for
from generator.batch.correction import Alike
from generator.compose.deskproof import KIND, reprint
from generator.compose.folder import account, keep, sheet_of
from generator.compose.order import Order
from generator.errors import MimaError
from generator.facts.correction import Correction
from generator.facts.model import Fact, Factsheet
from generator.facts.samefigure import shown_in
from generator.facts.tables import Tables


@dataclass(frozen=True)
class Recomposed:
    """What a correction did to one composition: its files now, or why it still says what it said (Chinese)."""

    folder: Path
    name: str
    files: tuple[str, ...] = ()
    refused: str = ""
    left: tuple[str, ...] = ()


def recompose(folder: Path, correction: Correction, new: Fact, workshop: Workshop) -> tuple[Recomposed, ...]:
    """Make every composition of `folder` again that showed a fact as it was; () where none did.

    The facts that stand on it, their order, theme and size stay. One that cannot be made any more stays as it was and is told.
    Raises OutputError when the disk refuses.
    """
    done = []
    for name, entry in account(folder).items():
        if not _shows(entry, correction):
            continue
        if entry.get("kind") == KIND:
            done.append(_reprinted(folder, name, entry, correction, workshop))
            continue
        order, sheet = Order.from_json(entry.get("order")), sheet_of(entry)
        if order is None or sheet is None:
            told = f"登记里没有它的用料（旧版），请重新运行 mima compose（{entry.get('kind')}，{entry.get('size')}，{entry.get('theme')}）"
            done.append(Recomposed(folder, name, refused=told))
            continue
        chosen = entry.get("chosen")
        if isinstance(chosen, list) and chosen:
            order = order.of(tuple(map(str, chosen)))
        sheet = _with(sheet, correction, new)
        press = press_for(workshop)
        try:
            made = order(sheet, press)
        except MimaError as error:
            done.append(Recomposed(folder, name, refused=str(error)))
            continue
        left = keep(folder, sheet, made, press, order)
        done.append(Recomposed(folder, name, tuple(piece.file for piece in made.pieces), left=left))
    return tuple(done)


def compositions_alike(folder: Path, correction: Correction, tables: Tables) -> tuple[Alike, ...]:
    """Return the compositions of a folder, print PDFs too, that show the corrected figure in other words."""
    found = []
    for name, entry in account(folder).items():
        said = entry.get("facts")
        for fact, text in (said if isinstance(said, Mapping) else {}).items():
            words = [w for w in str(text).split("；") if w not in (correction.old, correction.new)]
            printed = shown_in(words, correction.figures, tables)
            if printed:
                found.append(Alike(folder, f"作品“{name}”", str(fact), str(text), printed))
    return tuple(found)


def _reprinted(
    folder: Path, name: str, entry: Mapping[str, Any], correction: Correction, workshop: Workshop
) -> Recomposed:
    parts = entry.get("parts")
    files = tuple(str(part.get("file", "")) for part in parts) if isinstance(parts, list) and parts else ("",)
    if Path(files[0]).name != files[0] or not files[0] or "\\" in files[0]:
        return Recomposed(folder, name, refused="登记里的文件名不对，请重新运行 mima compose sheet")
    why = reprint(folder, entry, correction.old, workshop)
    return Recomposed(folder, name, refused=why) if why else Recomposed(folder, name, files)


def _shows(entry: Mapping[str, Any], correction: Correction) -> bool:
    said = entry.get("facts")
    words = "；".join(map(str, said.values())) if isinstance(said, Mapping) else ""
    return correction.old in words


def _with(sheet: Factsheet, correction: Correction, new: Fact) -> Factsheet:
    facts = tuple(
        replace(new, id=f.id, chapter=f.chapter, parent=f.parent, options=f.options)
        if f.text == correction.old
        else f
        for f in sheet.facts
    )
    return replace(sheet, facts=facts)
