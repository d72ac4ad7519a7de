"""What a series consists of: slots, posts and the states a post passes through, as frozen values.

    planned ─► made ─► signed ─► issued ─► corrected
       ▲        │ ▲       │         └────► withdrawn
       └────────┘ └───────┘ (content changed: signatures are void)

Beside the way: `refused` (a card may not be made), `returned` (a reviewer sent it back), `missed` (its hour passed),
`withdrawn` before issue (a person took it out).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a post stands."""

    PLANNED = "planned"
    MADE = "made"
    SIGNED = "signed"
    ISSUED = "issued"
    REFUSED = "refused"
    RETURNED = "returned"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"


WEEK = "一二三四五六日"
"""The last sign of 星期一 to 星期日, Monday first."""
STATE_NAMES: Mapping[str, str] = {
    State.PLANNED: "待制作", State.MADE: "待签发", State.SIGNED: "已签发", State.ISSUED: "已发出",
    State.REFUSED: "未通过", State.RETURNED: "已退回", State.MISSED: "已错过", State.WITHDRAWN: "已撤回",
    State.CORRECTED: "已更正",
}  # fmt: skip
"""What the screens call a state."""

OPEN = (State.PLANNED, State.MADE, State.SIGNED, State.REFUSED, State.RETURNED)
"""States of a post that is still to be issued."""
KEPT = (State.ISSUED, State.CORRECTED, State.WITHDRAWN, State.MISSED)
"""States whose posts no change of the plan touches."""

WAYS: Mapping[str, frozenset[str]] = {
    State.PLANNED: frozenset({State.MADE, State.SIGNED, State.REFUSED, State.MISSED, State.WITHDRAWN}),
    State.MADE: frozenset({
        State.PLANNED, State.MADE, State.SIGNED, State.RETURNED, State.REFUSED, State.MISSED, State.WITHDRAWN,
    }),
    State.SIGNED: frozenset({
        State.PLANNED, State.MADE, State.SIGNED, State.ISSUED, State.RETURNED, State.REFUSED, State.MISSED, State.WITHDRAWN,
    }),
    State.REFUSED: frozenset({
        State.PLANNED, State.MADE, State.SIGNED, State.REFUSED, State.MISSED, State.WITHDRAWN,
    }),
    State.RETURNED: frozenset({State.PLANNED, State.MADE, State.REFUSED, State.MISSED, State.WITHDRAWN}),
    State.MISSED: frozenset({State.PLANNED, State.MADE, State.SIGNED, State.RETURNED, State.WITHDRAWN}),
    State.ISSUED: frozenset({State.WITHDRAWN, State.CORRECTED}),
    State.WITHDRAWN: frozenset(),
    State.CORRECTED: frozenset(),
}  # fmt: skip
"""Which state may follow which; everything else is refused inside the transaction."""


@dataclass(frozen=True, slots=True)
class Slot:
    """An hour of the day and what goes out then: `count` facts on cards of `size`, in the local wall clock."""

    time: dt.time
    size: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class Place:
    """Where one post of a plan stands, before it is in the ledger. `fixed`: a person named its day."""

    day: dt.date
    time: dt.time
    size: str
    facts: tuple[str, ...]
    fixed: bool = False
    theme: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture of a made post: its file in the work folder, the sha256 of its bytes, whose words it shows."""

    file: str
    sha256: str
    alt: str
    fact: str
    text: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Caption:
    """What is pasted beside the pictures. `title` may be empty where a platform has none; topics stand in `text` too."""

    title: str
    text: str
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Making:
    """One finished state of a post's content; `digest` is what signatures bind, `inputs` what it was made from."""

    id: int
    post: int
    pictures: tuple[Picture, ...]
    caption: Caption
    digest: str
    inputs: str
    made_at: dt.datetime


@dataclass(frozen=True, slots=True)
class Post:
    """One post as the ledger has it. `due` is aware, in the series' zone; `number` is its issue number (期号)."""

    id: int
    series: str
    number: int | None
    day: dt.date
    time: dt.time
    due: dt.datetime
    size: str
    facts: tuple[str, ...]
    theme: str
    fixed: bool
    state: str
    making: int | None
    reason: str
    folder: str
    replaces: int | None
    version: int

    @property
    def when(self) -> str:
        """Return day and hour as a person reads them."""
        return f"{self.day.isoformat()} {self.time:%H:%M}"


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed for one series; kept with it in the ledger.

    `stages`: names of the sign-offs in order, empty for none. `late_hours`: how late a post may still go out.
    `ahead_hours`: how long before its hour it is made. `deliver`: outlets beside the pack. `hue`: a key of `looks.HUES`.
    """

    slots: tuple[Slot, ...] = ()
    order: str = "article"
    quiet: str = "none"
    stages: tuple[str, ...] = ("初审", "复审", "终审")
    same_person: bool = False
    late_hours: float = 2.0
    ahead_hours: float = 24.0
    reuse_after: int = 0
    until: dt.date | None = None
    themes: tuple[str, ...] = ()
    template: str = ""
    topics: tuple[str, ...] = ()
    deliver: tuple[str, ...] = ()
    hue: str = "issue"


@dataclass(frozen=True, slots=True)
class Series:
    """One series as the ledger has it; `total` counts the posts that carry an issue number."""

    id: str
    title: str
    zone: str
    source: str
    terms: Terms
    edition: int
    total: int = 0
