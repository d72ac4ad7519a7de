"""The cabinet of manuscripts: opened by path from the command line, taken in as bytes from a page, found by id.

A page only ever names an id. Which files that is stands in the cabinet, so no path from a browser reaches the disk.
"""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from pathlib import Path

from generator.batch.names import file_name, stems
from generator.batch.store import open_folder, write_whole
from generator.errors import InputError, MimaError, UsageError
from generator.facts import Tables, dump_facts, load
from generator.facts.factsfile import format_of
from generator.preview.manuscript import CARD, STUDIO, Manuscript

TAKEN = {".txt", ".md", ".html", ".htm", ".docx", ".yaml", ".yml", ".json", ".csv", ".tsv", ".xlsx"}
"""Endings of files that may be dropped on a page."""
MOST_BYTES = 20 * 1024 * 1024
"""The largest file taken from a page."""


class Missing(UsageError):
    """What a page asks for is not there (any more)."""


class Cabinet:
    """All manuscripts of one studio, which keeps its folders in `out`."""

    def __init__(self, out: Path, tables: Tables) -> None:
        self.out = out
        self.tables = tables
        self._known: dict[str, Manuscript] = {}
        self._lock = threading.Lock()
        self._find()

    def __iter__(self) -> Iterator[Manuscript]:
        return iter(tuple(self._known.values()))

    def one(self, name: str) -> Manuscript:
        """Return a manuscript by id; raise Missing when there is none."""
        found = self._known.get(name)
        if found is None:
            raise Missing("没有这份稿件", None, "请回到首页重新打开")
        return found

    def open(self, source: Path) -> Manuscript:
        """Open an article or a facts file by its path.

        The facts go to the given file when it is YAML or JSON, else to a YAML file below `out`. A source that changed
        since the last time is read anew; the facts of that time stay as a step that can be undone.
        """
        source = source.resolve()
        digest = _digest(source)
        own = format_of(source) in {"yaml", "json"}
        home = self.out / (source.stem.strip(". ") or "cards")
        known = next((m for m in self if m.source == source), None)
        if known is not None and (own or known.taken == digest):
            return known
        facts = source if own else home / f"{home.name}.yaml"
        if not own:
            loaded = load(source, self.tables)
            open_folder(home)
            data = dump_facts(loaded.sheet, "yaml")
            if known is not None and facts.is_file():
                known._push(facts.read_bytes())
            write_whole(facts, data)
        else:
            load(source, self.tables)
        return self._put(Manuscript(_id(facts), source.name, home, facts, source, digest))

    def take(self, name: str, data: bytes) -> Manuscript:
        """Take in a file dropped on a page, or a pasted text; raise InputError when it is none of ours."""
        if len(data) > MOST_BYTES:
            raise InputError(f"文件超过 {MOST_BYTES // 1024 // 1024} MB", None, "请拆成几份，或去掉里面的图片")
        if not data.strip():
            raise InputError("里面没有文字", None, "请粘贴文章，或换一个文件")
        suffix = Path(name).suffix.lower()
        if suffix not in TAKEN:
            raise InputError(
                f"不认识的文件类型“{suffix or name}”",
                None,
                "请用 .txt .md .html .docx，或 .xlsx .csv .yaml .json",
            )
        stem = _folder_name(Path(name.replace("\\", "/")).stem)
        with self._lock:
            home, number = self.out / stem, 1
            while home.exists():
                number += 1
                home = self.out / f"{stem}-{number}"
            open_folder(home)
        # The file's own name is for people; on the disk it gets the folder's, cleaned of all that a path could be.
        source = (home / f"{home.name}{suffix}").resolve()
        write_whole(source, data)
        try:
            loaded = load(source, self.tables)
            facts = source if format_of(source) in {"yaml", "json"} else source.with_suffix(".yaml")
            if facts != source:
                write_whole(facts, dump_facts(loaded.sheet, "yaml"))
        except MimaError:
            source.unlink(missing_ok=True)
            home.rmdir()
            raise
        return self._put(Manuscript(_id(facts), name, home, facts, source, _digest(source)))

    def forget(self) -> None:
        """Let every manuscript be read anew: the word tables have changed."""
        for one in self:
            one.forget()

    def _put(self, manuscript: Manuscript) -> Manuscript:
        manuscript.keep()
        self._known[manuscript.id] = manuscript
        return manuscript

    def _find(self) -> None:
        for card in sorted(self.out.glob(f"*/{STUDIO}/{CARD}")):
            try:
                table = json.loads(card.read_text(encoding="utf-8"))
                facts, source = Path(table["facts"]), table["source"]
            except (OSError, ValueError, KeyError, TypeError):
                continue
            if facts.is_file():
                home = card.parent.parent
                self._known[_id(facts)] = Manuscript(
                    _id(facts), str(table.get("name", home.name)), home, facts, Path(source) if source else None,
                    str(table.get("taken", "")), dict(table.get("settings") or {}),
                )  # fmt: skip


def _folder_name(title: str) -> str:
    """Return a folder's name for a title: cleaned as the cards' names are, never a path, never empty."""
    clean = stems([("0", title)])["0"].partition("-")[2]
    return file_name(clean, "", "").strip("-.~ ")[:60] or "稿件"


def _id(facts: Path) -> str:
    return hashlib.sha256(facts.resolve().as_posix().encode(errors="surrogatepass")).hexdigest()[:16]


def _digest(path: Path) -> str:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise InputError(f"读不了文件：{error.strerror}", None, "请检查路径") from error
