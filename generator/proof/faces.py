"""Is every text set in the theme's own faces, and the number in the face for numbers? A swapped font is another card."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.proof.exhibit import Exhibit

_FIGURE = re.compile(r"figure(?:-\d+)?$")
_DIGIT = re.compile(r"[0-9]")
_MIXED = re.compile("[0-9][^0-9]*[\u3400-\u9fff][^0-9]*[0-9]")
"""1小时01分47秒: hanzi within the number, which a drawing sets in one face of words."""


def faces_are_the_themes(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """No letter stands in a face that the theme does not name."""
    theme = exhibit.card.job.theme
    known = {family.casefold() for role in theme.types.values() for family in role.families}
    for text in exhibit.texts:
        strange = [family for family in text.families if family.casefold() not in known]
        if strange:
            yield (
                text.box,
                f"文字“{''.join(text.lines)[:16]}”用了主题“{theme.name}”没有的字体“{'、'.join(strange)}”，请检查模板",
            )


def figure_is_in_the_number_face(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """Digits of the great figure stand in the theme's face for numbers, so that a series' numbers are of one kind."""
    theme = exhibit.card.job.theme
    face = theme.types["number"].families[0]
    for text in exhibit.texts:
        words = "".join(text.lines)
        if not _FIGURE.match(text.box) or not _DIGIT.search(words) or _MIXED.search(words):
            continue
        if face not in text.families:
            yield text.box, f"数字“{words}”没有用主题的数字字体“{face}”，用的是“{'、'.join(text.families)}”"
