"""What every request passes before it reaches a page: the host asked for, the size of what it brings, and the headers."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), microphone=(), geolocation=()"),
)


class TooMuch(Exception):
    """A request brings more than it may."""


class Door:
    """Refuses a foreign host name (against DNS rebinding) and bodies beyond `most` bytes; adds the headers."""

    def __init__(self, app: ASGIApp, hosts: frozenset[str] | None, most: int) -> None:
        self.app = app
        self.hosts = hosts
        self.most = most

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = _with_headers(message, scope["path"])
            await send(message)

        headers = dict(scope["headers"])
        host = headers.get(b"host", b"").decode("latin-1").lower()
        if self.hosts is not None and _name(host) not in self.hosts:
            await _refuse(421, "请用 127.0.0.1 打开这个页面。")(scope, receive, guarded)
            return
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > self.most:
            await _refuse(413, f"文件超过 {self.most // 1024 // 1024} MB。请拆成几份，或去掉里面的图片。")(
                scope, receive, guarded
            )
            return
        brought = 0

        async def counted() -> Message:
            nonlocal brought
            message = await receive()
            brought += len(message.get("body", b""))
            if brought > self.most:
                raise TooMuch
            return message

        try:
            await self.app(scope, counted, guarded)
        except TooMuch:
            await _refuse(413, "文件太大。请拆成几份。")(scope, receive, guarded)


def _name(host: str) -> str:
    """Return a host without its port; a bracketed IPv6 address keeps its brackets."""
    return host[: host.find("]") + 1] if host.startswith("[") else host.partition(":")[0]


def _with_headers(message: MutableMapping[str, Any], path: str) -> list[tuple[bytes, bytes]]:
    own = list(message.get("headers", ()))
    named = {name.lower() for name, _value in own}
    own += [header for header in HEADERS if header[0] not in named]
    if b"cache-control" not in named:
        # A style sheet is asked after again, and sent again only when it has changed.
        own.append((b"cache-control", b"no-cache" if path.startswith("/static/") else b"no-store"))
    return own


def _refuse(status: int, message: str) -> JSONResponse:
    return JSONResponse({"message": message}, status)
