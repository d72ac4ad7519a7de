"""Does every figure on the card keep its sign? A minus, % or ℃ is no letter, and what looks at letters alone misses it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from generator.proof.exhibit import Exhibit, aside

_TOKEN = re.compile(r"(?:(?<![0-9A-Za-z%.)])[-+])?\d+(?:\.\d+)?(?:[%‰]|°C?)?")
_SIGNS = str.maketrans({"−": "-", "﹣": "-", "℃": "°C"})
_DOUBLED = re.compile(r"[%％‰]\s*[%％‰]")
_LONE = frozenset("%％‰℃+-−")
"""A sign that a drawing may set in a box of its own, beside its figure's."""
_COUNTED = frozenset({"count", "part", "order", "subtitle"})
"""Boxes that count cards and chapters, or say what is no fact."""


def signs_stand_with_their_figures(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """A minus, % or ℃ of the fact stands at its figure, and none stands where the fact has none: −3.2 is not 3.2."""
    copy = exhibit.copy
    facts = [*exhibit.statements, *(entry.text for entry in copy.entries), *(p.legend for p in copy.pictures)]
    said = {token for text in facts for token in _tokens(text)}
    lone = any("".join(text.lines).strip() in _LONE for text in exhibit.texts)
    for text in exhibit.texts:
        words = "".join(text.lines)
        if text.box in _COUNTED or (aside(text.box) and not text.box.startswith("legend")):
            continue
        if _DOUBLED.search(words):
            yield text.box, f"“{words}”的百分号印了两个，请检查模板的文本框“{text.box}”"
        for token in _tokens(words):
            meant = [other for other in said if _number(other) == _number(token)]
            if meant and token not in meant and not (lone and token == _number(token)):
                yield text.box, f"图上的“{token}”在原文里是“{meant[0]}”：正负号、百分号或度数不对，请检查模板"


def _tokens(text: str) -> list[str]:
    """Return the figures of a text with their signs: -3.2, 63.2%, 12°C."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text.translate(_SIGNS)).replace(",", ""))


def _number(token: str) -> str:
    return token.strip("+-%‰°C")
