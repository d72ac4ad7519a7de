from __future__ import annotations

import pytest

from generator.typeset import FontBook, Typesetter, Words
from tests.typeset.setters import ROOT


@pytest.fixture(scope="session")
def fonts() -> FontBook:
    return FontBook.load(ROOT / "fonts")


@pytest.fixture(scope="session")
def words() -> Words:
    return Words.load(ROOT / "data" / "words_typeset")


@pytest.fixture(scope="session")
def setter(fonts: FontBook, words: Words) -> Typesetter:
    return Typesetter(fonts, words)
