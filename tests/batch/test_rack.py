"""Grounds on the disk: the same bytes with them and without, never one of yesterday's theme, never one that is not whole."""

from __future__ import annotations

import multiprocessing
import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.batch import Outcome, Shop, Wishes, Workshop, executor_for, plan_cards, press_for, run_batch
from generator.card import rack as rack_module
from generator.card.rack import Kept, Rack, tidy
from generator.errors import UsageError
from generator.facts.model import Factsheet
from generator.world import World, shipped

from .world_of_tests import SIZES, make_sheet

PIXELS = bytes(range(256)) * 4 * 36
KEPT = Kept(PIXELS, "ab" * 32, b"\1\0\2")


@pytest.fixture
def rack(tmp_path: Path) -> Rack:
    return Rack(tmp_path / "cache", "cairosvg 1")


def only_file(rack: Rack) -> Path:
    (path,) = rack.folder.glob("*.ground")
    return path


def test_a_ground_comes_back_as_it_was(rack: Rack) -> None:
    name = rack.name_of(b"<svg>", "海", 36, 256)
    assert rack.find(name, len(PIXELS)) is None
    rack.keep(name, KEPT)
    assert rack.find(name, len(PIXELS)) == KEPT
    rack.keep(name, replace(KEPT, wash=""))
    assert rack.find(name, len(PIXELS)) == replace(KEPT, wash="")


