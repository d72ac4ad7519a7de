"""The design that all peers draw: its words, numbers and colours, as SVG with texts and as typst."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi, sin

HIGH, LOW, INK, ACCENT, MARK, DOT = "#0b2d55", "#061a36", "#f4f8ff", "#ffd27a", "#63d4ff", "#1f5aa0"
SERIES, SOURCE = "城市建设年度观察", "年度工作报告"
SOURCE_LINE = f"来源：{SOURCE}"
SHAPES = tuple((60 + 80 * n, 1180 + 10 * (n % 4), 64, 120 - 10 * (n % 4), "#0f3a6b") for n in range(12))
DOTS = tuple((560 + 50 * (n % 10), 150 + 22 * (n // 10)) for n in range(100))
SUBJECTS = (
    "道路桥梁", "口袋公园", "老旧小区", "农贸市场", "社区食堂", "充电设施", "学校食堂", "养老驿站", "污水管网", "文化广场",
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One card's content: a sentence in two lines with a figure in it, a share in percent, five bars in px."""

    id: str
    value: str
    lines: tuple[str, str]
    share: float
    bars: tuple[int, ...]

    @property
    def text(self) -> str:
        """The whole sentence."""
        return "".join(self.lines)


def facts(count: int) -> list[Fact]:
    """Return `count` different facts."""
    return [fact(n) for n in range(1, count + 1)]


def fact(n: int) -> Fact:
    """Return the nth fact."""
    value = str(100 + 37 * n % 900)
    lines = (f"全市新建改造{SUBJECTS[n % 10]}", f"{value}处惠及城乡居民")
    return Fact(str(n), value, lines, 10 + 13 * n % 85, tuple(40 + (31 * n + 57 * k) % 180 for k in range(5)))


def ground() -> str:
    """Return what is the same on every card, as SVG."""
    shapes = "".join(f'<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{c}"/>' for x, y, w, h, c in SHAPES)
    dots = "".join(f'<circle cx="{x}" cy="{y}" r="5" fill="{DOT}"/>' for x, y in DOTS)
    return (
        f'<defs><linearGradient id="down" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{HIGH}"/>'
        f'<stop offset="1" stop-color="{LOW}"/></linearGradient></defs>'
        f'<rect width="1080" height="1440" fill="url(#down)"/>{shapes}{dots}'
    )


def arc(share: float) -> str:
    """Return a ring's arc from the top, clockwise, as path data."""
    end = 2 * pi * share / 100
    x, y = 820 + 100 * sin(end), 1020 - 100 * cos(end)
    return f"M820 920A100 100 0 {int(share > 50)} 1 {x:.2f} {y:.2f}"


def svg(fact: Fact) -> str:
    """Return the card as an SVG with texts, as people write it by hand."""
    bars = "".join(
        f'<rect x="{96 + 90 * n}" y="{1130 - tall}" width="56" height="{tall}" fill="{MARK}"/>'
        for n, tall in enumerate(fact.bars)
    )
    lines = "".join(
        f'<text x="76" y="{740 + 84 * n}" font-size="64" font-weight="700" fill="{INK}">{line}</text>'
        for n, line in enumerate(fact.lines)
    )
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1440" width="1080" height="1440" '
        f'font-family="Noto Sans SC">{ground()}'
        f'<text x="76" y="110" font-size="30" fill="{INK}">{SERIES}</text>'
        f'<text x="76" y="620" font-size="430" font-weight="700" fill="{ACCENT}">{fact.value}</text>{lines}'
        f'<path d="{arc(fact.share)}" fill="none" stroke="{ACCENT}" stroke-width="30"/>{bars}'
        f'<text x="76" y="1390" font-size="26" fill="{INK}">{SOURCE_LINE}</text></svg>'
    )


def nodes(fact: Fact) -> dict[str, object]:
    """Return the card as boxes and texts in absolute places, for those that lay out trees of nodes."""

    def text(x: int, y: int, size: int, weight: int, colour: str, words: str) -> dict[str, object]:
        return {"x": x, "y": y, "size": size, "weight": weight, "colour": colour, "words": words}

    def box(
        x: float, y: float, width: float, height: float, colour: str, round_: float = 0
    ) -> dict[str, object]:
        return {"x": x, "y": y, "width": width, "height": height, "colour": colour, "round": round_}

    ring = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="1080" height="1440" viewBox="0 0 1080 1440">'
        f'<path d="{arc(fact.share)}" fill="none" stroke="{ACCENT}" stroke-width="30"/></svg>'
    )
    return {
        "high": HIGH,
        "low": LOW,
        "boxes": [
            *(box(*shape) for shape in SHAPES),
            *(box(x - 5, y - 5, 10, 10, DOT, 5) for x, y in DOTS),
            *(box(96 + 90 * n, 1130 - tall, 56, tall, MARK) for n, tall in enumerate(fact.bars)),
        ],
        "arc": ring,
        "texts": [
            text(76, 110, 30, 400, INK, SERIES),
            text(76, 620, 430, 700, ACCENT, fact.value),
            *(text(76, 740 + 84 * n, 64, 700, INK, line) for n, line in enumerate(fact.lines)),
            text(76, 1390, 26, 400, INK, SOURCE_LINE),
        ],
    }


