"""A card of its own: one sentence, without a file of facts."""

from __future__ import annotations

from generator.batch.plan import Planned, Wishes, plan_cards
from generator.design import Catalogue
from generator.errors import CardRefused, UsageError
from generator.facts import Tables, find_metric
from generator.facts.model import Fact, Factsheet


def plan_single(text: str, wishes: Wishes, catalogue: Catalogue, tables: Tables) -> Planned:
    """Return the card of a sentence, with the figure found in it.

    Raises UsageError for an empty text or an unknown name, CardRefused when the text cannot be shown.
    """
    text = " ".join(text.split())
    if not text:
        raise UsageError("没有文字", None, "请在引号里写出卡片上的话")
    metric = find_metric(text, tables=tables).metric
    fact = Fact("01", "", "metric" if metric else "statement", text, metric=metric)
    planned = plan_cards(Factsheet("", (fact,)), catalogue, wishes)
    if planned.refused:
        raise CardRefused(planned.refused[0].reason.rstrip("。"))
    return planned.jobs[0]
