"""Two rasterisers, one picture; and one press, the same bytes always."""

from __future__ import annotations

import builtins
import sys
from dataclasses import replace
from typing import Any

import pytest
from PIL import Image, ImageChops

from generator.card import Press, choose_rasteriser
from generator.card.png import encode_png
from generator.errors import DesignError, UsageError
from generator.world import World
from tests.golden.cases import CASES, Case, job_of

APART = 48
"""A channel difference that no eye would call anti-aliasing; measured on all cases, see below."""
MOST_APART = 0.0002
"""Share of pixels that may be further apart than APART: edges that the two coverage algorithms round
differently. Measured: at most 0.00011 on the cases below."""


def _cairo() -> Press:
    try:
        return Press(World.at(), "cairosvg")
    except UsageError:
        pytest.skip("this system has no libcairo, so CairoSVG cannot draw")


@pytest.fixture(scope="module")
def presses() -> tuple[Press, Press]:
    return _cairo(), Press(World.at(), "resvg")


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_cairosvg_and_resvg_draw_the_same_picture(case: Case, presses: tuple[Press, Press]) -> None:
    cairo, resvg = presses
    sheet = cairo.draw(job_of(case, cairo))
    assert sheet == resvg.draw(job_of(case, resvg))
    one, other = cairo.rasteriser.pixels(sheet), resvg.rasteriser.pixels(sheet)
    difference = ImageChops.difference(one, other)
    far = [band.point(lambda v: 255 if v > APART else 0) for band in difference.split()]
    worst = ImageChops.lighter(ImageChops.lighter(far[0], far[1]), far[2])
    share = worst.histogram()[255] / (sheet.width * sheet.height)
    assert share <= MOST_APART


def test_the_comparison_would_see_a_missing_digit(presses: tuple[Press, Press]) -> None:
    cairo, _resvg = presses
    sheet = cairo.draw(job_of(CASES[0], cairo))
    blank = Image.new("RGB", (sheet.width, sheet.height), "white")
    difference = ImageChops.difference(cairo.rasteriser.pixels(sheet), blank).convert("L")
    assert sum(difference.histogram()[APART:]) / (sheet.width * sheet.height) > MOST_APART


@pytest.mark.parametrize("case", CASES[:3], ids=lambda c: c.name)
def test_the_same_job_gives_the_same_bytes(case: Case, presses: tuple[Press, Press]) -> None:
    for press in presses:
        first, again = press.make(job_of(case, press)), press.make(job_of(case, press))
        assert first.data == again.data
        image = Image.open(__import__("io").BytesIO(first.data))
        size = press.catalogue.size(case.size)
        assert (image.mode, image.size) == ("RGB", (size.width, size.height))
        assert set(image.info) == {"srgb", "Title", "Source", "FactId"}


def test_a_finished_sheet_needs_no_font_and_reaches_nowhere(presses: tuple[Press, Press]) -> None:
    svg = presses[1].draw(job_of(CASES[0], presses[1])).svg.decode()
    assert "<text" not in svg
    assert "font-family" not in svg
    assert "href" not in svg
    assert "data-" not in svg


def test_without_libcairo_resvg_takes_over(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def without_cairo(name: str, *rest: Any, **named: Any) -> Any:
        if name.split(".", maxsplit=1)[0] in {"cairocffi", "cairosvg"}:
            raise OSError("no library called cairo was found")
        return real(name, *rest, **named)

    for module in [m for m in sys.modules if m.split(".")[0] in {"cairocffi", "cairosvg"}]:
        monkeypatch.delitem(sys.modules, module)
    monkeypatch.setattr(builtins, "__import__", without_cairo)
    assert choose_rasteriser("auto").name == "resvg"
    with pytest.raises(UsageError, match="libcairo"):
        choose_rasteriser("cairosvg")


def test_a_picture_that_is_not_plain_rgb_is_not_encoded() -> None:
    with pytest.raises(ValueError, match="RGBA"):
        encode_png(Image.new("RGBA", (2, 2)), title="a", source="", fact="1")


def test_a_drawing_that_makes_no_sense_is_told_and_leaves_no_trace(presses: tuple[Press, Press]) -> None:
    cairo, _resvg = presses
    sheet = cairo.draw(job_of(CASES[0], cairo))
    before = cairo.rasteriser.pixels(sheet).tobytes()
    inner = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g transform="scale(3)"><path d="M0 0L" fill="url(#x"/>'
    for broken in (inner + "</g></svg>", inner.replace("scale(3)", "scale(a)") + "</g></svg>"):
        with pytest.raises(DesignError, match="画不出"):
            cairo.rasteriser.pixels(replace(sheet, svg=broken.encode()))
    assert cairo.rasteriser.pixels(sheet).tobytes() == before
