"""Cranes, masts, dishes, turbines and pylons of scenes, each standing with its foot's middle at the origin.

Pure functions in units of the scene, y growing downwards; each returns its paths by tone: see `facade.Tones`.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from itertools import pairwise
from types import MappingProxyType
from typing import Any

from generator.card.facade import Tones, block, few, shape, stroke
from generator.card.pen import disc
from generator.card.pen import length as _n


def tower_crane(height: float, reach: float) -> Tones:
    """Return a tower crane, its long arm of `reach` to the right, its counterweight to the left."""
    jib, mast = -0.86 * height, 0.035 * height
    line = [f"M{_n(-mast)} 0V{_n(jib)}M{_n(mast)} 0V{_n(jib)}"]
    count = max(4, round(height / (3.4 * mast)))
    for i in range(count):
        y0, y1 = i * jib / count, (i + 1) * jib / count
        line.append(stroke((-mast if i % 2 else mast, y0), (mast if i % 2 else -mast, y1)))
    line.append(stroke((-0.36 * reach, jib), (reach, jib), (reach, jib - 0.02 * height), (0, -0.93 * height)))
    line.append(stroke((-0.36 * reach, jib), (0, -height), (0.72 * reach, jib - 0.025 * height)))
    teeth = 9
    line.append(
        stroke(
            *(
                (reach * (i + 0.5 * odd) / teeth, jib - odd * (0.055 - 0.004 * i) * height)
                for i in range(teeth)
                for odd in (0, 1)
            )
        )
    )
    line.append(f"M{_n(0.66 * reach)} {_n(jib)}v{_n(0.34 * height)}")
    return {
        "line": "".join(line),
        "roof": block(-0.36 * reach, jib, 0.12 * reach, 0.09 * height)
        + block(mast, jib, 3.2 * mast, 0.07 * height)
        + block(0.66 * reach - 1.6 * mast, jib + 0.34 * height, 3.2 * mast, 0.05 * height),
    }


def dish(size: float) -> Tones:
    """Return a radio telescope that looks up to the right, `size` across its dish, on a pier."""
    r = size / 2
    cx, cy = 0.0, -1.12 * r
    turn = math.radians(-32)

    def at(x: float, y: float) -> tuple[float, float]:
        return cx + x * math.cos(turn) - y * math.sin(turn), cy + x * math.sin(turn) + y * math.cos(turn)

    def text(point: tuple[float, float]) -> str:
        return f"{_n(point[0])} {_n(point[1])}"

    a, b, c, d = at(-r, -0.1 * r), at(r, -0.1 * r), at(-0.72 * r, 0.62 * r), at(0.72 * r, 0.62 * r)
    rim, low = at(0, 0.12 * r), at(0, -0.86 * r)
    return {
        "body": shape((-0.34 * r, 0), (0.34 * r, 0), (0.12 * r, cy + 0.3 * r), (-0.12 * r, cy + 0.3 * r)),
        "roof": f"M{text(a)}C{text(c)} {text(d)} {text(b)}Q{text(rim)} {text(a)}Z",
        "line": f"{stroke(at(-0.56 * r, 0.0), low, at(0.56 * r, 0.0))}M{text(at(0, 0.0))}L{text(low)}",
        "lit": disc(*low, 0.09 * r),
        "hole": block(-0.08 * r, -0.26 * r, 0.16 * r, 0.26 * r),
    }


def mast(height: float) -> Tones:
    """Return a transmission tower of steel, wide at its foot, with platforms and an aerial."""
    foot, waist, deck = 0.15 * height, 0.035 * height, -0.72 * height

    def half(y: float) -> float:
        return float(waist + (foot - waist) * (1 + y / (0.72 * height)) ** 1.7)

    levels = [-0.0, -0.16 * height, -0.32 * height, -0.46 * height, -0.6 * height, deck]
    line = [stroke(*((side * half(y), y) for y in levels)) for side in (-1, 1)]
    for low, high in pairwise(levels):
        line.append(stroke((-half(low), low), (half(high), high), (-half(high), high), (half(low), low)))
    line.append(f"M0 {_n(-0.84 * height)}V{_n(-height)}")
    return {
        "line": "".join(line),
        "roof": shape(
            (-0.1 * height, deck),
            (0.1 * height, deck),
            (0.075 * height, deck - 0.05 * height),
            (-0.075 * height, deck - 0.05 * height),
        )
        + shape(
            (-0.045 * height, deck - 0.05 * height),
            (0.045 * height, deck - 0.05 * height),
            (0.02 * height, -0.84 * height),
            (-0.02 * height, -0.84 * height),
        ),
        "lit": disc(0, -height, 0.014 * height),
    }


def gantry(width: float, height: float) -> Tones:
    """Return a quay crane: a portal on four legs, its boom out over the water to the right."""
    leg, beam = 0.06 * width, -0.6 * height
    return {
        "body": shape(
            (-0.36 * width, 0), (-0.36 * width + leg, 0), (-0.2 * width + leg, beam), (-0.2 * width, beam)
        )
        + shape((0.2 * width, 0), (0.2 * width + leg, 0), (0.12 * width + leg, beam), (0.12 * width, beam))
        + block(-0.3 * width, -0.3 * height, 0.5 * width, 0.045 * height),
        "roof": block(-0.5 * width, beam - 0.07 * height, 1.5 * width, 0.07 * height)
        + block(-0.38 * width, beam - 0.16 * height, 0.26 * width, 0.1 * height),
        "line": stroke(
            (-0.48 * width, beam - 0.07 * height), (0.02 * width, -height), (0.94 * width, beam - 0.07 * height)
        )
        + stroke((0.5 * width, beam - 0.07 * height), (0.02 * width, -height), (-0.12 * width, beam))
        + stroke((0.02 * width, -height), (0.14 * width, beam))
        + f"M{_n(0.66 * width)} {_n(beam)}V{_n(-0.32 * height)}",
        "lit": block(0.58 * width, -0.32 * height, 0.16 * width, 0.07 * height),
    }


def turbine(height: float, blade: float, turn: float = 0.0, *, blades: bool = True) -> Tones:
    """Return a wind turbine: tower, hub at `height`, and three blades of length `blade`, the first at `turn` degrees."""
    w = 0.016 * height
    parts = {
        "body": shape((-1.7 * w, 0), (1.7 * w, 0), (0.8 * w, -height), (-0.8 * w, -height)),
        "roof": "",
    }
    return {**parts, "roof": rotor(height, blade, turn)} if blades else parts


def rotor(height: float, blade: float, turn: float) -> str:
    """Return a turbine's blades and hub as one path."""
    w = 0.05 * blade
    paths = []
    for i in range(3):
        angle = math.radians(turn + 120 * i - 90)
        dx, dy = math.cos(angle), math.sin(angle)

        def at(along: float, across: float, dx: float = dx, dy: float = dy) -> str:
            return f"{_n(along * dx - across * dy)} {_n(-height + along * dy + across * dx)}"

        paths.append(
            f"M{at(0.03 * blade, -w * 0.5)}C{at(0.2 * blade, -1.5 * w)} {at(0.6 * blade, -w)} {at(blade, 0)}"
            f"C{at(0.6 * blade, 0.3 * w)} {at(0.2 * blade, 0.5 * w)} {at(0.03 * blade, w * 0.5)}Z"
        )
    return "".join(paths) + disc(0, -height, 1.1 * w)


