"""Text pasted from a PDF: stray spaces and line breaks inside sentences, healed without gluing paragraphs."""

from __future__ import annotations

import re

_HAN = r"[一-鿿，。；：、！？“”‘’（）《》％]"
_GAP = re.compile(r"(?<=[^\sA-Za-z]) (?=[^\sA-Za-z])")
_AROUND = re.compile(r"(?<=[一-鿿“”（]) (?=[+-]?\d)|(?<=\d) (?=[一-鿿%％‰])|(?<=[%％‰]) (?=[一-鿿])")
_WIDE_HEAD = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])?[一-鿿](?:[ \u3000]{1,4}[一-鿿]){1,3}"
)
_NUMBERED = re.compile(r"^\s*\d{1,2}(?: |(?:\.\d{1,2}){1,3} (?![万亿千百%％个元家人户吨亩公米倍]))")
_SPACED_NUMBER = re.compile(r"\d (?=[一-鿿%％‰])")
_LONE_FIGURE = re.compile(
    r"[约超近达逾]{0,2}\d[\d.,]*(?![\d年月日届号期时])[百千万亿余多]{0,3}(?:[%％‰]|[一-鿿]{1,5})"
)
_INNER_GAP = re.compile(r"(?<=[一-鿿])[ \u3000](?=[一-鿿])")
_PAGE = re.compile(
    r"[-—–－·\s]*\d{1,4}[-—–－·\s]*|第\s*\d{1,4}\s*页(?:\s*[共/]?\s*\d{1,4}\s*页)?|\d{1,3}\s*/\s*\d{1,3}"
)
_END = re.compile(r"[。！？；：…”）!?;:.]\s*$")
_START = re.compile(
    r"^(?:[\s\u3000]{2,}|[-*•·●■◆▪★—#>|]|[（(]?[一二三四五六七八九十\d]{1,3}(?:[)）、]|[.．](?!\d))|第[一二三四五六七八九十\d]+[章节部]|[①-⑳]|0\d\s)"
)
_RAGGED = 2.6  # ems by which a full line may fall short: a comma or a figure that did not fit
_FULL = 18  # columns of a narrow PDF page; shorter lines are headings or items


def heal(text: str) -> str:
    """Return `text` unchanged unless it looks pasted from a PDF; then with its words joined again."""
    raw = text.split("\n")
    spaced = _spaced(raw)
    loose = sum(bool(_SPACED_NUMBER.search(line)) for line in raw)
    sure = loose >= 5 and 4 * loose >= sum(bool(line.strip()) for line in raw)
    lines = [_close_head(close_numbers(line, sure)) for line in raw]
    if spaced:
        lines = [_close_gaps(line) for line in lines]
    # the page's width shows in the lines as they came, spaces and all
    measure = lines if spaced else raw
    if _broken(measure):
        lines = _join(lines, measure)
    lines = _raise_words([_close_words(line) for line in lines])
    return "\n".join(lines)


def _close_head(line: str) -> str:
    """Return ``一、综 合`` as 一、综合: a short head set wide, every character by itself."""
    return line.replace(" ", "").replace("\u3000", "") if _WIDE_HEAD.fullmatch(line.strip()) else line


def close_numbers(line: str, sure: bool = False) -> str:
    """Return `line` without the spaces some writers put around figures (新增 26 家); ``01 高质量`` keeps its own.

    `sure`: the writer is known to do so, and a space before a figure is closed even where none follows.
    """
    if " " not in line:
        return line
    start = 0
    head = _NUMBERED.match(line)
    if head:
        start = head.end()
    if not sure and not _SPACED_NUMBER.search(line, start):
        return line
    return line[:start] + _AROUND.sub("", line[start:])


def _spaced(lines: list[str]) -> bool:
    """More than a quarter of the characters followed by a lone space: no writer does that, some PDFs do."""
    han = sum(len(re.findall(r"[一-鿿]", line)) for line in lines[:400])
    gaps = sum(len(re.findall(r"[一-鿿] (?=[一-鿿])", line)) for line in lines[:400])
    return han > 10 and gaps > han / 4


def _close_gaps(line: str) -> str:
    lead = line[: len(line) - len(line.lstrip())]
    # 城 镇 新 增 is one word; two spaces or more still part a heading from its subtitle
    return lead + _GAP.sub("", line.strip())


