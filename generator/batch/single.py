"""A card of its own: one sentence, without a file of facts."""

from __future__ import annotations

from contextlib import suppress

from generator.batch.plan import Planned, Wishes, plan_cards
from generator.batch.work import Workshop, make_unit, press_for
from generator.design import Catalogue
from generator.errors import CardRefused, MimaError, UsageError
from generator.facts import Tables, find_metric
from generator.facts.model import Fact, Factsheet


def warm_up(workshop: Workshop) -> None:
    """Make a card that nobody sees, so that a worker has its fonts and drawings at hand when the first one is asked for."""
    with suppress(MimaError):
        wishes = Wishes(sizes=("wechat-post",))
        tables = Tables.load(*workshop.world.data)
        planned = plan_single("新增学位6150个", wishes, press_for(workshop).catalogue, tables)
        make_unit(workshop, (planned.job,))


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
