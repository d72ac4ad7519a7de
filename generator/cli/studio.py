"""The studio opened: its parts put together, its address told, and served."""

from __future__ import annotations

import os
import sys
import threading
import webbrowser
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import typer

from generator.cli.console import say
from generator.cli.office import LEDGER_VARIABLE, open_desk
from generator.cli.preview import FirstPool, Wanted
from generator.errors import UsageError
from generator.preview import Studio, build_app, serve, settled
from generator.preview.people import ROLES, add_person
from generator.preview.serving import bind, is_loopback
from generator.series import LEDGER, Desk

SECRET_VARIABLE = "MIMA_STUDIO_SECRET"  # noqa: S105  the name of a variable
PEOPLE = LEDGER.parent / "studio-users.json"
_NAMES = {"127.0.0.1", "localhost", "[::1]"}


def open_studio(wanted: Wanted, first: FirstPool) -> int:
    """Open the studio and serve it until Ctrl-C."""
    world = wanted.world
    guard = settled(wanted.host, os.environ.get(SECRET_VARIABLE, ""), PEOPLE, world)
    studio = Studio(
        world=world,
        out=Path("out"),
        guard=guard,
        make_executor=first,
        width=first.width,
        renderer=wanted.renderer,
        desk=_Desks(),
        has_ledger=lambda: LEDGER.is_file() or bool(os.environ.get(LEDGER_VARIABLE)),
        keeping=LEDGER.parent,
        hosts=_hosts(wanted.host, wanted.names),
    )
    opened = [studio.cabinet.open(source) for source in wanted.sources]
    listening = bind(wanted.host, wanted.port)
    shown = f"[{wanted.host}]" if ":" in wanted.host else wanted.host
    address = f"http://{shown}:{listening.getsockname()[1]}/"
    if opened:
        address += f"m/{opened[0].id}/facts"
    say(f"工作台已打开：{address}")
    say("按 Ctrl-C 关闭")
    if wanted.browser and is_loopback(wanted.host) and sys.stderr.isatty():
        threading.Timer(0.6, webbrowser.open, [address]).start()
    serve(build_app(studio), listening)
    return 0


def add_user(name: str, role: str) -> int:
    """Write a user down; the password comes from the environment or is asked for."""
    password = os.environ.get("MIMA_STUDIO_PASSWORD") or typer.prompt(
        "密码", hide_input=True, confirmation_prompt="再输一次"
    )
    person = add_person(PEOPLE, name, role, password)
    say(f"已写入用户 {person.name}（{ROLES[person.role]}）")
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


def _hosts(host: str, names: Sequence[str]) -> frozenset[str] | None:
    """Return the host names a browser may ask for."""
    if is_loopback(host):
        return frozenset({*_NAMES, host, *names})
    if host in {"0.0.0.0", "::"} and not names:  # noqa: S104  compared, not bound
        raise UsageError(
            "听所有地址时要写明别人用什么名字打开", None, "例如 --name studio.example.cn 或 --name 192.168.1.20"
        )
    return frozenset({host, *names})
