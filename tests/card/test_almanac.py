"""The calendar's leaf: dates whose 农历 and 节气 are in every printed almanac."""

from __future__ import annotations

import pytest

from generator.card.almanac import day_of


@pytest.mark.parametrize(
    ("date", "weekday", "lunar", "year", "term", "festival"),
    [
        ("2026-02-17", "星期二", "正月初一", "丙午年", "", "春节"),
        ("2025-01-29", "星期三", "正月初一", "乙巳年", "", "春节"),
        ("2026-02-16", "星期一", "腊月廿九", "乙巳年", "", "除夕"),
        ("2025-07-25", "星期五", "闰六月初一", "乙巳年", "", ""),
        ("2023-03-22", "星期三", "闰二月初一", "癸卯年", "", ""),
        ("2033-12-22", "星期四", "闰冬月初一", "癸丑年", "", ""),
        ("2026-02-04", "星期三", "腊月十七", "乙巳年", "立春", ""),
        ("2026-04-05", "星期日", "二月十八", "丙午年", "清明", ""),
        ("2025-12-21", "星期日", "冬月初二", "乙巳年", "冬至", ""),
        ("2026-06-19", "星期五", "五月初五", "丙午年", "", "端午节"),
        ("2026-09-25", "星期五", "八月十五", "丙午年", "", "中秋节"),
        ("2026-01-06", "星期二", "冬月十八", "乙巳年", "", ""),
    ],
)
def test_known_days(date: str, weekday: str, lunar: str, year: str, term: str, festival: str) -> None:
    day = day_of(date)
    assert day is not None
    assert (day.weekday, day.lunar, day.lunar_year, day.term, day.festival) == (
        weekday, lunar, year, term, festival,
    )  # fmt: skip
    assert f"{day.year:04}-{day.month:02}-{day.day:02}" == date == day.date


@pytest.mark.parametrize("text", ["", "2026", "2026-02-30", "二〇二六年", "1850-01-01", "2300-01-01"])
def test_what_is_no_day_of_the_almanac_is_none(text: str) -> None:
    assert day_of(text) is None
