"""Compositions on the disk: every file whole, ``compositions.json`` beside them, yesterday's leftovers gone.

The account holds no time and no path: the same input gives the same bytes. It is kept apart from a batch's
``manifest.json``, which a batch writes anew from its own cards.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator import __version__
from generator.batch.lock import hold
from generator.batch.store import delete, digest_of, open_folder, sweep, write_whole
from generator.card import Press
from generator.compose.composition import Composition, Piece
from generator.compose.order import Order
from generator.compose.stock import stock_of
from generator.errors import InputError
from generator.facts import dump_facts
from generator.facts.jsonform import from_json
from generator.facts.model import Factsheet

COMPOSITIONS = "compositions.json"


def keep(
    folder: Path, sheet: Factsheet, composition: Composition, press: Press, order: Order
) -> tuple[str, ...]:
    """Write a composition to `folder` and enter it into the account, in place of an earlier one of its name.

    The account keeps the order, the facts and a digest of every design, so that it can be proved and made again.
    Files of the earlier one that are not made any more are deleted, unless a person has changed them: their names
    are returned. Raises OutputError.
    """
    open_folder(folder)
    with hold(folder):
        sweep(folder)
        known = account(folder)
        for piece in composition.pieces:
            if digest_of(folder / piece.file) != hashlib.sha256(piece.data).hexdigest():
                write_whole(folder / piece.file, piece.data)
        left = _drop_leftovers(folder, known.get(composition.name, {}), composition)
        known[composition.name] = _entry(sheet, composition, press, order)
        _write(folder, known)
    return left


def keep_file(folder: Path, file: str, data: bytes, entry: Mapping[str, Any]) -> None:
    """Write one file to `folder` and its entry to the account, in place of an earlier one of its name; raise OutputError."""
    open_folder(folder)
    with hold(folder):
        sweep(folder)
        known = account(folder)
        write_whole(folder / file, data)
        known[str(entry["name"])] = entry
        _write(folder, known)


def _write(folder: Path, known: Mapping[str, Mapping[str, Any]]) -> None:
    table = {"mima": __version__, "compositions": [known[name] for name in sorted(known)]}
    text = json.dumps(table, ensure_ascii=False, indent=1) + "\n"
    write_whole(folder / COMPOSITIONS, text.encode("utf-8", errors="backslashreplace"))


def account(folder: Path) -> dict[str, Mapping[str, Any]]:
    """Return what ``compositions.json`` says, by name; an account that is not ours or was cut short says nothing."""
    try:
        table = json.loads((folder / COMPOSITIONS).read_text(encoding="utf-8"))
        return {str(entry["name"]): entry for entry in table["compositions"]}
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return {}


def _entry(sheet: Factsheet, made: Composition, press: Press, order: Order) -> dict[str, Any]:
    return {
        "name": made.name,
        "kind": made.kind,
        "title": sheet.title,
        "source": sheet.source,
        "size": made.size,
        "theme": made.theme,
        "renderer": f"{press.rasteriser.name} {press.rasteriser.version}",
        "facts": dict(made.words),
        "parts": [_part(piece) for piece in made.pieces],
        "refused": [{"fact": r.fact, "size": r.size, "reason": r.reason} for r in made.refused],
        "notes": list(made.notes),
        "order": order.to_json(),
        "chosen": list(made.chosen),
        "made_of": stock_of(made, press),
        "sheet": json.loads(dump_facts(sheet, "json")),
    }


def sheet_of(entry: Mapping[str, Any]) -> Factsheet | None:
    """Return the facts that a composition was made of; None where its account does not hold them whole."""
    try:
        read = from_json(json.dumps(entry["sheet"]))
    except (KeyError, TypeError, ValueError, InputError):
        return None
    return None if read.errors else read.sheet


def _part(piece: Piece) -> dict[str, Any]:
    return {
        "file": piece.file,
        "preview": piece.preview,
        "width": piece.width,
        "height": piece.height,
        "bytes": len(piece.data),
        "sha256": hashlib.sha256(piece.data).hexdigest(),
        "encoding": piece.encoding,
        "facts": list(piece.facts),
        "text_boxes": [
            {"box": t.box, "lines": list(t.lines), "size_px": t.size, "families": list(t.families), "frame": list(t.frame)}
            for t in piece.texts
        ],
    }  # fmt: skip


def _drop_leftovers(folder: Path, before: Mapping[str, Any], now: Composition) -> tuple[str, ...]:
    made = {piece.file for piece in now.pieces}
    left = []
    parts = before.get("parts", [])
    for part in parts if isinstance(parts, list) else []:
        file, sha256 = str(part.get("file", "")), part.get("sha256")
        # An account may have been edited: what it calls ours must be a plain name in its own folder.
        if not file or file in made or Path(file).name != file or "\\" in file:
            continue
        digest = digest_of(folder / file)
        if digest == sha256 and digest is not None:
            delete(folder / file)
        elif digest is not None:
            left.append(file)
    return tuple(left)
