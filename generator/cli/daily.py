"""``mima today``: one round of work for every series of the ledger, for a person, cron or Windows' Task Scheduler."""

from __future__ import annotations

from pathlib import Path

from generator.cli.console import say
from generator.cli.office import LedgerPlace, OutFolder, Renderer, open_desk, senders
from generator.cli.options import Help
from generator.pipeline import make_the_round

BAD = frozenset({"refused", "held", "missed", "void", "trouble", "failed"})
"""Kinds of events that a person must look at."""


def today(
    output: OutFolder = Path("out"),
    renderer: Renderer = "auto",
    ledger: LedgerPlace = "",
    help_: Help = False,
) -> int:
    """Make what comes up, issue what is due, tell what is held or missed."""
    desk = open_desk(ledger, output, renderer=renderer)
    events = make_the_round(desk, senders(desk))
    for event in events:
        say(event.text, "red" if event.kind in BAD else "")
    if not events:
        say("现在没有要做的事")
    return 1 if any(event.kind in BAD for event in events) else 0
