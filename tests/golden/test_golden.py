"""Golden pictures: no channel of any pixel further than 1 from the reference.

Never an average or a percentage: on a 1080×1350 card 2.4 → 2.5 changes 0.015 % of the pixels. Drawn by resvg,
whose wheel is the same on every machine. A failure leaves ``expected | difference | actual`` in
``out/golden/``.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from generator.card import Press
from generator.world import World
from tests.golden.cases import ALL, CASES, REFERENCES, Case, account, picture
from tests.golden.specimens import Specimen

FAILURES = Path(__file__).resolve().parents[2] / "out" / "golden"


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(World.at(), "resvg")


@pytest.mark.parametrize("case", ALL, ids=lambda c: c.name)
def test_picture(case: Case | Specimen, press: Press) -> None:
    actual = picture(case, press)
    expected = Image.open(REFERENCES / f"{case.name}.png").convert("RGB")
    assert actual.size == expected.size
    difference = ImageChops.difference(expected, actual)
    furthest = max(high for _low, high in difference.getextrema())
    if furthest > 1:
        width, height = actual.size
        strip = Image.new("RGB", (width * 3, height))
        shown = difference.point(lambda v: min(255, v * 8))
        for place, image in enumerate((expected, shown, actual)):
            strip.paste(image, (place * width, 0))
        FAILURES.mkdir(parents=True, exist_ok=True)
        strip.save(FAILURES / f"{case.name}.png")
    assert furthest <= 1, f"see out/golden/{case.name}.png"


@pytest.mark.parametrize("case", ALL, ids=lambda c: c.name)
def test_layout(case: Case | Specimen, press: Press) -> None:
    assert account(case, press) == (REFERENCES / f"{case.name}.tsv").read_text(encoding="utf-8")


def test_a_changed_digit_would_be_seen(press: Press) -> None:
    """The comparison can fail: 367 and 368 differ by far more than the bound."""
    case = CASES[0]
    fact = case.fact
    assert fact.metric is not None
    from dataclasses import replace

    changed = replace(case, fact=replace(fact, text=fact.text.replace("367", "368")))
    difference = ImageChops.difference(picture(case, press), picture(changed, press))
    assert max(high for _low, high in difference.getextrema()) > 100
