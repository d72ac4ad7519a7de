"""The commands of a daily series, loaded when one of them is called: a batch needs no ledger."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import typer
import typer.main

from generator.cli.wording import Command, Group

_GROUPS = ("series", "review", "deliver")
_WORDS = {
    "preview": "在浏览器里打开工作台：核对事实、看全部卡片、签发。",
    "today": "把眼下该做的做一遍：提前做图、到点发出、报告暂停与错过的。",
    "schedule": "一直开着，到点自动做图、发出、通知；可以同时开几个。改了模板或设置要重开。",
    "correct": "更正一条事实：改事实表，重做用过它的图，标记已发的，给出更正说明。",
}
_MODULES = {"today": "daily", "correct": "corrections"}
LATER = ("series", "review", "preview", "today", "schedule", "deliver", "correct")
"""What is loaded on call, in the order of the help page."""


class Newsroom(Group):
    """The group of all commands; those of LATER are there, but not loaded."""

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names of all commands."""
        return [*super().list_commands(ctx), *LATER]

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Return a command by name."""
        return _loaded(cmd_name) if cmd_name in LATER else super().get_command(ctx, cmd_name)


def _loaded(name: str) -> Any:
    module = import_module(f"generator.cli.{_MODULES.get(name, name)}")
    if name in _GROUPS:
        return typer.main.get_command(module.app)
    app = typer.Typer(add_completion=False, context_settings={"help_option_names": []})
    app.command(name, cls=Command, options_metavar="[选项]", help=_WORDS[name])(getattr(module, name))
    return typer.main.get_command(app)
