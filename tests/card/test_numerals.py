from __future__ import annotations

import pytest

from generator.card.numerals import numerals


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("居民人均可支配收入由2.86万元", ["2.86"]),
        ("增长21.3%", ["21.3%"]),
        ("教授846人，副教授1085人", ["846", "1085"]),
        ("PM2.5年均浓度", []),
        ("建成5G基站", []),
        ("国家3A级旅游景区", []),
        ("R1线全长28.5公里", ["28.5"]),
        ("15,000,000人次", ["15,000,000"]),
        ("2026", ["2026"]),
        ("", []),
    ],
)
def test_numbers_of_a_label_and_digits_of_a_name(text: str, numbers: list[str]) -> None:
    pieces = numerals(text)
    assert "".join(piece for piece, _number in pieces) == text
    assert [piece for piece, number in pieces if number] == numbers