def stay_pylon(
    height: float, deck: float, reach: float, cables: int = 9, *, left: bool = True, right: bool = True
) -> Tones:
    """Return a cable-stayed bridge's pylon, `height` above its foot, the deck `deck` above it, its cables `reach` out."""
    w = 0.03 * height
    lines = []
    for i in range(few(cables)):
        share = (i + 1) / cables
        top = -height + 0.07 * height + 0.34 * (height - deck) * (1 - share)
        for side, wanted in ((-1, left), (1, right)):
            if wanted:
                lines.append(stroke((0, top), (side * (0.12 + 0.88 * share) * reach, -deck)))
    return {
        "line": "".join(lines),
        "roof": shape(
            (-2.4 * w, 0),
            (-1.2 * w, 0),
            (0.2 * w, -0.72 * height),
            (0.5 * w, -height),
            (-0.5 * w, -height),
            (-1.0 * w, -0.72 * height),
        )
        + shape(
            (2.4 * w, 0),
            (1.2 * w, 0),
            (-0.2 * w, -0.72 * height),
            (-0.5 * w, -height),
            (0.5 * w, -height),
            (1.0 * w, -0.72 * height),
        ),
    }


STEELWORK: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {function.__name__: function for function in (tower_crane, dish, mast, gantry, turbine, rotor, stay_pylon)}
)
"""What an ornament may call, by name."""
