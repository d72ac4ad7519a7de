"""The hard cases that every template must survive, as data: ``data/edge_cases/cases.tsv`` and the brand beside it.

A row is one card's content: one character or forty, ``15,000,000``, no unit, no subtitle, a source of sixty characters.
Its number is found by the program itself, as in an article.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.design import Brand
from generator.design.tomlfile import TomlFile
from generator.errors import DesignError, Where
from generator.facts import find_metric
from generator.facts.model import Chapter, Fact, Factsheet

FOLDER = "edge_cases"
COLUMNS = ("编号", "类型", "内容", "条目", "条件", "说明")
PLAIN, NO_SUBTITLE, LONG_SOURCE, LONG_SERIES, BRANDED, EXTREME = (
    "素", "无副题", "长来源", "长栏目", "台标", "极端",
)  # fmt: skip
CONDITIONS = (PLAIN, NO_SUBTITLE, LONG_SOURCE, LONG_SERIES, BRANDED, EXTREME)
"""What a row may ask for: see the head of the table."""
MADE_OF_SEVERAL = {"compare": "metric", "targets": "target", "chapter": "metric", "summary": "metric"}
"""Kinds of cards made of several facts, and the kind of those."""
_ITEMS = {"list", "quad"}
_OF_THE_SERIES = {"summary", "closing", "cover"}
_SERIES = "奋楫“十五五” 解读澜湾“向海密码”"
_LONG_SERIES = "奋楫“十五五”开局之年 解读环澜湾先进制造业走廊与海上渔村的“向海密码”"
_SOURCE = "澜湾市第九届人民代表大会第五次会议政府工作报告"
_LONG_SOURCE = "《澜湾市国民经济和社会发展第十五个五年规划纲要（草案）》·澜湾市第九届人民代表大会第五次会议关于政府工作报告的决议"
_DATE = "2026-02-04"
TOTAL = 66
"""Cards of the imagined series, as the counter shows them."""


@dataclass(frozen=True, slots=True)
class EdgeCase:
    """One hard case.

    `texts` are the items of a list or the facts of a card made of several; `conditions` are members of CONDITIONS;
    `why` says in Chinese what is hard about it.
    """

    id: str
    kind: str
    text: str
    texts: tuple[str, ...] = ()
    conditions: frozenset[str] = frozenset()
    why: str = ""

    @property
    def extreme(self) -> bool:
        """Whether it may be refused for want of room; all other cases a template must show."""
        return EXTREME in self.conditions

    @property
    def branded(self) -> bool:
        """Whether the newsroom's whole brand stands on the card."""
        return BRANDED in self.conditions

    @property
    def plain(self) -> bool:
        """Whether there is neither series nor source nor date."""
        return PLAIN in self.conditions

    def facts(self) -> tuple[Fact, tuple[Fact, ...]]:
        """Return the fact that stands for the card, and the facts it is made of (empty for a fact's own card)."""
        several = MADE_OF_SEVERAL.get(self.kind, "")
        members = tuple(_fact(f"{n:02}", several, text) for n, text in enumerate(self.texts, 1) if several)
        text = self.text or "；".join(self.texts)
        chapter = "" if self.kind in _OF_THE_SERIES else "c2"
        if several or self.kind == "closing":
            return Fact("08", chapter, self.kind, text), members
        return _fact("08", self.kind, text, chapter), ()

    def sheet(self) -> Factsheet:
        """Return the imagined article around the case."""
        fact, members = self.facts()
        items = self.texts if self.kind in _ITEMS else ()
        children = tuple(Fact(f"08.{n}", "c2", "item", t, parent="08") for n, t in enumerate(items, 1))
        subtitle = "" if self.conditions & {PLAIN, NO_SUBTITLE} else "经济在承压前行中彰显韧性"
        chapter = Chapter("c2", "" if self.plain else "产业升级晋位", subtitle)
        if self.plain:
            return Factsheet("", (fact, *children, *members), (chapter,))
        chapters = (Chapter("c1", "民生福祉增进"), chapter, Chapter("c3", "城市品质焕新", "老城与新城各美其美"))
        return Factsheet(
            _LONG_SERIES if LONG_SERIES in self.conditions else _SERIES,
            (fact, *children, *members),
            chapters,
            source=_LONG_SOURCE if LONG_SOURCE in self.conditions else _SOURCE,
            date=_DATE,
        )


def read_cases(folders: Sequence[Path]) -> tuple[EdgeCase, ...]:
    """Return all cases of these data folders; a later folder's row takes the place of one with the same id.

    Raises DesignError, with file and line, for a row that is not one.
    """
    cases: dict[str, EdgeCase] = {}
    for folder in folders:
        path = folder / FOLDER / "cases.tsv"
        if path.is_file():
            cases |= {case.id: case for case in _read(path)}
    return tuple(cases.values())


def read_case_brand(folders: Sequence[Path]) -> Brand | None:
    """Return the brand of the cases that ask for one; raise DesignError when it is not sound."""
    paths = [folder / FOLDER / "brand.toml" for folder in reversed(folders)]
    return next((Brand.read(TomlFile.read(path)) for path in paths if path.is_file()), None)


def _read(path: Path) -> list[EdgeCase]:
    cases: dict[str, EdgeCase] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        cells = [cell.strip() for cell in line.split("\t")]
        if not line.strip() or line.startswith("#") or cells == list(COLUMNS):
            continue
        where = Where(path, number)
        if len(cells) != len(COLUMNS):
            raise DesignError(f"这一行有 {len(cells)} 栏", where, f"应有 {len(COLUMNS)} 栏，用制表符隔开")
        name, kind, text, texts, conditions, why = cells
        case = EdgeCase(
            name, kind, text, tuple(filter(None, texts.split("｜"))), frozenset(conditions.split()), why
        )
        if name in cases or not name or not kind or not (case.text or case.texts):
            raise DesignError("编号重复，或缺编号、类型、内容", where, "请补齐，编号不要重复")
        unknown = case.conditions - set(CONDITIONS)
        if unknown:
            raise DesignError(f"没有“{'、'.join(unknown)}”这个条件", where, f"可用：{'、'.join(CONDITIONS)}")
        cases[name] = case
    return list(cases.values())


def _fact(number: str, kind: str, text: str, chapter: str = "c2") -> Fact:
    metric = find_metric(text).metric if kind in {"metric", "target"} else None
    return Fact(number, chapter, kind, text, metric=metric)
