"""How workers are begun, and what a forked one must not take along."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from generator.batch.lock import LOCK, hold
from generator.batch.pool import executor_for, start_method

ROOT = Path(__file__).parents[2]
ALONE = """
import threading
from generator.batch.pool import start_method
before = start_method()
stop = threading.Event()
threading.Thread(target=stop.wait, daemon=True).start()
print(before, start_method())
stop.set()
"""
linux_only = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lists all threads")


@linux_only
def test_workers_are_forked_from_one_thread_only() -> None:
    run = subprocess.run([sys.executable, "-c", ALONE], cwd=ROOT, text=True, stdout=subprocess.PIPE, check=True)
    assert run.stdout.split() == ["fork", "spawn"]


def test_a_library_s_thread_counts_too(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("generator.batch.pool._THREADS", str(tmp_path))
    monkeypatch.setattr(threading, "active_count", lambda: 1)
    (tmp_path / "1").touch()
    assert start_method() == "fork"
    (tmp_path / "2").touch()
    assert start_method() == "spawn"


def test_where_threads_cannot_be_listed_workers_are_spawned(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("generator.batch.pool._THREADS", str(tmp_path / "none"))
    assert start_method() == "spawn"


def locks_open(folder: str) -> list[str]:
    return [
        link.name for link in Path("/proc/self/fd").iterdir() if os.path.realpath(link) == f"{folder}/{LOCK}"
    ]


@linux_only
def test_a_forked_worker_does_not_hold_the_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("generator.batch.pool.start_method", lambda: "fork")
    folder = os.path.realpath(tmp_path)
    with hold(tmp_path), executor_for(2)() as executor:
        assert executor.submit(locks_open, folder).result() == []
        assert len(locks_open(folder)) == 1
