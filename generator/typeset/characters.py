"""What kind of character each is, and which characters may not stand on a card at all.

Invisible characters are refused by name: a zero-width space or a bidi override in a figure can make a reader
see what the article does not say, and nobody can proof-read what nobody can see.
"""

from __future__ import annotations

import unicodedata
from enum import IntEnum
from functools import lru_cache

from generator.errors import CardRefused


class Kind(IntEnum):
    """How a character behaves in a line."""

    HAN = 0
    LATIN = 1
    DIGIT = 2
    ASCII_MARK = 3
    MARK = 4
    SPACE = 5
    SYMBOL = 6
    EXTEND = 7
    NEWLINE = 8


_NAMES = {
    0xAD: "软连字符", 0x34F: "组合用不可见字符", 0x61C: "阿拉伯字母方向标记", 0x180E: "蒙古文元音分隔符", 0x200B: "零宽空格",
    0x200C: "零宽不连字", 0x200D: "零宽连字", 0x200E: "左至右标记", 0x200F: "右至左标记", 0x202A: "左至右嵌入",
    0x202B: "右至左嵌入", 0x202C: "方向格式结束", 0x202D: "左至右强制", 0x202E: "右至左强制", 0x2060: "文字连接符",
    0x2066: "左至右隔离", 0x2067: "右至左隔离", 0x2068: "方向隔离", 0x2069: "隔离结束", 0xFEFF: "字节顺序标记（BOM）",
    0xFFFC: "对象替换符", 0xFFFD: "乱码替换符", 0x2800: "盲文空白", 0x3164: "谚文填充符", 0x115F: "谚文填充符",
    0x1160: "谚文填充符", 0xFFA0: "谚文填充符",
}  # fmt: skip
_TO_NEWLINE = dict.fromkeys(map(ord, "\n\u2028\u2029\u0085\u000b\u000c"), "\n")


def printable(text: str) -> str:
    """Return `text` with every character that cannot be shown written as ``[U+XXXX]``, for messages."""
    return "".join(f"[U+{ord(c):04X}]" if _invisible(c) else " " if c == "\n" else c for c in text)


def normalise(text: str) -> str:
    """Return `text` with every kind of line end as a newline and tabs as spaces; no offset is kept."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return text.translate(_TO_NEWLINE)


def refuse_invisible(text: str, box: str) -> None:
    """Raise CardRefused when `text` (normalised) has a character that no eye can see; name it and the box."""
    for index, character in enumerate(text):
        if character >= "\x7f" or character < " ":
            problem = _invisible(character)
            if problem and not _joins_emoji(text, index):
                around = printable(text[max(0, index - 8) : index + 9])
                raise CardRefused(
                    f"文字里有看不见的字符 U+{ord(character):04X}（{problem}），在“{around}”处，文本框“{box}”",
                    remedy="请删去这个字符，再核对原文",
                )


def _joins_emoji(text: str, index: int) -> bool:
    """Return whether a zero-width joiner glues an emoji: then the emoji is what the message should name."""
    before = text[index - 1 : index]
    return text[index] == "\u200d" and (before == "\ufe0f" or before >= "\U0001f000")


@lru_cache(maxsize=4096)
def _invisible(character: str) -> str:
    """Return why a character may not be printed, or an empty string."""
    point = ord(character)
    if character == "\n":
        return ""
    if point in _NAMES:
        return _NAMES[point]
    category = unicodedata.category(character)
    if category == "Cs":
        return "残缺的代理项，文字已损坏"
    if category == "Cc":
        return "控制字符"
    if category == "Cf":
        return f"格式控制符 {unicodedata.name(character, '')}".strip()
    return ""


@lru_cache(maxsize=8192)
def kind_of(character: str) -> Kind:
    """Return how one character behaves in a line."""
    point = ord(character)
    if point < 0x80:
        if character.isalpha():
            return Kind.LATIN
        if character.isdigit():
            return Kind.DIGIT
        if character == "\n":
            return Kind.NEWLINE
        return Kind.SPACE if character == " " else Kind.ASCII_MARK
    category = unicodedata.category(character)
    if category[0] == "M":
        return Kind.EXTEND
    if category == "Zs":
        return Kind.SPACE
    if category[0] == "L" or category == "Nl" or character == "〇":
        wide = unicodedata.east_asian_width(character) in "WF"
        return Kind.HAN if wide else Kind.LATIN
    if category == "Nd":
        return Kind.HAN if unicodedata.east_asian_width(character) == "F" else Kind.DIGIT
    if category[0] == "P":
        return Kind.MARK
    return Kind.SYMBOL
