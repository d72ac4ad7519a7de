"""Runs → a row of measured cells: which face draws each character, and what stands between two of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from generator.errors import MissingGlyph
from generator.typeset.characters import Kind, kind_of, normalise, printable, refuse_invisible
from generator.typeset.fonts import FontBook
from generator.typeset.model import Run, Style
from generator.typeset.row import Cell, Ink, Row, Stretch
from generator.typeset.shape import MEMORABLE, Shaper
from generator.typeset.tables import Tables
from generator.typeset.vertical import lie_together, stand

AUTOSPACE = 0.13
"""Between Han and Latin or digits, in em of the smaller; the clreq asks for 1/8 to 1/4."""
HAN_SPACE = 0.5
"""A typed space between hanzi, as headlines use between clauses."""
ASCII_MARK_GAP = 0.2
"""After an ASCII comma that stands among hanzi, where its own advance would close up the text."""
GIVEN_UP = 7 / 8
"""Of its blank a quote or bracket in a headline keeps an eighth (1/16 em), or 》 and ） would touch the hanzi behind."""
SIDE_BEARING = 0.06
"""The blank beside an ordinary hanzi; an opening mark at a line's start is set this far in."""

_BOUND = 10_000
"""Characters whose cells are remembered, about 900 bytes each; and characters whose face is."""
_MOST_CHAINS = 64


