"""A health endpoint for a watchdog: ``GET /health`` on this machine only, 200 when rounds are made, 503 when not."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from generator.errors import OutputError

LOOPBACK = "127.0.0.1"
Report = Callable[[], tuple[bool, Mapping[str, Any]]]
"""Returns whether all is well, and what to show. Nothing secret may be in it."""


class Health:
    """The endpoint while it is open; use it as a context manager. Port 0 takes any free one."""

    def __init__(self, port: int, report: Report) -> None:
        """Open the endpoint; raise OutputError when the port is taken."""

        class _Handler(BaseHTTPRequestHandler):
            server_version = "mima"
            sys_version = ""

            def do_GET(self) -> None:
                if self.path.partition("?")[0] not in {"/health", "/healthz"}:
                    self.send_error(404)
                    return
                try:
                    well, shown = report()
                except Exception as error:  # noqa: BLE001  the answer must say that it is not well, not break off
                    well, shown = False, {"error": type(error).__name__}
                body = json.dumps({"ok": well, **shown}, ensure_ascii=False, default=str).encode()
                self.send_response(200 if well else 503)
                self.send_header("Content-Type", "application/json; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Stay silent: a watchdog asks every few seconds."""

        try:
            self._server = ThreadingHTTPServer((LOOPBACK, port), _Handler)
        except OSError as error:
            raise OutputError(
                f"端口 {port} 打不开：{error.strerror}", None, "请用 --port 换一个，或 --port 0 关掉"
            ) from error
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    def __enter__(self) -> Health:
        self._thread.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
