"""The picture on top of the READMEs, from real cards: ``python docs/make_cards_picture.py [facts file] [picture]``.

Nothing on it is chosen by hand but the mosaic's plan: the slots take turns through the templates, themes and facts that
there are, so a new template or theme shows up by itself. Pixels are those of ``mima batch``, only scaled down.
"""

from __future__ import annotations

import io
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from generator.batch import Wishes, Workshop, plan_cards, press_for
from generator.card import CardJob, Press
from generator.errors import CardRefused
from generator.facts import Tables, load
from generator.world import World

ROOT = Path(__file__).parents[1]
POST, GRID, WIDE, TALL = "wechat-post", "weibo-grid", "wechat-cover", "poster"
WIDTH, MARGIN, GAP = 2000, 56, 26  # px; a README shows it at less than half of that
GROUND = "#e9ebee"
MOST_BYTES = 600_000


@dataclass(frozen=True)
class Slot:
    """A place for one card of a size."""

    size: str


@dataclass(frozen=True)
class Across:
    """Parts side by side, all of one height."""

    parts: tuple[Part, ...]


@dataclass(frozen=True)
class Down:
    """Parts one below another, all of one width."""

    parts: tuple[Part, ...]


Part = Slot | Across | Down
PLAN: Part = Down(
    (
        Across(
            (
                Slot(TALL),
                Down((Slot(WIDE), Across((Slot(GRID), Slot(GRID))))),
                Slot(POST),
            )
        ),
        Across((Slot(POST), Slot(GRID), Down((Slot(WIDE), Slot(WIDE))), Slot(TALL))),
    )
)
"""Ten cards in the four shapes."""

Ratios = dict[str, float]
Box = tuple[float, float, float, float]


def height_of(part: Part, ratios: Ratios) -> tuple[float, float]:
    """Return (a, b): `part` set to a width w is a·w + b px high. The gaps make it more than a ratio."""
    if isinstance(part, Slot):
        return ratios[part.size], 0.0
    each = [height_of(p, ratios) for p in part.parts]
    gaps = GAP * (len(each) - 1)
    if isinstance(part, Down):
        return sum(a for a, _ in each), sum(b for _, b in each) + gaps
    inverse = sum(1 / a for a, _ in each)
    return 1 / inverse, (sum(b / a for a, b in each) - gaps) / inverse


def placed(part: Part, ratios: Ratios, x: float, y: float, width: float) -> Iterator[tuple[Slot, Box]]:
    """Yield every slot with its (x, y, width, height) in px."""
    a, b = height_of(part, ratios)
    height = a * width + b
    if isinstance(part, Slot):
        yield part, (x, y, width, height)
        return
    for child in part.parts:
        a, b = height_of(child, ratios)
        own = width if isinstance(part, Down) else (height - b) / a
        yield from placed(child, ratios, x, y, own)
        if isinstance(part, Down):
            y += a * own + b + GAP
        else:
            x += own + GAP


def choose(slots: list[str], jobs: list[CardJob], press: Press) -> list[Image.Image]:
    """Return one card a slot: the template, the theme and the length of text used least so far, and each fact once."""
    used: Counter[tuple[str, str]] = Counter()
    facts: set[str] = set()
    cards = []
    for size in slots:
        mine = [job for job in jobs if job.size.id == size]

        def novelty(job: CardJob) -> tuple[int, int, int, int, int]:
            return (
                job.fact in facts,
                used["template", job.template.id],
                used["theme", job.theme.id],
                used["hue", str(sorted(job.theme.colours.items()))],
                used["length", str(len(job.copy.text) // 6)],
            )

        while mine:
            job = min(mine, key=novelty)
            mine.remove(job)
            try:
                card = press.make(job)
            except CardRefused:
                continue
            facts.add(job.fact)
            for axis, value in (
                ("template", job.template.id),
                ("theme", job.theme.id),
                ("hue", str(sorted(job.theme.colours.items()))),
                ("length", str(len(job.copy.text) // 6)),
            ):
                used[axis, value] += 1
            cards.append(card.picture.image)
            break
        else:
            raise SystemExit(f"no card of size {size} can be made of this facts file")
    return cards


def compose(source: Path, press: Press, tables: Tables) -> Image.Image:
    """Return the mosaic of cards made from `source`."""
    sheet = load(source, tables).sheet
    sizes = (POST, GRID, WIDE, TALL)
    # the themes in turn before the facts: `min` takes the first of equals, so neighbours differ
    jobs = [
        planned.job
        for theme in press.catalogue.themes
        for planned in plan_cards(sheet, press.catalogue, Wishes(sizes=sizes, theme=theme)).jobs
    ]
    ratios = {size: press.catalogue.size(size).height / press.catalogue.size(size).width for size in sizes}
    inner = WIDTH - 2 * MARGIN
    a, b = height_of(PLAN, ratios)
    slots = list(placed(PLAN, ratios, MARGIN, MARGIN, inner))
    picture = Image.new("RGB", (WIDTH, round(a * inner + b) + 2 * MARGIN), GROUND)
    for card, (_, (x, y, width, height)) in zip(
        choose([s.size for s, _ in slots], jobs, press), slots, strict=True
    ):
        box = (round(x), round(y), round(x + width), round(y + height))
        picture.paste(
            card.resize((box[2] - box[0], box[3] - box[1]), Image.Resampling.LANCZOS, reducing_gap=3.0), box[:2]
        )
    return picture


def save(picture: Image.Image, path: Path) -> int:
    """Write `picture` as a PNG of at most MOST_BYTES and return its bytes; the palette shrinks, then the picture."""
    for scale in (1.0, 0.9, 0.8, 0.7, 0.6):
        small = picture.resize(
            (round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS
        )
        for finish in (small, small.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)):
            buffer = io.BytesIO()
            finish.save(buffer, "PNG", optimize=True)
            if buffer.tell() <= MOST_BYTES:
                path.write_bytes(buffer.getvalue())
                return buffer.tell()
    raise SystemExit("the picture stays too large")


def main(source: Path = ROOT / "data" / "jinjiang-2026.yaml", path: Path = ROOT / "docs" / "cards.png") -> None:
    """Draw the picture from `source` into `path`."""
    world = World.at(ROOT)
    picture = compose(source, press_for(Workshop(world)), Tables.load(*world.data))
    sys.stdout.write(f"{path.name}: {save(picture, path)} bytes\n")


if __name__ == "__main__":
    main(*(Path(argument) for argument in sys.argv[1:]))
