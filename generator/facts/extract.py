"""Article → factsheet: walk the outline once, make each line a fact, a heading or prose."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from generator.facts.article import CELL, ArticleText
from generator.facts.build import Build
from generator.facts.model import Chapter, Fact, Factsheet, Span
from generator.facts.numeral import number_of
from generator.facts.outline import Line, is_counted, is_lone_number, outline
from generator.facts.paragraph import LONGEST_FACT, tell_paragraph
from generator.facts.row import is_header, read_row
from generator.facts.tables import Tables

_LONGEST_ITEM = 60
_META = re.compile(r"^([^：:|丨/｜\s]{1,6})\s*[：:|丨/｜\s]\s*(.+)$")
_DATE = re.compile(r"(\d{4})\s*[-年/.]\s*(\d{1,2})\s*[-月/.]\s*(\d{1,2})")
_HEAD_ROW = re.compile(rf"(?:序号|指标|项目|名称|地区|单位|年份|类别)[^{CELL}]{{0,6}}{CELL}")
_INNER_STOP = re.compile(r"[。；].")
_TREND = re.compile(
    r"(?:同比|环比)[^，]{0,8}(?:增长|下降|收窄|扩大|回落|回升|上涨|下跌|提高|降低|持平)$"
    r"|[一二三四五六七八九十\d](?:增长?|[升涨]|下?降|[减跌]).{0,2}[一二三四五六七八九十\d](?:增|升|涨|降|减|跌|收窄|持平)"
)
_PREFIX = re.compile(r"^([^，,。]{2,8})[，,]")


def extract(article: ArticleText, tables: Tables | None = None) -> Factsheet:
    """Return everything the article says. Every non-blank line ends in a fact, a heading or prose."""
    build = Build(article.text, tables or Tables.load())
    lines = outline(article, build.tables)
    build.chapter_level = _chapter_level(lines)
    at = 0
    with _uncollected():
        while at < len(lines):
            at = _step(build, lines, at)
        return build.sheet()


@contextmanager
def _uncollected() -> Iterator[None]:
    """Hold the garbage collector: facts hold no cycles, and walking 100,000 of them again and again takes a tenth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _chapter_level(lines: Sequence[Line]) -> int:
    """Heads down to this level open chapters: the outermost level in use, and always 章 and 一、."""
    levels = [x.level for i, x in enumerate(lines) if x.role == "heading" and _has_content(lines, i)]
    return max(2, min(levels, default=2))


def _has_content(lines: Sequence[Line], at: int) -> bool:
    if at + 1 >= len(lines):
        return False
    following = lines[at + 1]
    line, previous = lines[at], lines[at - 1] if at else None
    if (
        previous is not None
        and previous.role == "heading"
        and previous.level == line.level
        and previous.marker
        and line.marker
    ):
        if following.role == "text" and line.text.endswith(("；", ";")) and previous.text.endswith(("；", ";")):
            return False  # the last of a run of headlines, not the head of what follows
    return following.role in {"text", "item"} or (
        following.role == "heading" and following.level > lines[at].level
    )


def _step(build: Build, lines: Sequence[Line], at: int) -> int:
    """Take the line at `at` (and what belongs to it); return the index of the next line to take."""
    line = lines[at]
    if not line.row:
        build.table_head = ""
    if line.role == "title":
        build.title = line.text
        build.head(line)
        return at + 1
    if line.role == "meta":
        _meta(build, line)
        return at + 1
    if line.role == "aside":
        build.tell(line)
        return at + 1
    if line.role == "heading" and is_lone_number(line.text):
        build.head(line)
        return at + 1
    if line.role == "heading" and _has_content(lines, at):
        return _heading(build, lines, at)
    if line.role == "item" and _heads_items(lines, at) and build.read(line.text).metric is None:
        build.head(line)
        return _group(build, lines, at + 1, line)
    if CELL in line.text and not line.row and _HEAD_ROW.match(line.text) and is_header(line.text):
        build.tell(line)  # a table's head without a row below it
        return at + 1
    if line.role in {"item", "heading"}:
        return _group(build, lines, at, None)
    if line.row:
        _row(build, line)
        return at + 1
    return _text(build, lines, at)


