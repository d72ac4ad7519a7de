"""The two streams of the terminal: what was asked for goes to stdout, everything about it to stderr."""

from __future__ import annotations

import contextlib
import io
import os
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text


def speak_utf8() -> None:
    """Make both streams UTF-8, whatever the locale says (C on a server, GBK on Windows), and never fail on a character.

    A stream that was closed before we began (a service, ``pythonw``) becomes one that swallows everything.
    """
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open as long as we are
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115  open as long as we are
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            with contextlib.suppress(ValueError, OSError):
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def out() -> Console:
    """Return a console on the present stdout."""
    return Console(file=sys.stdout, soft_wrap=True, highlight=False)


def err() -> Console:
    """Return a console on the present stderr."""
    return Console(file=sys.stderr, soft_wrap=True, highlight=False)


def say(message: str, style: str = "") -> None:
    """Write one message to stderr as it is, without reading it as markup."""
    err().print(Text(message, style=style))


def complain(message: str) -> None:
    """Write one error to stderr."""
    err().print(Text.assemble(("错误：", "bold red"), message))


def hand_over(result: str | bytes) -> None:
    """Write a result to stdout as it is: no wrapping, no colour, no change of line ends."""
    data = result.encode("utf-8", errors="backslashreplace") if isinstance(result, str) else result
    sys.stdout.flush()
    sys.stdout.buffer.write(data if data.endswith(b"\n") else data + b"\n")
    sys.stdout.flush()
