"""Files that appear whole or not at all, and the folder they appear in.

A file is written under a temporary name in its own folder, flushed to the disk, and renamed: the rename is one
step on every system, so neither a kill nor a full disk leaves half a card.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from generator.errors import OutputError, Where

_OURS = re.compile(r"\.mima-[0-9a-f]{16}\.tmp")
_WORDS = {
    errno.ENOSPC: ("磁盘满了", "请腾出空间后再运行一次，已做好的图片会保留"),
    errno.EDQUOT: ("磁盘配额用完了", "请腾出空间后再运行一次，已做好的图片会保留"),
    errno.EROFS: ("这个位置是只读的", "请用 -o 换一个可以写入的文件夹"),
    errno.EACCES: (
        "没有写入权限",
        "请检查文件夹权限，或用 -o 换一个文件夹；若文件正在别的程序里打开，请先关闭",
    ),
    errno.EPERM: ("系统不允许写入", "请检查文件夹权限，或用 -o 换一个文件夹"),
    errno.ENOTDIR: ("路径里有一段是文件，不是文件夹", "请用 -o 换一个文件夹"),
    errno.EEXIST: ("同名的文件已经在那里，建不了文件夹", "请用 -o 换一个文件夹"),
    errno.EISDIR: ("同名的文件夹已经在那里", "请把它移走，或用 -o 换一个位置"),
    errno.ENAMETOOLONG: ("路径太长", "请用 -o 换一个较短的路径"),
    errno.ENOENT: ("这个位置不存在", "请用 -o 换一个文件夹"),
}


def cannot_write(error: OSError, path: Path) -> OutputError:
    """Return the OutputError that says in Chinese why `path` cannot be written and what to do."""
    fallback = (f"系统报告：{error.strerror or error}", "请检查磁盘与文件夹后再试")
    what, remedy = _WORDS.get(error.errno or 0, fallback)
    return OutputError(f"写不了文件：{what}", Where(path), remedy)


def open_folder(folder: Path) -> None:
    """Make sure that `folder` is there and takes files; raise OutputError when not."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(error, folder) from error


def sweep(folder: Path) -> None:
    """Delete temporary files that a killed run left. Only the holder of the folder's lock may call this."""
    for path in folder.iterdir():
        if _OURS.fullmatch(path.name):
            with contextlib.suppress(OSError):
                path.unlink()


def write_whole(path: Path, data: bytes, flusher: Flusher | None = None) -> None:
    """Write `data` to `path` in one step; raise OutputError and leave what was there before when it fails.

    With a `flusher` it is brought to the disk later, by that.
    """
    temporary = path.parent / f".mima-{secrets.token_hex(8)}.tmp"
    try:
        with temporary.open("xb") as file:
            file.write(data)
            if flusher is None:
                file.flush()
                os.fsync(file.fileno())
        temporary.replace(path)
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError):
            raise cannot_write(error, path) from error
        raise
    if flusher is not None:
        flusher.add(path)


def write_pieces(path: Path, pieces: Iterable[bytes]) -> bool:
    """Write a text that comes in pieces to `path` in one step; return whether that changed the file.

    A file that says the same already is left as it is. Raises OutputError and leaves what was there before.
    """
    temporary = path.parent / f".mima-{secrets.token_hex(8)}.tmp"
    digest = hashlib.sha256()
    try:
        with temporary.open("xb") as file:
            for piece in pieces:
                digest.update(piece)
                file.write(piece)
            changed = digest_of(path) != digest.hexdigest()
            if changed:
                file.flush()
                os.fsync(file.fileno())
        if changed:
            temporary.replace(path)
        else:
            temporary.unlink()
    except BaseException as error:
        with contextlib.suppress(OSError):
            temporary.unlink()
        if isinstance(error, OSError):
            raise cannot_write(error, path) from error
        raise
    return changed


MOST_UNFLUSHED = 1000
"""Files that may wait for a slow disk before a batch waits for it too."""


class Flusher:
    """Brings files to the disk behind the batch's back. A disk takes ten milliseconds a file, a card fewer.

    A kill loses nothing that was written; a power cut might, and does not once `wait` has returned.
    """

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(2, thread_name_prefix="mima-flush")
        self._under_way: deque[tuple[Path, Future[None]]] = deque()

    def add(self, path: Path) -> None:
        """Begin to flush a file that was written; raise OutputError for one that the disk did not take before."""
        self._under_way.append((path, self._threads.submit(_flush, path)))
        while self._under_way and (self._under_way[0][1].done() or len(self._under_way) > MOST_UNFLUSHED):
            self._next()

    def wait(self) -> None:
        """Return when every file is on the disk; raise OutputError when one is not: it is deleted."""
        refused: OutputError | None = None
        while self._under_way:
            try:
                self._next()
            except OutputError as error:
                refused = refused or error
        self._threads.shutdown()
        if refused is not None:
            raise refused

    def abandon(self) -> None:
        """Leave the rest to the system: for Ctrl-C, when waiting would take too long."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _next(self) -> None:
        path, future = self._under_way.popleft()
        try:
            future.result()
        except OSError as error:
            with contextlib.suppress(OSError):
                path.unlink()  # nobody knows how much of it is there
            raise cannot_write(error, path) from error


def _flush(path: Path) -> None:
    try:
        file = path.open("r+b")
    except (FileNotFoundError, PermissionError):
        return  # made again under another name, or open in a viewer: the system will write it all the same
    with file:
        os.fsync(file.fileno())


def digest_of(path: Path) -> str | None:
    """Return the sha256 of a file's bytes, or None when there is no such file to read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def delete(path: Path) -> None:
    """Delete a file if it is there; raise OutputError when the system refuses."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise cannot_write(error, path) from error
