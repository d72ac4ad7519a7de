"""What a composition is once it is made: files as bytes, in order, and which facts stand on each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from generator.batch import Refusal
from generator.card import Press, SetText
from generator.facts.model import Factsheet


@dataclass(frozen=True, slots=True)
class Piece:
    """One file. `width`, `height` in px; `encoding` as in `Encoded`; `facts` are the ids of what it shows.

    A `preview` is for the desk and is not posted.
    """

    file: str
    data: bytes
    width: int
    height: int
    encoding: str
    facts: tuple[str, ...]
    texts: tuple[SetText, ...] = ()
    preview: bool = False


@dataclass(frozen=True)
class Composition:
    """All files of one composition, in the order in which they are posted.

    `kind`: ``grid``, ``mosaic``, ``long`` or ``animation``. `name` tells it from the others of its folder. `words` maps
    each fact to what it said, so that a later correction finds every file that must be made again. `notes` are
    Chinese sentences for the person at the desk. `chosen`: the facts that, named in the order, give the same again.
    `templates`: those that its pictures were drawn with, beside the drawings of compositions.
    """

    kind: str
    name: str
    size: str
    theme: str
    pieces: tuple[Piece, ...]
    words: Mapping[str, str]
    refused: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()


Composer = Callable[[Factsheet, Press], Composition]
"""What makes a composition of a series; raises CardRefused when it cannot be made at all."""
