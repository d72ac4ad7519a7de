"""A drawing follows a sheet of another ratio by its pins."""

from __future__ import annotations

from generator.card.adapt import adapt, number
from generator.card.guard import parse


def test_pins_move_and_stretches_grow() -> None:
    root = parse(
        """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 200">
        <rect id="a" x="1" y="2" width="10" height="20" data-stretch="y"/>
        <rect id="b" x="1" y="2" width="10" height="20" data-pin="right bottom" data-stretch="x"/>
        <g id="c" data-pin="middle" transform="scale(2)"/>
        <text id="d" x="5" y="190" data-pin="bottom">x</text>
        <path id="e" data-pin="left top"/>
        </svg>""",
        "a.svg",
    )
    adapt(root, 130.0, 160.0)
    by_id = {e.get("id"): dict(e.attrib) for e in root}
    assert by_id["a"] == {"id": "a", "x": "1", "y": "2", "width": "10", "height": "0"}
    assert by_id["b"] == {"id": "b", "x": "31", "y": "-38", "width": "40", "height": "20"}
    assert by_id["c"]["transform"] == "translate(0 -20) scale(2)"
    assert by_id["d"]["y"] == "150"
    assert "transform" not in by_id["e"]
    assert root.get("viewBox") == "0 0 130 160"


def test_numbers_are_short_and_never_minus_zero() -> None:
    assert [number(v) for v in (1.0, 0.1 + 0.2, -0.0001, 1e-9, 12.3456)] == ["1", "0.3", "0", "0", "12.346"]
