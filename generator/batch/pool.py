"""Executors for a batch: this process alone, or a few processes of this machine.

A cluster is a third one, given by the door. A batch asks for a *new* executor through a factory, since a pool whose
worker died is of no more use.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from pathlib import Path
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")
MakeExecutor = Callable[[], Executor]
_THREADS = "/proc/self/task"
"""A folder with an entry a thread, on Linux."""


class InProcess(Executor):
    """Runs each call at once, in this process: for ``-j 1``, tests and debugging."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Call `fn` and return its result as a future that is already done."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001  the contract of Executor: the caller asks the future
            future.set_exception(error)
        return future


def executor_for(processes: int) -> MakeExecutor:
    """Return a factory of executors with this many processes; 1 is this process itself."""
    if processes <= 1:
        return InProcess

    def make() -> Executor:
        context = multiprocessing.get_context(start_method())
        return ProcessPoolExecutor(processes, mp_context=context, initializer=_settle_in)

    return make


def start_method() -> str:
    """Return how workers are begun: ``fork`` where this process provably has one thread, else ``spawn``.

    A forked worker has the parent's press already, designs and fonts read: half a second of each worker's. But a fork
    copies locks that another thread holds, for ever; Linux alone lists all threads, also those of libraries.
    """
    try:
        alone = len(list(Path(_THREADS).iterdir())) == 1
    except OSError:
        return "spawn"
    return "fork" if alone and threading.active_count() == 1 else "spawn"


def stop_now(executor: Executor) -> None:
    """Give up everything under way: for Ctrl-C, when waiting for the cards in hand would take too long."""
    processes = dict(getattr(executor, "_processes", None) or {})
    executor.shutdown(wait=False, cancel_futures=True)
    for process in processes.values():
        process.terminate()


def _settle_in() -> None:
    """Let the parent alone answer Ctrl-C, and end when it is killed."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)  # kill -9 of the parent: without this the workers would wait for work for ever
