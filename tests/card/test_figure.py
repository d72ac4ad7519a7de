"""The figure's face: digits in the narrow numerals, also behind a minus; a figure in hanzi in the display face."""

from __future__ import annotations

import pytest

from generator.batch import Wishes, Workshop, plan_cards, press_for
from generator.facts import Tables, find_metric
from generator.facts.model import Fact, Factsheet
from generator.world import World

WORLD = World.at()


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        ("新登记经营主体12,408户", True),
        ("一般公共预算收入-1.3%", True),
        ("水温降至-3.5℃", True),
        ("森林覆盖率稳定在七成以上", False),
    ],
)
def test_a_figure_in_digits_stands_in_numerals(text: str, digits: bool) -> None:
    metric = find_metric(text, tables=Tables.load(*WORLD.data)).metric
    assert metric is not None
    press = press_for(Workshop(WORLD, "resvg"))
    fact = Fact("01", "", "metric", text, metric=metric)
    planned = plan_cards(
        Factsheet("", (fact,)), press.catalogue, Wishes(sizes=("weibo-grid",), template="metric")
    )
    sheet = press.draw(planned.jobs[0].job)
    figure = next(box for box in sheet.texts if box.box == "figure")

    assert ("Noto Serif SC" in figure.families) is not digits
