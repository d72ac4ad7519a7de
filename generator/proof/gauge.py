"""Measure a chart as it lies on the finished sheet: marks counted, angles and lengths taken from the outlines.

Nothing here asks how the template meant it: only what stands in the group ``picture`` after layout.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

_SVG = "{http://www.w3.org/2000/svg}"
_N = r"-?[\d.]+"
_DISC = re.compile(rf"M{_N} {_N}a({_N}) \1 0 1 1 {_N} 0a\1 \1 0 1 1 {_N} 0Z")
_BAR = re.compile(rf"M({_N}) ({_N})H({_N})V({_N})H\1Z")
_ARC = re.compile(rf"M({_N}) ({_N})A({_N}) \3 0 ([01]) 1 ({_N}) ({_N})$")
_WHOLE = re.compile(rf"M{_N} {_N}(?:A{_N} {_N} 0 0 1 {_N} {_N}){{2}}Z$")
_LINE = re.compile(rf"M({_N}) ({_N})H({_N})$")
SAME = 0.02
"""Px of the drawing within which two places are one: paths are written to two or three decimals."""


@dataclass(frozen=True)
class Drawing:
    """The picture groups of a sheet, by id; ``picture`` or ``picture-1``, ``picture-2`` …"""

    groups: dict[str, etree._Element]

    @classmethod
    def of(cls, svg: bytes) -> Drawing:
        """Read a finished sheet."""
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        root = etree.fromstring(svg, parser)
        found = (
            node for node in root.iter(f"{_SVG}g") if re.fullmatch(r"picture(-\d+)?", node.get("id") or "")
        )
        return cls({str(node.get("id")): node for node in found})

    @property
    def whole(self) -> etree._Element | None:
        """The group of a card with one picture."""
        return self.groups.get("picture")


def dots(group: etree._Element) -> int:
    """Return how many closed discs and circles are filled."""
    count = sum(len(_DISC.findall(d)) for d, _node in _paths(group, filled=True))
    return count + sum(1 for node in group.iter(f"{_SVG}circle") if _filled(node))


def ring_share(group: etree._Element) -> float | None:
    """Return the share, 0 to 1, of the circle or half circle that the arc covers; None where there is neither."""
    half = _half_share(group)
    if half is not None:
        return half
    for circle in group.iter(f"{_SVG}circle"):
        cx, cy, radius = (float(circle.get(k, "0")) for k in ("cx", "cy", "r"))
        for d, _node in _paths(group, filled=False):
            if _WHOLE.match(d):
                return 1.0 if _goes_round(d, cx, cy, radius) else None
            arc = _ARC.match(d)
            if arc is None:
                continue
            x0, y0, r, x1, y1 = (float(arc[k]) for k in (1, 2, 3, 5, 6))
            apart = max(abs(math.hypot(x - cx, y - cy) - radius) for x, y in ((x0, y0), (x1, y1)))
            if apart > SAME or abs(r - radius) > SAME or abs(x0 - cx) > SAME or y0 > cy:
                return None
            angle = math.atan2(x1 - cx, cy - y1) % (2 * math.pi)
            if (arc[4] == "1") != (angle > math.pi) and abs(angle - math.pi) > 0.01:
                return None
            return angle / (2 * math.pi)
    return None


def _goes_round(d: str, cx: float, cy: float, radius: float) -> bool:
    """Return whether a whole ring of two arcs lies on the circle that it fills."""
    x0, y0, r0, _, _, _, _, x1, y1, r1, *_ = (float(n) for n in re.findall(_N, d))
    ends = [math.hypot(x - cx, y - cy) for x, y in ((x0, y0), (x1, y1))]
    return all(abs(one - radius) <= SAME for one in (*ends, r0, r1))


def _half_share(group: etree._Element) -> float | None:
    """Return what share of a half circle, drawn from its left end over the top, a second arc upon it covers."""
    arcs = [m for d, _node in _paths(group, filled=False) if (m := _ARC.match(d)) and m[4] == "0"]
    for track in arcs:
        x0, y0, radius, x1, y1 = (float(track[k]) for k in (1, 2, 3, 5, 6))
        if abs(y1 - y0) > SAME or abs(x1 - x0 - 2 * radius) > SAME:
            continue
        for arc in arcs:
            u0, v0, r, u1, v1 = (float(arc[k]) for k in (1, 2, 3, 5, 6))
            if arc is track or max(abs(u0 - x0), abs(v0 - y0), abs(r - radius)) > SAME:
                continue
            if abs(math.hypot(u1 - x0 - radius, v1 - y0) - radius) > SAME:
                continue
            return math.atan2(max(y0 - v1, 0.0), x0 + radius - u1) / math.pi
    return None


def places(group: etree._Element) -> tuple[int, int] | None:
    """Return which of how many upright bars stands alone in its colour, read like lines of text; None if none does."""
    rows: list[tuple[float, float, int]] = []
    for number, (d, _node) in enumerate(_paths(group, filled=True)):
        rows += [(float(foot), float(x), number) for x, _top, _right, foot in _BAR.findall(d)]
    rows.sort()
    alone = [n for n in {number for *_, number in rows} if sum(row[2] == n for row in rows) == 1]
    if not rows or (len(alone) != 1 and len(rows) > 1):
        return None
    lifted = alone[0] if alone else rows[0][2]
    return next(n for n, row in enumerate(rows, 1) if row[2] == lifted), len(rows)


def bars(group: etree._Element) -> dict[str, list[tuple[float, float, str]]]:
    """Return, for each frame of the group by id, the bars on it: x and width in px, and their fill."""
    found: dict[str, list[tuple[float, float, str]]] = {}
    rects = [node for node in group.iter(f"{_SVG}rect") if node.get("fill") is not None]
    frames = [node for node in rects if (node.get("id") or "").startswith("picture-frame")]
    for frame in frames:
        y, tall = _at(frame, "y"), _at(frame, "height")
        found[str(frame.get("id"))] = sorted(
            (_at(node, "x"), _at(node, "width"), str(node.get("fill")))
            for node in rects
            if node not in frames
            and node.get("fill") != "none"
            and abs(_at(node, "y") - y) < SAME
            and abs(_at(node, "height") - tall) < SAME
        )
    return found


def points_on_a_line(group: etree._Element) -> tuple[float, ...]:
    """Return where the two discs stand along the longest line, each as a share of it, in the order they are drawn."""
    lines = [(float(m[3]) - float(m[1]), float(m[1])) for m in _lines(group)]
    if not lines:
        return ()
    length, left = max(lines)
    return tuple((_at(node, "cx") - left) / length for node in group.iter(f"{_SVG}circle") if length > 0)


def _lines(group: etree._Element) -> Iterator[re.Match[str]]:
    for d, _node in _paths(group, filled=False):
        match = _LINE.match(d)
        if match:
            yield match


def _paths(group: etree._Element, *, filled: bool) -> Sequence[tuple[str, etree._Element]]:
    """Return the paths of a group's picture: outlines of letters, which layout scales, are no part of it."""
    return [
        (node.get("d", "").strip(), node)
        for node in group.iter(f"{_SVG}path")
        if _filled(node) == filled and node.get("transform") is None
    ]


def _filled(node: etree._Element) -> bool:
    return node.get("fill") not in {None, "none"}


def _at(node: etree._Element, name: str) -> float:
    return float(node.get(name, "0"))
