"""One manuscript on the editor's desk: its article, its facts file, and every earlier state of that file.

The facts file on the disk is the truth. A *version* is the beginning of its sha256: whoever saves says which version
was seen, so a second tab, a second person or a text editor that changed it meanwhile is never written over.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from generator.batch.store import delete, open_folder, write_whole
from generator.errors import MimaError, OutputError, RowError, UsageError, Where
from generator.facts import Factsheet, Tables, dump_facts, load, read_article
from generator.facts.factsfile import format_of

KEPT_STEPS = 200
STUDIO = ".studio"
CARD, STEPS = "manuscript.json", "steps.jsonl"


class Outdated(MimaError):
    """Somebody saved the same facts file between this page's reading and its saving."""

    exit_code = 1


@dataclass(frozen=True)
class Draft:
    """A manuscript at one moment. `article` is its normalised text, None where only a facts file was given."""

    sheet: Factsheet
    version: str
    article: str | None
    errors: tuple[RowError, ...] = ()


@dataclass
class Manuscript:
    """`home`: its folder below ``out/``; `facts`: its facts file; `source`: the article or facts file it came from."""

    id: str
    name: str
    home: Path
    facts: Path
    source: Path | None
    taken: str = ""
    settings: dict[str, Any] = field(default_factory=dict)
    _lock: threading.RLock = field(default_factory=threading.RLock, repr=False)
    _last: Draft | None = field(default=None, repr=False)

    def read(self, tables: Tables) -> Draft:
        """Return the facts as they lie on the disk; raise InputError when they cannot be read."""
        with self._lock:
            version = self.version()
            if self._last is None or self._last.version != version:
                loaded = load(self.facts, tables)
                self._last = Draft(loaded.sheet, version, self._article(loaded.sheet), loaded.errors)
            return self._last

    def forget(self) -> None:
        """Read the file anew next time, though it has not changed."""
        self._last = None

    def version(self) -> str:
        """Return the facts file's version; raise OutputError when it has gone."""
        try:
            return hashlib.sha256(self.facts.read_bytes()).hexdigest()[:16]
        except OSError as error:
            raise OutputError(
                f"事实表不见了：{error.strerror}", Where(self.facts.name), "请检查它是否被移走或改名"
            ) from error

    def save(
        self, seen: str, change: Callable[[Factsheet], Factsheet], who: str, what: str, at: dt.datetime, tables: Tables
    ) -> Draft:  # fmt: skip
        """Write a changed sheet, whole or not at all, keeping the state before it for `undo`.

        Raises Outdated when the file is not the one that was `seen`; what `change` raises; OutputError.
        """
        with self._lock:
            draft = self.read(tables)
            self._prove(seen, draft.version)
            sheet = change(draft.sheet)
            if sheet == draft.sheet:
                return draft
            if draft.errors:
                raise UsageError(
                    f"事实表里有 {len(draft.errors)} 行读不懂，保存会丢掉它们", None, "请先在表格里改好这些行"
                )
            before = self.facts.read_bytes()
            number = self._push(before)
            write_whole(self.facts, dump_facts(sheet, format_of(self.facts) or "yaml"))
            self._note(number, who, what, at)
            return self.read(tables)

    def undo(self, seen: str, who: str, at: dt.datetime, tables: Tables) -> Draft:
        """Put the state before the last saving back; raise UsageError when there is none, Outdated as `save`."""
        with self._lock:
            self._prove(seen, self.version())
            steps = self._steps()
            if not steps:
                raise UsageError("没有可以撤销的改动", None, "")
            write_whole(self.facts, steps[-1].read_bytes())
            delete(steps[-1])
            self._note(0, who, "撤销", at)
            return self.read(tables)

    def can_undo(self) -> int:
        """Return how many steps can be taken back."""
        return len(self._steps())

    def set_settings(self, settings: dict[str, Any]) -> None:
        """Keep what was chosen for the whole series."""
        with self._lock:
            self.settings = settings
            self.keep()

    def keep(self) -> None:
        """Write down which files belong together, so that the next start finds them."""
        folder = self.home / STUDIO
        open_folder(folder)
        card = {
            "name": self.name, "facts": self.facts.as_posix(), "source": self.source.as_posix() if self.source else "",
            "taken": self.taken, "settings": self.settings,
        }  # fmt: skip
        write_whole(folder / CARD, json.dumps(card, ensure_ascii=False, indent=1).encode())

    def _prove(self, seen: str, now: str) -> None:
        if seen != now:
            raise Outdated(
                "这份事实表在别处被改过，您的这次改动没有保存",
                None,
                "请看一看新的内容，再改一次；您填的字还在格子里",
            )

    def _article(self, sheet: Factsheet) -> str | None:
        """Return the article's text, if the facts' places are places in it."""
        for path in (self.source, *(self.facts.with_suffix(s) for s in (".txt", ".md", ".docx", ".html"))):
            if path is None or format_of(path) is not None or not path.is_file():
                continue
            try:
                text = read_article(path).text
            except MimaError:
                continue
            placed = [fact for fact in sheet.facts if fact.span is not None]
            hits = sum(1 for f in placed if f.span and text[f.span.start : f.span.end] == f.text)
            if path == self.source or (placed and hits >= 0.8 * len(placed)):
                return text
        return None

    def _steps(self) -> list[Path]:
        return sorted((self.home / STUDIO).glob("step-*"))

    def _push(self, data: bytes) -> int:
        folder = self.home / STUDIO
        open_folder(folder)
        steps = self._steps()
        number = int(steps[-1].name.partition("-")[2]) + 1 if steps else 1
        write_whole(folder / f"step-{number:06}", data)
        for old in steps[: max(0, len(steps) + 1 - KEPT_STEPS)]:
            delete(old)
        return number

    def _note(self, number: int, who: str, what: str, at: dt.datetime) -> None:
        row = {"step": number, "at": at.isoformat(), "who": who, "what": what, "version": self.version()}
        with (self.home / STUDIO / STEPS).open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def renewed(manuscript: Manuscript, **fields: Any) -> Manuscript:
    """Return a manuscript with other fields and its own lock."""
    return replace(manuscript, **fields, _lock=threading.RLock(), _last=None)