def test_whatever_can_change_its_pixels_is_in_its_name(
    rack: Rack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (b"<svg>", "海#0b3a7c", 36, 256)
    names = {
        rack.name_of(*asked),
        rack.name_of(b"<svg >", *asked[1:]),
        rack.name_of(b"<svg>", "海#0b3a7d", 36, 256),
        rack.name_of(b"<svg>\xe6", "海#0b3a7c", 36, 256),
        rack.name_of(*asked[:2], 256, 36),
        Rack(tmp_path, "cairosvg 2").name_of(*asked),
    }
    monkeypatch.setattr(rack_module, "_drawing_code", lambda: "of tomorrow")
    names.add(Rack(tmp_path, "cairosvg 1").name_of(*asked))
    assert len(names) == 7


@pytest.mark.parametrize("harm", ["cut", "flip", "empty", "longer", "foreign", "other size"])
def test_what_is_not_whole_is_put_aside_and_told(rack: Rack, harm: str) -> None:
    name = rack.name_of(b"<svg>", "海", 36, 256)
    rack.keep(name, KEPT)
    path = only_file(rack)
    data = path.read_bytes()
    for at in {"cut": range(0, len(data), 41), "flip": range(0, len(data), 41)}.get(harm, [0]):
        harmed = {
            "cut": data[:at],
            "flip": data[:at] + bytes([data[at] ^ 4]) + data[at + 1 :],
            "empty": b"",
            "longer": data + b"\0",
            "foreign": b"PNG" + data,
            "other size": data,
        }[harm]
        path.write_bytes(harmed)
        assert rack.find(name, len(PIXELS) - 4 * (harm == "other size")) is None
        assert not path.exists(), "it would be read again and again"
    assert tidy(rack.folder) == 1 and not list(rack.folder.iterdir())
    rack.keep(name, KEPT)
    assert rack.find(name, len(PIXELS)) == KEPT and tidy(rack.folder) == 0


def test_it_is_bounded_and_the_longest_unused_goes_first(rack: Rack) -> None:
    names = [rack.name_of(b"<svg>", str(n), 36, 256) for n in range(4)]
    for n, name in enumerate(names):
        rack.keep(name, KEPT)
        os.utime(rack.folder / f"{name}.ground", ns=(n, n))
    size = only_size = (rack.folder / f"{names[0]}.ground").stat().st_size
    assert rack.find(names[0], len(PIXELS)) == KEPT  # used now
    (rack.folder / ".mima-0.tmp").write_bytes(b"half")
    assert tidy(rack.folder, 2 * size + only_size // 2) == 0
    assert {p.stem for p in rack.folder.iterdir()} == {names[0], names[3]}
    assert tidy(rack.folder.with_name("nowhere")) == 0


def _keep_often(folder: Path) -> None:
    rack = Rack(folder, "cairosvg 1")
    for n in range(60):
        name = rack.name_of(b"<svg>", str(n % 3), 36, 256)
        rack.keep(name, KEPT)
        if rack.find(name, len(PIXELS)) not in (KEPT,):
            os._exit(3)


def test_several_processes_write_the_same_entries(rack: Rack) -> None:
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=_keep_often, args=(rack.folder,)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert [worker.exitcode for worker in workers] == [0, 0, 0]
    assert len(list(rack.folder.iterdir())) == 3 and tidy(rack.folder) == 0


def test_a_folder_that_cannot_be_written_to_is_as_none(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    rack = Rack(tmp_path / "file" / "below", "cairosvg 1")
    rack.keep("ab", KEPT)
    assert rack.find("ab", len(PIXELS)) is None


# The whole batch ---------------------------------------------------------------------------------------------------


@pytest.fixture
def newsroom(tmp_path: Path) -> World:
    """The shipped templates at thumbnails' sizes, and a theme of the newsroom's own."""
    data = tmp_path / "newsroom" / "data"
    (data / "themes").mkdir(parents=True)
    (data / "sizes").mkdir()
    shutil.copy(shipped("data") / "themes" / "jinhong.toml", data / "themes" / "jinhong.toml")
    for name, (width, height, shape) in SIZES.items():
        (data / "sizes" / f"{name}.toml").write_text(
            f'name = "小{name}"\nwidth = {2 * width}\nheight = {2 * height}\nshape = "{shape}"\nmax_kb = 300\n'
            'source = "测试"\nconfidence = "D"\nchecked_on = "2026-11-23"\n',
            encoding="utf-8",
        )
    return World((shipped("fonts"),), (shipped("templates_svg"),), (shipped("data"), data))


@pytest.fixture
def sheet() -> Factsheet:
    plain = make_sheet(5)
    themes = ("jinhong", "haisi", "jinhong", "haisi")
    facts = [replace(f, options={"theme": theme}) for f, theme in zip(plain.facts, themes, strict=False)]
    return replace(plain, facts=tuple(facts))


def go(folder: Path, sheet: Factsheet, world: World, cache: Path | None, processes: int = 1) -> Outcome:
    press_for.cache_clear()  # a new run: designs are read anew
    workshop = Workshop(world, "cairosvg", cache=cache)
    try:
        plan = plan_cards(sheet, press_for(workshop).catalogue, Wishes(("tiny-post", "tiny-grid"), features=()))
    except UsageError:
        pytest.skip("this system has no libcairo, so CairoSVG cannot draw")
    done = run_batch(folder, sheet, plan, Shop(workshop, executor_for(processes), processes))
    assert not done.manifest.refused
    return done


def pictures(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.glob("*.png")}


@pytest.mark.parametrize("processes", [1, 2])
def test_one_hex_digit_of_a_theme_changes_exactly_the_cards_that_use_it(
    newsroom: World, sheet: Factsheet, tmp_path: Path, processes: int
) -> None:
    cache, folder = tmp_path / "cache", tmp_path / "out"
    first = go(folder, sheet, newsroom, cache, processes)
    before = pictures(folder)
    assert before == pictures(go(tmp_path / "plain", sheet, newsroom, None).folder)
    entries = set(cache.iterdir())
    assert entries
    # another run draws nothing that is on the rack, and writes the same bytes
    assert pictures(go(tmp_path / "again", sheet, newsroom, cache, processes).folder) == before
    assert set(cache.iterdir()) == entries
    theme = newsroom.data[1] / "themes" / "jinhong.toml"
    text = theme.read_text(encoding="utf-8")
    line = next(row for row in text.splitlines() if row.startswith("ground = "))
    digit = line[-2]
    theme.write_text(text.replace(line, line[:-2] + ("1" if digit != "1" else "2") + '"'), encoding="utf-8")
    second = go(folder, sheet, newsroom, cache, processes)
    use_it = {card.file for card in first.manifest.cards if card.theme == "jinhong"}
    assert 0 < len(use_it) < len(before)
    after = pictures(folder)
    assert {name for name, data in after.items() if data != before[name]} == use_it
    assert second.made == len(use_it)
    assert after == pictures(go(tmp_path / "fresh", sheet, newsroom, None).folder)


def test_a_batch_over_a_spoilt_rack_is_the_same(newsroom: World, sheet: Factsheet, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    before = pictures(go(tmp_path / "one", sheet, newsroom, cache).folder)
    for path in cache.iterdir():
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    spoilt = len(list(cache.iterdir()))
    assert pictures(go(tmp_path / "two", sheet, newsroom, cache).folder) == before
    assert tidy(cache) == spoilt > 0
