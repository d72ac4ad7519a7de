"""One card to make, as a frozen value, and the key that says when it must be made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from generator.card.copy import Copy
from generator.design.brand import Brand
from generator.design.size import Size
from generator.design.template import Template
from generator.design.theme import Theme


@dataclass(frozen=True)
class CardJob:
    """A fact's words × template × theme (already in its chapter's hue) × size, under the batch's brand.

    `icon` is a file of ``templates_svg/_icons/`` without its ending, "" for none. `scene` is what stands at its foot, a
    file of ``templates_svg/_ornaments/``, "" for the theme's own.
    """

    fact: str
    copy: Copy
    template: Template
    theme: Theme
    size: Size
    brand: Brand | None = None
    icon: str = ""
    scene: str = ""

    @property
    def ornament(self) -> str:
        """The drawing at the card's foot, "" for none."""
        return self.scene or self.theme.ornament

    @property
    def prints(self) -> Mapping[str, str]:
        """A sha256 for each thing the card is made of: copy, template, theme, size, brand ("" for none), icon, scene.

        A finished card's manifest keeps them, so that a later proof can say which of them has changed.
        """
        theme = [
            self.theme.id,
            dict(self.theme.colours),
            {k: asdict(v) for k, v in self.theme.types.items()},
            self.theme.ornament,
            self.theme.manner,
        ]
        return {
            "copy": _digest([self.fact, asdict(self.copy)]),
            "template": _digest([self.template.id, self.template.fingerprint]),
            "theme": _digest(theme),
            "size": _digest(asdict(self.size)),
            "brand": _digest(dict(self.brand.account_of_itself)) if self.brand else "",
            "icon": self.icon,
            "scene": self.scene,
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


def _digest(content: object) -> str:
    text = json.dumps(content, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
