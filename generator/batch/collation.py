"""Collation: a finished card against its file, its manifest entry and what the press would print today.

    file there? → its bytes the manifest's? → its ticket whole? → printed again → same pixels? → proved by today's rules

What does not agree is told apart by name: retouched by hand, saved again, another template, theme, font, library.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from generator.batch.difference import Difference, Region, differ, in_words
from generator.batch.materials import Change, changes
from generator.batch.record import CardRecord
from generator.batch.work import Workshop, press_for
from generator.card import Card, CardJob, Press
from generator.design import Brand
from generator.errors import MimaError
from generator.proof import REFUSE, WARN, Exhibit

MOST_BYTES = 64 * 1024 * 1024
"""A larger file is no card; it is not read."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that does not agree. `cause` is its English id, `message` Chinese, `regions` where in the picture.

    `severity` is ``refuse`` when the card must not go out as it is, ``warn`` when it may.
    """

    cause: str
    severity: str
    message: str
    regions: tuple[Region, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the proof of one finished card came to."""

    file: str
    fact: str
    size: str
    text: str
    faults: tuple[Fault, ...]

    @property
    def passed(self) -> bool:
        """Whether the card may go out."""
        return all(fault.severity != REFUSE for fault in self.faults)


def collate(
    workshop: Workshop, folder: Path, cards: tuple[CardRecord, ...], brand: Brand | None
) -> tuple[Verdict, ...]:
    """Return the verdict on each of some cards of a folder, in order.

    `brand`: the one brand that today's designs give the batch. Nothing that is wrong with a card raises.
    """
    press = press_for(workshop)
    return tuple(_Collation(press, workshop, folder, card, brand).verdict() for card in cards)


