"""The commands of a daily series, hung up on the command line: series, review, preview, today, schedule, deliver."""

from __future__ import annotations

from collections.abc import Callable

import typer

from generator.cli import daily, deliver, preview, review, schedule, series
from generator.cli.wording import Command


def register(app: typer.Typer) -> None:
    """Add the newsroom's commands to `app`."""
    app.add_typer(series.app)
    app.add_typer(review.app)
    app.add_typer(deliver.app)
    _add(app, "preview", "在浏览器里打开工作台：核对事实、看全部卡片、签发。", preview.preview)
    _add(app, "today", "把眼下该做的做一遍：提前做图、到点发出、报告暂停与错过的。", daily.today)
    _add(app, "schedule", "一直开着，到点自动做图、发出、通知；可以同时开几个。", schedule.schedule)


def _add(app: typer.Typer, name: str, words: str, function: Callable[..., int]) -> None:
    app.command(name, cls=Command, options_metavar="[选项]", help=words)(function)
