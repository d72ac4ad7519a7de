"""A column that shares its height: texts one above another, each taking what the others leave.

``<g data-flow="column" data-box="stage">`` stacks its children inside the rectangle `stage`. A child is a text box,
a group with ``data-height`` (a rule, a picture), or a group round one text (a list's item with its mark). Every
text offers its settings by number of lines; the column takes the combination of best quality that fits, and
when none fits at full size, shrinks them all by the one factor that makes it fit, except that a text at its smallest
size stays there. No search by trial: the factor follows from the heights.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass

from generator.card.optics import Extent, extent, scaled
from generator.card.textbox import TextBox
from generator.errors import DoesNotFit
from generator.typeset import Typesetter
from generator.typeset.model import Setting

MOST_OPTIONS = 6
"""Options kept a text: more lines than this never won in any column."""


@dataclass(frozen=True)
class Part:
    """One child of a column: a text, or a fixed `height` in px; `gap` px of room above it."""

    gap: float
    text: TextBox | None = None
    height: float = 0.0


@dataclass(frozen=True)
class Stacked:
    """A part in its place: `top` px of the sheet where its ink (or block) begins."""

    top: float
    setting: Setting | None
    extent: Extent | None


@dataclass(frozen=True)
class _Option:
    """One way to set the texts of a unit (a single text, or a group that shares a size)."""

    settings: tuple[Setting, ...]
    height: float
    score: float
    slack: float  # how far it may shrink before a text is under its smallest size, 0 < slack <= 1


def stack(
    parts: tuple[Part, ...], top: float, room: float, valign: str, typesetter: Typesetter
) -> tuple[Stacked, ...]:
    """Return each part in its place in a column that begins at `top` and is `room` px high.

    Raises DoesNotFit, naming the texts and by how much they are over, when even the smallest sizes do not fit.
    """
    units = _units(parts)
    fixed = sum(p.gap for p in parts[1:]) + sum(p.height for p in parts)
    options = [_options(_texts(parts, unit), typesetter) for unit in units]
    chosen, factors = _choose(options, room - fixed, parts)
    settings: dict[int, Setting] = {}
    for unit, option, factor in zip(units, chosen, factors, strict=True):
        for index, setting in zip(unit, option.settings, strict=True):
            settings[index] = scaled(setting, factor)
    extents = {i: extent(s, typesetter) for i, s in settings.items()}
    used = fixed + sum(e.height for e in extents.values())
    y = top + {"top": 0.0, "middle": (room - used) / 2, "bottom": room - used}[valign]
    placed = []
    for index, part in enumerate(parts):
        y += part.gap if index else 0.0
        placed.append(Stacked(y, settings.get(index), extents.get(index)))
        y += extents[index].height if index in extents else part.height
    return tuple(placed)


def _units(parts: tuple[Part, ...]) -> list[tuple[int, ...]]:
    groups: dict[str, list[int]] = {}
    for index, part in enumerate(parts):
        if part.text is not None:
            groups.setdefault(part.text.share or f"#{index}", []).append(index)
    return [tuple(g) for g in groups.values()]


def _texts(parts: tuple[Part, ...], unit: tuple[int, ...]) -> tuple[TextBox, ...]:
    return tuple(text for i in unit if (text := parts[i].text) is not None)


def _options(texts: tuple[TextBox, ...], typesetter: Typesetter) -> list[_Option]:
    """Return the ways to set one unit, best first; the flattest are kept whatever their score."""
    offers = [typesetter.candidates(t.runs, t.box) for t in texts]
    ways = [(s,) for s in offers[0]] if len(texts) == 1 else _at_one_size(offers)
    options = []
    for way in ways:
        options.append(
            _Option(
                way,
                sum(extent(s, typesetter).height for s in way),
                sum(s.quality for s in way) / len(way),
                max(t.box.min_size / s.size for t, s in zip(texts, way, strict=True)),
            )
        )
    options.sort(key=lambda o: -o.score)
    flattest = [*sorted(options, key=lambda o: o.height)[:2], min(options, key=lambda o: o.height * o.slack)]
    kept = options[:MOST_OPTIONS]
    return kept + [o for i, o in enumerate(flattest) if o not in kept and o not in flattest[:i]]


def _at_one_size(offers: list[tuple[Setting, ...]]) -> list[tuple[Setting, ...]]:
    """Return, for each size that some text could take, every text set at just that size."""
    ways = []
    for size in sorted({s.size for offer in offers for s in offer}, reverse=True):
        picked = [_pick(offer, size) for offer in offers]
        whole = tuple(s for s in picked if s is not None)
        if len(whole) == len(offers):
            ways.append(whole)
    return ways


def _pick(offer: tuple[Setting, ...], size: float) -> Setting | None:
    """Return the best broken of the settings that reach `size`, drawn at just that size."""
    enough = [s for s in offer if s.size >= size - 1e-9]
    if not enough:
        return None
    best = max(enough, key=lambda s: (s.quality - math.log(s.size), -len(s.lines)))
    return scaled(best, size / best.size)


def _choose(
    options: list[list[_Option]], room: float, parts: tuple[Part, ...]
) -> tuple[tuple[_Option, ...], tuple[float, ...]]:
    best: tuple[float, tuple[_Option, ...], tuple[float, ...]] | None = None
    least = math.inf
    for combination in itertools.product(*options):
        factors = _shrink(combination, room)
        if factors is None:
            least = min(least, sum(o.height * o.slack for o in combination))
            continue
        score = sum(o.score + math.log(f) for o, f in zip(combination, factors, strict=True))
        if best is None or score > best[0] + 1e-12:
            best = (score, combination, factors)
    if best is None:
        raise _refusal(tuple(part.text for part in parts if part.text is not None), least, room)
    return best[1], best[2]


def _refusal(texts: tuple[TextBox, ...], least: float, room: float) -> DoesNotFit:
    """Return the error for texts that are `least` px high at their smallest sizes where there are `room` px."""
    shown = "”“".join(t.text if len(t.text) <= 60 else t.text[:60] + "…" for t in texts[:3])
    many = f"等 {len(texts)} 段" if len(texts) > 3 else ""
    largest = max(texts, key=lambda text: text.box.min_size)
    need = math.floor(largest.box.min_size * room / least * 10) / 10 if room > 0 else 0.0
    sizes = (
        f"“{largest.name}”要从 {largest.box.min_size:g} px 缩到 {need:g} px 才放得下"
        if need
        else "缩到多小都放不下"
    )
    return DoesNotFit(
        f"放不下：“{shown}”{many}，用最小字号仍高出 {least - max(room, 0.0):.0f} 像素；{sizes}",
        None,
        "请缩短文字，或换一个模板、尺寸",
    )


def _shrink(combination: tuple[_Option, ...], room: float) -> tuple[float, ...] | None:
    """Return each option's factor so that together they fit `room`: one factor for all, save that none goes
    under its smallest size (small print stops there, and the rest shrinks on). None when even that is too high.
    """
    if sum(o.height for o in combination) <= room:
        return (1.0,) * len(combination)
    if sum(o.height * o.slack for o in combination) > room + 1e-6:
        return None
    at_least: set[int] = set()
    while True:
        free = sum(o.height for i, o in enumerate(combination) if i not in at_least)
        left = room - sum(combination[i].height * combination[i].slack for i in at_least)
        factor = left / free if free else 0.0
        more = {i for i, o in enumerate(combination) if i not in at_least and o.slack > factor}
        if not more:
            return tuple(o.slack if i in at_least else factor for i, o in enumerate(combination))
        at_least |= more
