"""What a feed shows of a long picture before anybody opens it: its first part; runs in a worker."""

from __future__ import annotations

from dataclasses import dataclass

from generator.batch import Workshop, press_for
from generator.compose.long import LongWishes, compose_long
from generator.errors import MimaError
from generator.facts.model import Factsheet


@dataclass(frozen=True, slots=True)
class Glance:
    """The first part's bytes and its size in px; or `refused`, why there is none."""

    data: bytes = b""
    media: str = ""
    width: int = 0
    height: int = 0
    refused: str = ""


def glance(workshop: Workshop, sheet: Factsheet, wishes: LongWishes) -> Glance:
    """Return the first part of a sheet's long picture."""
    try:
        first = compose_long(sheet, press_for(workshop), wishes).pieces[0]
    except MimaError as error:
        return Glance(refused=str(error))
    return Glance(
        first.data, "image/png" if first.file.endswith(".png") else "image/jpeg", first.width, first.height
    )
