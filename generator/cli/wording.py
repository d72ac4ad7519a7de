"""Typer's own words in Chinese: wrong usage, and the few fixed words of the help pages.

Typer raises Click's exceptions, which it carries inside itself; they are known here by name and attributes, so that
neither library's private modules are imported.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

import typer
import typer.core
import typer.rich_utils

_QUOTED = re.compile(r"'([^']*)'")
_HELP_WORDS = {
    "ARGUMENTS_PANEL_TITLE": "参数",
    "OPTIONS_PANEL_TITLE": "选项",
    "COMMANDS_PANEL_TITLE": "命令",
    "REQUIRED_LONG_STRING": "[必填]",
    "DEFAULT_STRING": "[默认：{}]",
}
for _name, _word in _HELP_WORDS.items():
    if hasattr(
        typer.rich_utils, _name
    ):  # only words: where a later Typer has no such name, its own word stands
        setattr(typer.rich_utils, _name, _word)


class Command(typer.core.TyperCommand):
    """A command whose usage line is in Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _hide_types(self.params)

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return _usage(super().get_usage(ctx))


class Group(typer.core.TyperGroup):
    """A group of commands whose usage line is in Chinese."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _hide_types(self.params)

    def get_usage(self, ctx: Any) -> str:
        """Return the usage line."""
        return _usage(super().get_usage(ctx))


def _hide_types(parameters: Sequence[Any]) -> None:
    """Leave ``<bool>`` and ``<list[Path]>`` out of the help pages: our Chinese metavars say what goes where."""
    for parameter in parameters:
        metavar = parameter.metavar if str(parameter.opts[0]).startswith("-") else None
        parameter.display_type_rich = lambda ctx, shown=metavar: shown


def _usage(line: str) -> str:
    return (
        line.replace("Usage:", "用法：", 1)
        .replace("[OPTIONS]", "[选项]")
        .replace("COMMAND [ARGS]", "命令 [参数]")
    )


def wrong_usage(error: Exception, commands: tuple[str, ...]) -> str:
    """Return what a usage error of Typer says, in Chinese, with the nearest name and where to read on."""
    kind = type(error).__name__
    message = str(getattr(error, "message", error))
    context = getattr(error, "ctx", None)
    path = str(getattr(context, "command_path", "mima"))
    said = _QUOTED.search(message)
    name = said[1] if said else ""
    if kind == "NoSuchOption":
        option = str(getattr(error, "option_name", name))
        near = list(getattr(error, "possibilities", None) or ())
        what = f"没有叫“{option}”的选项" + _nearest(near)
    elif kind == "MissingParameter":
        what = f"缺少参数 {_name_of(getattr(error, 'param', None))}"
    elif kind == "BadOptionUsage":
        option = str(getattr(error, "option_name", name))
        what = f"选项 {option} 后面缺少值" if "requires" in message else f"选项 {option} 不带值"
    elif message.startswith("No such command"):
        what = f"没有叫“{name}”的命令" + _nearest(get_close_matches(name, commands, 1, 0.4))
    elif message.startswith("Missing command"):
        what = "没有写命令"
    elif "unexpected extra argument" in message:
        what = f"多出了参数 {message.rpartition('(')[2].rstrip(').') or name}"
    else:
        what = f"参数 {_name_of(getattr(error, 'param', None))} 不对（{message}）"
    return f"{what}。用法见 {path} --help。"


def _nearest(names: list[str]) -> str:
    return f"，最接近的是“{names[0]}”" if names else ""


def _name_of(parameter: Any) -> str:
    metavar = getattr(parameter, "metavar", None)
    options = [o for o in getattr(parameter, "opts", None) or () if str(o).startswith("-")]
    return " / ".join(options) or str(metavar or getattr(parameter, "name", None) or "")