class Measurer:
    """Measures runs with one font book and one set of tables."""

    def __init__(self, fonts: FontBook, shaper: Shaper, tables: Tables) -> None:
        self._fonts = fonts
        self._shaper = shaper
        self._sides = (
            dict.fromkeys(tables.middle, "middle")
            | dict.fromkeys(tables.closing, "closing")
            | dict.fromkeys(tables.opening, "opening")
        )
        self._opening, self._closing = tables.opening, tables.closing - tables.clause_ends - tables.list_ends
        self._drawn_by: dict[tuple[tuple[str, ...], int, str, bool], str | None] = {}
        self._singles: dict[tuple[tuple[str, ...], int], dict[str, str]] = {}
        self._known: dict[tuple[str, str, bool, float, float, bool], tuple[Cell, ...]] = {}
        self._held = 0

    def row(self, runs: Sequence[Run], box: str, *, vertical: bool, tight: bool = False) -> Row:
        """Return the measured row of `runs`; `tight`: quotes and brackets take hardly more than half an em.

        Raises CardRefused for an invisible character, MissingGlyph for one that no font draws; both name the
        box.
        """
        styles = tuple(run.style for run in runs)
        pieces = [normalise(run.text) for run in runs]
        text = "".join(pieces)
        refuse_invisible(text, box)
        owner = [index for index, piece in enumerate(pieces) for _ in piece]
        if len(runs) > 1:
            for i in range(1, len(text)):
                if kind_of(text[i]) is Kind.EXTEND:  # a mark is drawn with its base, whatever run it is in
                    owner[i] = owner[i - 1]
        faces = self._faces(text, owner, styles, box)
        measures = _measures(styles)
        cells: list[Cell] = []
        stretches = _stretches(text, [measures[index] for index in owner], faces, vertical)
        for stretch in lie_together(text, stretches) if vertical else stretches:
            for cell in self._cells(text, stretch, styles[stretch.style], vertical):
                index = owner[cell.start]
                cells.append(cell if index == cell.style else cell._replace(style=index))
        families, borrowed = self._account(text, styles, cells)
        return self._lay_out(text, styles, cells, families, borrowed, tight)

    def _account(
        self, text: str, styles: tuple[Style, ...], cells: list[Cell]
    ) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
        """Return the families that drew the cells, and what each drew in place of a chain's first family."""
        first = [self._fonts.chain(style.families, style.weight)[0].key for style in styles]
        keys: dict[str, None] = {}
        borrowed: dict[str, dict[str, None]] = {}
        for cell in cells:
            for ink in cell.inks:
                keys[ink.face] = None
                if ink.face != first[cell.style]:
                    family = self._fonts.face(ink.face).family
                    borrowed.setdefault(family, {})[text[cell.start : cell.end]] = None
        families = dict.fromkeys(self._fonts.face(key).family for key in keys)
        return tuple(families), tuple((family, "".join(drawn)) for family, drawn in borrowed.items())

    def _faces(self, text: str, owner: list[int], styles: tuple[Style, ...], box: str) -> list[str]:
        """Return the face key of each character; an extending mark has its base's."""
        faces: list[str] = []
        kinds = [kind_of(character) for character in text]
        single = [self._single(style) for style in styles]
        i = 0
        while i < len(text):
            known = single[owner[i]].get(text[i])
            if known is not None and kinds[i + 1 : i + 2] != [Kind.EXTEND]:
                faces.append(known)
                i += 1
                continue
            end = i + 1
            while end < len(text) and kind_of(text[end]) is Kind.EXTEND:
                end += 1
            cluster, style, kind = text[i:end], styles[owner[i]], kinds[i]
            if kind in (Kind.NEWLINE, Kind.SPACE):
                cluster = " "
            key = self._face(style, cluster, kind is Kind.MARK and not _in_latin(text, i))
            if key is None:
                raise _missing(cluster, text, box, style)
            if kind is not Kind.MARK and len(cluster) == 1:
                single[owner[i]][text[i]] = key
            faces += [key] * (end - i)
            i = end
        return faces

    def _face(self, style: Style, cluster: str, mark: bool) -> str | None:
        """Return the key of the face that draws `cluster`; a `mark` among hanzi is never a Latin font's."""
        asked = (style.families, style.weight, cluster, mark)
        if asked not in self._drawn_by:
            if len(self._drawn_by) >= _BOUND:
                self._drawn_by.clear()
            key = self._han_face(style, cluster) if mark else None
            self._drawn_by[asked] = key or self._fonts.resolve(style.families, style.weight, cluster)
        return self._drawn_by[asked]

    def _single(self, style: Style) -> dict[str, str]:
        """Return what is known of single characters that no neighbour changes, in a style: its face keys."""
        chain = (style.families, style.weight)
        found = self._singles.get(chain)
        if found is None or len(found) >= _BOUND:
            if len(self._singles) >= _MOST_CHAINS:
                self._singles.clear()
            found = self._singles[chain] = {}
        return found

    def _han_face(self, style: Style, mark: str) -> str | None:
        """Return the chain's first Chinese face that has `mark`: “” in Chinese are never a Latin font's."""
        faces = self._fonts.chain(style.families, style.weight)
        return next((face.key for face in faces if face.has("中") and face.has(mark)), None)

    def _cells(self, text: str, stretch: Stretch, style: Style, vertical: bool) -> Sequence[Cell]:
        """Return the cells of a stretch; what the same characters measured before is remembered."""
        part = text[stretch.start : stretch.end]
        key = (part, stretch.face, stretch.han, style.size_em, style.baseline_shift_em, vertical)
        known = self._known.get(key)
        if known is None:
            known = tuple(self._measured(*key))
            if len(part) <= MEMORABLE:
                if self._held + len(part) > _BOUND:
                    self._known.clear()
                    self._held = 0
                self._known[key] = known
                self._held += len(part)
        at, index = stretch.start, stretch.style
        if not at and not index:
            return known
        return [
            Cell(c[0] + at, c[1] + at, index, c[3], c[4], c[5], c[6], c[7], c[8], c[9]) for c in known
        ]  # fmt: skip

    def _measured(
        self, part: str, face: str, han: bool, size: float, up: float, vertical: bool
    ) -> Iterator[Cell]:
        """Yield the cells of characters that one face draws in one script, as if they began the text."""
        if part == "\n":
            yield Cell(0, 1, 0, (), 0.0, space=True)
            return
        if part.isspace():
            # Several typed spaces are a habit of the keyboard: they stand as one, as SVG has it by default.
            space = 1.0 if part == "\u3000" else self._shaper.shape(face, " ", han=False)[0].advance
            yield Cell(0, len(part), 0, (), space * size, space=True)
            return
        if vertical and not han:
            inks, advance = stand(self._shaper, face, part, size, up)
            if inks:
                yield Cell(0, len(part), 0, inks, advance, upright=True)
                return
        for cluster in self._shaper.shape(face, part, han=han, vertical=vertical and han):
            mark = part[cluster.start]
            before = after = flush = 0.0
            side = self._side(mark)
            if side and han and cluster.end == cluster.start + 1:
                before, after = self._shaper.trims(face, mark, side, vertical=vertical)
                flush = before
                if side == "opening" and before:
                    flush = max(before, self._shaper.blank_before(face, mark, vertical) - SIDE_BEARING)
            drawn = []
            for gid, x, y in cluster.glyphs:
                if not vertical:
                    drawn.append(Ink(face, gid, x * size, y * size + up, size))
                elif han:
                    drawn.append(Ink(face, gid, -y * size, x * size + up, size))
                else:
                    drawn.append(Ink(face, gid, x * size, -0.38 * size + up + y * size, size, 90.0))
            trims = (before * size, after * size, flush * size)
            yield Cell(cluster.start, cluster.end, 0, tuple(drawn), cluster.advance * size, *trims)

    def _side(self, mark: str) -> str:
        """Return on which side a full-width mark has its blank, or an empty string for other characters."""
        return self._sides.get(mark, "")

    def _lay_out(
        self,
        text: str,
        styles: tuple[Style, ...],
        cells: list[Cell],
        families: tuple[str, ...],
        borrowed: tuple[tuple[str, str], ...],
        tight: bool,
    ) -> Row:
        pens = [0.0]
        cells = [
            self._wide_space(text, cells, i, styles) if cell.space else cell for i, cell in enumerate(cells)
        ]
        pen, last = 0.0, len(cells) - 1
        for i, cell in enumerate(cells):
            gap = 0.0
            if i < last:
                following = cells[i + 1]
                if (
                    cell.style == following.style
                    and kind_of(text[cell.end - 1]) is Kind.HAN
                    and kind_of(text[following.start]) is Kind.HAN
                ):
                    gap = styles[
                        cell.style
                    ].letter_spacing_em  # as `_gap` has it, which has much to ask of others
                else:
                    gap = self._gap(text, styles, cells, i)
                    if tight:
                        gap -= self._half(text, cell, following)
            pen += cell.advance + gap
            pens.append(pen)
        starts, ends = list(range(len(cells) + 1)), list(range(len(cells) + 1))
        for i in range(len(cells) - 1, -1, -1):
            if cells[i].space and not text.startswith("\n", cells[i].start):
                starts[i] = starts[i + 1]
        for i in range(1, len(cells) + 1):
            if cells[i - 1].space:
                ends[i] = ends[i - 1]
        return Row(text, styles, tuple(cells), tuple(pens), tuple(starts), tuple(ends), families, borrowed)

    def _wide_space(self, text: str, cells: list[Cell], i: int, styles: tuple[Style, ...]) -> Cell:
        """Return a typed space between hanzi at the width that headlines give it."""
        cell = cells[i]
        if text[cell.start] in "\n\u00a0" or cell.start == 0 or cell.end >= len(text):
            return cell
        if _wide(text[cell.start - 1]) and _wide(text[cell.end]):
            width = max(cell.advance, HAN_SPACE * styles[cell.style].size_em)
            return Cell(cell.start, cell.end, cell.style, (), width, space=True)
        return cell

    def _gap(self, text: str, styles: tuple[Style, ...], cells: list[Cell], i: int) -> float:
        """Return what stands between cells i and i + 1 on one line: spacing, or blank taken from marks."""
        left, right = cells[i], cells[i + 1]
        a, b = styles[left.style], styles[right.style]
        gap = a.letter_spacing_em
        if left.style != right.style:
            gap += b.gap_before_em
        if left.space or right.space or left.upright or right.upright:
            return gap
        before, after = text[left.end - 1], text[right.start]
        gap += self._squeeze(before, after, left, right)
        if before == "：" and after.isdigit() and text[left.start - 1 : left.start].isdigit():
            gap -= left.trim_end  # 1：0, 12：30: a score or an hour, not the end of a phrase
        if b.gap_before_em and left.style != right.style:
            return gap
        size = min(a.size_em, b.size_em)
        one, other = _script(before), _script(after)
        if {one, other} == {"han", "latin"}:
            gap += AUTOSPACE * size
        elif one == "comma" and other == "han":
            gap += ASCII_MARK_GAP * size
        return gap

    def _half(self, text: str, left: Cell, right: Cell) -> float:
        """Return what a quote or bracket gives up beside anything but a mark, and two of them between each other.

        The blank of ” before a hanzi, normal in running text, is a hole in a headline. Two marks side by side take what
        `_squeeze` leaves them: 1½ em, or hardly more than one between ” and “.
        """
        before, after = text[left.end - 1], text[right.start]
        closes, opens = before in self._closing, after in self._opening
        lost = left.trim_end if closes and not self._side(after) else 0.0
        if opens and (closes or not self._side(before)):
            lost += right.trim_start
        return lost * GIVEN_UP

    def _squeeze(self, before: str, after: str, left: Cell, right: Cell) -> float:
        """Return the blank, as a negative gap, that two marks side by side give up: ½ em of their two."""
        one, other = self._side(before), self._side(after)
        if not one and not other:
            return 0.0
        lost = 0.0
        if one == "middle":
            lost += left.trim_end
        if other == "middle":
            lost += right.trim_start
        if one == "closing" and other:
            lost += left.trim_end
        elif one in ("opening", "middle") and other == "opening":
            lost += right.trim_start
        return -lost


