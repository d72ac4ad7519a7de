"""An article's lines → a list of `Line`s that say what each one is: title, heading, item, text.

Headings are known by their markers (一、 （一） 1. 01 第一章 ◆), by what the file said (Markdown, Word, bold), or
by standing alone above a block of lines.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from generator.facts.article import ArticleText
from generator.facts.tables import Tables

_CN = "一二三四五六七八九十百"
_MARKERS: tuple[tuple[int, re.Pattern[str]], ...] = (
    (1, re.compile(rf"第[{_CN}\d]{{1,4}}(?:章|部分|篇|编)[ \u3000\t、：:]*")),
    (2, re.compile(rf"第[{_CN}\d]{{1,4}}节[ \u3000\t、：:]*")),
    (2, re.compile(rf"[{_CN}]{{1,3}}[、.．]\s*")),
    (3, re.compile(rf"[（(]\s*[{_CN}]{{1,3}}\s*[)）]\s*")),
    (2, re.compile(r"(?:0\d|[１-９]\d?(?=\u3000))(?:[ \u3000\t]+|[、.．]\s*)(?=\D)")),
    (4, re.compile(r"\d{1,3}[.．、][ \u3000\t]*(?!\d)")),
    (4, re.compile(r"\d{1,2}[.．](?=\d{1,4}年|\d{1,2}(?:月|日|至|[-—]\d{1,2}月)|\d+个月)")),
    (5, re.compile(r"[（(]\s*\d{1,3}\s*[)）]\s*|\d{1,2}[)）]\s*")),
    (5, re.compile(rf"[{_CN[:10]}]{{1,2}}是(?=[一-鿿“])")),
    (4, re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}[ \u3000、]+(?![万亿千百%％个元家人户吨亩公米倍\d])")),
    (6, re.compile(r"[0-9]\ufe0f?\u20e3\s*|[①-⑳❶-❿⑴-⒇]\s*[.、]?\s*")),
)
_SHARP = re.compile(r"(#{1,6})[ \t]+(?=\S)")
_BULLET = re.compile(
    r"(?:[-–—*•·●■◆▪★☆◇○□▶►▲△◎➤✦※☑✅✔✓❖⭐▌▍🔹🔸🔶🔷👉📌🔺🟢🔴]+\ufe0f?[ \u3000\t]*)(?=[^\s\d.%]|\d)"
)
_MINUS_NUMBER = re.compile(r"-\d+(?:\.\d+)?[%％]")
_META = re.compile(
    r"^(?:来源|稿源|信息来源|文章来源|素材来源|内容来源|图片来源|数据来源|供稿|监制|校审|日期|发布日期|发布时间|时间|作者|记者|编辑|责任编辑|责编|审核|校对|图片|图|文|摄影|通讯员|本报记者|本报通讯员|"
    r"本报讯|版次|版面|字号|打印|分享|浏览次数|点击数|字体)\s*[：:|丨/｜\s]"
)
_END = re.compile(r"[。；！？;!?，,、]$")
_PAGE = re.compile(r"[-—–－]+\s*\d{1,4}\s*[-—–－]+|第\s*\d{1,4}\s*页(?:.{0,8}页)?")
_FIGURE = re.compile(
    r"(?<![A-Za-z\d.·—-])\d[\d.,]*"
    r"(?:[%％‰]|[百千万亿余多]{0,3}(?:元|人|家|个|项|户|吨|亩|公里|平方米|位|倍|件|所|条|名)"
    r"|(?<=[^\s\d].)[百千万亿余多]{0,3}(?!年|月|日|届|周年|期|号|版|强|中)[一-鿿]{1,4}$)"
)
_LONE_NUMBER = re.compile(r"(?:No\.?|NO\.?|PART|Part)?\s*\d{1,2}|[一二三四五六七八九十]{1,2}")
_DONE = re.compile(
    r"全部|全面|均|已|完成|建成|投用|销号|达|获|入选|开工|竣工|落地|通过"
)  # 25条黑臭水体全部销号 says something
_COUNTED = re.compile(
    r"^(\d{1,2}|[一二三四五六七八九十])(?:个|条|大|项|座|张|种|类)[“\"「']?[^，。；：、]{1,14}$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One non-blank line. `start`:`end` is its text without marker and outer space, in the article's text.

    `role` is title, meta, heading, item, aside (small print) or text; `level` grows inwards (1 to 8, 0 for none); `block` counts
    the runs of lines between blank ones; `row` marks a table row, whose cells are parted by tabs.
    """

    number: int
    start: int
    end: int
    text: str
    marker: str
    role: str
    level: int
    block: int
    row: bool = False
    bold: bool = False


def outline(article: ArticleText, tables: Tables | None = None) -> tuple[Line, ...]:
    """Return the article's non-blank lines with their roles."""
    lines = [_furniture(x, tables or Tables.load()) for x in _measure(article)]
    lines = _front_matter(lines, article)
    return _headings(_glyph_heads(lines), article)


