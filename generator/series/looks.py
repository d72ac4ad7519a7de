"""What a series has to say about how its cards look: variety between neighbours, and which sizes its facts name."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace

from generator.batch import Plan, Wishes, plan_cards
from generator.errors import MimaError, UsageError
from generator.facts.model import Factsheet
from generator.series.desk import Desk
from generator.series.model import Post, Series

HUES = {"issue": "一期一色", "chapter": "一章一色"}
"""What gives a post its hue: its issue number, so that no two neighbours have the same one, or its facts' chapter."""


def varied(plan: Plan, post: Post, series: Series) -> Plan:
    """Return `plan` with its cards dressed for their place in the calendar: arrangement and hue turn with the issue number.

    A batch turns them with the article, and the calendar's neighbours may be neighbours of nothing there. The number
    alone decides, so that moving one post changes no other's signed pictures. Posts of one issue look alike.
    """
    if post.number is None:
        return plan
    turn = turn_of(post.number, len({slot.time for slot in series.terms.slots}))
    places = {fact: place for place, fact in enumerate(post.facts)}
    jobs = []
    for planned in plan.jobs:
        job = planned.job
        theme = job.theme.for_chapter(turn) if series.terms.hue == "issue" else job.theme
        copy = replace(job.copy, variant=turn + places.get(job.fact, 0))
        jobs.append(replace(planned, job=replace(job, theme=theme, copy=copy)))
    return replace(plan, jobs=tuple(jobs))


def turn_of(number: int, hours: int) -> int:
    """Return how far hue and arrangement have turned at an issue of a series that goes out at `hours` hours a day.

    Two issues that follow each other never stand at the same hue of six nor at the same arrangement of three, and
    neither do two that follow each other at the same hour, which is what one platform's readers see.
    """
    hours = max(hours, 1)
    extra = (-1 if hours % 3 == 2 else 1) - hours
    return (number - 1 + extra * ((number - 1) // hours)) % 6


def looks_of(desk: Desk, sheet: Factsheet) -> Mapping[str, Hashable]:
    """Return template and chapter hue by fact id; nothing where no cards can be planned."""
    try:
        plan = plan_cards(sheet, desk.press.catalogue, Wishes(("wechat-post",), features=()))
    except MimaError:
        return {}
    chapters = {fact.id: fact.chapter for fact in sheet.facts}
    return {p.job.fact: (p.job.template.id, chapters.get(p.job.fact, "")) for p in plan.jobs}


def with_size_ids(desk: Desk, sheet: Factsheet) -> Factsheet:
    """Return `sheet` with the sizes its facts name as ids; raise UsageError, naming the fact, for an unknown one."""
    facts = []
    for fact in sheet.facts:
        name = fact.options.get("size", "").strip()
        if name and fact.options.get("date"):
            try:
                options = {**fact.options, "size": desk.press.catalogue.size(name).id}
            except UsageError as error:
                raise UsageError(f"第 {fact.id} 条的尺寸不对：{error.what}", None, error.remedy) from error
            facts.append(replace(fact, options=options))
        else:
            facts.append(fact)
    return replace(sheet, facts=tuple(facts))
