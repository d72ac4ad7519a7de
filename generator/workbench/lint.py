"""What a template may not do: what two rasterisers draw differently, and what breaks the house's rules.

One small function a rule; each yields (line, what is wrong, what to write instead).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import chain
from pathlib import Path

from lxml import etree

from generator.batch.choice import ASPECTS, KINDS
from generator.design import SceneTable, Template
from generator.design.size import SHAPES
from generator.design.theme import COLOURS, TYPES
from generator.design.tomlfile import TomlFile
from generator.errors import DesignError
from generator.workbench.drawing import Drawing, Fault, plain, read_drawing

Found = Iterator[tuple[int | None, str, str]]
Rule = Callable[[Drawing], Found]

VIEW_BOXES = {
    "portrait": "0 0 1080 1440",
    "square": "0 0 1080 1080",
    "tall": "0 0 1080 1920",
    "wide": "0 0 1800 766",
}
KNOWN_DATA = frozenset(
    f"data-{name}"
    for name in (
        "flow",
        "beside",
        "box",
        "valign",
        "gap",
        "height",
        "min-size",
        "max-lines",
        "share",
        "pin",
        "stretch",
        "place",
        "indent",
    )
)
TOML_KEYS = frozenset({"name", "kinds", "shows", "sparing", "asked", "landmark"})
_SHAPE = {"path", "rect", "circle", "ellipse", "polygon", "polyline", "line", "text", "use"}
_PAINTS = ("fill", "stroke", "stop-color")
_NO_COLOUR = {"", "none", "inherit", "currentcolor", "transparent"}
_ALPHA_HEX = re.compile(r"#(?:[0-9a-f]{8}|[0-9a-f]{4})(?![0-9a-z])", re.IGNORECASE)
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_OUTER_URL = re.compile(r"""url\(\s*['"]?(?!#)""", re.IGNORECASE)


def no_masks(drawing: Drawing) -> Found:
    """A luminance mask comes out differently in CairoSVG and resvg."""
    for _, line, _name in drawing.elements("mask"):
        yield line, "用了蒙版 <mask>，两个渲染器画得不一样", "请改成直接画出的形状，或一个形状的 clipPath"
    for _, value, line in drawing.values("mask"):
        if value != "none":
            yield line, "用了 mask，两个渲染器画得不一样", "请改成直接画出的形状，或一个形状的 clipPath"


def one_shape_a_clip(drawing: Drawing) -> Found:
    """CairoSVG joins the shapes of a clip otherwise than resvg."""
    for element, line, _ in drawing.elements("clipPath"):
        if sum(isinstance(c.tag, str) and etree.QName(c).localname in _SHAPE for c in element.iter()) > 1:
            yield line, "一个 clipPath 里有几个形状，两个渲染器画得不一样", "请合成一个 <path>"


def no_filters(drawing: Drawing) -> Found:
    """Blur, shadow and the other filters are drawn by one rasteriser alone."""
    for _, line, _name in drawing.elements("filter"):
        yield line, "用了滤镜 <filter>（模糊、投影），CairoSVG 画不出来", "请删掉，深浅用渐变或 opacity"
    for name, value, line in chain(drawing.values("filter", "backdrop-filter"), drawing.sheets()):
        if name in {"filter", "backdrop-filter"} and value != "none":
            yield line, "用了滤镜 filter（模糊、投影），CairoSVG 画不出来", "请删掉，深浅用渐变或 opacity"


def no_blending(drawing: Drawing) -> Found:
    """CairoSVG knows no blend modes."""
    for name, value, line in chain(drawing.values(), drawing.sheets()):
        if name in {"mix-blend-mode", "isolation", "background-blend-mode"} and value not in {"normal", "auto"}:
            yield line, f"用了混合模式 {name}，CairoSVG 不认识", "请删掉，直接给出混合后的颜色类或 opacity"


def no_symbol_sizes(drawing: Drawing) -> Found:
    """`<symbol>` and a sized `<use>` are scaled differently."""
    for _, line, _name in drawing.elements("symbol"):
        yield line, "用了 <symbol>，两个渲染器缩放得不一样", '请改成 <g> 加 transform="translate() scale()"'
    for element, line, _ in drawing.elements("use"):
        if element.get("width") or element.get("height"):
            yield line, "<use> 写了宽高，两个渲染器缩放得不一样", '请去掉宽高，改用 transform="scale()"'


def plain_colours(drawing: Drawing) -> Found:
    """Colour notations that one of the rasterisers reads as black or not at all."""
    for name, value, line in chain(drawing.values(), drawing.sheets()):
        low = value.lower()
        if "hsl(" in low or "hsla(" in low:
            yield line, f"{name} 用了 hsl()，渲染器不都认识", "请写成颜色类，如 fill-accent"
        if "var(" in low:
            yield line, f"{name} 用了 var()，渲染器不认识 CSS 变量", "请写成颜色类，如 fill-accent"
        if name in (*_PAINTS, "color", "flood-color") and _ALPHA_HEX.search(plain(value)):
            yield line, f"{name} 的“{value}”带透明度，渲染器不都认识", "透明度请另写 opacity 或 fill-opacity"


def classes_not_colours(drawing: Drawing) -> Found:
    """A colour in a drawing stays the same in every theme; a class takes the theme's."""
    for name, value, line in drawing.values(*_PAINTS):
        bare = plain(value).lower()
        if bare not in _NO_COLOUR and not bare.startswith("url("):
            role = {"fill": "fill", "stroke": "stroke", "stop-color": "stop"}[name]
            yield (
                line,
                f"{name} 写死了颜色“{value}”，换主题时不会变",
                f'请删掉它，写 class="{role}-accent" 这样的类',
            )


def known_classes(drawing: Drawing) -> Found:
    """`fill-acent` draws black without a word."""
    known = {f"{kind}-{role}" for kind in ("fill", "stroke", "stop") for role in COLOURS}
    known |= {f"type-{role}" for role in TYPES}
    for element, line, _ in drawing.elements():
        for word in plain(str(element.get("class") or "")).split():
            if (
                word.startswith(("fill-", "stroke-", "stop-", "type-"))
                and word not in known
                and word[-1] != "-"
            ):
                roles = "、".join(TYPES if word.startswith("type-") else COLOURS)
                yield line, f"没有“{word}”这个类", f"- 后面可用：{roles}"


def flat_text(drawing: Drawing) -> Found:
    """A gradient on text: no contrast can be vouched for, and outlines are filled glyph by glyph."""
    for element, line, _ in drawing.elements("text", "tspan"):
        paint = f"{element.get('fill') or ''} {element.get('style') or ''}".replace(" ", "")
        if "url(" in paint:
            yield line, "文字用了渐变填色", "请用一个颜色类，如 fill-accent"


def text_at_full_strength(drawing: Drawing) -> Found:
    """The layout refuses a card with see-through letters: its contrast could not be vouched for."""
    for element, line, _ in drawing.elements("text", "tspan"):
        style = f"{element.get('style') or ''}"
        if (
            element.get("opacity")
            or element.get("fill-opacity")
            or re.search(r"(?<![\w-])(?:fill-)?opacity", style)
        ):
            yield line, "文字写了 opacity，出图时会被拒绝", "请去掉它，要淡一些用 fill-soft 这样的颜色类"


def nothing_from_outside(drawing: Drawing) -> Found:
    """A sheet holds all it needs."""
    for name, value, line in drawing.values():
        if name == "href" and not value.strip().startswith("#"):
            yield line, f"引用了外部文件“{value[:40]}”", "图形请画成路径；台标写进 data/brand.toml"
        elif _OUTER_URL.search(value):
            yield line, f"引用了外部地址“{value[:40]}”", "只能用 url(#名字)"
    for element, line, _ in drawing.elements("style"):
        if "@import" in (element.text or "") or _OUTER_URL.search(element.text or ""):
            yield line, "样式引用了外部文件", "请把样式写在模板里"
    for _, line, name in drawing.elements("script", "foreignObject", "animate", "set", "image"):
        yield line, f"不能有 <{name}>", "请删掉它，图形画成路径"


def texts_have_limits(drawing: Drawing) -> Found:
    """A text box without a smallest size can only be refused, never shrunk."""
    for element, line, _ in drawing.elements("text"):
        for key, remedy in (
            ("font-size", "请写 font-size，单位 px，作为最大字号"),
            ("data-min-size", "请写 data-min-size，放不下时最小缩到这里，再小就拒绝"),
        ):
            if element.get(key) is None:
                yield line, f"文本框“{element.get('id') or ''}”没有 {key}", remedy


def known_data(drawing: Drawing) -> Found:
    """`data-minsize` is read by nobody."""
    for element, line, _ in drawing.elements():
        for key in map(str, element.attrib):
            if key.startswith("data-") and key not in KNOWN_DATA:
                yield line, f"没有“{key}”这个属性", f"可用：{'、'.join(sorted(KNOWN_DATA))}"


def frames_are_there(drawing: Drawing) -> Found:
    """A text frame or a column names a rectangle of the same drawing; names made by Jinja are left to the layout."""
    ids = {str(e.get("id")) for e, _, name in drawing.elements("rect")}
    for name, value, line in drawing.values("shape-inside", "data-box"):
        frame = value.strip().removeprefix("url(#").removesuffix(")")
        if "{" not in frame and frame not in ids:
            yield (
                line,
                f"{name} 指向的矩形“{frame}”不在这张图稿里",
                "请画一个同名的 <rect class='guide' id='…'>",
            )


def shown_to_a_viewer(drawing: Drawing) -> Found:
    """A browser and Inkscape show each text and each frame where its plain numbers say, and follow plain names only."""
    for element, line, name in drawing.elements("text", "rect"):
        if name == "rect" and "guide" not in str(element.get("class") or "").split():
            continue
        sides = ("x", "y") if name == "text" else ("x", "y", "width", "height")
        missing = [side for side in sides if not _PLAIN.fullmatch(element.get(side) or "")]
        if missing:
            form = "x y" if name == "text" else "x y 宽 高"
            yield (
                line,
                f"“{element.get('id') or name}”的 {'、'.join(missing)} 不是数，浏览器和 Inkscape 里看不到它在哪儿",
                f'请写一个示意的数；成图时才算得出的，另写 data-place="{form}"',
            )
    for name, value, line in drawing.values("shape-inside", "clip-path", "href", "fill", "stroke"):
        if "{" in value and ("url(" in value or value.startswith("#")):
            yield (
                line,
                f"{name} 的名字“{value}”要填了才知道，浏览器和 Inkscape 找不到",
                "循环里的矩形可以同名；按条件换框的，另写 data-box",
            )


def one_thing_an_id(drawing: Drawing) -> Found:
    """A frame and its text with one id: the text is set in whatever stands first. Texts of two branches may share one."""
    met: dict[str, tuple[str, int]] = {}
    rows = drawing.text.splitlines()
    for element, line, name in drawing.elements():
        own = element.get("id")
        if not own:
            continue
        first = met.setdefault(own, (name, line))
        branches = any("{% el" in row for row in rows[first[1] : line])
        if first == (name, line) or (first[0] == name and (name == "text" or branches)):
            continue  # one of two branches is drawn
        yield line, f"编号“{own}”在第 {first[1]} 行已经用过", "请换一个编号：文本框与它的矩形也不能同名"


def right_sheet(drawing: Drawing) -> Found:
    """Each shape has its measure."""
    wanted = VIEW_BOXES.get(drawing.path.stem)
    if wanted and drawing.root.get("viewBox") != wanted:
        got = drawing.root.get("viewBox") or ""
        yield drawing.root.sourceline, f"viewBox 是“{got}”", f"{drawing.path.stem}.svg 应为“{wanted}”"


RULES: Mapping[str, Rule] = {
    "mask": no_masks, "clip": one_shape_a_clip, "filter": no_filters, "blend": no_blending, "symbol": no_symbol_sizes,
    "colour-notation": plain_colours, "fixed-colour": classes_not_colours, "class": known_classes,
    "text-gradient": flat_text, "text-opacity": text_at_full_strength, "outside": nothing_from_outside, "min-size": texts_have_limits, "data": known_data,
    "frame": frames_are_there, "viewer": shown_to_a_viewer, "id": one_thing_an_id, "view-box": right_sheet,
}  # fmt: skip
"""Every rule for one drawing, by id."""
_PARTS_ONLY = {"min-size", "frame", "viewer"}
"""Rules that a part alone cannot keep: its frame, limits and place may come from the drawing that includes it."""


def lint_drawing(path: Path, own_sheet: bool = True) -> list[Fault]:
    """Return the faults of one drawing; `own_sheet` is False for a part that other drawings include."""
    drawing = read_drawing(path)
    if isinstance(drawing, Fault):
        return [drawing]
    return [
        Fault(path, line, name, what, remedy)
        for name, rule in RULES.items()
        if own_sheet or name not in _PARTS_ONLY
        for line, what, remedy in rule(drawing)
    ]


def lint_template(folder: Path) -> list[Fault]:
    """Return the faults of one template folder: its table, its four drawings, and parts it keeps beside them."""
    faults = list(_table(folder))
    for path in sorted(folder.glob("*.svg")):
        faults += lint_drawing(path, path.stem in SHAPES)
    return faults


def lint_parts(folder: Path) -> list[Fault]:
    """Return the faults of what templates share: the drawings of the folders ``_parts``, ``_ornaments`` … of `folder`.

    Icons are another house's drawings, taken as they are. White is no theme's affair under a code or a logo.
    """
    homes = [p for p in sorted(folder.glob("_*")) if p.is_dir() and p.name != "_icons"]
    found = [f for home in homes for path in sorted(home.glob("*.svg")) for f in lint_drawing(path, False)]
    return [f for f in found if f.rule != "fixed-colour" or "#ffffff" not in f.what]


def lint_tables(data: tuple[Path, ...], templates: tuple[Path, ...]) -> list[Fault]:
    """Return the fault of the tables that call scenes up, if they have one: an unknown subject, a drawing not there."""
    try:
        SceneTable.load(data, templates)
    except DesignError as error:
        where = error.where
        file = Path(where.file) if where and where.file else data[-1]
        return [Fault(file, where.line if where else None, "scene", error.what, error.remedy)]
    return []


def _table(folder: Path) -> Iterator[Fault]:
    path = folder / "template.toml"
    try:
        file = TomlFile.read(path)
    except DesignError as error:
        yield Fault(path, error.where.line if error.where else None, "table", error.what, error.remedy)
        return
    try:
        template = Template.read(folder)
    except DesignError as error:
        yield Fault(path, error.where.line if error.where else None, "table", error.what, error.remedy)
        template = None
    for key in file.table:
        if key not in TOML_KEYS:
            yield Fault(
                path, file.line_of(key), "table", f"没有“{key}”这一项", f"可用：{'、'.join(sorted(TOML_KEYS))}"
            )
    if template is None:
        return
    for key, values, known in (("kinds", template.kinds, KINDS), ("shows", template.shows, ASPECTS)):
        for value in values:
            if value not in known:
                told = "、".join(f"{name} {words}" for name, words in known.items())
                yield Fault(path, file.line_of(key), key, f"{key} 里的“{value}”不认识", f"可用：{told}")
