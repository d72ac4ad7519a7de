"""What a proof-reader writes on the slip: which check, how grave, and in words a sub-editor reads."""

from __future__ import annotations

from dataclasses import dataclass

REFUSE, WARN, OFF = "refuse", "warn", "off"
SEVERITIES = (REFUSE, WARN, OFF)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found on one card.

    `check` is the check's id, `severity` ``refuse`` or ``warn``; `message` is Chinese and says what, where and what
    to do. `box` names the text box it concerns, "" for the card as a whole.
    """

    check: str
    severity: str
    message: str
    box: str = ""

    def __str__(self) -> str:
        return self.message
