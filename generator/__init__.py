"""密码 (mima): Chinese newspaper articles to exact picture cards.

What other programs may use is what ``__all__`` names; everything else may change. Names are fetched on first
use, so that ``import generator`` is quick and the parts below can import `generator` without a circle.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from generator.batch import Manifest, Outcome, Wishes
    from generator.card import Card, CardJob, Press
    from generator.errors import CardRefused, MimaError
    from generator.facts import extract, load
    from generator.facts.model import Fact, Factsheet
    from generator.pipeline import make_cards
    from generator.world import World

__version__ = "0.1.0"

_HOMES = {
    "Card": "generator.card",
    "CardJob": "generator.card",
    "CardRefused": "generator.errors",
    "Fact": "generator.facts.model",
    "Factsheet": "generator.facts.model",
    "Manifest": "generator.batch",
    "MimaError": "generator.errors",
    "Outcome": "generator.batch",
    "Press": "generator.card",
    "Wishes": "generator.batch",
    "World": "generator.world",
    "extract": "generator.facts",
    "load": "generator.facts",
    "make_cards": "generator.pipeline",
}

__all__ = [
    "Card", "CardJob", "CardRefused", "Fact", "Factsheet", "Manifest", "MimaError", "Outcome", "Press", "Wishes",
    "World", "__version__", "extract", "load", "make_cards",
]  # fmt: skip


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'generator' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
