"""Every way to draw the bench's design that Python has, each in a process of its own: ``python -m bench.peers NAME``.

One JSON line in (`facts`: their numbers; `save`: where the last picture goes), one out (`wall` and `cpu` in ms, `bytes`,
`peak_mb`). The first line out says whether the peer is there, or why it is not. bench/node/peer.mjs speaks the same.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FONTS = ROOT / "fonts"
FONT = FONTS / "NotoSansSC-VF.ttf"

from bench.design import drawing  # noqa: E402
from bench.design.drawing import DOTS, SHAPES, Fact  # noqa: E402

Draw = Callable[[Fact], bytes]


def ours(packing: str) -> Draw:
    """Return mima as its users have it: a fact in memory to the bytes of its card, nothing but the press kept.

    Every fact of a run is new to it; what all cards of a series say alike, its name and source, it remembers as in a batch.
    """
    from generator.card import CardJob, Press, write_copy  # noqa: PLC0415
    from generator.design.size import SHAPES as SHEETS  # noqa: PLC0415
    from generator.facts.model import Fact as OurFact  # noqa: PLC0415
    from generator.facts.model import Factsheet, Metric, Span  # noqa: PLC0415
    from generator.world import World  # noqa: PLC0415

    folder = Path(tempfile.mkdtemp(prefix="mima-bench-"))
    (folder / "bench").mkdir()
    (folder / "bench" / "template.toml").write_text('name = "bench"\nkinds = ["metric"]\nasked = true\n')
    for shape in SHEETS:
        (folder / "bench" / f"{shape}.svg").write_text(drawing.template(), encoding="utf-8")
    world = World.at()
    world = World(world.fonts, (*world.templates, folder), world.data)
    press = Press(world, "cairosvg", packing)
    template, size = press.catalogue.template("bench"), press.catalogue.size("wechat-post")
    theme = press.catalogue.theme("haisi")

    def draw(fact: Fact) -> bytes:
        at = fact.text.index(fact.value)
        span = Span(at, at + len(fact.value))
        metric = Metric(fact.text, fact.value, "", span=span, value_span=span)
        news = OurFact(fact.id, "", "metric", fact.text, metric=metric)
        copy = write_copy(news, Factsheet(drawing.SERIES, (news,), source=drawing.SOURCE), 100)
        return press.make(CardJob(fact.id, copy, template, theme, size)).data

    return draw


def cairosvg_whole() -> Draw:
    """Return CairoSVG as everybody uses it: the whole SVG with its texts, each time."""
    import cairosvg  # noqa: PLC0415

    return lambda fact: bytes(cairosvg.svg2png(bytestring=drawing.svg(fact).encode()))


def resvg() -> Draw:
    """Return resvg-py with the font's file."""
    import resvg_py  # noqa: PLC0415

    return lambda fact: bytes(
        resvg_py.svg_to_bytes(svg_string=drawing.svg(fact), font_files=[str(FONT)], skip_system_fonts=True)
    )


def pillow() -> Draw:
    """Return Pillow over a ground that it has prepared once, as its users do."""
    from PIL import Image, ImageDraw, ImageFont  # noqa: PLC0415

    fonts = {}
    for size, weight in ((30, 400), (430, 700), (64, 700), (26, 400)):
        fonts[size] = ImageFont.truetype(str(FONT), size)
        fonts[size].set_variation_by_axes([weight])
    across = Image.linear_gradient("L").resize((1080, 1440))
    ground = Image.composite(
        Image.new("RGB", (1080, 1440), drawing.LOW), Image.new("RGB", (1080, 1440), drawing.HIGH), across
    )
    pen = ImageDraw.Draw(ground)
    for x, y, width, height, colour in SHAPES:
        pen.rectangle((x, y, x + width, y + height), fill=colour)
    for x, y in DOTS:
        pen.ellipse((x - 5, y - 5, x + 5, y + 5), fill=drawing.DOT)

    def draw(fact: Fact) -> bytes:
        image = ground.copy()
        pen = ImageDraw.Draw(image)
        pen.text((76, 110), drawing.SERIES, drawing.INK, fonts[30], anchor="ls")
        pen.text((76, 620), fact.value, drawing.ACCENT, fonts[430], anchor="ls")
        for n, line in enumerate(fact.lines):
            pen.text((76, 740 + 84 * n), line, drawing.INK, fonts[64], anchor="ls")
        pen.arc((705, 905, 935, 1135), -90, -90 + 3.6 * fact.share, drawing.ACCENT, 30)
        for n, tall in enumerate(fact.bars):
            pen.rectangle((96 + 90 * n, 1130 - tall, 96 + 90 * n + 56, 1130), fill=drawing.MARK)
        pen.text((76, 1390), drawing.SOURCE_LINE, drawing.INK, fonts[26], anchor="ls")
        file = io.BytesIO()
        image.save(file, "PNG")
        return file.getvalue()

    return draw


