"""What buildings of a scene are made of: blocks, outlines, rows of windows of which some are lit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.card.pen import length as _n

Tones = Mapping[str, str]
"""Paths by tone, for ``_parts/brush.svg`` to paint: ``side`` what lies in shade, ``body`` walls, ``roof`` what catches
the light, ``hole`` windows and doors, ``lit`` windows with a light, ``line`` what is drawn with the pen; ``plate``,
``cross``, ``door`` and ``hands`` stand on those."""
MOST = 60
"""Windows, columns or cables in a row: more could not be told apart on any card."""


def block(x: float, y: float, width: float, height: float) -> str:
    """Return a rectangle's path from its upper left corner."""
    return f"M{_n(x)} {_n(y)}h{_n(width)}v{_n(height)}h{_n(-width)}Z"


def shape(*points: tuple[float, float]) -> str:
    """Return a closed polygon."""
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points) + "Z"


def stroke(*points: tuple[float, float]) -> str:
    """Return an open polyline."""
    return "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in points)


def few(count: int) -> int:
    """Return a count that a drawing may ask for; raise ValueError under 1 or over MOST."""
    if not 1 <= count <= MOST:
        raise ValueError(count)
    return count


def panes(
    x: float, y: float, width: float, height: float, columns: int, rows: int, share: float = 0.6
) -> Iterator[str]:
    """Yield the windows of a wall row by row: `columns` × `rows`, each `share` of its field."""
    wide, tall = width / few(columns), height / few(rows)
    for row in range(rows):
        for column in range(columns):
            yield block(x + (column + (1 - share) / 2) * wide, y + (row + 0.2) * tall, share * wide, 0.6 * tall)


def mixed(windows: Iterator[str], turn: int) -> Mapping[str, str]:
    """Sort windows into ``hole`` and ``lit``, about one in three lit, by a fixed scatter; `turn` chooses another."""
    sorts: dict[str, list[str]] = {"hole": [], "lit": []}
    for i, window in enumerate(windows):
        sorts["lit" if (i * 7 + i // 3 * 5 + turn * 4) % 11 < 4 else "hole"].append(window)
    return {tone: "".join(paths) for tone, paths in sorts.items()}
