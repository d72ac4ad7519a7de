"""Throw made-up input at everything that reads from outside: ``python -m bench.fuzz --minutes 60``.

Readers (text, Markdown, HTML, docx, YAML, JSON, CSV, XLSX), the metric finder, the extraction, the template filler, the
layout with its guard, the typesetter, the logo. A target may refuse with one of mima's own errors; anything else, more
than five seconds, or more than a gigabyte is a finding. Prints a table; exits 1 when there are findings.
"""

from __future__ import annotations

import argparse
import faulthandler
import io
import os
import random
import resource
import signal
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from generator.batch import Shop, Wishes, Workshop, plan_cards, reproof, run_batch
from generator.card import Press
from generator.card.fill import fill_drawing
from generator.card.layout import lay_out
from generator.card.logo import logo_art
from generator.card.raster import choose_rasteriser
from generator.design.brand import LogoFile
from generator.errors import MimaError
from generator.facts import Tables, dump_facts, extract, find_metric, load
from generator.facts.article import ArticleText
from generator.proof import Evidence, Rules, against_article
from generator.typeset.model import Box, Run, Style
from generator.world import World, shipped

MOST_SECONDS, MOST_BYTES = 5.0, 1 << 30
HUNG_SECONDS, STUCK_SECONDS = 20.0, 300.0
"""Processor time after which a target is interrupted; time after which a target deaf to that ends the run with its stack."""
SAY_SECONDS = 120.0
ROUND = 40
"""Examples of one target before the next has its turn."""

BIDI = "\u202e\u202d\u2066\u2069\u200f\u200b\u200d\ufeff\u2028\u2029\u0000\u0007\u0085\u001b"
PIECES = (
    "培育规上工业企业358家", "同比增长12.5%", "超20亿元", "第一季度", "一、", "（二）", "1.", "●", "来源：日报", "\n", "\n\n",
    "，", "。", "；", "“", "”", "百分之三", "1,234.5万", "３５８", "𠮷", "😀", "é", "<b>", "</script>", "&amp;", "{{ 7 * 7 }}",
    "{% for x in y %}", "../../etc/passwd", "..\\..\\x", "file:///etc/passwd", "%s%n", "'; --", "=1+1", "\t", "|", "---", "#",
    "- ", "编号,内容", "2026年1月7日", "R1线", "G20", "12:30", "±", "−5", "1/3", "∞", "Ⅷ", "㎡", *BIDI,
)  # fmt: skip
TAGS = (
    '<rect width="9" height="9"/>', '<text id="t" x="9" y="99" inline-size="300" font-size="40">', "</text>", "<tspan>", "</tspan>",
    '<g data-flow="column" data-box="b">', "</g>", '<rect id="b" class="guide" width="900" height="900"/>', "{{ text }}",
    "{{ text|length }}", "{% for i in range(9) %}", "{% endfor %}", "{% if text %}", "{% endif %}", "{{ wave_path(99, 9, 9, 9) }}",
    "{{ 1 / 0 }}", "{{ nothing }}", "<!-- -->", "<![CDATA[x]]>", "&lt;", "&#x0;", "&bad;", '<use href="#b"/>', '<image href="x"/>',
    "<style>.a{fill:red}</style>", 'style="fill:url(#x)"', '<path d="M0 0L9 9"/>', 'font-size="1e99"', 'viewBox="0 0 0 0"',
    '<text x="NaN">', '<text shape-inside="url(#b)" font-size="-5">', 'writing-mode="vertical-rl"', 'data-min-size="x"',
)  # fmt: skip
texts = st.one_of(
    st.text(max_size=400),
    st.lists(st.sampled_from(PIECES), max_size=60).map("".join),
    st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=8)), max_size=80).map("".join),
    st.tuples(st.sampled_from(PIECES), st.integers(1, 3000)).map(lambda pair: pair[0] * pair[1]),
)
drawings = st.lists(st.one_of(st.sampled_from(TAGS), st.sampled_from(PIECES)), max_size=25).map("".join)
files = st.one_of(
    texts.map(str.encode), texts.map(lambda t: t.encode("gb18030", "replace")), st.binary(max_size=2000)
)


