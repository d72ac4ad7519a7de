"""Exact geometry for templates: paths and points that Jinja should place but not compute.

Everything is a pure function of its arguments, in px of the sheet, y growing downwards; the text it returns is
the ``d`` of an SVG path. The same arguments give the same bytes on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

Point = tuple[float, float]
MOST_MARKS = 2000


def wave_path(width: float, y: float, height: float, length: float, phase: float = 0.0) -> str:
    """Return the path of a sine wave from x=0 to `width` around `y`, all in px.

    Each half wave is one cubic: control points 0.3642 of a half wave in from its ends, lifted by two thirds
    of the height, so that its peak is exactly half the height. `phase` is a share of a whole wave.
    """
    half = length / 2
    x = -length * (phase % 1.0)
    parts = [f"M{_n(x)} {_n(y)}"]
    up = True
    while x < width:
        lift = height * 2 / 3 * (-1 if up else 1)
        near, far = 0.3642 * half, half - 0.3642 * half
        parts.append(f"c{_n(near)} {_n(lift)} {_n(far)} {_n(lift)} {_n(half)} 0")
        x += half
        up = not up
    return "".join(parts)


def sea_path(width: float, y: float, height: float, length: float, bottom: float, *, phase: float = 0.0) -> str:
    """Return a wave as in `wave_path`, closed downwards at `bottom`: the water below that wave."""
    return f"{wave_path(width, y, height, length, phase)}V{_n(bottom)}H{_n(-length)}Z"


def arc_path(cx: float, cy: float, radius: float, share: float) -> str:
    """Return the path of an arc from 12 o'clock clockwise over `share` (0 to 1) of the circle, in px.

    A full circle is two half arcs, since an arc whose ends meet is drawn as nothing.
    Raises ValueError for a share outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(share)
    if share == 1:
        return (
            f"M{_n(cx)} {_n(cy - radius)}A{_n(radius)} {_n(radius)} 0 0 1 {_n(cx)} {_n(cy + radius)}"
            f"A{_n(radius)} {_n(radius)} 0 0 1 {_n(cx)} {_n(cy - radius)}Z"
        )
    angle = 2 * math.pi * share
    x, y = cx + radius * math.sin(angle), cy - radius * math.cos(angle)
    large = 1 if share > 0.5 else 0
    return f"M{_n(cx)} {_n(cy - radius)}A{_n(radius)} {_n(radius)} 0 {large} 1 {_n(x)} {_n(y)}"


def half_arc_path(cx: float, cy: float, radius: float, share: float) -> str:
    """Return the path of an arc from 9 o'clock over the top, `share` (0 to 1) of the half circle, in px.

    It is never more than half a circle, so it always takes the short way. Raises ValueError for a share outside 0 to 1.
    """
    if not 0 <= share <= 1:
        raise ValueError(share)
    angle = math.pi * share
    x, y = cx - radius * math.cos(angle), cy - radius * math.sin(angle)
    return f"M{_n(cx - radius)} {_n(cy)}A{_n(radius)} {_n(radius)} 0 0 1 {_n(x)} {_n(y)}"


def smooth_path(points: Sequence[Point]) -> str:
    """Return a smooth curve through all `points` (Catmull-Rom, as cubics): it passes each one exactly."""
    return f"M{_p(points[0])}{_through(points)}"


def closed_path(points: Sequence[Point]) -> str:
    """Return a closed smooth curve through all `points`, as smooth where it ends as anywhere else."""
    count = len(points)
    around = [points[i % count] for i in range(-1, count + 2)]
    parts = [f"M{_p(points[0])}"]
    for before, here, there, after in zip(around, around[1:], around[2:], around[3:], strict=False):
        one = here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6
        two = there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6
        parts.append(f"C{_p(one)} {_p(two)} {_p(there)}")
    return "".join(parts) + "Z"


