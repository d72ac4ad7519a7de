"""From a filled template to a finished sheet: every text becomes outlines at absolute places.

After this step the drawing needs no font, no style sheet and no decision; two rasterisers draw it alike.
"""

from __future__ import annotations

import math
from collections.abc import Collection

from lxml import etree

from generator.card import guard
from generator.card.adapt import adapt, number
from generator.card.backdrop import BACKDROP, cut
from generator.card.cascade import inline_styles
from generator.card.flow import Part, Stacked, stack
from generator.card.forme import GROUP, Forme, Letter, Stretch
from generator.card.optics import extent, ink_frame
from generator.card.sample import take_places
from generator.card.settext import SetText
from generator.card.sheet import Sheet
from generator.card.textbox import TEXT, Frame, TextBox, frame_of, read_text_box
from generator.errors import DesignError, DoesNotFit, Where
from generator.typeset import Typesetter
from generator.typeset.model import Line, Setting

SET = "set-"
"""Begins the id of a group of outlines: ``set-figure`` is what the text box `figure` became."""
HAN_BEARING = 0.04
"""The blank left of an ordinary hanzi's ink, in em."""
LABEL_SIZE = 96.0
"""The size, px, of the words that stand above or below a large figure."""
_BACKDROPS: dict[tuple[str, str, str, tuple[float, float | None]], str] = {}
"""Finished backdrops by all that they are made of: the drawing's opening and styles, their own text, the theme, the sheet."""
_MOST_BACKDROPS = 3_000_000  # characters of finished text; beside it lies, as long, what it is made of
Ink = tuple[float, float, float, float]
"""Left, top, right and bottom of letters, in design units."""
_PLACED: dict[tuple[int, Frame, str, float], tuple[Setting, tuple[Stretch, ...], Ink]] = {}
"""Letters in their places, by the very setting (which is held, so that no other has its id), frame, anchor and top: a
typesetter that remembers a series' name gives one setting for all its cards."""
_MOST_PLACED = 200
_SHARES = {"start": 0.0, "middle": 0.5, "end": 1.0}


def lay_out(
    filled: str,
    *,
    file: str,
    css: str,
    units: tuple[float, float | None],
    pixels: tuple[int, int | None],
    typesetter: Typesetter,
    pictures: Collection[str] = (),
) -> Sheet:
    """Return the finished sheet of a filled template.

    `units`: the sheet in design units; `pixels`: the picture. A height of None is as much as the flow columns take
    with every text at its best size; what stretches down (``data-stretch="y"``, also the columns' frames) grows by
    as much. `pictures` are the data URIs it may hold. Raises DesignError for a drawing that is not sound, DoesNotFit or MissingGlyph for words that cannot be set.
    """
    parts = cut(filled) if units[1] is not None else None
    key = (parts.before, parts.backdrop, css, units) if parts else None
    kept = _BACKDROPS.get(key) if key else None
    root = guard.parse(parts.slim if parts and kept else filled, file, pictures)
    inline_styles(root, css, file)
    take_places(root, file)
    scale = pixels[0] / units[0]
    setter = _Setter(root, file, scale, typesetter)
    height = units[1]
    if height is None:
        height = math.ceil(setter.natural_height() * scale) / scale
    adapt(root, units[0], height)
    setter.set_all()
    _strip(root)
    root.set("width", str(pixels[0]))
    tall = round(height * scale) if pixels[1] is None else pixels[1]
    root.set("height", str(tall))
    if parts and key and not kept:
        kept = _finished(root, parts.blank).decode()
        if len(kept) + sum(map(len, _BACKDROPS.values())) > _MOST_BACKDROPS:
            _BACKDROPS.clear()
        _BACKDROPS[key] = kept
    forme = Forme(root, kept if parts else None, parts.blank if parts else "", setter.letters)
    return Sheet(forme, pixels[0], tall, tuple(setter.texts))


def _finished(root: etree._Element, blank: str) -> bytes:
    """Take a finished backdrop out of its sheet and return its text; an empty group is left in its place."""
    backdrop = next(child for child in root if child.get("id") == BACKDROP)
    empty = etree.Element(GROUP, {"id": BACKDROP})
    empty.text, empty.tail = blank or None, backdrop.tail
    text = etree.tostring(backdrop, with_tail=False)
    root.replace(backdrop, empty)
    return text


