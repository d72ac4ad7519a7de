"""``mima preview``: the local studio in a browser."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from generator.batch import executor_for
from generator.cli import asked
from generator.cli.console import say
from generator.cli.office import LEDGER_VARIABLE, Renderer, open_desk
from generator.cli.options import Help
from generator.errors import UsageError
from generator.preview import Studio, build_app, serve, settled
from generator.preview.people import ROLES, add_person
from generator.preview.serving import bind, is_loopback
from generator.series import LEDGER, Desk
from generator.world import World

SECRET_VARIABLE = "MIMA_STUDIO_SECRET"  # noqa: S105  the name of a variable
PEOPLE = LEDGER.parent / "studio-users.json"
_NAMES = {"127.0.0.1", "localhost", "[::1]"}


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
    role: Annotated[str, typer.Option("--role", metavar="角色", help="、".join(f"{k} {v}" for k, v in ROLES.items()))] = "editor",
    renderer: Renderer = "auto",
    help_: Help = False,
) -> int:  # fmt: skip
    """Open the studio."""
    if new_user:
        password = os.environ.get("MIMA_STUDIO_PASSWORD") or typer.prompt(
            "密码", hide_input=True, confirmation_prompt="再输一次"
        )
        person = add_person(PEOPLE, new_user, role, password)
        say(f"已写入用户 {person.name}（{ROLES[person.role]}）")
        return 0
    world = World.at(Path.cwd())
    guard = settled(host, os.environ.get(SECRET_VARIABLE, ""), PEOPLE, world)
    width = min(4, asked.processes(jobs, os.cpu_count() or 1))
    studio = Studio(
        world=world,
        out=Path("out"),
        guard=guard,
        make_executor=executor_for(max(2, width)) if width > 1 else executor_for(1),
        width=width,
        renderer=renderer,
        desk=_Desks(),
        has_ledger=lambda: LEDGER.is_file() or bool(os.environ.get(LEDGER_VARIABLE)),
        keeping=LEDGER.parent,
        hosts=_hosts(host, names or []),
    )
    opened = [studio.cabinet.open(source) for source in sources or ()]
    listening = bind(host, port)
    shown = f"[{host}]" if ":" in host else host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    if opened:
        address += f"m/{opened[0].id}/facts"
    say(f"工作台已打开：{address}")
    say("按 Ctrl-C 关闭")
    if browser and is_loopback(host) and sys.stderr.isatty():
        threading.Timer(0.6, webbrowser.open, [address]).start()
    serve(build_app(studio), listening)
    return 0


class _Desks:
    """Opens the ledger with the first desk and keeps it open."""

    def __init__(self) -> None:
        self._first: Desk | None = None
        self._lock = threading.Lock()

    def __call__(self, who: str) -> Desk:
        with self._lock:
            if self._first is None:
                self._first = open_desk("")
        return replace(self._first, who=who)


def _hosts(host: str, names: list[str]) -> frozenset[str] | None:
    """Return the host names a browser may ask for."""
    if is_loopback(host):
        return frozenset({*_NAMES, host, *names})
    if host in {"0.0.0.0", "::"} and not names:  # noqa: S104  compared, not bound
        raise UsageError(
            "听所有地址时要写明别人用什么名字打开", None, "例如 --name studio.example.cn 或 --name 192.168.1.20"
        )
    return frozenset({host, *names})
