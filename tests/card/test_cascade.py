"""Styles become attributes, in CSS's order of strength."""

from __future__ import annotations

import pytest

from generator.card.cascade import inline_styles
from generator.card.guard import parse
from generator.errors import DesignError


def styled(inside: str, theme: str = "") -> dict[str, str]:
    root = parse(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">{inside}</svg>', "a.svg")
    inline_styles(root, theme, "a.svg")
    return {str(k): str(v) for k, v in root[-1].attrib.items() if k != "class"}


def test_the_theme_overrides_the_templates_sample_colours() -> None:
    style = "<style>/* sample */ .fill-ink{fill:#fff; stroke:#000}</style>"
    assert styled(style + '<rect class="fill-ink" fill="red"/>', ".fill-ink{fill:#123456}") == {
        "fill": "#123456",
        "stroke": "#000",
    }


def test_a_style_attribute_wins_over_classes() -> None:
    got = styled('<rect class="a" style="fill: #abcdef; opacity:.5"/>', ".a{fill:#000000}")
    assert got == {"fill": "#abcdef", "opacity": ".5"}


def test_font_families_keep_their_quotes_and_order() -> None:
    got = styled('<text class="t"/>', ".t{font-family:'Noto Sans SC','Oswald';font-weight:700}")
    assert got == {"font-family": '"Noto Sans SC","Oswald"', "font-weight": "700"}


def test_a_bad_selector_is_named() -> None:
    with pytest.raises(DesignError, match="选择符"):
        styled("<style>..x{fill:#000}</style><rect/>")
