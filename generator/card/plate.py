"""CairoSVG's picture of a sheet, sooner: the ground kept as pixels, the rest drawn over a copy of it.

A sheet's first element, where it is called ``backdrop``, is its ground. Its pixels are CairoSVG's own, kept under the
very text that drew them: a ground of other words, colours or size is another ground, so none is ever stale. What stands
above it is engraved straight on cairo when it is plain, and handed to CairoSVG, one element at a time, when it is not.
Only ever the finished SVG is asked, so the picture and the exported file cannot part.
"""

from __future__ import annotations

import base64
import copy
import threading
from collections import OrderedDict
from collections.abc import Callable

import cairocffi
from cairosvg.parser import Tree
from cairosvg.surface import PNGSurface
from lxml import etree

from generator.card.backdrop import USED
from generator.card.contour import Matrix
from generator.card.draught import Drawing, NotPlain, Style, inherited_from, plain_drawing
from generator.card.engraver import Engraver
from generator.card.forme import Forme, parser
from generator.card.impression import Impression
from generator.card.packer import STRIP, Piece
from generator.card.rack import Kept, Rack

MOST_GROUNDS = 48_000_000
"""Bytes of grounds kept a process: seven of 1080×1440. A batch comes sorted, so that few are wanted at once."""
MOST_PLATES = 2
MOST_WASHES = 16
MOST_HEADS = 64
"""Openings of sheets kept: a template has one at each size."""
LARGEST_PLATE = 40_000_000
"""Bytes of a surface that is kept for the next card: fresh memory costs more than all the text drawn on it."""
_PICTURE = "data:image/png;base64,"
_SILENT = {"defs", "title", "desc", "metadata"}


