"""A post's caption: title, text and topics, from the platform's Jinja texts, within the platform's lengths.

A platform has several texts from the fullest to the barest; the first that fits is taken. What leaves room is
ornament (series, number, source line): the facts are never cut. When even the barest is too long, the post is refused.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from generator.errors import CardRefused, DesignError
from generator.facts.model import Fact, Factsheet
from generator.series.model import WEEK, Caption, Post, Series
from generator.series.platform import Platform

_ENDS = "。！？!?…；;"


@dataclass(frozen=True, slots=True)
class Words:
    """What a caption may speak of; the names are the Jinja variables, with the comments of ``data/platforms``."""

    series: str
    number: int
    total: int
    date: dt.date
    facts: tuple[str, ...]
    chapter: str
    own: str
    source: str
    topics: tuple[str, ...]


def write_caption(post: Post, series: Series, sheet: Factsheet, platform: Platform) -> Caption:
    """Return the caption of a post.

    Raises CardRefused when no text of the platform is short enough, DesignError when a text of the platform is broken.
    """
    known = {fact.id: fact for fact in sheet.facts}
    words = _words([known[name] for name in post.facts if name in known], post, series, sheet)
    topics = tuple(platform.topic(word) for word in words.topics)[: platform.max_topics]
    topics = topics if platform.topics != "none" else ()
    title = _fitting(platform.titles, words, topics, platform.title_max, f"{platform.name}的标题")
    body = _fitting(platform.texts, words, topics, platform.text_max, f"{platform.name}的配文")
    return Caption(title, body, topics)


def _words(facts: Sequence[Fact], post: Post, series: Series, sheet: Factsheet) -> Words:
    chapter = sheet.chapter_of(facts[0]) if facts else None
    extra = (word for fact in facts for word in fact.options.get("话题", "").replace("，", ",").split(","))
    topics = [clean_topic(word) for word in (*(series.terms.topics or (series.title,)), *extra)]
    lines = []
    for fact in facts:
        items = [item.text for item in sheet.items_of(fact)]
        lines.append(fact.text.rstrip("：:") + ("：" + "；".join(items) if items else ""))
    return Words(
        series=series.title,
        number=post.number or 0,
        total=series.total,
        date=post.day,
        facts=tuple(lines),
        chapter=chapter.title if chapter else "",
        own="\n".join(fact.options["caption"] for fact in facts if fact.options.get("caption")),
        source=sheet.source,
        topics=tuple(dict.fromkeys(topic for topic in topics if topic)),
    )


def clean_topic(word: str) -> str:
    """Return the letters, hanzi and digits of `word`: a platform ends a topic at any other character."""
    return "".join(c for c in unicodedata.normalize("NFC", word) if unicodedata.category(c)[0] in "LN")


def _fitting(texts: Sequence[str], words: Words, topics: Sequence[str], most: int, what: str) -> str:
    if not most or not texts:
        return ""
    length = 0
    for source in texts:
        filled = _filled(source, words, topics)
        length = len(filled)
        if filled and length <= most:
            return filled
    raise CardRefused(
        f"{what}最短也有 {length} 个字，平台只收 {most} 个字",
        None,
        "请在事实表的“文案”里写一段短的，或一次少发几条",
    )


def _filled(source: str, words: Words, topics: Sequence[str]) -> str:
    try:
        text = _template(source).render(
            series=words.series,
            number=words.number,
            total=words.total,
            date=f"{words.date.month}月{words.date.day}日",
            weekday=f"星期{WEEK[words.date.weekday()]}",
            facts=words.facts,
            chapter=words.chapter,
            own=words.own,
            source=words.source,
            topics=" ".join(topics),
        )
    except TemplateError as error:
        raise DesignError(
            f"配文模板写错了：{error}", None, "请检查 data/platforms 里的 title 与 text"
        ) from error
    lines = [line.rstrip() for line in text.strip().splitlines()]
    return "\n".join(line for n, line in enumerate(lines) if line or (n and lines[n - 1]))


@lru_cache(maxsize=256)
def _template(source: str) -> Template:
    environment = SandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    environment.filters["sentence"] = _sentence
    return environment.from_string(source)


def _sentence(text: str) -> str:
    """End a sentence with a stop, unless it ends with one."""
    text = text.rstrip("，,、 ")
    return text if not text or text[-1] in _ENDS or text[-2:-1] in _ENDS else text + "。"
