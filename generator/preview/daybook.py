"""The daybook: who did what and when, a line for every request that changes something, and every try to log in.

What became of posts stands in the ledger's sealed audit as well; this is about the whole studio. Only ever appended.
"""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SHOWN = 400
_READING = {"GET", "HEAD", "OPTIONS"}


class Daybook:
    """One file of JSON lines; None keeps nothing."""

    def __init__(self, path: Path | None, clock: Callable[[], dt.datetime]) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()

    def enter(self, who: str, what: str, where: str, status: int, address: str) -> None:
        """Write a line; a full disk must not stop the work itself."""
        if self._path is None:
            return
        row = {
            "at": self._clock().isoformat(timespec="seconds"), "who": who, "what": what, "where": where,
            "status": status, "from": address,
        }  # fmt: skip
        with suppress(OSError), self._lock:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(row, ensure_ascii=False) + "\n")

    def latest(self) -> list[dict[str, Any]]:
        """Return the last lines, the newest first."""
        found: deque[dict[str, Any]] = deque(maxlen=_SHOWN)
        if self._path is not None:
            with suppress(OSError), self._path.open(encoding="utf-8") as file:
                for line in file:
                    with suppress(ValueError):
                        found.append(json.loads(line))
        return list(reversed(found))


class Bookkeeping:
    """Enters every changing request when it is answered: the route, never a body, a password or a link's secret."""

    def __init__(self, app: ASGIApp, book: Callable[[], Daybook]) -> None:
        self.app = app
        self.book = book

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http" or scope["method"] in _READING:
            await self.app(scope, receive, send)
            return
        status = 500

        async def noted(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.app(scope, receive, noted)
        finally:
            route = scope.get("route")
            what = getattr(route, "summary", None) or scope["method"]
            given = scope.get("path_params") or {}
            where = " ".join(str(value)[:80] for name, value in given.items() if name != "secret")
            client = scope.get("client")
            who = str(scope.get("state", {}).get("who", ""))
            self.book().enter(who, what, where, status, client[0] if client else "")