def _meta(build: Build, line: Line) -> None:
    build.head(line)
    match = _META.match(line.text)
    name, value = (match[1], match[2].strip()) if match else ("", line.text)
    if name.endswith(("来源", "稿源")) and (
        rest := re.search(r"[\s|丨]+(?=(?:记者|通讯员|作者|\d{4}[年./-]))", value)
    ):
        # 来源：某报　2026年2月1日　记者 某某 on one line
        tail, value = value[rest.start() :], value[: rest.start()]
        build.date = build.date or _iso(tail)
        build.byline = build.byline or (
            b[0].strip() if (b := re.search(r"(?:记者|通讯员|作者).*$", tail)) else ""
        )
    if name.endswith("来源") or name == "稿源":
        build.source = build.source or value
    elif (
        re.search(r"(?:统计局|调查队|办公室|委员会|人民政府|融媒体中心|日报|日报社|晚报|电视台)$", line.text)
        and not match
    ):
        build.source = build.source or line.text
    elif name in {"日期", "发布日期", "发布时间", "时间"}:
        build.date = build.date or _iso(value)
    elif "记者" in line.text or "通讯员" in line.text or name in {"作者", "文"}:
        build.byline = build.byline or line.text
    elif _iso(line.text):
        build.date = build.date or _iso(line.text)
    elif not match and not line.marker.startswith("—"):
        build.byline = build.byline or line.text


def _iso(text: str) -> str:
    match = _DATE.search(text)
    if not match or not (1 <= int(match[2]) <= 12 and 1 <= int(match[3]) <= 31):
        return ""
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}"


def _heading(build: Build, lines: Sequence[Line], at: int) -> int:
    line, following = lines[at], lines[at + 1]
    said = (
        line.text.endswith("。")
        or "，" in line.text
        or bool(_TREND.search(line.text))
        or build.read(line.text).metric is not None
    )
    if line.marker and said and not is_counted(line.text) and not line.text.endswith(("：", ":")):
        build.fact(line)  # （四）固定资产投资总额突破60亿。 is a head and says something
    build.head(line)
    build.section = line.text
    if line.level <= build.chapter_level and (line.marker or not line.text.endswith(("：", ":"))):
        _open_chapter(build, line, following)
    pieces = _counted_pieces(build.text, line, following)
    if pieces:
        kind = "slogan" if len(pieces) == 1 else "quad" if len(pieces) == 4 else "list"
        if kind == "slogan":
            build.fact(following, kind="slogan")
        else:
            _list(build, line, [(following, p) for p in pieces], kind)
        return at + 2
    if following.role == "item" or (following.role == "heading" and not _has_content(lines, at + 1)):
        return _group(build, lines, at + 1, line)
    return at + 1


def _open_chapter(build: Build, line: Line, following: Line | None) -> None:
    title, _, subtitle = line.text.partition(" ") if not is_counted(line.text) else (line.text, "", "")
    if not (len(title) >= 3 and len(subtitle) >= 3):
        title, subtitle = line.text, ""
    if not subtitle and following is not None and following.role == "text" and following.text.endswith("。"):
        lead, gap, rest = following.text.rpartition(" ")
        if gap and rest and len(lead) <= 40 and not any(c in lead for c in "。，；"):
            subtitle = lead
    identity = f"c{len(build.chapters) + 1}"
    build.chapters.append(Chapter(identity, title.rstrip("。：:"), subtitle, line.number))
    build.chapter = identity


def _counted_pieces(text: str, line: Line, following: Line) -> list[Span]:
    """Return the names below a head that counts them (4个“城”), when there are as many as it says."""
    if (
        not is_counted(line.text)
        or following.role not in {"text", "heading"}
        or following.marker
        or following.row
    ):
        return []
    count = number_of(re.split(r"[个条大项座张种类]", line.text, maxsplit=1)[0])
    if count == 1 and len(following.text) <= LONGEST_FACT:
        return [Span(following.start, following.end)]
    spans = [
        Span(following.start + m.start(), following.start + m.end())
        for m in re.finditer(r"[^ \u3000、]+", following.text)
    ]
    return spans if len(spans) == count and not following.text.endswith("。") else []


def _list(build: Build, head: Line, items: Sequence[tuple[Line, Span]], kind: str = "list") -> None:
    build.lists += 1
    name = f"list{build.lists}"
    fact = build.fact(head, kind=kind)
    build.facts[-1] = replace(fact, id=name)
    for line, span in items:
        build.fact(line, span, "item", name)


