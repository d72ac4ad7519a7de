"""Serving a studio: on this computer by itself, for others only with users and a secret."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from generator.errors import UsageError
from generator.preview.guard import Guard
from generator.preview.people import read_people
from generator.world import World

LEAST_SECRET = 32


def is_loopback(host: str) -> bool:
    """Return whether an address is this computer's own."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def settled(host: str, secret: str, people: Path, world: World) -> Guard:
    """Return the guard for an address; raise UsageError where others could come in and nobody would be asked.

    On this computer, without a file of users, nobody logs in; with one, everybody does.
    """
    asked = bool(read_people(people))
    if not is_loopback(host):
        if not asked:
            raise UsageError(
                f"{host} 不是本机地址，别人也能打开，但还没有用户",
                None,
                "请先用 mima preview --add-user 名字 --role admin",
            )
        if len(secret) < LEAST_SECRET:
            raise UsageError(
                f"{host} 不是本机地址，要有密钥才能开",
                None,
                f"请在环境变量 MIMA_STUDIO_SECRET 里放至少 {LEAST_SECRET} 个随机字符",
            )
    return Guard(secret.encode() or secrets.token_bytes(32), people if asked else None, world.clock)


def bind(host: str, port: int) -> socket.socket:
    """Return a listening socket; raise UsageError when the port is taken or the address is not ours."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    found = socket.socket(family, socket.SOCK_STREAM)
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind((host, port))
        found.listen(128)  # from here on a browser that is too early waits instead of being turned away
    except OSError as error:
        found.close()
        raise UsageError(
            f"{host}:{port} 用不了（{error.strerror}）", None, "请换一个端口，例如 --port 8790"
        ) from error
    return found


def serve(app: FastAPI, listening: socket.socket) -> None:
    """Serve until Ctrl-C."""
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
        lifespan="on",
        ws="none",
        loop="asyncio",
    )
    uvicorn.Server(config).run(sockets=[listening])