def _measure(article: ArticleText) -> list[Line]:
    lines: list[Line] = []
    offset, block, blank = 0, 0, True
    glyphs: list[str] = []  # bullets met since the last head, outermost first
    for number, raw in enumerate(article.text.split("\n"), 1):
        body = raw.strip()
        if not body:
            blank = True
        else:
            if blank:
                block += 1
            blank = False
            style = article.style(number)
            start = offset + len(raw) - len(raw.lstrip())
            level, marker = (0, "") if style.row else _marker(body)
            role = "item" if style.item or (marker and level == 8) else "text"
            if style.level:
                role, level = "heading", style.level if not level else min(level, style.level)
            end = start + len(body)
            start += len(marker)
            if marker and level < 8 and _is_paragraph(body[len(marker) :]):
                role, level = "text", 0  # 一是…。…… or 1.经济稳步增长。…… opens a paragraph and heads nothing
            if role == "item":
                glyph = marker.strip()
                glyphs = glyphs if glyph in glyphs else [*glyphs, glyph]
                level = 8 + glyphs.index(glyph)
            elif level:
                glyphs = []
            lines.append(
                Line(
                    number,
                    start,
                    end,
                    article.text[start:end],
                    marker,
                    role,
                    level,
                    block,
                    style.row,
                    style.bold,
                )
            )
        offset += len(raw) + 1
    return lines


def _glyph_heads(lines: list[Line]) -> list[Line]:
    """Take ■ 港口篇 for a head where prose, not another item, stands directly below it and none of its kind above."""
    out = list(lines)
    parted = _parted_glyphs(lines)
    for i, x in enumerate(lines[:-1]):
        following = lines[i + 1]
        if (
            x.role == "item"
            and x.marker.strip()
            and len(x.text) <= 16
            and not _END.search(x.text)
            and not _FIGURE.search(x.text)
            and following.role == "text"
            and not following.marker
            and (len(following.text) > 40 or (x.marker.strip() in parted and _opens_lines(lines, i)))
            and not (i and lines[i - 1].role == "item")
        ):
            out[i] = replace(x, role="heading", level=3)
    return out


def _parted_glyphs(lines: list[Line]) -> set[str]:
    """Return the bullets that stand more than once and never on two lines in a row."""
    places: dict[str, list[int]] = {}
    for i, x in enumerate(lines):
        if x.role == "item":
            places.setdefault(x.marker.strip(), []).append(i)
    return {
        glyph
        for glyph, found in places.items()
        if len(found) > 1 and all(b - a > 1 for a, b in itertools.pairwise(found))
    }


def _opens_lines(lines: list[Line], at: int) -> bool:
    """Tell whether two plain lines stand below ◆ 医疗服务."""
    below = lines[at + 1 : at + 3]
    return len(below) == 2 and all(x.role == "text" and not x.marker for x in below)


def _furniture(line: Line, tables: Tables) -> Line:
    if len(line.text) > 40 or line.row:
        return line
    small = any(word in line.text for word in tables.furniture) or _PAGE.fullmatch(line.marker + line.text)
    return replace(line, role="aside", level=0) if small else line


def _is_paragraph(text: str) -> bool:
    return len(text) > 70 or (len(text) > 30 and "。" in text[:-1])


def _marker(body: str) -> tuple[int, str]:
    sharp = _SHARP.match(body)
    if sharp:  # Markdown saved as .txt
        return len(sharp[1]), sharp[0]
    for level, pattern in _MARKERS:
        match = pattern.match(body)
        if match and match.end() < len(body):
            return level, match[0]
    match = _BULLET.match(body)
    if match and match.end() < len(body) and not _MINUS_NUMBER.match(body):
        # ——经济跨上新台阶。 is a work report's head, not a bullet
        return (5 if match[0].startswith("——") else 8), match[0]
    return 0, ""


def _front_matter(lines: list[Line], article: ArticleText) -> list[Line]:
    """Find the title (the first short line, or the first top heading), bylines and metadata around it."""
    out = list(lines)
    tops = [i for i, x in enumerate(out) if article.style(x.number).level == 1 and not x.marker]
    # several top heads are chapters, unless the first of them opens the article
    title = next((i for i in tops[:1] if i < 12 and (len(tops) == 1 or i == 0)), None)
    if title is None:
        title = next(
            (i for i, x in enumerate(out[:6]) if not _META.match(x.text) and not x.row),
            None,
        )
        if title is not None and not _could_be_title(out, title):
            title = None
    if title is not None:
        out[title] = replace(out[title], role="title", level=1)
    for i, x in enumerate(out):
        near = i < 12 or i >= len(out) - 6
        if (
            i != title
            and near
            and not x.row
            and len(x.text) <= 60
            and (_META.match(x.text) or (title is not None and title < i <= title + 5 and _is_byline(x)))
        ):
            out[i] = replace(x, role="meta", level=0)
    return out


def _could_be_title(lines: list[Line], at: int) -> bool:
    line = lines[at]
    if line.marker or line.role == "item" or len(line.text) > 60 or _END.search(line.text.rstrip("：:")):
        return False
    if line.text.endswith(("：", ":")):
        return False  # 节目提要： heads what follows, 各位代表： greets
    return len(lines) > at + 1


