"""What ornaments are drawn from: hills, scales of water, roofs of pagodas, woven cloth, quays, contour lines.

Pure functions of their arguments, in px of the sheet, y growing downwards; each text is the ``d`` of an SVG path. Their
irregularity comes from fixed tables and sums of sines, never from chance: the same arguments give the same bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from generator.card.geometry import Point, closed_path, number_text, smooth_path

_n = number_text


def ridge_path(
    width: float, y: float, height: float, bottom: float, seed: float = 0.0, rough: float = 1.0
) -> str:
    """Return a range of hills across `width`, its mean at `y`, swinging by half of `height`, closed at `bottom`.

    `seed` chooses another stretch of the same endless range; `rough` above 1 makes more and steeper hills.
    """
    return f"{ridge_line(width, y, height, seed, rough)}V{_n(bottom)}H0Z"


def ridge_line(width: float, y: float, height: float, seed: float = 0.0, rough: float = 1.0) -> str:
    """Return the open line of `ridge_path`."""
    steps = min(200, max(8, round(width * max(1.0, rough) / 54)))
    return smooth_path(
        [(width * i / steps, ridge_height(i / steps * width, y, height, seed, rough)) for i in range(steps + 1)]
    )


def ridge_height(x: float, y: float, height: float, seed: float = 0.0, rough: float = 1.0) -> float:
    """Return how high `ridge_line` stands at `x`, for what is built on it."""
    t = x / 1080 * rough * 2 * math.pi + seed * 7.3
    swing = 0.56 * math.sin(t) + 0.30 * math.sin(2.17 * t + 1.3 * seed) + 0.14 * math.sin(4.3 * t + 2.1)
    return y - height / 2 * swing


def scale_rows(width: float, top: float, bottom: float, radius: float) -> tuple[Mapping[str, str], ...]:
    """Return rows of overlapping round waves (海水纹), topmost first; each row covers the foot of the one above.

    Keys of a row: ``disc`` the closed half rounds; ``rings`` three arcs within each. Rows lie half a radius
    apart; `top` is the crest of the first, the last reaches `bottom`.
    """
    rows = []
    count = max(1, math.ceil((bottom - top - radius) / (radius * 0.5)) + 1)
    across = math.ceil(width / (2 * radius)) + 1
    for row in range(count):
        y = top + radius + row * radius * 0.5
        shift = radius if row % 2 else 0.0
        disc, rings = [], []
        for i in range(across + 1):
            x = i * 2 * radius - shift
            disc.append(f"M{_n(x - radius)} {_n(y)}a{_n(radius)} {_n(radius)} 0 0 1 {_n(2 * radius)} 0Z")
            for share in (0.94, 0.68, 0.42):
                r = radius * share
                rings.append(f"M{_n(x - r)} {_n(y)}a{_n(r)} {_n(r)} 0 0 1 {_n(2 * r)} 0")
        rows.append({"disc": "".join(disc), "rings": "".join(rings)})
    return tuple(rows)


def pagoda(width: float, height: float, tiers: int = 5) -> Mapping[str, str]:
    """Return a stone pagoda like 六胜塔, its foot's middle at the origin, `height` tall with its finial.

    Keys: ``body`` the storeys; ``eaves`` the roofs, their corners turned up; ``doors`` the niches; ``finial``.
    """
    base, spire = 0.05 * height, 0.14 * height
    storey = (height - base - spire) / tiers
    body = [f"M{_n(-0.62 * width)} 0H{_n(0.62 * width)}V{_n(-base)}H{_n(-0.62 * width)}Z"]
    eaves, doors = [], []
    for i in range(tiers):
        foot, head = width * (1 - 0.11 * i), width * (1 - 0.11 * (i + 1)) + 0.05 * width
        y0, y1 = -base - i * storey, -base - (i + 1) * storey
        body.append(
            f"M{_n(-foot * 0.42)} {_n(y0)}H{_n(foot * 0.42)}L{_n(head * 0.42)} {_n(y1)}H{_n(-head * 0.42)}Z"
        )
        reach, lip = 0.60 * head, 0.20 * storey
        eaves.append(
            f"M{_n(-reach)} {_n(y1 - 0.10 * storey)}Q{_n(-0.5 * head)} {_n(y1 + lip)} {_n(-0.3 * head)} {_n(y1 + lip)}"
            f"H{_n(0.3 * head)}Q{_n(0.5 * head)} {_n(y1 + lip)} {_n(reach)} {_n(y1 - 0.10 * storey)}"
            f"Q{_n(0.44 * head)} {_n(y1 + 0.02 * storey)} {_n(0.34 * head)} {_n(y1 - 0.12 * storey)}"
            f"H{_n(-0.34 * head)}Q{_n(-0.44 * head)} {_n(y1 + 0.02 * storey)} {_n(-reach)} {_n(y1 - 0.10 * storey)}Z"
        )
        half, tall = 0.09 * foot, 0.40 * storey
        doors.append(
            f"M{_n(-half)} {_n(y0 - 0.04 * storey)}v{_n(-tall)}a{_n(half)} {_n(half)} 0 0 1 {_n(2 * half)} 0v{_n(tall)}Z"
        )
    top = -height + spire
    finial = (
        f"M{_n(-0.16 * width)} {_n(top - 0.1 * storey)}Q0 {_n(top - 0.35 * spire)} {_n(0.16 * width)} {_n(top - 0.1 * storey)}Z"
        f"M{_n(-0.03 * width)} {_n(top - 0.1 * storey)}L0 {_n(-height)}L{_n(0.03 * width)} {_n(top - 0.1 * storey)}Z"
    )
    return {"body": "".join(body), "eaves": "".join(eaves), "doors": "".join(doors), "finial": finial}


def contour_rings(cx: float, cy: float, radius: float, rings: int, seed: float = 0.0, flat: float = 0.5) -> str:
    """Return a hill as a map shows it: `rings` closed lines round (cx, cy), the outermost about `radius` across half.

    `flat` is the ratio of height to width; `seed` turns and bends the hill.
    """
    parts = []
    for ring in range(1, rings + 1):
        share = ring / rings
        points: list[Point] = []
        for i in range(14):
            turn = 2 * math.pi * i / 14
            wobble = 1 + share * (
                0.16 * math.sin(2 * turn + seed) + 0.09 * math.sin(3 * turn + 2.3 * seed + share)
            )
            r = radius * share * wobble
            points.append(
                (cx + r * math.cos(turn) + 0.10 * radius * (1 - share), cy + flat * r * math.sin(turn))
            )
        parts.append(closed_path(points))
    return "".join(parts)


def herringbone(width: float, height: float, column: float) -> Mapping[str, str]:
    """Return herringbone cloth (人字纹) filling `width` × `height`: columns of slanting stitches, turn about.

    Keys: ``weft`` the stitches that rise, ``warp`` those that fall; they run over the edges and want a clip.
    """
    step = 0.36 * column
    weft: list[str] = []
    warp: list[str] = []
    for i in range(math.ceil(width / column)):
        x, rising = i * column, i % 2 == 0
        slant = column if rising else -column
        for row in range(-3, math.ceil(height / step) + 4):
            y = row * step + (column if rising else 0.0)
            (weft if rising else warp).append(
                f"M{_n(x + 0.08 * column)} {_n(y)}l{_n(0.84 * column)} {_n(-0.84 * slant)}"
            )
    return {"weft": "".join(weft), "warp": "".join(warp)}


def octagon_tiles(width: float, height: float, size: float) -> Mapping[str, str]:
    """Return a floor of eight-sided bricks with small squares between (八角红砖), whole rows from the top.

    Keys: ``octagons``, ``octagons_b`` every third one, ``squares``, ``eyes`` a round flower in each.
    """
    rows = max(1, round(height / size))
    side = height / rows
    columns = math.ceil(width / side) + 1
    cut, gap = 0.29 * side, 0.035 * side
    parts: dict[str, list[str]] = {"octagons": [], "octagons_b": [], "squares": [], "eyes": []}
    for row in range(rows):
        for column in range(columns):
            x, y = column * side, row * side
            a, b, c, d = gap, cut, side - cut, side - gap
            corners = ((b, a), (c, a), (d, b), (d, c), (c, d), (b, d), (a, c), (a, b))
            key = "octagons_b" if (row * 2 + column) % 3 == 0 else "octagons"
            parts[key].append("M" + "L".join(f"{_n(x + p)} {_n(y + q)}" for p, q in corners) + "Z")
            r = 0.13 * side
            parts["eyes"].append(
                f"M{_n(x + side / 2 - r)} {_n(y + side / 2)}a{_n(r)} {_n(r)} 0 1 1 {_n(2 * r)} 0a{_n(r)} {_n(r)} 0 1 1 {_n(-2 * r)} 0Z"
            )
            if row:
                s = cut - 2.2 * gap
                parts["squares"].append(
                    f"M{_n(x)} {_n(y - s)}L{_n(x + s)} {_n(y)}L{_n(x)} {_n(y + s)}L{_n(x - s)} {_n(y)}Z"
                )
    return {key: "".join(values) for key, values in parts.items()}


_HEIGHTS = (0.42, 0.66, 0.52, 0.88, 0.38, 0.60, 1.0, 0.48, 0.74, 0.56, 0.34, 0.80, 0.50, 0.64)
_WIDTHS = (64, 46, 78, 52, 88, 58, 44, 70, 50, 82, 60, 48, 74, 56)


def skyline(width: float, base: float, height: float, seed: int = 0, unit: float = 1.0) -> Mapping[str, str]:
    """Return houses along a quay: from x=0 to `width`, standing on `base`, none taller than `height`.

    Keys: ``houses`` the closed outline; ``windows``, ``windows_b`` two scatterings of small lit windows.
    """
    x, i = 0.0, seed
    outline = [f"M0 {_n(base)}"]
    windows: dict[str, list[str]] = {"windows": [], "windows_b": []}
    while x < width:
        wide = min(_WIDTHS[i % 14] * unit, width - x)
        tall = height * _HEIGHTS[(i * 3) % 14]
        top = base - tall
        outline.append(f"V{_n(top)}H{_n(x + wide)}")
        step = 15.0 * unit
        for row in range(int((tall - 8 * unit) // (1.5 * step))):
            for column in range(int((wide - 10 * unit) // step)):
                mix = (i * 7 + row * 5 + column * 11 + row * column) % 9
                if mix in {0, 4, 5}:
                    wx, wy = x + 9 * unit + column * step, top + 12 * unit + row * 1.5 * step
                    windows["windows" if mix else "windows_b"].append(
                        f"M{_n(wx)} {_n(wy)}h{_n(6 * unit)}v{_n(9 * unit)}h{_n(-6 * unit)}Z"
                    )
        x += wide
        i += 1
    outline.append(f"V{_n(base)}Z")
    return {"houses": "".join(outline), **{key: "".join(values) for key, values in windows.items()}}


_BENDS = (2, -1, 1, -2, 1, 2, -1, -1, 2, 1, -2)
_RUNS = (3.0, 5.5, 4.0, 7.0, 2.5, 6.0, 4.5)


def circuit_traces(width: float, height: float, pitch: float) -> tuple[Mapping[str, str], ...]:
    """Return printed circuit lines, top row first: level runs that step up or down at 45° and end in a pad.

    Each trace keeps to its own lane of `pitch` px, so none crosses another. Keys: ``line`` open, ``pads`` closed rings.
    """
    lanes = max(2, int(height / pitch))
    traces = []
    for lane in range(lanes):
        y = (lane + 0.5) * height / lanes
        step = 0.36 * height / lanes
        x = pitch * (1.1 + 2.3 * (lane * 3 % 5)) - 2 * pitch
        line, pads, i = [f"M{_n(x)} {_n(y)}"], [_ring(x, y, 0.15 * pitch)], lane * 2
        here = y
        while x < width - pitch:
            run = _RUNS[i % 7] * pitch
            x += run
            line.append(f"H{_n(x)}")
            # Every trace swings round its own lane's middle by the same lane-wide sign: neighbours stay parallel.
            there = y + step * (1 if _BENDS[(i + lane) % 11] > 0 and here <= y else -1 if here >= y else 0)
            x += abs(there - here)
            line.append(f"L{_n(x)} {_n(there)}")
            here = there
            i += 1
            if i % 4 == lane % 4:
                line.append(f"h{_n(pitch)}")
                pads.append(_ring(x + pitch, here, 0.15 * pitch))
                x += 2.6 * pitch
                pads.append(_ring(x, here, 0.15 * pitch))
                line.append(f"M{_n(x)} {_n(here)}")
        traces.append({"line": "".join(line), "pads": "".join(pads)})
    return tuple(traces)


def spread(first: float, last: float, count: int, seed: int = 0) -> Sequence[float]:
    """Return `count` places from `first` to `last`, a little uneven by a fixed table, as things grow."""
    if count < 2:
        return ((first + last) / 2,)
    step = (last - first) / (count - 1)
    return tuple(first + step * (i + 0.22 * math.sin(2.4 * (i + seed) + seed)) for i in range(count))


def sag(x0: float, x1: float, y: float, depth: float, x: float) -> float:
    """Return the height of a rope at `x`, hung from (x0, y) to (x1, y) and sagging by `depth` px in its middle."""
    share = (x - x0) / (x1 - x0)
    return y + 4 * depth * share * (1 - share)


def _ring(cx: float, cy: float, r: float) -> str:
    return f"M{_n(cx - r)} {_n(cy)}a{_n(r)} {_n(r)} 0 1 1 {_n(2 * r)} 0a{_n(r)} {_n(r)} 0 1 1 {_n(-2 * r)} 0Z"


SCENERY: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "ridge_path": ridge_path,
        "ridge_line": ridge_line,
        "ridge_height": ridge_height,
        "scale_rows": scale_rows,
        "pagoda": pagoda,
        "contour_rings": contour_rings,
        "herringbone": herringbone,
        "octagon_tiles": octagon_tiles,
        "skyline": skyline,
        "circuit_traces": circuit_traces,
        "spread": spread,
        "sag": sag,
    }
)
"""What an ornament may call, by name."""
