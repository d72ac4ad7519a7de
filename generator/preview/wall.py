"""The wall of cards: every card of a manuscript in every chosen size, planned by `plan_cards` as a batch plans it."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from generator.batch import (
    DEFAULT_SIZES,
    FEATURES,
    USUAL,
    Plan,
    Refusal,
    Wishes,
    Workshop,
    plan_cards,
    press_for,
)
from generator.batch.choice import KINDS
from generator.batch.plan import Planned
from generator.batch.work import Failed, Made
from generator.design import Template
from generator.errors import CardRefused, UsageError
from generator.facts.model import Fact
from generator.preview.correction import dressed
from generator.preview.manuscript import Draft, Manuscript
from generator.preview.pressroom import PressRoom
from generator.proof import CHECKS, OFF, WORD_CHECKS, Finding, Rules

_PLANS, _ROWS = 300, 20


@dataclass(frozen=True, slots=True)
class Choice:
    """One card somebody wants to see: a fact's id, a size, and a template, theme or key phrase to try on ("" for its own)."""

    fact: str
    size: str
    template: str = ""
    theme: str = ""
    phrase: str = ""


def wishes_of(manuscript: Manuscript) -> Wishes:
    """Return what was chosen for the whole series, as a batch takes it."""
    kept = manuscript.settings
    features = tuple(f for f in kept.get("features", USUAL) if f in FEATURES)
    sizes = tuple(str(s) for s in kept.get("sizes", ())) or DEFAULT_SIZES
    return Wishes(sizes=sizes, features=features, usual_theme=str(kept.get("theme", "")))


class Wall:
    """Plans, kept by facts version, edition of the designs, and wishes."""

    def __init__(self, room: PressRoom) -> None:
        self._room = room
        self._plans: OrderedDict[tuple[str, str, Workshop, Wishes], Plan] = OrderedDict()
        self._rows: OrderedDict[int, tuple[Plan, list[tuple[str, dict[str, Any]]]]] = OrderedDict()
        self._lock = threading.Lock()

    def plan(self, manuscript: Manuscript, draft: Draft, workshop: Workshop, wishes: Wishes) -> Plan:
        """Return the plan of a manuscript; raise UsageError or DesignError as `plan_cards` does."""
        key = (manuscript.id, draft.version, workshop, wishes)
        with self._lock:
            found = self._plans.get(key)
        if found is None:
            found = plan_cards(draft.sheet, press_for(workshop).catalogue, wishes)
            with self._lock:
                self._plans[key] = found
                if len(self._plans) > _PLANS:
                    self._plans.popitem(last=False)
        return found

    def planned(self, manuscript: Manuscript, draft: Draft, workshop: Workshop, choice: Choice) -> Planned:
        """Return the one card of a choice; raise CardRefused with the reason where it cannot be planned."""
        wishes = wishes_of(manuscript)
        if choice.template or choice.theme or choice.size not in wishes.sizes:
            wishes = replace(
                wishes, sizes=(choice.size,), only=(choice.fact,), template=choice.template, theme=choice.theme
            )
        if choice.phrase:
            tried = dressed(draft.sheet, frozenset({choice.fact}), {"phrase": choice.phrase})
            wishes = replace(wishes, only=(choice.fact,))
            plan = plan_cards(tried, press_for(workshop).catalogue, wishes)
        else:
            plan = self.plan(manuscript, draft, workshop, wishes)
        for one in plan.jobs:
            if (one.job.fact, one.job.size.id) == (choice.fact, choice.size):
                return one
        for refusal in plan.refused:
            if refusal.fact == choice.fact:
                raise CardRefused(refusal.reason.rstrip("。"))
        raise UsageError(f"没有第 {choice.fact} 条的卡片", None, "事实表可能刚改过，请刷新页面")

    def cards(self, manuscript: Manuscript, draft: Draft, workshop: Workshop) -> dict[str, Any]:
        """Return every card as plain values: what it is, and its state as far as it is known."""
        wishes = wishes_of(manuscript)
        plan = self.plan(manuscript, draft, workshop, wishes)
        facts = {fact.id: fact for fact in draft.sheet.facts}
        rows = [
            {**row, **state_of(self._room.known(key))} for key, row in self._laid(plan, facts, draft, workshop)
        ]
        rows += [_refused_row(one, facts, draft) for one in plan.refused]
        return {
            "version": draft.version,
            "cards": rows,
            "chapters": [{"id": c.id, "title": c.title} for c in draft.sheet.chapters],
            "remarks": [{"fact": r.fact, "other": r.other, "message": r.message} for r in plan.remarks],
            "wishes": {
                "sizes": list(wishes.sizes), "features": list(wishes.features), "theme": wishes.usual_theme,
            },
        }  # fmt: skip

    def _laid(
        self, plan: Plan, facts: dict[str, Fact], draft: Draft, workshop: Workshop
    ) -> list[tuple[str, dict[str, Any]]]:
        """Return every card's content key and what does not change while its plan stands."""
        with self._lock:
            found = self._rows.get(id(plan))
        if found is None or found[0] is not plan:
            found = (plan, [self._row(one, facts, draft, workshop) for one in plan.jobs])
            with self._lock:
                self._rows[id(plan)] = found
                if len(self._rows) > _ROWS:
                    self._rows.popitem(last=False)
        return found[1]

    def _row(
        self, one: Planned, facts: dict[str, Fact], draft: Draft, workshop: Workshop
    ) -> tuple[str, dict[str, Any]]:
        job = one.job
        fact = facts.get(job.fact)
        key = self._room.key_of(job, workshop)
        return key, {
            "key": key[:16], "fact": job.fact, "size": job.size.id, "shape": job.size.shape, "width": job.size.width,
            "height": job.size.height, "template": job.template.id, "theme": job.theme.id,
            "chapter": fact.chapter if fact else _chapter_of(job.fact, draft), "text": job.copy.text,
            "alt": job.copy.alt, "file": one.file, "feature": fact is None, "kind": fact.kind if fact else "",
            "phrase": job.copy.phrase.words if job.copy.phrase else "", "figure": job.copy.figure is not None,
        }  # fmt: skip


