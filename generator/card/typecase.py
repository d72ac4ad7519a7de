"""A theme's fonts must be there before a card is set with them."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches
from pathlib import Path

from generator.design import Theme
from generator.errors import DesignError, Where


def prove_fonts(theme: Theme, families: Collection[str]) -> None:
    """Raise DesignError, with the theme's file and line, for a font family that is nowhere.

    A chain would go on to its next family without a word, and the newsroom would print another face than it chose.
    """
    known = {family.casefold() for family in families}
    for role, kind in theme.types.items():
        for family in kind.families:
            if family.casefold() not in known:
                raise DesignError(
                    f"主题“{theme.name}”的 {role} 用了没有的字体“{family}”",
                    Where(theme.path, _line(theme.path, family, f"[type.{role}]")),
                    f"{_nearest(family, families)}请把字体文件放进 fonts/，或改用已有的字体，全部名称见 mima list fonts",
                )


def _nearest(name: str, names: Collection[str]) -> str:
    near = get_close_matches(name, names, n=1, cutoff=0.4)
    return f"最接近的是“{near[0]}”；" if near else ""


def _line(path: Path, word: str, after: str = "") -> int | None:
    """Return the 1-based line of the theme's file that says `word`, the first one below the line `after`."""
    begun = not after
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        begun = begun or line.strip().startswith(after)
        if begun and f'"{word}"' in line.replace("'", '"'):
            return number
    return None
