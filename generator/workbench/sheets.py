"""Contact sheets of the matrix: one picture a template, a row for each hard case, the shapes of every theme side by side.

What was refused is a red field with its reason; what is at fault is framed in red. A grey copy shows what print leaves.
"""

from __future__ import annotations

import functools
import io
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw

from generator.batch import Workshop, press_for
from generator.batch.pasteup import EDGE, GROUND, INK, SOFT, WARN, WARN_GROUND, Faces, wrap
from generator.batch.pool import executor_for, stop_now
from generator.batch.store import delete, open_folder, write_whole
from generator.design import Size, Template, Theme
from generator.workbench.matrix import MASTERS, Matrix, Row

WIDTH = 300
"""Px of a thumbnail: what a reader sees of a card in a feed."""
SHARE = 0.5
"""Share of the real size at which pixels are drawn and their contrast is measured."""
PAGE = 20
"""Rows of one picture: more make `metric-2.png`, so that any viewer opens it."""
_MARGIN, _GAP, _BAND, _SIDE, _TOP = 40, 8, 24, 220, 150

OnProgress = Callable[[int, int, str], None]
"""Called with rows done, rows in all, and what was drawn last."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a run shows: ids of templates, themes and sizes; empty for all, and for the four master shapes."""

    templates: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Thumb:
    """One cell as it goes on a sheet: a thumbnail, or the reason why there is none, and what is wrong with it."""

    theme: str
    size: str
    refused: str
    faults: tuple[str, ...]
    image: Image.Image | None


@dataclass(frozen=True)
class Account:
    """What a run found: cells clean, cells refused and at fault as (template, case, theme, size, reason)."""

    clean: int
    refused: tuple[tuple[str, str, str, str, str], ...]
    faults: tuple[tuple[str, str, str, str, str], ...]
    files: tuple[Path, ...]


def write_sheets(
    folder: Path, wanted: Wanted, workshop: Workshop, processes: int, on_progress: OnProgress
) -> Account:
    """Draw the sheets of every template that is wanted into `folder`, each with a grey copy.

    Raises UsageError for an unknown name, DesignError for a broken design, OutputError for a folder that refuses.
    """
    press = press_for(workshop)
    catalogue = press.catalogue
    templates = tuple(catalogue.template(n) for n in wanted.templates or tuple(catalogue.templates))
    themes = tuple(catalogue.theme(n) for n in wanted.themes or tuple(catalogue.themes))
    sizes = tuple(catalogue.size(n) for n in wanted.sizes or MASTERS)
    matrix = _matrix(workshop)
    rows = {template.id: matrix.rows(template) for template in templates}
    units = [(t.id, row.case.id) for t in templates for row in rows[t.id]]
    open_folder(folder)
    faces = Faces.load(workshop.world.fonts, (40, 26, 18, 15))
    drawn: dict[tuple[str, str], tuple[Thumb, ...]] = {}
    files: list[Path] = []
    clean, refused, faults = 0, [], []
    waiting = {t.id: {row.case.id for row in rows[t.id]} for t in templates}
    names = tuple(t.id for t in themes), tuple(s.id for s in sizes)
    for done, (unit, thumbs) in enumerate(_drawn(units, names, workshop, processes), 1):
        template, case = unit
        on_progress(done, len(units), f"{template} {case}")
        drawn[unit] = thumbs
        for thumb in thumbs:
            told = (template, case, thumb.theme, thumb.size)
            clean += not thumb.refused and not thumb.faults
            refused += [(*told, thumb.refused)] if thumb.refused else []
            faults += [(*told, fault) for fault in thumb.faults]
        waiting[template].discard(case)
        if not waiting[template]:
            page = _Page(catalogue.template(template), themes, sizes, faces)
            files += _write(folder, page, rows[template], drawn)
            for row in rows[template]:
                del drawn[template, row.case.id]
    return Account(clean, tuple(refused), tuple(faults), tuple(sorted(files)))


@functools.lru_cache(maxsize=2)
def _matrix(workshop: Workshop) -> Matrix:
    return Matrix(press_for(workshop))


def draw_row(
    workshop: Workshop, template: str, case: str, themes: tuple[str, ...], sizes: tuple[str, ...]
) -> tuple[Thumb, ...]:
    """Return all cells of one case of one template; runs in a worker."""
    press = press_for(workshop)
    matrix = _matrix(workshop)
    row = matrix.row(press.catalogue.template(template), case)
    thumbs = []
    for theme in themes:
        for size in sizes:
            job = matrix.job(row, press.catalogue.theme(theme), press.catalogue.size(size))
            proved = matrix.prove(job, SHARE)
            image = proved.image
            if image is not None:
                height = round(image.height * WIDTH / image.width)
                image = image.resize((WIDTH, height), Image.Resampling.LANCZOS)
            thumbs.append(Thumb(theme, size, proved.refused, proved.faults, image))
    return tuple(thumbs)


