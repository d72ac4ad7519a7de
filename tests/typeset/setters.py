"""What the tests of typesetting share: the usual style, and a text broken at a measure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from generator.typeset import Box, Run, Style, Typesetter

ROOT = Path(__file__).resolve().parents[2]
SANS = Style(("Noto Sans SC", "Noto Sans Math"), 700)


def lines_at(setter: Typesetter, text: str, em: float, style: Style = SANS, **box: Any) -> list[str]:
    """Break `text` at a measure of `em` hanzi, at a fixed size."""
    made = Box(em * 100, None, 100, 100, **box)
    return [line.text for line in setter.fit([Run(text, style)], made).lines]
