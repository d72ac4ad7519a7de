"""From facts to cards to make: every card of the series × every size, each with a template and a theme.

    the series' cards → a template and its copy for each → those asked for → one job a size

What cannot be shown is refused here, with the reason, and the rest goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cached_property

from generator.batch.choice import can_show, choose_template
from generator.batch.feature import USUAL, Feature, lay_out_series, numbers_of
from generator.batch.manifest import Refusal, Remark
from generator.batch.names import file_name, stems, tell_apart
from generator.batch.scenes import Staged, stage, subjects_of
from generator.batch.signs import signs_of
from generator.card import CardJob, Copy, Wordbook, brand_kit, write_copy
from generator.design import Brand, Catalogue, IconTable, SceneTable, Size, Template, Theme
from generator.errors import CardRefused, DesignError, NotInArticle, UsageError
from generator.facts.model import Fact, Factsheet
from generator.proof import OFF, REFUSE, Evidence, Rules, against_article, contradictions, twins

DEFAULT_SIZES = ("wechat-post", "weibo-grid", "wechat-cover", "poster")
DEFAULT_THEME = "haisi"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asked of a batch: names as given, "" or empty for "as the facts say".

    `features`: the families of FEATURES to make beside the facts' cards. `usual_theme`: the theme of cards whose fact
    names none, where `theme` does not overrule all; "" for DEFAULT_THEME.
    """

    sizes: tuple[str, ...] = ()
    template: str = ""
    theme: str = ""
    only: tuple[str, ...] = ()
    features: tuple[str, ...] = USUAL
    usual_theme: str = ""


@dataclass(frozen=True, slots=True)
class Planned:
    """One card to make and the file it goes to."""

    job: CardJob
    file: str


@dataclass(frozen=True)
class Plan:
    """All cards of a batch in the article's order, and what was refused while planning.

    `words`: what each fact of the sheet says today (its card's alt text), also of facts this batch leaves out, so
    that an earlier run's card can be told from an outdated one. `brand`: the one brand of all cards.
    """

    jobs: tuple[Planned, ...]
    refused: tuple[Refusal, ...]
    words: Mapping[str, str]
    remarks: tuple[Remark, ...] = ()
    brand: Brand | None = None

    def covers(self, fact: str, size: str) -> bool:
        """Return whether this batch has the say over a fact's card in a size."""
        return (fact, size) in self._scope

    @cached_property
    def _scope(self) -> frozenset[tuple[str, str]]:
        made = {(p.job.fact, p.job.size.id) for p in self.jobs}
        return frozenset(made | {(r.fact, r.size) for r in self.refused})


@dataclass(frozen=True, slots=True)
class _Laid:
    """One card of the series with its template and words, or why it has none."""

    feature: Feature
    template: Template | None
    copy: Copy | None
    error: CardRefused | UsageError | DesignError | None = None


