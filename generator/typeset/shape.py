"""Characters → glyphs, through HarfBuzz, in em of the face's own size.

Script Hani and language zh-Hans are set for every Chinese stretch, or "——" is not joined into its glyph of
two em and Japanese or traditional forms may be chosen.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import uharfbuzz as hb

from generator.typeset.fonts import Face, FontBook

MEMORABLE = 64
"""Characters of the longest stretch worth remembering: a name or a number that may come again."""
_BOUND = 12_000
"""Characters that are remembered as they were shaped, about 800 bytes each."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """What HarfBuzz will not take apart: characters `start` to `end` of the shaped text, and their glyphs.

    `glyphs`: (gid, x, y) with the offset of the origin from the pen in em, y up. `advance` in em, along the
    line whichever way it runs.
    """

    start: int
    end: int
    glyphs: tuple[tuple[int, float, float], ...]
    advance: float


class Shaper:
    """Shapes text in the faces of a font book, and remembers."""

    def __init__(self, fonts: FontBook, bound: int = _BOUND) -> None:
        self._fonts = fonts
        self._bound = bound
        self._shaped: dict[tuple[str, str, bool, bool], tuple[Cluster, ...]] = {}
        self._held = 0
        self._trims: dict[tuple[str, str, bool, str], tuple[float, float]] = {}

    def __len__(self) -> int:
        return len(self._shaped) + len(self._trims)

    def shape(self, key: str, text: str, *, han: bool, vertical: bool = False) -> tuple[Cluster, ...]:
        """Return the clusters of `text` in the face `key`, in order. `han`: with the script Hani."""
        found = self._shaped.get((key, text, han, vertical))
        if found is None:
            found = _shape(self._fonts.face(key), text, han, vertical)
            if len(text) <= MEMORABLE:
                if self._held + len(text) > self._bound:
                    self._shaped.clear()
                    self._held = 0
                self._shaped[key, text, han, vertical] = found
                self._held += len(text)
        return found

    def trims(self, key: str, mark: str, side: str, *, vertical: bool = False) -> tuple[float, float]:
        """Return how much blank a full-width mark can lose before and after its ink, in em.

        `side`: where its blank is, ``opening`` (before), ``closing`` (after) or ``middle``. From the font's
        `halt`/`vhal`; by hand from the ink when the font has none. Never more than half an em.
        """
        found = self._trims.get((key, mark, vertical, side))
        if found is None:
            if len(self._trims) >= self._bound:
                self._trims.clear()
            found = self._trims[key, mark, vertical, side] = self._find_trims(key, mark, side, vertical)
        return found

    def blank_before(self, key: str, mark: str, vertical: bool) -> float:
        """Return the blank before a mark's ink, along the line, in em."""
        cluster = self.shape(key, mark, han=True, vertical=vertical)[0]
        return _blanks(self._fonts.face(key), cluster, vertical)[0]

    def _find_trims(self, key: str, mark: str, side: str, vertical: bool) -> tuple[float, float]:
        face = self._fonts.face(key)
        full = self.shape(key, mark, han=True, vertical=vertical)
        advance = sum(cluster.advance for cluster in full)
        if advance < 0.75 or len(full) != 1:
            return 0.0, 0.0  # a proportional mark: it has no blank to give
        feature = "vhal" if vertical else "halt"
        if feature in face.tags:
            half = _shape(face, mark, True, vertical, {feature: True})[0]
            lost = advance - half.advance
            if lost > 0.01:
                axis = 2 if vertical else 1
                shift = half.glyphs[0][axis] - full[0].glyphs[0][axis]
                before = shift if vertical else -shift
                before = min(max(before, 0.0), lost)
                return before, lost - before
        return _by_hand(face, full[0], side, vertical)


def _by_hand(face: Face, cluster: Cluster, side: str, vertical: bool) -> tuple[float, float]:
    """Take blank from a mark by its ink, leaving 1/20 em beside it."""
    before, after = (max(0.0, blank - 0.05) for blank in _blanks(face, cluster, vertical))
    if side == "opening":
        return min(before, 0.5), 0.0
    if side == "closing":
        return 0.0, min(after, 0.5)
    both = min(before, after, 0.25)
    return both, both


def _blanks(face: Face, cluster: Cluster, vertical: bool) -> tuple[float, float]:
    """Return the blank before and after the ink of a cluster's first glyph, along the line, in em."""
    gid, x, y = cluster.glyphs[0]
    extents = face.font.get_glyph_extents(gid)
    if extents is None:
        return 0.0, 0.0
    if vertical:
        before = -(y + extents.y_bearing / face.upem)
        size = -extents.height / face.upem
    else:
        before = x + extents.x_bearing / face.upem
        size = extents.width / face.upem
    return before, cluster.advance - before - size


def _shape(
    face: Face, text: str, han: bool, vertical: bool, features: dict[str, bool] | None = None
) -> tuple[Cluster, ...]:
    buffer: Any = hb.Buffer()
    buffer.add_str(text)
    buffer.direction = "ttb" if vertical else "ltr"
    buffer.script = "Hani" if han else "Latn"
    buffer.language = "zh-Hans"
    wanted: dict[str, Any] = dict(features or {})
    if not han and "pwid" in face.tags and ("’" in text or "‘" in text):
        # A Chinese font draws the apostrophe of It’s one em wide unless told otherwise.
        wanted["pwid"] = [(i, i + 1, True) for i, character in enumerate(text) if character in "‘’"]
    hb.shape(face.font, buffer, wanted)
    em = float(face.upem)
    found: dict[int, tuple[list[tuple[int, float, float]], float]] = {}
    for info, place in zip(buffer.glyph_infos, buffer.glyph_positions, strict=True):
        glyphs, advance = found.get(info.cluster, ([], 0.0))
        along = (0.0, -advance) if vertical else (advance, 0.0)
        glyphs.append((info.codepoint, along[0] + place.x_offset / em, along[1] + place.y_offset / em))
        found[info.cluster] = (glyphs, advance + (-place.y_advance if vertical else place.x_advance) / em)
    starts = [*sorted(found), len(text)]
    return tuple(
        Cluster(start, end, tuple(found[start][0]), found[start][1]) for start, end in pairwise(starts)
    )
