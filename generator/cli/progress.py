"""How far a batch has come, on stderr: a bar on a terminal, a plain line every tenth anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from generator.batch import OnProgress
from generator.batch.run import CONTACT_PHASE, MANIFEST_PHASE, OnPhase, unheard
from generator.cli.console import err, say

_PHASES = {MANIFEST_PHASE: "写清单", CONTACT_PHASE: "拼总览图"}


@contextmanager
def shown(title: str) -> Iterator[tuple[OnProgress, OnPhase]]:
    """Yield the callbacks that show progress, and what is done behind the last card, until the block ends."""
    if not sys.stderr.isatty():
        yield _lines(title), unheard
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=err(), transient=True)
    task = bar.add_task(title, total=None)

    def update(done: int, total: int, last: str) -> None:
        bar.update(task, completed=done, total=total)
        if last:
            bar.start()  # not before the first card: it has a thread, and workers start sooner from a process without

    def phase(name: str) -> None:
        bar.update(task, description=f"{title}：{_PHASES[name]}")

    try:
        yield update, phase
    finally:
        bar.stop()


def _lines(title: str) -> OnProgress:
    told = -1

    def update(done: int, total: int, last: str) -> None:
        nonlocal told
        tenth = done * 10 // total if total else 10
        if last and tenth > told:
            told = tenth
            say(f"{title}：{done}/{total}")

    return update