def plan_cards(sheet: Factsheet, catalogue: Catalogue, wishes: Wishes, article: Evidence | None = None) -> Plan:
    """Return the cards to make of `sheet`, each fact held against `article` where it is at hand.

    Raises UsageError, with the nearest name, when a wish names a size, theme, template or fact that is not there.
    """
    sizes = tuple(dict.fromkeys(catalogue.size(name) for name in wishes.sizes or DEFAULT_SIZES))
    if wishes.template:
        catalogue.template(wishes.template)
    for named in filter(None, (wishes.theme, wishes.usual_theme)):
        catalogue.theme(named)
    words = Wordbook.load(*catalogue.data_folders)
    icons = IconTable.load(catalogue.data_folders, catalogue.template_folders)
    scenes = SceneTable.load(catalogue.data_folders, catalogue.template_folders)
    series = tuple(
        f for f in lay_out_series(sheet) if not f.family or can_show(f.fact.kind, catalogue.templates)
    )
    subjects = subjects_of(series, sheet, scenes)
    names = stems((f.fact.id, f.fact.text) for f in series)
    jobs: list[CardJob] = []
    refused: list[Refusal] = []
    laid = _lay(series, sheet, catalogue, wishes.template, words)
    signs = signs_of(series, sheet, icons, scenes)
    rules = Rules.load(*catalogue.data_folders)
    doubts = _doubts(sheet, rules, article)
    themes = _Themes(sheet, catalogue, wishes)
    staged = _stage(laid, themes, scenes, subjects)
    for card in _asked(laid, wishes):
        fact = card.feature.fact
        try:
            _prove_evidence(card.feature, sheet, doubts, rules)
            if card.error is not None or card.template is None or card.copy is None:
                raise card.error or CardRefused("没有模板")
            theme = themes.of(fact)
            fitting = [size for size in sizes if size.lists or not _many(card)]
            refused += [_too_small(fact, size) for size in sizes if size not in fitting]
            scene, view = staged[fact.id]
            jobs += [
                CardJob(
                    fact.id, card.copy, card.template, theme, size, icon=signs[fact.id], scene=scene, view=view
                )
                for size in fitting
            ]
        except (CardRefused, UsageError, DesignError) as error:
            code = 2 if isinstance(error, DesignError) else 1
            refused += [Refusal(fact.id, size.id, str(error), code) for size in sizes]
    brand = _brand(jobs, catalogue)
    jobs = [replace(job, brand=brand) for job in jobs]
    files = tell_apart(file_name(names[job.fact], job.size.id) for job in jobs)
    planned = tuple(Planned(*pair) for pair in zip(jobs, files, strict=True))
    return Plan(
        planned,
        tuple(refused),
        _alts(series, sheet),
        (*_remarks(sheet, rules), *(d for d in doubts if rules.severity[d.check] != REFUSE)),
        brand,
    )


def _many(card: _Laid) -> bool:
    """Return whether a card shows several lines or facts, and not one message; a chapter's opener is its title."""
    copy = card.copy
    return copy is not None and bool(copy.items or (copy.entries and card.feature.family != "chapter"))


def _too_small(fact: Fact, size: Size) -> Refusal:
    reason = f"{size.name}只有 {size.width}×{size.height}，列表里更小，放不下几行字"
    return Refusal(fact.id, size.id, f"{reason}。请换一个尺寸，或只做标题、单句与单个数字")


def _brand(jobs: Sequence[CardJob], catalogue: Catalogue) -> Brand | None:
    """Return the brand of a batch, proven sound: a logo that cannot be drawn is one error, not one a card."""
    brand = catalogue.brand(job.theme for job in jobs)
    for dark in {job.theme.dark for job in jobs}:
        brand_kit(brand, dark)
    return brand


def _lay(
    series: Sequence[Feature], sheet: Factsheet, catalogue: Catalogue, wished: str, words: Wordbook
) -> tuple[_Laid, ...]:
    """Return every card of the series with its template: it depends on the cards before it, for variety's sake.

    So all are laid, also of a batch that makes a few: a card made alone is the card of the whole series.
    """
    total = sum(f.kind != "item" for f in sheet.facts)
    laid: list[_Laid] = []
    before: list[str] = []
    for number, feature in zip(numbers_of(series), series, strict=True):
        fact = feature.fact
        try:
            members = feature.members
            if members and not feature.family and not _compares(fact, catalogue, wished):
                members = ()
            copy = write_copy(fact, sheet, total, words, members)
            shown = replace(fact, kind="compare") if members and not feature.family else fact
            template = choose_template(shown, copy, catalogue, "" if feature.family else wished, before)
        except (CardRefused, UsageError, DesignError) as error:
            laid.append(_Laid(feature, None, None, error))
            continue
        copy = replace(
            copy, variant=number, turn=number // 2 if template.sparing else number
        )  # of a sparing template there are no neighbours, but every other card
        laid.append(_Laid(feature, template, copy))
        before.append(template.id)
    return tuple(laid)


