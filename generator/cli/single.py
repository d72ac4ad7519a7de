"""``mima card``: one card from a sentence, without a file of facts."""

from __future__ import annotations

from pathlib import Path

from generator.batch import Wishes, Workshop, press_for
from generator.batch.single import plan_single
from generator.batch.store import open_folder, write_whole
from generator.errors import CardRefused, UsageError
from generator.facts import Tables
from generator.proof import REFUSE, Exhibit, Rules
from generator.world import World


def make_card(text: str, path: Path, wishes: Wishes, world: World, renderer: str) -> Path:
    """Make the card of `text`, write it to `path` and return where it is: a `.jpg` beside it where the size's byte
    ceiling leaves no room for a PNG.

    Raises UsageError for an empty text, a path that is no PNG or an unknown name, CardRefused when the text cannot
    be shown, OutputError when the file cannot be written.
    """
    if not text.strip():
        raise UsageError("没有文字", None, "请在引号里写出卡片上的话")
    if path.suffix.lower() != ".png":
        raise UsageError(f"图片文件“{path}”不以 .png 结尾", None, "请写成例如 -o 卡片.png")
    press = press_for(Workshop(world, renderer))
    planned = plan_single(text, wishes, press.catalogue, Tables.load(*world.data))
    card = press.make(planned.job)
    faults = [f.message for f in Rules.load(*world.data).prove(Exhibit(card)) if f.severity == REFUSE]
    if faults:
        raise CardRefused("；".join(faults))
    open_folder(path.parent)
    path = path.with_suffix(card.suffix)
    write_whole(path, card.data)
    return path
