"""A newsroom's logo made fit for a card: plain shapes with names of their own, or a picture of our own making.

A logo comes from outside, so it may reach nothing (`guard`), bring nothing that lives on the sheet (styles, texts,
classes), and is bounded in size. What is not plain is refused with the remedy in the drawing program's words.
"""

from __future__ import annotations

import base64
import io
import re
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from PIL import Image

from generator.card import guard
from generator.card.cascade import SVG, inline_styles
from generator.design.brand import LogoFile
from generator.errors import CardRefused, DesignError, Where

MAX_ELEMENTS = 2000
MAX_PICTURE_SIDE = 768
"""Longest side of an embedded picture, px: twice what a closing card shows."""
_PLAIN = {
    "svg", "g", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "defs", "linearGradient",
    "radialGradient", "stop", "clipPath",
}  # fmt: skip
_DROPPED = {"title", "desc", "metadata", "style"}
_NAMED = re.compile(r"""url\(\s*["']?#([^)"']+)["']?\s*\)""")
_LENGTH = re.compile(r"\s*([0-9.]+)\s*(?:px)?\s*$")


@dataclass(frozen=True, slots=True)
class LogoArt:
    """A logo as a template places it: `markup` fills a box of `width` × `height` from the origin.

    `picture` is the data URI it holds, "" for shapes. `plate`: it was made for the other kind of ground and needs a
    light plate beneath it.
    """

    width: float
    height: float
    markup: str
    picture: str = ""
    plate: bool = False


@lru_cache(maxsize=8)
def logo_art(logo: LogoFile, plate: bool = False) -> LogoArt:
    """Return a logo file as art; raise DesignError, naming the file, when it is not plain or not whole."""
    return _from_png(logo, plate) if logo.kind == "png" else _from_svg(logo, plate)


def _from_png(logo: LogoFile, plate: bool) -> LogoArt:
    try:
        with Image.open(io.BytesIO(logo.data), formats=("PNG",)) as image:
            picture = image.convert("RGBA")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise DesignError(f"台标打不开：{error}", Where(logo.path), "请重新导出为 PNG 或 SVG") from error
    picture.thumbnail((MAX_PICTURE_SIDE, MAX_PICTURE_SIDE), Image.Resampling.LANCZOS)
    packed = io.BytesIO()
    picture.save(packed, "PNG", optimize=True)
    uri = "data:image/png;base64," + base64.b64encode(packed.getvalue()).decode()
    width, height = picture.size
    markup = f'<image x="0" y="0" width="{width}" height="{height}" href="{uri}"/>'
    return LogoArt(width, height, markup, uri, plate)


def _from_svg(logo: LogoFile, plate: bool) -> LogoArt:
    where = Where(logo.path)
    try:
        text = logo.data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DesignError("台标的 SVG 不是 UTF-8 编码", where, "请另存为 UTF-8") from error
    try:
        root = guard.parse(_with_view_box(text), str(logo.path))
    except CardRefused as error:
        raise DesignError(f"台标：{error.what}", where, "请重新导出为 SVG") from error
    _prove_plain(root, logo)
    inline_styles(root, "", str(logo.path))
    left, top, width, height = _view_box(root, where)
    for element in list(root.iter()):
        if etree.QName(element).localname in _DROPPED:
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
            continue
        _own(element)
    for name in ("viewBox", "width", "height", "x", "y", "version", "id", "preserveAspectRatio"):
        root.attrib.pop(name, None)
    group = etree.Element(f"{{{SVG}}}g", dict(root.attrib), nsmap={None: SVG})
    group.set("transform", f"translate({-left:g} {-top:g})")
    group.extend(list(root))
    clip = f'<clipPath id="logo-sheet"><rect width="{width:g}" height="{height:g}"/></clipPath>'
    inside = etree.tostring(group).decode()
    markup = f'{clip}<g clip-path="url(#logo-sheet)">{inside}</g>'
    return LogoArt(width, height, markup, "", plate)


def _with_view_box(text: str) -> str:
    """Return the SVG with a ``viewBox`` made of its width and height when it has none, as older programs write."""
    head = re.search(r"<svg\b[^>]*>", text)
    if head is None or "viewBox" in head[0]:
        return text
    sides = [re.search(rf'\b{side}\s*=\s*["\']([^"\']+)', head[0]) for side in ("width", "height")]
    lengths = [_LENGTH.match(side[1]) if side else None for side in sides]
    if lengths[0] is None or lengths[1] is None:
        return text
    box = f'<svg viewBox="0 0 {lengths[0][1]} {lengths[1][1]}"'
    return text[: head.start()] + box + text[head.start() + 4 :]


def _prove_plain(root: etree._Element, logo: LogoFile) -> None:
    count = 0
    for element in root.iter():
        name = etree.QName(element).localname
        count += 1
        if name not in _PLAIN | _DROPPED and _is_svg(element):
            remedy = (
                "请把文字转成轮廓（转曲）"
                if name in {"text", "tspan"}
                else "请在绘图软件里扩展外观、释放后再导出"
            )
            raise DesignError(f"台标里不能有 <{name}>", Where(logo.path, element.sourceline), remedy)
    if count > MAX_ELEMENTS:
        raise DesignError(f"台标有 {count} 个图形", Where(logo.path), f"请简化到 {MAX_ELEMENTS} 个以内")


def _view_box(root: etree._Element, where: Where) -> tuple[float, float, float, float]:
    try:
        left, top, width, height = (float(v) for v in root.get("viewBox", "").replace(",", " ").split())
    except ValueError:
        width = height = left = top = 0.0
    if not (0 < width < 100_000 and 0 < height < 100_000 and 0.05 <= width / height <= 20):
        raise DesignError("台标的 viewBox 不对", where, "请让画板紧贴台标，长宽比不超过 20")
    return left, top, width, height


def _own(element: etree._Element) -> None:
    """Drop what would act on the sheet, and give every name a prefix that no drawing uses."""
    foreign = not _is_svg(element)
    for key in list(element.attrib):
        local = etree.QName(key).localname
        value = element.attrib[key]
        if (
            local in {"class", "style"}
            or local.startswith("data-")
            or (str(key).startswith("{") and local != "href")
        ):
            del element.attrib[key]
        elif local == "id":
            element.set(key, f"logo-{value}")
        elif local == "href":
            element.set(key, f"#logo-{value.strip()[1:]}")
        elif "url(" in value:
            element.set(key, _NAMED.sub(r"url(#logo-\1)", value))
    parent = element.getparent()
    if foreign and parent is not None:
        parent.remove(element)


def _is_svg(element: etree._Element) -> bool:
    return str(element.tag).startswith(f"{{{SVG}}}")
