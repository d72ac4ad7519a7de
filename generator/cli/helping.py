"""``--help`` and ``-h`` of every command, in Chinese."""

from __future__ import annotations

from typing import Annotated

import typer

from generator.cli.console import hand_over


def show_help(context: typer.Context, wanted: bool) -> None:
    """Print a command's help and end."""
    if wanted:
        text = context.get_help()
        if text:
            hand_over(text)
        raise typer.Exit


Help = Annotated[
    bool,
    typer.Option("--help", "-h", is_eager=True, expose_value=False, callback=show_help, help="显示这份说明"),
]
