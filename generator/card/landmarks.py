"""Buildings that scenes are composed of, each standing with its foot's middle at the origin.

Pure functions in units of the scene, y growing downwards; each returns its paths by tone: see `facade.Tones`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from generator.card.facade import Tones, block, few, mixed, panes, shape, stroke
from generator.card.pen import disc
from generator.card.pen import length as _n


def works(width: float, height: float, bays: int = 4) -> Tones:
    """Return a workshop with a saw-tooth roof whose glass looks left, `bays` teeth over one hall."""
    wall, each, left = 0.58 * height, width / few(bays), -width / 2
    roof, glass, line = [], [], []
    for i in range(bays):
        x = left + i * each
        roof.append(shape((x, -wall), (x + 0.16 * each, -height), (x + each, -wall)))
        glass.append(
            shape(
                (x + 0.05 * each, -wall - 0.08 * height),
                (x + 0.13 * each, -0.92 * height),
                (x + 0.24 * each, -0.88 * height),
                (x + 0.24 * each, -wall - 0.08 * height),
            )
        )
        line.append(f"M{_n(x + each)} {_n(-wall)}V0")
    doors = [
        block(left + (i + 0.2) * each, -0.34 * height, 0.6 * each, 0.34 * height) for i in range(1, bays, 2)
    ]
    bands = [
        block(left + (i + 0.14) * each, -0.42 * height, 0.72 * each, 0.1 * height) for i in range(0, bays, 2)
    ]
    return {
        "body": block(left, -wall, width, wall),
        "roof": "".join(roof),
        "hole": "".join([*glass, *doors]),
        "lit": "".join(bands),
    }


def chimney(width: float, height: float) -> Tones:
    """Return a stack that narrows upwards, with two bands round its head."""
    top = 0.6 * width

    def half(share: float) -> float:
        return (width + (top - width) * share) / 2

    bands = [
        shape((-half(a), -a * height), (half(a), -a * height), (half(b), -b * height), (-half(b), -b * height))
        for a, b in ((0.78, 0.84), (0.90, 0.96))
    ]
    return {
        "body": shape((-half(0), 0), (half(0), 0), (half(1), -height), (-half(1), -height)),
        "roof": "".join(bands) + block(-0.36 * width, -height - 1.2, 0.72 * width, 1.6),
    }


def silos(width: float, height: float, count: int = 3) -> Tones:
    """Return a row of round-headed silos, a gangway along their heads."""
    each = width / few(count)
    bodies, shades = [], []
    for i in range(count):
        x = -width / 2 + i * each
        bodies.append(
            f"M{_n(x + 0.04 * each)} 0V{_n(-0.86 * height)}Q{_n(x + each / 2)} {_n(-1.1 * height)} {_n(x + 0.96 * each)} {_n(-0.86 * height)}V0Z"
        )
        shades.append(
            f"M{_n(x + 0.7 * each)} 0V{_n(-0.93 * height)}Q{_n(x + 0.88 * each)} {_n(-0.95 * height)} {_n(x + 0.96 * each)} {_n(-0.86 * height)}V0Z"
        )
    return {
        "body": "".join(bodies),
        "roof": "".join(shades),
        "line": f"M{_n(-width / 2)} {_n(-0.78 * height)}h{_n(width)}",
    }


def office(width: float, height: float, floors: int = 8, columns: int = 4, turn: int = 0) -> Tones:
    """Return a high house with rows of windows, a shaded side and a lift house on its roof."""
    left, front = -width / 2, 0.74 * width
    return {
        "body": block(left, -height, front, height),
        "side": block(left + front, -0.94 * height, width - front, 0.94 * height),
        "roof": block(left - 0.02 * width, -height - 1.6, front + 0.04 * width, 2)
        + block(left + 0.2 * width, -height - 5, 0.3 * width, 4),
        **mixed(
            panes(left + 0.05 * width, -0.96 * height, front - 0.1 * width, 0.9 * height, columns, floors), turn
        ),
    }


def clinic(width: float, height: float, turn: int = 0) -> Tones:
    """Return a hospital: a high ward with a cross at its head between two lower wings, a porch before the door."""
    ward, low = 0.36 * width, 0.56 * height
    arm = 0.046 * height
    cy = -0.79 * height
    cross = block(-arm, cy - 2.6 * arm, 2 * arm, 5.2 * arm) + block(-2.6 * arm, cy - arm, 5.2 * arm, 2 * arm)
    left = list(panes(-0.48 * width, -0.9 * low, 0.28 * width, 0.78 * low, 4, 3))
    right = list(panes(0.2 * width, -0.9 * low, 0.28 * width, 0.78 * low, 4, 3))
    middle = list(panes(-0.46 * ward, -0.57 * height, 0.92 * ward, 0.36 * height, 5, 3))
    return {
        "side": block(-width / 2, -low, width, low),
        "body": block(-ward / 2, -height, ward, height),
        "roof": block(-0.52 * width, -low - 1, 0.34 * width, 2.4)
        + block(0.18 * width, -low - 1, 0.34 * width, 2.4)
        + block(-0.54 * ward, -height - 1, 1.08 * ward, 2.4)
        + block(-0.46 * ward, -0.18 * height, 0.92 * ward, 2.2),
        "plate": disc(0, cy, 3.9 * arm),
        "cross": cross,
        **mixed(iter([*left, *middle, *right]), turn),
        "door": block(-0.16 * ward, -0.15 * height, 0.32 * ward, 0.15 * height),
    }


def ward(width: float, height: float, turn: int = 0) -> Tones:
    """Return a hospital's tower: wards one above another, a cross on the plate at its head, a porch at its foot."""
    half, arm = width / 2, 0.05 * width
    cy = -0.88 * height
    return {
        "side": block(0.2 * width, -0.96 * height, 0.42 * width, 0.96 * height),
        "body": block(-half, -height, 0.78 * width, height)
        + block(-0.7 * width, -0.16 * height, 1.4 * width, 0.16 * height),
        "roof": block(-0.54 * width, -height - 1, 0.86 * width, 2)
        + block(-0.73 * width, -0.17 * height, 1.46 * width, 1.4),
        "plate": disc(-0.11 * width, cy, 3.9 * arm),
        "cross": block(-0.11 * width - 0.85 * arm, cy - 2.5 * arm, 1.7 * arm, 5 * arm)
        + block(-0.11 * width - 2.5 * arm, cy - 0.85 * arm, 5 * arm, 1.7 * arm),
        **mixed(panes(-0.45 * width, -0.76 * height, 0.68 * width, 0.56 * height, 5, 8), turn),
        "door": block(-0.24 * width, -0.11 * height, 0.26 * width, 0.11 * height),
    }


