"""File names: readable Chinese, safe on Windows, macOS and Linux, and no two alike on any of them.

A name is for people to find a card by; it is not a fact, so its text may be shortened. What a card says stands
in the manifest.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable, Mapping

MAX_BYTES = 120
"""Longest file name in UTF-8 bytes: 255 is the limit of most disks, and Windows allows 260 for a whole path."""
_MAX_ID_BYTES = 32
_FORBIDDEN = set('<>:"/\\|?*')
_RESERVED = {"CON", "PRN", "AUX", "NUL", "CONIN$", "CONOUT$"} | {
    f"{port}{n}" for port in ("COM", "LPT") for n in "0123456789¹²³"
}


def stems(facts: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return a file name's first part for each (fact id, text): ``05-培育重点工业企业367家``.

    Two ids that would meet in one name, on a disk that ignores case, are told apart by a digest of the id; so
    the name of a fact does not depend on which other facts are made in the same run.
    """
    pairs = dict(facts)
    plain = {fact: _clip(_clean(fact), _MAX_ID_BYTES) or _digest(fact) for fact in pairs}
    met: dict[str, int] = {}
    for short in plain.values():
        met[_fold(short)] = met.get(_fold(short), 0) + 1
    return {
        fact: "-".join(
            part
            for part in (
                plain[fact] if met[_fold(plain[fact])] == 1 else f"{plain[fact]}~{_digest(fact)}",
                _clean(text),
            )
            if part
        )
        for fact, text in pairs.items()
    }


def file_name(stem: str, size: str, suffix: str = ".png") -> str:
    """Return ``05-培育重点工业企业367家-weibo-grid.png``: never longer than MAX_BYTES, never a path."""
    tail = f"-{_clean(size)}{suffix}"
    name = _clip(stem, MAX_BYTES - len(tail.encode()) - 1) + tail
    if name.split(".")[0].upper() in _RESERVED:
        name = "_" + name
    return name


def tell_apart(names: Iterable[str]) -> tuple[str, ...]:
    """Return the names in order, each one that meets an earlier one on a case-blind disk marked ``~2``, ``~3`` ..."""
    taken: set[str] = set()
    apart = []
    for name in names:
        stem, dot, suffix = name.rpartition(".")
        candidate, count = name, 1
        while _fold(candidate) in taken:
            count += 1
            candidate = f"{stem}~{count}{dot}{suffix}"
        taken.add(_fold(candidate))
        apart.append(candidate)
    return tuple(apart)


def _clean(text: str) -> str:
    """Drop what a file name may not hold: separators, control and invisible characters, blanks."""
    kept = (
        c
        for c in unicodedata.normalize("NFC", text)
        if c not in _FORBIDDEN and unicodedata.category(c)[0] not in "CZ"
    )
    return "".join(kept).strip("-.~ ")


def _clip(text: str, size: int) -> str:
    """Shorten to `size` bytes of UTF-8 without cutting a character."""
    return text.encode()[:size].decode(errors="ignore").rstrip("-.~ ")


def _fold(name: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()[:6]
