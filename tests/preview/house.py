"""A running `mima preview`, as a newsroom starts it, and what its browser tests share."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NO_CHROMIUM = "没有 Chromium：apt-get install chromium 之后再试"
SHOTS = Path("out") / "studio-shots"
"""Screenshots of the run, kept to be looked at."""
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
DESK, PHONE = {"width": 1366, "height": 768}, {"width": 390, "height": 844}
PATIENCE = 30_000
"""Milliseconds a slow machine may take; nothing here measures time."""


class House:
    """A server in a folder; it can be killed and started again on the same port."""

    def __init__(self, folder: Path, source: str) -> None:
        self.folder = folder
        self.source = source
        self.port = 0
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        words = ["preview", "--no-open", "-j", "1", "--port", str(self.port), self.source]
        env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "generator", *words],
            cwd=self.folder,
            env=env,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        address = line.partition("：")[2].strip()
        assert address.startswith("http://127.0.0.1:"), line
        self.port = int(address.split(":")[2].split("/")[0])
        return address

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            if self.process.stderr is not None:
                self.process.stderr.close()
            self.process = None

    @property
    def facts(self) -> Path:
        stem = Path(self.source).stem
        return self.folder / "out" / stem / f"{stem}.yaml"


def shot(tab: Any, name: str) -> None:
    """Keep a picture of what the browser shows."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    tab.screenshot(path=SHOTS / f"{name}.png")


def eventually(true: Callable[[], bool]) -> None:
    """Wait until something holds."""
    for _ in range(600):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it never came true")
