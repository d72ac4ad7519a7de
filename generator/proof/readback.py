"""Read a finished picture back with an OCR engine: does a stranger read the figure, the unit and the label?

Optional (``mima[readback]``): the engine's models come in its wheel, nothing is fetched. The whole card is read first,
scaled to where the engine reads best; only what is still missing is cut out and read once more, several ways. A figure
must read back to the digit; hanzi may differ a little, for engines mistake 己 for 已 where a person would not.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from importlib.metadata import version
from typing import Any, Protocol

from PIL import Image, ImageOps

from generator.card import SetText
from generator.errors import UsageError
from generator.proof.exhibit import Exhibit
from generator.proof.finding import REFUSE, WARN, Finding

ENGINE = "rapidocr-onnxruntime"
CHECKS = {"read-back": "识字核对", "read-back-digit": "识字核对：独个数字"}
LIKE = 0.8
"""Least likeness (difflib's ratio) of hanzi read to hanzi set."""
SIDES = (540, 900)
"""Short sides, px, at which the whole card is read, in turn: at 540 the large figure is small enough for the engine
to see as text at all (of a 1080 px card it misses a lone digit), at 900 the small print is large enough."""
_LINE = 56
"""Px of a line that is cut out and read alone; the engine's own line is 48 px."""
_SMALL_LINE = 24
"""Px of a line when that did not do."""
_PAD = 0.4
SHORT_SIDE, QUALITY = 1440, 55
"""What WeChat makes of a picture (measured by the Luban 2 project, 2026-01): short side 1440 px, JPEG 4:2:0."""
_NUMBER = re.compile(r"\d+(?:\.\d+)?%?")
Corners = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Word:
    """One line as the engine read it, and where: x0, y0, x1, y1 in px of the picture it was given."""

    text: str
    frame: Corners


class Reader(Protocol):
    """An OCR engine behind two functions."""

    def read(self, image: Image.Image) -> tuple[Word, ...]:
        """Return every line of text that the engine finds in the picture."""
        ...

    def line(self, image: Image.Image) -> str:
        """Return the text of a picture that holds one line and nothing else."""
        ...


class RapidReader:
    """RapidOCR with its own models, on one thread."""

    def __init__(self) -> None:
        """Load the models; raise UsageError with the remedy where the engine is not installed."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                from rapidocr_onnxruntime import RapidOCR  # noqa: PLC0415  (an optional extra of 100 MB)

                self._engine: Any = RapidOCR(intra_op_num_threads=1, use_cls=False)
        except ImportError as error:
            raise UsageError(
                "没有安装识字引擎", None, "请先运行 pip install 'mima[readback]'，或不用 --read-back"
            ) from error

    def read(self, image: Image.Image) -> tuple[Word, ...]:
        """Return every line of text that the engine finds in the picture."""
        found = self._engine(_bytes(image), use_cls=False)[0] or ()
        return tuple(Word(str(text), _frame(corners)) for corners, text, _sure in found)

    def line(self, image: Image.Image) -> str:
        """Return the text of a picture that holds one line and nothing else."""
        found = self._engine(_bytes(image), use_det=False, use_cls=False)[0] or ()
        return "".join(str(row[0]) for row in found)


@lru_cache(maxsize=1)
def reader() -> Reader:
    """Return this process's reader; the first call loads the models. Raises UsageError without the engine."""
    return RapidReader()


def reader_version() -> str:
    """Return the engine's name and version; raise UsageError where it is not installed."""
    reader()
    return f"{ENGINE} {version(ENGINE)}"


def re_encoded(image: Image.Image) -> Image.Image:
    """Return the picture as it comes out of WeChat: a short side of at most 1440 px, JPEG with half the colour."""
    scale = min(1.0, SHORT_SIDE / min(image.size))
    buffer = io.BytesIO()
    sent = image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)
    sent.save(buffer, "JPEG", quality=QUALITY, subsampling=2)
    return Image.open(io.BytesIO(buffer.getvalue())).convert("RGB").resize(image.size)


def read_back(exhibit: Exhibit, engine: Reader) -> Iterator[Finding]:
    """Yield what does not read back of a card's message, from its file and again after WeChat's re-encoding.

    ``read-back`` (refuse): a figure of several digits, or words, that no reading shows. ``read-back-digit`` (warn): a
    figure of one digit alone, which engines miss where a person does not: to be looked at.
    """
    original = Image.open(io.BytesIO(exhibit.card.data)).convert("RGB")
    boxes = exhibit.message
    for way, image in (("", original), ("经微信压缩后，", re_encoded(original))):
        for text, read in _unread(image, boxes, engine):
            wanted = "".join(text.lines)
            shown = read or "（什么也没读出来）"
            if len(_digits(wanted)) == 1 and len(_legible(wanted)) <= 6:
                words = f"{way}识字引擎没有认出“{wanted}”（读成“{shown}”），独个数字它常认错，请人看一眼"
                yield Finding("read-back-digit", WARN, words, text.box)
            else:
                words = f"{way}识字核对不符：图上应是“{wanted}”，读出来是“{shown}”，请放大看一看"
                yield Finding("read-back", REFUSE, words, text.box)


