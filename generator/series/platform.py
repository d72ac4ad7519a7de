"""A platform as data: how long a caption may be, how topics are written, and the texts to fill.

One TOML file a platform in ``data/platforms/``; a newsroom's own folder overrides the shipped one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.design.tomlfile import TomlFile, positive, text, texts

TOPICS = {"open": "#话题", "closed": "#话题#", "none": "不写话题"}
"""How a platform writes a topic."""


@dataclass(frozen=True, slots=True)
class Platform:
    """One place where posts go. Lengths are in characters (code points).

    `titles`, `texts`: Jinja texts from the fullest to the barest; the first that fits is taken. `title_max` 0 means
    that the platform has no title.
    """

    id: str
    name: str
    sizes: tuple[str, ...]
    topics: str
    max_topics: int
    title_max: int
    text_max: int
    max_pictures: int
    titles: tuple[str, ...]
    texts: tuple[str, ...]
    article_type: str
    source: str
    confidence: str
    checked_on: str

    @classmethod
    def read(cls, path: Path) -> Platform:
        """Read one platform file; raise DesignError with file and line when it is not sound."""
        file = TomlFile.read(path)
        title_max = file.get("title_max", _length, "标题最多几个字，0 表示没有标题", 0)
        return cls(
            id=path.stem,
            name=file.get("name", _folder, "平台的中文名，也用作文件夹名，不能有 / : * 等符号"),
            sizes=file.get("sizes", texts, "这个平台用的尺寸"),
            topics=file.get("topics", _topics, "open、closed 或 none"),
            max_topics=file.get("max_topics", _length, "最多几个话题"),
            title_max=title_max,
            text_max=file.get("text_max", positive, "正文最多几个字"),
            max_pictures=file.get("max_pictures", positive, "最多几张图"),
            titles=file.get("title", texts, "标题的写法，一行一种") if title_max else (),
            texts=file.get("text", texts, "正文的写法，从最全到最短"),
            article_type=file.get("article_type", str, "公众号草稿的类型：newspic 或 news", ""),
            source=file.get("source", text, "出处"),
            confidence=file.get("confidence", text, "C、S、K 或 D"),
            checked_on=str(file.get("checked_on", str, "核对日期")),
        )

    def topic(self, word: str) -> str:
        """Return one topic in the platform's form."""
        return {"open": f"#{word}", "closed": f"#{word}#"}.get(self.topics, "")


def read_platforms(data: Sequence[Path]) -> dict[str, Platform]:
    """Return the platforms by the size they use; ``default`` serves every size that none names."""
    found: dict[str, Platform] = {}
    for folder in data:
        for path in sorted((folder / "platforms").glob("*.toml")):
            platform = Platform.read(path)
            for size in platform.sizes:
                found[size] = platform
    return found


def platform_for(size: str, platforms: dict[str, Platform]) -> Platform:
    """Return the platform that posts of `size` go to."""
    return platforms.get(size) or platforms["default"]


def _folder(value: Any) -> str:
    name = text(value).strip()
    if any(c in '<>:"/\\|?*' or not c.isprintable() for c in name) or name.strip(". ") != name:
        raise ValueError
    return name


def _length(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise ValueError
    return value


def _topics(value: Any) -> str:
    if value not in TOPICS:
        raise ValueError
    return str(value)
