"""A metric card in motion: its number counts up and comes to rest as the very card."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PIL import Image

from generator.batch import Refusal, Wishes, plan_cards
from generator.card import Press
from generator.compose.composition import Composition, Piece
from generator.compose.counting import counting_of
from generator.compose.film import FORMATS
from generator.compose.motion import Film, shoot
from generator.compose.proofread import prove
from generator.compose.striking import Candidate, candidates, ranked
from generator.errors import CardRefused, TooLarge, UsageError
from generator.facts.model import Factsheet

TEMPLATE = "metric"
"""The template whose picture is the number alone: a ring or a row of marks would show the end while the number runs."""
_WIDTHS = (1.0, 0.75, 0.5)
"""Shares of the size's width, in turn, until the file is under the platform's ceiling."""


@dataclass(frozen=True, slots=True)
class FilmWishes:
    """What a person asked of moving cards. `only`: these facts, else the most striking one; `formats` of FORMATS."""

    size: str = "wechat-post"
    theme: str = ""
    only: tuple[str, ...] = ()
    formats: tuple[str, ...] = ("gif", "webp")


def compose_film(sheet: Factsheet, press: Press, wishes: FilmWishes) -> Composition:
    """Return one file a fact and format, each under the size's byte ceiling.

    A named fact with no number to count, or that cannot be made small enough, is refused with its reason and the
    others are made. Raises UsageError for an unknown name or a format that is not installed, CardRefused when
    nothing at all can be made.
    """
    for name in wishes.formats:
        if name not in FORMATS:
            raise UsageError(f"没有叫“{name}”的动图格式", None, f"可用：{'、'.join(FORMATS)}")
    plan = plan_cards(
        sheet,
        press.catalogue,
        Wishes((wishes.size,), TEMPLATE, wishes.theme, wishes.only, features=()),
    )
    every = candidates(sheet, plan)
    refused = [_reworded(refusal, sheet) for refusal in plan.refused] if wishes.only else []
    pieces: list[Piece] = []
    for candidate in every if wishes.only else ranked(every, len(every)):
        try:
            pieces += _films(candidate, press, wishes.formats)
        except CardRefused as error:
            if wishes.only:
                job = candidate.planned.job
                refused.append(Refusal(job.fact, job.size.id, str(error), error.exit_code))
            continue
        if not wishes.only:
            break
    if not pieces:
        raise CardRefused(
            refused[0].reason.rstrip("。") if refused else "这篇稿子里没有能数的数字，做不成动图",
            None,
            "" if refused else "请用 --only 指定有数量的一条",
        )
    size = press.catalogue.size(wishes.size)
    facts = tuple(dict.fromkeys(fact for piece in pieces for fact in piece.facts))
    return Composition(
        kind="animation",
        name=f"animation-{size.id}" + "".join(f"-{fact}" for fact in facts),
        size=size.id,
        theme=every[0].planned.job.theme.id,
        pieces=tuple(pieces),
        words={fact: plan.words[fact] for fact in facts if fact in plan.words},
        refused=tuple(refused),
        notes=tuple(
            f"{piece.file} 为了不超过 {size.max_bytes // 1024} KB 缩到 {piece.width} 像素宽"
            for piece in pieces
            if piece.width < size.width
        ),
        chosen=facts,
        templates=(TEMPLATE,),
    )


def _reworded(refusal: Refusal, sheet: Factsheet) -> Refusal:
    """Return why a fact without a number does not move: not, as the plan has it, for want of another template."""
    fact = next((f for f in sheet.facts if f.id == refusal.fact), None)
    if fact is None or fact.metric is not None:
        return refusal
    try:
        counting_of(fact, None)
    except CardRefused as error:
        return replace(refusal, reason=str(error))
    return refusal


def _films(candidate: Candidate, press: Press, formats: tuple[str, ...]) -> list[Piece]:
    job = candidate.planned.job
    counting = counting_of(candidate.fact, job.copy.figure)
    sheet = prove(press.make(job), press).sheet
    film = shoot(job, sheet, counting, press)
    stem = candidate.planned.file.rpartition(".")[0]
    pieces = []
    for suffix in formats:
        data, size = _under(film, suffix, job.size.max_bytes, job.size.name)
        encoding = FORMATS[suffix][1]
        texts = sheet.texts if size == film.still.size else ()
        pieces.append(Piece(f"动图-{stem}.{suffix}", data, *size, encoding, (job.fact,), texts))
    return pieces


def _under(film: Film, suffix: str, ceiling: int, name: str) -> tuple[bytes, tuple[int, int]]:
    encode, _encoding = FORMATS[suffix]
    data = b""
    for share in _WIDTHS:
        smaller = film if share == 1 else _scaled(film, share)
        data = encode(smaller)
        if len(data) <= ceiling:
            return data, smaller.still.size
    raise TooLarge(
        f"{name}：{suffix.upper()} 动图最小也有 {-(-len(data) // 1024)} KB，平台上限是 {ceiling // 1024} KB",
        None,
        "请换一个纹样较少的主题，或较小的尺寸",
    )


def _scaled(film: Film, share: float) -> Film:
    width, height = (round(side * share) for side in film.still.size)
    small = {id(f): f.resize((width, height), Image.Resampling.LANCZOS) for f in (*film.frames, film.bare)}
    x0, y0, x1, y1 = film.box
    # three px more on every side: what the resampling of the edge reaches
    box = (int(x0 * share) - 3, int(y0 * share) - 3, int(x1 * share) + 4, int(y1 * share) + 4)
    inside = (max(0, box[0]), max(0, box[1]), min(width, box[2]), min(height, box[3]))
    frames = tuple(small[id(f)] for f in film.frames)
    return replace(film, frames=frames, bare=small[id(film.bare)], box=inside)
