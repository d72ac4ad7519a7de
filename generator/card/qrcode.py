"""A QR code as one path, by segno. The error level leaves room for a logo in its middle where there is one."""

from __future__ import annotations

from dataclasses import dataclass

import segno

from generator.card.logo import LogoArt
from generator.errors import DesignError

QUIET = 4
"""Modules of light margin that the standard (ISO/IEC 18004) asks for."""
MAX_VERSION = 9
"""53 modules and the margin at 180 px are 3 px a module: less does not scan from a compressed picture."""
MIDDLE = 0.22
"""How much of its side a logo in the middle may cover. With its plate that is 7 % of the area; level H mends 30 %."""


@dataclass(frozen=True, slots=True)
class QrArt:
    """A QR code: `path` in modules from the origin, `modules` a side, without the quiet zone.

    `logo` is what stands in its middle, None for nothing; `side` is the middle's share of the side.
    """

    path: str
    modules: int
    level: str
    logo: LogoArt | None
    side: float = MIDDLE
    quiet: int = QUIET


def qr_art(content: str, logo: LogoArt | None) -> QrArt:
    """Return the QR code of `content`: level H with the logo in its middle, level M without.

    A content too long for level H goes without the logo. Raises DesignError when it is too long to be scanned.
    """
    for level, middle in (("h", logo), ("m", None)):
        if level == "h" and middle is None:
            continue
        try:
            code = segno.make_qr(content, error=level, boost_error=False, encoding="utf-8")
        except segno.DataOverflowError:
            continue
        if int(code.version) <= MAX_VERSION:
            return QrArt(_path(code), len(code.matrix), level.upper(), middle)
    raise DesignError(
        f"二维码的内容有 {len(content)} 个字符，印出来太密，手机扫不出", None, "请换成短一些的链接，写在 qr 里"
    )


def _path(code: segno.QRCode) -> str:
    """Return every run of dark modules as one rectangle of a single path: no seams between them."""
    parts = []
    for y, row in enumerate(code.matrix):
        x = 0
        while x < len(row):
            start = x
            while x < len(row) and row[x]:
                x += 1
            if x > start:
                parts.append(f"M{start} {y}h{x - start}v1h{start - x}z")
            x += 1
    return "".join(parts)
