"""The slots of a day, as a person types them: ``07:30 wechat-post, 12:00 weibo-grid x9, 20:30 moments+weibo``."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from generator.errors import UsageError
from generator.series.model import Slot

MOST = 20
"""Pictures a post: the largest number any platform takes (公众号贴图)."""
_SLOT = re.compile(r"(\d{1,2})[:：](\d{2})\s+(\S+?)(?:\s*[x×X*]\s*(\d{1,2}))?")
_EXAMPLE = '请写成例如 "07:30 wechat-post, 12:00 weibo-grid x9, 20:30 moments"'


def parse_slots(text: str, size_id: Callable[[str], str]) -> tuple[Slot, ...]:
    """Return the slots in the order of the day; several sizes at one hour, joined by ``+``, are a slot each.

    `size_id` turns a size's id or Chinese name into its id and raises UsageError for an unknown one. Raises
    UsageError for anything that is not a slot, for an hour that no clock shows, and for the same size twice at
    one hour.
    """
    slots: list[Slot] = []
    for part in (p.strip() for p in re.split("[,，;；、\n]", text)):
        if not part:
            continue
        match = _SLOT.fullmatch(part)
        if match is None:
            raise UsageError(f"时段“{part}”看不懂", None, _EXAMPLE)
        time = clock_time(f"{match[1]}:{match[2]}")
        count = int(match[4] or 1)
        if not 1 <= count <= MOST:
            raise UsageError(f"时段“{part}”的张数不对", None, f"一次 1—{MOST} 张")
        for name in match[3].split("+"):
            slot = Slot(time, size_id(name), count)
            if any((s.time, s.size) == (slot.time, slot.size) for s in slots):
                raise UsageError(f"时段“{part}”写了两次", None, "同一时刻、同一尺寸只写一次，张数用 x2 表示")
            slots.append(slot)
    if not slots:
        raise UsageError("没有写时段", None, _EXAMPLE)
    return tuple(sorted(slots, key=lambda slot: slot.time))


def clock_time(text: str) -> dt.time:
    """Return ``07:30`` as a time; raise UsageError for what no clock shows. Midnight is 00:00 of its day."""
    match = re.fullmatch(r"(\d{1,2})[:：时点](\d{2})?(?:[:：]00)?分?", text.strip())
    hour, minute = (int(match[1]), int(match[2] or 0)) if match else (99, 0)
    if hour > 23 or minute > 59:
        raise UsageError(f"时间“{text}”不对", None, "请写成 07:30；半夜十二点写成当天的 00:00")
    return dt.time(hour, minute)


def slots_text(slots: Sequence[Slot]) -> str:
    """Return slots in the form `parse_slots` reads."""
    return ", ".join(
        f"{slot.time:%H:%M} {slot.size}" + (f" x{slot.count}" if slot.count > 1 else "") for slot in slots
    )
