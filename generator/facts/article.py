"""An article as text, and what its file knew about each line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

CELL = "\u3000"  # parts the cells of a table row; a tab would have no glyph on a card


@dataclass(frozen=True, slots=True)
class LineStyle:
    """How a line was set in its file: heading `level` (1 is the largest, 0 none), bold, list item, table row."""

    level: int = 0
    bold: bool = False
    item: bool = False
    row: bool = False


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article as plain text. `styles` maps 1-based line numbers to what the file knew about that line."""

    text: str
    path: Path | None = None
    styles: Mapping[int, LineStyle] = field(default_factory=dict)

    def style(self, line: int) -> LineStyle:
        """Return the style of a 1-based line."""
        return self.styles.get(line, LineStyle())
