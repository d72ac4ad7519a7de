"""The face of the package: runs and a box in, a setting out, with everything remembered that was worked out."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from typing import Any

from generator.errors import DoesNotFit
from generator.typeset.fit import Problem, rank, share
from generator.typeset.fonts import FontBook
from generator.typeset.measure import Measurer
from generator.typeset.model import Box, Run, Setting
from generator.typeset.outline import Outlines
from generator.typeset.row import Row
from generator.typeset.setting import place
from generator.typeset.shape import Shaper
from generator.typeset.words import Words

MOST_CHARACTERS = 30_000
"""Characters of one text box. What is shorter is set or refused with the size it needs, within a few seconds."""
EACH = 40
"""Characters that a remembered text may have on an average, so that a few very long ones do not fill the memory."""


class Typesetter:
    """Sets texts with one font book and one newsroom's words.

    `bound`: how many texts to remember; glyph caches have bounds of their own. Answers depend on the arguments
    alone, never on what was set before.
    """

    def __init__(self, fonts: FontBook, words: Words, bound: int = 2000) -> None:
        self.fonts = fonts
        self.words = words
        self._bound = bound
        self._shaper = Shaper(fonts)
        self._outlines = Outlines(fonts)
        self._measurer = Measurer(fonts, self._shaper, words.tables)
        self._known: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self._held = 0

    def __len__(self) -> int:
        """Return how many answers are remembered."""
        return len(self._known)

    def forget(self) -> None:
        """Forget every text that was set, so that the next one is set anew; glyphs stay."""
        self._known.clear()
        self._held = 0

    def fit(self, runs: Sequence[Run], box: Box) -> Setting:
        """Return the best setting of `runs` in `box`.

        Raises DoesNotFit when the text is larger than the box at its smallest size, MissingGlyph for a
        character that no font has, CardRefused for one that nobody can see.
        """
        found: Setting = self._remember(
            ("fit", tuple(runs), box), _length(runs), lambda: self._settings(runs, box, 1)[0]
        )
        return found

    def candidates(self, runs: Sequence[Run], box: Box) -> tuple[Setting, ...]:
        """Return one setting for each feasible number of lines, at its largest size; best first.

        Raises as `fit` does; never returns an empty tuple.
        """
        key = ("candidates", tuple(runs), box)
        found: tuple[Setting, ...] = self._remember(key, _length(runs), lambda: self._settings(runs, box, None))
        return found

    def fit_shared(self, boxes: Sequence[tuple[Sequence[Run], Box]]) -> list[Setting]:
        """Return a setting for each text, all at the one size that serves them best together.

        Raises as `fit` does, for the first text that cannot be set.
        """
        if not boxes:
            return []
        key = ("shared", tuple((tuple(runs), box) for runs, box in boxes))
        length = sum(_length(runs) for runs, _ in boxes)
        return list(self._remember(key, length, lambda: self._shared(boxes)))

    def measure(self, runs: Sequence[Run], *, vertical: bool = False, tight: bool = False) -> float:
        """Return the length of `runs` on one line in em; a newline counts as nothing. Raises MissingGlyph."""
        row = self._row(runs, "text", vertical, tight)
        return row.width(0, len(row.cells)) if row.cells else 0.0

    def outline(self, face: str, gid: int) -> str:
        """Return a glyph's SVG path in font units, y down; see `Outlines.outline`."""
        return self._outlines.outline(face, gid)

    def bounds(self, face: str, gid: int) -> tuple[float, float, float, float]:
        """Return a glyph's ink as left, top, right, bottom in em, y down from its baseline."""
        return self._outlines.bounds(face, gid)

    def _settings(self, runs: Sequence[Run], box: Box, most: int | None) -> tuple[Setting, ...]:
        problem = self._problem(runs, box)
        options = rank(problem.options(only_best=most == 1))
        if not options:
            raise problem.refuse()
        return tuple(place(problem, option) for option in options[:most])

    def _shared(self, boxes: Sequence[tuple[Sequence[Run], Box]]) -> tuple[Setting, ...]:
        problems = [self._problem(runs, box) for runs, box in boxes]
        return tuple(place(p, option) for p, option in zip(problems, share(problems), strict=True))

    def _problem(self, runs: Sequence[Run], box: Box) -> Problem:
        row = self._row(runs, box.name, box.writing_mode.startswith("vertical"), box.tight)
        return Problem(row, self.words.costs(row.text, box.strict), box)

    def _row(self, runs: Sequence[Run], box: str, vertical: bool, tight: bool = False) -> Row:
        length = _length(runs)
        if length > MOST_CHARACTERS:
            raise DoesNotFit(
                f"“{box}”里有 {length} 个字，一个文本框最多 {MOST_CHARACTERS} 个", None, "请缩短文字"
            )
        key = ("row", tuple(runs), box, vertical, tight)
        found: Row = self._remember(
            key, length, lambda: self._measurer.row(runs, box, vertical=vertical, tight=tight)
        )
        return found

    def _remember(self, key: Hashable, length: int, make: Callable[[], Any]) -> Any:
        """Return what is known by `key`, made of `length` characters, or make it and forget the longest unused."""
        if key in self._known:
            self._known.move_to_end(key)
            return self._known[key][0]
        made = make()
        self._known[key] = made, length
        self._held += length
        while self._known and (len(self._known) > self._bound or self._held > self._bound * EACH):
            _, (_, freed) = self._known.popitem(last=False)
            self._held -= freed
        return made


def _length(runs: Sequence[Run]) -> int:
    return sum(len(run.text) for run in runs)
