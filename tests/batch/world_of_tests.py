"""A small world for batch tests: real fonts and engine, thumbnail-sized cards, plain templates; and presses that fail on demand."""

from __future__ import annotations

import os
import shutil
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.batch import Workshop
from generator.errors import DoesNotFit
from generator.facts.model import Chapter, Fact, Factsheet, Metric, Span
from generator.world import World, shipped

SIZES = {"tiny-post": (108, 144, "portrait"), "tiny-grid": (108, 108, "square")}
KINDS = {
    "metric": ["metric", "target"],
    "statement": ["statement", "slogan", "quad", "target"],
    "list": ["list"],
    "cover": ["cover"],
}
HEIGHTS = {"portrait": (1080, 1440), "square": (1080, 1080), "tall": (1080, 1920), "wide": (1800, 766)}
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}">
<rect width="{w}" height="{h}" class="fill-ground"/>
<rect id="frame" class="guide" x="80" y="80" width="{iw}" height="{ih}"/>
<text id="text" class="type-head fill-ink" style="shape-inside:url(#frame)" font-size="96" data-min-size="40">{{{{ text }}}}{{% for item in items %}}；{{{{ item }}}}{{% endfor %}}</text>
<text id="source" class="type-body fill-soft" x="80" y="{sy}" inline-size="{iw}" font-size="30" data-min-size="22">{{{{ source }}}}</text>
</svg>
"""


def make_world(folder: Path) -> World:
    """Write templates and sizes below `folder` and return the world that uses them."""
    for name, kinds in KINDS.items():
        home = folder / "templates_svg" / name
        home.mkdir(parents=True)
        quoted = ", ".join(f'"{k}"' for k in kinds)
        (home / "template.toml").write_text(f'name = "{name}版"\nkinds = [{quoted}]\n', encoding="utf-8")
        for shape, (w, h) in HEIGHTS.items():
            drawing = DRAWING.format(w=w, h=h, iw=w - 160, ih=h - 240, sy=h - 70)
            (home / f"{shape}.svg").write_text(drawing, encoding="utf-8")
    shutil.copytree(shipped("templates_svg") / "_ornaments", folder / "templates_svg" / "_ornaments")
    sizes = folder / "data" / "sizes"
    sizes.mkdir(parents=True)
    for name, (width, height, shape) in SIZES.items():
        (sizes / f"{name}.toml").write_text(
            f'name = "小{name}"\nwidth = {width}\nheight = {height}\nshape = "{shape}"\nmax_kb = 100\n'
            'source = "测试"\nconfidence = "D"\nchecked_on = "2026-11-23"\n',
            encoding="utf-8",
        )
    return World((shipped("fonts"),), (folder / "templates_svg",), (shipped("data"), folder / "data"))


def make_sheet(count: int = 4) -> Factsheet:
    """Return an article of `count` facts in two chapters, one of them a list with two items."""
    facts = [
        Fact(
            f"{n:02}",
            "1" if n % 2 else "2",
            "metric",
            f"培育重点工业企业{n}67家",
            metric=Metric(
                "重点工业企业", f"{n}67", "家", n * 100 + 67, span=Span(8, 12), value_span=Span(8, 11)
            ),
        )
        for n in range(1, count)
    ]
    facts += [
        Fact(f"{count:02}", "2", "list", "做好两件事"),
        Fact(f"{count:02}.1", "2", "item", "第一件", parent=f"{count:02}"),
        Fact(f"{count:02}.2", "2", "item", "第二件", parent=f"{count:02}"),
    ]
    chapters = (Chapter("1", "产业升级晋位"), Chapter("2", "创新融合晋阶"))
    return Factsheet("解读晋江“发展密码”", tuple(facts), chapters, source="晋江经济报", date="2026-01-07")


def reworded(sheet: Factsheet, fact: str, text: str) -> Factsheet:
    """Return the sheet with one fact's text changed and its metric dropped to a statement."""
    changed = tuple(
        replace(f, text=text, kind="statement", metric=None) if f.id == fact else f for f in sheet.facts
    )
    return replace(sheet, facts=changed)


class _Press:
    """A press that counts, waits, refuses or dies by a card's fact id."""

    def __init__(self, press: Any, manner: Manner) -> None:
        self._press = press
        self._manner = manner
        self._made = 0
        self.catalogue, self.groundwork, self.rasteriser = press.catalogue, press.groundwork, press.rasteriser

    def make(self, job: Any) -> Any:
        manner = self._manner
        if manner.seconds:
            self._made += 1
            late = self._made > int(os.environ.get("MIMA_TEST_SLOW_AFTER", "1000"))
            time.sleep(600 if late else manner.seconds)
        if job.fact == manner.refuses:
            raise DoesNotFit("文字放不下")
        if job.fact == manner.breaks:
            raise RuntimeError("boom")
        if job.fact == manner.dies and (manner.once is None or not manner.once.exists()):
            if manner.once is not None:
                manner.once.touch()
            os._exit(9)
        if job.fact == manner.interrupts:
            raise KeyboardInterrupt
        return self._press.make(job)


@dataclass(frozen=True, slots=True)
class Manner(Workshop):
    """A workshop whose press misbehaves: each field names the fact on which it does so."""

    refuses: str = ""
    breaks: str = ""
    dies: str = ""
    interrupts: str = ""
    once: Path | None = None
    seconds: float = 0.0

    def press(self) -> Any:
        return _Press(Workshop(self.world, self.renderer).press(), self)
