"""What a card costs beside the usual ways to draw one: ``python bench/cards.py [--facts N] [--set-up] [--json] [--write]``.

One design of 1080×1440 (gradient, shapes, a hundred dots, header, large number, a sentence of two lines, ring, bars, footer;
Noto Sans SC), drawn by each as its users would, warm, each in a process of its own. They take turns in small rounds, so that
what else the machine does falls on all alike; medians, and ratios of this one run. A picture that is not the same design is
told. `--set-up` installs the peers that are missing (pip, npm) into bench/.peers; without it they are named and left out.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PIL import Image, ImageChops, ImageStat  # noqa: E402

from bench.design import drawing  # noqa: E402
from bench.peers import FONT, PEERS  # noqa: E402

KEPT = ROOT / "bench" / ".peers"
NODE = {"takumi": ("@takumi-rs/core",), "satori": ("satori", "@resvg/resvg-js")}
REFERENCE, BASE = "cairosvg", "mima-balanced"
NAMES = {
    "cairosvg": "CairoSVG whole, `<text>`", "pillow": "Pillow over a ground", "chromium": "headless Chromium, page reused",
    "satori": "satori + resvg-js", "mima-fast": "**mima fast**", "mima-balanced": "**mima balanced**",
    "mima-small": "**mima small**",
}  # fmt: skip
SAME = 10.0
"""Levels of 255 by which a peer's picture, at a twentieth of the size, may differ from ours on average: ours hangs figures by their ink."""
ROUND = 10
WARM = range(901, 921)
"""Facts that every peer draws before it is timed, and not again: letters and numbers that any series soon has met."""


@dataclass
class Peer:
    """A peer's process, and what it has taken so far."""

    name: str
    process: subprocess.Popen[str]
    skipped: str = ""
    wall: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    bytes: list[int] = field(default_factory=list)
    peak_mb: float = 0.0

    @classmethod
    def start(cls, name: str) -> Peer:
        """Start a peer; `skipped` says why it is not there."""
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(KEPT / "python")])}
        words = [sys.executable, "-m", "bench.peers", name]
        where = ROOT
        if name in NODE:
            where = KEPT / "node"
            words = [shutil.which("node") or "", str(where / "peer.mjs"), name, str(FONT)]
            if not words[0] or not (where / "node_modules").is_dir():
                return cls(name, subprocess.Popen([sys.executable, "-c", ""], text=True), "Node.js or its packages are missing: --set-up")  # fmt: skip
        process = subprocess.Popen(
            words, cwd=where, env=environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        peer = cls(name, process)
        peer.skipped = peer._read().get("skipped", "")
        return peer

    def draw(self, numbers: list[int], save: str = "", *, count: bool = True) -> None:
        """Draw some facts; what it takes is entered unless not to be counted."""
        asked: dict[str, Any] = {"save": save}
        if self.name in NODE:
            asked["cards"] = [drawing.nodes(drawing.fact(n)) for n in numbers]
        else:
            asked["facts"] = numbers
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(asked) + "\n")
        self.process.stdin.flush()
        found = self._read()
        self.peak_mb = max(self.peak_mb, found["peak_mb"])
        if count:
            self.wall += found["wall"]
            self.cpu += found["cpu"]
            self.bytes += found["bytes"]

    def stop(self) -> None:
        """End the process."""
        if self.process.stdin is not None:
            self.process.stdin.close()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()

    def _read(self) -> dict[str, Any]:
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        found: dict[str, Any] = json.loads(line) if line else {"skipped": "it ended without a word"}
        return found


def set_up() -> None:
    """Install what is missing into bench/.peers; what cannot be had is left out by the run, with the reason."""
    target = KEPT / "python"
    missing = [
        package for package in ("typst", "resvg-py", "playwright") if _version(package) == "not installed"
    ]
    if missing:
        subprocess.run(
            [sys.executable, "-m", "pip", "install", "-q", "--target", str(target), *missing], check=False
        )
    node = KEPT / "node"
    node.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "peer.mjs"):
        shutil.copy(ROOT / "bench" / "node" / name, node / name)
    npm = shutil.which("npm")
    if npm:
        subprocess.run([npm, "install", "--no-audit", "--no-fund", "--silent"], cwd=node, check=False)


def run(count: int) -> dict[str, Any]:
    """Let all peers take turns over `count` facts and return the figures."""
    load = os.getloadavg() if hasattr(os, "getloadavg") else ()
    peers = [Peer.start(name) for name in (*PEERS, *NODE)]
    there = [peer for peer in peers if not peer.skipped]
    differs: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="mima-bench-") as folder:
        for peer in there:
            peer.draw([*WARM, 2], str(Path(folder) / f"{peer.name}.png"), count=False)
        for peer in there:
            differs[peer.name] = _apart(Path(folder) / f"{BASE}.png", Path(folder) / f"{peer.name}.png")
    for at in range(1, count + 1, ROUND):
        for peer in there:
            peer.draw(list(range(at, min(count + 1, at + ROUND))))
    for peer in peers:
        peer.stop()
    cpu = {peer.name: median(peer.cpu) for peer in there}
    wall = {peer.name: median(peer.wall) for peer in there}
    alone = {p.name: p.name not in {"chromium"} for p in there}  # its work is done by other processes
    return {
        "ratio": {n: round(wall[REFERENCE] / wall[n], 2) for n in wall},
        "cpu_ratio": {n: round(cpu[REFERENCE] / cpu[n], 2) if alone[n] else None for n in cpu},
        "cpu_ms": {n: round(v, 2) for n, v in cpu.items()},
        "wall_ms": {n: round(v, 2) for n, v in wall.items()},
        "kb": {p.name: round(median(p.bytes) / 1024, 1) for p in there},
        "peak_mb": {p.name: round(p.peak_mb) for p in there},
        "levels_apart": {n: round(v, 1) for n, v in differs.items()},
        "skipped": {peer.name: peer.skipped for peer in peers if peer.skipped},
        "versions": {**{p: _version(p) for _make, p in PEERS.values() if p}, **_node_versions()},
        "machine": f"{platform.machine()}, {os.cpu_count()} CPUs, Python {platform.python_version()}",
        "load": [round(v, 1) for v in load],
        "facts": count,
        "own_templates": own_templates(count),
    }  # fmt: skip


