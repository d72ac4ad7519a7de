"""``mima preview``: the local studio in a browser. A worker starts before the studio itself is loaded: both take a second."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from generator.batch import executor_for
from generator.batch.edition import Edition
from generator.batch.single import warm_up
from generator.cli import asked
from generator.cli.options import Help, Renderer
from generator.world import World

_ROLES = "editor 编辑、reviewer1 初审、reviewer2 复审、reviewer3 终审、admin 管理员"


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line."""

    world: World
    sources: Sequence[Path]
    port: int
    host: str
    names: Sequence[str]
    browser: bool
    renderer: str


class FirstPool:
    """A factory of executors whose first one is at work before anybody asks for it."""

    def __init__(self, width: int, edition: Edition) -> None:
        self.width = width
        self._make = executor_for(max(2, width) if width > 1 else 1)
        self._lock = threading.Lock()
        self._first: Executor | None = None
        if width > 1:
            self._first = self._make()
            self._first.submit(warm_up, edition)

    def __call__(self) -> Executor:
        """Return the first executor once, then new ones."""
        with self._lock:
            found, self._first = self._first, None
        return found or self._make()

    def close(self) -> None:
        """Let go of a first executor that nobody asked for."""
        if self._first is not None:
            self._first.shutdown(wait=False, cancel_futures=True)


def preview(
    sources: Annotated[
        list[Path] | None, typer.Argument(metavar="[文章或事实表]", readable=False, help="打开这些；不写则从浏览器里拖进来")
    ] = None,
    port: Annotated[int, typer.Option("--port", metavar="端口", min=0, max=65535, help="端口；0 表示任选一个")] = 8787,
    host: Annotated[str, typer.Option("--host", metavar="地址", help="默认只有本机能打开；别的地址要先有用户和密钥")] = "127.0.0.1",
    names: Annotated[
        list[str] | None, typer.Option("--name", metavar="域名", help="别人用什么域名打开；前面有反向代理时写")
    ] = None,
    jobs: Annotated[str, typer.Option("-j", "--jobs", metavar="数量", help="同时做图的进程数；默认为处理器核数")] = "",
    browser: Annotated[bool, typer.Option("--open/--no-open", help="自动打开浏览器")] = True,
    new_user: Annotated[str, typer.Option("--add-user", metavar="名字", help="加一个用户或改其密码，不打开工作台")] = "",
    role: Annotated[str, typer.Option("--role", metavar="角色", help=_ROLES)] = "editor",
    renderer: Renderer = "auto",
    help_: Help = False,
) -> int:  # fmt: skip
    """Open the studio."""
    if new_user:
        return int(import_module("generator.cli.studio").add_user(new_user, role))
    world = World.at(Path.cwd())
    width = min(4, asked.processes(jobs, os.cpu_count() or 1))
    first = FirstPool(width, Edition(world, renderer))
    try:
        wanted = Wanted(world, tuple(sources or ()), port, host, tuple(names or ()), browser, renderer)
        gc.disable()  # as in `__main__`, until the libraries are loaded
        studio = import_module("generator.cli.studio")
        gc.freeze()
        gc.enable()
        return int(studio.open_studio(wanted, first))
    finally:
        first.close()
