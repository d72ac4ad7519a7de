"""Finished compositions against their account, and against what would be made of the same order today.

file there? → its bytes the account's? → made again from the facts in the account → same bytes? → else why
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from generator.batch import Fault, Verdict, Wishes, Workshop, plan_cards, press_for
from generator.batch.difference import differ, in_words
from generator.batch.materials import Change
from generator.batch.record import TextBox
from generator.card import Press
from generator.compose.composition import Composition, Piece
from generator.compose.deskproof import KIND, collate_print
from generator.compose.folder import account, sheet_of
from generator.compose.order import Order
from generator.compose.stock import stock_changes
from generator.errors import MimaError
from generator.facts.model import Factsheet
from generator.proof import REFUSE, WARN

_MOST_BYTES = 64 * 1024 * 1024


def collate_pieces(folder: Path, workshop: Workshop, facts: Factsheet | None = None) -> tuple[Verdict, ...]:
    """Return the verdict on every file that ``compositions.json`` names; () without one.

    `facts`: what they should say today. Each composition is made again from the order and the facts in its account; of an
    early account, which holds neither, only the bytes are compared. Nothing that is wrong with one raises.
    """
    verdicts: list[Verdict] = []
    known = account(folder)
    press = press_for(workshop) if known else None
    words = plan_cards(facts, press.catalogue, Wishes()).words if facts is not None and press else None
    for entry in known.values():
        parts = [p for p in entry.get("parts") or [] if isinstance(p, dict) and _plain_name(p)]
        if parts and press and entry.get("kind") == KIND:
            verdicts.append(collate_print(folder, {**entry, "parts": parts}, workshop, words or {}))
        elif parts and press:
            verdicts += _Entry(folder, entry, parts, press, words).verdicts()
    return tuple(verdicts)


def _plain_name(part: Mapping[str, Any]) -> str:
    """Return a part's file, "" for one that leads out of its folder: an account may have been edited."""
    file = str(part.get("file", ""))
    return file if file and Path(file).name == file and "\\" not in file else ""


class _Entry:
    """One composition under proof."""

    def __init__(
        self,
        folder: Path,
        entry: Mapping[str, Any],
        parts: list[dict[str, Any]],
        press: Press,
        words: Mapping[str, str] | None,
    ) -> None:
        self.folder = folder
        self.entry = entry
        self.parts = parts
        self.press = press
        said = entry.get("facts")
        self.said: Mapping[str, Any] = said if isinstance(said, dict) else {}
        self.today = words or {}
        self.changes: tuple[Change, ...] = ()
        self.edited = False

    def verdicts(self) -> list[Verdict]:
        made, why = self._again()
        return [self._verdict(part, made, why) for part in self.parts]

    def _again(self) -> tuple[Composition | None, tuple[Fault, ...]]:
        """Return the composition as it would be made today, or why it cannot be."""
        order, sheet = Order.from_json(self.entry.get("order")), sheet_of(self.entry)
        if order is None or sheet is None:
            words = "登记里没有它的用料（旧版，或被改坏了），只能核对文件，请重新运行 mima compose"
            return None, (Fault("no-ticket", WARN, words),)
        chosen = self.entry.get("chosen")
        if isinstance(chosen, list) and chosen:
            order = order.of(tuple(map(str, chosen)))
        try:
            made = order(sheet, self.press)
        except MimaError as error:
            return None, (Fault("unmade", REFUSE, f"按登记现在做不出它：{str(error).rstrip('。')}"),)
        self.changes = tuple(stock_changes(self.entry.get("made_of"), made, self.press))
        self.edited = dict(made.words) != self.said
        return made, ((Fault("record", REFUSE, "登记的事实被改过，前后两处说的不一样"),) if self.edited else ())

    def _verdict(self, part: dict[str, Any], made: Composition | None, why: tuple[Fault, ...]) -> Verdict:
        file = str(part["file"])
        ids = part.get("facts")
        names = list(map(str, ids)) if isinstance(ids, list) else []
        faults = [*self._errata(names), *self._of_the_file(file, part, made), *why]
        return Verdict(
            file,
            "、".join(names),
            str(self.entry.get("size", "")),
            str(self.entry.get("name", "")),
            tuple(faults),
        )

    def _errata(self, ids: list[str]) -> Iterator[Fault]:
        """Yield where the facts say otherwise today."""
        for fact in ids:
            old, now = self.said.get(fact), self.today.get(fact)
            if not self.today or old is None or old == now:
                continue
            if now is None:
                yield Fault("fact-gone", REFUSE, f"事实表里没有第 {fact} 条了，图上是“{old}”")
            else:
                yield Fault("fact", REFUSE, f"事实改过了：图上是“{old}”，现在是“{now}”，这件作品该重做")

    def _of_the_file(self, file: str, part: dict[str, Any], made: Composition | None) -> Iterator[Fault]:
        data = _read(self.folder / file)
        if data is None:
            yield Fault("missing", REFUSE, f"作品“{file}”不在文件夹里，请重新运行 mima compose")
            return
        intact = hashlib.sha256(data).hexdigest() == part.get("sha256")
        piece = next((p for p in made.pieces if p.file == file), None) if made is not None else None
        if piece is None:
            if not intact:
                yield Fault(
                    "bytes", REFUSE, "文件与登记的不是同一个：被改过或重新存过，请重新运行 mima compose"
                )
            elif made is not None:
                told = [c.message for c in self.changes] or ["登记可能被改过"]
                yield Fault("outdated", REFUSE, f"现在做出来没有这个文件了：{'；'.join(told)}")
            return
        if data == piece.data:
            yield from (Fault(c.cause, WARN, f"{c.message}，但重做出来还是一样") for c in self.changes)
            return
        yield from self._unlike(data, piece, intact)

    def _unlike(self, data: bytes, piece: Piece, intact: bool) -> Iterator[Fault]:
        """Say why a file is not what would be made today."""
        regions, where = _difference(data, piece)
        if not intact:
            also = f"（用料也变了：{'；'.join(c.message for c in self.changes)}）" if self.changes else ""
            if where:
                yield Fault(
                    "retouched", REFUSE, f"作品被改过，不是 mima 做出来的样子{also}；不同处：{where}", regions
                )
            else:
                yield Fault(
                    "bytes", REFUSE, f"文件与登记的不是同一个：被改过或重新存过{also}，请重新运行 mima compose"
                )
        elif self.changes:
            place = f"；不同处：{where}" if where else ""
            for change in self.changes:
                yield Fault(change.cause, REFUSE, f"{change.message}，这件作品该重做{place}", regions)
        elif not self.edited:
            yield Fault(
                "unexplained", REFUSE, f"作品与登记的事实不符，校验值可能也被改过；不同处：{where}", regions
            )


def _difference(data: bytes, piece: Piece) -> tuple[tuple[tuple[int, int, int, int], ...], str]:
    """Return where a still picture differs from what would be made today, and in Chinese; nothing for films and PDF."""
    try:
        with Image.open(io.BytesIO(data)) as one, Image.open(io.BytesIO(piece.data)) as other:
            if one.size != other.size or getattr(one, "n_frames", 1) > 1 or getattr(other, "n_frames", 1) > 1:
                return (), ""
            found = differ(one.convert("RGB"), other.convert("RGB"), lossy=one.format != other.format)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError):
        return (), ""
    boxes = [TextBox(t.box, t.lines, t.size, t.families, t.frame) for t in piece.texts]
    return found.regions, in_words(found.regions, boxes, (piece.width, piece.height))


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES)
    except OSError:
        return None
