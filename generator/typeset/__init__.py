"""Text and box in, outlines at their places out: fonts, shaping, line breaking, fitting.

    book = FontBook.load(fonts_folder)
    setter = Typesetter(book, Words.load(data_folder / "words_typeset"))
    setting = setter.fit([Run("促成产学研合作项目超900项", Style(("Noto Sans SC",), 700))], Box(900, 300, 96, 40))

The way of a text: `measure` (runs → cells in em) → `words`, `names`, `phrases` and `rules` (what each break costs) → `breaks` (the
best lines for each number of lines) → `fit` (which number, which size) → `setting` (glyphs at their places).
"""

from generator.typeset.fonts import Face, FontBook, FontFile
from generator.typeset.model import Box, Glyph, Line, Run, Setting, Style
from generator.typeset.tables import Tables
from generator.typeset.typesetter import Typesetter
from generator.typeset.words import Words

__all__ = [
    "Box",
    "Face",
    "FontBook",
    "FontFile",
    "Glyph",
    "Line",
    "Run",
    "Setting",
    "Style",
    "Tables",
    "Typesetter",
    "Words",
]