def swallow_roof(width: float, rise: float, thick: float, eave: float) -> Mapping[str, str]:
    """Return a roof with a 燕尾脊, the ridge of southern Fujian: level in the middle, forked and swept up at its ends.

    The ridge runs from x=0 to `width`; the top of its middle is at y=`rise`, its upper tips are at y=0. `thick` is
    its height in the middle; `eave` is the y at which the slope below it ends. Keys: ``ridge`` the closed
    outline with both forks; ``band`` its middle line, for the row of cut porcelain; ``slope`` the closed
    tiled slope.
    """
    half, fork, notch, steps = width / 2, 0.80, 0.845, 10

    def top(t: float) -> float:
        return rise - rise * math.pow(abs(t), 2.8)

    def tall(t: float) -> float:
        return thick * (1 - 0.3 * t * t)

    def at(t: float, y: float) -> Point:
        return half + t * half, y

    shares = [fork * i / steps for i in range(-steps, steps + 1)]
    upper = [at(t, top(t)) for t in (-1.0, -0.93, -0.865, *shares, 0.865, 0.93, 1.0)]
    lower = [at(t, top(t) + tall(t)) for t in shares]

    def fork_of(side: int) -> tuple[Point, Point, Point, Point]:
        """Return the notch, the lower tip, and the middles of the two inner edges, of one end."""
        inner = at(side * notch, top(notch) + 0.50 * tall(notch))
        tip = at(side * 0.975, top(0.975) + 0.62 * thick + 0.16 * rise)
        above = at(side * 0.925, top(0.925) + 0.36 * thick)
        below = at(side * 0.915, (inner[1] + tip[1]) / 2 + 0.13 * thick)
        return inner, tip, above, below

    right, left = fork_of(1), fork_of(-1)
    heel = at(0.90, top(0.90) + 1.06 * thick), at(-0.90, top(0.90) + 1.06 * thick)
    outline = "".join(
        (
            f"M{_p(upper[0])}",
            _through(upper),
            _through([upper[-1], right[2], right[0]]),
            _through([right[0], right[3], right[1]]),
            _through([right[1], heel[0], *reversed(lower), heel[1], left[1]]),
            _through([left[1], left[3], left[0]]),
            _through([left[0], left[2], upper[0]]),
            "Z",
        )
    )
    middle = [at(t, top(t) + 0.5 * tall(t)) for t in shares]
    slope = (
        f"{smooth_path([at(t, top(t) + 0.6 * tall(t)) for t in shares])}"
        f"L{_p(at(fork + 0.07, eave))}H{_n(half - (fork + 0.07) * half)}Z"
    )
    return {"ridge": outline, "band": smooth_path(middle), "slope": slope}


def tile_rows(left: float, right: float, top: float, bottom: float, step: float) -> Mapping[str, str]:
    """Return a roof of half-round tiles seen from the front: as many columns as fit `left` to `right` evenly.

    Keys: ``lines`` the valleys between columns from `top` to `bottom`; ``ends`` one round tile end a column,
    its middle on `bottom`; ``drips`` the pointed drip tiles between them.
    """
    count = max(1, round((right - left) / step))
    each = (right - left) / count
    lines, ends, drips = [], [], []
    for i in range(1, count):
        x = left + i * each
        lines.append(f"M{_n(x)} {_n(top)}V{_n(bottom)}")
        drips.append(
            f"M{_n(x - 0.30 * each)} {_n(bottom)}h{_n(0.60 * each)}"
            f"q{_n(-0.06 * each)} {_n(0.46 * each)} {_n(-0.30 * each)} {_n(0.62 * each)}"
            f"q{_n(-0.24 * each)} {_n(-0.16 * each)} {_n(-0.30 * each)} {_n(-0.62 * each)}Z"
        )
    for i in range(count):
        ends.append(_disc(left + (i + 0.5) * each, bottom, each * 0.36))
    return {"lines": "".join(lines), "ends": "".join(ends), "drips": "".join(drips)}


_STONES = (104, 76, 128, 88, 112, 70, 96, 120, 82)
_STACKS = (92, 118, 78, 100, 84, 126, 96, 74)
_TURNS = (3, -4, 2, 5, -3, 0, 4, -2, -5, 1, 3)


def brick_and_stone(width: float, height: float, course: float = 72.0) -> Mapping[str, str]:
    """Return a wall in 出砖入石, Quanzhou's way of building: granite blocks among stacks of flat red brick.

    The wall fills `width` × `height` from the origin in whole courses of about `course` px. Blocks and stacks
    take turns, each course begins elsewhere, and no upright joint runs through two courses by design of the
    (fixed) widths. Keys: ``stone``, ``stone_b`` two tones of granite; ``brick``, ``brick_b`` two of brick.
    """
    rows = max(1, round(height / course))
    tall = height / rows
    joint = 5.0
    parts: dict[str, list[str]] = {"stone": [], "stone_b": [], "brick": [], "brick_b": []}
    for row in range(rows):
        x, i = -(37.0 + 61.0 * (row % 3)), row * 4
        y0, y1 = row * tall + joint / 2, (row + 1) * tall - joint / 2
        while x < width:
            stone = (i + row) % 2 == 0
            wide = (_STONES if stone else _STACKS)[i % (9 if stone else 8)]
            left, right = max(0.0, x + joint / 2), min(width, x + wide - joint / 2)
            if right - left > 10:
                if stone:
                    t = _TURNS[i % 11]
                    corners = ((left, y0 + max(t, 0)), (right, y0 + max(-t, 0)), (right, y1), (left, y1))
                    parts["stone" if i % 3 else "stone_b"].append(_block(corners, 7.0))
                else:
                    layers = 4
                    thick = (y1 - y0 - (layers - 1) * 3.5) / layers
                    for n in range(layers):
                        inset = (0.0, 4.0, 1.0, 6.0)[(n + i) % 4]
                        key = "brick_b" if (n * 3 + i) % 5 == 0 else "brick"
                        y = y0 + n * (thick + 3.5)
                        parts[key].append(
                            f"M{_n(left)} {_n(y)}H{_n(right - inset)}V{_n(y + thick)}H{_n(left)}Z"
                        )
            x += wide
            i += 1
    return {key: "".join(values) for key, values in parts.items()}