def _broken(lines: list[str]) -> bool:
    """Full lines that stop in mid-sentence, all of about one width: a page's right margin, not a writer's."""
    bodies = [line.rstrip() for line in lines if line.strip()]
    if len(bodies) < 4:
        return False
    widest = sorted(_width(b) for b in bodies)[int(len(bodies) * 0.8)]
    if not _FULL <= widest <= 60:
        return False
    full = [b for b in bodies if abs(_width(b) - widest) <= _RAGGED]
    cut = [b for b in full if not _END.search(b)]
    stops = sum(b.count("。") + b.count("，") for b in bodies)
    if max(map(_width, bodies)) > widest + _RAGGED:
        return False  # nothing sticks out beyond a page's margin
    return len(cut) >= 3 and len(cut) >= 0.4 * len(full) >= 0.14 * len(bodies) and stops >= len(bodies) * 0.8


def _raise_words(lines: list[str]) -> list[str]:
    """Join words to the figure set above them (5300人 / 城镇新增就业), where an article does so more than once."""
    pairs = [
        i
        for i in range(len(lines) - 1)
        if _LONE_FIGURE.fullmatch(lines[i].strip())
        and (i == 0 or not lines[i - 1].strip())
        and 2 <= len(lines[i + 1].strip()) <= 40
        and not _LONE_FIGURE.fullmatch(lines[i + 1].strip())
        and not lines[i + 1].strip()[0].isdigit()
    ]
    if len(pairs) < 2:
        return lines
    out = list(lines)
    for i in pairs:
        out[i], out[i + 1] = f"{lines[i].rstrip()} {lines[i + 1].strip()}", ""
    return out


def _feet(lines: list[str]) -> set[int]:
    """Return the indexes of page numbers and of the blank lines around them."""
    feet: set[int] = set()
    for at, line in enumerate(lines):
        if is_page_number(line.strip()):
            feet.add(at)
            for step in (-1, 1):
                beside = at + step
                while 0 <= beside < len(lines) and not lines[beside].strip():
                    feet.add(beside)
                    beside += step
    return feet


def is_page_number(line: str) -> bool:
    """Tell whether a line is only a page's number (— 3 —, 第3页, 3/12)."""
    return bool(_PAGE.fullmatch(line))


def _close_words(line: str) -> str:
    """Return a sentence without the spaces that stand inside a word (地区生产 总值); between words they may be meant."""
    if "。" not in line or not _INNER_GAP.search(line):  # headlines part their halves with a space
        return line
    import rjieba  # noqa: PLC0415 - its dictionary takes 0.1 s to read, and few texts need it

    def closed(gap: re.Match[str]) -> str:
        left, right = line[max(0, gap.start() - 4) : gap.start()], line[gap.end() : gap.end() + 4]
        left, right = re.split(r"[^一-鿿]", left)[-1], re.split(r"[^一-鿿]", right)[0]
        at = 0
        for word in rjieba.cut(left + right):
            if at < len(left) < at + len(word):
                return ""
            at += len(word)
        return gap[0]

    return _INNER_GAP.sub(closed, line)


def _width(line: str) -> float:
    """Return the width of a line in ems."""
    return len(line) - 0.5 * len(line.encode("latin-1", "ignore"))  # what Latin-1 has is half as wide


def _join(lines: list[str], measure: list[str]) -> list[str]:
    """Join a line to the one before it when that one, as wide as in `measure`, is full and stops in mid-sentence.

    The joined line stands where the first stood; its later lines leave blanks behind, so line numbers hold.
    """
    widths = sorted(_width(x.strip()) for x in measure if x.strip())
    full = widths[int(len(widths) * 0.8)] - _RAGGED
    out: list[str] = []
    home = -1  # index in `out` of the line that may still grow
    last = ""
    feet = _feet(lines)
    for at, (line, printed) in enumerate(zip(lines, measure, strict=True)):
        body = line.strip()
        if at in feet:
            out.append(line)  # a sentence goes on over the foot of the page
            continue
        grows = (
            home >= 0
            and body
            and _width(last.strip()) >= full
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
        last = printed if body else ""
    return out
