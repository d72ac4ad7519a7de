"""Finished compositions against their account: is every file there, and is it the one that was made?"""

from __future__ import annotations

import json
from pathlib import Path

from generator.batch import Fault, Verdict
from generator.batch.store import digest_of
from generator.compose.folder import account
from generator.proof import REFUSE


def collate_pieces(folder: Path) -> tuple[Verdict, ...]:
    """Return the verdict on every file that ``compositions.json`` names, by bytes alone; () without one.

    A composition is not drawn again: its account does not hold the words it was set from.
    """
    verdicts = []
    for entry in account(folder).values():
        parts = entry.get("parts")
        for part in parts if isinstance(parts, list) else []:
            verdict = _verdict(folder, entry, part)
            if verdict is not None:
                verdicts.append(verdict)
    return tuple(verdicts)


def _verdict(folder: Path, entry: object, part: object) -> Verdict | None:
    if not isinstance(entry, dict) or not isinstance(part, dict):
        return None
    file = str(part.get("file", ""))
    if not file or Path(file).name != file or "\\" in file:
        return None  # an account may have been edited: only plain names in its own folder are ours
    digest = digest_of(folder / file)
    faults: tuple[Fault, ...] = ()
    if digest is None:
        faults = (Fault("missing", REFUSE, f"作品“{file}”不在文件夹里，请重新运行 mima compose"),)
    elif digest != part.get("sha256"):
        words = "文件与登记的不是同一个：被改过或重新存过，请重新运行 mima compose"
        faults = (Fault("bytes", REFUSE, words),)
    facts = part.get("facts")
    ids = "、".join(map(str, facts)) if isinstance(facts, list) else json.dumps(facts)
    return Verdict(file, ids, str(entry.get("size", "")), str(entry.get("name", "")), faults)
