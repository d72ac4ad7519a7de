"""From facts to cards to make: every fact × every size, each with a template and a theme.

    choose facts → choose a template and a theme for each → write its copy → one job a size

What cannot be shown is refused here, with the reason, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property

from generator.batch.manifest import Refusal
from generator.batch.names import file_name, stems, tell_apart
from generator.card import CardJob, cover_fact, write_copy
from generator.design import Catalogue, Size, Template, Theme
from generator.errors import CardRefused, DesignError, UsageError
from generator.facts.model import Fact, Factsheet

DEFAULT_SIZES = ("wechat-post", "weibo-grid", "wechat-cover", "poster")
DEFAULT_THEME = "haisi"
COVER = "cover"
KINDS = {
    "metric": "数字", "statement": "陈述", "target": "目标", "list": "清单", "slogan": "口号", "quad": "四字句",
    "cover": "封面",
}  # fmt: skip
"""What a fact's kind is called in messages."""


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asked of a batch: names as given, "" or empty for "as the facts say"."""

    sizes: tuple[str, ...] = ()
    template: str = ""
    theme: str = ""
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Planned:
    """One card to make and the file it goes to."""

    job: CardJob
    file: str


@dataclass(frozen=True)
class Plan:
    """All cards of a batch in the article's order, and what was refused while planning.

    `words`: what each fact of the sheet says today (its card's alt text), also of facts this batch leaves out, so
    that an earlier run's card can be told from an outdated one.
    """

    jobs: tuple[Planned, ...]
    refused: tuple[Refusal, ...]
    words: Mapping[str, str]

    def covers(self, fact: str, size: str) -> bool:
        """Return whether this batch has the say over a fact's card in a size."""
        return (fact, size) in self._scope

    @cached_property
    def _scope(self) -> frozenset[tuple[str, str]]:
        made = {(p.job.fact, p.job.size.id) for p in self.jobs}
        return frozenset(made | {(r.fact, r.size) for r in self.refused})


def plan_cards(sheet: Factsheet, catalogue: Catalogue, wishes: Wishes) -> Plan:
    """Return the cards to make of `sheet`.

    Raises UsageError, with the nearest name, when a wish names a size, theme, template or fact that is not there.
    """
    sizes = tuple(catalogue.size(name) for name in dict.fromkeys(wishes.sizes or DEFAULT_SIZES))
    if wishes.template:
        catalogue.template(wishes.template)
    if wishes.theme:
        catalogue.theme(wishes.theme)
    every = _facts(sheet, catalogue)
    names = stems((fact.id, fact.text) for fact in every)
    jobs: list[CardJob] = []
    refused: list[Refusal] = []
    for fact in _only(every, wishes.only):
        try:
            jobs += [_job(fact, size, sheet, catalogue, wishes) for size in dict.fromkeys(sizes)]
        except (CardRefused, UsageError, DesignError) as error:
            code = 2 if isinstance(error, DesignError) else 1
            refused += [Refusal(fact.id, size.id, str(error), code) for size in dict.fromkeys(sizes)]
    files = tell_apart(file_name(names[job.fact], job.size.id) for job in jobs)
    planned = tuple(Planned(*pair) for pair in zip(jobs, files, strict=True))
    return Plan(planned, tuple(refused), _words(every, sheet))


def _words(facts: Sequence[Fact], sheet: Factsheet) -> Mapping[str, str]:
    words = {}
    for fact in facts:
        with suppress(CardRefused):
            words[fact.id] = write_copy(fact, sheet, total=0).alt
    return words


def _facts(sheet: Factsheet, catalogue: Catalogue) -> tuple[Fact, ...]:
    """Return the facts that get a card: the series' cover first, a list's items only within their list."""
    cover = (cover_fact(sheet),) if sheet.title and _first_showing(COVER, catalogue.templates) else ()
    own = tuple(f for f in sheet.facts if f.kind != "item")
    return (*(c for c in cover if c.id not in {f.id for f in own}), *own)


def _only(facts: Sequence[Fact], ids: tuple[str, ...]) -> tuple[Fact, ...]:
    known = [f.id for f in facts]
    for wanted in ids:
        if wanted not in known:
            near = get_close_matches(wanted, known, n=1, cutoff=0.4)
            hint = f"最接近的是“{near[0]}”；" if near else ""
            raise UsageError(f"没有编号为“{wanted}”的事实", None, f"{hint}全部编号见 mima extract 的输出")
    return tuple(f for f in facts if not ids or f.id in ids)


def _job(fact: Fact, size: Size, sheet: Factsheet, catalogue: Catalogue, wishes: Wishes) -> CardJob:
    template = _template(fact, sheet, catalogue, wishes.template)
    return CardJob(
        fact=fact.id,
        copy=write_copy(fact, sheet, total=sum(f.kind != "item" for f in sheet.facts)),
        template=template,
        theme=_theme(fact, sheet, catalogue, wishes.theme),
        size=size,
    )


def _template(fact: Fact, sheet: Factsheet, catalogue: Catalogue, wished: str) -> Template:
    """Return the template of a fact: the one asked for, else the first that shows its kind.

    The cover of a series keeps its own template whatever is asked for the facts.
    """
    asked = "" if fact.kind == COVER else wished or fact.options.get("template", "")
    if asked:
        template = catalogue.template(asked)
        if fact.kind not in template.kinds:
            kinds = "、".join(KINDS.get(kind, kind) for kind in template.kinds)
            raise CardRefused(
                f"模板“{template.name}”不能表现第 {fact.id} 条，它的类型是“{KINDS.get(fact.kind, fact.kind)}”",
                None,
                f"这个模板能表现：{kinds}。请换一个模板，或不指定模板",
            )
        return template
    natural = "metric" if fact.metric else "list" if sheet.items_of(fact) else fact.kind
    named = (fact.kind, natural, "statement")
    for name in named[:2]:
        if name in catalogue.templates.broken:
            raise catalogue.templates.broken[name]
    usual = [catalogue.templates[name] for name in named if name in catalogue.templates]
    fitting = [t for t in usual if fact.kind in t.kinds and (t.id != "metric" or fact.metric)]
    found = fitting[0] if fitting else _first_showing(fact.kind, catalogue.templates)
    if found is None:
        raise CardRefused(
            f"没有模板能表现第 {fact.id} 条，它的类型是“{KINDS.get(fact.kind, fact.kind)}”",
            None,
            "请在事实表里改它的类型，或增加一个模板",
        )
    return found


def _first_showing(kind: str, templates: Mapping[str, Template]) -> Template | None:
    return next((templates[t] for t in sorted(templates) if kind in templates[t].kinds), None)


def _theme(fact: Fact, sheet: Factsheet, catalogue: Catalogue, wished: str) -> Theme:
    theme = catalogue.theme(wished or fact.options.get("theme", "") or DEFAULT_THEME)
    number = next((n for n, chapter in enumerate(sheet.chapters) if chapter.id == fact.chapter), None)
    return theme.for_chapter(number)
