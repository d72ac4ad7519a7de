"""Ways in which a right card becomes a wrong one, each small, each of a kind: for ``bench/proof.py``.

Words are spoiled as a tired hand spoils a facts file; pictures as an image editor, a chat programme or a converter leaves them.
Drawings stand in ``bench/misdraw.py``.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from PIL import Image, ImageDraw, ImageFilter

DIGIT = re.compile(r"\d")
UNITS = (
    ("个百分点", "%"), ("%", "个百分点"), ("亿", "万"), ("万", "亿"), ("毫米", "厘米"), ("公里", "米"), ("平方米", "平方公里"),
    ("立方米", "升"), ("人次", "人"), ("小时", "分钟"), ("家", "户"), ("个", "批"),
)  # fmt: skip
_HEDGES = ("不低于", "不超过", "超过", "突破", "以上", "近", "超", "约", "余", "仅", "多")
_TURNS = (
    ("增长", "下降"), ("提高", "下降"), ("下降", "增长"), ("减少", "增加"), ("削减", "增加"), ("降至", "升至"), ("升至", "降至"),
    ("降到", "升到"), ("未", "已"), ("不低于", "不高于"), ("同比", "环比"), ("快", "慢"), ("慢了", "快了"),
)  # fmt: skip
Words = Callable[[str, Sequence[str]], Iterator[str]]
"""A fact's text and the texts of the others → the text spoiled, every way of this kind."""


def other_digit(digit: str) -> str:
    """Return a digit that is not this one."""
    return str((int(digit) + 3) % 10)


def _digits(text: str, _others: Sequence[str]) -> Iterator[str]:
    for found in DIGIT.finditer(text):
        yield text[: found.start()] + other_digit(found[0]) + text[found.end() :]


def _swapped(text: str, _others: Sequence[str]) -> Iterator[str]:
    for found in re.finditer(r"(\d)(\d)", text):
        if found[1] != found[2]:
            yield text[: found.start()] + found[2] + found[1] + text[found.end() :]


def _points(text: str, _others: Sequence[str]) -> Iterator[str]:
    for found in re.finditer(r"(\d)\.(\d)", text):
        yield text[: found.start()] + found[1] + found[2] + "." + text[found.end() :].lstrip(".")
        yield text[: found.start()] + found[1] + found[2] + text[found.end() :]


def _unit(text: str, _others: Sequence[str]) -> Iterator[str]:
    for old, new in UNITS:
        for found in re.finditer(rf"(?<=\d){old}|(?<=[万亿]){old}", text):
            yield text[: found.start()] + new + text[found.end() :]


def other_scale(text: str, _others: Sequence[str]) -> Iterator[str]:
    """万 for 亿, and 亿 for 万: the unit as it is, ten thousand times the number."""
    for found in re.finditer("[万亿]", text):
        yield text[: found.start()] + ("亿" if found[0] == "万" else "万") + text[found.end() :]


def _sign(text: str, _others: Sequence[str]) -> Iterator[str]:
    """A minus lost, a percent or degree sign lost, a minus where there was none."""
    for found in re.finditer(r"(?<![\dA-Za-z])[-−](?=\d)|(?<=\d)(?:[%％]|℃)", text):
        yield text[: found.start()] + text[found.end() :]
    for found in list(re.finditer(r"(?<![\d.\-−:第至到])\d+(?:\.\d+)?(?=%|℃)", text))[:1]:
        yield text[: found.start()] + "-" + text[found.start() :]


def _hedge(text: str, _others: Sequence[str]) -> Iterator[str]:
    for word in _HEDGES:
        for found in re.finditer(rf"{word}(?=\d)|(?<=\d){word}", text):
            yield text[: found.start()] + text[found.end() :]


def _turn(text: str, _others: Sequence[str]) -> Iterator[str]:
    for old, new in _TURNS:
        if old in text:
            yield text.replace(old, new, 1)


def _label(text: str, others: Sequence[str]) -> Iterator[str]:
    """Its figure under the words of another fact."""
    mine = re.search(r"\d[\d.]*", text)
    for other in others[:3]:
        theirs = re.search(r"\d[\d.]*", other)
        if mine and theirs and mine[0] != theirs[0]:
            yield other[: theirs.start()] + mine[0] + other[theirs.end() :]


