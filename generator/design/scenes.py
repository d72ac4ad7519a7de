"""Which scene stands at a card's foot: the subject that its words, its chapter or its neighbours speak of most.

`words_cards/scenes.tsv` says which words speak of which subject, `words_cards/subjects.toml` how a subject is drawn; a
theme may draw one otherwise (its ``[scenes]`` table).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from generator.design.theme import Theme
from generator.design.tomlfile import TomlFile, text
from generator.errors import DesignError, Where

ORNAMENTS = "_ornaments"
TABLE = Path("words_cards") / "scenes.tsv"
SUBJECTS = Path("words_cards") / "subjects.toml"
RUN = 6
"""Facts without a telling chapter that share a scene: about as many as a chapter has."""
_TITLE, _SUBTITLE = 4, 2
_CLEAR = 2
"""Weight, in words of two characters, from which a chapter or a run is said to have a subject."""


@dataclass(frozen=True)
class SceneTable:
    """`words` and the subjects they speak of; `drawings` of subjects, names of ``templates_svg/_ornaments/``."""

    words: Mapping[str, str]
    drawings: Mapping[str, str]

    @classmethod
    def load(cls, data: tuple[Path, ...], templates: tuple[Path, ...]) -> SceneTable:
        """Read both tables of the last data folder that has them; empty tables where there are none.

        Raises DesignError naming file and line for a row that is no pair, an unknown subject, or a drawing that is not
        there.
        """
        return _load(data, templates)

    def hits(self, words: str) -> Counter[str]:
        """Return how many characters of a text speak of each subject; where words overlap the longest counts."""
        found: Counter[str] = Counter()
        at = 0
        while at < len(words):
            word = next(
                (words[at : at + n] for n in range(self._longest, 0, -1) if words[at : at + n] in self.words),
                "",
            )
            if word:
                found[self.words[word]] += len(word)
            at += len(word) or 1
        return found

    def of_text(self, words: str, usual: str = "") -> str:
        """Return the subject that a sentence speaks of most, `usual` where it says nothing or as much of that."""
        found = self.hits(words)
        if not found:
            return usual
        most = max(found.values())
        return usual if found[usual] == most else next(s for s, n in found.items() if n == most)

    def of_chapter(self, title: str, subtitle: str, facts: Sequence[str]) -> str:
        """Return the subject of a chapter, "" for none: its title counts most, then its subtitle; a fact counts
        by the length of its telling words, but no more than two of them.
        """
        score: dict[str, float] = defaultdict(float)
        for words, weight in ((title, _TITLE), (subtitle, _SUBTITLE)):
            for subject in self.hits(words):
                score[subject] += weight
        for fact in facts:
            for subject, characters in self.hits(fact).items():
                score[subject] += min(characters / 2, _CLEAR)
        ranked = sorted(score.items(), key=lambda pair: -pair[1])
        if not ranked or ranked[0][1] < _CLEAR or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
            return ""
        return ranked[0][0]

    @staticmethod
    def forget() -> None:
        """Let the next `load` read the files anew: somebody edits them while the studio is open."""
        _load.cache_clear()

    def drawing(self, subject: str, theme: Theme) -> str:
        """Return the ornament that draws a subject in a theme, "" for the theme's own."""
        return theme.scenes.get(subject) or self.drawings.get(subject, "")

    @property
    def _longest(self) -> int:
        return max(map(len, self.words), default=0)


@lru_cache(maxsize=8)
def _load(data: tuple[Path, ...], templates: tuple[Path, ...]) -> SceneTable:
    drawings = read_drawings(data, templates)
    tables = [base / TABLE for base in data if (base / TABLE).is_file()]
    if not tables or not drawings:
        return SceneTable({}, drawings)
    words: dict[str, str] = {}
    try:
        lines = tables[-1].read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DesignError("读不了景词表", Where(tables[-1]), "请另存为 UTF-8 的文本文件") from error
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, _, subject = (part.strip() for part in line.partition("\t"))
        if not word or not subject:
            raise DesignError("景词表这一行不对", Where(tables[-1], number), "应为：词、制表符、题材")
        if subject not in drawings:
            raise DesignError(
                f"没有叫“{subject}”的题材", Where(tables[-1], number), f"可用：{'、'.join(drawings)}"
            )
        words[word] = subject
    return SceneTable(words, drawings)


def read_drawings(data: tuple[Path, ...], templates: tuple[Path, ...]) -> Mapping[str, str]:
    """Return every subject with its drawing; raise DesignError with file and line for one that is not drawn."""
    drawn = drawn_ornaments(templates)
    files = [TomlFile.read(base / SUBJECTS) for base in data if (base / SUBJECTS).is_file()]
    drawings: dict[str, str] = {}
    for file in files:
        for subject in file.table:
            name = file.get(subject, text, "图稿名，如 railway")
            if name not in drawn:
                raise file.fail(subject, f"没有叫“{name}”的景", f"可用：{'、'.join(sorted(drawn))}")
            drawings[subject] = name
    return drawings if drawn else {}


def drawn_ornaments(templates: tuple[Path, ...]) -> frozenset[str]:
    """Return the names of all ornaments and scenes there are."""
    paths = (path for base in templates for path in (base / ORNAMENTS).glob("*.svg"))
    return frozenset(path.stem for path in paths if not path.stem.endswith("-mark"))
