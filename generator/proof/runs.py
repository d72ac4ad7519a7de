"""Is every text on the card whole? Title, subtitle, label, unit, source, credit, account, date: each against its words.

`wording` asks whether the fact stands on the card; here each box is asked whether what stands in it is all of what it is
for. A drawing may add words of its own (来源：, 共66条), but none of the article's may come out cut or changed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from generator.card import SetText, brand_kit
from generator.card.boilerplate import own_words
from generator.card.punctuation import full_width
from generator.proof.exhibit import SCALE, Exhibit, plain
from generator.proof.wording import text_is_whole

_HANZI = re.compile("[\u3400-\u9fff]+")
_SIGNS = str.maketrans({"−": "-", "﹣": "-", "℃": "°C"})
_HANGING = "。，、；：;,:! ！"
_PAIRED = re.compile(r"^(figure|label|head|tail|prefix)-(\d+)$")


def runs_are_whole(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """Each text box holds whole words: a subtitle without its last letter is a wrong card, though the fact is right."""
    wanted = _words(exhibit)
    own = own_words(exhibit.card.job.template)
    known = tuple(dict.fromkeys(word for words in wanted.values() for word in words))
    pieces = [plain("".join(t.lines)) for t in exhibit.texts if not t.box.startswith(SCALE)]
    facts = {plain(text): _marked(text) for text in exhibit.statements}
    torn = next(text_is_whole(exhibit), None) is not None  # which is told by itself
    for text in exhibit.texts:
        said = plain("".join(text.lines))
        if text.box.startswith(SCALE):
            said = "".join(_HANZI.findall(said))  # the ends of a ruler are its own; `charts` measures them
        if not said:
            continue
        kind = _kind(text.box)
        if wanted.get(kind):
            lost = _lost(said, wanted[kind], own, exact=kind == "counter")
        elif torn:
            continue
        elif any(said in fact for fact in facts):
            lost = _unseamed(text, said, facts, known, pieces)
        else:
            lost = "" if said in known else _lost(said, [word for word in known if len(word) > 1], own)
        if lost:
            yield text.box, f"“{_brief(text)}”不完整或被改过，应是“{lost}”，请检查模板的文本框“{text.box}”"
    yield from _torn(exhibit)


def _torn(exhibit: Exhibit) -> Iterator[tuple[str, str]]:
    """Figure and label of one of several facts together are that fact: 3个 beside 家企业上市 is not 3家."""
    rows: dict[str, list[str]] = {}
    for text in exhibit.texts:
        if found := _PAIRED.match(text.box):
            rows.setdefault(found[2], []).append("".join(text.lines))
    facts = [plain(entry.text) for entry in exhibit.copy.entries]
    for number, row in rows.items():
        said = sorted(map(plain, row), key=len)
        if facts and not any(_makes(said, fact) for fact in facts):
            yield f"figure-{number}", f"“{' '.join(row)}”合起来不是哪一条的原文，请检查模板的第 {number} 格"


def _makes(pieces: Sequence[str], fact: str) -> bool:
    """Return whether pieces, each used once, are all of a fact."""
    left = fact
    for piece in sorted(pieces, key=len, reverse=True):
        if piece not in left:
            return False
        left = left.replace(piece, "", 1)
    return not left


def _words(exhibit: Exhibit) -> Mapping[str, tuple[str, ...]]:
    """Return, for every kind of box, the texts one of which must stand in it whole; under "" those of any other box."""
    copy, job = exhibit.copy, exhibit.card.job
    brand = brand_kit(job.brand, job.theme.dark)
    day = copy.day
    figures = [
        figure for figure in (copy.figure, *(entry.figure for entry in copy.entries)) if figure is not None
    ]
    honour, phrase = copy.honour, copy.phrase
    parts = {
        "series": (copy.series,),
        "chapter": (copy.chapter, *copy.chapter.split(" · ")),
        "context": (copy.chapter_subtitle,),
        "subtitle": (copy.chapter_subtitle,),
        "counter": (f"{copy.number}{copy.total}", copy.number) if copy.number else (),
        "source": (copy.source, brand.credit),
        "credit": (brand.credit,),
        "account": (brand.account,),
        "slogan": (brand.slogan,),
        "date": (copy.date,),
        "weekday": (day.weekday,) if day else (),
        "lunar": (f"{day.lunar_year}{day.lunar}", day.lunar) if day else (),
        "day": (str(day.day),) if day else (),
        "month": (f"{day.year}年{day.month}月", f"{day.month}月") if day else (),
        "legend": tuple(w for p in copy.pictures for w in (p.legend, *p.legend.split("，"))),
        "part": (f"{copy.part:02}{copy.parts:02}", f"{copy.part:02}", str(copy.part)),
        "contents": copy.contents,
        "count": (copy.total,),
        "": (
            *(w for figure in figures for w in (str(figure), figure.prefix, figure.value, figure.suffix)),
            *(w for figure in figures for w in (figure.prefix + figure.value, figure.value + figure.suffix)),
            *((honour.who, honour.verb, honour.name, honour.rest) if honour else ()),
            *((phrase.before, phrase.words, phrase.after) if phrase else ()),
            *(w for e in copy.entries for w in (e.text, e.head, e.tail, e.head + e.tail)),
            *(w for t in (copy.text, *copy.items) for w in (t, *re.split("[ \u3000]", t, maxsplit=1))),
            copy.head, copy.tail, *((day.term, day.festival) if day else ()),
        ),
    }  # fmt: skip
    parts[SCALE] = tuple(w for figure in figures for w in (figure.prefix, figure.suffix, f"第{figure.suffix}"))
    return {box: tuple(w for word in words if (w := plain(word))) for box, words in parts.items()}


def _kind(box: str) -> str:
    """Return what a box is for: the third of the contents and the legend of what was before are contents and legend."""
    return SCALE if box.startswith(SCALE) else re.sub(r"-(?:\d+|before|after)$", "", box)


def _lost(said: str, words: Sequence[str], own: frozenset[str], *, exact: bool = False) -> str:
    """Return what a box should have said; "" where it holds whole words only, beside what the drawing says by itself."""
    if exact:
        return "" if said in words else words[0]
    left = said
    for word in sorted(words, key=len, reverse=True):
        left = left.replace(word, "\0", 1)
    strange = [piece for piece in left.split("\0") if piece and not _of(piece, own)]
    if not strange:
        return ""
    lost = [word for word in words if word not in said] or [said]
    return max(lost, key=lambda word: len(set(word) & set(said)) / len(word))


def _of(piece: str, own: frozenset[str]) -> bool:
    """Return whether a piece is made of the drawing's own words."""
    return any(
        piece.startswith(word) and (piece == word or _of(piece[len(word) :], own)) for word in own if word
    )


