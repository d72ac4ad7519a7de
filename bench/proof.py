"""How many wrong cards are caught, how many right ones refused: ``python -m bench.proof [-v]``.

The articles of unlike kinds in ``bench/material``, written for this, are made into cards. Right ones must pass; then each is
spoiled in every way of ``bench/spoil.py``, one thing at a time, and put before the proof that a newsroom would put it before:
facts against their article, cards before issue, finished files again. Prints, for every kind, how many were tried, refused,
only remarked, and missed. ``-v`` names what was missed.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from lxml import etree
from PIL import Image

from bench.misdraw import DRAWINGS, another_value, other_label
from bench.spoil import PARTS, PICTURES, WORDS
from generator.batch import Shop, Wishes, Workshop, plan_cards, reproof, run_batch
from generator.batch.manifest import read_manifest
from generator.batch.plan import Planned
from generator.card import Card, CardJob, Press
from generator.design.brand import Brand
from generator.errors import CardRefused, DesignError, MimaError
from generator.facts import Tables, dump_facts, extract, find_metric, load, read_article
from generator.facts.model import Fact, Factsheet
from generator.proof import REFUSE, Evidence, Exhibit, Rules, against_article, contradictions, twins
from generator.world import World

MATERIAL = Path(__file__).parent / "material"
SIZES = ("wechat-post", "weibo-grid", "poster", "wechat-cover")
THEMES = ("haisi", "subai")
BRAND = Brand(account="小城发布", slogan="看见小城", credit="编辑：张三　校对：李四")


@dataclass
class Row:
    """What became of one kind of wrong card."""

    refused: int = 0
    remarked: int = 0
    missed: list[str] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """How many wrong cards of this kind there were."""
        return self.refused + self.remarked + len(self.missed)


class Court:
    """The press, the rules and the account."""

    def __init__(self) -> None:
        self.world = World.at()
        self.press = Press(self.world, packing="fast")
        self.tables = Tables.load(*self.world.data)
        self.rules = Rules.load(*self.world.data)
        self.shop = Shop(Workshop(self.world))
        self.rows: dict[str, Row] = defaultdict(Row)
        self.false: list[str] = []
        self.unset: list[str] = []
        self.right = 0

    def judge(self, kind: str, severities: Iterable[str], what: str) -> None:
        """Enter one wrong card: the severities of what was found on it."""
        found = set(severities)
        row = self.rows[kind]
        if REFUSE in found:
            row.refused += 1
        elif found:
            row.remarked += 1
        else:
            row.missed.append(what)

    def facts(self, sheet: Factsheet, article: Evidence) -> None:
        """Spoil each fact's words and hold it against the article."""
        texts = [fact.text for fact in sheet.facts]
        for fact in sheet.facts:
            others = [text for text in texts if text != fact.text]
            for kind, ways in (*WORDS.items(), *PARTS.items()):
                for text in dict.fromkeys(ways(fact.text, others)):
                    if text == fact.text or any(text in other for other in others):
                        continue
                    wrong = replace(fact, text=text)
                    found = [self.rules.severity[check] for _, check, _ in against_article([wrong], article)]
                    self.judge(kind, found, f"{fact.text} → {text}")

    def cells(self, sheet: Factsheet, place: Path) -> None:
        """Spoil the cells of a fact's number in a facts file, one at a time, and leave its sentence."""
        path = place / "事实.json"
        right: dict[str, list[str]] = {}
        for fact in sheet.facts:
            m = fact.metric
            if m is None or m.number is None:
                continue
            ways = {
                "": {},
                "cell: the value": {"数字": m.value + "1"},
                "cell: the unit": {"单位": "万吨" if m.unit != "万吨" else "亩"},
                "cell: the label": {"说明": "新增停车泊位"},
                "cell: the qualifier": {"前缀": "" if m.qualifier else "超"},
            }
            for kind, wrong in ways.items():
                table = json.loads(dump_facts(replace(sheet, facts=(fact,)), "json"))
                row = table["facts"][0]
                keys = {"数字": "value", "单位": "unit", "说明": "label", "前缀": "qualifier"}
                for column, cell in wrong.items():
                    row["metric"][keys[column]] = cell
                path.write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
                loaded = load(path, self.tables)
                if loaded.errors:
                    self.judge(kind, [REFUSE], fact.text)
                    continue
                plan = plan_cards(loaded.sheet, self.press.catalogue, Wishes(("weibo-grid",), features=()))
                if plan.refused:
                    self.judge(kind, [REFUSE], fact.text)
                    continue
                card = self.press.make(plan.jobs[0].job)
                printed = sorted("".join("".join(t.lines) for t in Exhibit(card).message))
                if not kind:
                    right[fact.id] = printed
                elif right[fact.id] != printed:  # a cell that nothing is printed from spoils nothing
                    found = self.rules.prove(Exhibit(card))
                    self.judge(kind, [f.severity for f in found], f"{fact.text} {wrong}")

    def cards(self, plan: Iterable[Planned]) -> None:
        """Prove right cards, then spoil their drawings."""
        jobs = [planned.job for planned in plan]
        for number, job in enumerate(jobs):
            turn = number // len(SIZES)
            if turn % 2:
                job = replace(job, brand=BRAND)  # noqa: PLW2901  every other card carries the newsroom's name
            name = f"{job.fact} {job.template.id} {job.size.id} {job.theme.id} {job.copy.text}"
            filled = self.press.fill(job)
            try:
                sheet = self.press.set(job, filled)
            except CardRefused as error:
                self.unset.append(f"{name}: {error}")
                continue
            self.right += 1
            card = self.press.finish(job, sheet, self.press.rasteriser.impression(sheet))
            found = self.rules.prove(Exhibit(card))
            if any(f.severity == REFUSE for f in found):
                self.false.append(f"{name}: {[f.message for f in found]}")
                continue
            before = {(f.check, f.message) for f in found}
            if SIZES[turn % len(SIZES)] != job.size.id or job.theme.id != THEMES[0]:
                continue  # spoiled in one size each, in turn
            root = etree.fromstring(filled.encode())
            heads = [other.copy.head for other in jobs if other.copy.head and other.copy.text != job.copy.text]
            labels = {"drawing: a neighbour's label": other_label(heads[number % len(heads)])} if heads else {}
            self._charts(job, filled, card, name)
            for kind, ways in {**DRAWINGS, **labels}.items():
                for which, wrong in enumerate(islice(ways(root, sheet.texts), 2)):
                    try:
                        spoiled = self.press.set(job, etree.tostring(wrong, encoding="unicode"))
                        bad = self.press.finish(job, spoiled, self.press.rasteriser.impression(spoiled))
                    except (CardRefused, DesignError):
                        self.judge(kind, [REFUSE], name)
                        continue
                    new = [f for f in self.rules.prove(Exhibit(bad)) if (f.check, f.message) not in before]
                    if bad.sheet.svg == card.sheet.svg:
                        continue  # nothing of it shows: no wrong card
                    self.judge(kind, [f.severity for f in new], f"{name} #{which}")

    def _charts(self, job: CardJob, filled: str, card: Card, name: str) -> None:
        """Draw the card's chart for another value, and leave what is printed."""
        for copy in another_value(job.copy):
            wrong = self.press.fill(replace(job, copy=copy))
            if wrong == filled:
                continue  # this template draws none
            try:
                sheet = self.press.set(job, wrong)
            except (CardRefused, DesignError):
                self.judge("chart: of another value", [REFUSE], name)
                continue
            if sheet.svg != card.sheet.svg:
                bad = self.press.finish(job, sheet, self.press.rasteriser.impression(sheet))
                found = self.rules.prove(Exhibit(bad))
                self.judge("chart: of another value", [f.severity for f in found], f"{name} {copy.pictures}")

    def files(self, sheet: Factsheet, place: Path) -> None:
        """Make a folder, prove it again, then spoil its pictures one at a time."""
        ids = tuple(fact.id for fact in sheet.facts[:6])
        plan = plan_cards(sheet, self.press.catalogue, Wishes(("weibo-grid",), only=ids))
        run_batch(place, sheet, plan, self.shop)
        account = reproof(place, self.shop, sheet)
        self.right += len(account.verdicts)
        self.false += [f"proof of {v.file}: {v.faults}" for v in account.failed]
        for record in read_manifest(place).cards:
            path = place / record.file
            data = path.read_bytes()
            box = max(record.text_boxes, key=lambda b: b.size_px)
            frame = tuple(map(int, box.frame))
            for kind, spoil in PICTURES.items():
                with Image.open(path) as image:
                    wrong, form, quality = spoil(image.convert("RGB"), frame)  # type: ignore[arg-type]
                wrong.save(path, form, **({"quality": quality} if quality else {}))
                verdict = reproof(path, self.shop).verdicts[0]
                self.judge(kind, [f.severity for f in verdict.faults], record.file)
                path.write_bytes(data)
        first, second, *_ = read_manifest(place).cards
        shutil.copy(place / second.file, place / first.file)
        self.judge(
            "picture: another card's", [f.severity for f in reproof(place / first.file, self.shop).verdicts[0].faults], first.file
        )  # fmt: skip

    def series(self, sheet: Factsheet) -> None:
        """Say a fact twice, or an indicator with another value: what shows only in the whole series."""
        for fact in sheet.facts:
            if fact.kind == "item":
                continue
            for text in _again(fact.text):
                second = replace(fact, id="99", text=text, metric=find_metric(text, tables=self.tables).metric)
                self.judge(
                    "series: said twice", ["warn"] * bool(list(twins([fact, second]))), f"{fact.text} / {text}"
                )
            if fact.metric is None or fact.metric.number is None:
                continue
            for text in dict.fromkeys(WORDS["fact: a digit"](fact.text, ())):
                metric = find_metric(text, tables=self.tables).metric
                if metric is None or metric.number == fact.metric.number:
                    continue
                second = Fact("99", fact.chapter, fact.kind, text, metric=metric)
                found = list(contradictions([fact, second]))
                self.judge("series: another value", ["warn"] * bool(found), f"{fact.text} / {text}")
        self.right += 1
        pairs = [*twins(sheet.facts), *contradictions(sheet.facts)]
        self.false += [f"remark {a.text} / {b.text}" for a, b, _ in pairs]

    def dates(self) -> None:
        """Sentences with a day and its weekday or 农历, right and wrong."""
        for text, right in DATED:
            sheet = Factsheet(
                "日期", (Fact("01", "", "statement", text),), (), source="日报", date="2026-06-21"
            )
            plan = plan_cards(sheet, self.press.catalogue, Wishes(("weibo-grid",), features=()))
            found = self.rules.prove(Exhibit(self.press.make(plan.jobs[0].job)))
            if right:
                self.right += 1
                self.false += [f"{text}: {f.message}" for f in found]
            else:
                self.judge("date: weekday, 农历 or no such day", [f.severity for f in found], text)