class _Setter:
    """Sets the texts of one drawing, flows first, and keeps the account."""

    def __init__(self, root: etree._Element, file: str, scale: float, typesetter: Typesetter) -> None:
        self.root = root
        self.file = file
        self.scale = scale
        self.typesetter = typesetter
        self.texts: list[SetText] = []
        self._letters: list[tuple[float, float, float, float]] = []
        self.letters: dict[etree._Element, tuple[Stretch, ...]] = {}

    def natural_height(self) -> float:
        """Return the height, in design units, at which the fullest flow column has just the room it wants."""
        drawn = float(self.root.get("viewBox", "").replace(",", " ").split()[3])
        more = -drawn
        for group in self.root.xpath("//*[@data-flow]"):
            _elements, parts, frame = self._column(group)
            if not parts:
                continue
            last = stack(parts, 0.0, math.inf, "top", self.typesetter)[-1]
            wanted = last.top + (last.extent.height if last.extent is not None else parts[-1].height)
            more = max(more, wanted - (frame.height or 0.0))
        return drawn + more

    def set_all(self) -> None:
        for group in self.root.xpath("//*[@data-flow]"):
            self._flow(group)
        boxes = [read_text_box(e, self.file) for e in list(self.root.iter(TEXT))]
        for element, box in zip(list(self.root.iter(TEXT)), boxes, strict=True):
            if box is None:
                _remove(element)
        self._alone([b for b in boxes if b is not None])
        names = [t.box for t in self.texts]
        self.texts.sort(key=lambda t: (t.frame[1], t.frame[0], names.index(t.box)))

    def _alone(self, boxes: list[TextBox]) -> None:
        shared: dict[str, list[TextBox]] = {}
        for box in boxes:
            shared.setdefault(box.share or f"#{id(box)}", []).append(box)
        for group in shared.values():
            if len(group) == 1:
                settings = [self.typesetter.fit(group[0].runs, group[0].box)]
            else:
                settings = list(self.typesetter.fit_shared([(b.runs, b.box) for b in group]))
            for box, setting in zip(group, settings, strict=True):
                if box.box.writing_mode == "vertical-rl":
                    self._place_columns(box, setting)
                else:
                    self._place(box, setting, self._top(box, setting))

    def _top(self, box: TextBox, setting: Setting) -> float:
        """Return the y of the setting's own origin: baseline boxes hang from y, framed ones align by ink."""
        if box.valign == "baseline":
            return box.frame.y - setting.lines[0].baseline
        ink = extent(setting, self.typesetter)
        room = (box.frame.height or ink.height) - ink.height
        if room < -1:
            raise DoesNotFit(
                f"“{box.text}”在框“{box.name}”里高出 {-room:.0f} 像素", None, "请缩短文字，或换一个模板、尺寸"
            )
        share = {"top": 0.0, "middle": 0.5, "bottom": 1.0}[box.valign]
        return box.frame.y + share * room - ink.top

    def _bearing(self, line: Line) -> float:
        """Return how far, px, to move a line that begins with a figure or Latin letter to the left.

        A 430 px digit stands 16 px in from its origin, a hanzi of the label above it 4 px: left alone, the two would
        not hang on one edge. The digit's ink is put where that of a hanzi of the same size, or of a label's, would be.
        Hanzi keep their own bearings, which differ from letter to letter by design.
        """
        if not line.glyphs or not line.text[:1].isascii():
            return 0.0
        first = line.glyphs[0]
        beside = HAN_BEARING * min(first.size, LABEL_SIZE)
        return first.x + self.typesetter.bounds(first.face, first.gid)[0] * first.size - beside

    def _flow(self, group: etree._Element) -> None:
        elements, parts, frame = self._column(group)
        beside = [c for c in group if isinstance(c.tag, str) and c.get("data-beside") is not None]
        for child in list(group):
            if child not in elements and child not in beside and isinstance(child.tag, str):
                group.remove(child)
        valign = group.get("data-valign", "top")
        placed = stack(parts, frame.y, frame.height or 0.0, valign, self.typesetter)
        for child, part, stacked in zip(elements, parts, placed, strict=True):
            self._put(child, part, stacked, frame.x)
        for rule in beside:
            _stand_beside(rule, parts, placed, frame)

    def _column(self, group: etree._Element) -> tuple[list[etree._Element], tuple[Part, ...], Frame]:
        """Return a flow group's children that have something to show, what each is, and the group's frame."""
        where = Where(self.file, group.sourceline)
        frame = frame_of(group, group.get("data-box", ""), where)
        rhythm = float(group.get("data-gap", "0"))
        parts: list[Part] = []
        elements: list[etree._Element] = []
        for child in list(group):
            if not isinstance(child.tag, str):
                continue
            if child.get("data-beside") is not None:
                continue
            gap = float(child.get("data-gap", rhythm))
            if child.get("data-height") is not None:
                parts.append(Part(gap, height=float(child.get("data-height", "0"))))
                elements.append(child)
                continue
            text = child if child.tag == TEXT else child.find(f".//{TEXT}")
            if text is None:
                raise DesignError(
                    "流式栏里的图形没有高度", Where(self.file, child.sourceline), "请写 data-height，单位 px"
                )
            box = read_text_box(text, self.file, frame)
            if box is None:
                continue
            parts.append(Part(gap, text=box))
            elements.append(child)
        return elements, tuple(parts), frame

    def _put(self, child: etree._Element, part: Part, stacked: Stacked, left: float) -> None:
        if part.text is None or stacked.setting is None or stacked.extent is None:
            _translate(child, left, stacked.top)
            return
        top = stacked.top - stacked.extent.top
        if child.tag != TEXT:
            middle = top + stacked.extent.middle
            for mark in child:
                if isinstance(mark.tag, str) and mark is not part.text.element:
                    _translate(mark, left, middle)
        self._place(part.text, stacked.setting, top)

    def _place(self, box: TextBox, setting: Setting, top: float) -> None:
        """Set lines one below another, the box's origin at `top`."""
        key = (id(setting), box.frame, box.anchor, top)
        known = _PLACED.get(key)
        if known is None:
            if len(_PLACED) >= _MOST_PLACED:
                _PLACED.clear()
            known = _PLACED[key] = (setting, *self._placed(box, setting, top))
        self._finish(box, setting, *known[1:])

    def _placed(self, box: TextBox, setting: Setting, top: float) -> tuple[tuple[Stretch, ...], Ink]:
        stretches: list[Stretch] = []
        left, right = [], []
        share = _SHARES[box.anchor]
        for line in setting.lines:
            room = max(0.0, box.frame.width - line.width)
            bearing = 0.0 if share else max(self._bearing(line), -room)
            x = box.frame.x + share * (box.frame.width - line.width) - bearing
            left.append(x + bearing)
            right.append(x + line.width)
            self._ink(stretches, line, x, top)
        ink = extent(setting, self.typesetter)
        return tuple(stretches), (min(left), top + ink.top, max(right), top + ink.bottom)

    def _place_columns(self, box: TextBox, setting: Setting) -> None:
        """Set columns from right to left: each hangs by `anchor` along itself, the block by `valign` across."""
        stretches: list[Stretch] = []
        frame = box.frame
        left, _, right, _ = ink_frame(setting, self.typesetter)
        if box.valign == "baseline":  # of a vertical line: its middle (CSS's central baseline)
            x = frame.x + frame.width - setting.lines[0].baseline
        else:
            room = frame.width - (right - left)
            x = frame.x - left + room * {"top": 1.0, "middle": 0.5, "bottom": 0.0}[box.valign]
        high, low = [], []
        share = _SHARES[box.anchor]
        for line in setting.lines:
            y = frame.y + share * ((frame.height or line.width) - line.width)
            high.append(y)
            low.append(y + line.width)
            self._ink(stretches, line, x, y)
        self._finish(box, setting, tuple(stretches), (x + left, min(high), x + right, max(low)))

    def _ink(self, stretches: list[Stretch], line: Line, x: float, y: float) -> None:
        """Add a line's letters to `stretches`, its origin at `x`, `y`; one stretch a colour."""
        letters: list[Letter] = []
        fill: str | None = None
        outline, fonts = self.typesetter.outline, self.typesetter.fonts
        drawn_as: tuple[str, float, float] | None = None
        across = down = 0.0
        for glyph in line.glyphs:
            drawn = outline(glyph.face, glyph.gid)
            if not drawn:
                continue
            if fill != glyph.fill:
                if letters and fill is not None:
                    stretches.append(Stretch(fill, tuple(letters)))
                    letters = []
                fill = glyph.fill
            if not glyph.rotate:
                left, top, right, bottom = self.typesetter.bounds(glyph.face, glyph.gid)
                wide, at, on = glyph.size * glyph.scale_x, x + glyph.x, y + glyph.y
                ink = (at + left * wide, on + top * glyph.size, at + right * wide, on + bottom * glyph.size)
                self._letters.append(ink)
            wanted = (glyph.face, glyph.size, glyph.scale_x)
            if wanted != drawn_as:
                drawn_as = wanted
                per_unit = glyph.size / fonts.face(glyph.face).upem
                across, down = round(per_unit * glyph.scale_x, 6), round(per_unit, 6)
            turn = round(glyph.rotate, 3) if glyph.rotate else 0.0
            letters.append((round(x + glyph.x, 3), round(y + glyph.y, 3), turn, across, down, drawn))
        if letters and fill is not None:
            stretches.append(Stretch(fill, tuple(letters)))

    def _finish(
        self,
        box: TextBox,
        setting: Setting,
        stretches: tuple[Stretch, ...],
        ink: Ink,
    ) -> None:
        """Put a group for the letters in the place of the box's element and enter the text in the account."""
        group = etree.Element(GROUP, {"id": SET + box.name})
        self.letters[group] = stretches
        group.tail = box.element.tail
        parent = box.element.getparent()
        if parent is not None:
            parent.replace(box.element, group)
        dx, dy = _offset(group)

        def placed(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
            a, b, c, d = box
            return tuple(round(v * self.scale, 2) for v in (a + dx, b + dy, c + dx, d + dy))  # type: ignore[return-value]

        self.texts.append(
            SetText(
                box.name,
                tuple(line.text for line in setting.lines),
                round(setting.size * self.scale, 2),
                setting.families_used,
                placed(ink),
                setting.fallbacks,
                tuple(dict.fromkeys(g.fill for line in setting.lines for g in line.glyphs)),
                tuple(map(placed, self._letters)),
            )
        )
        self._letters = []


def _offset(element: etree._Element) -> tuple[float, float]:
    """Return how far the ancestors' plain translations move an element, in design units."""
    dx = dy = 0.0
    for node in element.iterancestors():
        for move in node.get("transform", "").split(")"):
            name, _, values = move.strip().partition("(")
            if name == "translate":
                pair = [float(v) for v in values.replace(",", " ").split()]
                dx, dy = dx + pair[0], dy + (pair[1] if len(pair) > 1 else 0.0)
    return dx, dy


def _stand_beside(
    rule: etree._Element, parts: tuple[Part, ...], placed: tuple[Stacked, ...], frame: Frame
) -> None:
    """Give a rule the height of what its column holds and ``data-beside`` px more at either end, within the frame."""
    if not placed:
        _remove(rule)
        return
    more, last = float(rule.get("data-beside", "0")), placed[-1]
    foot = last.top + (last.extent.height if last.extent is not None else parts[-1].height)
    top = max(placed[0].top - more, frame.y)
    rule.set("y", number(top))
    rule.set("height", number(min(foot + more, frame.y + (frame.height or math.inf)) - top))
    _translate(rule, frame.x, 0.0)


def _translate(element: etree._Element, dx: float, dy: float) -> None:
    old = element.get("transform", "")
    element.set("transform", f"translate({number(dx)} {number(dy)}) {old}".strip())


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _strip(root: etree._Element) -> None:
    """Drop what only the layout needed: guides, ``data-`` attributes, classes, text properties."""
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        if "guide" in (element.get("class") or "").split():
            _remove(element)
            continue
        for name in list(element.attrib):
            if str(name).startswith("data-") or name in _SPENT:
                del element.attrib[name]


_SPENT = {
    "class", "font-family", "font-size", "font-weight", "letter-spacing", "line-height", "text-anchor",
    "writing-mode", "shape-inside", "inline-size",
}  # fmt: skip
