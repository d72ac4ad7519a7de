"""Downloads: the batch of a manuscript made in its folder by `make_cards`, then its contact sheet, ZIP or PDF."""

from __future__ import annotations

import io
import threading
import zipfile
from dataclasses import dataclass, field
from typing import Any

from generator.batch import MakeExecutor, Shop, Workshop, press_for
from generator.batch.contact import CONTACT
from generator.batch.inventory import MANIFEST
from generator.batch.manifest import read_manifest
from generator.compose.printout import print_pdf
from generator.errors import MimaError, UsageError
from generator.pipeline import make_cards
from generator.preview.manuscript import Manuscript
from generator.preview.wall import wishes_of

_DAY_ONE = (1980, 1, 1, 0, 0, 0)
"""The earliest date a ZIP can hold: the same batch gives the same bytes."""


@dataclass
class Run:
    """How far a manuscript's batch has come. `state`: idle, running, done, stopped or failed."""

    state: str = "idle"
    done: int = 0
    total: int = 0
    refused: int = 0
    message: str = ""
    version: str = ""
    stopping: threading.Event = field(default_factory=threading.Event, repr=False)
    lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def told(self) -> dict[str, Any]:
        """Return plain values for a page."""
        return {k: getattr(self, k) for k in ("state", "done", "total", "refused", "message", "version")}


class Exports:
    """The batches that pages have asked for, one at a time for each manuscript."""

    def __init__(self, lend: MakeExecutor, width: int) -> None:
        self._lend = lend
        self._width = width
        self._runs: dict[str, Run] = {}

    def run_of(self, manuscript: Manuscript) -> Run:
        """Return how a manuscript's batch stands."""
        return self._runs.setdefault(manuscript.id, Run())

    def start(self, manuscript: Manuscript, workshop: Workshop) -> Run:
        """Begin a batch, if none is running, and return how it stands."""
        run = self.run_of(manuscript)
        with run.lock:
            if run.state == "running":
                return run
            run.state, run.done, run.total, run.message = "running", 0, 0, ""
            run.stopping.clear()
        threading.Thread(target=self._make, args=(manuscript, workshop, run), daemon=True).start()
        return run

    def stop(self, manuscript: Manuscript) -> Run:
        """Call a batch off: no further card is begun, what is finished stays, and the next batch goes on from there."""
        run = self.run_of(manuscript)
        if run.state == "running":
            run.stopping.set()
        return run

    def _make(self, manuscript: Manuscript, workshop: Workshop, run: Run) -> None:
        def tell(done: int, total: int, last: str) -> None:
            run.done, run.total = done, total

        try:
            version = manuscript.version()
            shop = Shop(workshop, self._lend, self._width, tell, is_stopped=run.stopping.is_set)
            outcome = make_cards(manuscript.facts, manuscript.home, wishes_of(manuscript), shop)
            run.refused, run.version = len(outcome.manifest.refused), version
            run.state = "stopped" if outcome.interrupted else "done"
        except MimaError as error:
            run.message, run.state = str(error), "failed"
        except Exception as error:  # noqa: BLE001  the page must be told, or it would wait for ever
            run.message, run.state = f"程序内部出错（{type(error).__name__}）。", "failed"


def download(manuscript: Manuscript, what: str, workshop: Workshop) -> tuple[bytes, str, str]:
    """Return a finished batch as (bytes, media type, ending); `what`: zip, contact or pdf.

    Raises InputError where no batch was made, UsageError for another `what`.
    """
    folder = manuscript.home
    manifest = read_manifest(folder)
    if what == "contact":
        return (folder / CONTACT).read_bytes(), "image/png", "总览.png"
    if what == "pdf":
        press = press_for(workshop)
        names = {size.id: size.name for size in press.catalogue.sizes.values()}
        return print_pdf(folder, manifest, names, workshop.world.fonts, "A4"), "application/pdf", "打样.pdf"
    if what != "zip":
        raise UsageError(f"没有叫“{what}”的下载", None, "可用：zip、contact、pdf")
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        for name in (*(card.file for card in manifest.cards), MANIFEST, CONTACT):
            if (folder / name).is_file():
                packed.writestr(zipfile.ZipInfo(name, _DAY_ONE), (folder / name).read_bytes())
    return buffer.getvalue(), "application/zip", "卡片.zip"
