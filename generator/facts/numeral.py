"""A printed number → a number: ``1,256.5``, ``８０００``, ``十亿四千万``, ``七十八点二``."""

from __future__ import annotations

import re
from functools import lru_cache

_WIDE = {
    ord(wide): narrow
    for wide, narrow in zip("０１２３４５６７８９％．：∶－−／＋～（）", "0123456789%.::--/+~()", strict=True)
}
_ANY_WIDE = re.compile("[" + re.escape("".join(map(chr, _WIDE))) + "]")
DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
SMALL = {"十": 10, "百": 100, "千": 1000}
BIG = {"万": 10**4, "亿": 10**8}
SCALES = SMALL | BIG
_LONGEST = 24  # more digits than any figure of a newspaper; longer runs are junk
_PARTS = str.maketrans("", "", "，'’ \u00a0\u2007\u2009\u202f")
_IN_PARTS = re.compile(r"[-+]?\d{1,3}([，'’ \u00a0\u2007\u2009\u202f])\d{3}(?:\1\d{3})*(?:\.\d+)?")
_COUNTS = r"(?=[ \u00a0\u2009\u202f]?[一-鿿%‰])(?! ?[年月日号届期时])"
GROUPED = (
    r"(?=\d{1,3}[,'’， \u00a0\u2007\u2009\u202f]\d{3})(?:"  # a glance ahead: few numbers are grouped
    r"\d{1,3}(?:,\d{3})+(?:\.\d+)?"
    r"|[1-9]\d{0,2}(?:(?:['’]\d{3})+|(?:[\u2007\u2009\u202f]\d{3})+)(?!\d)(?:\.\d+)?"
    rf"|(?<![A-Za-z])[1-9]\d{{0,2}}(?:(?:[ \u00a0]\d{{3}})+|(?:，\d{{3}})+)(?!\d)(?:\.\d+)?{_COUNTS})"
)
"""A number in groups of three: 1,450, 1'450, 1 450, 1，450; with a plain space or a full-width comma only where it counts."""
_COMMA_GROUP = re.compile(rf"(?<![\d.．第])[1-9]\d{{0,2}}(?:，\d{{3}})+(?!\d)(?:\.\d+)?{_COUNTS}")


def fold(text: str) -> str:
    """Return `text` with full-width digits and signs narrowed, one for one, so offsets stay true."""
    return text if text.isascii() or not _ANY_WIDE.search(text) else text.translate(_WIDE)


def inner_commas(text: str) -> frozenset[int]:
    """Return where a full-width comma groups a number's digits (1，450家), so that no clause ends there."""
    if "，" not in text:
        return frozenset()
    return frozenset(
        at for m in _COMMA_GROUP.finditer(text) for at in range(m.start(), m.end()) if text[at] == "，"
    )


def whole(value: float) -> int | float:
    """Return `value` as an int where nothing is lost, free of binary dust."""
    if isinstance(value, int):
        return value
    tidy = float(f"{value:.12g}")
    return int(tidy) if tidy.is_integer() else tidy


def arabic(text: str) -> int | float | None:
    """Return the number of ``-1,256.5``, or None."""
    bare = (text if text.isascii() else fold(text)).replace(",", "")
    if len(bare) < _LONGEST and _IN_PARTS.fullmatch(bare):
        bare = bare.translate(_PARTS)
    if not bare or len(bare) > _LONGEST:
        return None
    if bare.isdecimal():
        return int(bare)
    try:
        return whole(float(bare))
    except ValueError:
        return None


def chinese(text: str) -> int | float | None:
    """Return the number of a Chinese numeral (``三万五千一百``, ``二〇二五``, ``一点五亿``), or None."""
    if not text or len(text) > _LONGEST:
        return None
    head, point, tail = text.partition("点")
    if point:
        digits = tail.rstrip("十百千万亿")
        if not digits or any(c not in DIGITS for c in digits):
            return None
        integer = chinese(head) if head else 0
        if integer is None:
            return None
        value = integer + float("0." + "".join(str(DIGITS[c]) for c in digits))
        for scale in tail[len(digits) :]:
            value *= SCALES[scale]
        return whole(value)
    if any(c not in DIGITS and c not in SCALES for c in text):
        return None
    if len(text) > 1 and all(c in DIGITS for c in text):
        return int("".join(str(DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in DIGITS:
            digit = DIGITS[c]
        elif c in SMALL:
            section += (digit or 1) * SMALL[c]
            digit = 0
        else:
            section += digit
            digit = 0
            if c == "万":
                total, section = total + (section or 1) * BIG[c], 0
            else:
                total, section = ((total + section) or 1) * BIG[c], 0
    return total + section + digit


@lru_cache(maxsize=4096)
def number_of(text: str) -> int | float | None:
    """Return the number of an Arabic or Chinese numeral, or None."""
    value = arabic(text)
    return value if value is not None else chinese(text)
