"""A batch on a cluster: a real scheduler, two worker processes, one of them killed in the middle; and a shared place."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.batch import (
    Outcome,
    Shop,
    Wishes,
    Workshop,
    cluster_of,
    plan_cards,
    press_for,
    publish,
    run_batch,
)
from generator.batch.inventory import MANIFEST
from generator.errors import OutputError, UsageError
from generator.world import World, shipped

from .world_of_tests import SIZES, make_sheet

pytest.importorskip("distributed")
fsspec = pytest.importorskip("fsspec")
pytestmark = [
    pytest.mark.filterwarnings("ignore"),
    pytest.mark.skipif(os.name == "nt", reason="kills a process by a signal of POSIX"),
]
ROOT = Path(__file__).parents[2]
PATIENCE = 45


def run(*words: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "10s"},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """The address of a scheduler, and its two worker processes."""
    file = tmp_path / "scheduler.json"
    started = [run("distributed.cli.dask_scheduler", "--port", "0", "--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", str(file))]  # fmt: skip
    try:
        end = time.monotonic() + PATIENCE
        while not (file.exists() and file.read_text().endswith("}")):
            assert time.monotonic() < end, "no scheduler came up"
            assert started[0].poll() is None, "the scheduler ended"
            time.sleep(0.05)
        address = json.loads(file.read_text())["address"]
        workers = [
            run("distributed.cli.dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0", "--local-directory", str(tmp_path / f"worker{n}"))
            for n in range(2)
        ]  # fmt: skip
        started += workers
        while _workers(address) < 2:
            assert time.monotonic() < end, "no workers came up"
            time.sleep(0.1)
        yield address, workers
    finally:
        for process in reversed(started):
            process.kill()
            process.wait(10)


def _workers(address: str) -> int:
    try:
        return cluster_of(address)[1]
    except UsageError:
        return 0


def batch(folder: Path, shop: Shop) -> Outcome:
    sheet = make_sheet(12)
    cards = plan_cards(sheet, press_for(shop.workshop).catalogue, Wishes(tuple(SIZES)))
    return run_batch(folder, sheet, cards, shop)


def files(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix in {".png", ".json"}}


def test_a_lost_worker_costs_nothing_and_every_byte_is_as_at_home(
    cluster: tuple[str, list[subprocess.Popen[bytes]]], tmp_path: Path, world: World
) -> None:
    address, workers = cluster
    workshop = Workshop(world)
    at_home = batch(tmp_path / "home", Shop(workshop))
    make_executor, width = cluster_of(address)
    assert width == 2

    def kill_one(done: int, _total: int, _last: str) -> None:
        if done >= 4:
            workers[0].kill()

    away = batch(
        tmp_path / "away",
        Shop(replace(workshop, ground=press_for(workshop).ground), make_executor, width, kill_one),
    )
    assert workers[0].wait(10) != 0
    assert away.made == at_home.made >= 24
    assert files(tmp_path / "away") == files(tmp_path / "home")


def test_a_machine_with_other_fonts_is_told_and_makes_nothing(tmp_path: Path, world: World) -> None:
    done = batch(tmp_path / "out", Shop(replace(Workshop(world), ground="another")))
    assert done.made == 0
    assert {refusal.exit_code for refusal in done.manifest.refused} == {2}
    assert "版本与本机不同" in done.manifest.refused[0].reason


def test_a_world_finds_what_is_shipped_where_it_arrives(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sent = pickle.dumps(world)
    assert pickle.loads(sent) == world
    monkeypatch.setattr("generator.world.shipped", lambda name: tmp_path / "elsewhere" / name)
    there: World = pickle.loads(sent)
    assert there.fonts == (tmp_path / "elsewhere" / "fonts",)
    assert there.templates == world.templates, "the newsroom's own folder lies under one path everywhere"
    assert shipped("fonts") in world.fonts


def test_where_no_cluster_is_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.batch.cluster.PATIENCE", 0.5)
    with pytest.raises(UsageError, match="连不上集群"):
        cluster_of("tcp://127.0.0.1:9")


def test_a_shared_place_holds_what_the_folder_holds(tmp_path: Path, world: World) -> None:
    place = "memory://newsroom/morning"
    done = batch(tmp_path / "out", Shop(Workshop(world)))
    sent = publish(done.folder, done.manifest, place)
    there = fsspec.filesystem("memory")
    assert sent == len(files(done.folder))
    assert {name: there.cat_file(f"/newsroom/morning/{name}") for name in files(done.folder)} == files(
        done.folder
    )
    assert publish(done.folder, done.manifest, place) == 1, "only the manifest, and that says the same"
    fewer = replace(done.manifest, cards=done.manifest.cards[1:])
    fewer.write(done.folder)
    publish(done.folder, fewer, place)
    assert not there.exists(f"/newsroom/morning/{done.manifest.cards[0].file}")
    publish(done.folder, fewer, (tmp_path / "share").as_uri())
    assert (tmp_path / "share" / MANIFEST).read_bytes() == (done.folder / MANIFEST).read_bytes()


def test_a_shared_place_that_refuses_is_named(tmp_path: Path, world: World) -> None:
    done = batch(tmp_path / "out", Shop(Workshop(world)))
    (tmp_path / "file").touch()
    with pytest.raises(OutputError, match="共享存储"):
        publish(done.folder, done.manifest, (tmp_path / "file" / "below").as_uri())
    with pytest.raises(UsageError, match="不会用"):
        publish(done.folder, done.manifest, "nowhere://x")