def typst() -> Draw:
    """Return typst from its own markup."""
    import typst as compiler  # noqa: PLC0415

    make = compiler.Compiler(font_paths=[str(FONTS)], ignore_system_fonts=True)
    return lambda fact: bytes(make.compile(drawing.typst(fact).encode(), format="png", ppi=72))


def chromium() -> Draw:
    """Return headless Chromium by Playwright, one page kept: the SVG put into it, and a screenshot taken."""
    from playwright.sync_api import sync_playwright  # noqa: PLC0415

    there = next((p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), None)
    browser = sync_playwright().start().chromium.launch(executable_path=there, args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1080, "height": 1440})
    home = Path(tempfile.mkdtemp(prefix="mima-bench-")) / "card.html"
    face = f"@font-face{{font-family:'Noto Sans SC';src:url('{FONT.as_uri()}');font-weight:100 900}}"
    home.write_text(f"<style>{face}body{{margin:0}}svg{{display:block}}</style><body></body>", encoding="utf-8")
    page.goto(home.as_uri())

    def draw(fact: Fact) -> bytes:
        page.evaluate(
            "svg => { document.body.innerHTML = svg; return document.fonts.ready.then(() => 0) }",
            drawing.svg(fact),
        )
        return bytes(page.screenshot())

    return draw


PEERS: dict[str, tuple[Callable[[], Draw], str]] = {
    "mima-fast": (partial(ours, "fast"), ""),
    "mima-balanced": (partial(ours, "balanced"), ""),
    "mima-small": (partial(ours, "small"), ""),
    "cairosvg": (cairosvg_whole, "cairosvg"),
    "pillow": (pillow, "pillow"),
    "resvg-py": (resvg, "resvg-py"),
    "typst": (typst, "typst"),
    "chromium": (chromium, "playwright"),
}


def _fonts() -> None:
    """Tell fontconfig, which CairoSVG's texts ask, of the fonts that all others use."""
    conf = Path(tempfile.mkdtemp(prefix="mima-bench-")) / "fonts.conf"
    conf.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{FONTS}</dir><cachedir>{conf}.cache</cachedir></fontconfig>'
    )
    os.environ["FONTCONFIG_FILE"] = str(conf)


def _peak() -> float:
    try:
        import resource  # noqa: PLC0415  (POSIX only)
    except ImportError:
        return 0.0
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return own / (1024 if sys.platform != "darwin" else 1024 * 1024)


def main() -> int:
    """Draw what is asked for, line by line, until there is no more."""
    out = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what a library prints must not come between

    def say(value: object) -> None:
        out.write(json.dumps(value) + "\n")
        out.flush()

    _fonts()
    try:
        draw = PEERS[sys.argv[1]][0]()
    except Exception as error:  # noqa: BLE001  a peer that is not there, in whatever way its library says so
        say({"skipped": f"{type(error).__name__}: {str(error).splitlines()[0] if str(error) else ''}"})
        return 0
    say({"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        facts = [drawing.fact(number) for number in asked["facts"]]
        wall, cpu, weight, data = [], [], [], b""
        for fact in facts:
            start, work = time.perf_counter(), time.process_time()
            data = draw(fact)
            cpu.append((time.process_time() - work) * 1e3)
            wall.append((time.perf_counter() - start) * 1e3)
            weight.append(len(data))
        if asked.get("save"):
            Path(asked["save"]).write_bytes(data)
        say({"wall": wall, "cpu": cpu, "bytes": weight, "peak_mb": _peak()})
    return 0


if __name__ == "__main__":
    sys.exit(main())