def college(width: float, height: float, turn: int = 0) -> Tones:
    """Return a school: two wings of classrooms, and over its door a gable like a book laid open with its pages down."""
    low, gate = 0.5 * height, 0.3 * width
    rise = 0.70 * height
    left = list(panes(-0.485 * width, -0.92 * low, 0.33 * width, 0.8 * low, 6, 2, 0.66))
    right = list(panes(0.155 * width, -0.92 * low, 0.33 * width, 0.8 * low, 6, 2, 0.66))

    def leaf(side: int, lift: float) -> str:
        w = side * 0.72 * gate
        return (
            f"M0 {_n(-rise - 0.2 * height - lift)}C{_n(0.3 * w)} {_n(-rise - 0.3 * height - lift)} {_n(0.7 * w)} {_n(-rise - 0.16 * height - lift)} {_n(w)} {_n(-rise + 0.02 * height - lift)}"
            f"V{_n(-rise + 0.1 * height - lift)}C{_n(0.7 * w)} {_n(-rise - 0.08 * height - lift)} {_n(0.3 * w)} {_n(-rise - 0.2 * height - lift)} 0 {_n(-rise - 0.1 * height - lift)}Z"
        )

    return {
        "side": block(-width / 2, -low, width, low),
        "body": shape(
            (-gate / 2, 0), (gate / 2, 0), (gate / 2, -rise), (0, -rise - 0.13 * height), (-gate / 2, -rise)
        ),
        "roof": block(-0.52 * width, -low - 1.4, 0.37 * width, 2.6)
        + block(0.15 * width, -low - 1.4, 0.37 * width, 2.6)
        + leaf(-1, 0)
        + leaf(1, 0),
        "line": f"M{_n(-0.5 * width)} {_n(-0.5 * low)}H{_n(-gate / 2)}M{_n(gate / 2)} {_n(-0.5 * low)}H{_n(0.5 * width)}",
        **mixed(iter([*left, *right]), turn),
        "plate": disc(0, -0.56 * height, 0.09 * height),
        "hands": stroke((0, -0.62 * height), (0, -0.56 * height), (0.045 * height, -0.54 * height)),
        "door": f"M{_n(-0.2 * gate)} 0V{_n(-0.3 * height)}a{_n(0.2 * gate)} {_n(0.2 * gate)} 0 0 1 {_n(0.4 * gate)} 0V0Z",
    }


