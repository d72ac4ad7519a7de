"""``mima card``: one card from a sentence, without a file of facts."""

from __future__ import annotations

from pathlib import Path

from generator.batch import Wishes, Workshop, plan_cards, press_for
from generator.batch.store import open_folder, write_whole
from generator.errors import CardRefused, UsageError
from generator.facts import Tables, find_metric
from generator.facts.model import Fact, Factsheet
from generator.proof import REFUSE, Exhibit, Rules
from generator.world import World


def make_card(text: str, path: Path, wishes: Wishes, world: World, renderer: str) -> Path:
    """Make the card of `text`, write it to `path` and return where it is: a `.jpg` beside it where the size's byte
    ceiling leaves no room for a PNG.

    Raises UsageError for an empty text, a path that is no PNG or an unknown name, CardRefused when the text cannot
    be shown, OutputError when the file cannot be written.
    """
    text = " ".join(text.split())
    if not text:
        raise UsageError("没有文字", None, "请在引号里写出卡片上的话")
    if path.suffix.lower() != ".png":
        raise UsageError(f"图片文件“{path}”不以 .png 结尾", None, "请写成例如 -o 卡片.png")
    metric = find_metric(text, tables=Tables.load(*world.data)).metric
    fact = Fact("01", "", "metric" if metric else "statement", text, metric=metric)
    press = press_for(Workshop(world, renderer))
    planned = plan_cards(Factsheet("", (fact,)), press.catalogue, wishes)
    if planned.refused:
        raise CardRefused(planned.refused[0].reason.rstrip("。"))
    card = press.make(planned.jobs[0].job)
    faults = [f.message for f in Rules.load(*world.data).prove(Exhibit(card)) if f.severity == REFUSE]
    if faults:
        raise CardRefused("；".join(faults))
    open_folder(path.parent)
    path = path.with_suffix(card.suffix)
    write_whole(path, card.data)
    return path
