"""A drawing's backdrop cut out of its text: what many cards share is read, styled and drawn once.

The cut is made only where nothing can depend on it: the backdrop is the first thing in the drawing, refers to nothing
outside itself, and holds neither texts nor styles. Any other drawing is left whole.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

BACKDROP = "backdrop"
"""The id of a ground: see ``templates_svg/_parts/ground.svg``."""
_BEFORE = re.compile(r"\s*<svg\b[^<>]*>\s*(?:<style>[^<]*</style>\s*)*")
_OPENS = re.compile(rf'<g\b[^<>]*\bid="{BACKDROP}"[^<>]*(?<!/)>')
_GROUP = re.compile(r"<(/?)g\b[^<>]*?(/?)>")
_ID = re.compile(r'\bid="([^"]*)"')
USED = re.compile(r"url\(\s*['\"]?#([^)'\"]+)['\"]?\s*\)")
_BINDS = ("<!", "<text", "<style", "<?", "href", "data-flow", "data-box", "shape-inside", "guide")


@dataclass(frozen=True, slots=True)
class Cut:
    """A drawing in three parts, of which the middle is its backdrop."""

    before: str
    backdrop: str
    after: str

    @property
    def blank(self) -> str:
        """The empty lines that keep the rest of a slim drawing on its own lines, for messages that name one."""
        return "\n" * self.backdrop.count("\n")

    @property
    def slim(self) -> str:
        """The drawing with an empty group instead of its backdrop."""
        return f"{self.before}{place(self.blank)}{self.after}"


def place(blank: str) -> str:
    """Return the empty group that stands where a backdrop was cut out."""
    return f'<g id="{BACKDROP}">{blank}</g>' if blank else f'<g id="{BACKDROP}"/>'


def cut(drawing: str) -> Cut | None:
    """Return an SVG text in its three parts, or None for one that must be read as a whole."""
    head = _BEFORE.match(drawing)
    opens = _OPENS.match(drawing, head.end()) if head else None
    if opens is None:
        return None
    depth = 1
    for tag in _GROUP.finditer(drawing, opens.end()):
        depth += -1 if tag[1] else 0 if tag[2] else 1
        if depth == 0:
            parts = Cut(drawing[: opens.start()], drawing[opens.start() : tag.end()], drawing[tag.end() :])
            return parts if _stands_alone(parts) else None
    return None


def _stands_alone(parts: Cut) -> bool:
    names = _own_names(parts.backdrop)
    if names is None or "<style" in parts.after or "<!" in parts.after:
        return False
    return names.isdisjoint(USED.findall(parts.after))


@lru_cache(maxsize=64)
def _own_names(backdrop: str) -> frozenset[str] | None:
    """Return the ids in a backdrop, or None for one that reaches outside itself: asked of each of its cards."""
    if any(word in backdrop for word in _BINDS):
        return None
    names = frozenset(_ID.findall(backdrop))
    return names if names.issuperset(USED.findall(backdrop)) else None