_DESKS = r"(?:报|日报|晚报|社|网|台|电视台|融媒体中心|传媒|客户端|中心|频道)"
_WRITERS = (
    r"(?:(?:首席|全媒体|融媒体|见习|实习|特约|驻[一-鿿]{2,6})?(?:记者|通讯员|评论员|撰稿人?)|文[/／]|图文[:：])"
)


def _is_byline(line: Line) -> bool:
    if line.marker and not line.marker.startswith("—"):
        return False
    if re.match(
        rf"^(?:本[报刊台网社]|[^，。；：\s\d]{{2,16}}{_DESKS})?\s?{_WRITERS}(?=[\s:：/丨|]|[一-鿿]{{2,4}}(?:\s|$))",
        line.text,
    ) and not _END.search(line.text):
        return True
    if line.marker.startswith("——") and re.search(r"\d{4}年.*(?:会议|大会|上)", line.text):
        return True
    dated = re.fullmatch(
        r"[（(]?(?:\d{4}|[二〇零○一二三四五六七八九]{4})(?:年|[-/.])[\d一二三四五六七八九十]{1,3}(?:月|[-/.])[\d一二三四五六七八九十]{1,3}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?[)）]?",
        line.text,
    )
    return bool(dated) or bool(
        re.fullmatch(
            r"[^，。；\d]{2,24}(?:市长|县长|区长|州长|旗长|镇长|乡长|书记|总理|省长|主任|主席)\s*(?:[一-鿿]\s*){2,4}",
            line.text,
        )
        or re.fullmatch(
            r"[一-鿿]{2,20}(?:统计局|调查队|办公室|委员会|人民政府|融媒体中心|日报|日报社|晚报|电视台)",
            line.text,
        )
    )


def _headings(lines: list[Line], article: ArticleText) -> tuple[Line, ...]:
    sizes: dict[int, int] = {}
    for x in lines:
        sizes[x.block] = sizes.get(x.block, 0) + 1
    airy = sum(1 for n in sizes.values() if n > 1) >= max(1, len(sizes) // 12)
    out: list[Line] = []
    for i, x in enumerate(lines):
        role, level = x.role, x.level
        if role == "text" and not x.row:
            following = lines[i + 1] if i + 1 < len(lines) else None
            previous = lines[i - 1] if i else None
            if level:
                role = "heading"
            elif (
                following is not None and _is_lone_number(x, lines[i - 1 : i + 2] if i else [x, following])
            ) or (previous is not None and is_lone_number(previous.text) and out[-1].role == "heading"):
                role, level = "heading", 2
            elif _stands_alone(x, previous, following, sizes, airy):
                role, level = "heading", 2 if not x.bold else 3
                if is_counted(x.text) or (
                    following and following.level and following.level < 3 and following.marker
                ):
                    level = 1 if following and following.level == 2 else 2
        out.append(x if (role, level) == (x.role, x.level) else replace(x, role=role, level=level))
    return tuple(out)


def _is_lone_number(x: Line, around: Sequence[Line]) -> bool:
    """Tell whether a line is only the number of the head on the next line, as public accounts set it."""
    following = around[-1]
    return (
        bool(_LONE_NUMBER.fullmatch(x.text))
        and not x.marker
        and following.number > x.number
        and not following.marker
        and following.role == "text"
        and len(following.text) <= 24
        and not _END.search(following.text)
        and not _FIGURE.search(following.text)
    )


def is_lone_number(text: str) -> bool:
    """Tell whether a head is nothing but its number (01 above 工业强县)."""
    return bool(_LONE_NUMBER.fullmatch(text))


def _stands_alone(
    x: Line, previous: Line | None, following: Line | None, sizes: dict[int, int], airy: bool
) -> bool:
    """Tell whether an unmarked line is a heading by where it stands and how it ends."""
    if len(x.text) > 40 or _END.search(x.text) or following is None or following.role in {"meta", "title"}:
        return False
    if x.text.endswith(("：", ":")):
        return False  # it leads in the list below, which is taken with it
    if x.bold and not following.bold:
        return True
    if following.row and not x.row and sizes[x.block] == 1:
        return True
    if _FIGURE.search(x.text) and not is_counted(x.text) and not x.bold:
        return False  # 同比增长8.3% may stand alone, but it says something
    alone = sizes[x.block] == 1
    if not alone and x.block != following.block:
        return False  # the last of a block, with a blank line below: it closes its block and heads nothing
    long_next = len(following.text) > 40 and (
        "。" in following.text or "，" in following.text or "," in following.text
    )
    marked_next = bool(following.marker) or following.role == "item"
    if alone and is_counted(x.text):
        return True
    if alone and airy:
        return sizes[following.block] > 1 or long_next or marked_next
    if (
        previous is not None
        and not _END.search(previous.text)
        and len(previous.text) <= 40
        and not previous.marker
        and previous.role == "text"
        and (not marked_next or (previous.block == x.block and following.role == "heading"))
    ):
        return False
    return (long_next or marked_next) and len(x.text) <= 30


def is_counted(text: str) -> bool:
    """Tell whether a head counts what follows it: 4个“城”, 1条主线."""
    return bool(_COUNTED.match(text)) and not _DONE.search(text)