@dataclass
class Tally:
    """What came of one target."""

    runs: int = 0
    refused: int = 0
    slowest: float = 0.0
    findings: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)


class Bench:
    """The targets and what they need."""

    def __init__(self, place: Path) -> None:
        self.place = place
        self.world = World.at()
        self.tables = Tables.load(*self.world.data)
        self.press = Press(self.world, "resvg")
        self.cairo = choose_rasteriser("cairosvg")
        self.rules = Rules.load(*self.world.data)
        self.theme = self.press.catalogue.theme("haisi")
        self.folder = place / "finished"
        sheet = load(shipped("data") / "jinjiang-2026.txt", self.tables).sheet
        plan = plan_cards(sheet, self.press.catalogue, Wishes(("mini-share",), only=(sheet.facts[0].id,)))
        run_batch(self.folder, sheet, plan, Shop(Workshop(self.world, "resvg")))
        self.finished = {p.name: p.read_bytes() for p in self.folder.iterdir() if p.suffix in {".png", ".json"}}
        self.seeds = [path.read_bytes() for path in self._good_files()]

    def _good_files(self) -> list[Path]:
        sheet = load(shipped("data") / "jinjiang-2026.txt", self.tables).sheet
        made = []
        for form in ("yaml", "json", "csv", "xlsx"):
            path = self.place / f"good.{form}"
            data = dump_facts(sheet, form)
            path.write_bytes(data if isinstance(data, bytes) else data.encode())
            made.append(path)
        return made

    def read(self, data: bytes, suffix: str) -> None:
        """Load a file of these bytes."""
        path = self.place / f"a.{suffix}"
        path.write_bytes(data)
        load(path, self.tables)

    def read_damaged(self, which: int, at: int, junk: bytes) -> None:
        """Load a good facts file with some bytes replaced."""
        data = self.seeds[which % 4]
        cut = at % max(1, len(data))
        self.read(data[:cut] + junk + data[cut + len(junk) :], ("yaml", "json", "csv", "xlsx")[which % 4])

    def read_docx(self, paragraphs: list[str], junk: bytes) -> None:
        """Load a Word file: sound in most rounds, its document a piece of anything in the others."""
        name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        body = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in paragraphs)
        text = f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>'
        if junk[:1] > b"\xa0":
            text = text.replace("</w:r>", "", 1) + "".join(paragraphs)
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            archive.writestr("[Content_Types].xml", "<Types/>")
            archive.writestr("word/document.xml", text.encode("utf-8", "replace"))
            archive.writestr("../../evil", junk)
        self.read(buffer.getvalue(), "docx")

    def metric(self, text: str) -> None:
        """Find the number of a text; it must be where its span says."""
        found = find_metric(text, tables=self.tables).metric
        if found is not None and found.value_span is not None:
            if text[found.value_span.start : found.value_span.end] != found.value:
                raise AssertionError("the value is not where its span says")

    def article(self, text: str) -> None:
        """Extract an article; every fact must be where its span says."""
        article = ArticleText(text)
        sheet = extract(article, self.tables)
        for fact in sheet.facts:
            if fact.span is not None and article.text[fact.span.start : fact.span.end] != fact.text:
                raise AssertionError("a fact is not where its span says")
        list(against_article(sheet.facts[:20], Evidence(text)))

    def card(self, text: str) -> None:
        """Take an article as far as a finished sheet; words must stay words, file names plain."""
        sheet = extract(ArticleText(text), self.tables)
        plan = plan_cards(sheet, self.press.catalogue, Wishes(("weibo-grid",), features=("cover", "group")))
        for planned in plan.jobs[:2]:
            drawn = self.press.draw(planned.job)
            if b"<script" in drawn.svg or b"{{" in drawn.svg:
                raise AssertionError("words became markup")
            if "/" in planned.file or "\\" in planned.file or planned.file.startswith("."):
                raise AssertionError(f"a file name leads elsewhere: {planned.file!r}")

    def drawing(self, body: str, text: str) -> None:
        """Fill and lay out a drawing made of scraps."""
        head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080">'
        (self.place / "t").mkdir(exist_ok=True)
        (self.place / "t" / f"{self._turn()}.svg").write_text(f"{head}{body}</svg>", "utf-8", "replace")
        filled = fill_drawing(f"{self.turn}.svg", {"text": text}, (self.place / "t",))
        sheet = lay_out(
            filled, file="a.svg", css=self.theme.css(), units=(1080, 1080), pixels=(270, 270), typesetter=self.press.typesetter
        )  # fmt: skip
        for rasteriser in (self.press.rasteriser, self.cairo):
            rasteriser.pixels(sheet)

    turn = 0

    def _turn(self) -> int:
        (self.place / "t" / f"{self.turn}.svg").unlink(missing_ok=True)
        self.turn += 1
        return self.turn

    def typeset(self, text: str, width: float, height: float, size: float, vertical: bool) -> None:
        """Set any text in any box."""
        mode = "vertical-rl" if vertical else "horizontal-tb"
        box = Box(width, height, size, size / 2, max_lines=5, writing_mode=mode)
        style = Style(("Noto Sans SC", "Noto Serif SC"), 500)
        setting = self.press.typesetter.fit((Run(text, style),), box)
        if "".join(line.text for line in setting.lines).split() and not text.strip():
            raise AssertionError("words out of nothing")

    def logo(self, body: str) -> None:
        """Make a logo of scraps."""
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 90">{body}</svg>'.encode(
            "utf-8", "replace"
        )
        logo_art.__wrapped__(LogoFile(svg, "svg", Path("logo.svg")), False)

    def proof(self, which: int, at: int, junk: bytes) -> None:
        """Prove a finished folder again whose manifest, picture or composition's account was damaged."""
        files = sorted(self.finished)
        name = files[which % len(files)]
        for file, data in self.finished.items():
            cut = at % len(data)
            (self.folder / file).write_bytes(
                data[:cut] + junk + data[cut + len(junk) :] if file == name else data
            )
        account = reproof(self.folder, Shop(Workshop(self.world, "resvg")))
        if junk and not account.failed and self.finished[name] != (self.folder / name).read_bytes():
            if name.endswith(".png"):
                raise AssertionError("a damaged picture passed")

    def slips(self, text: str) -> None:
        """Look a text up in the word tables."""
        list(self.rules.slips.hits(text))


