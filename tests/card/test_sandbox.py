"""Drawings that mean harm: each ends soon, with a reason and the file, and never reaches beyond itself."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.card import sandbox
from generator.card.fill import fill_drawing
from generator.card.sandbox import measured
from generator.errors import DesignError

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
ENDLESS = {
    "a long loop": "{% for i in range(1000000000) %}x{% endfor %}",
    "loops in loops that print nothing": "{% for a in range(9999) %}{% for b in range(9999) %}{% for c in range(9999) %}"
    "{% endfor %}{% endfor %}{% endfor %}",
    "loops that a test keeps empty": "{% for a in range(9999) if a < 0 %}x{% endfor %}" * 3
    + "{% for a in range(9999) %}{% for b in range(9999) if b < 0 %}{% endfor %}{% endfor %}",
    "loops over a text": "{% set t = 'abcdefghij' * 900 %}{% for a in t %}{% for b in t %}{% for c in t %}x{% endfor %}{% endfor %}{% endfor %}",
    "much text in each turn": "{% for a in range(9999) %}" + "x" * 9000 + "{% endfor %}",
    "a text times a billion": "{{ 'x' * 1000000000 }}",
    "a text that doubles": "{% set n = namespace(s='x') %}{% for i in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}",
    "a text that is joined to itself": "{% set n = namespace(s='x') %}{% for i in range(99) %}{% set n.s = n.s ~ n.s %}{% endfor %}",
    "a list that doubles": "{% set n = namespace(s=[1]) %}{% for i in range(99) %}{% set n.s = n.s + n.s %}{% endfor %}",
    "a macro that doubles": "{% macro d(s) %}{{ s }}{{ s }}{% endmacro %}{% set n = namespace(s='x') %}"
    "{% for i in range(99) %}{% set n.s = d(n.s) %}{% endfor %}",
    "a macro without end": "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "a macro that forks": "{% macro m(n) %}{% if n %}{{ m(n - 1) }}{{ m(n - 1) }}{% endif %}{% endmacro %}{{ m(60) }}",
    "an include of itself": "{% include 'bad.svg' %}",
    "a recursive loop": "{% for a in [[[[]]]] recursive %}{{ loop([a, a]) }}{% endfor %}",
    "a wide format": "{{ '%999999999d' % 1 }}",
    "a wide format by filter": "{{ '%999999999d'|format(1) }}",
    "a power": "{{ 9 ** 9 ** 9 }}",
    "a power of a power": "{% set n = namespace(s=9) %}{% for i in range(99) %}{% set n.s = n.s * n.s %}{% endfor %}{{ n.s }}",
    "a replacement": "{{ ('x' * 999999).replace('', 'x' * 999999) }}",
    "a replacement by filter": "{{ ('x' * 999999)|replace('x', 'x' * 999999) }}",
    "a join": "{{ (['x' * 999999] * 9999)|join }}",
    "padding": "{{ 'x'.ljust(999999999) }}",
    "padding by filter": "{{ 'x'|center(999999999) }}",
    "lorem ipsum": "{{ lipsum(n=100000) }}",
    "a wave of no length": "{{ wave_path(1000, 0, 10, 0) }}",
    "a wave of next to no length": "{{ wave_path(1000, 0, 10, 0.0000001) }}",
    "a wave across the world": "{{ wave_path(1e300, 0, 10, 5) }}",
    "tiles of no width": "{{ tile_rows(0, 1000, 0, 9, 0.00001).lines }}",
    "too many dots": "{{ dot_field(1000000, 100, 100).d }}",
    "not a number": "{{ wave_path('nan'|float, 0, 10, 5) }}",
    "a giant file": "x" * 2_000_000,
}  # fmt: skip
TRICKS = {
    "the way to all classes": "{{ ''.__class__.__mro__ }}",
    "by filter": "{{ ''|attr('__class__') }}",
    "by item": "{{ theme['__class__']['__init__'] }}",
    "by format": "{{ '{0.__class__}'.format(theme) }}",
    "by map": "{{ [theme]|map(attribute='__class__')|first }}",
    "globals of a function": "{{ wave_path.__globals__ }}",
    "what wraps a function": "{{ wave_path.__wrapped__ }}",
    "the macro's environment": "{% macro m() %}{% endmacro %}{{ m._environment }}",
    "self": "{{ self._TemplateReference__context }}",
    "a change of what it is given": "{% set n = [1] %}{{ n.append(2) }}",
    "a file beside": "{% include '../outside.svg' %}",
    "a file by its path": "{% include '/etc/hostname' %}",
}


@pytest.fixture
def filled(tmp_path: Path) -> Callable[[str], str]:
    folder = tmp_path / "templates"
    folder.mkdir()
    (tmp_path / "outside.svg").write_text("secret", encoding="utf-8")

    def fill(body: str) -> str:
        (folder / "bad.svg").write_text(HEAD + body + "</svg>", encoding="utf-8")
        return fill_drawing("bad.svg", {"theme": object(), "text": "甲"}, (folder,))

    return fill


@pytest.mark.parametrize("name", ENDLESS)
def test_a_drawing_without_end_is_stopped(filled: Callable[[str], str], name: str) -> None:
    before = time.thread_time()
    with pytest.raises(DesignError) as refused:
        filled(ENDLESS[name])
    # No timing claim: the measure itself is in seconds, and this only proves that it was kept.
    assert time.thread_time() - before < 60
    assert "bad.svg" in str(refused.value)


@pytest.mark.parametrize("name", TRICKS)
def test_a_drawing_that_reaches_for_more_is_stopped(filled: Callable[[str], str], name: str) -> None:
    with pytest.raises(DesignError) as refused:
        filled(TRICKS[name])
    assert "secret" not in str(refused.value)


def test_an_honest_drawing_is_not_hindered(filled: Callable[[str], str]) -> None:
    body = (
        "{% macro row(n) %}<g>{{ n }}</g>{% endmacro %}{% for i in range(500) if i is even %}{{ row(i) }}"
        "{{ ', ' if not loop.last }}{% endfor %}{{ '%.2f' % 1.234 }}{{ ['a', 'b']|join('-') }}{{ 'a b'.split(' ')|length }}"
        "{{ 2 ** 8 }}{{ text ~ '乙' }}{{ '甲甲'.replace('甲', '<') }}"
    )
    text = filled(body)
    assert text.count("<g>") == 250 and "1.23a-b2256甲乙&lt;&lt;</svg>" in text


def test_paths_by_tone_are_remembered_too_up_to_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sandbox, "_MOST_KEPT", 30)
    asked: list[int] = []

    def draw(x: int) -> dict[str, str]:
        asked.append(x)
        return {"body": "M" * 10, "side": str(x)}

    drawn = measured({"draw": draw})["draw"]
    assert [drawn(x)["side"] for x in (1, 1, 2, 1, 2)] == ["1", "1", "2", "1", "2"]
    assert asked == [1, 2]
    assert drawn(3)["side"] == "3"  # a third is more than may be kept: begun anew
    assert drawn(1)["side"] == "1"
    assert asked == [1, 2, 3, 1]


def test_what_a_function_drew_is_asked_of_it_once_for_each_kind_of_number() -> None:
    asked: list[object] = []

    def draw(x: float, apart: object = 1) -> str:
        asked.append((x, apart))
        return f"M{x}"

    drawn = measured({"draw": draw})["draw"]
    assert [drawn(1), drawn(1.0), drawn(True), drawn(1), drawn(x=1)] == ["M1", "M1.0", "MTrue", "M1", "M1"]
    assert len(asked) == 4
    assert [drawn(1, (2,)), drawn(1, (2.0,))] == ["M1", "M1"]
    assert len(asked) == 6, "what is inside a list is not looked at"
    with pytest.raises(ValueError):
        drawn(float("nan"))