def _group(build: Build, lines: Sequence[Line], at: int, head: Line | None) -> int:
    """Take a run of bullets, or of numbered lines without anything below them, as a list or as single facts."""
    first, stop = lines[at], at
    while stop < len(lines) and lines[stop].role == first.role and lines[stop].level == first.level:
        if (
            first.role == "heading"
            and _has_content(lines, stop)
            and not (stop + 1 < len(lines) and _ends_run(lines, stop))
        ):
            break
        if stop > at and first.role == "item" and _heads_items(lines, stop):
            break
        stop += 1
    run = lines[at:stop] or lines[at : at + 1]
    stop = at + len(run)
    tail = lines[stop] if stop < len(lines) else None
    if (
        head is None
        and len(run) > 1
        and run[0].role == "heading"
        and tail is not None
        and stop == len(lines) - 1
    ):
        if tail.role == "text" and len(tail.text) <= 40 and not tail.text.endswith(("。", "；", "！")):
            build.head(tail)
            _open_chapter(build, tail, None)
            _list(build, tail, [(x, Span(x.start, x.end)) for x in run])
            return stop + 1
    strong = [r.metric is not None and r.confidence > 0.5 for r in (build.read(x.text) for x in run)]
    short = all((len(x.text) <= _LONGEST_ITEM and "。" not in x.text[:-1]) or " " in x.text for x in run)
    if (
        head is not None
        and len(run) > 1
        and 2 * sum(strong) < len(run)
        and (short or (run[0].role == "item" and max(len(x.text) for x in run) <= 200))
    ):
        _list(build, head, [(x, Span(x.start, x.end)) for x in run])
        return stop
    for x in run:
        if len(x.text) > LONGEST_FACT * 1.5 or "。" in x.text[:-1]:
            tell_paragraph(build, x)
        elif x.text.endswith(("：", ":")):
            build.head(x)
        else:
            build.fact(x)
    return stop


def _heads_items(lines: Sequence[Line], at: int) -> bool:
    """● 目标 above ▪ …, ▪ …: a bullet that other bullets stand under."""
    return at + 1 < len(lines) and lines[at + 1].role == "item" and lines[at + 1].level > lines[at].level


def _ends_run(lines: Sequence[Line], at: int) -> bool:
    """The last of a run of short numbered lines is followed by a closing line, not by its own text."""
    following = lines[at + 1]
    return following.role == "text" and at + 2 == len(lines) and len(following.text) <= 40


def _row(build: Build, line: Line) -> None:
    if is_header(line.text):
        build.table_head = line.text
        build.tell(line)
        return
    row = read_row(line.text, build.table_head, build.tables)
    if row.metric is None:
        build.tell(line)
        return
    build.facts.append(
        Fact(
            "",
            build.chapter,
            "metric",
            line.text,
            line.number,
            Span(line.start, line.end),
            row.metric,
            row.others,
        )
    )


def _text(build: Build, lines: Sequence[Line], at: int) -> int:
    line = lines[at]
    slogans = _parallel(lines, at)
    if slogans:
        for x in lines[at : at + slogans]:
            build.fact(x, kind="slogan")
        return at + slogans
    if line.text.endswith(("：", ":")) and at + 1 < len(lines) and lines[at + 1].role in {"item", "heading"}:
        if not build.read(line.text).metric and len(line.text) <= 40:
            build.head(line)
            return (
                _group(build, lines, at + 1, line)
                if not _has_content(lines, at + 1) or lines[at + 1].role == "item"
                else at + 1
            )
    tell_paragraph(build, line, listed=_stands_in_list(lines, at))
    return at + 1


def _stands_in_list(lines: Sequence[Line], at: int) -> bool:
    """Tell whether a line is one of at least three short ones, a sentence each: what a digest prints line by line."""
    low = high = at
    while low > max(0, at - 2) and _is_short(lines[low - 1]) and lines[low].number - lines[low - 1].number <= 2:
        low -= 1
    while (
        high + 1 < min(len(lines), at + 3)
        and _is_short(lines[high + 1])
        and lines[high + 1].number - lines[high].number <= 2
    ):
        high += 1
    return high - low >= 2 and _is_short(lines[at])


def _is_short(line: Line) -> bool:
    return line.role == "text" and len(line.text) <= LONGEST_FACT and not _INNER_STOP.search(line.text)


def _parallel(lines: Sequence[Line], at: int) -> int:
    """Return how many lines from `at` on open with the same words and a comma, at least three, else 0."""
    match = _PREFIX.match(lines[at].text)
    if not match or len(lines[at].text) > 80 or re.search(r"\d", match[1]):
        return 0
    count = 0
    for x in lines[at:]:
        if x.role != "text" or x.row or not x.text.startswith(match[0]) or len(x.text) > 80:
            break
        count += 1
    return count if count >= 3 else 0
