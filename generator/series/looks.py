"""What a plan must know of designs: how each fact's card will look, roughly, and which sizes its facts name."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import replace

from generator.batch import Wishes, plan_cards
from generator.errors import MimaError, UsageError
from generator.facts.model import Factsheet
from generator.series.desk import Desk


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
