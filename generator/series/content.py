"""What a post shows: its cards and caption worked out from the latest facts, and the digest that signatures bind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Connection

from generator.batch import Outcome, Plan, Wishes, plan_cards, run_batch
from generator.errors import CardRefused, MimaError, UsageError
from generator.facts.model import Factsheet
from generator.proof import OFF, REFUSE, Rules, caption_agrees
from generator.series.books import series_of
from generator.series.caption import write_caption
from generator.series.desk import Desk
from generator.series.looks import varied
from generator.series.model import Caption, Picture, Post, Series

_MOST = 4096
_WORKED_OUT: dict[object, Content] = {}
"""What was worked out, by everything it depends on: designs are read once a process, facts once an edition."""


@dataclass(frozen=True)
class Content:
    """A post as the latest facts, designs and texts would have it.

    `inputs` changes when anything that shows changes; it costs no drawing. `refusal`: why it may not be made.
    """

    post: Post
    series: Series
    sheet: Factsheet
    plan: Plan | None
    caption: Caption | None
    inputs: str
    refusal: str = ""


def work_out(desk: Desk, connection: Connection, post: Post) -> Content:
    """Return what a post would show. Never raises for what is wrong with one post: that is its `refusal`."""
    series = series_of(connection, post)
    key = (
        desk.ledger.engine,
        desk.workshop,
        series,
        replace(post, state="", making=None, version=0, reason=""),
    )
    if key not in _WORKED_OUT:
        if len(_WORKED_OUT) >= _MOST:
            _WORKED_OUT.clear()
        _WORKED_OUT[key] = _work_out(desk, connection, post, series)
    return replace(_WORKED_OUT[key], post=post)


def _work_out(desk: Desk, connection: Connection, post: Post, series: Series) -> Content:
    sheet = desk.facts_of(connection, series)
    try:
        platform = desk.platform(post.size)
        if len(post.facts) > platform.max_pictures:
            raise CardRefused(
                f"{platform.name}一次最多 {platform.max_pictures} 张，这里有 {len(post.facts)} 张",
                None,
                "请减少张数",
            )
        caption = write_caption(post, series, sheet, platform)
        _prove_caption(desk, post, series, sheet, caption)
        wishes = Wishes((post.size,), series.terms.template, post.theme, post.facts, ())
        plan = plan_cards(sheet, desk.press.catalogue, wishes)
    except MimaError as error:
        return Content(post, series, sheet, None, None, _digest([str(error)]), str(error))
    plan = varied(plan, post, series)
    refusal = "；".join(dict.fromkeys(refused.reason for refused in plan.refused))
    ground = desk.press.ground
    keys = [planned.job.key(ground) for planned in plan.jobs]
    inputs = _digest([keys, list(post.facts), _plain(caption), refusal])
    return Content(post, series, sheet, plan, caption, inputs, refusal)


def _prove_caption(desk: Desk, post: Post, series: Series, sheet: Factsheet, caption: Caption) -> None:
    """Raise CardRefused for a caption that says otherwise than the post's facts, as grave as the newsroom has it."""
    severity = Rules.load(*desk.press.catalogue.data_folders).severity["caption"]
    if severity == OFF:
        return
    own = [fact for fact in sheet.facts if fact.id in post.facts]
    words = [text for fact in own for text in (fact.text, *(item.text for item in sheet.items_of(fact)))]
    chapters = [f"{chapter.title} {chapter.subtitle}" for chapter in map(sheet.chapter_of, own) if chapter]
    counted = [
        series.title,
        sheet.title,
        sheet.source,
        str(post.number or 0),
        str(series.total),
        *series.terms.topics,
    ]
    found = list(caption_agrees((caption.title, caption.text), [*words, *chapters, *counted], post.day))
    if found and severity == REFUSE:
        raise CardRefused("；".join(found).rstrip("。"), None, "请改事实表的“文案”或 data/platforms 里的配文")
    if found:
        desk.tell("caption", {"post": post.number, "said": found})


def make_pictures(desk: Desk, content: Content) -> tuple[Picture, ...]:
    """Make what is missing of a post's pictures in its work folder and return them in the post's order.

    Raises CardRefused when one may not be made, OutputError when the folder refuses.
    """
    if content.plan is None or content.refusal:
        raise CardRefused(content.refusal.rstrip("。"))
    folder = desk.work_folder(content.post.id)
    outcome = run_batch(folder, content.sheet, content.plan, desk.shop)
    if outcome.interrupted:
        raise KeyboardInterrupt
    if outcome.manifest.refused:
        reasons = dict.fromkeys(refused.reason for refused in outcome.manifest.refused)
        raise CardRefused("；".join(reasons).rstrip("。"))
    return _in_order(content, outcome)


def _in_order(content: Content, outcome: Outcome) -> tuple[Picture, ...]:
    cards = {card.fact: card for card in outcome.manifest.cards if card.size == content.post.size}
    missing = [fact for fact in content.post.facts if fact not in cards]
    if missing:
        raise UsageError(f"第 {'、'.join(missing)} 条没有做出图来", None, "请检查这一条的类型")
    return tuple(
        Picture(card.file, card.sha256, card.alt, card.fact, card.text, card.width, card.height)
        for card in (cards[fact] for fact in content.post.facts)
    )


def digest_of_content(pictures: Sequence[Picture], caption: Caption) -> str:
    """Return the sha256 that signatures bind: every picture's bytes and place, its words, and the caption."""
    return _digest([[[p.sha256, p.alt] for p in pictures], _plain(caption)])


def picture_paths(desk: Desk, post: Post, pictures: Sequence[Picture]) -> tuple[Path, ...]:
    """Return where a made post's pictures lie."""
    return tuple(desk.work_folder(post.id) / picture.file for picture in pictures)


def _plain(caption: Caption) -> list[object]:
    return [caption.title, caption.text, list(caption.topics)]


def _digest(parts: object) -> str:
    text = json.dumps(parts, ensure_ascii=True, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()
