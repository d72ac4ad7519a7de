"""A backdrop is cut out only where nothing can depend on it; with it or without, the sheet is the same."""

from __future__ import annotations

import pytest

from generator.card import Press, layout
from generator.card.backdrop import cut
from generator.errors import DesignError
from generator.world import World
from tests.golden.cases import CASES, Case, job_of

HEAD = '<svg viewBox="0 0 9 9">\n<style>.a{fill:#123}</style>\n'
GROUND = '<g id="backdrop" fill="none">\n<g><g class="b"/></g><rect width="9" height="9"/>\n</g>'


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(World.at(), "resvg")


def test_the_three_parts_are_the_drawing() -> None:
    parts = cut(f"{HEAD}{GROUND}<g><rect/></g></svg>")
    assert parts is not None
    assert (parts.before, parts.backdrop, parts.after) == (HEAD, GROUND, "<g><rect/></g></svg>")
    assert parts.slim.count("\n") == (HEAD + GROUND).count("\n"), "lines keep their numbers"


@pytest.mark.parametrize(
    "drawing",
    [
        f"{HEAD}<rect/>{GROUND}</svg>",
        f"{HEAD}<g>{GROUND}</g></svg>",
        f"{HEAD}{GROUND}<style>g{{opacity:0}}</style></svg>",
        f"{HEAD}{GROUND}<rect fill='url(#x)'/></svg>".replace('class="b"', 'id="x"'),
        f"{HEAD}{GROUND}</svg>".replace("<rect ", '<rect fill="url(#y)" '),
        f"{HEAD}{GROUND}</svg>".replace("<rect ", "<text>9</text><rect "),
        f"{HEAD}{GROUND}</svg>".replace("<rect ", "<!-- </g> --><rect "),
        f"{HEAD}{GROUND}</svg>".replace("<rect ", '<image href="x"/><rect '),
        f"{HEAD}{GROUND}</svg>".replace("<rect ", '<rect class="guide" '),
        f"{HEAD}{GROUND.removesuffix('</g>')}</svg>",
        f"{HEAD}<g id='other'/></svg>",
        "no drawing at all",
    ],
)
def test_what_may_depend_on_it_is_left_whole(drawing: str) -> None:
    assert cut(drawing) is None


@pytest.mark.parametrize("case", CASES, ids=lambda c: c.name)
def test_a_kept_backdrop_gives_the_very_sheet(
    case: Case, press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = job_of(case, press)
    layout._BACKDROPS.clear()
    first = press.draw(job)
    assert layout._BACKDROPS, "every template of ours has a backdrop to keep"
    assert press.draw(job) == first
    monkeypatch.setattr(layout, "cut", lambda _drawing: None)
    assert press.rasteriser.pixels(press.draw(job)).tobytes() == press.rasteriser.pixels(first).tobytes()


def test_backdrops_are_kept_within_a_bound(press: Press, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "_MOST_BACKDROPS", 2)
    for case in CASES[:6]:
        press.draw(job_of(case, press))
        assert len(layout._BACKDROPS) <= max(2, 1)


def test_an_error_names_the_same_line_with_a_kept_backdrop(press: Press) -> None:
    job = job_of(CASES[0], press)
    filled = press.fill(job)
    assert filled.count('<text id="source"') == 1
    broken = filled.replace(
        '<text id="source" class="type-body fill-soft" shape-inside="url(#foot)"',
        '<text id="source" class="type-body fill-soft"',
    )
    assert broken != filled
    found = []
    for warm in (False, True):
        layout._BACKDROPS.clear()
        if warm:
            press.set(job, filled)
        with pytest.raises(DesignError) as caught:
            press.set(job, broken)
        found.append(str(caught.value))
    assert found[0] == found[1]