def _unread(image: Image.Image, boxes: Sequence[SetText], engine: Reader) -> list[tuple[SetText, str]]:
    """Return the boxes that no reading shows, each with its best reading."""
    left = [(text, "") for text in boxes]
    short = min(image.size)
    for side in dict.fromkeys(min(side, short) for side in SIDES):
        if not left:
            return []
        scale = side / short
        small = image.resize(
            (round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS
        )
        words = [Word(w.text, _scaled(w.frame, 1 / scale)) for w in engine.read(small)]
        left = [(text, _better(text, before, _at(text, words))) for text, before in left]
        left = [(text, read) for text, read in left if not agrees("".join(text.lines), read)]
    still = []
    for text, before in left:
        best = before
        for piece, single in _cuttings(image, text):
            read = engine.line(piece) if single else _in_order(engine.read(piece))
            best = _better(text, best, read)
            if agrees("".join(text.lines), best):
                break
        else:
            still.append((text, best))
    return still


def agrees(wanted: str, read: str) -> bool:
    """Return whether `read` says what `wanted` says: every number to the digit, the words nearly so."""
    want, got = _legible(wanted), _legible(read)
    numbers = [*_NUMBER.findall(got)]
    for number in _NUMBER.findall(want):
        if number in numbers:
            numbers.remove(number)
        elif not any(n.removesuffix("%") == number for n in numbers):
            return False
    words, said = (_NUMBER.sub("", text) for text in (want, got))
    return not words or words in said or _share(words, said) >= LIKE


def _share(words: str, said: str) -> float:
    """Return how much of `words` was read, in order: an ornament read beside it does not count against it."""
    blocks = SequenceMatcher(None, words, said, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(words)


def _better(text: SetText, one: str, other: str) -> str:
    wanted = _legible("".join(text.lines))
    return max((one, other), key=lambda read: (agrees(wanted, read), _alike(wanted, _legible(read))))


def _alike(wanted: str, read: str) -> float:
    return SequenceMatcher(None, wanted, read, autojunk=False).ratio()


def _at(text: SetText, words: Sequence[Word]) -> str:
    """Return what was read in a text's place, in order: lines whose middle lies on it."""
    x0, y0, x1, y1 = text.frame
    pad = 0.25 * (y1 - y0) / max(1, len(text.lines))
    here = [
        word
        for word in words
        if x0 - pad <= (word.frame[0] + word.frame[2]) / 2 <= x1 + pad
        and y0 - pad <= (word.frame[1] + word.frame[3]) / 2 <= y1 + pad
    ]
    return _in_order(here)


def _in_order(words: Sequence[Word]) -> str:
    """Join lines from top to bottom, and what overlaps in height from left to right."""
    rest = sorted(words, key=lambda w: (w.frame[1] + w.frame[3]) / 2)
    rows: list[list[Word]] = []
    for word in rest:
        middle = (word.frame[1] + word.frame[3]) / 2
        if rows and any(w.frame[1] <= middle <= w.frame[3] for w in rows[-1]):
            rows[-1].append(word)
        else:
            rows.append([word])
    return "".join(w.text for row in rows for w in sorted(row, key=lambda w: w.frame[0]))


def _cuttings(image: Image.Image, text: SetText) -> Iterator[tuple[Image.Image, bool]]:
    """Yield a text cut out in several ways, most promising first, each with whether it is one line."""
    x0, y0, x1, y1 = text.frame
    line = (y1 - y0) / max(1, len(text.lines))
    pad = max(8.0, _PAD * line)
    box = (
        max(0, int(x0 - pad)), max(0, int(y0 - pad)), min(image.width, int(x1 + pad)), min(image.height, int(y1 + pad)),
    )  # fmt: skip
    if box[0] >= box[2] or box[1] >= box[3]:
        return
    piece = image.crop(box)
    small = _at_line(piece, line, _LINE)
    clear = _clear(small)
    single = len(text.lines) == 1
    yield _on_a_page(clear, _LINE), False
    if single:
        yield clear, True
        yield small, True
    yield small, False
    # The measure word of a very large figure is lost at 56 px and read at 24: 126个.
    yield _on_a_page(_clear(_at_line(piece, line, _SMALL_LINE)), _SMALL_LINE), False


def _clear(small: Image.Image) -> Image.Image:
    """Return dark letters on a light ground, whatever they were."""
    grey = ImageOps.autocontrast(small.convert("L"), cutoff=1)
    dark_ground = sum(grey.histogram()[:128]) > grey.width * grey.height / 2
    return (ImageOps.invert(grey) if dark_ground else grey).convert("RGB")


def _on_a_page(clear: Image.Image, border: int) -> Image.Image:
    """Add a margin of `border` px of plain ground all round: an engine finds a line in a page sooner than one that fills it."""
    return ImageOps.expand(clear, border=border, fill="#ffffff")


def _at_line(piece: Image.Image, line: float, wanted: int) -> Image.Image:
    """Return a cutting resized so that a line of `line` px is `wanted` px high."""
    scale = wanted / max(1.0, line)
    size = (max(16, round(piece.width * scale)), max(16, round(piece.height * scale)))
    return piece.resize(size, Image.Resampling.LANCZOS)


def _bytes(image: Image.Image) -> bytes:
    buffer = io.BytesIO()
    image.convert("RGB").save(buffer, "BMP")
    return buffer.getvalue()


def _frame(corners: Any) -> Corners:
    xs, ys = [float(x) for x, _ in corners], [float(y) for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _scaled(frame: Corners, scale: float) -> Corners:
    return frame[0] * scale, frame[1] * scale, frame[2] * scale, frame[3] * scale


def _legible(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum() or c in ".%")


def _digits(text: str) -> str:
    return "".join(c for c in _legible(text) if c.isdigit())
