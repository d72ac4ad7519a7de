"""What must hold before a card may go out: one small function a check, each with its words for a sub-editor."""

from generator.proof.caption import caption_agrees
from generator.proof.evidence import Evidence, against_article
from generator.proof.exhibit import Exhibit
from generator.proof.finding import OFF, REFUSE, WARN, Finding
from generator.proof.rules import CHECKS, SERIES_CHECKS, WORD_CHECKS, Rules
from generator.proof.twins import contradictions, twins

__all__ = [
    "CHECKS", "OFF", "REFUSE", "SERIES_CHECKS", "WARN", "WORD_CHECKS", "Evidence", "Exhibit", "Finding", "Rules",
    "against_article", "caption_agrees", "contradictions", "twins",
]  # fmt: skip
