"""Bytes of a text file → text, whatever a newsroom's machines wrote: UTF-8, UTF-16, GB18030."""

from __future__ import annotations

import codecs
from pathlib import Path

from generator.errors import InputError, Where

LARGEST = 20 * 1024 * 1024
_NUL_SHARE = 0.02


def read_bytes(path: Path, largest: int = LARGEST) -> bytes:
    """Return the bytes of `path`; raise InputError when it is no readable file or larger than `largest`."""
    if str(path).startswith(("http:/", "https:/", "www.")):
        address = (
            str(path).replace(":/", "://", 1) if "://" not in str(path) else str(path)
        )  # Path folds the slashes
        raise InputError(f"“{address}”是网址，不是文件", None, "请在浏览器里打开它，另存为 .html，再给出文件名")
    try:
        if path.is_dir():  # in a folder that may not be entered, even this question is refused
            raise InputError("这是一个文件夹，不是文件", Where(path), "请给出文件夹里的一个文件")
        size = path.stat().st_size
        if size > largest:
            limit = largest // 1024 // 1024
            raise InputError(
                f"文件有 {size / 1024 / 1024:.0f} MB，超过 {limit} MB", Where(path), "请只留稿件文字，图片另存"
            )
        with path.open("rb") as file:
            data = file.read(largest + 1)
        if len(data) > largest:  # a pipe or a device says nothing about its size
            raise InputError(f"文件超过 {largest // 1024 // 1024} MB", Where(path), "请只留稿件文字，图片另存")
    except FileNotFoundError:
        raise InputError("找不到文件", Where(path), "请检查文件名和所在文件夹") from None
    except (OSError, ValueError) as error:
        reason = "没有读取权限" if isinstance(error, PermissionError) else getattr(error, "strerror", None)
        reason = reason or "文件名不合法"
        raise InputError(f"读不了文件：{reason}", Where(path), "请检查文件权限") from None
    if not data.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise InputError("文件是空的", Where(path), "请检查是不是存错了文件")
    return data


def decode(data: bytes, path: Path | None = None) -> str:
    r"""Return the text of `data` with the BOM dropped and line ends made ``\\n``.

    Tries the BOM, UTF-8, UTF-16 without BOM, GB18030. Raises InputError for binary junk and for bytes that
    no Chinese encoding explains, with the line and column of the first bad byte.
    """
    text = _by_encoding(data, path)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    text = (
        text.replace("\x0b", "\n")
        .replace("\x0c", "\n")
        .replace("\x85", "\n")
        .replace("\u2028", "\n")
        .replace("\u2029", "\n")
    )
    controls = sum(text.count(chr(c)) for c in range(32) if chr(c) not in "\n\t")
    if controls > max(2, len(text) * 0.001):
        raise InputError("文件不是文字（里面是二进制数据）", Where(path), "请另存为 .txt、.docx 或 .html")
    return "".join(c for c in text if c >= " " or c in "\n\t") if controls else text


def _by_encoding(data: bytes, path: Path | None) -> str:
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            try:
                return data.decode(name)
            except UnicodeDecodeError as error:
                raise _undecodable(data, error, path) from None
    wide = _utf16(data)
    if wide is not None:
        return wide
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        first = error
    if data[: first.start].count(b"\x00") or b"\x00" in data[:4096]:
        raise InputError("文件不是文字（里面是二进制数据）", Where(path), "请另存为 .txt、.docx 或 .html")
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError as error:
        raise _undecodable(data, error if error.start > first.start else first, path) from None
    if _common(text) < 0.5:
        raise InputError("认不出文件的编码", Where(path), "请用记事本另存为 UTF-8")
    return text


def _utf16(data: bytes) -> str | None:
    """Chinese prose in UTF-16 without BOM still holds ASCII digits, line ends or spaces: NULs on one side."""
    head = data[:8192]
    if len(head) < 4 or len(data) % 2:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    least = max(1, int(len(head) / 2 * _NUL_SHARE))
    best, best_share = None, 0.8
    for count, name in ((odd, "utf-16-le"), (even, "utf-16-be")):
        # 一 (U+4E00) puts a NUL on the other side, so both ways are tried and the likelier text is taken
        if count >= least:
            try:
                text = data.decode(name)
            except UnicodeDecodeError:
                continue
            if (share := _common(text)) > best_share:
                best, best_share = text, share
    return best


def _common(text: str) -> float:
    """Return the share of characters that Chinese newspaper text is made of."""
    sample = text[:4000]
    good = sum(
        "\u4e00" <= c <= "\u9fff" or " " <= c <= "~" or c in "\n\r\t" or "\u2000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef"
        for c in sample
    )  # fmt: skip
    return good / len(sample) if sample else 1.0


def _undecodable(data: bytes, error: UnicodeDecodeError, path: Path | None) -> InputError:
    before = data[: error.start]
    line = before.count(b"\n") + 1
    column = error.start - (before.rfind(b"\n") + 1) + 1
    return InputError(
        "认不出文件的编码，这里有解不开的字节", Where(path, line, column), "请用记事本另存为 UTF-8"
    )