def _measures(styles: tuple[Style, ...]) -> list[int]:
    """Return for each style the first that measures alike: runs that differ in colour alone are shaped as one."""
    known: dict[Style, int] = {}
    return [
        index if style.gap_before_em else known.setdefault(replace(style, fill=""), index)
        for index, style in enumerate(styles)
    ]


def _stretches(text: str, owner: list[int], faces: list[str], vertical: bool) -> list[Stretch]:
    """Cut the text where measure, face or script changes; each hanzi and mark by itself, "——" as two."""
    found: list[Stretch] = []
    i = 0
    while i < len(text):
        kind = kind_of(text[i])
        end = i + 1
        latin_mark = kind is Kind.MARK and _in_latin(text, i, vertical)
        han = kind in (Kind.HAN, Kind.MARK, Kind.SYMBOL) and not latin_mark
        if kind in (Kind.NEWLINE, Kind.SPACE):
            han = False
        elif han:
            if text[i] in "—⸺…" and text[end : end + 1] == text[i] and owner[end] == owner[i]:
                end += 1
            while end < len(text) and kind_of(text[end]) is Kind.EXTEND:
                end += 1
        else:
            while end < len(text) and owner[end] == owner[i] and faces[end] == faces[i]:
                following = kind_of(text[end])
                inside = following is Kind.MARK and _in_latin(text, end, vertical)
                if not inside and following not in (Kind.LATIN, Kind.DIGIT, Kind.ASCII_MARK, Kind.EXTEND):
                    break
                end += 1
        found.append(Stretch(i, end, owner[i], faces[i], han))
        i = end
    return found


