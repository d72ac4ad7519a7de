from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from generator.batch import CardRecord, Manifest, Refusal, write_contact_sheets
from generator.batch.contact import reasons
from generator.batch.pasteup import WARN_GROUND
from generator.design import Catalogue
from generator.world import World

LOUD = (250, 10, 200)


def manifest(folder: Path, count: int, refused: int = 0) -> Manifest:
    folder.mkdir()
    Image.new("RGB", (108, 144), LOUD).save(folder / "卡.png")
    card = CardRecord("01", "文", "metric", "haisi", "tiny-post", "卡.png", 108, 144, 9, "0", "文", (), "k")
    return Manifest(
        "解读", cards=(card,) * count, refused=(Refusal("02", "tiny-grid", "放不下" * 60),) * refused
    )


def blocks(picture: Image.Image) -> int:
    """Count the loud rectangles: columns of them times rows of them, by runs along their first row and column."""
    width, height = picture.size
    is_loud = [[picture.getpixel((x, y)) == LOUD for x in range(0, width, 4)] for y in range(0, height, 4)]
    return sum(
        1
        for y, row in enumerate(is_loud)
        for x, loud in enumerate(row)
        if loud and not (x and row[x - 1]) and not (y and is_loud[y - 1][x])
    )


@pytest.mark.parametrize("count", [0, 1, 9, 23])
def test_every_card_is_on_it(folder: Path, world: World, count: int) -> None:
    sizes = list(Catalogue.read(world.templates, world.data).sizes.values())
    (path,) = write_contact_sheets(folder, manifest(folder, count), sizes, world.fonts)
    with Image.open(path) as picture:
        assert picture.mode == "RGB"
        assert blocks(picture) == count


def test_refusals_stand_below_and_missing_files_do_no_harm(folder: Path, world: World) -> None:
    account = manifest(folder, 2, refused=3)
    (folder / "卡.png").unlink()
    short = write_contact_sheets(folder, Manifest("x", cards=account.cards), (), world.fonts)
    with Image.open(short[0]) as picture:
        height = picture.height
    with Image.open(write_contact_sheets(folder, account, (), world.fonts)[0]) as picture:
        assert picture.height >= height + 3 * 32


def test_it_is_the_same_twice_and_old_pages_go(folder: Path, world: World) -> None:
    account = manifest(folder, 5)
    (folder / "contact-2.png").touch()
    (folder / "contact-mine.png").touch()
    (path,) = write_contact_sheets(folder, account, (), world.fonts, threads=2)
    first = path.read_bytes()
    assert write_contact_sheets(folder, account, (), world.fonts)[0].read_bytes() == first
    assert {p.name for p in folder.glob("contact*")} == {"contact.png", "contact-mine.png"}


def test_only_a_row_of_thumbnails_is_in_memory(
    folder: Path, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    import generator.batch.contact as contact

    tallest: list[int] = []
    real = contact._Page._band

    def band(page: contact._Page, height: int) -> Image.Image:
        tallest.append(height)
        return real(page, height)

    monkeypatch.setattr(contact._Page, "_band", band)
    (path,) = write_contact_sheets(folder, manifest(folder, 41), (), world.fonts)
    with Image.open(path) as picture:
        assert picture.height == sum(tallest)
        assert picture.height > 5 * max(tallest)


def test_a_refused_card_is_a_red_field_in_its_size_and_its_reason_stands_once(
    folder: Path, world: World
) -> None:
    account = manifest(folder, 2)
    refused = tuple(Refusal("02", size, "放不下") for size in ("tiny-post", "tiny-grid"))
    told = reasons((*refused, Refusal("", "", "第 3 行是空的")), {"tiny-post": "海报", "tiny-grid": "方图"})
    assert told == ["第 02 条（海报、方图）　放不下", "第 3 行是空的"]
    both = Manifest("x", cards=account.cards, refused=refused)
    with Image.open(write_contact_sheets(folder, both, (), world.fonts)[0]) as picture:
        red = Image.new("RGB", (1, 1), WARN_GROUND).getpixel((0, 0))
        columns = {
            x
            for x in range(picture.width)
            for y in range(0, picture.height, 40)
            if picture.getpixel((x, y)) == red
        }
    assert any(48 + 2 * 324 < x < 48 + 3 * 324 for x in columns), "third in the row of its size"
    assert any(48 < x < 48 + 324 for x in columns), "first in the row of the size that has no card"
    assert not any(x > 48 + 3 * 324 for x in columns)
