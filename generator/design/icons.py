"""Which icon goes with which words: of the table's words that a card's text holds, the one it is about has its say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.design.headword import rows, weighed
from generator.errors import DesignError, Where

FOLDER = "_icons"
_TABLE = Path("words_cards") / "icons.tsv"


@dataclass(frozen=True)
class IconTable:
    """Words and the icons they call up, names of files of ``templates_svg/_icons/``.

    `neutral` is the icon of a card for which no word has one, the table's row ``*``; "" for none.
    `weak` are the words that count only where no other stands: 收入 beside 预算.
    """

    icons: Mapping[str, str]
    neutral: str = ""
    weak: frozenset[str] = frozenset()

    @classmethod
    def load(cls, data: tuple[Path, ...], templates: tuple[Path, ...]) -> IconTable:
        """Read ``words_cards/icons.tsv`` of the last data folder that has one.

        Raises DesignError naming file and line for a row that is no pair or an icon that is not there.
        """
        return _load(data, templates)

    @staticmethod
    def forget() -> None:
        """Let the next `load` read the files anew: somebody edits them while the studio is open."""
        _load.cache_clear()

    def choose(self, *texts: str) -> str:
        """Return the icon of the first text that calls one up, "" for none.

        In a text the word counts that stands where the text says what it is about: see `headword.weighed`.
        """
        for text in texts:
            found = (
                (word not in self.weak, weight, word)
                for word, weight in weighed(text, self.icons, self._longest)
            )
            word = max(found, default=(False, 0.0, ""))[2]
            if word:
                return self.icons[word]
        return ""

    @property
    def _longest(self) -> int:
        return max(map(len, self.icons), default=0)


@lru_cache(maxsize=8)
def _load(data: tuple[Path, ...], templates: tuple[Path, ...]) -> IconTable:
    drawn = {path.stem for base in templates for path in (base / FOLDER).glob("*.svg")}
    tables = [base / _TABLE for base in data if (base / _TABLE).is_file()]
    if not tables or not drawn:
        return IconTable({})
    icons: dict[str, str] = {}
    weak: set[str] = set()
    neutral = ""
    for number, word, icon, is_weak in rows(tables[-1], "图标词表", "图标名"):
        if icon not in drawn:
            raise DesignError(
                f"没有叫“{icon}”的图标", Where(tables[-1], number), "图标在 templates_svg/_icons/"
            )
        if word == "*":
            neutral = icon
        else:
            icons[word] = icon
            weak |= {word} if is_weak else set()
    return IconTable(icons, neutral, frozenset(weak))
