"""The newsroom's office as the command line finds it: ledger, rules, world and secrets → a desk."""

from __future__ import annotations

import datetime as dt
import os
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from generator.batch import Workshop, executor_for
from generator.deliver import Secrets, outlets_of, send_waiting
from generator.errors import UsageError
from generator.series import LEDGER, Desk, Event, Ledger, read_rules
from generator.series.desk import Tell, silent
from generator.world import World

LEDGER_VARIABLE, KEY_VARIABLE = "MIMA_LEDGER", "MIMA_SIGNING_KEY"
LedgerPlace = Annotated[
    str,
    typer.Option(
        "--ledger",
        metavar="账本",
        help=f"账本文件，或 postgresql://…；默认看环境变量 {LEDGER_VARIABLE}，否则 {LEDGER.as_posix()}",
    ),
]
OutFolder = Annotated[Path, typer.Option("-o", "--output", metavar="文件夹", help="成品放在哪里；默认 out")]
Renderer = Annotated[
    str, typer.Option("--renderer", metavar="名称", help="渲染器：auto、cairosvg 或 resvg；默认 auto")
]


def open_ledger(place: str) -> Ledger:
    """Open the ledger named on the command line, in the environment, or the usual one; raise LedgerError."""
    return Ledger.open(place or os.environ.get(LEDGER_VARIABLE) or LEDGER)


def open_desk(
    ledger: str, out: Path = Path("out"), *, renderer: str = "auto", who: str = "", tell: Tell = silent, jobs: int = 1
) -> Desk:  # fmt: skip
    """Return a desk in the current folder. Raises LedgerError, DesignError or OutputError."""
    world = World.at(Path.cwd())
    return Desk(
        ledger=open_ledger(ledger),
        workshop=Workshop(world, renderer),
        out=out,
        rules=read_rules(world.data),
        who=who or f"mima@{socket.gethostname()}",
        key=os.environ.get(KEY_VARIABLE, "").encode(),
        tell=tell,
        make_executor=executor_for(jobs),
        width=jobs,
    )


def senders(desk: Desk) -> Callable[[Desk], tuple[Event, ...]]:
    """Return what empties the outbox, with the secrets of the environment."""
    outlets = outlets_of(desk.rules, Secrets.of(os.environ), desk.workshop.world.data)
    return lambda at: send_waiting(at, outlets)


def positive_hours(value: float | None, fallback: float, option: str, least: float = 0.0) -> float:
    """Return a number of hours; raise UsageError for one below `least`."""
    if value is None:
        return fallback
    if not least <= value <= 24 * 366:
        raise UsageError(f"{option} 的值不对", None, f"应为小时数，至少 {least:g}，例如 2")
    return value


def today(desk: Desk) -> dt.date:
    """Return the newsroom's day."""
    return desk.now.date()
