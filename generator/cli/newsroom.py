"""The commands of a daily series, hung up on the command line: series, review, today, schedule, deliver."""

from __future__ import annotations

from collections.abc import Callable

import typer

from generator.cli import daily, series
from generator.cli.wording import Command


def register(app: typer.Typer) -> None:
    """Add the newsroom's commands to `app`."""
    app.add_typer(series.app)
    _add(app, "today", "把眼下该做的做一遍：提前做图、到点发出、报告暂停与错过的。", daily.today)


def _add(app: typer.Typer, name: str, words: str, function: Callable[..., int]) -> None:
    app.command(name, cls=Command, options_metavar="[选项]", help=words)(function)
