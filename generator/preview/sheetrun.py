"""The drawing of a template's hard cases in the background, by `write_sheets`, the function behind ``mima sheets``."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from generator.batch.edition import Edition
from generator.errors import MimaError
from generator.workbench.sheets import Wanted, write_sheets


@dataclass
class SheetRun:
    """One drawing of sheets at a time. `state`: idle, running, done or failed."""

    state: str = "idle"
    done: int = 0
    total: int = 0
    template: str = ""
    message: str = ""
    refused: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    files: tuple[Path, ...] = ()
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def told(self) -> dict[str, Any]:
        """Return plain values for a page."""
        names = ("state", "done", "total", "template", "message", "refused", "faults")
        return {**{name: getattr(self, name) for name in names}, "pages": len(self.files)}

    def start(self, folder: Path, wanted: Wanted, edition: Edition, processes: int) -> None:
        """Begin, unless sheets are being drawn."""
        with self.lock:
            if self.state == "running":
                return
            self.state, self.done, self.total, self.message = "running", 0, 0, ""
            self.template, self.files, self.refused, self.faults = wanted.templates[0], (), [], []
        threading.Thread(target=self._draw, args=(folder, wanted, edition, processes), daemon=True).start()

    def _draw(self, folder: Path, wanted: Wanted, edition: Edition, processes: int) -> None:
        def tell(done: int, total: int, last: str) -> None:
            self.done, self.total = done, total

        try:
            account = write_sheets(folder, wanted, edition, processes, tell)
            self.files = tuple(path for path in account.files if not path.stem.endswith("-grey"))
            self.refused = [f"{case} {size}：{why}" for _t, case, _theme, size, why in account.refused]
            self.faults = [f"{case} {size}：{why}" for _t, case, _theme, size, why in account.faults]
            self.state = "done"
        except MimaError as error:
            self.message, self.state = str(error), "failed"
        except Exception as error:  # noqa: BLE001  the page must be told, or it would wait for ever
            self.message, self.state = f"程序内部出错（{type(error).__name__}）。", "failed"
