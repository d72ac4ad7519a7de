"""What runs across a scene: rows of houses and trees, a viaduct, terraces, panels, stacks of containers.

Pure functions in units of the scene, y growing downwards; their irregularity comes from fixed tables. Paths come by tone,
see `facade.Tones`; ``crown`` and ``trunk`` are trees'.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from generator.card.facade import Tones, block, few, shape, stroke
from generator.card.geometry import smooth_path
from generator.card.pen import disc
from generator.card.pen import length as _n
from generator.card.scenery import ridge_line

_WIDE = (1.0, 0.78, 1.24, 0.9, 0.7, 1.12, 0.84, 1.3, 0.74)
_TALL = (0.62, 0.9, 0.55, 0.76, 1.0, 0.6, 0.82, 0.5, 0.7)
_LEAN = (0.5, 0.36, 0.62, 0.5, 0.44, 0.58)


def house_row(width: float, base: float, height: float, step: float, seed: int = 0) -> Tones:
    """Return houses with pitched roofs shoulder to shoulder from x=0 to `width` on `base`, about `step` wide each."""
    tones: dict[str, list[str]] = {"body": [], "side": [], "roof": [], "hole": [], "lit": []}
    x, i = 0.0, seed
    while x < width:
        wide, tall = _WIDE[i % 9] * step, _TALL[(i * 4 + i // 9) % 9] * height
        eave = base - 0.68 * tall
        tones["body" if i % 3 else "side"].append(block(x, eave, wide, 0.68 * tall))
        if i % 4 == 3:  # a flat roof with a parapet between the pitched ones
            tones["roof"].append(block(x - 0.02 * step, eave - 1.6, wide + 0.04 * step, 2.4))
        else:
            peak = x + _LEAN[i % 6] * wide
            tones["roof"].append(
                shape(
                    (x - 0.05 * step, eave + 0.8),
                    (peak - 0.16 * wide, base - tall),
                    (peak + 0.16 * wide, base - tall),
                    (x + wide + 0.05 * step, eave + 0.8),
                )
            )
        columns, rows = max(1, round(wide / (0.3 * step))), min(14, max(1, int(0.68 * tall / 9)))
        for row in range(rows):
            for column in range(columns):
                mix = (i * 5 + row * 3 + column * 7) % 5
                w = 0.44 * wide / columns
                window = block(
                    x + (column + 0.28) * wide / columns, eave + 3 + row * 8.4, w, min(4.6, 0.68 * tall - 4)
                )
                tones["lit" if mix < 2 else "hole"].append(window)
        x += wide
        i += 1
    return {tone: "".join(paths) for tone, paths in tones.items()}


def high_rises(
    width: float, base: float, height: float, step: float, seed: int = 0, gap: float = 0.24
) -> Tones:
    """Return towers from x=0 to `width` on `base` with gaps of `gap` steps, setbacks, aerials and rows of windows."""
    tones: dict[str, list[str]] = {"body": [], "side": [], "roof": [], "hole": [], "lit": [], "line": []}
    x, i = -0.3 * step, seed
    while x < width:
        wide, tall = 0.8 * _WIDE[i % 9] * step, (0.35 + 0.65 * _TALL[(i * 4 + i // 9) % 9]) * height
        top = base - tall
        front = (0.7 if i % 2 else 0.76) * wide
        tones["body"].append(block(x, top, front, tall))
        tones["side"].append(block(x + front, top + 0.07 * tall, wide - front, 0.93 * tall))
        if i % 3 == 0:
            tones["roof"].append(
                shape((x, top), (x + front, top), (x + front, top - 0.07 * tall), (x, top - 0.02 * tall))
            )
        elif i % 3 == 1:
            tones["roof"].append(block(x + 0.2 * front, top - 0.05 * tall, 0.6 * front, 0.05 * tall))
            tones["line"].append(f"M{_n(x + 0.5 * front)} {_n(top - 0.05 * tall)}v{_n(-0.14 * tall)}")
        else:
            tones["roof"].append(block(x - 0.03 * wide, top - 0.4, 1.06 * front, 1.8))
        columns, rows = min(12, max(2, round(front / 4.2))), max(2, int((tall - 6) / 6.4))
        for row in range(min(rows, 14)):
            for column in range(columns):
                mix = (i * 7 + row * 5 + column * 11 + row * column) % 9
                pane = block(
                    x + (column + 0.24) * front / columns, top + 4 + row * 6.4, 0.52 * front / columns, 3.4
                )
                if mix in {0, 4}:
                    tones["lit"].append(pane)
                elif mix != 7:
                    tones["hole"].append(pane)
        x += wide + gap * step * (0.6 + 0.8 * ((i * 5) % 4) / 3)
        i += 1
    return {tone: "".join(paths) for tone, paths in tones.items()}


def trees(width: float, base: float, height: float, step: float, seed: int = 0, kind: str = "round") -> Tones:
    """Return a loose row of trees from x=0 to `width`: ``round`` crowns, ``pine``s or slender ``poplar``s."""
    crowns, trunks = [], []
    x, i = 0.3 * step, seed
    while x < width:
        tall = height * (0.62 + 0.38 * _TALL[(i * 5) % 9])
        trunks.append(f"M{_n(x)} {_n(base)}v{_n(-0.55 * tall)}")
        crowns.append(_CROWNS[kind](x, base, tall))
        x += step * (0.55 + 0.6 * _WIDE[(i * 2) % 9])
        i += 1
    return {"crown": "".join(crowns), "trunk": "".join(trunks)}


def _round(x: float, base: float, tall: float) -> str:
    r = 0.27 * tall
    return (
        disc(x - 0.62 * r, base - 0.52 * tall, 0.74 * r) + disc(x + 0.62 * r, base - 0.54 * tall, 0.7 * r)
        + disc(x, base - 0.72 * tall, r)
    )  # fmt: skip


def _pine(x: float, base: float, tall: float) -> str:
    tiers = []
    for tier in range(3):
        half, foot, head = (0.25 - 0.05 * tier) * tall, (0.14 + 0.24 * tier) * tall, (0.56 + 0.22 * tier) * tall
        tiers.append(
            f"M{_n(x - half)} {_n(base - foot)}Q{_n(x - 0.3 * half)} {_n(base - foot - 0.1 * tall)} {_n(x)} {_n(base - head)}"
            f"Q{_n(x + 0.3 * half)} {_n(base - foot - 0.1 * tall)} {_n(x + half)} {_n(base - foot)}Q{_n(x)} {_n(base - foot + 0.05 * tall)} {_n(x - half)} {_n(base - foot)}Z"
        )
    return "".join(tiers)


def _poplar(x: float, base: float, tall: float) -> str:
    half = 0.13 * tall
    return (
        f"M{_n(x)} {_n(base - tall)}C{_n(x + 1.2 * half)} {_n(base - 0.76 * tall)} {_n(x + 1.3 * half)} {_n(base - 0.34 * tall)} {_n(x)} {_n(base - 0.2 * tall)}"
        f"C{_n(x - 1.3 * half)} {_n(base - 0.34 * tall)} {_n(x - 1.2 * half)} {_n(base - 0.76 * tall)} {_n(x)} {_n(base - tall)}Z"
    )


_CROWNS: Mapping[str, Callable[[float, float, float], str]] = {
    "round": _round,
    "pine": _pine,
    "poplar": _poplar,
}


def viaduct(width: float, deck: float, base: float, step: float, shift: float = 0.0) -> Tones:
    """Return a railway viaduct across `width`: girders on piers with flared heads, its masts and wire; deck at y=`deck`.

    Piers every `step`, the first `shift` of a step from x=0.
    """
    piers, poles, joints = [], [], []
    thick = 0.075 * step
    x = (shift % 1.0 - 1.0) * step
    while x < width + step:
        w = 0.055 * step
        head = deck + thick
        piers.append(
            f"M{_n(x - 2.6 * w)} {_n(head)}h{_n(5.2 * w)}C{_n(x + 1.4 * w)} {_n(head + 2.2 * w)} {_n(x + w)} {_n(head + 3 * w)} {_n(x + w)} {_n(head + 5 * w)}"
            f"L{_n(x + 1.2 * w)} {_n(base)}h{_n(-2.4 * w)}L{_n(x - w)} {_n(head + 5 * w)}C{_n(x - w)} {_n(head + 3 * w)} {_n(x - 1.4 * w)} {_n(head + 2.2 * w)} {_n(x - 2.6 * w)} {_n(head)}Z"
        )
        joints.append(f"M{_n(x)} {_n(deck)}v{_n(thick)}")
        for share in (0.25, 0.75):
            poles.append(f"M{_n(x + share * step)} {_n(deck)}v{_n(-0.2 * step)}h{_n(0.06 * step)}")
        x += step
    wire = f"M0 {_n(deck - 0.17 * step)}H{_n(width)}"
    return {
        "body": "".join(piers), "roof": block(-2, deck, width + 4, thick), "pole": "".join(poles) + wire,
        "joint": "".join(joints),
    }  # fmt: skip


def terraces(
    width: float, top: float, bottom: float, rows: int, seed: float = 0.0, rough: float = 2.6
) -> tuple[str, ...]:
    """Return the fields of a terraced slope, uppermost first, each closed at `bottom` and covering the one above.

    Their edges share one swing, stronger towards the foot, as terraces follow the slope they are cut from.
    """
    fields = []
    for row in range(few(rows)):
        share = row / rows
        y = top + (bottom - top) * share**1.12
        line = ridge_line(width, y, (0.62 - 0.34 * share) * (bottom - top), seed + 0.035 * row, rough)
        fields.append(f"{line}V{_n(bottom + 2)}H0Z")
    return tuple(fields)


def panels(width: float, base: float, height: float, step: float, shift: float = 0.0) -> Tones:
    """Return a row of solar panels that lean to the right, on short legs, across `width`."""
    faces, cells, legs = [], [], []
    x = (shift % 1.0 - 1.0) * step
    while x < width + step:
        w, lean = 0.78 * step, 0.24 * step
        y0, y1 = base - 0.22 * height, base - height
        faces.append(shape((x, y0), (x + w, y0), (x + w + lean, y1), (x + lean, y1)))
        for i in range(1, 4):
            cells.append(stroke((x + i * w / 4, y0), (x + i * w / 4 + lean, y1)))
        cells.append(stroke((x + lean / 2, (y0 + y1) / 2), (x + w + lean / 2, (y0 + y1) / 2)))
        legs.append(f"M{_n(x + 0.3 * w)} {_n(base)}V{_n(y0)}M{_n(x + 0.8 * w)} {_n(base)}V{_n(y0)}")
        x += step
    return {"body": "".join(faces), "cell": "".join(cells), "leg": "".join(legs)}


def containers(width: float, base: float, height: float, step: float, seed: int = 0) -> Tones:
    """Return stacks of containers along a quay: each `step` wide and `height` / 3 high, one to three upon another."""
    tones: dict[str, list[str]] = {"body": [], "side": [], "roof": [], "line": []}
    tall = height / 3
    x, i = 0.0, seed
    while x < width:
        for level in range((1, 3, 2, 2, 0, 3, 1, 2)[i % 8]):
            tone = ("body", "side", "roof", "body", "side")[(i * 3 + level * 2) % 5]
            y = base - (level + 1) * tall
            tones[tone].append(block(x + 0.5, y + 0.5, step - 1, tall - 1))
            tones["line"].append(
                "".join(f"M{_n(x + step * k / 6)} {_n(y + 1.6)}v{_n(tall - 3.2)}" for k in range(1, 6))
            )
        x += step
        i += 1
    return {tone: "".join(paths) for tone, paths in tones.items()}


def river(x: float, top: float, bottom: float, width: float) -> str:
    """Return a river that winds from a point at (x, `top`) towards the eye, `width` wide where it leaves at `bottom`."""
    tall = bottom - top
    left = [
        (x, top),
        (x + 0.28 * width, top + 0.22 * tall),
        (x - 0.5 * width, top + 0.5 * tall),
        (x - 0.2 * width, bottom),
    ]
    right = [
        (x + 0.8 * width, bottom),
        (x + 0.1 * width, top + 0.52 * tall),
        (x + 0.42 * width, top + 0.24 * tall),
        (x, top),
    ]
    return f"{smooth_path(left)}L{_n(right[0][0])} {_n(right[0][1])}{smooth_path(right)[smooth_path(right).index('C') :]}Z"


def flag(height: float, size: float) -> Tones:
    """Return a plain banner on a pole: it bears no emblem."""
    y = -height
    return {
        "line": f"M0 0V{_n(y)}",
        "roof": f"M0 {_n(y)}C{_n(0.3 * size)} {_n(y - 0.16 * size)} {_n(0.6 * size)} {_n(y + 0.16 * size)} {_n(size)} {_n(y)}"
        f"V{_n(y + 0.62 * size)}C{_n(0.6 * size)} {_n(y + 0.78 * size)} {_n(0.3 * size)} {_n(y + 0.46 * size)} 0 {_n(y + 0.62 * size)}Z",
    }


TOWNSCAPE: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        function.__name__: function
        for function in (house_row, high_rises, trees, viaduct, terraces, panels, containers, river, flag)
    }
)
"""What an ornament may call, by name."""
