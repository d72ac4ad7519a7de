"""The print PDF: every card of a batch, its name whole, every refusal, on numbered pages, the same bytes each time."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from generator.batch.manifest import Manifest, Refusal
from generator.batch.record import CardRecord
from generator.compose import printout
from generator.compose.printout import PAPERS, print_pdf
from generator.errors import UsageError
from generator.world import World

LOUD = (250, 10, 200)


def batch(folder: Path, count: int, refused: int = 0) -> Manifest:
    Image.new("RGB", (108, 144), LOUD).save(folder / "卡.png")
    card = CardRecord("01", "文", "metric", "haisi", "tiny-post", "卡.png", 108, 144, 9, "0", "文", (), "k")
    return Manifest(
        "解读", "日报", cards=(card,) * count, refused=(Refusal("02", "", "放不下" * 60),) * refused
    )


def pages_of(data: bytes) -> int:
    counts = [int(n) for n in re.findall(rb"/Count (\d+)", data)]
    return max(counts)


def drawn(folder: Path, manifest: Manifest, world: World, paper: str = "A4") -> list[Image.Image]:
    layout = printout._Layout(manifest, {}, world.fonts, paper)
    runs = layout.paged()
    return [layout.draw(rows, n, len(runs), folder) for n, rows in enumerate(runs, 1)]


def loud(page: Image.Image) -> int:
    return sum(
        1 for pixel in page.resize((page.width // 8, page.height // 8), 0).tobytes()[1::3] if pixel == 10
    )


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (12, 1), (13, 2), (40, 4)])
def test_every_card_is_on_a_page(tmp_path: Path, world: World, count: int, pages: int) -> None:
    made = batch(tmp_path, count)
    data = print_pdf(tmp_path, made, {}, world.fonts, "A4")
    assert data.startswith(b"%PDF-")
    assert pages_of(data) == pages
    sheets = drawn(tmp_path, made, world)
    one = loud(drawn(tmp_path, batch(tmp_path, 1), world)[0])
    assert sum(loud(sheet) for sheet in sheets) == pytest.approx(count * one, rel=0.05, abs=1)


def test_paper_is_as_large_as_it_says_and_an_unknown_one_is_named(tmp_path: Path, world: World) -> None:
    made = batch(tmp_path, 1)
    for paper, (wide, high, _columns) in PAPERS.items():
        data = print_pdf(tmp_path, made, {}, world.fonts, paper.lower())
        box = re.search(rb"/MediaBox \[ ?0 0 ([\d.]+) ([\d.]+)", data)
        assert box is not None
        assert float(box[1]) == pytest.approx(wide / 25.4 * 72, abs=0.5)
        assert float(box[2]) == pytest.approx(high / 25.4 * 72, abs=0.5)
    with pytest.raises(UsageError, match="没有叫“B5”的纸张"):
        print_pdf(tmp_path, made, {}, world.fonts, "B5")


def test_long_batches_are_written_in_chunks_and_twice_the_same(
    tmp_path: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = batch(tmp_path, 30, refused=2)
    monkeypatch.setattr(printout, "_CHUNK", 2)
    data = print_pdf(tmp_path, made, {}, world.fonts, "A4")
    assert pages_of(data) == 3
    assert data == print_pdf(tmp_path, made, {}, world.fonts, "A4")
    assert b"CreationDate" not in data and b"ModDate" not in data


def test_names_and_reasons_are_whole(tmp_path: Path, world: World) -> None:
    made = batch(tmp_path, 1)
    name = "07-" + "深入开展“项目提效年”活动" * 3 + "-tiny-post.png"
    card = replace(made.cards[0], file=name)
    refused = Refusal("02", "tiny-post", "放不下" * 90)
    layout = printout._Layout(replace(made, cards=(card,), refused=(refused,)), {}, world.fonts, "A4")
    assert "".join(layout._caption(card)[:-1]) == name
    rows = [row for page in layout.paged() for row in page]
    assert "放不下" * 90 in "".join(row.text for row in rows)
    assert any("未通过 1 张" in row.text and row.warn for row in rows)


def test_a_heading_never_stands_alone_at_the_foot(tmp_path: Path, world: World) -> None:
    made = batch(tmp_path, 9, refused=40)
    wide = [replace(card, size="other", height=40) for card in made.cards]
    layout = printout._Layout(replace(made, cards=(*made.cards, *wide)), {}, world.fonts, "A4")
    for page in layout.paged():
        assert not page[-1].head
        assert sum(row.height for row in page) <= layout.bottom - layout.top