class Plate:
    """One surface of premultiplied BGRA pixels, with its context. `pixels` is the surface's own memory."""

    def __init__(self, width: int, height: int) -> None:
        self.stride = cairocffi.ImageSurface.format_stride_for_width(cairocffi.FORMAT_ARGB32, width)
        self.width, self.height = width, height
        self.pixels = bytearray(self.stride * height)
        self.surface = cairocffi.ImageSurface.create_for_data(
            self.pixels, cairocffi.FORMAT_ARGB32, width, height, self.stride
        )
        self.context = cairocffi.Context(self.surface)
        self.standing: Callable[[], Impression | None] = lambda: None
        """The impression that may still be read off this plate."""
        self.touched = bytearray(-(-height // STRIP))
        self._ground: Ground | None = None

    def begin(self, ground: Ground | None) -> bytearray:
        """Lay a ground, or nothing, over all that was there; return the account of strips to draw by."""
        earlier = self.standing()
        if earlier is not None:
            _kept = earlier.image  # somebody holds it still: it takes its pixels along
        if ground is None:
            self.context.set_operator(cairocffi.OPERATOR_CLEAR)
            self.context.paint()
            self.context.set_operator(cairocffi.OPERATOR_OVER)
        else:
            self.surface.flush()
            self._lay(ground)
            self.surface.mark_dirty()
        self.hold(ground)
        return self.touched

    def hold(self, ground: Ground | None) -> None:
        """Know from here on that just this ground stands on the plate."""
        self._ground = ground
        self.touched = bytearray(len(self.touched))

    def _lay(self, ground: Ground) -> None:
        if ground is not self._ground:
            self.pixels[:] = ground.pixels
            return
        strip = STRIP * self.stride
        here, there = memoryview(self.pixels), memoryview(ground.pixels)
        for number, drawn in enumerate(self.touched):
            if drawn:
                here[number * strip : (number + 1) * strip] = there[number * strip : (number + 1) * strip]


Strips = dict[tuple[str, int], Piece]
"""Packed strips of a ground, by packing and number."""


class Ground:
    """The pixels of a backdrop, and its strips as they were packed: those left as its wash was with all grounds of it."""

    def __init__(self, pixels: bytearray, shared: Strips | None = None, drawn: bytes = b"") -> None:
        self.pixels = pixels
        self._packed: Strips = {}
        self.shared = shared if shared is not None else self._packed
        self._drawn = drawn if shared is not None else b""

    def in_scene(self, strip: int) -> bool:
        """Return whether more lies on a strip than the wash."""
        return bool(self._drawn) and self._drawn[strip] > 0

    def kept(self, packing: str, strip: int) -> Piece | None:
        """Return a strip as it was packed before."""
        return self._of(strip).get((packing, strip))

    def keep(self, packing: str, strip: int, piece: Piece) -> None:
        """Keep a packed strip."""
        self._of(strip)[packing, strip] = piece

    def _of(self, strip: int) -> dict[tuple[str, int], Piece]:
        return self.shared if self._drawn and not self._drawn[strip] else self._packed


class _Onto(PNGSurface):  # type: ignore[misc]
    """CairoSVG drawing on a plate that is there already."""

    def __init__(self, svg: bytes, plate: Plate) -> None:
        self._plate = plate
        super().__init__(Tree(bytestring=svg, unsafe=False, url_fetcher=_only_within), None, dpi=96)

    def _create_surface(self, width: float, height: float) -> tuple[cairocffi.Surface, int, int]:
        size = round(width), round(height)
        if size != (self._plate.width, self._plate.height):
            raise AssertionError(f"sheet is {size}, plate {self._plate.width}×{self._plate.height}")
        return self._plate.surface, *size


class Plates:
    """The surfaces, grounds and contours of one process. `draw` is for several threads, one after another."""

    def __init__(self, most_grounds: int = MOST_GROUNDS) -> None:
        self._most_grounds = most_grounds
        self._plates: OrderedDict[tuple[int, int], Plate] = OrderedDict()
        self._grounds: OrderedDict[tuple[bytes, str, int, int], Ground] = OrderedDict()
        self._weight = 0
        self._matrices: OrderedDict[bytes, Matrix] = OrderedDict()
        self._heads: dict[tuple[object, ...], bytes] = {}
        self._engraver = Engraver()
        self.rack: Rack | None = None
        """Where grounds are kept from one run to the next; None for nowhere."""
        self._washes: OrderedDict[str, Strips] = OrderedDict()
        self._lock = threading.RLock()

    def whole(self, svg: bytes, width: int, height: int) -> Impression:
        """Return the sheet as CairoSVG alone draws it, on a plate of its own: what `draw` is held against."""
        plate = Plate(width, height)
        _Onto(svg, plate)
        plate.surface.flush()
        return Impression.on(plate, None, self._lock)

    def draw(self, forme: Forme, width: int, height: int) -> Impression:
        """Return the sheet as it stands on its plate; raise what cairo or CairoSVG raise for what makes no sense."""
        with self._lock:
            plate = self._plate(width, height)
            try:
                ground = self._draw(forme, plate)
            except BaseException:
                self._plates.clear()  # a drawing broken off half-way leaves its clip and its matrix on the context
                raise
            plate.surface.flush()
            return Impression.on(plate, ground, self._lock)

    def _draw(self, forme: Forme, plate: Plate) -> Ground | None:
        root = forme.root
        head = self._head(root)
        try:
            style = inherited_from(root)
        except NotPlain:
            plate.begin(None)
            _Onto(forme.svg, plate)
            return None
        matrix = self._matrix(head, plate)
        ground = self._ground(forme.backdrop, head, plate) if forme.backdrop is not None else None
        touched = plate.begin(ground)
        for part in root:
            if not isinstance(part.tag, str) or part.tag.rpartition("}")[2] in _SILENT:
                continue
            self._add(root, part, head, style, matrix, plate, touched, forme)
        return ground

    def _plate(self, width: int, height: int) -> Plate:
        plate = self._plates.pop((width, height), None) or Plate(width, height)
        if len(plate.pixels) <= LARGEST_PLATE:
            self._plates[width, height] = plate
            if len(self._plates) > MOST_PLATES:
                self._plates.popitem(last=False)
        return plate

    def _head(self, root: etree._Element) -> bytes:
        """Return a sheet's opening: see `_opening`."""
        key = (root.tag, tuple(root.nsmap.items()), tuple(root.attrib.items()))
        found = self._heads.get(key)
        if found is None:
            if len(self._heads) >= MOST_HEADS:
                self._heads.clear()
            found = self._heads[key] = _opening(root)
        return found

    def _matrix(self, head: bytes, plate: Plate) -> Matrix:
        """Return the matrix from a sheet's design units to px, as CairoSVG works it out."""
        found = self._matrices.get(head)
        if found is None:
            surface = _Onto(head + b"</svg>", plate)
            found = self._matrices[head] = surface.context.get_matrix().as_tuple()
            if len(self._matrices) > MOST_HEADS:
                self._matrices.popitem(last=False)
        return found

    def _ground(self, backdrop: str, head: bytes, plate: Plate) -> Ground:
        """Return a sheet's backdrop; its pixels stand on the plate when it is new."""
        key = head, backdrop, plate.width, plate.height
        found = self._grounds.get(key)
        if found is not None:
            self._grounds.move_to_end(key)
            return found
        rack = self.rack
        name = rack.name_of(*key) if rack is not None else ""
        kept = rack.find(name, len(plate.pixels)) if rack is not None else None
        if kept is not None:
            shared = self._strips_of(kept.wash) if kept.wash else None
            return self._hold(key, Ground(bytearray(kept.pixels), shared, kept.drawn))
        root = etree.fromstring(head.decode() + backdrop + "</svg>", parser())
        wash, rest = self._washed(root, head, plate)
        touched = plate.begin(wash)
        style = inherited_from(root) if rest else {}
        matrix = self._matrix(head, plate)
        for part in rest:
            self._add(root, part, head, style, matrix, plate, touched)
        if wash is None and not rest:
            _Onto(head + backdrop.encode() + b"</svg>", plate)
        ground = self._take(key, plate, wash.shared if wash is not None else None, touched)
        if rack is not None:
            under = next((n for n, strips in self._washes.items() if wash and strips is wash.shared), "")
            if wash is None or under:
                rack.keep(name, Kept(bytes(ground.pixels), under, bytes(touched)))
        return ground

    def _washed(
        self, root: etree._Element, head: bytes, plate: Plate
    ) -> tuple[Ground | None, list[etree._Element]]:
        """Return what lies undermost in a backdrop, gradients that many scenes share, and the parts that lie over it.

        None and no parts for a backdrop that CairoSVG must draw as a whole.
        """
        group = root[0]
        try:
            style = inherited_from(root)
        except NotPlain:
            return None, []
        if set(group.attrib) != {"id"}:
            return None, []
        matrix = self._matrix(head, plate)
        parts = [p for p in group if isinstance(p.tag, str) and etree.QName(p).localname not in _SILENT]
        count = next((n for n, p in enumerate(parts) if _plain(p, style, matrix) is not None), len(parts))
        below = [_alone(root, part, head) for part in parts[:count]]
        if not below or count == len(parts):
            return None, parts
        key = head, b"".join(below).decode(), plate.width, plate.height
        found = self._grounds.get(key)
        if found is not None:
            self._grounds.move_to_end(key)
            return found, parts[count:]
        touched = plate.begin(None)
        for svg in below:
            _Onto(svg, plate)
        shared = self._strips_of(self.rack.name_of(*key)) if self.rack is not None else None
        return self._take(key, plate, shared, touched), parts[count:]

    def _strips_of(self, name: str) -> Strips:
        """Return the packed strips of a wash that may never be drawn here: its grounds come from the rack."""
        strips = self._washes.pop(name, {})
        self._washes[name] = strips
        if len(self._washes) > MOST_WASHES:
            self._washes.popitem(last=False)
        return strips

    def _take(
        self, key: tuple[bytes, str, int, int], plate: Plate, shared: Strips | None, touched: bytearray
    ) -> Ground:
        """Return a ground of what stands on the plate, which it goes on standing on."""
        plate.surface.flush()
        ground = Ground(bytearray(plate.pixels), shared, bytes(touched))
        plate.hold(ground)
        return self._hold(key, ground)

    def _hold(self, key: tuple[bytes, str, int, int], ground: Ground) -> Ground:
        """Keep a ground within the bound."""
        if len(ground.pixels) <= self._most_grounds:
            while self._weight + len(ground.pixels) > self._most_grounds:
                self._weight -= len(self._grounds.popitem(last=False)[1].pixels)
            self._grounds[key] = ground
            self._weight += len(ground.pixels)
        return ground

    def _add(
        self,
        root: etree._Element,
        part: etree._Element,
        head: bytes,
        style: Style,
        matrix: Matrix,
        plate: Plate,
        touched: bytearray,
        forme: Forme | None = None,
    ) -> None:
        """Draw one element over what is there: engraved when it is plain, by CairoSVG when it is not."""
        drawing = _plain(part, style, matrix, forme)
        if drawing is not None:
            self._engraver.engrave(plate.context, drawing, touched)
            return
        if forme is not None:
            forme.write()
        _Onto(_alone(root, part, head), plate)
        touched[:] = bytes(max(1, drawn) for drawn in touched)


def _plain(part: etree._Element, style: Style, matrix: Matrix, forme: Forme | None = None) -> Drawing | None:
    try:
        return plain_drawing(part, style, matrix, forme)
    except NotPlain:
        return None


def _opening(root: etree._Element) -> bytes:
    """Return a sheet's root element, opened: its size, its design units and what it hands down."""
    bare = etree.Element(root.tag, dict(root.attrib), nsmap=root.nsmap)
    bare.text = ""
    return etree.tostring(bare).removesuffix(b"</svg>")


def _alone(root: etree._Element, part: etree._Element, head: bytes) -> bytes:
    """Return a sheet that draws one element of `root`, with what it refers to elsewhere in the sheet."""
    drawn = etree.tostring(part, with_tail=False)
    own = {element.get("id") for element in part.iter()}
    wanted = [name for name in USED.findall(drawn.decode()) if name not in own]
    lent = b""
    while wanted:
        name = wanted.pop()
        found = root.find(f".//*[@id='{name}']")
        if found is None or name in own:
            continue
        own.add(name)
        lent += etree.tostring(copy.copy(found), with_tail=False)
        wanted += USED.findall(lent.decode())
    return head + (b"<defs>" + lent + b"</defs>" if lent else b"") + drawn + b"</svg>"


def _only_within(url: str, resource_type: str) -> bytes:
    """Return the bytes of a picture that the sheet holds in itself; the guard let in none but mima's own."""
    if url.startswith(_PICTURE):
        return base64.b64decode(url[len(_PICTURE) :])
    raise ValueError(f"a sheet never fetches: {resource_type} {url}")
