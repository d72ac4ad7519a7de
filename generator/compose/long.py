"""The long picture: one poster that flows from title to source, in as many parts as the platform's limits ask for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from PIL import Image

from generator.batch import Wishes, plan_cards
from generator.card import Press, SetText
from generator.card.encoder import Encoded, encode
from generator.card.png import encode_png
from generator.compose.composition import Composition, Piece
from generator.compose.parting import Block, part
from generator.compose.striking import Candidate, candidates, ranked, without_cover
from generator.compose.strip import Strip, Strips
from generator.errors import CardRefused, TooLarge, UsageError
from generator.facts.model import Factsheet

_PREVIEW = 300
_GAP = 24
_PAPER = "#ffffff"


@dataclass(frozen=True, slots=True)
class LongWishes:
    """What a person asked of a long picture. `only`: these facts; `most`: no more than so many, the most striking."""

    size: str = "weibo-long"
    theme: str = ""
    only: tuple[str, ...] = ()
    most: int = 0


def compose_long(sheet: Factsheet, press: Press, wishes: LongWishes) -> Composition:
    """Return the long picture of `sheet`, in parts when it is over the size's height or bytes, and a preview.

    The facts keep the article's order, but a chapter's most striking one leads it. Raises UsageError for an unknown
    name, CardRefused when there is nothing to show or one strip alone is over a limit.
    """
    size = press.catalogue.long(wishes.size)
    plan = plan_cards(
        sheet,
        press.catalogue,
        Wishes(
            sizes=tuple(press.catalogue.sizes)[:1], theme=wishes.theme, only=wishes.only, features=("cover",)
        ),
    )
    plan, scene = without_cover(plan)
    cards = _facts(candidates(sheet, plan), sheet, wishes)
    strips = Strips(press, size, sheet, cards, scene)
    flow = [strips.head(), *strips.body(), strips.foot()]
    parts = _parts(flow, strips, sheet)
    pieces = [
        Piece(
            f"长图{f'-第{n}张共{len(parts)}张' if len(parts) > 1 else ''}-{size.id}{file.suffix}",
            file.data, page.image.width, page.image.height, file.encoding, page.facts, page.texts,
        )
        for n, (page, file) in enumerate(parts, 1)
    ]  # fmt: skip
    facts = tuple(fact for piece in pieces for fact in piece.facts)
    pieces.append(_preview([page.image for page, _file in parts], f"预览-长图-{size.id}.png", facts))
    notes = []
    if any(piece.height < size.least_height for piece in pieces if not piece.preview):
        notes.append(f"高不到 {size.least_height} 像素，{size.name}会按单图裁切")
    return Composition(
        kind="long",
        name=f"long-{size.id}",
        size=size.id,
        theme=strips.theme.id,
        pieces=tuple(pieces),
        words={fact: plan.words[fact] for fact in facts if fact in plan.words},
        refused=(*(replace(r, size=size.id) for r in plan.refused), *strips.refused),
        notes=tuple(notes),
        chosen=tuple(dict.fromkeys(facts)),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    image: Image.Image
    facts: tuple[str, ...]
    texts: tuple[SetText, ...]


def _facts(every: Sequence[Candidate], sheet: Factsheet, wishes: LongWishes) -> Sequence[Candidate]:
    own = {fact.id for fact in sheet.facts}
    for fact in wishes.only:
        if fact not in own:
            raise UsageError(f"“{fact}”不是一条事实，长图里放不了", None, "封面、章首等长图自己会画")
    cards = [c for c in every if c.id in own]
    if wishes.most:
        kept = {c.id for c in ranked(cards, wishes.most)}
        cards = [c for c in cards if c.id in kept]
    if not cards:
        raise CardRefused("没有一条能放进长图", None, "请看 mima batch 报告的原因")
    return cards


def _parts(flow: Sequence[Strip], strips: Strips, sheet: Factsheet) -> list[tuple[_Page, Encoded]]:
    """Return the fewest parts that keep every limit, each encoded."""
    size = strips.size
    later = max(strips.running(9, 9, strip).sheet.height for strip in flow[1:])
    foot = max(strips.turn(9, 9, strip).sheet.height for strip in flow[:-1])
    blocks = [Block(s.sheet.height, s.chapter, s.name == "chapter") for s in flow]
    pictures = {id(strip): strips.press.rasteriser.pixels(strip.sheet) for strip in flow}
    over: TooLarge | None = None
    for count in range(1, len(flow) + 1):
        cuts = part(blocks, count, size.height, 0, later, foot)
        if cuts is None:
            continue
        pages = [_page(flow[cut], n, count, strips, pictures) for n, cut in enumerate(cuts, 1)]
        try:
            words = {"title": sheet.title, "source": sheet.source, "fact": ""}
            return [(page, encode(page.image, size, **words)) for page in pages]
        except TooLarge as error:
            over = error
    if over is not None:
        raise over
    tallest = max(flow, key=lambda strip: strip.sheet.height)
    raise CardRefused(
        f"第 {tallest.fact or '00'} 条单独就有 {tallest.sheet.height} 像素高，超过{size.name}的 {size.height}",
        None,
        "请缩短文字，或用 --only 去掉这一条",
    )


def _page(
    run: Sequence[Strip], number: int, count: int, strips: Strips, pictures: dict[int, Image.Image]
) -> _Page:
    whole = list(run)
    if number > 1:
        whole.insert(0, strips.running(number, count, run[0]))
    if number < count:
        whole.append(strips.turn(number, count, run[-1]))
    page = Image.new("RGB", (strips.size.width, sum(strip.sheet.height for strip in whole)))
    texts: list[SetText] = []
    y = 0
    for strip in whole:
        picture = pictures.get(id(strip)) or strips.press.rasteriser.pixels(strip.sheet)
        page.paste(picture, (0, y))
        texts += [_lowered(text, y) for text in strip.sheet.texts]
        y += strip.sheet.height
    return _Page(page, tuple(strip.fact for strip in run if strip.fact), tuple(texts))


def _lowered(text: SetText, y: int) -> SetText:
    left, top, right, bottom = text.frame
    return replace(text, frame=(left, round(top + y, 2), right, round(bottom + y, 2)))


def _preview(pages: Sequence[Image.Image], file: str, facts: tuple[str, ...]) -> Piece:
    """Return the parts side by side, at the width that a feed gives them."""
    small = [
        p.resize((_PREVIEW, round(p.height * _PREVIEW / p.width)), Image.Resampling.LANCZOS) for p in pages
    ]
    sheet = Image.new(
        "RGB", (len(small) * (_PREVIEW + _GAP) + _GAP, max(p.height for p in small) + 2 * _GAP), _PAPER
    )
    for number, page in enumerate(small):
        sheet.paste(page, (_GAP + number * (_PREVIEW + _GAP), _GAP))
    data = encode_png(sheet, title="预览", source="", fact="")
    return Piece(file, data, sheet.width, sheet.height, "png", facts, preview=True)
