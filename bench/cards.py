"""What a card costs beside the usual ways to draw one: ``python bench/cards.py [--facts N] [--json] [--write]``.

One design of 1080×1440 (gradient, shapes, a hundred dots, header, large number, a sentence of two lines, ring, bars, footer;
Noto Sans SC), drawn by each as its users would. All take turns on the same facts in one process, so that what else the
machine does falls on all alike; medians, and ratios of this one run. A picture that is not the same design stops the run.
`--write` puts the figures into bench/RESULTS.md. Peers that are not installed are named with the reason: `pip install typst`.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
FONTS = ROOT / "fonts"
_CONF = Path(tempfile.gettempdir()) / f"mima-bench-{os.getpid()}.conf"
_CONF.write_text(
    f'<?xml version="1.0"?><fontconfig><dir>{FONTS}</dir><cachedir>{_CONF}.cache</cachedir></fontconfig>'
)
os.environ["FONTCONFIG_FILE"] = str(
    _CONF
)  # CairoSVG's <text> asks fontconfig: give it the fonts that ours uses

from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageStat  # noqa: E402

from bench.design import drawing  # noqa: E402
from bench.design.drawing import DOTS, SHAPES, Fact  # noqa: E402
from generator.card import PACKINGS, CardJob, Press, write_copy  # noqa: E402
from generator.design.size import SHAPES as SHEETS  # noqa: E402
from generator.facts.model import Fact as OurFact  # noqa: E402
from generator.facts.model import Factsheet, Metric, Span  # noqa: E402
from generator.world import World  # noqa: E402

Draw = Callable[[Fact], bytes]
SAME = 9.0
"""Levels of 255 by which a peer's picture, at a twentieth of the size, may differ from ours on average."""
FAMILY = "Noto Sans SC"


def ours(packing: str) -> Draw:
    """Return mima as its users have it: a fact in memory to the bytes of its card, nothing but the press kept."""
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
        press.typesetter.forget()  # no peer keeps a text either
        return press.make(CardJob(fact.id, copy, template, theme, size)).data

    return draw


def cairosvg_whole() -> Draw:
    """Return CairoSVG as everybody uses it: the whole SVG with its texts, each time."""
    import cairosvg  # noqa: PLC0415

    return lambda fact: bytes(cairosvg.svg2png(bytestring=drawing.svg(fact).encode()))


def resvg() -> Draw:
    """Return resvg-py with the font's file."""
    import resvg_py  # noqa: PLC0415

    fonts = [str(FONTS / "NotoSansSC-VF.ttf")]
    return lambda fact: bytes(
        resvg_py.svg_to_bytes(svg_string=drawing.svg(fact), font_files=fonts, skip_system_fonts=True)
    )


def pillow() -> Draw:
    """Return Pillow over a ground that it has prepared once, as its users do."""
    font = partial(ImageFont.truetype, str(FONTS / "NotoSansSC-VF.ttf"))
    fonts = {}
    for size, weight in ((30, 400), (430, 700), (64, 700), (26, 400)):
        fonts[size] = font(size)
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


def takumi() -> Draw:
    """Return takumi, which Python has no wheel of: named so that nobody thinks it was forgotten."""
    raise ImportError("no wheel for Python; its package is for Node.js")


PEERS: dict[str, tuple[Callable[[], Draw], str]] = {
    **{f"mima {packing}": (partial(ours, packing), "") for packing in PACKINGS},
    "CairoSVG whole, <text>": (cairosvg_whole, "cairosvg"),
    "Pillow over a ground": (pillow, "pillow"),
    "resvg-py": (resvg, "resvg-py"),
    "typst": (typst, "typst"),
    "takumi": (takumi, "takumi"),
}
REFERENCE = "CairoSVG whole, <text>"


def differs(one: bytes, other: bytes) -> float:
    """Return how far two pictures are apart on average, in levels, at a twentieth of their size."""
    small = [
        Image.open(io.BytesIO(data)).convert("RGB").resize((54, 72), Image.Resampling.BOX)
        for data in (one, other)
    ]
    return sum(ImageStat.Stat(ImageChops.difference(*small)).mean) / 3


def run(count: int) -> dict[str, object]:
    """Let all peers take turns over `count` facts and return the figures."""
    peers: dict[str, Draw] = {}
    skipped: dict[str, str] = {}
    for name, (make, _package) in PEERS.items():
        try:
            peers[name] = make()
        except (ImportError, OSError) as error:
            skipped[name] = f"{type(error).__name__}: {error}"
    facts = drawing.facts(count)
    for name, draw in list(peers.items()):
        off = differs(peers["mima balanced"](facts[0]), draw(facts[0]))
        if off > SAME:
            raise SystemExit(f"{name} drew another design: {off:.1f} levels off on average")
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in peers}
    weights: dict[str, list[int]] = {name: [] for name in peers}
    before = os.getloadavg() if hasattr(os, "getloadavg") else ()
    for fact in facts:
        for name, draw in peers.items():
            wall, work = time.perf_counter(), time.process_time()
            data = draw(fact)
            spent[name].append((time.perf_counter() - wall, time.process_time() - work))
            weights[name].append(len(data))
    ms = {name: median(wall for wall, _work in times) * 1e3 for name, times in spent.items()}
    cpu = {name: median(work for _wall, work in times) * 1e3 for name, times in spent.items()}
    return {
        "ratio": {name: round(cpu[REFERENCE] / cpu[name], 2) for name in peers},
        "cpu_ms": {name: round(value, 2) for name, value in cpu.items()},
        "wall_ms": {name: round(value, 2) for name, value in ms.items()},
        "kb": {name: round(median(sizes) / 1024, 1) for name, sizes in weights.items()},
        "skipped": skipped,
        "versions": {package: _version(package) for _make, package in PEERS.values() if package},
        "machine": f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}",
        "load": [round(v, 1) for v in before],
        "facts": count,
    }


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def page(found: dict[str, dict[str, object]]) -> str:
    """Return the figures as the page bench/RESULTS.md."""
    rows = [
        f"| {name} | {ratio} | {found['cpu_ms'][name]} | {found['wall_ms'][name]} | {found['kb'][name]} |"
        for name, ratio in found["ratio"].items()
    ]
    return "\n".join(
        [
            "# What a card costs", "",
            "Written by `python bench/cards.py --write`; compare ratios, not milliseconds.", "",
            f"{found['facts']} facts, all in turn in one process, medians. {found['machine']}; load before the run "
            f"{found['load']} (other work ran beside it where that is above 0).", "",
            "| | cards a second, as a multiple of CairoSVG's | ms CPU | ms wall | KB |", "|---|---|---|---|---|", *rows, "",
            "Versions: " + ", ".join(f"{k} {v}" for k, v in found["versions"].items()) + ".", "",
            *(f"- {name} was left out: {why}" for name, why in found["skipped"].items()), "",
        ]
    )  # fmt: skip


def main() -> int:
    """Run the benchmark once and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=40)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    try:
        found = run(asked.facts)
    finally:
        _CONF.unlink(missing_ok=True)
    if asked.write:
        (ROOT / "bench" / "RESULTS.md").write_text(page(found), encoding="utf-8")
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n" if asked.json else page(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
