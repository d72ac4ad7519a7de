"""Accept the present picture of the named cases: ``python -m tests.golden.accept metric-portrait``.

Never in CI and never all at once: a reference changes because somebody looked at that picture.
"""

from __future__ import annotations

import sys

from generator.card import Press
from generator.world import World
from tests.golden.cases import ALL, REFERENCES, account, picture

MOST_AT_ONCE = 3


def main(names: list[str]) -> int:
    """Write the references of the named cases; return an exit code."""
    known = {case.name: case for case in ALL}
    if not names or len(names) > MOST_AT_ONCE or not set(names) <= set(known):
        sys.stderr.write(f"name one to {MOST_AT_ONCE} of: {' '.join(known)}\n")
        return 2
    press = Press(World.at(), "resvg")
    REFERENCES.mkdir(exist_ok=True)
    for name in names:
        picture(known[name], press).save(REFERENCES / f"{name}.png", optimize=True)
        (REFERENCES / f"{name}.tsv").write_text(account(known[name], press), encoding="utf-8")
        sys.stdout.write(f"accepted {name}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