def clock_tower(width: float, height: float) -> Tones:
    """Return a campus clock tower with a pyramid roof."""
    wall = 0.76 * height
    half = width / 2
    slits = [block(-0.09 * width, -(0.2 + 0.14 * i) * height, 0.18 * width, 0.08 * height) for i in range(3)]
    return {
        "body": block(-half, -wall, width, wall),
        "side": block(0.2 * width, -wall, 0.3 * width, wall),
        "roof": shape((-0.66 * width, -wall), (0.66 * width, -wall), (0, -0.96 * height))
        + block(-0.58 * width, -0.52 * height, 1.16 * width, 1.6)
        + block(-0.02 * width - 0.5, -height, 1, 0.06 * height),
        "hole": "".join(slits),
        "plate": disc(0, -0.635 * height, 0.3 * width),
        "hands": stroke(
            (0, -0.635 * height - 0.2 * width), (0, -0.635 * height), (0.14 * width, -0.61 * height)
        ),
    }


def hall(width: float, height: float, columns: int = 8) -> Tones:
    """Return a public hall: steps, a portico of columns, a plain gable, two wings. It bears no emblem."""
    step, wing = 0.1 * height, 0.56 * height
    portico, eave = 0.56 * width, 0.62 * height
    left = -portico / 2
    each = 0.92 * portico / max(few(columns) - 1, 1)
    posts = [
        block(left + 0.04 * portico + i * each - 0.16 * each, -eave, 0.32 * each, eave - step)
        for i in range(columns)
    ]
    windows = [
        *panes(-0.49 * width, -0.9 * wing, 0.2 * width, 0.66 * wing, 4, 1, 0.46),
        *panes(0.29 * width, -0.9 * wing, 0.2 * width, 0.66 * wing, 4, 1, 0.46),
    ]
    return {
        "side": block(-width / 2, -wing, width, wing - 0.4 * step),
        "body": block(left, -eave - 0.12 * height, portico, 0.12 * height)
        + block(-0.53 * width, -step * 0.5, 1.06 * width, step * 0.5)
        + block(-0.34 * width, -step, 0.68 * width, step * 0.5)
        + "".join(posts),
        "roof": shape(
            (left - 0.03 * width, -eave - 0.12 * height),
            (-left + 0.03 * width, -eave - 0.12 * height),
            (0, -height),
        )
        + block(-0.52 * width, -wing - 1, 1.04 * width, 2.2)
        + block(left - 0.02 * width, -eave, portico + 0.04 * width, 1.6),
        "hole": "".join(windows)
        + shape(
            (-0.3 * portico, -eave - 0.155 * height),
            (0.3 * portico, -eave - 0.155 * height),
            (0, -0.94 * height),
        ),
        "lit": "",
    }


LANDMARKS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        function.__name__: function
        for function in (works, chimney, silos, office, clinic, ward, college, clock_tower, hall)
    }
)
"""What an ornament may call, by name."""
