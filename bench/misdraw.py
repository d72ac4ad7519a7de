"""Drawings with a mistake in them, as a template would have it: one thing at a time, for ``bench/proof.py``.

Each way takes the filled drawing, before layout, and the texts as they were set, and yields drawings that are wrong.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import etree

from bench.spoil import DIGIT, UNITS, other_digit, other_scale
from generator.card import SetText
from generator.card.copy import Copy

_SVG = "{http://www.w3.org/2000/svg}"
Shapes = Callable[[etree._Element, Sequence[SetText]], Iterator[etree._Element]]


def _copies(
    root: etree._Element, nodes: Sequence[etree._Element]
) -> Iterator[tuple[etree._Element, etree._Element]]:
    """Yield a fresh copy of the drawing for each node, with that node in it."""
    tree = root.getroottree()
    for node in nodes:
        path = tree.getelementpath(node)
        fresh = etree.fromstring(etree.tostring(root))
        found = fresh.find(path)
        if found is not None:
            yield fresh, found


def _texts(root: etree._Element, *names: str) -> list[etree._Element]:
    nodes = [n for n in root.iter(f"{_SVG}text") if "".join(n.itertext()).strip()]
    return [n for n in nodes if not names or n.get("id") in names]


def _message(root: etree._Element) -> list[etree._Element]:
    aside = {
        "series",
        "chapter",
        "counter",
        "source",
        "date",
        "account",
        "slogan",
        "credit",
        "legend",
        "kicker",
    }
    return [n for n in _texts(root) if n.get("id") not in aside and not str(n.get("id")).startswith("scale-")]


def _rewrite(node: etree._Element, change: Callable[[str], str]) -> bool:
    """Change the first piece of text that the change changes."""
    for piece in node.iter():
        for slot in ("text", "tail"):
            old = getattr(piece, slot)
            if old and (slot == "text" or piece is not node):
                new = change(old)
                if new != old:
                    setattr(piece, slot, new)
                    return True
    return False


def _edit(
    root: etree._Element, nodes: Sequence[etree._Element], change: Callable[[str], str]
) -> Iterator[etree._Element]:
    for fresh, node in _copies(root, nodes):
        if _rewrite(node, change):
            yield fresh


def _drawn_digit(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    yield from _edit(root, _message(root), lambda t: DIGIT.sub(lambda m: other_digit(m[0]), t, count=1))


def _drawn_unit(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    def change(text: str) -> str:
        for old, new in UNITS:
            if old in text:
                return text.replace(old, new, 1)
        return text

    yield from _edit(root, _texts(root, "figure", "unit"), change)


def _drawn_cut(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    yield from _edit(root, _message(root), lambda t: t[:-1] if len(t.strip()) > 2 and t[-1].isalnum() else t)


def _drawn_scale(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    yield from _edit(root, _message(root), lambda t: next(other_scale(t, ()), t))


def _drawn_sign(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    sign = re.compile(r"(?<![\dA-Za-z])[-−](?=\d)|[%％℃]")
    yield from _edit(root, _message(root), lambda t: sign.sub("", t, count=1))


def _other_face(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    """The great number in the face for statements."""
    for fresh, node in _copies(root, _texts(root, "figure")):
        for piece in node.iter(etree.Element):
            if "type-number" in (piece.get("class") or ""):
                piece.set("style", "font-family:'Noto Serif SC'")
        yield fresh


def _aside_cut(box: str) -> Shapes:
    def cut(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
        """The last letter of a text beside the message cut: of its last piece, as it stands in the drawing."""
        for fresh, node in _copies(root, _texts(root, box)):
            said = "".join(node.itertext())
            short = said.rstrip()[:-1]
            if not short.strip() or not said.rstrip()[-1].isalnum():
                continue
            for piece in list(node):
                node.remove(piece)
            node.text = short
            yield fresh

    return cut


def other_label(words: str) -> Shapes:
    """Return the way to put a neighbour's label beside a figure."""

    def exchanged(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
        for fresh, node in _copies(root, _texts(root, "head", "tail")):
            if "".join(node.itertext()).strip() == words:
                continue
            for piece in list(node):
                node.remove(piece)
            node.text = words
            yield fresh

    return exchanged


def another_value(copy: Copy) -> Iterator[Copy]:
    """Yield a card's words with its chart drawn for another value: what is printed stays."""
    for picture in copy.pictures:
        step = {"count": 1.0, "rank": 1.0, "share": 1.5, "change": 2.0, "stretch": 0.2}[picture.kind]
        value = picture.value - step if picture.value > step + 1 else picture.value + step
        others = tuple(replace(p, value=value) if p is picture else p for p in copy.pictures)
        yield replace(copy, pictures=others)
    for at, entry in enumerate(copy.entries):
        if entry.number is not None:
            wrong = replace(entry, number=entry.number * 0.9)
            yield replace(copy, entries=(*copy.entries[:at], wrong, *copy.entries[at + 1 :]))


def _without(box: str) -> Callable[[etree._Element, Sequence[SetText]], Iterator[etree._Element]]:
    """Return the spoil that takes a text off the drawing."""

    def spoil(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
        for fresh, node in _copies(root, _texts(root, box)):
            parent = node.getparent()
            if parent is not None:
                parent.remove(node)
                yield fresh

    return spoil


def _drawn_label(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    yield from _edit(root, _texts(root, "head"), lambda t: "新增停车泊位" if len(t) > 3 else t)


def _other_source(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    yield from _edit(root, _texts(root, "source"), lambda t: t.replace("日报", "晚报").replace("晚报", "早报"))


def _other_date(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    yield from _edit(
        root, _texts(root, "date"), lambda t: DIGIT.sub(lambda m: other_digit(m[0]), t[::-1], count=1)[::-1]
    )


def _see_through(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    for fresh, node in _copies(root, _message(root)):
        node.set("opacity", "0.25")
        yield fresh


def _faint(root: etree._Element, texts: Sequence[SetText]) -> Iterator[etree._Element]:
    """Light letters on the light ground that dark ones stood on, dark ones on a dark ground."""
    dark = {t.box: sum(bytes.fromhex(t.fills[0][1:])) < 380 for t in texts if t.fills and len(t.fills[0]) == 7}
    for fresh, node in _copies(root, _message(root)):
        for piece in node.iter(etree.Element):
            piece.set("style", f"fill:{'#d8dde2' if dark.get(str(node.get('id')), True) else '#232a33'}")
        yield fresh


def _tiny(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    for fresh, node in _copies(root, _message(root)):
        for piece in node.iter():
            if not str(piece.get("font-size", "em")).endswith("em"):
                piece.set("font-size", "15")
        node.set("data-min-size", "12")
        yield fresh


def _logo(share: float, *, stark: bool = False, own: bool = False) -> Shapes:
    def over(root: etree._Element, texts: Sequence[SetText]) -> Iterator[etree._Element]:
        """A plain plate laid over the first letters of each text of the message."""
        asides = {"series", "chapter", "counter", "date", "legend"}
        view = [float(v) for v in str(root.get("viewBox")).split()]
        for text in texts:
            if text.box in asides:
                continue
            fresh = etree.fromstring(etree.tostring(root))
            scale = view[2] / float(root.get("width") or view[2])
            x0, y0, x1, y1 = (v * scale for v in text.frame)
            plate = etree.SubElement(fresh, f"{_SVG}rect", x=f"{x0 - 6}", y=f"{y0 - 6}", fill="#6b7a90")
            fill = next(iter(text.fills), "#000000")
            if (
                stark and len(fill) == 7
            ):  # a plate from which the letters would stand off, were they not under it
                plate.set("fill", "#101010" if sum(bytes.fromhex(fill[1:])) > 380 else "#fafafa")
            if own:  # and one that has the very colour of the letters under it
                plate.set("fill", fill)
            plate.set("width", f"{(x1 - x0) * share + 6}")
            plate.set("height", f"{y1 - y0 + 12}")
            yield fresh

    return over


def _bar_longer(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    bars = [
        n for g in _pictures(root) for n in g.iter(f"{_SVG}rect")
        if "frame" not in (n.get("id") or "") and "guide" not in (n.get("class") or "") and float(n.get("width", "0")) > 20
    ]  # fmt: skip
    for fresh, node in _copies(root, bars[:2]):
        node.set("width", f"{1.03 * float(node.get('width', '0')):.3f}")
        yield fresh


def _dot_gone(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    disc = re.compile(r"M[^MZ]*?a[^MZ]*? 0 1 1 [^MZ]*?Z")
    for fresh, node in _copies(
        root, [p for g in _pictures(root) for p in g.iter(f"{_SVG}path") if disc.search(p.get("d", ""))]
    ):
        node.set("d", disc.sub("", node.get("d", ""), count=1))
        yield fresh


def _ring_turned(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    arc = re.compile(r"^(M.* A?.*?)(-?[\d.]+) (-?[\d.]+)$")
    rings = [g for g in _pictures(root) if g.find(f"{_SVG}circle") is not None]
    paths = [
        p for g in rings for p in g.iter(f"{_SVG}path") if "A" in p.get("d", "") and arc.match(p.get("d", ""))
    ]
    for fresh, node in _copies(root, paths):
        circle = next(n for n in node.getparent().iter(f"{_SVG}circle"))
        cx, cy = float(circle.get("cx", "0")), float(circle.get("cy", "0"))
        found = arc.match(node.get("d", ""))
        if found is None:
            continue
        x, y = float(found[2]) - cx, float(found[3]) - cy
        turn = math.radians(2)
        nx, ny = x * math.cos(turn) - y * math.sin(turn), x * math.sin(turn) + y * math.cos(turn)
        node.set("d", f"{found[1]}{cx + nx:.2f} {cy + ny:.2f}")
        yield fresh


def _point_moved(root: etree._Element, _set: Sequence[SetText]) -> Iterator[etree._Element]:
    groups = [g for g in _pictures(root) if len(list(g.iter(f"{_SVG}circle"))) == 2]
    for fresh, node in _copies(root, [next(iter(g.iter(f"{_SVG}circle"))) for g in groups]):
        node.set("cx", f"{float(node.get('cx', '0')) + 12:.2f}")
        yield fresh


def _pictures(root: etree._Element) -> list[etree._Element]:
    return [g for g in root.iter(f"{_SVG}g") if re.fullmatch(r"picture(-\d+)?", g.get("id") or "")]


ASIDES = (
    "series",
    "chapter",
    "context",
    "subtitle",
    "source",
    "credit",
    "account",
    "slogan",
    "date",
    "legend",
    "weekday",
    "lunar",
)
DRAWINGS: Mapping[str, Shapes] = {
    "drawing: a digit": _drawn_digit, "drawing: the unit": _drawn_unit, "drawing: a word cut": _drawn_cut,
    "drawing: the qualifier's box gone": _without("prefix"), "drawing: another label": _drawn_label,
    "drawing: the source line gone": _without("source"), "drawing: another source": _other_source,
    "drawing: another date": _other_date, "drawing: faint words": _faint, "drawing: tiny words": _tiny,
    "drawing: see-through words": _see_through, "drawing: 万 and 亿 swapped": _drawn_scale,
    "drawing: a minus, % or ℃ lost": _drawn_sign, "drawing: another font for the number": _other_face,
    "drawing: a stark logo over all of a text": _logo(1.0, stark=True),
    "drawing: a stark logo over a third": _logo(0.33, stark=True),
    "drawing: a logo of the letters' colour over a third": _logo(0.33, own=True),
    **{f"drawing: the last letter of the {box} cut": _aside_cut(box) for box in ASIDES},
    "drawing: a logo over all of a text": _logo(1.0), "drawing: a logo over a third of a text": _logo(0.33),
    "chart: a bar 3 % longer": _bar_longer, "chart: a dot gone": _dot_gone, "chart: the ring 2° on": _ring_turned,
    "chart: a mark of the range moved": _point_moved,
}  # fmt: skip
