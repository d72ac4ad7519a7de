"""``python -m generator`` is the command ``mima``."""

from __future__ import annotations

import gc
import sys

INTERRUPTED = 130


def run() -> int:
    """Load the command and run it; a Ctrl-C while the libraries still load ends as quietly as a later one."""
    try:
        gc.disable()  # what the libraries make while they load is kept: looking through it again and again is for nothing
        from generator.cli import main  # noqa: PLC0415  (loading takes a good part of a second)

        gc.freeze()
        gc.enable()
        return main()
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(run())
