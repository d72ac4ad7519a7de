"""The ready-to-paste pack: ``out/2026-01-07/0730-公众号贴图/`` with pictures, caption, alt texts and a page to copy from.

A pack appears whole: it is written beside its place and renamed. Which post a folder belongs to stands in its
``post.json``; a second writing of the same post finds it there and changes nothing.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import shutil
from pathlib import Path
from typing import Any

from generator.batch.names import file_name, stems
from generator.batch.store import cannot_write, digest_of, open_folder, write_whole
from generator.deliver.page import paste_page
from generator.errors import OutputError, Where
from generator.series.desk import Desk
from generator.series.issue import Issue

CARD = "post.json"
TEXT, ALT, PAGE = "文案.txt", "alt.txt", "post.html"
_MOST = 1000


def write_pack(desk: Desk, issue: Issue) -> str:
    """Write the pack of `issue` and return its folder, relative to the desk's `out`.

    Raises OutputError when the folder or disk refuses.
    """
    day = desk.out / issue.post.day.isoformat()
    open_folder(day)
    sweep_packs(day, issue.post.id)
    for name in _names(issue):
        place = day / name
        owner = owner_of(place)
        if owner == issue.post.id and _whole(place, issue):
            return _relative(desk, place)
        if owner == issue.post.id:
            _set_aside(place)
        elif place.exists():
            continue
        if _write(day, place, issue, desk):
            return _relative(desk, place)
    raise OutputError("同一时刻的文件夹太多", Where(day), "请清理这个文件夹")


def owner_of(place: Path) -> int | None:
    """Return the id of the post whose pack lies at `place`, or None."""
    try:
        table = json.loads((place / CARD).read_text(encoding="utf-8"))
        return int(table["id"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def sweep_packs(day: Path, post: int) -> None:
    """Delete half-written packs of `post` that a killed run left; its lock must be held."""
    for path in day.glob(f".mima-{post}-*.tmp"):
        shutil.rmtree(path, ignore_errors=True)


def picture_names(issue: Issue) -> tuple[str, ...]:
    """Return the pictures' names in the pack: numbered in order, so that a file picker shows them so."""
    return tuple(
        file_name(
            next(iter(stems([(f"{number:02}", picture.text)]).values())),
            issue.platform.name,
            Path(picture.file).suffix,
        )
        for number, picture in enumerate(issue.making.pictures, 1)
    )


def pack_files(issue: Issue, names: tuple[str, ...]) -> dict[str, bytes]:
    """Return the texts of a pack by file name; the same issue gives the same bytes."""
    making, caption = issue.making, issue.making.caption
    text = f"{caption.title}\n\n{caption.text}\n" if caption.title else f"{caption.text}\n"
    alts = "".join(f"{name}\n{picture.alt}\n\n" for name, picture in zip(names, making.pictures, strict=True))
    card: dict[str, Any] = {
        "id": issue.post.id,
        "series": issue.series.title,
        "number": issue.post.number,
        "total": issue.series.total,
        "due": issue.post.due.isoformat(),
        "platform": issue.platform.name,
        "title": caption.title,
        "text": caption.text,
        "topics": list(caption.topics),
        "digest": making.digest,
        "pictures": [
            {
                "file": name,
                "sha256": p.sha256,
                "alt": p.alt,
                "fact": p.fact,
                "width": p.width,
                "height": p.height,
            }
            for name, p in zip(names, making.pictures, strict=True)
        ],
    }
    return {
        TEXT: text.encode("utf-8"),
        ALT: alts.encode("utf-8"),
        PAGE: paste_page(issue, names).encode("utf-8"),
        CARD: (json.dumps(card, ensure_ascii=False, indent=1) + "\n").encode("utf-8"),
    }


def _names(issue: Issue) -> list[str]:
    base = f"{issue.post.time:%H%M}-{issue.platform.name}"
    return [base, f"{base}-{issue.series.id}", *(f"{base}-{issue.series.id}-{n}" for n in range(2, _MOST))]


def _whole(place: Path, issue: Issue) -> bool:
    names = picture_names(issue)
    texts = pack_files(issue, names)
    same = all(_read(place / name) == data for name, data in texts.items())
    pictures = zip(names, issue.making.pictures, strict=True)
    return same and all(digest_of(place / name) == picture.sha256 for name, picture in pictures)


def _write(day: Path, place: Path, issue: Issue, desk: Desk) -> bool:
    """Write the pack beside `place` and rename it; False when somebody else's has appeared there meanwhile."""
    temporary = day / f".mima-{issue.post.id}-{secrets.token_hex(8)}.tmp"
    names = picture_names(issue)
    try:
        temporary.mkdir()
        for source, name, picture in zip(issue.pictures, names, issue.making.pictures, strict=True):
            data = source.read_bytes()
            write_whole(temporary / name, data)
            if digest_of(temporary / name) != picture.sha256:
                raise OutputError("图片在打包时变了", Where(source), "请再运行一次")
        for name, data in pack_files(issue, names).items():
            write_whole(temporary / name, data)
        desk.tell("packing", {"post": issue.post.id})
        temporary.rename(place)
        _settle(day)
    except OSError as error:
        shutil.rmtree(temporary, ignore_errors=True)
        if place.exists():
            return False
        raise cannot_write(error, place) from error
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise
    return True


def _set_aside(place: Path) -> None:
    """Move a pack of this post that is not what was signed out of the way, as evidence; nothing is deleted."""
    for number in range(1, _MOST):
        aside = place.with_name(f"{place.name}（旧{number}）")
        if not aside.exists():
            try:
                place.rename(aside)
            except OSError as error:
                raise cannot_write(error, place) from error
            (aside / CARD).rename(aside / f"旧-{CARD}")
            return


def _settle(folder: Path) -> None:
    """Make a rename in `folder` survive a power cut, where the system can."""
    with contextlib.suppress(OSError, AttributeError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _read(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except OSError:
        return None


def _relative(desk: Desk, place: Path) -> str:
    return place.relative_to(desk.out).as_posix()
