"""Messages on a screen name nothing of the command line."""

from __future__ import annotations

import pytest

from generator.preview.wording import for_the_screen
from tests.preview.conftest import Page


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (
            "没有写退回的原因。请用 --why 写一句，例如 --why 数字与原文不符。",
            "没有写退回的原因。请写一句原因。",
        ),
        ("没有叫“大”的尺寸。全部名称见 mima list sizes。", "没有叫“大”的尺寸。"),
        (
            "没有叫“abc”的尺寸。最接近的是“abd”；全部名称见 mima list sizes。",
            "没有叫“abc”的尺寸。最接近的是“abd”。",
        ),
        ("第 3 号已经发出；内容后来改了", "第 3 号已经发出；内容后来改了"),
        ("数字“3家”不在原文里。请核对。", "数字“3家”不在原文里。请核对。"),
    ],
)
def test_a_remedy_of_the_terminal_becomes_one_of_the_screen(said: str, shown: str) -> None:
    assert for_the_screen(said) == shown


def test_a_taken_hour_tells_what_to_do_with_the_mouse(page: Page, mid: str) -> None:
    series = page.plan(mid)["series"]
    wish = {"what": "move", "post": 1, "day": "2026-03-04"}
    told = page.change(f"/api/series/{series}/change", **wish).json()["message"]
    assert "已经排了第 2 号" in told
    assert "对调" in told
    assert "--" not in told
