"""A finished folder on a shared place: any that fsspec reaches, such as ``s3://``, ``file://`` or ``memory://``.

Cards first, the manifest last: who reads the manifest finds every card that it names.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from generator.batch.inventory import MANIFEST, cards_in
from generator.batch.manifest import Manifest
from generator.batch.register import Register
from generator.errors import OutputError, UsageError, Where

T = TypeVar("T")
_OBJECTS = {"s3", "s3a", "gs", "gcs", "az", "abfs", "oss", "cos", "obs"}
"""Stores of objects, which need no folders: to make one would make a bucket, and a name misspelt must not."""


def publish(folder: Path, manifest: Manifest, place: str) -> int:
    """Bring a batch's folder to `place`, a URL; return how many files were sent.

    A card that lies there already, by the manifest there, is not sent again; one that the manifest there names and this
    one does not is deleted. Raises UsageError for a protocol that is not installed, OutputError for a place that refuses.
    """
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415
    except ImportError as error:
        raise UsageError("没有安装共享存储组件", None, "请运行 pip install 'mima[cluster]'") from error
    try:
        files, root = url_to_fs(place)
    except (ImportError, ValueError) as error:
        raise UsageError(f"不会用 {place} 这种存储", None, f"请安装它的组件：{error}") from error
    ask = _Asker(place)
    root = root.rstrip("/")
    there = ask(lambda: _there(files, f"{root}/{MANIFEST}"))
    known = {card.file: card.sha256 for card in there}
    if _OBJECTS.isdisjoint(_protocols(files)):
        ask(lambda: files.makedirs(root, exist_ok=True))
    sent = 0
    for card in manifest.cards:
        if known.pop(card.file, "") != card.sha256 or not ask(lambda: files.exists(f"{root}/{card.file}")):  # noqa: B023
            sent += ask(lambda: _send(files, folder / card.file, root))  # noqa: B023
    if sent or known or not there:
        for name in sorted(p.name for p in folder.glob("contact*.png")):
            sent += ask(lambda: _send(files, folder / name, root))  # noqa: B023
    sent += ask(lambda: _send(files, folder / MANIFEST, root))
    for outdated in known:
        if ask(lambda: files.exists(f"{root}/{outdated}")):  # noqa: B023
            ask(lambda: files.rm_file(f"{root}/{outdated}"))  # noqa: B023
    return sent


def _protocols(files: Any) -> set[str]:
    return {files.protocol} if isinstance(files.protocol, str) else set(files.protocol)


class _Asker:
    """Asks a place, and says in Chinese that it refused: each of fsspec's protocols has errors of its own."""

    def __init__(self, place: str) -> None:
        self._place = place

    def __call__(self, ask: Callable[[], T]) -> T:
        try:
            return ask()
        except Exception as error:
            raise OutputError(
                f"写不到共享存储：{type(error).__name__}：{error}",
                Where(self._place),
                "请检查地址、网络与权限后再运行一次",
            ) from error


def _send(files: Any, path: Path, root: str) -> int:
    if not path.is_file():
        return 0
    files.pipe_file(f"{root}/{path.name}", path.read_bytes())
    return 1


def _there(files: Any, path: str) -> Register:
    """Return the cards that the place's manifest names; none where there is no manifest."""
    with tempfile.TemporaryFile() as copy:
        try:
            with files.open(path, "rb") as file:
                shutil.copyfileobj(file, copy)
        except FileNotFoundError:
            return Register()
        return cards_in(copy)
