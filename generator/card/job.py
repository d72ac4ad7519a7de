"""One card to make, as a frozen value, and the key that says when it must be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from generator.card.copy import Copy
from generator.design.brand import Brand
from generator.design.size import Size
from generator.design.template import Template
from generator.design.theme import Theme

T = TypeVar("T")
_KNOWN: dict[int, tuple[object, str]] = {}
"""Digests by identity, each beside the design it belongs to, so that no other can take its place."""
_MOST_KNOWN = 256


@dataclass(frozen=True)
class CardJob:
    """A fact's words × template × theme (already in its chapter's hue) × size, under the batch's brand.

    `icon` is a file of ``templates_svg/_icons/`` without its ending, "" for none. `scene` is what stands at its foot, a
    file of ``templates_svg/_ornaments/``, "" for the theme's own; `view` is which of its stretches, from 0.
    """

    fact: str
    copy: Copy
    template: Template
    theme: Theme
    size: Size
    brand: Brand | None = None
    icon: str = ""
    scene: str = ""
    view: int = 0

    @property
    def ornament(self) -> str:
        """The drawing at the card's foot, "" for none."""
        return self.scene or self.theme.ornament

    @property
    def prints(self) -> Mapping[str, str]:
        """A sha256 for each thing the card is made of: copy, template, theme, size, brand ("" for none), icon, scene.

        A finished card's manifest keeps them, so that a later proof can say which of them has changed.
        """
        return {
            "copy": _digest([self.fact, self.copy]),
            "template": _once(self.template, lambda t: [t.id, t.fingerprint]),
            "theme": _once(self.theme, lambda t: [t.id, dict(t.colours), dict(t.types), t.ornament, t.manner]),
            "size": _once(self.size, lambda size: size),
            "brand": _once(self.brand, lambda brand: dict(brand.account_of_itself)) if self.brand else "",
            "icon": self.icon,
            "scene": f"{self.scene} {self.view}".strip(),
        }

    def key(self, ground: str) -> str:
        """Return a sha256 over everything that can change the picture.

        `ground` is the fingerprint of what all cards share: drawings' common parts, fonts, word tables, library
        versions, rasteriser. Time stamps and paths play no part.
        """
        return self.key_of(self.prints, ground)

    @staticmethod
    def key_of(prints: Mapping[str, str], ground: str) -> str:
        """Return the key of a job whose prints are known, such as a finished card's from its manifest."""
        return _digest([ground, dict(prints)])


def _once(design: T, content: Callable[[T], object]) -> str:
    """Return the digest of what a design says. Designs are few and jobs are many: each is asked once."""
    known = _KNOWN.get(id(design))
    if known is None or known[0] is not design:
        if len(_KNOWN) >= _MOST_KNOWN:
            _KNOWN.clear()
        known = _KNOWN[id(design)] = design, _digest(content(design))
    return known[1]


def _fields(value: Any) -> dict[str, object]:
    return {f.name: getattr(value, f.name) for f in fields(value)}


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=True, sort_keys=True, default=_fields)
    return hashlib.sha256(text.encode()).hexdigest()
