"""The print PDF's account: which cards of which batch it shows, so that it can be proved and printed again.

It stands in ``compositions.json`` beside the PDF, of kind ``print``: the paper, the batch's folder as seen from there, and the
digest of every card as it was printed. A PDF that lies on another drive than its batch has no way to it and says so.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from generator.batch import Fault, Manifest, Verdict, Workshop, press_for
from generator.batch.inventory import MANIFEST
from generator.batch.manifest import read_manifest
from generator.batch.materials import shared_changes
from generator.batch.record import CardRecord
from generator.batch.ticket import groundwork_of, plain
from generator.card import Press
from generator.compose.folder import keep_file
from generator.compose.printout import print_pdf
from generator.errors import MimaError
from generator.proof import REFUSE, WARN

KIND = "print"
_MOST_NAMED = 4


def keep_print(path: Path, batch: Path, workshop: Workshop, paper: str) -> None:
    """Print the batch in the folder `batch` to the PDF at `path`, and enter it into the account beside it.

    Raises InputError without a manifest, UsageError for a paper that is not known, OutputError.
    """
    manifest = read_manifest(batch)
    data = _printed(batch, manifest, workshop, paper)
    entry = _entry(path, batch, manifest, press_for(workshop), paper, data)
    keep_file(path.parent, path.name, data, entry)


def _printed(batch: Path, manifest: Manifest, workshop: Workshop, paper: str) -> bytes:
    names = {size.id: size.name for size in press_for(workshop).catalogue.sizes.values()}
    return print_pdf(batch, manifest, names, workshop.world.fonts, paper)


def _entry(
    path: Path, batch: Path, manifest: Manifest, press: Press, paper: str, data: bytes
) -> dict[str, Any]:
    facts = list(dict.fromkeys(card.fact for card in manifest.cards))
    return {
        "name": f"{KIND}-{path.stem}",
        "kind": KIND,
        "title": manifest.title,
        "source": manifest.source,
        "size": paper.upper(),
        "theme": "",
        "facts": {card.fact: card.alt for card in manifest.cards},
        "parts": [{"file": path.name, "bytes": len(data), "sha256": _digest(data), "facts": facts}],
        "batch": _way(path.parent, batch),
        "cards": {card.file: card.sha256 for card in manifest.cards},
        "made_of": {"designs": {}, "ground": plain(press.groundwork)},
    }


def _way(here: Path, batch: Path) -> str:
    """Return the way from the PDF's folder to the batch's, "" where there is none (another drive)."""
    try:
        return Path(os.path.relpath(batch, here)).as_posix()
    except ValueError:
        return ""


def batch_of(folder: Path, entry: Mapping[str, Any]) -> Path | None:
    """Return the folder of the batch that a PDF shows; None where the account does not lead to one."""
    way = str(entry.get("batch") or "")
    if not way or PurePosixPath(way).is_absolute() or ":" in way or "\\" in way:
        return None
    batch = folder / way
    return batch if (batch / MANIFEST).is_file() else None


def collate_print(
    folder: Path, entry: Mapping[str, Any], workshop: Workshop, today: Mapping[str, str]
) -> Verdict:
    """Return the verdict on a print PDF; `today`: what the facts say now, by id, empty where nobody asks."""
    part = entry["parts"][0]
    faults = [*_errata(entry, today), *_of_the_file(folder, entry, part, workshop)]
    names = "、".join(map(str, part.get("facts") or ()))
    return Verdict(
        str(part["file"]), names, str(entry.get("size", "")), str(entry.get("name", "")), tuple(faults)
    )


def _errata(entry: Mapping[str, Any], today: Mapping[str, str]) -> Iterator[Fault]:
    said = entry.get("facts")
    for fact, old in (said if isinstance(said, Mapping) else {}).items():
        now = today.get(fact)
        if today and now is None:
            yield Fault("fact-gone", REFUSE, f"事实表里没有第 {fact} 条了，打印稿上是“{old}”")
        elif today and now != old:
            yield Fault("fact", REFUSE, f"事实改过了：打印稿上是“{old}”，现在是“{now}”，请重印")


def _of_the_file(
    folder: Path, entry: Mapping[str, Any], part: Mapping[str, Any], workshop: Workshop
) -> Iterator[Fault]:
    path = folder / str(part["file"])
    if not path.is_file():
        yield Fault("missing", REFUSE, f"打印稿“{path.name}”不在文件夹里，请重新运行 mima compose sheet")
        return
    data = path.read_bytes()
    intact = _digest(data) == part.get("sha256")
    batch = batch_of(folder, entry)
    if batch is None:
        words = "找不到它印的那批卡片，只能核对文件，请重新运行 mima compose sheet"
        yield Fault("no-ticket", WARN, words) if intact else _touched()
        return
    try:
        manifest = read_manifest(batch)
        outdated = _outdated(entry, manifest.cards)
        again = b"" if outdated else _printed(batch, manifest, workshop, str(entry.get("size", "")))
    except MimaError as error:
        yield Fault("unmade", REFUSE, f"按登记现在印不出它：{str(error).rstrip('。')}")
        return
    if data == again:
        return
    if not intact:
        yield _touched()
    if outdated:
        named = "、".join(outdated[:_MOST_NAMED]) + ("等" if len(outdated) > _MOST_NAMED else "")
        yield Fault("outdated", REFUSE, f"印好以后，{len(outdated)} 张卡片变了（{named}），请重印")
    elif intact:
        ground = groundwork_of((entry.get("made_of") or {}).get("ground"))
        changed = list(shared_changes(ground, press_for(workshop).groundwork)) if ground is not None else []
        for change in changed:
            yield Fault(change.cause, REFUSE, f"{change.message}，打印稿该重印")
        if not changed:
            yield Fault("unexplained", REFUSE, "打印稿与它印的卡片不符，登记或卡片可能被改过，请重印并核对")


def _touched() -> Fault:
    return Fault("bytes", REFUSE, "文件与登记的不是同一个：被改过或重新存过，请重新运行 mima compose sheet")


def _outdated(entry: Mapping[str, Any], cards: Sequence[CardRecord]) -> list[str]:
    """Return the cards that were printed otherwise, are gone or are new since."""
    then = entry.get("cards")
    then = then if isinstance(then, Mapping) else {}
    now = {card.file: card.sha256 for card in cards}
    return [name for name in {**then, **now} if then.get(name) != now.get(name)]


def reprint(folder: Path, entry: Mapping[str, Any], old: str, workshop: Workshop) -> str:
    """Print a PDF again; return why not (Chinese), "" when done. `old`: the sentence that its batch may no longer say."""
    part = entry["parts"][0]
    path, batch = folder / str(part["file"]), batch_of(folder, entry)
    if batch is None:
        return "找不到它印的那批卡片，请重新运行 mima compose sheet"
    try:
        if any(old in card.alt for card in read_manifest(batch).cards):
            return f"它印的那批卡片（{batch.name}）还没有更正，请把那个文件夹也用 --in 给出"
        if path.is_file() and _digest(path.read_bytes()) != part.get("sha256"):
            return f"“{path.name}”被人改过，没有覆盖，请自行处理后重新运行 mima compose sheet"
        keep_print(path, batch, workshop, str(entry.get("size", "")))
    except MimaError as error:
        return str(error)
    return ""


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
