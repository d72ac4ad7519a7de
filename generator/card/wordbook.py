"""The word tables of `data/words_cards/`: what can be drawn, what is an award, what deserves the accent.

A later folder's file replaces the shipped one of the same name, as everywhere in `World`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.design.tomlfile import TomlFile, positive, texts

_FOLDER = "words_cards"


@dataclass(frozen=True)
class PictureWords:
    """`data/words_cards/pictures.toml`: the words that decide what a figure can be drawn as."""

    share: tuple[str, ...]
    no_share: tuple[str, ...]
    up: tuple[str, ...]
    down: tuple[str, ...]
    most_change: int
    inexact: tuple[str, ...]
    units: tuple[str, ...]
    no_count: tuple[str, ...]
    mean: tuple[str, ...]
    least: int
    most: int
    fields: Mapping[str, int]
    stretch: tuple[str, ...]


@dataclass(frozen=True)
class HonourWords:
    """`data/words_cards/honours.toml`: verbs that lead to an award's name, and what only looks like it."""

    sure: tuple[str, ...]
    unsure: tuple[str, ...]
    passive: tuple[str, ...]
    ends: tuple[str, ...]
    not_before: tuple[str, ...]
    not_after: tuple[str, ...]
    most: int


@dataclass(frozen=True)
class PhraseWords:
    """`data/words_cards/phrases.toml`: what an editor lifts in a statement, and how much of it at most."""

    pairs: tuple[str, ...]
    how: tuple[str, ...]
    done: tuple[str, ...]
    whole: tuple[str, ...]
    verb: tuple[str, ...]
    field: tuple[str, ...]
    rank: tuple[str, ...]
    units: tuple[str, ...]
    before: tuple[str, ...]
    figure_words: tuple[str, ...]
    most: int
    share: float


@dataclass(frozen=True)
class Wordbook:
    """All word tables that a card's copy is written with."""

    pictures: PictureWords
    honours: HonourWords
    phrases: PhraseWords

    @classmethod
    def load(cls, *folders: Path) -> Wordbook:
        """Read the tables below these data folders; raise DesignError naming file and line."""
        return _load(folders)

    @staticmethod
    def forget() -> None:
        """Let the next `load` read the files anew: somebody edits them while the studio is open."""
        _load.cache_clear()


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Wordbook:
    return Wordbook(
        _pictures(_file("pictures.toml", folders)),
        _honours(_file("honours.toml", folders)),
        _phrases(_file("phrases.toml", folders)),
    )


def _file(name: str, folders: tuple[Path, ...]) -> TomlFile:
    found = [f / _FOLDER / name for f in folders if (f / _FOLDER / name).is_file()]
    return TomlFile.read(found[-1] if found else folders[0] / _FOLDER / name)


def _pictures(file: TomlFile) -> PictureWords:
    return PictureWords(
        share=file.get("share.words", texts, "词的列表"),
        no_share=file.get("share.except", texts, "词的列表"),
        up=file.get("change.up", texts, "词的列表"),
        down=file.get("change.down", texts, "词的列表"),
        most_change=file.get("change.most", positive, "正整数"),
        inexact=file.get("count.inexact", texts, "词的列表"),
        units=file.get("count.units", texts, "量词的列表"),
        no_count=file.get("count.except", texts, "词的列表"),
        mean=file.get("mean.words", texts, "词的列表"),
        least=file.get("count.least", positive, "正整数"),
        most=file.get("count.most", positive, "正整数"),
        fields=file.get("rank.fields", _fields, "词 = 总数"),
        stretch=file.get("stretch.words", texts, "词的列表"),
    )


def _honours(file: TomlFile) -> HonourWords:
    return HonourWords(
        sure=file.get("verbs.sure", texts, "词的列表"),
        unsure=file.get("verbs.unsure", texts, "词的列表"),
        passive=file.get("verbs.passive", texts, "词的列表"),
        ends=file.get("objects.ends", texts, "词的列表"),
        not_before=file.get("not.before", texts, "词的列表"),
        not_after=file.get("not.after", texts, "词的列表"),
        most=file.get("not.most", positive, "正整数"),
    )


def _phrases(file: TomlFile) -> PhraseWords:
    return PhraseWords(
        pairs=file.get("quotes.pairs", texts, "成对标号的列表"),
        how=file.get("outcome.how", texts, "词的列表"),
        done=file.get("outcome.done", texts, "词的列表"),
        whole=file.get("outcome.whole", texts, "词的列表"),
        verb=file.get("place.verb", texts, "词的列表"),
        field=file.get("place.field", texts, "词的列表"),
        rank=file.get("place.rank", texts, "词的列表"),
        units=file.get("figures.units", texts, "量词的列表"),
        before=file.get("figures.before", texts, "词的列表"),
        figure_words=file.get("figures.words", texts, "词的列表"),
        most=file.get("length.most", positive, "正整数"),
        share=file.get("length.share", _share, "0 与 1 之间的数"),
    )


def _share(value: Any) -> float:
    share = float(value)
    if not 0 < share <= 1:
        raise ValueError
    return share


def _fields(value: Any) -> Mapping[str, int]:
    return {str(word): positive(number) for word, number in value.items()}
