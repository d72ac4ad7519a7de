"""How much each telling word of a Chinese sentence counts: what a noun phrase is about stands at its end.

生活污水处理设施 is of water, not of life; 公路 in 公路建设投资 says more than the words around it. What a figure is held
against (占…比重, 比…, 较…) and what a thing is named (入选…名录, 获评…) say less than the thing itself.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from generator.errors import DesignError, Where

WEAK = "弱"
"""How a table of words marks those that count only where no other speaks."""
_CLAUSE = re.compile(r"[，。；;！？!?：:、\n]|——")
_AGAINST = re.compile(
    r"占(?!地|用)|(?<![同环对百])比(?![例重赛武拼])|较(?![大好多快])|低于|高于|超出|相当于|不足"
)
_NAMED = re.compile(
    r"入选|获评|获批|被评为|被列为|列入|荣获|荣膺|获得|上榜|跻身|授予|命名为|纳入|位居|位列|居|用于|带动|助力|服务(?=全|各|超|企)"
)
_FIGURE = re.compile(r"\d")
_LATE = 2.0
"""A word at a phrase's end counts 1 + this, one at its beginning about 1."""
_ASIDE, _TITLE = 0.25, 0.35
"""What is left of a word that is only compared with, and of one in a title or list that the thing was given."""
_OTHER = 0.5
"""What is left of a word outside the clause with the figure."""


def rows(table: Path, title: str, names: str) -> Iterator[tuple[int, str, str, bool]]:
    """Yield line, word, name and whether it is weak, of a table 词 → name; `title` and `names` are what messages call them.

    Raises DesignError naming file and line for a row that is no such row, and for a file that is not UTF-8.
    """
    try:
        lines = table.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise DesignError(f"读不了{title}", Where(table), "请另存为 UTF-8 的文本文件") from error
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        word, name, force, *more = (*(part.strip() for part in line.split("\t")), "", "")[:4]
        if not word or not name or force not in {"", WEAK} or any(more):
            raise DesignError(
                f"{title}这一行不对",
                Where(table, number),
                f"应为：词、制表符、{names}，要弱些再加制表符、“{WEAK}”",
            )
        yield number, word, name, bool(force)


def weighed(text: str, words: Collection[str], longest: int) -> Iterator[tuple[str, float]]:
    """Yield the known words of a text with their weight; where words overlap the longest counts. `longest`: in hanzi."""
    clauses = [clause for clause in _CLAUSE.split(text) if clause]
    counted = [bool(_FIGURE.search(clause)) for clause in clauses]
    main = counted.index(True) if any(counted) else -1
    for at, clause in enumerate(clauses):
        share = 1.0 if main in {at, -1} else _OTHER
        for word, end in _found(clause, words, longest):
            yield word, share * _standing(clause, end) * len(word) ** 0.5


def _found(clause: str, words: Collection[str], longest: int) -> Iterator[tuple[str, int]]:
    at = 0
    while at < len(clause):
        word = next((clause[at : at + n] for n in range(longest, 0, -1) if clause[at : at + n] in words), "")
        at += len(word) or 1
        if word:
            yield word, at


def _standing(clause: str, end: int) -> float:
    """Return the weight of a word that ends at `end`: the later in its phrase, the more."""
    named, against = _NAMED.search(clause), _AGAINST.search(clause)
    if named and named.start() > 1 and end > named.end():
        return _TITLE
    if against and against.start() > 1 and end > against.end():
        return _ASIDE
    figure = _FIGURE.search(clause)
    stop = figure.start() if figure and figure.start() > 3 else len(clause)
    return 1 + _LATE * end / stop if end <= stop else 1.0
