"""The print PDF of a batch for the editor's desk: every card with its file name, what was refused, room to sign.

Pages of A4 or A3, portrait, 200 dpi, by Pillow; no dates in the file, so the same batch gives the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from PIL import Image, ImageDraw

from generator.batch.contact import grouped, reasons
from generator.batch.manifest import Manifest
from generator.batch.pasteup import EDGE, INK, SOFT, WARN, Faces, clip, thumbnail, wrap
from generator.batch.record import CardRecord
from generator.errors import UsageError

DPI = 200
PAPERS = {"A4": (210, 297, 4), "A3": (297, 420, 5)}
"""Width and height in mm, and how many cards stand side by side: 43 or 51 mm wide, near what a feed shows."""
_PAPER, _FAINT = "#ffffff", "#9aa3ab"
_MARGIN, _GUTTER, _LEADING = 96, 32, 20
_LINE, _CAPTION_LINE = 34, 28
_SIGN = "初审＿＿＿＿＿　　复审＿＿＿＿＿　　终审＿＿＿＿＿　　校对＿＿＿＿＿　＿＿＿＿＿　＿＿＿＿＿"
_CHUNK = 16
"""Pages held as pixels at a time: 12 MB each on A4."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands side by side on a page, or one line of text: its height in px, and how to draw it."""

    height: int
    cards: tuple[CardRecord, ...] = ()
    thumb: int = 0
    text: str = ""
    head: bool = False
    warn: bool = False


def print_pdf(
    folder: Path, manifest: Manifest, names: dict[str, str], fonts: Sequence[Path], paper: str
) -> bytes:
    """Return the PDF of a batch's cards in `folder`.

    `names`: each size's Chinese name by id. Raises UsageError for a paper that is not known.
    """
    if paper.upper() not in PAPERS:
        raise UsageError(f"没有叫“{paper}”的纸张", None, f"可用：{'、'.join(PAPERS)}")
    layout = _Layout(manifest, names, fonts, paper.upper())
    runs = layout.paged()
    buffer = io.BytesIO()
    pages = (layout.draw(rows, number, len(runs), folder) for number, rows in enumerate(runs, 1))
    started = False
    while chunk := list(islice(pages, _CHUNK)):
        chunk[0].save(
            buffer, "PDF", save_all=True, append_images=chunk[1:], append=started, resolution=DPI, quality=88,
            subsampling=0, title=manifest.title, creationDate=None, modDate=None,
        )  # fmt: skip
        started = True
    return buffer.getvalue()


