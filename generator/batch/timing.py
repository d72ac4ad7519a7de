"""Where a card's time goes: the press's own steps, one after another, under a clock.

Every card is made once before, so that designs, glyphs and grounds are known as they are to a press at work; then the
texts are forgotten, so that each is set as one never seen before. Only ratios of one run mean anything on a machine
that does other work as well.
"""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from generator.batch.dispatch import in_turn
from generator.batch.work import Workshop, press_for
from generator.card import PACKINGS, CardJob, Press
from generator.errors import CardRefused
from generator.proof import Exhibit, Rules

T = TypeVar("T")
Clock = Callable[[], float]
"""Seconds of this process's own work, from any beginning."""
STAGES = ("fill", "set", "raster", "encode", "proof")
"""Words into the drawing; texts to outlines; outlines to pixels; pixels to a file; the proof."""


@dataclass(frozen=True)
class Timing:
    """What `cards` cards cost, in ms a card: by stage, and by packing as (ms, KB).

    `ratio`: how many times as many cards a second as the same sheets by CairoSVG alone and Pillow's PNG, by packing,
    and how large the files are as a share of Pillow's; empty where there is no libcairo.
    """

    cards: int
    stages: Mapping[str, float]
    packings: Mapping[str, tuple[float, float]]
    ratio: Mapping[str, float]

    def to_json(self) -> str:
        """Return the figures as JSON, rounded to what means something."""
        return json.dumps(
            {
                "ratio": {k: round(v, 2) for k, v in self.ratio.items()},
                "stages": {k: round(v, 3) for k, v in self.stages.items()},
                "packings": {k: {"ms": round(ms, 3), "kb": round(kb, 1)} for k, (ms, kb) in self.packings.items()},
                "cards": self.cards,
            },
            ensure_ascii=False,
        )  # fmt: skip


class _Watch:
    """Adds up what each name took."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.spent: dict[str, float] = {}

    def __call__(self, name: str, work: Callable[[], T]) -> T:
        start = self.clock()
        done = work()
        self.spent[name] = self.spent.get(name, 0.0) + self.clock() - start
        return done


STEP_NAMES = {
    "fill": "填模板", "set": "排文字", "raster": "画成像素", "encode": "压成文件", "proof": "校对",
}  # fmt: skip
"""The stages in the words of the screens."""


def time_card(workshop: Workshop, job: CardJob, clock: Clock) -> Mapping[str, float]:
    """Return what one card costs a process that has its ground, in ms by stage. Raises CardRefused for one that cannot be made.

    It is set as a text never seen before, from glyphs that are known: as one card in the middle of a batch.
    """
    press = press_for(workshop)
    press.make(job)
    press.typesetter.forget()
    watch = _Watch(clock)
    filled = watch("fill", lambda: press.fill(job))
    sheet = watch("set", lambda: press.set(job, filled))
    image = watch("raster", lambda: press.rasteriser.impression(sheet))
    card = watch("encode", lambda: press.finish(job, sheet, image))
    watch("proof", lambda: workshop.prove(Exhibit(card)))
    return {name: spent * 1e3 for name, spent in watch.spent.items()}


def time_cards(jobs: Sequence[CardJob], press: Press, rules: Rules, clock: Clock) -> Timing:
    """Return what the jobs' cards cost by stage; refused cards are left out.

    Raises CardRefused when none can be made.
    """
    ordered = sorted(jobs, key=in_turn)
    able = [job for job in ordered if _made(press, job)]
    if not able:
        raise CardRefused("没有一张能做的卡片可以计时", None, "请换一份事实表或尺寸")
    press.typesetter.forget()
    watch = _Watch(clock)
    weights = dict.fromkeys(PACKINGS, 0.0)
    usual = 0.0
    whole = getattr(press.rasteriser, "whole", None)
    asked = press.packing
    for job in able:
        filled = watch("fill", lambda job=job: press.fill(job))  # type: ignore[misc]
        sheet = watch("set", lambda job=job, filled=filled: press.set(job, filled))  # type: ignore[misc]
        image = watch("raster", lambda sheet=sheet: press.rasteriser.impression(sheet))  # type: ignore[misc]
        for packing in PACKINGS:
            press.packing = packing
            card = watch(packing, lambda job=job, sheet=sheet, image=image: press.finish(job, sheet, image))  # type: ignore[misc]
            weights[packing] += len(card.data)
        press.packing = asked
        watch("proof", lambda card=card: rules.prove(Exhibit(card)))  # type: ignore[misc]
        if whole is not None:
            watch("whole", lambda sheet=sheet: whole(sheet))  # type: ignore[misc]
            file = io.BytesIO()
            watch("usual", lambda image=image, file=file: image.image.save(file, "PNG"))  # type: ignore[misc]
            usual += len(file.getvalue())
    ms = {name: spent / len(able) * 1e3 for name, spent in watch.spent.items()}
    return Timing(
        cards=len(able),
        stages={name: ms[asked if name == "encode" else name] for name in STAGES},
        packings={name: (ms[name], weights[name] / len(able) / 1024) for name in PACKINGS},
        ratio=_ratios(ms, weights, usual) if whole is not None else {},
    )


def _made(press: Press, job: CardJob) -> bool:
    try:
        press.make(job)
    except CardRefused:
        return False
    return True


def _ratios(ms: Mapping[str, float], weights: Mapping[str, float], usual: float) -> dict[str, float]:
    before = ms["fill"] + ms["set"]
    by_cairosvg = before + ms["whole"] + ms["usual"]
    speed = {name: by_cairosvg / (before + ms["raster"] + ms[name]) for name in PACKINGS}
    return {**speed, **{f"{name}_bytes": weights[name] / usual for name in PACKINGS}}
