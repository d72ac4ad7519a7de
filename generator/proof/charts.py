"""Is the picture of a number the number? Each chart is measured on the finished sheet and held against its value."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping

from lxml import etree

from generator.card.picture import Picture
from generator.card.scale import ruler
from generator.facts.numeral import number_of
from generator.proof.exhibit import Exhibit
from generator.proof.gauge import Drawing, bars, dots, places, points_on_a_line, ring_share

_SHARE = 0.0006
"""Of a circle: the rounding of a path to a hundredth of a px on the smallest ring, no more."""
_LENGTH = 0.002
"""Of a length."""
_NUMERAL = re.compile(r"\d+(?:\.\d+)?|[零〇一二两三四五六七八九十百千万亿]+(?:点[零〇一二三四五六七八九]+)?")
_SCALES = (1.0, 1e2, 1e3, 1e4, 1e7, 1e8, 1e12)
Found = Iterator[tuple[str, str]]


def chart_is_its_number(exhibit: Exhibit) -> Found:
    """As many marks as the count, an angle as wide as the share, lengths in the proportion of the figures."""
    for wrong, message in _measured(exhibit):
        if wrong:
            yield "picture", message


def chart_can_be_measured(exhibit: Exhibit) -> Found:
    """A chart drawn in another way than the house's cannot be measured: a person must look at it."""
    for wrong, message in _measured(exhibit):
        if not wrong:
            yield "picture", message


def _measured(exhibit: Exhibit) -> Iterator[tuple[bool, str]]:
    """Yield (whether it is wrong, message): a chart that is right yields nothing."""
    drawing = Drawing.of(exhibit.card.sheet.svg)
    shown = [p for p in exhibit.copy.pictures if p.kind in exhibit.card.job.template.shows]
    for picture in shown:
        drawn = (picture.value, *((picture.whole,) if picture.kind in {"rank", "stretch"} else ()))
        for number in drawn:
            if number is not None and not _printed(number, exhibit.copy.text):
                yield True, f"图画的是 {number:g}，原文“{exhibit.copy.text}”里没有这个数，请核对事实表"
        if drawing.whole is not None:
            yield from _GAUGES[picture.kind](picture, drawing.whole, exhibit)
    if len(drawing.groups) > 1 and exhibit.copy.entries:
        yield from _compared(drawing, exhibit)


def _printed(number: float, text: str) -> bool:
    """Return whether a number stands in a text: in digits, in hanzi, or before 万 and 亿; 翻番 and 半 are told otherwise."""
    if re.search("[番半倍成首]", text):
        return True
    plain = unicodedata.normalize("NFKC", text).replace(",", "")
    found = [number_of(run) for run in _NUMERAL.findall(plain)]
    return any(
        n is not None and math.isclose(abs(number), n * scale, rel_tol=1e-9) for n in found for scale in _SCALES
    )


def _count(picture: Picture, group: etree._Element, _exhibit: Exhibit) -> Iterator[tuple[bool, str]]:
    found = dots(group)
    if not found:
        yield False, "点数图里没有认得出的点，请自己数一数"
    elif found != picture.value:
        yield True, f"图上有 {found} 个点，原文是 {picture.value:g}，请检查模板的点数图"


def _share(picture: Picture, group: etree._Element, _exhibit: Exhibit) -> Iterator[tuple[bool, str]]:
    found = ring_share(group)
    if found is None:
        yield False, "圆环图里没有认得出的圆弧，请自己量一量"
    elif abs(found - picture.value / 100) > _SHARE:
        yield True, f"圆环画了 {100 * found:.1f}%，原文是 {picture.value:g}%，请检查模板的圆环"


def _rank(picture: Picture, group: etree._Element, _exhibit: Exhibit) -> Iterator[tuple[bool, str]]:
    found = places(group)
    if found is None:
        yield False, "名次图里没有认得出的竖条，请自己数一数"
    elif found != (picture.value, picture.whole):
        yield (
            True,
            (
                f"名次图突出的是 {found[1]} 个中的第 {found[0]} 个，原文是 {picture.whole:g} 个中的第 {picture.value:g} 个"
            ),
        )


def _change(picture: Picture, group: etree._Element, _exhibit: Exhibit) -> Iterator[tuple[bool, str]]:
    rows = bars(group)
    before = rows.get("picture-frame", [])
    after = rows.get("picture-frame-after", [])
    if len(before) != 1 or not after or not before[0][1]:
        yield False, "增减图里没有认得出的横条，请自己量一量"
        return
    base = before[0]
    # A fall's slice is drawn in the accent beside what is left; the rest is in the colour of what was before.
    length = sum(width for _x, width, fill in after if picture.value > 0 or fill == base[2])
    wanted = 1 + picture.value / 100
    if abs(length / base[1] - wanted) > _LENGTH:
        yield (
            True,
            (f"增减图的横条是原来的 {100 * length / base[1]:.1f}%，按原文应是 {100 * wanted:g}%，请检查模板"),
        )


def _stretch(picture: Picture, group: etree._Element, exhibit: Exhibit) -> Iterator[tuple[bool, str]]:
    found = points_on_a_line(group)
    if len(found) != 2 or picture.whole in {None, picture.value}:
        yield False, "区间图里没有认得出的刻度，请自己量一量"
        return
    ends = ruler(picture.value, float(picture.whole or 0), 1.0)
    low, high = float(ends["low"]), float(ends["high"])
    for share, value in zip(found, (picture.value, picture.whole or math.nan), strict=True):
        at = low + share * (high - low)
        if not abs(at - value) <= _LENGTH * (high - low):
            yield True, f"区间图上的点在 {at:.4g}，原文是 {value:g}，请检查模板的刻度"


def _compared(drawing: Drawing, exhibit: Exhibit) -> Iterator[tuple[bool, str]]:
    lengths, numbers = [], []
    for number, entry in enumerate(exhibit.copy.entries, 1):
        group = drawing.groups.get(f"picture-{number}")
        row = [bar for some in (bars(group) if group is not None else {}).values() for bar in some]
        if group is None or len(row) != 1 or entry.number is None:
            yield False, f"对比图第 {number} 条没有认得出的横条，请自己量一量"
            return
        if not _printed(entry.number, entry.text):
            yield True, f"对比图第 {number} 条按 {entry.number:g} 画，“{entry.text}”里没有这个数，请核对事实表"
        lengths.append(row[0][1])
        numbers.append(entry.number)
    if not max(lengths, default=0) or not max(numbers, default=0):
        return
    for length, value, entry in zip(lengths, numbers, exhibit.copy.entries, strict=True):
        wanted = value / max(numbers)
        if abs(length / max(lengths) - wanted) > _LENGTH:
            yield (
                True,
                (
                    f"“{entry.figure}”的横条是最长那条的 {100 * length / max(lengths):.1f}%，按数字应是 {100 * wanted:.1f}%"
                ),
            )


_GAUGES: Mapping[str, Callable[[Picture, etree._Element, Exhibit], Iterator[tuple[bool, str]]]] = {
    "count": _count, "share": _share, "rank": _rank, "change": _change, "stretch": _stretch,
}  # fmt: skip