def own_templates(count: int) -> dict[str, Any]:
    """Return what cards of the shipped templates cost, by stage and packing: each fact in the template it would be given."""
    from bench.batch import sheet_of  # noqa: PLC0415
    from generator.batch import Wishes, Workshop, plan_cards, press_for  # noqa: PLC0415
    from generator.batch.timing import time_cards  # noqa: PLC0415
    from generator.proof import Rules  # noqa: PLC0415
    from generator.world import World  # noqa: PLC0415

    world = World.at()
    press = press_for(Workshop(world))
    plan = plan_cards(sheet_of(count), press.catalogue, Wishes(sizes=("wechat-post",), features=()))
    jobs = [planned.job for planned in plan.jobs]
    found: dict[str, Any] = json.loads(
        time_cards(jobs, press, Rules.load(*world.data), time.process_time).to_json()
    )
    return found


def _apart(one: Path, other: Path) -> float:
    """Return how far two pictures are apart on average, in levels, at a twentieth of their size."""
    small = []
    for path in (one, other):
        with Image.open(path) as image:
            small.append(image.convert("RGB").resize((54, 72), Image.Resampling.BOX))
    return sum(ImageStat.Stat(ImageChops.difference(*small)).mean) / 3


def _version(package: str) -> str:
    for path in sorted((KEPT / "python").glob(f"{package.replace('-', '_')}-*.dist-info")):
        return path.name.removesuffix(".dist-info").rpartition("-")[2]
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _node_versions() -> dict[str, str]:
    found = {}
    for package in (p for names in NODE.values() for p in names):
        path = KEPT / "node" / "node_modules" / package / "package.json"
        found[package] = (
            json.loads(path.read_text(encoding="utf-8"))["version"] if path.is_file() else "not installed"
        )
    return found


def page(found: dict[str, Any]) -> str:
    """Return the figures as the page bench/RESULTS.md."""
    rows = [
        f"| {NAMES.get(name, name)} | {found['cpu_ratio'][name] or '—'} | {ratio} | {found['wall_ms'][name]} "
        f"| {found['cpu_ms'][name]} | {found['kb'][name]} | {found['peak_mb'][name]} | {found['levels_apart'][name]} |"
        for name, ratio in found["ratio"].items()
    ]
    own = found["own_templates"]
    before = own["stages"]["fill"] + own["stages"]["set"] + own["stages"]["raster"]
    shipped = [
        f"| mima {name} | {own['ratio'].get(name, '—')} | {round(before + ms_kb['ms'], 2)} | {ms_kb['kb']} | {own['ratio'].get(f'{name}_bytes', '—')} |"
        for name, ms_kb in own["packings"].items()
    ]
    strange = [n for n, v in found["levels_apart"].items() if v > SAME]
    return "\n".join(
        [
            "# What a card costs", "",
            "Written by `python bench/cards.py --write`; compare ratios, not milliseconds.", "",
            f"{found['facts']} facts, warm ({len(WARM)} others drawn before), each peer in a process of its own, in turns of {ROUND}; medians. {found['machine']}; load "
            f"before the run {found['load']} (other work ran beside it where that is above 0). On a busy machine only the ratio of CPU times "
            "means anything, and that too little for what the caches lose.", "",
            "| | cards a second of CPU, as a multiple of CairoSVG's | … of wall time | ms wall | ms CPU | KB | peak MB | levels apart |",
            "|---|---|---|---|---|---|---|---|", *rows, "",
            "On our own templates, of the same sheets as outlines (CairoSVG has no text to set there), mean CPU time, a fact new to the press each time:", "",
            "| | cards a second, as a multiple of CairoSVG's whole drawing and Pillow's PNG | ms CPU | KB | share of Pillow's default |",
            "|---|---|---|---|---|", *shipped, "",
            "By stage: " + ", ".join(f"{name} {ms:.2f} ms" for name, ms in own["stages"].items()) + ".", "",
            "Chromium draws in other processes than the one that is measured: its CPU time and memory are not all of it. "
            "*Levels apart*: the mean difference from ours at a twentieth of the size; other rasterisers, other weights of a variable font.", "",
            "Versions: " + ", ".join(f"{k} {v}" for k, v in found["versions"].items()) + ".", "",
            *(f"- {name} was left out: {why}" for name, why in found["skipped"].items()),
            *(f"- {name} drew a picture that is too far from ours to be called the same design" for name in strange), "",
        ]
    )  # fmt: skip


def main() -> int:
    """Run the benchmark once and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--facts", type=int, default=40)
    parser.add_argument("--set-up", action="store_true", help="install missing peers into bench/.peers first")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--write", action="store_true", help="write bench/RESULTS.md")
    asked = parser.parse_args()
    if asked.set_up:
        set_up()
    found = run(asked.facts)
    if asked.write:
        (ROOT / "bench" / "RESULTS.md").write_text(page(found), encoding="utf-8")
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n" if asked.json else page(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
