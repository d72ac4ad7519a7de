"""Everything that can go wrong, as one tree.

Each error says three things in Chinese, for the person at the desk: what is wrong, where, and what to do.

    MimaError
    ├── UsageError            a command was called with a value it does not know        exit 2
    ├── InputError            an article or a facts file cannot be read                 exit 2
    │   └── RowError          one row of a facts file is bad; the other rows go on      exit 1
    ├── DesignError           a template, theme, size or font file is broken            exit 2
    ├── OutputError           the output folder or disk refuses                         exit 2
    ├── LedgerError           the ledger of a series cannot be reached or says no       exit 2
    │   └── Overtaken         somebody else changed a post meanwhile; look again          exit 2
    ├── SignOffRefused        a signature may not be given                              exit 1
    ├── DeliveryFailed        a platform or a group robot did not take what was sent    exit 1
    └── CardRefused           one card may not be made; the other cards go on           exit 1
        ├── DoesNotFit        a text is larger than its box at the smallest size
        ├── TooLarge          no encoding without visible loss meets the platform's byte ceiling
        ├── MissingGlyph      no font of the theme's chain has a character
        └── NotInArticle      a figure on the card does not stand in its fact's words
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Where:
    """A place in a file: 1-based line and column, or a sheet and its 1-based row."""

    file: Path | str | None = None
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    row: int | None = None

    def __str__(self) -> str:
        parts = [str(self.file)] if self.file is not None else []
        if self.sheet is not None:
            parts.append(f"工作表“{self.sheet}”")
        if self.row is not None:
            parts.append(f"第 {self.row} 行")
        if self.line is not None:
            parts.append(f"第 {self.line} 行")
        if self.column is not None:
            parts.append(f"第 {self.column} 列")
        return " ".join(parts)


class MimaError(Exception):
    """Base of every expected failure.

    `what`, `remedy`: Chinese sentences without a final stop. `where`: the place, if there is one.
    `str(error)` joins the three.
    """

    exit_code = 2

    def __init__(self, what: str, where: Where | None = None, remedy: str = "") -> None:
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        text = self.what
        if self.where is not None and str(self.where):
            text += f"（{self.where}）"
        if self.remedy:
            text += f"。{self.remedy}"
        return text + "。"


class UsageError(MimaError):
    """A command was called with a value it does not know."""


class InputError(MimaError):
    """An article or a facts file cannot be read."""


class RowError(InputError):
    """One row of a facts file is bad; the other rows go on."""

    exit_code = 1


class DesignError(MimaError):
    """A template, theme, size or font file is broken."""


class OutputError(MimaError):
    """The output folder or disk refuses."""


class LedgerError(MimaError):
    """The ledger of a series cannot be reached, or a change is not allowed."""


class Overtaken(LedgerError):
    """Somebody else changed a post between our reading and our writing."""


class SignOffRefused(MimaError):
    """A signature may not be given: wrong stage, wrong person, or other content than was seen."""

    exit_code = 1


class DeliveryFailed(MimaError):
    """A platform or a group robot did not take what was sent."""

    exit_code = 1


class CardRefused(MimaError):
    """One card may not be made; the other cards go on."""

    exit_code = 1


class DoesNotFit(CardRefused):
    """A text is larger than its box at the smallest size allowed."""


class TooLarge(CardRefused):
    """No encoding without visible loss meets the platform's byte ceiling."""


class MissingGlyph(CardRefused):
    """No font of the theme's chain has a character."""


class NotInArticle(CardRefused):
    """A figure on the card does not stand in its fact's words."""
