"""One batch a folder: an advisory lock of the operating system, which a killed run cannot leave behind."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from generator.batch.store import cannot_write
from generator.errors import OutputError, Where

LOCK = ".mima.lock"
_HELD: set[int] = set()
_BUSY = {errno.EACCES, errno.EAGAIN, errno.EDEADLK}


@contextlib.contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raise OutputError at once when another run has it."""
    path = folder / LOCK
    handle = _take(path)
    _HELD.add(handle)
    try:
        yield
    finally:
        _HELD.discard(handle)
        _drop(handle, path)


def _let_go() -> None:
    """In a forked worker: close its copies of the locks, or they would outlive a killed parent as long as it does."""
    while _HELD:
        os.close(_HELD.pop())


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_let_go)


def _take(path: Path) -> int:
    while True:
        try:
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        except OSError as error:
            raise cannot_write(error, path.parent) from error
        try:
            _lock(handle)
        except OSError as error:
            os.close(handle)
            if error.errno in _BUSY:
                raise OutputError(
                    "另一个 mima 正在往这个文件夹里做图", Where(path.parent), "请等它做完，或用 -o 换一个文件夹"
                ) from error
            raise cannot_write(error, path.parent) from error
        if _still_there(handle, path):
            return handle
        os.close(handle)  # the last holder deleted the file between our open and our lock: take the new one


def _still_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _drop(handle: int, path: Path) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        os.close(handle)
        with contextlib.suppress(OSError):
            path.unlink()
else:
    import fcntl

    def _lock(handle: int) -> None:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in {errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS}:
                raise  # some network disks know no locks: there a second run is the user's own care

    def _drop(handle: int, path: Path) -> None:
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(handle)