def targets(bench: Bench) -> dict[str, tuple[Callable[..., None], tuple[st.SearchStrategy[object], ...]]]:
    """Return every target by name, with the strategies of its arguments."""
    suffixes = st.sampled_from(("txt", "md", "html", "docx", "yaml", "json", "csv", "xlsx"))
    sizes = st.floats(1, 3000)
    return {
        "readers": (bench.read, (files, suffixes)),
        "facts files, damaged": (
            bench.read_damaged,
            (st.integers(0, 3), st.integers(0, 10**6), st.binary(max_size=40)),
        ),
        "docx": (bench.read_docx, (st.lists(texts, max_size=6), st.binary(max_size=200))),
        "metric finder": (bench.metric, (texts,)),
        "article": (bench.article, (texts,)),
        "article to sheet": (bench.card, (texts,)),
        "template, layout, pixels": (bench.drawing, (drawings, texts)),
        "typesetter": (bench.typeset, (texts, sizes, sizes, st.floats(4, 400), st.booleans())),
        "logo": (bench.logo, (drawings,)),
        "finished folder, damaged": (
            bench.proof,
            (st.integers(0, 9), st.integers(0, 10**6), st.binary(max_size=12)),
        ),
        "word tables": (bench.slips, (texts,)),
    }  # type: ignore[return-value]


class Hung(BaseException):
    """A target has had its processor time and was interrupted."""


def interrupt(_signal: int, _frame: object) -> None:
    """Stop a target that does not end."""
    raise Hung(f"more than {HUNG_SECONDS:g} s of processor time")


