"""What an OCR engine reads of a finished card: right cards pass, wrong ones do not; agreement is to the digit."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pytest
from PIL import Image, ImageDraw

from generator.card import Card, Press, SetText
from generator.proof import Exhibit
from generator.proof.readback import Word, agrees, re_encoded, read_back, reader
from generator.world import World
from tests.card.chartwork import Chart, job_of

PRESS = Press(World.at(), "resvg")
CARD = PRESS.make(job_of(Chart("metric", ("培育重点工业企业367家",)), PRESS, "weibo-grid"))
needs_engine = pytest.mark.skipif(
    importlib.util.find_spec("rapidocr_onnxruntime") is None, reason="the extra mima[readback] is not installed"
)


@pytest.mark.parametrize(
    ("wanted", "read"),
    [
        ("367家", "367家"), ("6%", "6%"), ("超20亿元", "超 20亿元"), ("1,250万元", "1250万元"), ("367", "网367家"),
        ("经济在承压前行中彰显韧性", "经济在承压前行中彰显轫性"), ("63.2%", "63.2％"),
    ],
)  # fmt: skip
def test_a_reading_that_agrees(wanted: str, read: str) -> None:
    assert agrees(wanted.replace(",", ""), read)


@pytest.mark.parametrize(
    ("wanted", "read"),
    [
        ("367家", "361家"), ("367家", "1367家"), ("63.2%", "632%"), ("6%", "6"), ("367家", "家"), ("20亿元", "20万吨"),
        ("经济在承压前行中彰显韧性", "经济在压力中前进"),
    ],
)  # fmt: skip
def test_a_reading_that_does_not(wanted: str, read: str) -> None:
    assert not agrees(wanted, read)


@dataclass
class Pretender:
    """An engine that reads what it is told to, at the places of the card's own texts."""

    texts: Sequence[SetText]
    says: dict[str, str]
    calls: int = 0

    def read(self, image: Image.Image) -> tuple[Word, ...]:
        self.calls += 1
        scale = image.width / 1080
        return tuple(
            Word(self.says.get(t.box, "".join(t.lines)), tuple(v * scale for v in t.frame))  # type: ignore[arg-type]
            for t in self.texts
            if image.width == image.height
        )

    def line(self, image: Image.Image) -> str:
        self.calls += 1
        return ""


def checks(card: Card, says: dict[str, str]) -> set[str]:
    return {f.check for f in read_back(Exhibit(card), Pretender(card.sheet.texts, says))}


def test_only_what_is_missing_is_read_again() -> None:
    engine = Pretender(CARD.sheet.texts, {})
    assert list(read_back(Exhibit(CARD), engine)) == []
    assert engine.calls == 2, "once from the file, once after WeChat"


def test_a_misread_figure_is_refused_and_a_lone_digit_remarked() -> None:
    assert checks(CARD, {"figure": "361家"}) == {"read-back"}
    seven = PRESS.make(job_of(Chart("metric", ("建成中医馆7家",)), PRESS, "weibo-grid"))
    assert checks(seven, {"figure": "十家"}) == {"read-back-digit"}
    assert {
        f.severity for f in read_back(Exhibit(seven), Pretender(seven.sheet.texts, {"figure": "十家"}))
    } == {"warn"}


@dataclass
class ShortSighted(Pretender):
    """An engine that reads a cutting only when its line is small, as it loses the 个 of a very large 126个."""

    def read(self, image: Image.Image) -> tuple[Word, ...]:
        """Return what it says of a page a line of which is 24 px high, and nothing of any other."""
        return (Word(self.says["figure"], (24, 24, 60, 48)),) if image.height < 120 else ()


@pytest.mark.parametrize(("read", "found"), [("367家", False), ("361家", True), ("367", True)])
def test_a_text_unread_at_the_usual_size_is_read_once_more_in_small(read: str, *, found: bool) -> None:
    engine = ShortSighted(CARD.sheet.texts, {"figure": read})
    refused = {f.box for f in read_back(Exhibit(CARD), engine) if f.check == "read-back"}
    assert ("figure" in refused) is found


def test_wechat_keeps_the_size_and_not_the_pixels() -> None:
    image = Image.open(io.BytesIO(CARD.data)).convert("RGB")
    sent = re_encoded(image)
    assert sent.size == image.size and sent.tobytes() != image.tobytes()


@needs_engine
@pytest.mark.slow
@pytest.mark.parametrize("theme", ["haisi", "hongzhuan", "subai"])
def test_a_card_as_it_left_the_press_reads_back(theme: str) -> None:
    card = PRESS.make(job_of(Chart("metric", ("培育重点工业企业367家",)), PRESS, "wechat-post", theme))
    assert [f.message for f in read_back(Exhibit(card), reader())] == []


@needs_engine
@pytest.mark.slow
def test_a_card_whose_figure_was_painted_over_does_not() -> None:
    frame = next(t.frame for t in CARD.sheet.texts if "367" in "".join(t.lines))
    image = Image.open(io.BytesIO(CARD.data)).convert("RGB")
    x0, y0, x1, y1 = frame
    ImageDraw.Draw(image).rectangle((x0, y0, x0 + 0.45 * (x1 - x0), y1), fill=image.getpixel((5, 500)))
    buffer = io.BytesIO()
    image.save(buffer, "PNG")
    found = list(read_back(Exhibit(replace(CARD, data=buffer.getvalue())), reader()))
    assert {f.check for f in found} == {"read-back"} and "367" in found[0].message
