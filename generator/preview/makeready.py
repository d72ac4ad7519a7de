"""Make-ready: the pictures of the coming posts, made in the background by `make_ahead` with the press room's workers."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.errors import MimaError
from generator.series import Desk, make_ahead
from generator.series.model import OPEN
from generator.series.posts import due_posts

_MOST = 5000


@dataclass
class MakeReady:
    """One run at a time for the whole ledger. `state`: idle, running, done or failed."""

    state: str = "idle"
    done: int = 0
    total: int = 0
    refused: int = 0
    message: str = ""
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _again: tuple[Desk, dt.datetime] | None = field(default=None, repr=False)

    def told(self) -> dict[str, Any]:
        """Return plain values for a page."""
        return {k: getattr(self, k) for k in ("state", "done", "total", "refused", "message")}

    def start(self, desk: Desk, until: dt.datetime) -> dict[str, Any]:
        """Make what is due before `until`; a wish during a run is served after it."""
        with self._lock:
            if self.state == "running":
                self._again = (desk, until)
                return self.told()
            self.state, self.done, self.total, self.refused, self.message = "running", 0, 0, 0, ""
        threading.Thread(target=self._run, args=(desk, until), daemon=True).start()
        return self.told()

    def _run(self, desk: Desk, until: dt.datetime) -> None:
        def tell(step: str, facts: Mapping[str, Any]) -> None:
            self.done += step in {"made", "refused"}
            self.refused += step == "refused"

        state, message = "done", ""
        try:
            with desk.ledger.reading() as connection:
                coming = due_posts(connection, until, OPEN, _MOST)
            self.total = sum(post.making is None for post in coming)
            make_ahead(replace(desk, tell=tell), until)
        except MimaError as error:
            state, message = "failed", str(error)
        except Exception as error:  # noqa: BLE001  the page must be told, or it would wait for ever
            state, message = "failed", f"程序内部出错（{type(error).__name__}）。"
        with self._lock:
            again, self._again = self._again, None
            self.state, self.message = state, message
        if again is not None:
            self.start(*again)
