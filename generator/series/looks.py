"""What each fact's card will look like, roughly: template and hue. For parting neighbours that look alike."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from generator.batch import Wishes, plan_cards
from generator.errors import MimaError
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
