"""A platform's picture size: pixels, shape, limits, and the part of it that every crop keeps."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.design.tomlfile import TomlFile, positive, text, texts

SHAPES = {"portrait": 1080, "square": 1080, "tall": 1080, "wide": 1800}
"""The four master shapes and the width in design units that their templates are drawn at."""
LONG = "long"
"""The shape of a picture as high as its content: a composition's, for which no template has a drawing."""
LONG_WIDTH = 1080
FORMATS = ("png", "jpg")
MAX_SIDE = 20_000


@dataclass(frozen=True, slots=True)
class Size:
    """One preset. `width`, `height` in px; `max_bytes` is the platform's ceiling for a file.

    Of a `long` size `height` is the most that one picture may have, `least_height` what the platform takes for long.
    `formats` are the file formats that its route takes, the one to be tried first in front. `crop`: the platform's
    own crop, in words; `lists` is False where a card of several lines would be dust: it is refused there, with the reason;
    `safe` is the part (x0, y0, x1, y1 as shares of width and height) which the platform's own crop keeps.
    `source` and `confidence` say where the figures come from (platforms publish few of them).
    """

    id: str
    name: str
    width: int
    height: int
    shape: str
    max_bytes: int
    safe: tuple[float, float, float, float]
    source: str
    confidence: str
    checked_on: str
    formats: tuple[str, ...] = FORMATS
    crop: str = ""
    least_height: int = 1
    lists: bool = True

    @classmethod
    def read(cls, path: Path) -> Size:
        """Read one size file; raise DesignError with file and line when it is not sound."""
        file = TomlFile.read(path)
        size = cls(
            id=path.stem,
            name=file.get("name", text, "平台与用途的中文名"),
            width=file.get("width", _side, f"像素宽，1—{MAX_SIDE} 的整数"),
            height=file.get("height", _side, f"像素高，1—{MAX_SIDE} 的整数"),
            shape=file.get("shape", _shape, "portrait、square、tall 或 wide；长图为 long"),
            max_bytes=file.get("max_kb", positive, "文件上限，以 KB 计的正整数") * 1024,
            safe=file.get("safe", _safe, "[左, 上, 右, 下]，四个 0—1 之间的数", (0.0, 0.0, 1.0, 1.0)),
            source=file.get("source", text, "尺寸的出处"),
            confidence=file.get("confidence", text, "C、S、K 或 D"),
            checked_on=str(file.get("checked_on", str, "核对日期")),
            formats=file.get("formats", _formats, "png、jpg 的列表，先试的写在前面", FORMATS),
            crop=file.get("crop", str, "平台怎样裁切", ""),
            lists=file.get("lists", _flag, "true 或 false：清单、合卡、汇总做不做", True),
            least_height=file.get("least_height", _side, "像素高，1 以上的整数", 1),
        )
        return size

    @property
    def is_long(self) -> bool:
        """Whether the picture is as high as its content."""
        return self.shape == LONG

    @property
    def units(self) -> tuple[float, float]:
        """The drawing's width and height in design units: the master width of its shape, same ratio."""
        width = LONG_WIDTH if self.is_long else SHAPES[self.shape]
        return float(width), width * self.height / self.width


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError
    return value


def _side(value: Any) -> int:
    side = positive(value)
    if side > MAX_SIDE:
        raise ValueError
    return side


def _shape(value: Any) -> str:
    if value not in {*SHAPES, LONG}:
        raise ValueError
    return str(value)


def _formats(value: Any) -> tuple[str, ...]:
    formats = texts(value)
    if not set(formats) <= set(FORMATS):
        raise ValueError
    return formats


def _safe(value: Any) -> tuple[float, float, float, float]:
    left, top, right, bottom = (float(v) for v in value)
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise ValueError
    return left, top, right, bottom
