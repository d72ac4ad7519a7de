"""The word tables of `data/words_cards/`: what makes a figure drawable, read once a run.

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
    least: int
    most: int
    fields: Mapping[str, int]
    stretch: tuple[str, ...]


@dataclass(frozen=True)
class Wordbook:
    """All word tables that a card's copy is written with."""

    pictures: PictureWords

    @classmethod
    def load(cls, *folders: Path) -> Wordbook:
        """Read the tables below these data folders; raise DesignError naming file and line."""
        return _load(folders)


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Wordbook:
    return Wordbook(_pictures(_file("pictures.toml", folders)))


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
        least=file.get("count.least", positive, "正整数"),
        most=file.get("count.most", positive, "正整数"),
        fields=file.get("rank.fields", _fields, "词 = 总数"),
        stretch=file.get("stretch.words", texts, "词的列表"),
    )


def _fields(value: Any) -> Mapping[str, int]:
    return {str(word): positive(number) for word, number in value.items()}
