"""Which checks run, and how grave each is: `data/proof.toml`, which a newsroom may overrule in its own folder."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from generator.design.tomlfile import TomlFile
from generator.proof import charts, dates, deliverable, faces, legibility, placement, runs, signs, wording
from generator.proof.exhibit import Exhibit
from generator.proof.finding import OFF, SEVERITIES, Finding
from generator.proof.slips import SlipTable

Check = Callable[[Exhibit], Iterator[tuple[str, str]]]
"""A check yields (box, message) for each thing it finds; a card with nothing to find yields nothing."""

CHECKS: Mapping[str, tuple[str, Check]] = {
    "figures": ("数字出自原文", wording.figures_stand_in_the_text),
    "whole": ("原文完整", wording.text_is_whole),
    "order": ("语序", wording.text_is_in_order),
    "runs": ("每段文字完整", runs.runs_are_whole),
    "sign": ("正负号、百分号", signs.signs_stand_with_their_figures),
    "source": ("来源在图上", wording.source_is_named),
    "no-source": ("有来源", wording.source_is_known),
    "overlap": ("文字不相叠", placement.texts_keep_apart),
    "edge": ("文字在图内", placement.texts_stay_inside),
    "crop": ("平台裁切后完整", placement.message_survives_the_crop),
    "crop-list": ("清单的裁切", placement.lists_survive_the_crop),
    "small": ("字号", legibility.text_is_large_enough),
    "small-message": ("正文字号", legibility.message_is_large_enough),
    "contrast": ("对比度", legibility.text_stands_out),
    "covered": ("文字没被盖住", legibility.text_is_not_covered),
    "font": ("字体是主题的", faces.faces_are_the_themes),
    "figure-font": ("数字的字体", faces.figure_is_in_the_number_face),
    "chart": ("图表等于数字", charts.chart_is_its_number),
    "chart-unknown": ("图表能核对", charts.chart_can_be_measured),
    "leaf": ("日历与日期相符", dates.leaf_is_its_day),
    "weekday": ("星期、农历与日期相符", dates.weekdays_agree),
    "file": ("像素与颜色", deliverable.file_is_as_ordered),
    "bytes": ("文件大小", deliverable.file_is_light_enough),
}
"""Every check of a single card, by id, with its Chinese name."""
EDITION = 4
"""Raised by hand when a check's code changes what it finds."""
WORD_CHECKS = {"banned": "禁用词", "superlative": "极限词", "slip": "易错处", "unit-case": "单位写法"}
"""The word tables, by id: see `generator/proof/slips.py`."""
SERIES_CHECKS = {
    "twin": "重复", "contradiction": "前后矛盾", "article-figure": "数字在文章里", "article-text": "字句在文章里",
    "article-cut": "不断句", "caption": "配文与事实相符",
}  # fmt: skip


@dataclass(frozen=True)
class Rules:
    """The severity of every check, by id, and the word tables."""

    severity: Mapping[str, str]
    slips: SlipTable

    @property
    def fingerprint(self) -> str:
        """A text that changes with any rule or word: cards are proved again when it does."""
        rows = [f"{row.kind} {row.pattern.pattern} {row.better} {row.why}" for row in self.slips.rows]
        lines = [f"proof {EDITION}", *(f"{k}={v}" for k, v in sorted(self.severity.items())), *rows]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    @classmethod
    def load(cls, *folders: Path) -> Rules:
        """Read `proof.toml` and the word tables of these data folders, later ones over earlier ones.

        Raises DesignError, with file and line, for an unknown check or severity.
        """
        return _load(folders)

    @staticmethod
    def forget() -> None:
        """Let the next `load` read the files anew: somebody edits them while the studio is open."""
        _load.cache_clear()
        SlipTable.forget()

    def prove(self, exhibit: Exhibit) -> tuple[Finding, ...]:
        """Return everything that the checks find on a card, gravest first."""
        found = [
            Finding(name, self.severity[name], message, box)
            for name, (_, check) in CHECKS.items()
            if self.severity[name] != OFF
            for box, message in check(exhibit)
        ]
        found += [
            Finding(hit.kind, self.severity[hit.kind], hit.message)
            for text in dict.fromkeys(exhibit.statements)
            for hit in self.slips.hits(text)
            if self.severity[hit.kind] != OFF
        ]
        return tuple(sorted(dict.fromkeys(found), key=lambda f: SEVERITIES.index(f.severity)))


@lru_cache(maxsize=8)
def _load(folders: tuple[Path, ...]) -> Rules:
    severity: dict[str, str] = {}
    for folder in folders:
        path = folder / "proof.toml"
        if path.is_file():
            severity |= _severities(TomlFile.read(path))
    return Rules(severity, SlipTable.load(*folders))


def _severities(file: TomlFile) -> Mapping[str, str]:
    known = (*CHECKS, *WORD_CHECKS, *SERIES_CHECKS)
    for name in file.table:
        if name not in known:
            raise file.fail(name, f"没有叫“{name}”的检查", f"可用：{'、'.join(known)}")
    return {name: file.get(name, _severity, "refuse、warn 或 off") for name in file.table}


def _severity(value: Any) -> str:
    if value not in SEVERITIES:
        raise ValueError
    return str(value)
