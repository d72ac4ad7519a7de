"""One card to make, as a frozen value, and the key that says when it must be made again."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass

from generator.card.copy import Copy
from generator.design.brand import Brand
from generator.design.size import Size
from generator.design.template import Template
from generator.design.theme import Theme


@dataclass(frozen=True)
class CardJob:
    """A fact's words × template × theme (already in its chapter's hue) × size, under the batch's brand.

    `icon` is a file of ``templates_svg/_icons/`` without its ending, "" for none.
    """

    fact: str
    copy: Copy
    template: Template
    theme: Theme
    size: Size
    brand: Brand | None = None
    icon: str = ""

    def key(self, ground: str) -> str:
        """Return a sha256 over everything that can change the picture.

        `ground` is the fingerprint of what all cards share: drawings' common parts, fonts, word tables, library
        versions, rasteriser. Time stamps and paths play no part.
        """
        content = {
            "ground": ground,
            "fact": self.fact,
            "copy": asdict(self.copy),
            "template": [self.template.id, self.template.fingerprint],
            "theme": [
                self.theme.id,
                dict(self.theme.colours),
                {k: asdict(v) for k, v in self.theme.types.items()},
                self.theme.ornament,
            ],
            "size": asdict(self.size),
            "brand": dict(self.brand.account_of_itself) if self.brand else None,
            "icon": self.icon,
        }
        text = json.dumps(content, ensure_ascii=True, sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()