DATED = (
    ("6月21日（星期日）迎来夏至", True), ("6月19日（农历五月初五）龙舟竞渡", True), ("2025年12月31日（周三）收官", True),
    ("6月30日前完成验收", True), ("2028年2月29日全线通车", True), ("6月21日（星期六）迎来夏至", False),
    ("6月19日（农历五月初六）龙舟竞渡", False), ("2025年12月31日（周二）收官", False), ("6月31日前完成验收", False),
    ("2026年2月29日全线通车", False), ("13月1日起实施", False), ("9月31日正式开园", False), ("农历五月初五（6月20日）放假", False),
    ("星期一（6月21日）开考", False), ("6月19日端午节，星期四", False),
)  # fmt: skip


def _again(text: str) -> Iterator[str]:
    yield text + "。"
    yield text.replace("，", "、").replace("达", "为")


def main() -> int:
    """Try everything and print the account."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("-v", action="store_true")
    parser.add_argument("--only", default="", help="facts,cells,cards,files,series,dates")
    parser.add_argument("--article", default="*", help="one of bench/material, without its ending")
    options = parser.parse_args()
    court = Court()
    steps = options.only.split(",") if options.only else ["facts", "cells", "cards", "files", "series", "dates"]
    for path in sorted(MATERIAL.glob(f"{options.article}.txt")):
        article = read_article(path)
        sheet, evidence = extract(article, court.tables), Evidence(article.text)
        court.right += len(sheet.facts)
        court.false += [f"{f.text}: {m}" for f, _, m in against_article(sheet.facts, evidence)]
        if "facts" in steps:
            court.facts(sheet, evidence)
        if "cells" in steps:
            with tempfile.TemporaryDirectory() as place:
                court.cells(sheet, Path(place))
        if "cards" in steps:
            for theme in THEMES:
                court.cards(plan_cards(sheet, court.press.catalogue, Wishes(SIZES, theme=theme), evidence).jobs)
        if "files" in steps:
            with tempfile.TemporaryDirectory() as place:
                court.files(sheet, Path(place) / "out")
        if "series" in steps:
            court.series(sheet)
    if "dates" in steps:
        court.dates()
    return report(court, options.v)


def report(court: Court, verbose: bool) -> int:
    """Print the table; return 1 when a right card was refused."""
    print(
        f"right cards {court.right}, falsely refused or remarked {len(court.false)}, not settable {len(court.unset)}\n"
    )
    print("| kind | tried | refused | remarked | missed |\n|---|---|---|---|---|")
    for kind, row in court.rows.items():
        print(f"| {kind} | {row.tried} | {row.refused} | {row.remarked} | {len(row.missed)} |")
    rows = court.rows.values()
    tried, missed = sum(r.tried for r in rows), sum(len(r.missed) for r in rows)
    print(f"\nwrong cards {tried}, caught {tried - missed} ({100 * (tried - missed) / max(1, tried):.1f} %)")
    for what in court.false:
        print(f"false: {what}")
    for what in court.unset:
        print(f"not settable: {what}")
    if verbose:
        for kind, row in court.rows.items():
            for what in row.missed[:12]:
                print(f"missed, {kind}: {what}")
    return int(bool(court.false))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MimaError as error:
        sys.exit(str(error))