def peak_bytes() -> int:
    """Return the most memory that this process has held so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def once(target: Callable[..., None], tally: Tally, arguments: tuple[object, ...]) -> None:
    """Run a target once and keep account; nothing it does gets out."""
    tally.runs += 1
    before, bytes_before = time.thread_time(), peak_bytes()
    finding = ""
    faulthandler.dump_traceback_later(STUCK_SECONDS, exit=True)
    signal.setitimer(signal.ITIMER_PROF, HUNG_SECONDS)
    try:
        target(*arguments)
    except MimaError:
        tally.refused += 1
    except (Exception, Hung) as error:  # noqa: BLE001  whatever it is, it is what we are here for
        frames = [f for f in traceback.extract_tb(error.__traceback__) if "generator" in f.filename]
        place = f"{Path(frames[-1].filename).name}:{frames[-1].name}" if frames else "?"
        finding = f"{type(error).__name__} in {place}"
        tally.examples.setdefault(finding, f"{str(error)[:80]!r} of {arguments!r:.400}")
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        faulthandler.cancel_dump_traceback_later()
    took = time.thread_time() - before
    tally.slowest = max(tally.slowest, took)
    if took > MOST_SECONDS:
        finding = finding or f"{took:.1f} s"
    if peak_bytes() > max(MOST_BYTES, bytes_before):
        finding = finding or f"{peak_bytes() / 2**20:.0f} MB"
    if finding:
        tally.findings[finding] += 1
        tally.examples.setdefault(finding, repr(arguments)[:400])


def examples(
    target: Callable[..., None],
    strategies: tuple[st.SearchStrategy[object], ...],
    tally: Tally,
    number: int,
) -> None:
    """Run one target on a round of examples, the same ones for the same number."""

    @seed(number)
    @settings(
        max_examples=ROUND, deadline=None, database=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
    )  # fmt: skip
    @given(st.tuples(*strategies))
    def fuzz(arguments: tuple[object, ...]) -> None:
        once(target, tally, arguments)

    fuzz()


def main() -> int:
    """Fuzz for so many minutes and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**9))
    parser.add_argument("--only", default="")
    options = parser.parse_args()
    signal.signal(signal.SIGPROF, interrupt)
    resource.setrlimit(resource.RLIMIT_AS, (4 * MOST_BYTES, 4 * MOST_BYTES))
    end = time.monotonic() + 60 * options.minutes
    number, said = options.seed, time.monotonic()
    with tempfile.TemporaryDirectory() as place:
        bench = Bench(Path(place))
        chosen = {name: t for name, t in targets(bench).items() if options.only in name}
        tallies = {name: Tally() for name in chosen}
        while time.monotonic() < end:
            for name, (target, strategies) in chosen.items():
                number += 1
                tally = tallies[name]

                examples(target, strategies, tally, number)
                if time.monotonic() > end:
                    break
            if time.monotonic() - said > SAY_SECONDS:
                said = time.monotonic()
                runs, found = (
                    sum(t.runs for t in tallies.values()),
                    sum(t.findings.total() for t in tallies.values()),
                )
                left = (end - said) / 60
                print(
                    f"{left:.0f} min left, {runs} runs, {found} findings, {peak_bytes() / 2**20:.0f} MB",
                    file=sys.stderr,
                )
    return report(tallies, options.seed, options.minutes)


def report(tallies: dict[str, Tally], first_seed: int, minutes: float) -> int:
    """Print the table and every finding; return 1 when there are any."""
    peak = peak_bytes()
    print(
        f"seed {first_seed}, {minutes:g} min, {os.cpu_count()} cores, Python {sys.version.split()[0]}, peak {peak / 2**20:.0f} MB\n"
    )
    print("| target | runs | refused | slowest, s | findings |\n|---|---|---|---|---|")
    for name, tally in tallies.items():
        print(
            f"| {name} | {tally.runs} | {tally.refused} | {tally.slowest:.2f} | {sum(tally.findings.values())} |"
        )
    for name, tally in tallies.items():
        for finding, count in tally.findings.most_common():
            print(f"\n{name}, {count}×: {finding}\n    {tally.examples[finding]}")
    return int(any(t.findings for t in tallies.values()) or peak > MOST_BYTES)


if __name__ == "__main__":
    sys.exit(main())