def _drawn(
    units: Sequence[tuple[str, str]],
    names: tuple[tuple[str, ...], tuple[str, ...]],
    workshop: Workshop,
    processes: int,
) -> Iterator[tuple[tuple[str, str], tuple[Thumb, ...]]]:
    """Yield each row as it is drawn; few are under way at once, so that memory holds."""
    executor = executor_for(processes)()
    queue = list(reversed(units))
    running: dict[Future[tuple[Thumb, ...]], tuple[str, str]] = {}
    try:
        while queue or running:
            while queue and len(running) < 2 * max(1, processes):
                unit = queue.pop()
                running[executor.submit(draw_row, workshop, *unit, *names)] = unit
            done, _ = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield running.pop(future), future.result()
    except BaseException:
        stop_now(executor)
        raise
    executor.shutdown()


def _write(
    folder: Path,
    page: _Page,
    rows: Sequence[Row],
    drawn: dict[tuple[str, str], tuple[Thumb, ...]],
) -> list[Path]:
    """Write a template's sheets, in colour and in grey; sheets of an earlier run that are no more go."""
    paths = []
    for number, at in enumerate(range(0, max(len(rows), 1), PAGE), 1):
        picture = page.draw([(row, drawn[row.template.id, row.case.id]) for row in rows[at : at + PAGE]])
        stem = page.template.id + (f"-{number}" if number > 1 else "")
        for name, image in ((stem, picture), (f"{stem}-grey", picture.convert("L"))):
            buffer = io.BytesIO()
            image.save(buffer, "PNG", compress_level=4)
            path = folder / f"{name}.png"
            write_whole(path, buffer.getvalue())
            paths.append(path)
    for old in folder.glob(f"{page.template.id}-[0-9]*.png"):
        if old not in paths:
            delete(old)
    return paths


@dataclass(frozen=True)
class _Page:
    """The measures of one template's sheets: where each size stands in a theme's block."""

    template: Template
    themes: tuple[Theme, ...]
    sizes: tuple[Size, ...]
    faces: Faces

    def _block(self) -> tuple[dict[str, tuple[int, int]], int, int]:
        """Return the place of each size within a block, px, and the block's width and height.

        The tallest first, each in the first column that still has room for it: a wide picture stands below a square.
        """
        heights = {s.id: round(WIDTH * s.height / s.width) for s in self.sizes}
        most = max(heights.values())
        filled: list[int] = []
        places: dict[str, tuple[int, int]] = {}
        for name in sorted(heights, key=lambda n: -heights[n]):
            column = next((c for c, y in enumerate(filled) if y + heights[name] <= most), len(filled))
            if column == len(filled):
                filled.append(0)
            places[name] = (column * (WIDTH + _GAP), filled[column])
            filled[column] += heights[name] + _GAP
        return places, len(filled) * (WIDTH + _GAP) - _GAP, most

    def draw(self, rows: Sequence[tuple[Row, tuple[Thumb, ...]]]) -> Image.Image:
        """Return a sheet of these rows."""
        places, wide, tall = self._block()
        width = 2 * _MARGIN + _SIDE + len(self.themes) * (wide + _BAND)
        picture = Image.new("RGB", (width, _TOP + _MARGIN + max(len(rows), 1) * (tall + _BAND)), GROUND)
        pen = ImageDraw.Draw(picture)
        pen.text((_MARGIN, _MARGIN - 12), f"{self.template.name}　{self.template.id}", INK, self.faces.title)
        lefts = {t.id: _MARGIN + _SIDE + n * (wide + _BAND) for n, t in enumerate(self.themes)}
        for theme in self.themes:
            pen.text((lefts[theme.id], _TOP - 42), theme.name, SOFT, self.faces.head)
        for number, (row, thumbs) in enumerate(rows):
            top = _TOP + number * (tall + _BAND)
            self._caption(pen, row, top)
            for thumb in thumbs:
                x, y = places[thumb.size]
                self._cell(picture, pen, thumb, (lefts[thumb.theme] + x, top + y))
        return picture

    def _caption(self, pen: ImageDraw.ImageDraw, row: Row, top: int) -> None:
        pen.text((_MARGIN, top), row.case.id, INK, self.faces.head)
        for number, line in enumerate(wrap(row.case.why, self.faces.body, _SIDE - 24)):
            pen.text((_MARGIN, top + 40 + 26 * number), line, SOFT, self.faces.body)

    def _cell(self, picture: Image.Image, pen: ImageDraw.ImageDraw, thumb: Thumb, at: tuple[int, int]) -> None:
        x, y = at
        if thumb.image is not None:
            picture.paste(thumb.image, at)
            edge = (x - 1, y - 1, x + WIDTH, y + thumb.image.height)
            pen.rectangle(edge, outline=WARN if thumb.faults else EDGE, width=4 if thumb.faults else 1)
            return
        size = next(s for s in self.sizes if s.id == thumb.size)
        height = round(WIDTH * size.height / size.width)
        pen.rectangle((x, y, x + WIDTH - 1, y + height - 1), WARN_GROUND, WARN, 2)
        most = max(1, (height - 20) // 26)
        for number, line in enumerate(wrap(thumb.refused, self.faces.body, WIDTH - 24, most)):
            pen.text((x + 12, y + 10 + 26 * number), line, WARN, self.faces.body)
