"""A finished card whose number moves: digits in the places of the last frame's digits, nothing else redrawn.

The font's figures are of different widths, so a digit on its way stands in the middle of the digit that will be
there, made narrower when it is too wide: nothing jumps, and the last frame is the still card itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree
from PIL import Image

from generator.card import CardJob, Press, Sheet
from generator.card.adapt import number
from generator.card.layout import SET
from generator.compose.counting import Counting
from generator.errors import CardRefused
from generator.typeset import Box, Run, Style

STEPS = 40
STEP_MS = 40
"""40 steps at 25 a second: 1.6 s, long enough to be seen and short enough to be waited for."""
FIRST_MS, HOLD_MS = 120, 2800
_BOX = "figure"
_SVG = "http://www.w3.org/2000/svg"
_PLACE = re.compile(r"translate\((\S+) (\S+)\) scale\((\S+)\)")
_HEX = re.compile(r"#[0-9a-fA-F]{6}")
_LEAST_GAP = 0.02
_CHARACTERS = "0123456789.,"


@dataclass(frozen=True)
class Film:
    """Frames of one size and how long each is shown, ms. The first and the last are the still card.

    A feed shows the first frame while it loads, and a reader may save it: it must not say 0. `bare` is the card
    without its figure's digits; `box` is what moves, x0, y0, x1, y1 in px: everything outside is the same in all.
    """

    frames: tuple[Image.Image, ...]
    durations: tuple[int, ...]
    bare: Image.Image
    box: tuple[int, int, int, int]

    @property
    def still(self) -> Image.Image:
        """The card at rest."""
        return self.frames[-1]


@dataclass(frozen=True, slots=True)
class _Slot:
    """One place of the figure, in design units: the middle and width of its room, its baseline, px per em."""

    middle: float
    width: float
    baseline: float
    scale: float


def shoot(job: CardJob, sheet: Sheet, counting: Counting, press: Press) -> Film:
    """Return the film of a finished card whose figure counts up.

    Raises CardRefused when the card's drawing sets its figure in another way than as one line of digits.
    """
    figure = job.copy.figure
    value = figure.value if figure is not None else ""
    prefix = figure.prefix if figure is not None else ""
    root = etree.fromstring(sheet.svg)
    glyphs = _value_glyphs(root, sheet, prefix, value, job)
    slots = _slots(glyphs, value, job, press)
    colour = _colour(glyphs[0])
    still = press.rasteriser.pixels(sheet)
    for path in glyphs:
        path.getparent().remove(path)  # type: ignore[union-attr]
    bare = press.rasteriser.pixels(replace(sheet, svg=etree.tostring(root)))
    painter = _Painter(job, sheet, slots, press, colour)
    frames, durations = [still], [FIRST_MS]
    last = ""
    for text in counting.steps(STEPS)[:-1]:
        if text == last:
            durations[-1] += STEP_MS  # one mark of a small number stands for several steps
            continue
        frames.append(painter.paint(bare, text))
        durations.append(STEP_MS)
        last = text
    frames.append(still)
    durations.append(HOLD_MS)
    return Film(tuple(frames), tuple(durations), bare, painter.box)


def _value_glyphs(
    root: etree._Element, sheet: Sheet, prefix: str, value: str, job: CardJob
) -> list[etree._Element]:
    groups = root.xpath("//*[@id=$name]", name=SET + _BOX)
    line = next((text.lines[0] for text in sheet.texts if text.box == _BOX and len(text.lines) == 1), "")
    paths = list(groups[0].iter(f"{{{_SVG}}}path")) if isinstance(groups, list) and len(groups) == 1 else []
    inked = [c for c in line if not c.isspace()]
    before = len([c for c in prefix if not c.isspace()])
    moved = any(node.get("transform") for group in paths[:1] for node in group.iterancestors())
    if moved or not value or len(paths) != len(inked) or "".join(inked[before : before + len(value)]) != value:
        raise CardRefused(f"模板“{job.template.name}”的数字不是一行，不能滚动", None, "请用“数字”模板")
    return paths[before : before + len(value)]


def _colour(glyph: etree._Element) -> str:
    group = glyph.getparent()
    fill = group.get("fill", "") if group is not None else ""
    if not _HEX.fullmatch(fill):
        raise CardRefused("数字不是单色，不能滚动", None, "请换一个主题")
    return fill


def _slots(glyphs: Sequence[etree._Element], value: str, job: CardJob, press: Press) -> list[_Slot]:
    inks = []
    shapes = _shapes(job, press)
    for path, character in zip(glyphs, value, strict=True):
        place = _PLACE.fullmatch(path.get("transform", ""))
        if place is None:
            raise CardRefused("数字的轮廓有旋转或变形，不能滚动", None, "请用“数字”模板")
        x, y, scale = (float(v) for v in place.groups())
        left, right = (edge * scale * shapes.upem for edge in shapes.ink[character])
        inks.append((x + left, x + right, y, scale))
    gap = _LEAST_GAP * inks[0][3] * shapes.upem
    slots = []
    for n, (left, right, y, scale) in enumerate(inks):
        room_left = (left + inks[n - 1][1]) / 2 if n else left - gap / 2
        room_right = (right + inks[n + 1][0]) / 2 if n + 1 < len(inks) else right + gap / 2
        middle = (left + right) / 2
        width = 2 * min(middle - room_left, room_right - middle) - gap
        slots.append(_Slot(middle, max(width, right - left), y, scale))
    return slots


@dataclass(frozen=True, slots=True)
class _Shapes:
    """The digits of a theme's number type: outline in font units, ink's left and right in em."""

    outlines: dict[str, str]
    ink: dict[str, tuple[float, float]]
    upem: int


def _shapes(job: CardJob, press: Press) -> _Shapes:
    role = job.theme.types["number"]
    run = Run(_CHARACTERS, Style(role.families, role.weight))
    line = press.typesetter.fit([run], Box(width=10_000, height=None, max_size=100, min_size=100)).lines[0]
    outlines, ink = {}, {}
    for character, glyph in zip(_CHARACTERS, line.glyphs, strict=True):
        outlines[character] = press.typesetter.outline(glyph.face, glyph.gid)
        left, _top, right, _bottom = press.typesetter.bounds(glyph.face, glyph.gid)
        ink[character] = (left, right)
    return _Shapes(outlines, ink, press.typesetter.fonts.face(line.glyphs[0].face).upem)


class _Painter:
    """Paints digits onto the bare card: each digit in each place is drawn once, as a mask of coverage."""

    def __init__(self, job: CardJob, sheet: Sheet, slots: Sequence[_Slot], press: Press, colour: str) -> None:
        self.slots = slots
        self.press = press
        self.shapes = _shapes(job, press)
        self.sheet = sheet
        self.units = job.size.units
        self.colour = colour
        self.masks: dict[tuple[int, str], Image.Image] = {}
        self.box = self._box()

    def paint(self, bare: Image.Image, text: str) -> Image.Image:
        """Return the bare card with `text` in the last places of the figure, in the figure's colour."""
        frame = bare.copy()
        for n, character in enumerate(text, len(self.slots) - len(text)):
            mask = self.masks.get((n, character))
            if mask is None:
                mask = self.masks[n, character] = self._mask(n, character)
            frame.paste(Image.new("RGB", mask.size, self.colour), self.box, mask)
        return frame

    def _box(self) -> tuple[int, int, int, int]:
        """Return the px of the picture within which the digits move: the figure's places and a little more."""
        per_unit = self.sheet.width / self.units[0]
        first, last = self.slots[0], self.slots[-1]
        size = first.scale * self.shapes.upem
        return (
            max(0, int((first.middle - first.width) * per_unit)),
            max(0, int((first.baseline - 1.1 * size) * per_unit)),
            min(self.sheet.width, int((last.middle + last.width) * per_unit) + 1),
            min(self.sheet.height, int((first.baseline + 0.3 * size) * per_unit) + 1),
        )

    def _mask(self, n: int, character: str) -> Image.Image:
        slot = self.slots[n]
        left, right = (edge * slot.scale * self.shapes.upem for edge in self.shapes.ink[character])
        narrow = min(1.0, slot.width / (right - left))
        x = slot.middle - narrow * (left + right) / 2
        x0, y0, x1, y1 = self.box
        width, height = x1 - x0, y1 - y0
        per_unit = self.sheet.width / self.units[0]
        window = " ".join(number(v / per_unit) for v in (x0, y0, width, height))
        svg = (
            f'<svg xmlns="{_SVG}" viewBox="{window}" width="{width}" height="{height}">'
            f'<rect x="{x0 / per_unit}" y="{y0 / per_unit}" width="{width / per_unit}" height="{height / per_unit}"'
            f' fill="#000000"/><path fill="#ffffff" transform="translate({number(x)} {number(slot.baseline)})'
            f' scale({slot.scale * narrow:.6f} {slot.scale:.6f})" d="{self.shapes.outlines[character]}"/></svg>'
        )
        return self.press.rasteriser.pixels(Sheet(svg.encode(), width, height, ())).getchannel("R")