def _stage(
    laid: Sequence[_Laid], themes: _Themes, table: SceneTable, subjects: Mapping[str, str]
) -> Mapping[str, tuple[str, int]]:
    """Return scene and stretch of every card of the series, also of those that this batch leaves out."""
    staged = []
    numbers = numbers_of([card.feature for card in laid])
    for number, card in zip(numbers, laid, strict=True):
        fact = card.feature.fact
        if card.template is not None:
            with suppress(UsageError, DesignError):  # a theme that is not there is told when its card is made
                staged.append(Staged(card.feature, number, subjects[fact.id], themes.of(fact)))
    return stage(staged, table)


def _compares(fact: Fact, catalogue: Catalogue, wished: str) -> bool:
    """Return whether counts within one sentence are set side by side: unless a person named another template."""
    named = wished or fact.options.get("template", "")
    if named:
        return "compare" in catalogue.template(named).kinds
    return can_show("compare", catalogue.templates)


def _asked(laid: Sequence[_Laid], wishes: Wishes) -> tuple[_Laid, ...]:
    known = [card.feature.fact.id for card in laid]
    for wanted in wishes.only:
        if wanted not in known:
            near = get_close_matches(wanted, known, n=1, cutoff=0.4)
            hint = f"最接近的是“{near[0]}”；" if near else ""
            raise UsageError(f"没有编号为“{wanted}”的事实", None, f"{hint}全部编号见 mima extract 的输出")
    if wishes.only:
        return tuple(card for card in laid if card.feature.fact.id in wishes.only)
    return tuple(c for c in laid if not c.feature.family or c.feature.family in wishes.features)


def _alts(series: Sequence[Feature], sheet: Factsheet) -> Mapping[str, str]:
    alts = {}
    for feature in series:
        with suppress(CardRefused):
            alts[feature.fact.id] = write_copy(feature.fact, sheet, total=0, members=feature.members).alt
    return alts


def _remarks(sheet: Factsheet, rules: Rules) -> tuple[Remark, ...]:
    facts = [fact for fact in sheet.facts if fact.kind != "item"]
    found = []
    if rules.severity["twin"] != OFF:
        found += [Remark(a.id, b.id, "twin", message) for a, b, message in twins(facts)]
    if rules.severity["contradiction"] != OFF:
        found += [Remark(a.id, b.id, "contradiction", message) for a, b, message in contradictions(facts)]
    return tuple(found)


def _doubts(sheet: Factsheet, rules: Rules, article: Evidence | None) -> tuple[Remark, ...]:
    """Return what the facts say and the article does not, as far as the newsroom asks for it."""
    found = against_article(sheet.facts, article) if article is not None else ()
    return tuple(Remark(f.id, "", check, words) for f, check, words in found if rules.severity[check] != OFF)


def _prove_evidence(feature: Feature, sheet: Factsheet, doubts: Sequence[Remark], rules: Rules) -> None:
    """Raise NotInArticle for a card with a fact on it, also as an item or a member, that the article does not bear out."""
    own = {feature.fact.id, *(member.id for member in feature.members)}
    own |= {item.id for item in sheet.items_of(feature.fact)}
    for doubt in doubts:
        if doubt.fact in own and rules.severity[doubt.check] == REFUSE:
            raise NotInArticle(doubt.message)


class _Themes:
    """The themes of a batch, each in the hue of a chapter: one value for all the chapter's cards."""

    def __init__(self, sheet: Factsheet, catalogue: Catalogue, wishes: Wishes) -> None:
        self._chapters = {chapter.id: number for number, chapter in reversed(list(enumerate(sheet.chapters)))}
        self._catalogue = catalogue
        self._wishes = wishes
        self._known: dict[tuple[str, int | None], Theme] = {}

    def of(self, fact: Fact) -> Theme:
        """Return the theme of a fact's card; raise UsageError or DesignError for one that is not there or not sound."""
        wishes = self._wishes
        named = wishes.theme or fact.options.get("theme", "") or wishes.usual_theme or DEFAULT_THEME
        key = named, self._chapters.get(fact.chapter)
        if key not in self._known:
            self._known[key] = self._catalogue.theme(named).for_chapter(key[1])
        return self._known[key]
