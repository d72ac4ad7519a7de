"""``mima today``: one round of work for every series of the ledger, for a person, cron or Windows' Task Scheduler."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.console import say
from generator.cli.office import LedgerPlace, OutFolder, Renderer, open_desk, senders
from generator.cli.options import Help
from generator.rounds import make_the_round
from generator.series import make_ahead
from generator.series.days import parse_day, zone_of

BAD = frozenset({"refused", "held", "missed", "void", "trouble", "failed"})
"""Kinds of events that a person must look at."""


def today(
    output: OutFolder = Path("out"),
    date: Annotated[
        str, typer.Option("--date", metavar="日期", help="只把到这一天为止的图提前做好，不发出")
    ] = "",
    renderer: Renderer = "auto",
    ledger: LedgerPlace = "",
    help_: Help = False,
) -> int:
    """Make what comes up, issue what is due, tell what is held or missed."""
    desk = open_desk(ledger, output, renderer=renderer)
    if date:
        night = dt.datetime.combine(parse_day(date), dt.time.max, zone_of(desk.rules.zone))
        events = make_ahead(desk, night)
    else:
        events = make_the_round(desk, senders(desk))
    for event in events:
        say(event.text, "red" if event.kind in BAD else "")
    if not events:
        say("现在没有要做的事")
    return 1 if any(event.kind in BAD for event in events) else 0