def _cut(text: str, _others: Sequence[str]) -> Iterator[str]:
    short = text[: max(2, 2 * len(text) // 3)].rstrip("，")
    if short[-1].isalnum() and text[len(short)].isalnum():  # a whole clause is no wrong card
        yield short


WORDS: Mapping[str, Words] = {
    "fact: a digit": _digits, "fact: two digits swapped": _swapped, "fact: the point moved": _points, "fact: the unit": _unit,
    "fact: 万 and 亿 swapped": other_scale, "fact: a sign lost or added": _sign,
    "fact: a qualifier dropped": _hedge, "fact: sign or direction": _turn, "fact: another fact's label": _label,
}  # fmt: skip
PARTS: Mapping[str, Words] = {"fact: cut short": _cut}
"""What the article still bears out, word by word: only a person, or the finished card's proof, can tell."""


# ---- pictures: the finished file ----

Pixels = Callable[[Image.Image, tuple[int, int, int, int]], tuple[Image.Image, str, int]]
"""A picture and the frame of its figure → the picture spoiled, the format and quality (0: lossless) it is saved in."""


def _pasted(image: Image.Image, frame: tuple[int, int, int, int]) -> tuple[Image.Image, str, int]:
    x0, y0, x1, y1 = frame
    wide = max(8, (x1 - x0) // 4)
    image.paste(image.crop((x0, y0, x0 + wide, y1)), (x1 - wide, y0))
    return image, "PNG", 0


def _blurred(image: Image.Image, frame: tuple[int, int, int, int]) -> tuple[Image.Image, str, int]:
    image.paste(image.crop(frame).filter(ImageFilter.GaussianBlur(2)), frame[:2])
    return image, "PNG", 0


def _stamped(image: Image.Image, frame: tuple[int, int, int, int]) -> tuple[Image.Image, str, int]:
    ImageDraw.Draw(image).ellipse((frame[0], frame[1], frame[0] + 90, frame[1] + 90), fill="#c8102e")
    return image, "PNG", 0


def _wiped(image: Image.Image, frame: tuple[int, int, int, int]) -> tuple[Image.Image, str, int]:
    foot = (0, image.height - image.height // 12, image.width, image.height)
    image.paste(image.getpixel((4, image.height - 4)), foot)  # type: ignore[arg-type]
    return image, "PNG", 0


def _squeezed(image: Image.Image, _frame: tuple[int, int, int, int]) -> tuple[Image.Image, str, int]:
    return image, "JPEG", 20


def _squeezed_and_back(image: Image.Image, _frame: tuple[int, int, int, int]) -> tuple[Image.Image, str, int]:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=20)
    return Image.open(buffer).convert("RGB"), "PNG", 0


def _pasted_and_squeezed(image: Image.Image, frame: tuple[int, int, int, int]) -> tuple[Image.Image, str, int]:
    return _pasted(image, frame)[0], "JPEG", 20


def _few_colours(image: Image.Image, _frame: tuple[int, int, int, int]) -> tuple[Image.Image, str, int]:
    return image.quantize(64).convert("RGB"), "PNG", 0


def _brighter(image: Image.Image, _frame: tuple[int, int, int, int]) -> tuple[Image.Image, str, int]:
    return image.point([min(255, v + 1) for v in range(256)] * 3), "PNG", 0


def _cropped(image: Image.Image, _frame: tuple[int, int, int, int]) -> tuple[Image.Image, str, int]:
    return image.crop((0, 0, image.width, image.height - 20)), "PNG", 0


def _resaved(image: Image.Image, _frame: tuple[int, int, int, int]) -> tuple[Image.Image, str, int]:
    return image, "PNG", 0


PICTURES: Mapping[str, Pixels] = {
    "picture: a digit pasted": _pasted, "picture: a region blurred": _blurred, "picture: a stamp over the figure": _stamped,
    "picture: the foot wiped": _wiped, "picture: JPEG quality 20": _squeezed, "picture: JPEG 20, back to PNG": _squeezed_and_back,
    "picture: a digit pasted, JPEG 20": _pasted_and_squeezed, "picture: 64 colours": _few_colours,
    "picture: one level brighter": _brighter, "picture: cropped": _cropped, "picture: saved again": _resaved,
}  # fmt: skip
