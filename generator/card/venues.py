"""Houses and works of the public: gallery, stadium, shops, dam, lighthouse, pavilion; boats and cars.

Pure functions in units of the scene, y growing downwards; a thing stands with its foot's middle at the origin unless its
docstring says otherwise. Paths come by tone, see `facade.Tones`. None bears a sign, a cross or an emblem.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from generator.card.facade import Tones, block, few, shape, stroke
from generator.card.pen import disc
from generator.card.pen import length as _n

_STOREYS = (1.0, 0.84, 1.1, 0.92, 0.78)


def gallery(width: float, height: float, fins: int = 12) -> Tones:
    """Return a museum or library: a wide slab of a roof over a glass hall with fins, a lower wing, steps before it."""
    left, hall = -0.5 * width, 0.62 * width
    each = hall / few(fins)
    posts = [
        block(left + i * each - 0.1 * each, -0.8 * height, 0.2 * each, 0.7 * height) for i in range(1, fins)
    ]
    return {
        "side": block(0.1 * width, -0.56 * height, 0.4 * width, 0.56 * height),
        "body": block(left, -0.8 * height, hall, 0.8 * height),
        "roof": shape(
            (left - 0.06 * width, -0.84 * height),
            (left + hall + 0.05 * width, -0.84 * height),
            (left + hall + 0.09 * width, -height),
            (left - 0.02 * width, -height),
        )
        + block(0.12 * width, -0.6 * height, 0.41 * width, 0.05 * height)
        + "".join(posts),
        "hole": block(left + 0.03 * width, -0.72 * height, hall - 0.06 * width, 0.5 * height)
        + block(0.2 * width, -0.42 * height, 0.25 * width, 0.1 * height),
        "door": block(left + 0.44 * hall, -0.34 * height, 0.12 * hall, 0.34 * height),
        "line": stroke((left - 0.05 * width, -0.05 * height), (left + hall + 0.05 * width, -0.05 * height)),
    }


def arena(width: float, height: float, ribs: int = 14) -> Tones:
    """Return a stadium: a bowl whose ribs lean outwards, a ring of roof over it."""
    w, h = width / 2, height
    bowl = f"M{_n(-0.86 * w)} 0L{_n(-w)} {_n(-0.62 * h)}Q0 {_n(-0.3 * h)} {_n(w)} {_n(-0.62 * h)}L{_n(0.86 * w)} 0Z"
    ring = (
        f"M{_n(-w)} {_n(-0.62 * h)}C{_n(-0.7 * w)} {_n(-1.13 * h)} {_n(0.7 * w)} {_n(-1.13 * h)} {_n(w)} {_n(-0.62 * h)}"
        f"C{_n(0.6 * w)} {_n(-0.84 * h)} {_n(-0.6 * w)} {_n(-0.84 * h)} {_n(-w)} {_n(-0.62 * h)}Z"
    )
    seats = (
        f"M{_n(-w)} {_n(-0.62 * h)}C{_n(-0.6 * w)} {_n(-0.84 * h)} {_n(0.6 * w)} {_n(-0.84 * h)} {_n(w)} {_n(-0.62 * h)}"
        f"Q0 {_n(-0.3 * h)} {_n(-w)} {_n(-0.62 * h)}Z"
    )
    lines = []
    for i in range(1, few(ribs)):
        t = 2 * i / ribs - 1
        lines.append(stroke((0.86 * w * t, -0.02 * h), (w * t, -(0.46 + 0.16 * t * t) * h)))
    gates = [block(w * t - 0.05 * w, -0.15 * h, 0.1 * w, 0.15 * h) for t in (-0.57, -0.285, 0, 0.285, 0.57)]
    return {"body": bowl, "side": seats, "roof": ring, "line": "".join(lines), "door": "".join(gates)}


def floodlight(height: float, size: float) -> Tones:
    """Return a stadium's light: a lattice of lamps leaning forward on a slender mast."""
    y = -height
    lamps = [
        disc((i - 1.5) * 0.25 * size, y + (j - 0.5) * 0.24 * size, 0.07 * size)
        for i in range(4)
        for j in range(2)
    ]
    return {
        "body": shape((-0.06 * size, 0), (0.06 * size, 0), (0.03 * size, y), (-0.03 * size, y)),
        "roof": block(-0.54 * size, y - 0.28 * size, 1.08 * size, 0.56 * size),
        "hole": "".join(lamps),
    }


