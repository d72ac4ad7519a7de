"""Batches in real processes: killed, interrupted, doubled, and in other surroundings."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.batch import Shop, Wishes, Workshop, plan_cards, press_for, run_batch
from generator.batch.inventory import MANIFEST
from generator.world import World

from .world_of_tests import SIZES, make_sheet

ROOT = Path(__file__).parents[2]
CARDS = 10
posix_only = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def start(
    world: World, folder: Path, processes: int, seconds: float, env: Mapping[str, str] | None = None
) -> subprocess.Popen[str]:
    words = [world.templates[0].parent, folder, processes, seconds]
    return subprocess.Popen(
        [sys.executable, "-m", "tests.batch.one_batch", *map(str, words)],
        cwd=ROOT, env={**os.environ, **(env or {})}, text=True, encoding="utf-8",
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def until(what: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not what():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.01)


def pictures(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.glob("*.png")} if folder.is_dir() else {}


@pytest.fixture
def whole(tmp_path: Path, world: World) -> Path:
    """A folder as an undisturbed run leaves it."""
    folder = tmp_path / "whole"
    workshop, sheet = Workshop(world), make_sheet()
    cards = plan_cards(sheet, press_for(workshop).catalogue, Wishes(tuple(SIZES)))
    run_batch(folder, sheet, cards, Shop(workshop))
    return folder


def has_ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] == "Z"
    except OSError:
        return True


def children_of(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task/{pid}/children")
    return [int(child) for child in found.read_text(encoding="ascii").split()] if found.exists() else []


@posix_only
@pytest.mark.parametrize("processes", [1, 2])
def test_kill_9_leaves_whole_cards_and_the_next_run_goes_on(
    folder: Path, world: World, whole: Path, processes: int
) -> None:
    run = start(world, folder, processes, 0.15)
    until(lambda: len(pictures(folder)) >= 3)
    workers = children_of(run.pid)
    run.kill()
    run.communicate()
    left = pictures(folder)
    assert 3 <= len(left) < CARDS
    right = pictures(whole)
    assert all(right[name] == data for name, data in left.items()), "a card was there by halves"
    until(lambda: all(has_ended(worker) for worker in workers))
    made, kept, _interrupted = start(world, folder, 1, 0).communicate(timeout=30)[0].split()
    # The kill may fall between a card and its line in the journal: that one card is made again.
    assert int(kept) >= len(left) - 1 and int(made) + int(kept) == CARDS
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        p.name: p.read_bytes() for p in whole.iterdir()
    }


@posix_only
@pytest.mark.parametrize("processes", [1, 2])
def test_ctrl_c_is_answered_before_the_cards_in_hand_are_done(
    folder: Path, world: World, processes: int
) -> None:
    """Each card would take ten minutes from now on: whoever waited for one would not be back in time."""
    run = start(world, folder, processes, 0.3, {"MIMA_TEST_SLOW_AFTER": "4"})
    until(lambda: len(pictures(folder)) >= 4)
    os.killpg(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=60)
    made, _kept, interrupted = out.split()
    assert interrupted == "True" and 4 <= int(made) < CARDS
    assert not err
    assert (folder / MANIFEST).exists()
    assert not list(folder.glob(".*.tmp"))
    assert len(pictures(folder)) == int(made)


def test_the_same_bytes_in_other_surroundings(folder: Path, world: World, whole: Path, tmp_path: Path) -> None:
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    surroundings = {
        "TZ": "America/New_York", "LC_ALL": "C", "LANG": "C", "PYTHONHASHSEED": "7", "HOME": str(nothing),
        "FONTCONFIG_FILE": str(nothing / "none.conf"), "FONTCONFIG_PATH": str(nothing), "XDG_DATA_HOME": str(nothing),
    }  # fmt: skip
    run = start(world, folder, 2, 0, surroundings)
    _out, err = run.communicate(timeout=60)
    assert run.returncode == 0, err
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        p.name: p.read_bytes() for p in whole.iterdir()
    }


@posix_only
def test_two_batches_in_one_folder(folder: Path, world: World) -> None:
    first = start(world, folder, 1, 3.0)  # slow, so that a busy machine starts the second in time
    until(lambda: bool(pictures(folder)))
    second = start(world, folder, 1, 0)
    _out, err = second.communicate(timeout=30)
    assert "另一个 mima" in err
    first.kill()
    first.communicate()