class _Layout:
    """Breaks a batch into pages and draws them."""

    def __init__(self, manifest: Manifest, names: dict[str, str], fonts: Sequence[Path], paper: str) -> None:
        wide, high, self.columns = PAPERS[paper]
        self.width, self.height = (round(mm / 25.4 * DPI) for mm in (wide, high))
        self.manifest = manifest
        self.names = names
        self.faces = Faces.load(fonts, (44, 30, 25, 21))
        self.inner = self.width - 2 * _MARGIN
        self.thumb = (self.inner - (self.columns - 1) * _GUTTER) // self.columns
        self.top = _MARGIN + 118
        self.bottom = self.height - _MARGIN - 40

    def paged(self) -> list[list[_Row]]:
        """Return the rows of each page, at least one page. A heading never stands alone at a page's foot."""
        pages: list[list[_Row]] = [[]]
        used = 0
        rows = list(self._rows())
        for number, row in enumerate(rows):
            following = rows[number + 1].height if row.head and number + 1 < len(rows) else 0
            if pages[-1] and used + row.height + following > self.bottom - self.top:
                pages.append([])
                used = 0
            pages[-1].append(row)
            used += row.height
        return pages

    def draw(self, rows: Sequence[_Row], number: int, total: int, folder: Path) -> Image.Image:
        """Return one page."""
        page = Image.new("RGB", (self.width, self.height), _PAPER)
        pen = ImageDraw.Draw(page)
        self._frame(pen, number, total)
        y = self.top
        for row in rows:
            if row.cards:
                self._cards(page, pen, row, y, folder)
            else:
                font = self.faces.head if row.head else self.faces.body
                pen.text((_MARGIN, y + (14 if row.head else 0)), row.text, WARN if row.warn else INK, font)
            y += row.height
        return page

    def _rows(self) -> Iterator[_Row]:
        for size, (cards, _refused) in grouped(self.manifest.cards, ()).items():
            first = cards[0]
            head = f"{self.names.get(size, size)}　{first.width}×{first.height}　{len(cards)} 张"
            yield _Row(66, text=head, head=True)
            thumb = round(self.thumb * max(card.height / card.width for card in cards))
            thumb = min(thumb, self.bottom - self.top - 66 - 6 * _CAPTION_LINE)
            for at in range(0, len(cards), self.columns):
                line = cards[at : at + self.columns]
                tall = max(len(self._caption(card)) for card in line)
                yield _Row(thumb + 10 + tall * _CAPTION_LINE + _LEADING, cards=line, thumb=thumb)
        yield from self._told(
            f"未通过 {len(self.manifest.refused)} 张", reasons(self.manifest.refused, self.names)
        )
        yield from self._told("请复核", self._findings())

    def _told(self, head: str, lines: Sequence[str]) -> Iterator[_Row]:
        if not lines:
            return
        yield _Row(66, text=head, head=True, warn=True)
        for line in lines:
            for text in wrap(line, self.faces.body, self.inner):
                yield _Row(_LINE, text=text)
            yield _Row(12)

    def _findings(self) -> list[str]:
        """Return what the checks let pass with a remark: each message once, with the facts it holds for."""
        facts: dict[str, list[str]] = {}
        for card in self.manifest.cards:
            for finding in card.proof or ():
                ids = facts.setdefault(finding.message, [])
                if card.fact not in ids:
                    ids.append(card.fact)
        return [f"第 {'、'.join(ids)} 条　{message}" for message, ids in facts.items()]

    def _caption(self, card: CardRecord) -> list[str]:
        """Return a card's file name, whole, then its weight and encoding."""
        name = wrap(card.file, self.faces.caption, self.thumb)
        if len(name) > 1:  # break before what all names of a size end with
            stem, mark, tail = card.file.rpartition(f"-{card.size}.")
            name = [*wrap(stem, self.faces.caption, self.thumb), mark + tail] if stem else name
        return [*name, f"{-(-card.bytes // 1024)} KB　{card.encoding}　{card.template}·{card.theme}"]

    def _cards(self, page: Image.Image, pen: ImageDraw.ImageDraw, row: _Row, top: int, folder: Path) -> None:
        size = (self.thumb, row.thumb)
        with ThreadPoolExecutor(2) as pool:
            thumbs = pool.map(lambda card: thumbnail(folder / card.file, size), row.cards)
            for column, (card, small) in enumerate(zip(row.cards, thumbs, strict=True)):
                x = _MARGIN + column * (self.thumb + _GUTTER)
                page.paste(small, (x, top))
                pen.rectangle((x - 1, top - 1, x + small.width, top + small.height), outline=EDGE)
                lines = self._caption(card)
                for number, line in enumerate(lines):
                    colour = INK if number < len(lines) - 1 else SOFT
                    y = top + row.thumb + 10 + number * _CAPTION_LINE
                    pen.text((x, y), line, colour, self.faces.caption)

    def _frame(self, pen: ImageDraw.ImageDraw, number: int, total: int) -> None:
        made = self.manifest
        title = clip(made.title or "未命名", self.faces.title, self.inner)
        line = f"共 {len(made.cards)} 张　未通过 {len(made.refused)} 张"
        if made.source:
            line += f"　来源：{made.source}"
        pen.text((_MARGIN, _MARGIN - 20), title, INK, self.faces.title)
        pen.text((_MARGIN, _MARGIN + 44), clip(line, self.faces.body, self.inner), SOFT, self.faces.body)
        pen.line((_MARGIN, _MARGIN + 92, self.width - _MARGIN, _MARGIN + 92), _FAINT, 2)
        foot = self.height - _MARGIN
        pen.line((_MARGIN, foot - 26, self.width - _MARGIN, foot - 26), _FAINT, 1)
        pen.text((_MARGIN, foot - 10), _SIGN, SOFT, self.faces.caption)
        folio = f"第 {number} 页，共 {total} 页"
        pen.text((self.width - _MARGIN, foot - 10), folio, INK, self.faces.caption, anchor="ra")