def shops(width: float, base: float, height: float, step: float, seed: int = 0) -> Tones:
    """Return a street of shops from x=0 to `width` on `base`: striped awnings over windows, rooms with lights above."""
    tones: dict[str, list[str]] = {"body": [], "side": [], "roof": [], "hole": [], "lit": [], "door": []}
    x, i = 0.0, seed
    while x < width:
        wide, tall = step * (0.86, 1.1, 0.94, 1.2, 1.0)[i % 5], height * _STOREYS[(i * 2) % 5]
        tones["body" if i % 2 else "side"].append(block(x, base - tall, wide, tall))
        tones["roof"].append(block(x - 0.02 * step, base - tall - 1.4, wide + 0.04 * step, 2.2))
        top, foot, stripes = base - 0.52 * height, base - 0.36 * height, 6
        each = wide / stripes
        for k in range(stripes):
            a = x + k * each
            tones["roof" if (k + i) % 2 else "lit"].append(
                shape((a, top), (a + each, top), (a + each, foot), (a + each / 2, foot + 1.2), (a, foot))
            )
        tones["hole"].append(block(x + 0.08 * wide, base - 0.3 * height, 0.48 * wide, 0.24 * height))
        tones["door"].append(block(x + 0.66 * wide, base - 0.3 * height, 0.22 * wide, 0.3 * height))
        for k in range(3):
            tones["lit" if (k * 5 + i * 3) % 4 == 1 else "hole"].append(
                block(
                    x + (0.14 + 0.28 * k) * wide,
                    base - 0.5 * height - 0.34 * (tall - 0.3 * height),
                    0.16 * wide,
                    0.18 * height,
                )
            )
        x += wide
        i += 1
    return {tone: "".join(paths) for tone, paths in tones.items()}


def weir(width: float, height: float, gates: int = 7) -> Tones:
    """Return a dam across a valley, seen from below: a sloping wall, piers with gates between them, a road on its crest."""
    half, crest = width / 2, -height
    each = 0.6 * width / few(gates)
    piers, holes, falls = [], [], []
    for i in range(gates + 1):
        x = -0.3 * width + i * each
        piers.append(
            shape(
                (x - 0.1 * each, crest),
                (x + 0.1 * each, crest),
                (x + 0.18 * each, -0.1 * height),
                (x - 0.18 * each, -0.1 * height),
            )
        )
        if i < gates:
            holes.append(block(x + 0.18 * each, crest + 0.1 * height, 0.64 * each, 0.26 * height))
            if 1 < i < gates - 2:
                falls.append(
                    shape(
                        (x + 0.24 * each, crest + 0.36 * height), (x + 0.76 * each, crest + 0.36 * height),
                        (x + 0.86 * each, 0), (x + 0.14 * each, 0),
                    )
                )  # fmt: skip
    return {
        "body": shape((-half, crest), (half, crest), (0.36 * width, 0), (-0.36 * width, 0)),
        "side": "".join(piers),
        "hole": "".join(holes),
        "roof": block(-half - 2, crest - 0.06 * height, width + 4, 0.08 * height) + "".join(falls),
    }


def light_house(width: float, height: float) -> Tones:
    """Return a lighthouse: a tower that narrows upwards in bands, a gallery, a lamp under a cap."""
    half, top = width / 2, 0.3 * width

    def at(share: float) -> float:
        return half + (top - half) * share / 0.78

    bands = [
        shape((-at(a), -a * height), (at(a), -a * height), (at(b), -b * height), (-at(b), -b * height))
        for a, b in ((0.14, 0.28), (0.44, 0.58))
    ]
    return {
        "body": shape((-half, 0), (half, 0), (top, -0.78 * height), (-top, -0.78 * height)),
        "roof": "".join(bands)
        + block(-1.5 * top, -0.81 * height, 3 * top, 0.03 * height)
        + shape((-1.1 * top, -0.93 * height), (1.1 * top, -0.93 * height), (0, -height)),
        "lit": block(-0.7 * top, -0.93 * height, 1.4 * top, 0.12 * height),
        "door": block(-0.16 * width, -0.09 * height, 0.32 * width, 0.09 * height),
    }


def pavilion(width: float, height: float) -> Tones:
    """Return a park's pavilion: four posts under a roof whose corners turn up."""
    half, eave = width / 2, -0.56 * height
    posts = "".join(
        block(x * width - 0.025 * width, eave, 0.05 * width, -eave) for x in (-0.34, -0.13, 0.13, 0.34)
    )
    return {
        "body": posts + block(-0.4 * width, -0.06 * height, 0.8 * width, 0.06 * height),
        "roof": (
            f"M{_n(-half)} {_n(eave - 0.04 * height)}C{_n(-0.3 * width)} {_n(eave)} {_n(-0.1 * width)} {_n(eave - 0.2 * height)} 0 {_n(-height)}"
            f"C{_n(0.1 * width)} {_n(eave - 0.2 * height)} {_n(0.3 * width)} {_n(eave)} {_n(half)} {_n(eave - 0.04 * height)}"
            f"L{_n(0.4 * width)} {_n(eave + 0.08 * height)}H{_n(-0.4 * width)}Z"
        ),
        "line": stroke((-0.34 * width, -0.2 * height), (0.34 * width, -0.2 * height)),
    }


