"""An award in a sentence: who, the verb that says it was won, and its name, which a card lifts."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from generator.card.wordbook import HonourWords

_CLAUSE = "，；。！？,;"


@dataclass(frozen=True, slots=True)
class Honour:
    """`古厝·番仔楼片区` `入选` `国家级旅游休闲街区`: joined, with `rest`, they are the text.

    `who` may be empty; `rest` is what follows the name's clause, without the mark between them.
    """

    who: str
    verb: str
    name: str
    rest: str = ""


def honour_of(text: str, words: HonourWords) -> Honour | None:
    """Return the first award that `text` says was won, or None: for hopes and plans, and for 获得感."""
    for found in _pattern(words).finditer(text):
        if _hoped_for(text[: found.start()], words) or text.startswith(words.not_after, found.end()):
            continue
        end = min((at for mark in _CLAUSE if (at := text.find(mark, found.end())) >= 0), default=len(text))
        name = text[found.end() : end].strip()
        if not len(name.strip("“”《》")) >= 2 or len(name) > words.most:
            continue
        if found["unsure"] and not name.rstrip("”》").endswith(words.ends):
            continue
        who = text[: found.start()].strip("，,：: \u3000")
        return Honour(who, found[0], name, text[end:].lstrip(_CLAUSE + " \u3000"))
    return None


def _hoped_for(before: str, words: HonourWords) -> bool:
    clause = re.split(f"[{_CLAUSE}]", before)[-1]
    return any(word in clause[-8:] for word in words.not_before)


@lru_cache(maxsize=8)
def _pattern(words: HonourWords) -> re.Pattern[str]:
    def any_of(group: tuple[str, ...]) -> str:
        return "|".join(map(re.escape, sorted(group, key=len, reverse=True)))

    return re.compile(
        rf"(?:{any_of(words.sure)})|被[^，；。]{{2,14}}?(?:{any_of(words.passive)})|(?P<unsure>{any_of(words.unsure)})"
    )