def state_of(known: Made | Failed | None) -> dict[str, Any]:
    """Return a card's state: waiting, made, noted (made, with remarks) or refused; and the reason or remarks."""
    if known is None:
        return {"state": "waiting", "reason": ""}
    if isinstance(known, Failed):
        return {"state": "refused", "reason": known.reason}
    told = "；".join(f.message for f in known.findings)
    return {"state": "noted" if known.findings else "made", "reason": told}


def checks_of(made: Made | Failed, rules: Rules) -> list[dict[str, str]]:
    """Return every check that ran, in words: its name, how it went, and what was found."""
    if isinstance(made, Failed):
        return [{"name": "未通过", "state": "refused", "message": made.reason}]
    return checks_in_words(made.findings, rules)


def checks_in_words(findings: Sequence[Finding], rules: Rules) -> list[dict[str, str]]:
    """Return every check that the newsroom asks for, by its name, with what it found."""
    found: dict[str, list[str]] = {}
    for finding in findings:
        found.setdefault(finding.check, []).append(finding.message)
    names = {**{name: title for name, (title, _check) in CHECKS.items()}, **WORD_CHECKS}
    return [
        {
            "name": title,
            "state": "noted" if name in found else "made",
            "message": "；".join(found.get(name, ())),
        }
        for name, title in names.items()
        if rules.severity[name] != OFF
    ]


def designs(workshop: Workshop) -> dict[str, Any]:
    """Return sizes, themes and templates to choose from, and the files that are broken."""
    catalogue = press_for(workshop).catalogue
    broken = [
        e for shelf in (catalogue.templates, catalogue.themes, catalogue.sizes) for e in shelf.broken.values()
    ]
    return {
        "sizes": [
            {
                "id": s.id, "name": s.name, "width": s.width, "height": s.height, "shape": s.shape,
                "safe": list(s.safe), "crop": s.crop,
            }
            for s in catalogue.sizes.values()
        ],
        "themes": [
            {"id": t.id, "name": t.name, "ground": t.colours["ground"], "accent": t.colours["accent"], "dark": t.dark}
            for t in catalogue.themes.values()
        ],
        "templates": [_template(t) for t in catalogue.templates.values()],
        "features": [{"id": k, "name": v} for k, v in FEATURES.items()],
        "broken": [str(error) for error in broken],
    }  # fmt: skip


def suitable(names: Sequence[str], draft: Draft, template: Template) -> frozenset[str]:
    """Return those of some facts whose kind a template can show at all."""
    kinds = {fact.id: fact.kind for fact in draft.sheet.facts}
    return frozenset(name for name in names if kinds.get(name) in template.kinds)


def _template(one: Template) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "kinds": [KINDS.get(k, k) for k in one.kinds],
        "codes": list(one.kinds),
    }


def _chapter_of(name: str, draft: Draft) -> str:
    if any(chapter.id == name for chapter in draft.sheet.chapters):
        return name
    first = next((f for f in draft.sheet.facts if name.startswith(f"{f.id}-")), None)
    return first.chapter if first else ""


def _refused_row(one: Refusal, facts: dict[str, Fact], draft: Draft) -> dict[str, Any]:
    fact = facts.get(one.fact)
    return {
        "fact": one.fact, "size": one.size, "shape": "", "width": 3, "height": 4, "template": "", "theme": "",
        "chapter": fact.chapter if fact else _chapter_of(one.fact, draft), "text": fact.text if fact else one.fact,
        "alt": "", "file": "", "key": "", "feature": fact is None, "kind": fact.kind if fact else "", "state": "refused", "reason": one.reason,
    }  # fmt: skip