def trawler(size: float) -> Tones:
    """Return a fishing boat that heads to the right, `size` long, its water line through the origin."""
    s = size
    return {
        "body": f"M{_n(-0.5 * s)} {_n(-0.13 * s)}L{_n(0.2 * s)} {_n(-0.11 * s)}Q{_n(0.38 * s)} {_n(-0.12 * s)} {_n(0.52 * s)} {_n(-0.22 * s)}"
        f"Q{_n(0.46 * s)} 0 {_n(0.36 * s)} {_n(0.05 * s)}H{_n(-0.42 * s)}Z",
        "side": block(-0.38 * s, -0.3 * s, 0.26 * s, 0.18 * s),
        "roof": block(-0.41 * s, -0.33 * s, 0.32 * s, 0.035 * s)
        + block(-0.32 * s, -0.42 * s, 0.14 * s, 0.1 * s),
        "hole": block(-0.34 * s, -0.26 * s, 0.07 * s, 0.06 * s)
        + block(-0.23 * s, -0.26 * s, 0.07 * s, 0.06 * s),
        "line": stroke((0.06 * s, -0.12 * s), (0.06 * s, -0.56 * s), (0.4 * s, -0.17 * s))
        + stroke((0.06 * s, -0.5 * s), (-0.12 * s, -0.33 * s))
        + stroke((0.06 * s, -0.16 * s), (0.34 * s, -0.42 * s)),
    }


def rafts(width: float, y: float, step: float, rows: int = 3) -> Tones:
    """Return floating frames of a fish or seaweed farm from x=0 to `width`, `rows` of them, the farther the smaller."""
    lines, floats = [], []
    for row in range(few(rows)):
        near = 0.55 + 0.45 * row / max(rows - 1, 1)
        here, wide, tall = y + (row - rows + 1) * 4.6, 0.78 * step * near, 2.6 * near
        x = (0.12 + 0.31 * (row % 3)) * step
        while x + wide < width:
            lines.append(
                shape((x, here), (x + wide, here), (x + wide - tall, here - tall), (x + tall, here - tall))
            )
            lines += [
                stroke((x + wide * k / 4, here), (x + tall + (wide - 2 * tall) * k / 4, here - tall))
                for k in (1, 2, 3)
            ]
            floats += [disc(x + wide * k / 4, here, 0.5 * near) for k in range(5)]
            x += step * near
    return {"line": "".join(lines), "roof": "".join(floats)}


def automobile(size: float, kind: str = "car") -> Mapping[str, str]:
    """Return a car or a bus that drives to the right, `size` long, on the origin: ``body``, ``glass``, ``wheels``."""
    s = size
    if kind == "bus":
        return {
            "body": f"M{_n(-0.5 * s)} {_n(-0.06 * s)}V{_n(-0.33 * s)}Q{_n(-0.5 * s)} {_n(-0.36 * s)} {_n(-0.47 * s)} {_n(-0.36 * s)}H{_n(0.45 * s)}"
            f"Q{_n(0.49 * s)} {_n(-0.36 * s)} {_n(0.495 * s)} {_n(-0.3 * s)}L{_n(0.5 * s)} {_n(-0.06 * s)}Z",
            "glass": "".join(block((-0.45 + 0.15 * k) * s, -0.31 * s, 0.125 * s, 0.12 * s) for k in range(6)),
            "wheels": disc(-0.3 * s, -0.05 * s, 0.062 * s) + disc(0.3 * s, -0.05 * s, 0.062 * s),
        }
    return {
        "body": f"M{_n(-0.5 * s)} {_n(-0.08 * s)}V{_n(-0.2 * s)}Q{_n(-0.48 * s)} {_n(-0.25 * s)} {_n(-0.36 * s)} {_n(-0.26 * s)}L{_n(-0.24 * s)} {_n(-0.4 * s)}"
        f"H{_n(0.08 * s)}L{_n(0.26 * s)} {_n(-0.26 * s)}L{_n(0.44 * s)} {_n(-0.22 * s)}Q{_n(0.5 * s)} {_n(-0.2 * s)} {_n(0.5 * s)} {_n(-0.08 * s)}Z",
        "glass": shape(
            (-0.29 * s, -0.26 * s), (-0.21 * s, -0.36 * s), (-0.08 * s, -0.36 * s), (-0.08 * s, -0.26 * s)
        )
        + shape((-0.04 * s, -0.26 * s), (-0.04 * s, -0.36 * s), (0.06 * s, -0.36 * s), (0.18 * s, -0.26 * s)),
        "wheels": disc(-0.28 * s, -0.08 * s, 0.09 * s) + disc(0.28 * s, -0.08 * s, 0.09 * s),
    }


VENUES: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        function.__name__: function
        for function in (
            gallery, arena, floodlight, shops, weir, light_house, pavilion, trawler, rafts, automobile
        )
    }
)  # fmt: skip
"""What an ornament may call, by name."""