def typst(fact: Fact) -> str:
    """Return the card in typst's markup, 1 pt to the px."""

    def put(x: float, y: float, size: int, weight: int, colour: str, words: str) -> str:
        return (
            f'#place(top + left, dx: {x}pt, dy: {y}pt, text(size: {size}pt, weight: {weight}, fill: rgb("{colour}"), '
            f'top-edge: "baseline", bottom-edge: "baseline")[{words}])\n'
        )  # fmt: skip

    def box(x: float, y: float, width: float, height: float, colour: str) -> str:
        return f'#place(top + left, dx: {x}pt, dy: {y}pt, rect(width: {width}pt, height: {height}pt, fill: rgb("{colour}")))\n'

    dots = "".join(
        f'#place(top + left, dx: {x - 5}pt, dy: {y - 5}pt, circle(radius: 5pt, fill: rgb("{DOT}")))\n'
        for x, y in DOTS
    )
    turn = [2 * pi * fact.share / 100 * k / 48 for k in range(49)]
    points = [(820 + 100 * sin(t), 1020 - 100 * cos(t)) for t in turn]
    steps = ", ".join(
        f"curve.{'line' if n else 'move'}(({x:.2f}pt, {y:.2f}pt))" for n, (x, y) in enumerate(points)
    )
    return (
        f'#set page(width: 1080pt, height: 1440pt, margin: 0pt, fill: gradient.linear(rgb("{HIGH}"), rgb("{LOW}"), angle: 90deg))\n'
        '#set text(font: "Noto Sans SC", lang: "zh")\n'
        + "".join(box(*shape) for shape in SHAPES)
        + dots
        + put(76, 110, 30, 400, INK, SERIES)
        + put(76, 620, 430, 700, ACCENT, fact.value)
        + "".join(put(76, 740 + 84 * n, 64, 700, INK, line) for n, line in enumerate(fact.lines))
        + f'#place(top + left, curve(stroke: 30pt + rgb("{ACCENT}"), {steps}))\n'
        + "".join(box(96 + 90 * n, 1130 - tall, 56, tall, MARK) for n, tall in enumerate(fact.bars))
        + put(76, 1390, 26, 400, INK, SOURCE_LINE)
    )


def template() -> str:
    """Return the card as mima's designer draws it: the same ground, text boxes for the words."""
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1440" width="1080" height="1440">\n'
        f'{{% block backdrop %}}<g id="backdrop">{ground()}</g>{{% endblock %}}\n'
        f'<text id="series" x="76" y="110" inline-size="460" font-family="Noto Sans SC" font-size="30" fill="{INK}">{{{{ series }}}}</text>\n'
        f'<text id="figure" x="76" y="620" inline-size="960" font-family="Noto Sans SC" font-weight="700" font-size="430" data-max-lines="1" fill="{ACCENT}">{{{{ figure.value }}}}</text>\n'
        '<rect id="words" class="guide" x="76" y="680" width="928" height="164"/>\n'
        f'<text id="text" shape-inside="url(#words)" font-family="Noto Sans SC" font-weight="700" font-size="64" data-min-size="40" data-max-lines="2" line-height="1.3125" fill="{INK}">{{{{ text }}}}</text>\n'
        "{% set n = number|int %}{% set share = 10 + 13 * n % 85 %}\n"
        f'<path d="{{{{ arc_path(820, 1020, 100, share / 100) }}}}" fill="none" stroke="{ACCENT}" stroke-width="30"/>\n'
        f'{{% for k in range(5) %}}{{% set tall = 40 + (31 * n + 57 * k) % 180 %}}<rect x="{{{{ 96 + 90 * k }}}}" y="{{{{ 1130 - tall }}}}" width="56" height="{{{{ tall }}}}" fill="{MARK}"/>{{% endfor %}}\n'
        f'<text id="source" x="76" y="1390" inline-size="928" font-family="Noto Sans SC" font-size="26" fill="{INK}">来源：{{{{ source }}}}</text>\n'
        "</svg>\n"
    )
