"""Which scene stands at a card's foot: what its own words are about for sure, else its chapter, else a neutral place.

`words_cards/scenes.tsv` says which words speak of which subject, `words_cards/subjects.toml` how a subject is drawn; a
theme may draw one in its own way too (its ``[scenes]`` table).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from generator.design.headword import rows, weighed
from generator.design.theme import Theme
from generator.design.tomlfile import TomlFile
from generator.errors import DesignError, Where

ORNAMENTS = "_ornaments"
TABLE = Path("words_cards") / "scenes.tsv"
SUBJECTS = Path("words_cards") / "subjects.toml"
NEUTRAL = "中性"
"""The subject of what nothing speaks for: its drawings fit anything. Its words only stop others from being heard."""
VIEWS = 4
"""Stretches of one scene: neighbours of one scene show places two fifths of it apart, or more."""
RUN = 6
"""Facts without a telling chapter that share a scene: about as many as a chapter has."""
_TITLE, _SUBTITLE = 4, 2
_CLEAR = 2.0
"""Votes from which a chapter is said to have a subject: a word of its title, or two of its facts (one of only two)."""
_SURE = 0.86
"""The second subject of a sentence, as a share of the first, from which it is not sure which of them is meant."""


@dataclass(frozen=True)
class SceneTable:
    """`words` and the subjects they speak of; `drawings` of subjects, names of ``templates_svg/_ornaments/``.

    `weak` are the words that count only where no other speaks, such as 投资 beside 公路.
    """

    words: Mapping[str, str]
    drawings: Mapping[str, tuple[str, ...]]
    weak: frozenset[str] = field(default=frozenset())

    @classmethod
    def load(cls, data: tuple[Path, ...], templates: tuple[Path, ...]) -> SceneTable:
        """Read both tables of the last data folder that has them; empty tables where there are none.

        Raises DesignError naming file and line for a row that is no pair, an unknown subject, or a drawing that is not
        there.
        """
        return _load(data, templates)

    def of_text(self, words: str, usual: str = "") -> str:
        """Return the subject that a sentence is about, `usual` where it says nothing, or nothing for sure; "" for none."""
        score: dict[str, float] = defaultdict(float)
        hint: dict[str, float] = defaultdict(float)
        for word, weight in weighed(words, self.words, self._longest):
            if self.words[word] != NEUTRAL:
                (hint if word in self.weak else score)[self.words[word]] += weight
        if not score:
            return usual or _first(hint)
        best = _first(score)
        rivals = [s for s, n in score.items() if s != best and n > _SURE * score[best]]
        if rivals and usual in rivals:
            return usual
        return "" if rivals else best

    def of_chapter(self, title: str, subtitle: str, facts: Sequence[str]) -> str:
        """Return the subject of a chapter, "" for none: its title counts most, then its subtitle; each fact has a vote."""
        score: dict[str, float] = defaultdict(float)
        for words, weight in ((title, _TITLE), (subtitle, _SUBTITLE)):
            for word, _ in weighed(words, self.words, self._longest):
                score[self.words[word]] += weight / 2 if word in self.weak else weight
        for fact in facts:
            if subject := self.of_text(fact):
                score[subject] += 1
        score.pop(NEUTRAL, None)
        ranked = sorted(score.items(), key=lambda pair: -pair[1])
        if (
            not ranked
            or ranked[0][1] < min(_CLEAR, max(1.0, len(facts) / 2))
            or (len(ranked) > 1 and ranked[0][1] == ranked[1][1])
        ):
            return ""
        return ranked[0][0]

    @staticmethod
    def forget() -> None:
        """Let the next `load` read the files anew: somebody edits them while the studio is open."""
        _load.cache_clear()

    def drawings_of(self, subject: str, theme: Theme) -> tuple[str, ...]:
        """Return the ornaments that draw a subject in a theme, its own way first; "" asks for the neutral places."""
        subject = subject or NEUTRAL
        own = theme.scenes.get(subject)
        return tuple(dict.fromkeys((*([own] if own else []), *self.drawings.get(subject, ()))))

    @property
    def _longest(self) -> int:
        return max(map(len, self.words), default=0)


def _first(score: Mapping[str, float]) -> str:
    """Return the subject with the most, of equals the first one said; "" for none."""
    return max(score, key=lambda subject: score[subject], default="")


@lru_cache(maxsize=8)
def _load(data: tuple[Path, ...], templates: tuple[Path, ...]) -> SceneTable:
    drawings = read_drawings(data, templates)
    tables = [base / TABLE for base in data if (base / TABLE).is_file()]
    if not tables or not drawings:
        return SceneTable({}, drawings)
    words: dict[str, str] = {}
    weak: set[str] = set()
    for number, word, subject, is_weak in rows(tables[-1], "景词表", "题材"):
        if subject not in drawings:
            raise DesignError(
                f"没有叫“{subject}”的题材", Where(tables[-1], number), f"可用：{'、'.join(drawings)}"
            )
        words[word] = subject
        weak |= {word} if is_weak else set()
    return SceneTable(words, drawings, frozenset(weak))


def read_drawings(data: tuple[Path, ...], templates: tuple[Path, ...]) -> Mapping[str, tuple[str, ...]]:
    """Return every subject with its drawings; raise DesignError with file and line for one that is not drawn."""
    drawn = drawn_ornaments(templates)
    files = [TomlFile.read(base / SUBJECTS) for base in data if (base / SUBJECTS).is_file()]
    drawings: dict[str, tuple[str, ...]] = {}
    for file in files:
        for subject in file.table:
            names = file.get(subject, _names, "图稿名，如 railway，或这样的列表")
            for name in names:
                if name not in drawn:
                    raise file.fail(subject, f"没有叫“{name}”的景", f"可用：{'、'.join(sorted(drawn))}")
            drawings[subject] = names
    return drawings if drawn else {}


def _names(value: object) -> tuple[str, ...]:
    names = value if isinstance(value, list) else [value]
    named = tuple(name.strip() for name in names if isinstance(name, str) and name.strip())
    if not named or len(named) < len(names):
        raise ValueError(value)
    return named


def drawn_ornaments(templates: tuple[Path, ...]) -> frozenset[str]:
    """Return the names of all ornaments and scenes there are."""
    paths = (path for base in templates for path in (base / ORNAMENTS).glob("*.svg"))
    return frozenset(path.stem for path in paths if not path.stem.endswith("-mark"))
