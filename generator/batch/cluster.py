"""An executor on other machines: Dask distributed, by its `concurrent.futures` face. The extra `mima[cluster]`.

The batch hands out units and takes results as it does with processes of its own. Dask makes a lost worker's units again;
a unit that has killed several workers comes back as a broken executor, as a pool of processes would say it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any, ParamSpec, TypeVar

from generator.batch.pool import MakeExecutor
from generator.errors import UsageError

P = ParamSpec("P")
T = TypeVar("T")
PATIENCE = 10
"""Seconds to wait for a scheduler's answer."""


class ClusterExecutor(Executor):
    """Runs calls on a cluster's workers. Each must have mima installed, and see the newsroom's folders under one path."""

    def __init__(self, address: str) -> None:
        """Join the cluster; raise UsageError when there is none at `address`, or Dask is not installed."""
        self._client = _join(address)
        self._executor = self._client.get_executor(pure=False)

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run `fn` on some worker; a lost worker's call is run again on another."""
        try:
            inner = self._executor.submit(fn, *args, **kwargs)
        except (RuntimeError, OSError) as error:
            raise BrokenExecutor(str(error)) from error
        outer: Future[T] = Future()
        inner.add_done_callback(lambda done: _hand_on(done, outer))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster; what is under way is given up unless `wait`. The cluster itself stays."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close(timeout=1)


def cluster_of(address: str) -> tuple[MakeExecutor, int]:
    """Return a factory of executors on a cluster, and how many workers it has.

    Raises UsageError when there is none at `address`, it has no workers, or Dask is not installed.
    """
    client = _join(address)
    try:
        workers = len(client.scheduler_info(n_workers=-1)["workers"])
    finally:
        client.close(timeout=1)
    if not workers:
        raise UsageError(f"集群 {address} 里没有工作进程", None, "请先运行 dask worker，再试一次")
    return lambda: ClusterExecutor(address), workers


def _join(address: str) -> Any:
    try:
        import distributed  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("没有安装集群组件", None, "请运行 pip install 'mima[cluster]'") from error
    client: Any = distributed.Client
    try:
        return client(address, timeout=PATIENCE, set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        raise UsageError(
            f"连不上集群 {address}", None, "请检查地址，例如 tcp://10.0.0.5:8786，并确认 dask scheduler 在运行"
        ) from error


def _hand_on(done: Future[T], outer: Future[T]) -> None:
    if done.cancelled():
        outer.set_exception(BrokenExecutor("the cluster gave the call up"))
        return
    error = done.exception()
    if error is None:
        outer.set_result(done.result())
    elif type(error).__name__ == "KilledWorker":
        outer.set_exception(BrokenExecutor(str(error)))
    else:
        outer.set_exception(error)
