"""Every line of tests/quality/breaks.tsv, as a sub-editor wrote it."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from generator.typeset import Typesetter
from tests.typeset.setters import ROOT, lines_at

FILE = ROOT / "tests" / "quality" / "breaks.tsv"


class Row(NamedTuple):
    line: int
    em: float
    text: str
    expected: str
    reason: str


def read() -> list[Row]:
    rows = []
    for number, line in enumerate(FILE.read_text(encoding="utf-8").splitlines(), 1):
        if line and not line.startswith("#"):
            em, text, expected, reason = line.split("\t")
            rows.append(Row(number, float(em), text, expected, reason))
    return rows


ROWS = read()


def test_enough_lines() -> None:
    widths: dict[str, set[float]] = {}
    for row in ROWS:
        widths.setdefault(row.text, set()).add(row.em)
    assert len(widths) >= 500
    assert sum(map(len, widths.values())) == len(ROWS)
    assert all(4 <= len(text) <= 60 and len(some) >= 2 for text, some in widths.items())
    assert all(row.reason for row in ROWS)


@pytest.mark.parametrize("first", range(0, len(ROWS), 50))
def test_breaks(setter: Typesetter, first: int) -> None:
    wrong = []
    for row in ROWS[first : first + 50]:
        got = "/".join(lines_at(setter, row.text, row.em))
        if got != row.expected:
            wrong.append(f"第 {row.line} 行 {row.em:g} em：应为 {row.expected} 得到 {got}（{row.reason}）")
    assert not wrong, "\n".join(wrong)


def test_whole_text(setter: Typesetter) -> None:
    """The expected lines are the text itself, less the spaces at the breaks."""
    for row in ROWS:
        assert row.expected.replace("/", "").replace(" ", "") == row.text.replace("/", "").replace(" ", ""), row
