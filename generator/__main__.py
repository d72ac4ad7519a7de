"""``python -m generator`` is the command ``mima``."""

from __future__ import annotations

import sys

INTERRUPTED = 130


def run() -> int:
    """Load the command and run it; a Ctrl-C while the libraries still load ends as quietly as a later one."""
    try:
        from generator.cli import main  # noqa: PLC0415  (loading takes a good part of a second)

        return main()
    except KeyboardInterrupt:
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(run())
