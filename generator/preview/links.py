"""Links for a reviewer without an account: each signs one post once, at one stage, for one name, and ends.

A link is 32 random bytes; the file keeps only their sha256, so neither the file nor a leaked copy of it opens
anything. What it may sign is pinned: post, content and stage. The ledger itself refuses another content and a second
signature at a stage, so a link used twice at once signs once.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from generator.batch.store import open_folder, write_whole
from generator.errors import MimaError

LASTS = dt.timedelta(hours=48)
_MOST = 2000


class DeadLink(MimaError):
    """A link that opens nothing: forged, over or used."""


@dataclass(frozen=True, slots=True)
class Link:
    """`mark`: the sha256 of the link's secret. `ends` and `used` are ISO instants, `used` "" until it signed."""

    mark: str
    post: int
    digest: str
    stage: str
    person: str
    by: str
    ends: str
    used: str = ""


class Links:
    """The links of one studio, kept in one file beside the ledger."""

    def __init__(self, path: Path, clock: Callable[[], dt.datetime]) -> None:
        self._path = path
        self._clock = clock
        self._lock = threading.Lock()

    def make(self, post: int, digest: str, stage: str, person: str, by: str) -> str:
        """Write a link down and return its secret; it is shown once and kept nowhere."""
        secret = secrets.token_urlsafe(32)
        now = self._clock()
        made = Link(_mark(secret), post, digest, stage, person, by, (now + LASTS).isoformat())
        with self._lock:
            # What is over is kept for a while, so that a late visitor reads why and not "forged".
            kept = [one for one in self._read() if dt.datetime.fromisoformat(one.ends) > now - 10 * LASTS]
            self._write([*kept, made][-_MOST:])
        return secret

    def open(self, secret: str) -> Link:
        """Return a link that still holds; raise DeadLink with the reason."""
        mark = _mark(secret)
        found = next((one for one in self._read() if secrets.compare_digest(one.mark, mark)), None)
        if found is None:
            raise DeadLink("这个链接不对", None, "请完整复制，或请编辑部再发一个")
        if found.used:
            raise DeadLink("这个链接已经用过了", None, "一个链接只能签一次")
        if dt.datetime.fromisoformat(found.ends) <= self._clock():
            raise DeadLink("这个链接过期了", None, "请编辑部再发一个")
        return found

    def use(self, secret: str, act: Callable[[Link], str]) -> str:
        """Do with a link what it allows, once, and return what `act` says; what `act` raises leaves it unused."""
        with self._lock:
            link = self.open(secret)
            said = act(link)
            used = replace(link, used=self._clock().isoformat())
            self._write([used if one.mark == link.mark else one for one in self._read()])
            return said

    def _read(self) -> list[Link]:
        with suppress(OSError, ValueError, TypeError):
            return [Link(**row) for row in json.loads(self._path.read_text(encoding="utf-8"))]
        return []

    def _write(self, links: list[Link]) -> None:
        open_folder(self._path.parent)
        write_whole(
            self._path, json.dumps([asdict(one) for one in links], ensure_ascii=False, indent=1).encode()
        )
        self._path.chmod(0o600)


def _mark(secret: str) -> str:
    return hashlib.sha256(f"mima-link:{secret[:200]}".encode()).hexdigest()