def _in_latin(text: str, i: int, vertical: bool = False) -> bool:
    """Return whether a mark stands inside Latin or a number (it’s, 2021—2035), not among hanzi.

    In a column a dash stands by itself, so that the years at its two ends can stand upright.
    """
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if not before or not after or text[i] in "“”《》【】「」" or (vertical and text[i] in "—–"):
        return False
    kinds = (kind_of(before), kind_of(after))
    return all(kind in (Kind.LATIN, Kind.DIGIT) for kind in kinds)


def _wide(character: str) -> bool:
    return character > "\u2e00" or kind_of(character) is Kind.MARK


@lru_cache(maxsize=8192)
def _script(character: str) -> str:
    kind = kind_of(character)
    if kind is Kind.HAN:
        return "han"
    if kind in (Kind.LATIN, Kind.DIGIT, Kind.EXTEND) or character in "%$°℃‰²³㎡":
        return "latin"
    return "comma" if character in ",;:!?" else ""


def _missing(cluster: str, text: str, box: str, style: Style) -> MissingGlyph:
    points = " ".join(f"U+{ord(character):04X}" for character in cluster)
    emoji = 0x1F000 <= ord(cluster[0]) < 0x20000 or 0x2600 <= ord(cluster[0]) <= 0x27BF
    what = "表情或图形符号" if emoji else "字"
    shown = printable(text if len(text) <= 60 else text[:60] + "…")
    return MissingGlyph(
        f"字体里没有{what}“{cluster}”（{points}），文字是“{shown}”，文本框“{box}”，字体依次为{'、'.join(style.families)}",
        remedy="请换一个字，或装入有这个字的字体",
    )
