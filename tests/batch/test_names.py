from __future__ import annotations

import unicodedata
from pathlib import Path, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.batch.names import MAX_BYTES, file_name, stems, tell_apart

WORDS = st.text(st.one_of(st.characters(), st.sampled_from('/\\:*?"<>|. 中文CONaux\u202e\u200b')), max_size=60)


def names_of(facts: dict[str, str], sizes: list[str]) -> tuple[str, ...]:
    of = stems(facts.items())
    return tell_apart(file_name(of[fact], size) for fact in facts for size in sizes)


def test_it_reads_as_chinese() -> None:
    assert names_of({"05": "培育重点工业企业367家"}, ["weibo-grid"]) == (
        "05-培育重点工业企业367家-weibo-grid.png",
    )


@given(st.dictionaries(WORDS, WORDS, max_size=6), st.lists(WORDS, min_size=1, max_size=3, unique=True))
def test_any_words_give_safe_distinct_names(facts: dict[str, str], sizes: list[str]) -> None:
    names = names_of(facts, [s[:20] for s in sizes])
    folded = {unicodedata.normalize("NFC", name).casefold() for name in names}
    assert len(folded) == len(names)
    for name in names:
        assert Path(name).name == name == PureWindowsPath(name).name
        assert not set(name) & set('<>:"/\\|?*')
        assert not any(unicodedata.category(c)[0] == "C" for c in name)
        assert not name.endswith((".", " "))
        assert len(name.encode()) <= MAX_BYTES + 8  # a mark such as ~12 may follow
        assert name.split(".")[0].upper() not in {"CON", "NUL", "AUX", "PRN", "COM1", "LPT9"}


@given(st.dictionaries(st.text(max_size=5), st.text(max_size=5), min_size=2, max_size=5))
def test_a_fact_keeps_its_name_whatever_else_is_made(facts: dict[str, str]) -> None:
    whole = stems(facts.items())
    assert dict(stems(reversed(list(facts.items())))) == dict(whole)


@pytest.mark.parametrize("fact", ["CON", "nul.1", "../../etc/passwd", "..", "a/b", "C:\\x", "\x00", "-rf"])
def test_bad_ids(fact: str) -> None:
    (name,) = names_of({fact: ""}, ["a"])
    assert Path(name).name == name
    assert name.partition(".")[0].upper() not in {"CON", "NUL"}
    assert not name.startswith(("-", "."))


def test_ids_that_differ_in_case_only_are_told_apart() -> None:
    one, other = names_of({"a": "同", "A": "同"}, ["s"])
    assert one.casefold() != other.casefold()


def test_long_texts_are_shortened_at_a_character() -> None:
    (name,) = names_of({"01": "长" * 300}, ["wechat-cover-square"])
    assert len(name.encode()) <= MAX_BYTES
    assert name.startswith("01-长长")
    assert name.endswith("长-wechat-cover-square.png")
