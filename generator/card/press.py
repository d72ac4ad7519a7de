"""The press: a card job in, a finished card out. One press serves one process and keeps its caches."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any

from generator.card.brandkit import BrandKit, brand_kit
from generator.card.encoder import encode
from generator.card.fill import fill, fill_drawing
from generator.card.groundwork import Groundwork
from generator.card.impression import Impression
from generator.card.job import CardJob
from generator.card.layout import lay_out
from generator.card.packer import BALANCED, packer
from generator.card.raster import choose_rasteriser
from generator.card.sheet import Sheet
from generator.card.typecase import prove_fonts
from generator.design import Catalogue
from generator.design.template import fingerprint
from generator.design.theme import Theme
from generator.errors import CardRefused
from generator.typeset import FontBook, Typesetter, Words
from generator.world import World

ENGINE = 5
"""Raised by hand when a change to the code changes pictures that no other part of a key would notice."""
_LIBRARIES = ("jinja2", "lxml", "pillow", "uharfbuzz", "rjieba", "segno")


@dataclass(frozen=True)
class Card:
    """A finished card: the file's bytes, the picture before encoding and the sheet it was drawn from.

    `suffix` and `encoding` say what file it is: see `Encoded`.
    """

    job: CardJob
    data: bytes
    sheet: Sheet
    sha256: str
    suffix: str
    encoding: str
    picture: Impression


class Press:
    """Everything that is loaded once and used for every card."""

    def __init__(self, world: World, renderer: str = "auto", packing: str = BALANCED) -> None:
        """Load designs and fonts; raise DesignError or UsageError when they are not sound.

        `packing`: how hard PNG files are packed, one of `generator.card.packer.PACKINGS`.
        """
        self.packing = packing
        self.catalogue = Catalogue.read(world.templates, world.data)
        self._words = tuple(base / "words_typeset" for base in world.data if (base / "words_typeset").is_dir())
        self.typesetter = Typesetter(FontBook.load(*world.fonts), Words.load(*self._words))
        self.rasteriser = choose_rasteriser(renderer)
        self._proven: set[str] = set()

    @property
    def groundwork(self) -> Groundwork:
        """Everything that every card of this press shares, part by part."""
        return Groundwork(
            engine=ENGINE,
            drawings=self.catalogue.shared,
            words=fingerprint(self._words),
            fonts=dict(sorted(self.typesetter.fonts.fingerprints().items())),
            renderer=f"{self.rasteriser.name} {self.rasteriser.version}",
            libraries={
                **{name: version(name) for name in _LIBRARIES},
                "png": f"{packer()} {self.packing}",
            },
        )

    @property
    def ground(self) -> str:
        """The fingerprint of the groundwork; part of each card's content key."""
        return self.groundwork.fingerprint

    def draw(self, job: CardJob) -> Sheet:
        """Return the finished sheet of a job; raise CardRefused or DesignError."""
        return self.set(job, self.fill(job))

    def fill(self, job: CardJob) -> str:
        """Return the job's drawing with its words in it, not yet set; raise DesignError."""
        if job.theme.id not in self._proven:
            prove_fonts(job.theme, self.typesetter.fonts.families)
            self._proven.add(job.theme.id)
        return fill(job, self.catalogue.template_folders)

    def set(self, job: CardJob, filled: str) -> Sheet:
        """Return the finished sheet of a filled drawing; raise CardRefused or DesignError."""
        try:
            return lay_out(
                filled,
                file=f"{job.template.id}/{job.size.shape}.svg",
                css=job.theme.css(),
                units=job.size.units,
                pixels=(job.size.width, job.size.height),
                typesetter=self.typesetter,
                pictures=brand_kit(job.brand, job.theme.dark).pictures,
            )
        except CardRefused as error:
            raise type(error)(f"{job.size.name}：{error.what}", error.where, error.remedy) from error

    def draw_free(
        self,
        name: str,
        variables: Mapping[str, Any],
        theme: Theme,
        *,
        units: tuple[float, float | None],
        pixels: tuple[int, int | None],
    ) -> Sheet:
        """Return the finished sheet of a drawing that is no template: a part of a composition.

        `name` is its file below the template folders. With a height of None the content decides: see `lay_out`.
        Raises CardRefused or DesignError.
        """
        filled = fill_drawing(name, variables, self.catalogue.template_folders)
        brand = variables.get("brand")
        return lay_out(
            filled,
            file=name,
            css=theme.css(),
            units=units,
            pixels=pixels,
            typesetter=self.typesetter,
            pictures=brand.pictures if isinstance(brand, BrandKit) else (),
        )

    def make(self, job: CardJob) -> Card:
        """Return the finished card of a job; raise CardRefused or DesignError."""
        sheet = self.draw(job)
        return self.finish(job, sheet, self.rasteriser.impression(sheet))

    def finish(self, job: CardJob, sheet: Sheet, picture: Impression) -> Card:
        """Return the card of a sheet's picture: encoded, and with its digest; raise CardRefused when it is too large."""
        words = {"title": job.copy.text, "source": job.copy.source, "fact": job.fact}
        file = encode(picture, job.size, **words, packing=self.packing)
        digest = hashlib.sha256(file.data).hexdigest()
        return Card(job, file.data, sheet, digest, file.suffix, file.encoding, picture)
