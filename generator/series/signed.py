"""What was signed last: its pictures kept beside the post, and where today's pictures and words differ from it.

A post that changes is made anew in its work folder, over the pictures that somebody has signed. So a signature keeps
copies of them there, by their sha256, until the post is out; what a corrected post replaces lies in its pack.
"""

from __future__ import annotations

import difflib
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, select

from generator.batch.difference import Region, differing
from generator.batch.store import digest_of, open_folder, write_whole
from generator.errors import OutputError
from generator.series.desk import Desk
from generator.series.model import Making, Picture, Post
from generator.series.posts import one_making, one_post
from generator.series.schema import making, signature

KEPT = "签过"
"""The folder of copies inside a post's work folder."""
Run = tuple[str, str]
"""A stretch of text and what became of it: (same, gone or new; the words)."""
_TOKEN = re.compile(r"\d[\d,.]*|[A-Za-z]+|.", re.S)


@dataclass(frozen=True)
class Compared:
    """One picture then and now. `before` is None where the old file is no more; `regions` lie on the present one."""

    fact: str
    before: Path | None
    same: bool
    regions: tuple[Region, ...]
    words: tuple[Run, ...]


@dataclass(frozen=True)
class Earlier:
    """The content that was signed last: who signed it (stage, name), what it said, and what has changed since."""

    making: Making
    signers: tuple[tuple[str, str], ...]
    pictures: tuple[Compared, ...]
    title: tuple[Run, ...]
    caption: tuple[Run, ...]


def keep_signed(desk: Desk, post: int, now: Making) -> None:
    """Copy the pictures that were just signed; a full disk costs the comparison, not the signature."""
    folder = desk.work_folder(post) / KEPT
    with suppress(OutputError, OSError):
        for picture in now.pictures:
            path = _kept(folder, picture)
            data = (desk.work_folder(post) / picture.file).read_bytes()
            if not path.is_file():
                open_folder(folder)
                write_whole(path, data)


def last_signed(desk: Desk, connection: Connection, post: Post, now: Making | None) -> Earlier | None:
    """Return the last content of a post that somebody signed and that is not its present one, or None.

    A post that corrects another is compared with the one it replaces.
    """
    if now is None:
        return None
    query = (
        select(signature.c.making, signature.c.role, signature.c.person)
        .join(making, making.c.id == signature.c.making)
        .where(signature.c.post == post.id, signature.c.verdict == "signed", making.c.digest != now.digest)
        .order_by(signature.c.id)
    )
    rows = connection.execute(query).all()
    if rows:
        old = one_making(connection, rows[-1].making)
        signers = tuple((row.role, row.person) for row in rows if row.making == rows[-1].making)
        files = [_kept(desk.work_folder(post.id) / KEPT, p) for p in old.pictures] if old else []
    elif post.replaces is not None:
        wrong = one_post(connection, post.replaces)
        old = one_making(connection, wrong.making)
        signers = ()
        there = {digest_of(path): path for path in sorted((desk.out / wrong.folder).glob("*.*"))}
        files = [there.get(p.sha256, Path()) for p in old.pictures] if old else []
    else:
        return None
    if old is None:
        return None
    by_fact = {picture.fact: (picture, path) for picture, path in zip(old.pictures, files, strict=True)}
    return Earlier(
        old,
        signers,
        tuple(_compared(desk, post, picture, by_fact.get(picture.fact)) for picture in now.pictures),
        runs(old.caption.title, now.caption.title),
        runs(old.caption.text, now.caption.text),
    )


def runs(old: str, new: str) -> tuple[Run, ...]:
    """Return `new` against `old` as stretches that stayed, went or came; a number is never split."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    found: list[Run] = []
    for what, i, j, k, m in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            found.append(("same", "".join(a[i:j])))
            continue
        found += [("gone", "".join(a[i:j]))] if j > i else []
        found += [("new", "".join(b[k:m]))] if m > k else []
    return tuple(found)


def _compared(desk: Desk, post: Post, now: Picture, before: tuple[Picture, Path] | None) -> Compared:
    if before is None:
        return Compared(now.fact, None, False, (), runs("", now.text))
    old, path = before
    words = runs(old.text, now.text)
    if not path.is_file() or digest_of(path) != old.sha256:
        return Compared(now.fact, None, old.sha256 == now.sha256, (), words)
    present = desk.work_folder(post.id) / now.file
    regions: tuple[Region, ...] = ()
    if old.sha256 != now.sha256 and present.is_file():
        regions = differing(path, present)
    return Compared(now.fact, path, old.sha256 == now.sha256, regions, words)


def _kept(folder: Path, picture: Picture) -> Path:
    return folder / f"{picture.sha256}{Path(picture.file).suffix}"
