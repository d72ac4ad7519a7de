"""Text pasted from a PDF: stray spaces and line breaks inside sentences, healed without gluing paragraphs."""

from __future__ import annotations

import re

_HAN = r"[一-鿿，。；：、！？“”‘’（）《》％]"
_GAP = re.compile(
    rf"(?<={_HAN})[ \u3000\xa0](?={_HAN})|(?<=[一-鿿])[ \xa0](?=\d)|(?<=\d)[ \xa0](?=[一-鿿%％.])|(?<=\d\.)[ \xa0](?=\d)"
)
_END = re.compile(r"[。！？；：…”）!?;:.]\s*$")
_START = re.compile(
    r"^(?:[\s\u3000]{2,}|[-*•·●■◆▪★—#>|]|[（(]?[一二三四五六七八九十\d]{1,3}[)）、.．]|第[一二三四五六七八九十\d]+[章节部]|[①-⑳]|0\d\s)"
)
_FULL = 18  # columns of a narrow PDF page; shorter lines are headings or items


def heal(text: str) -> str:
    """Return `text` unchanged unless it looks pasted from a PDF; then with its words joined again."""
    lines = text.split("\n")
    if _spaced(lines):
        lines = [_close_gaps(line) for line in lines]
    if _broken(lines):
        lines = _join(lines)
    return "\n".join(lines)


def _spaced(lines: list[str]) -> bool:
    """More than a sixth of the characters followed by a lone space: no writer does that, some PDFs do."""
    han = sum(len(re.findall(r"[一-鿿]", line)) for line in lines[:400])
    gaps = sum(len(re.findall(r"[一-鿿] (?=[一-鿿])", line)) for line in lines[:400])
    return han > 40 and gaps > han / 6


def _close_gaps(line: str) -> str:
    lead = line[: len(line) - len(line.lstrip())]
    # 城 镇 新 增 is one word; two spaces or more still part a heading from its subtitle
    return lead + _GAP.sub("", line.strip())


def _broken(lines: list[str]) -> bool:
    """Full lines that stop in mid-sentence, all of about one width: a page's right margin, not a writer's."""
    bodies = [line.rstrip() for line in lines if line.strip()]
    if len(bodies) < 4:
        return False
    widest = sorted(len(b) for b in bodies)[int(len(bodies) * 0.8)]
    if not _FULL <= widest <= 60:
        return False
    full = [b for b in bodies if len(b) >= widest - 3]
    cut = [b for b in full if not _END.search(b) and abs(len(b) - widest) <= 3]
    stops = sum(b.count("。") + b.count("，") for b in bodies)
    return len(cut) >= 3 and len(cut) >= 0.35 * len(bodies) and stops >= len(bodies) * 0.8


def _join(lines: list[str]) -> list[str]:
    """Join a line to the one before it when that one is full and stops in mid-sentence.

    The joined line stands where the first stood; its later lines leave blanks behind, so line numbers hold.
    """
    widest = sorted(len(x.rstrip()) for x in lines if x.strip())
    full = widest[int(len(widest) * 0.8)] - 3
    out: list[str] = []
    home = -1  # index in `out` of the line that may still grow
    last = ""
    for line in lines:
        body = line.strip()
        grows = (
            home >= 0
            and body
            and len(last.rstrip()) >= full
            and not _END.search(last)
            and not _START.match(line)
        )
        if grows:
            joint = (
                " "
                if out[home][-1:].isascii()
                and body[0].isascii()
                and out[home][-1:].isalpha()
                and body[0].isalpha()
                else ""
            )
            out[home] += joint + body
            out.append("")
        else:
            out.append(line)
            home = len(out) - 1 if body else -1
        last = line if body else ""
    return out
