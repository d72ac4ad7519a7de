"""Which digits of a label are numbers: they are set in the number's face, letters' digits (5G, R1线) are not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

_NUMBER = re.compile(r"(?<![A-Za-z\d.])\d[\d,.]*(?:(?<=\d)[%‰])?(?![A-Za-z\d.])")


def numerals(text: str) -> tuple[tuple[str, bool], ...]:
    """Return `text` in pieces, each with whether it is a number: 由 / 2.86 / 万元.

    Joined, the pieces are the text. A number that touches a Latin letter is part of a name, as in PM2.5 or 3A级.
    """
    pieces: list[tuple[str, bool]] = []
    end = 0
    for found in _NUMBER.finditer(text):
        if found.start() > end:
            pieces.append((text[end : found.start()], False))
        pieces.append((found[0], True))
        end = found.end()
    if end < len(text):
        pieces.append((text[end:], False))
    return tuple(pieces)


FOR_TEMPLATES: Mapping[str, Callable[..., Any]] = MappingProxyType({"numerals": numerals})
"""What a template may call, by name."""
