"""Hand units of work to an executor and yield results as they come, whatever dies on the way."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from itertools import groupby

from generator.batch.pool import MakeExecutor, stop_now
from generator.batch.work import Failed, Made, Workshop, make_unit
from generator.card import CardJob

_ALIKE = 4
"""How much of `in_turn` the cards of a unit share: size, theme, colours and scene."""
MAX_UNIT = 4
"""Cards a unit: few, so that a Ctrl-C or a dead worker costs little; more than one, to share a backdrop."""
DIED = Failed(
    "做这张卡片的进程两次被系统终止，多半是内存不足。请关掉别的程序，或用 -j 1 减少同时做的张数，再运行一次。",
    1,
)

LOOK_UP = 0.2
"""Seconds after which a batch that waits for a card looks whether it should still."""

Result = tuple[int, Made | Failed]
Unit = tuple[tuple[int, CardJob], ...]


class Stopped(Exception):
    """Raised in a batch that somebody has called off."""


def never() -> bool:
    """Return False: nobody calls the batch off."""
    return False


def results(
    jobs: Sequence[tuple[int, CardJob]],
    workshop: Workshop,
    make_executor: MakeExecutor,
    width: int,
    is_stopped: Callable[[], bool] = never,
) -> Generator[Result, None, None]:
    """Yield (number, result) of every numbered job, in no fixed order.

    `width` is how many units run at once. When a worker dies, what was under way is made again one card at a time,
    so only the card that kills a worker twice is lost. Closing the generator stops the workers at once. Raises Stopped
    soon after `is_stopped` says so.
    """
    queue = deque(_units(jobs, max(1, min(MAX_UNIT, len(jobs) // (2 * width)))))
    while queue:
        suspects: list[Unit] = []
        yield from _drain(queue, suspects, workshop, make_executor, 2 * width, is_stopped)
        alone: deque[Unit] = deque((numbered,) for unit in suspects for numbered in unit)
        while alone:
            guilty: list[Unit] = []
            yield from _drain(alone, guilty, workshop, make_executor, 1, is_stopped)
            yield from ((number, DIED) for unit in guilty for number, _job in unit)


def _drain(
    queue: deque[Unit],
    suspects: list[Unit],
    workshop: Workshop,
    make_executor: MakeExecutor,
    window: int,
    is_stopped: Callable[[], bool],
) -> Iterator[Result]:
    """Yield results until the queue is empty or a worker dies; then `suspects` holds what was under way."""
    executor = make_executor()
    running: dict[Future[tuple[Made | Failed, ...]], Unit] = {}
    try:
        while queue or running:
            # What is finished is handed on before more is begun: in one process a Ctrl-C would lose it.
            if is_stopped():
                raise Stopped
            while queue and len(running) < window and not suspects and not any(f.done() for f in running):
                unit = queue.popleft()
                future = _submit(executor, workshop, unit)
                if future is None:
                    suspects.append(unit)
                else:
                    running[future] = unit
            patience = None if is_stopped is never else LOOK_UP
            done, _waiting = wait(running, patience, return_when=FIRST_COMPLETED)
            for future in done:
                unit = running.pop(future)
                try:
                    made = future.result()
                except BrokenExecutor:
                    suspects.append(unit)
                else:
                    yield from zip((number for number, _job in unit), made, strict=True)
            if suspects and not running:
                break
    except BaseException:
        stop_now(executor)
        raise
    executor.shutdown()


def _submit(executor: Executor, workshop: Workshop, unit: Unit) -> Future[tuple[Made | Failed, ...]] | None:
    try:
        return executor.submit(make_unit, workshop, tuple(job for _number, job in unit))
    except BrokenExecutor:
        return None


def _units(jobs: Sequence[tuple[int, CardJob]], size: int) -> Iterator[Unit]:
    """Cut the jobs into units whose cards share size and colours: they stand on the same grounds."""
    ordered = sorted(jobs, key=lambda numbered: in_turn(numbered[1]))
    for _key, group in groupby(ordered, key=lambda numbered: in_turn(numbered[1])[:_ALIKE]):
        members = list(group)
        yield from (tuple(members[at : at + size]) for at in range(0, len(members), size))


def in_turn(job: CardJob) -> tuple[str, ...]:
    """Return what jobs are sorted by, so that cards on one ground are made one after another: `view` last, the scene's stretch."""
    theme = job.theme
    return (
        job.size.id,
        theme.id,
        sys.intern(repr(sorted(theme.colours.items()))),  # one text for all its cards: a batch sorts them by it
        job.ornament,
        job.template.id,
        str(job.view),
    )
