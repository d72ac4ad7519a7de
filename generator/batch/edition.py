"""The workshop in editions, for a studio that stays open: after a designer's change every process loads templates, themes and sizes anew."""

from __future__ import annotations

from dataclasses import dataclass

from generator.batch.work import Workshop
from generator.card import Press, Wordbook
from generator.card.fill import environment
from generator.design import IconTable, SceneTable
from generator.facts import Tables
from generator.proof import Rules


@dataclass(frozen=True, slots=True)
class Edition(Workshop):
    """A workshop with a number: `press_for` keeps a press for each, so a new number is a new press everywhere."""

    number: int = 0

    def press(self) -> Press:
        """Return a new press that has seen drawings, word tables and the rules of the proof as they are now."""
        environment.cache_clear()
        for table in (Tables, Rules, Wordbook, IconTable, SceneTable):
            table.forget()
        press = Press(self.world, self.renderer, self.packing)
        # A card of the edition before may still be in the queue: it must not be drawn after what was on the disk then.
        environment(press.catalogue.template_folders).auto_reload = True
        return press