class _Collation:
    """One card under proof."""

    def __init__(
        self, press: Press, workshop: Workshop, folder: Path, card: CardRecord, brand: Brand | None
    ) -> None:
        self.press = press
        self.workshop = workshop
        self.card = card
        self.path = folder / card.file
        self.brand = brand

    def verdict(self) -> Verdict:
        card = self.card
        return Verdict(card.file, card.fact, card.size, card.text, tuple(dict.fromkeys(self._faults())))

    def _faults(self) -> Iterator[Fault]:
        data = _read(self.path)
        if data is None:
            yield Fault("missing", REFUSE, f"图片“{self.card.file}”不在文件夹里，请重新运行 mima batch")
        edited = self._edited()
        if edited:
            yield Fault("record", REFUSE, edited)
        intact = data is not None and hashlib.sha256(data).hexdigest() == self.card.sha256
        job, why = self._job()
        if job is None or self.card.ticket is None:
            yield from why
            if data is not None and not intact:
                yield Fault(
                    "bytes", REFUSE, "文件与清单登记的不是同一个，无法重做来比对，请重新运行 mima batch"
                )
            return
        changed = changes(self.card.ticket, job, self.press.groundwork)
        try:
            made = self.press.make(job)
        except MimaError as error:
            yield from (
                Fault(change.cause, REFUSE, f"{change.message}，现在做不出这张图") for change in changed
            )
            yield Fault("unmade", REFUSE, f"按清单现在做不出这张图：{str(error).rstrip('。')}")
            return
        yield from self._against_print(data, intact, made, changed, bool(edited))
        for finding in self.workshop.prove(Exhibit(made)):
            if finding.severity == REFUSE or finding.check.startswith("read-back"):
                words = (
                    f"按现在的规则通不过：{finding.message}" if finding.severity == REFUSE else finding.message
                )
                yield Fault(f"check-{finding.check}", finding.severity, words)

    def _edited(self) -> str:
        """Return what of the manifest's entry was changed by hand since, "" for nothing."""
        card, ticket = self.card, self.card.ticket
        if ticket is None:
            return ""
        if card.text != ticket.copy.text or card.alt != ticket.copy.alt:
            return f"清单上第 {card.fact} 条的文字被改过：一处是“{card.text}”，另一处是“{ticket.copy.text}”"
        try:
            job = ticket.job(card.fact, card.template, card.theme, card.size, self.press.catalogue, self.brand)
        except MimaError:
            return ""
        prints = dict(ticket.prints)
        if prints.get("copy") != job.prints["copy"]:
            return f"清单上第 {card.fact} 条的事实被改过，不是做图时的内容（现在写的是“{card.text}”）"
        return "" if job.key_of(prints, ticket.ground) == card.key else f"清单上第 {card.fact} 条的登记被改过"

    def _job(self) -> tuple[CardJob | None, tuple[Fault, ...]]:
        card = self.card
        if card.ticket is None:
            words = "清单里没有这张图的用料记录（旧版清单，或被改坏了），只能核对文件，请重新运行 mima batch"
            return None, (Fault("no-ticket", WARN, words),)
        try:
            job = card.ticket.job(
                card.fact, card.template, card.theme, card.size, self.press.catalogue, self.brand
            )
        except MimaError as error:
            return None, (Fault("gone", REFUSE, f"做这张图的设计已经不在：{str(error).rstrip('。')}"),)
        return job, ()

    def _against_print(
        self, data: bytes | None, intact: bool, made: Card, changed: tuple[Change, ...], edited: bool
    ) -> Iterator[Fault]:
        """Compare the file with the card as it is printed today."""
        same = made.sha256 == self.card.sha256
        if data is None or (intact and same):
            yield from (Fault(c.cause, WARN, f"{c.message}，但这张图重做出来还是一样") for c in changed)
            return
        picture, format_ = _opened(data, (self.card.width, self.card.height))
        if isinstance(picture, str):
            yield Fault("unreadable" if not format_ else "pixels", REFUSE, picture)
            return
        wrong_format = _wrong_format(format_, self.card)
        if wrong_format:
            yield Fault("format", REFUSE, wrong_format)
        printed = Image.open(io.BytesIO(made.data)).convert("RGB")
        if printed.size != picture.size:
            yield from (
                Fault(c.cause, REFUSE, f"{c.message}，重做的图是 {printed.width}×{printed.height}")
                for c in changed
            )
            return
        difference = differ(picture, printed, lossy=bool(wrong_format))
        where = in_words(difference.regions, self.card.text_boxes, picture.size)
        if intact:
            yield from self._outdated(changed, edited, difference, where)
        else:
            yield from self._touched(changed, difference, where, bool(wrong_format))

    def _outdated(
        self, changed: tuple[Change, ...], edited: bool, difference: Difference, where: str
    ) -> Iterator[Fault]:
        """Say why a file that is the manifest's own is not what would be printed today."""
        if not difference:
            yield from (Fault(c.cause, WARN, f"{c.message}，像素没有变") for c in changed)
            return
        for change in changed:
            yield Fault(
                change.cause, REFUSE, f"{change.message}，这张图该重做；不同处：{where}", difference.regions
            )
        if not changed and not edited:
            words = f"图与清单上的文字不符，清单的校验值可能也被改过；不同处：{where}"
            yield Fault("unexplained", REFUSE, words, difference.regions)
        if edited:
            yield Fault("record", REFUSE, f"清单改过之后与图对不上；不同处：{where}", difference.regions)

    def _touched(
        self, changed: tuple[Change, ...], difference: Difference, where: str, lossy: bool
    ) -> Iterator[Fault]:
        """Say what was done to a file that is not the one the manifest names."""
        also = (
            f"（做图的材料也变了：{'；'.join(c.message for c in changed)}，下面的不同处也可能由此而来）"
            if changed
            else ""
        )
        if difference:
            words = f"图被改过，不是 mima 做出来的样子{also}；不同处：{where}"
            yield Fault("retouched", REFUSE, words, difference.regions)
        elif lossy or difference.most:
            words = f"图被有损压缩过，颜色最多差 {difference.most} 级（共 255 级），{100 * difference.share:.0f}% 的像素变了"
            yield Fault("recompressed", REFUSE, f"{words}{also}")
        else:
            yield Fault("resaved", REFUSE, f"文件被别的软件重新存过，画面没有变{also}，请换回 mima 做的文件")
        yield from (Fault(c.cause, REFUSE if difference else WARN, c.message) for c in changed)


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MOST_BYTES)
    except OSError:
        return None


def _opened(data: bytes, size: tuple[int, int]) -> tuple[Image.Image | str, str]:
    """Return a file's picture and its format, or why it is none, in Chinese; only a picture of `size` is unpacked."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the size is looked at before a pixel is unpacked
            with Image.open(io.BytesIO(data)) as image:
                if image.size != size:
                    found = f"图是 {image.width}×{image.height}，清单上是 {size[0]}×{size[1]}：被裁过或缩放过"
                    return found, str(image.format)
                return image.convert("RGB"), str(image.format)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, MemoryError):
        return "图片打不开，文件可能坏了或没有存完整", ""


def _wrong_format(found: str, card: CardRecord) -> str:
    wanted = "JPEG" if card.encoding.startswith("jpg") else "PNG"
    if found == wanted:
        return ""
    return f"文件名是“{card.file}”，里面其实是 {found}，不是 {wanted}：被另存过"