def beam_bridge(width: float, deck: float, bottom: float, step: float) -> Mapping[str, str]:
    """Return a stretch of a stone beam bridge like 安平桥: slabs on piers of crossed stones, boat-shaped at the foot.

    The deck's top is at y=`deck`, the piers stand on `bottom`; piers every `step` px, as many as fit evenly.
    Keys: ``deck`` the slabs, ``rail`` posts and rail, ``piers`` the crossed courses, ``feet`` the pointed footings.
    """
    count = max(1, round(width / step))
    each = width / count
    slab = 0.075 * each
    slabs, rail, piers, feet = [], [], [], []
    for i in range(count):
        x = i * each
        slabs.append(f"M{_n(x + 1.5)} {_n(deck)}H{_n(x + each - 1.5)}V{_n(deck + slab)}H{_n(x + 1.5)}Z")
    posts = count * 4
    for i in range(posts + 1):
        rail.append(f"M{_n(i * width / posts)} {_n(deck)}v{_n(-0.15 * each)}")
    rail.append(f"M0 {_n(deck - 0.11 * each)}H{_n(width)}")
    courses = max(2, round((bottom - deck - slab) / (0.085 * each)))
    tall = (bottom - deck - slab) / courses
    for i in range(count + 1):
        x = i * each
        for row in range(courses):
            reach = 0.20 * each if row == 0 else (0.15 if row % 2 else 0.135) * each
            y = deck + slab + row * tall
            piers.append(
                f"M{_n(x - reach)} {_n(y + 1.2)}H{_n(x + reach)}V{_n(y + tall - 1.2)}H{_n(x - reach)}Z"
            )
        feet.append(
            f"M{_n(x - 0.27 * each)} {_n(bottom - tall)}H{_n(x + 0.27 * each)}L{_n(x + 0.2 * each)} {_n(bottom)}"
            f"H{_n(x - 0.2 * each)}Z"
        )
    return {"deck": "".join(slabs), "rail": "".join(rail), "piers": "".join(piers), "feet": "".join(feet)}


def share_of(number: str, total: str) -> float:
    """Return how far through its series a card is, 0 to 1: card 08 of 66 is 8/66, an item
    12.3 counts as its list's 12; 0 where there is no telling.
    """
    card = number.split(".", maxsplit=1)[0]
    if not (card.isascii() and card.isdigit() and total.isascii() and total.isdigit()) or int(total) == 0:
        return 0.0
    return min(1.0, int(card) / int(total))


def em_length(text: str, digit: float = 0.5) -> float:
    """Return a text's length in em, near enough to choose a size: digits `digit`, `. , :` half of it, hanzi 1."""
    length = 0.0
    for character in text:
        if character in ".,:·-":
            length += digit / 2
        elif ord(character) < 0x2E80 and character not in "—…“”‘’":
            length += digit
        else:
            length += 1.0
    return length


def _through(points: Sequence[Point]) -> str:
    """Return cubics from the first point (where the pen already is) through the others."""
    parts = []
    for i in range(len(points) - 1):
        before = points[max(i - 1, 0)]
        here, there = points[i], points[i + 1]
        after = points[min(i + 2, len(points) - 1)]
        one = here[0] + (there[0] - before[0]) / 6, here[1] + (there[1] - before[1]) / 6
        two = there[0] - (after[0] - here[0]) / 6, there[1] - (after[1] - here[1]) / 6
        parts.append(f"C{_p(one)} {_p(two)} {_p(there)}")
    return "".join(parts)


def _disc(cx: float, cy: float, r: float) -> str:
    return f"M{_n(cx - r)} {_n(cy)}a{_n(r)} {_n(r)} 0 1 1 {_n(2 * r)} 0a{_n(r)} {_n(r)} 0 1 1 {_n(-2 * r)} 0Z"


def _block(corners: Sequence[Point], radius: float) -> str:
    """Return a four-sided stone with its corners worn round."""
    parts: list[str] = []
    for i, corner in enumerate(corners):
        before, after = corners[i - 1], corners[(i + 1) % len(corners)]
        start, end = _towards(corner, before, radius), _towards(corner, after, radius)
        parts.append(f"{'L' if parts else 'M'}{_p(start)}Q{_p(corner)} {_p(end)}")
    return "".join(parts) + "Z"


def _towards(point: Point, other: Point, distance: float) -> Point:
    length = math.hypot(other[0] - point[0], other[1] - point[1])
    share = min(0.5, distance / length) if length else 0.0
    return point[0] + (other[0] - point[0]) * share, point[1] + (other[1] - point[1]) * share


def _p(point: Point) -> str:
    return f"{_n(point[0])} {_n(point[1])}"


def number_text(value: float) -> str:
    """Format a px value: at most two decimals, no trailing zeros, so that the bytes never waver."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


_n = number_text

FOR_TEMPLATES: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {
        "wave_path": wave_path,
        "sea_path": sea_path,
        "arc_path": arc_path,
        "half_arc_path": half_arc_path,
        "smooth_path": smooth_path,
        "swallow_roof": swallow_roof,
        "tile_rows": tile_rows,
        "brick_and_stone": brick_and_stone,
        "beam_bridge": beam_bridge,
        "share_of": share_of,
        "em_length": em_length,
    }
)
"""What a template may call, by name."""
