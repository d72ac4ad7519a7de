"""What the tests of the chart templates share: jobs from made-up sentences, and frames read back from a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from lxml import etree

from generator.card import CardJob, Press, Wordbook, write_copy
from generator.card.sheet import Sheet
from generator.facts import find_metric
from generator.facts.model import Chapter, Fact, Factsheet

Frame = tuple[float, float, float, float]

FULL = Factsheet(
    title="滨海“数说”这一年",
    facts=(),
    chapters=(Chapter("c1", "产业升级", "经济在承压前行中彰显韧性"),),
    source="滨海市第十二届人民代表大会第五次会议政府工作报告",
    date="2026-01-06",
)
BARE = Factsheet(title="", facts=(), chapters=(Chapter("c1", ""),), source="", date="")
KINDS = {"compare": "compare", "target": "targets"}


@dataclass(frozen=True)
class Chart:
    """One card to draw: a template and the sentence, or the sentences, that it shows."""

    template: str
    texts: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.template}-{'-'.join(t[-6:] for t in self.texts)}"


def job_of(chart: Chart, press: Press, size: str, theme: str = "haisi", sheet: Factsheet = FULL) -> CardJob:
    """Return the job of a chart as a batch would plan it."""
    facts = tuple(
        Fact(f"{n:02}", "c1", "metric", text, metric=find_metric(text).metric)
        for n, text in enumerate(chart.texts, 1)
    )
    kind = KINDS.get(chart.template)
    fact = Fact("01-02", "c1", kind, "；".join(chart.texts)) if kind else facts[0]
    whole = replace(sheet, facts=(fact, *facts))
    words = Wordbook.load(*press.catalogue.data_folders)
    copy = write_copy(fact, whole, 66 if sheet.title else 0, words, facts if kind else ())
    return CardJob(
        fact.id,
        copy,
        press.catalogue.template(chart.template),
        press.catalogue.theme(theme),
        press.catalogue.size(size),
    )


def picture_frames(sheet: Sheet) -> dict[str, Frame]:
    """Return the frames that a drawing declares for its pictures (``picture-frame…``), px of the picture."""
    root = etree.fromstring(sheet.svg)
    scale = sheet.width / float(root.get("viewBox", "").split()[2])
    found = {}
    for rect in root.xpath("//*[starts-with(@id, 'picture-frame')]"):
        x, y, width, height = (float(rect.get(k, "0")) for k in ("x", "y", "width", "height"))
        for node in rect.iterancestors():
            for move in node.get("transform", "").split(")"):
                name, _, values = move.strip().partition("(")
                if name == "translate":
                    dx, dy = (*map(float, values.replace(",", " ").split()), 0.0)[:2]
                    x, y = x + dx, y + dy
        found[rect.get("id")] = (x * scale, y * scale, (x + width) * scale, (y + height) * scale)
    return found


def overlap(one: Frame, other: Frame, room: float = 0.0) -> bool:
    """Return whether two frames come nearer than `room` px to each other, in both directions."""
    return (
        one[0] < other[2] + room
        and other[0] < one[2] + room
        and one[1] < other[3] + room
        and other[1] < one[3] + room
    )


def touching(frames: Sequence[tuple[str, Frame]]) -> list[tuple[str, str]]:
    """Return the names of all frames that lie upon one another."""
    return [
        (name, other)
        for i, (name, frame) in enumerate(frames)
        for other, there in frames[i + 1 :]
        if overlap(frame, there)
    ]