def _unseamed(
    text: SetText, said: str, facts: Mapping[str, str], known: Sequence[str], pieces: Sequence[str]
) -> str:
    """Return the fact of which a box holds a piece that ends where nothing goes on, or that has other marks; else ""."""
    fact = next(fact for fact in facts if said in fact)
    if said not in known and not any(_seamed(said, one, pieces) for one in facts if said in one):
        return fact
    marked = _marked("".join(text.lines)).strip(_HANGING)
    return "" if any(marked in words for words in facts.values()) else next(iter(facts.values()))


def _seamed(said: str, fact: str, pieces: Sequence[str]) -> bool:
    """Return whether a piece of a fact begins and ends where the fact does, or where another box goes on."""
    at = fact.find(said)
    while at >= 0:
        end = at + len(said)
        before = not at or any(p and p != said and fact[:at].endswith(p) for p in pieces)
        after = end == len(fact) or any(p and p != said and fact.startswith(p, end) for p in pieces)
        if before and after:
            return True
        at = fact.find(said, at + 1)
    return False


def _marked(text: str) -> str:
    """Return a text with its marks, without blanks: what a box may not say otherwise, save at its ends."""
    wide = unicodedata.normalize("NFKC", full_width(text.strip()).translate(_SIGNS))
    return "".join(wide.split()).replace(",", "").strip(_HANGING)


def _brief(text: SetText) -> str:
    words = "".join(text.lines)
    return words if len(words) <= 24 else f"{words[:23]}…"
