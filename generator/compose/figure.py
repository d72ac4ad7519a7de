"""How large a figure comes out in a given width, before anything is drawn: asked of the drawings' own macro."""

from __future__ import annotations

from generator.card import CardJob, Press
from generator.card.fill import environment

LEAST = 80.0
"""Design units: the smallest size at which ``_parts/figure.svg`` still sets a figure as one."""


def figure_size(job: CardJob, width: float, press: Press) -> float:
    """Return the size in design units of a job's figure when it is as wide as `width`; 0 without a figure."""
    if job.copy.figure is None:
        return 0.0
    say = environment(press.catalogue.template_folders).get_template("_parts/say.svg").module
    return float(str(say.figure_size(job.copy.figure, width, 1000)))  # type: ignore[attr-defined]
