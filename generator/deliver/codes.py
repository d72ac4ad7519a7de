"""Error codes of platforms, as data: what one means, what to do, and what the program does about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.errors import DesignError, Where

DEEDS = ("refresh", "later", "pack", "refuse", "sent")
"""Renew the token once; try again later; let a person use the pack; give up; take it as sent."""


@dataclass(frozen=True, slots=True)
class Code:
    """One error code."""

    what: str
    remedy: str
    deed: str


def read_codes(data: Sequence[Path], platform: str) -> Mapping[int, Code]:
    """Read ``data/platform_errors/<platform>.tsv`` of every data folder; raise DesignError for a bad line."""
    codes: dict[int, Code] = {}
    for folder in data:
        path = folder / "platform_errors" / f"{platform}.tsv"
        if not path.is_file():
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            cells = line.split("\t")
            if len(cells) != 4 or cells[3] not in DEEDS or not cells[0].removeprefix("-").isdigit():
                raise DesignError(
                    "错误码表有一行写错了", Where(path, number), f"一行四栏，最后一栏是 {' '.join(DEEDS)}"
                )
            codes[int(cells[0])] = Code(*cells[1:])
    return codes
