"""Weibo's one open call for posting, `statuses/share`: one picture, 140 characters, no topics. Only where the rules say so.

Its text is made anew from the post's facts, since a caption with #topics# is refused; it is never cut. After a lost
answer our own timeline is looked through (see `doubt`) before it is shared again; Weibo itself refuses the same words
a second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.deliver.codes import Code
from generator.deliver.doubt import PATIENT, Doubt
from generator.deliver.line import Line, Uncertain, Unsent
from generator.deliver.outlet import Parcel, TryLater, UsePack
from generator.errors import DeliveryFailed
from generator.series.outbox import BY_HAND

MAX_TEXT = 140
MAX_PICTURE = 5 * 1024 * 1024


@dataclass
class Weibo:
    """The outlet for Weibo. `share` is the explicit setting without which nothing is ever posted."""

    line: Line
    token: str = field(repr=False)
    share: bool = False
    link: str = ""
    codes: Mapping[int, Code] = field(default_factory=dict, repr=False)
    doubt: Doubt = PATIENT

    def send(self, parcel: Parcel) -> str:
        """Post one picture with its words; see `Outlet.send`."""
        if not self.share or not self.token:
            raise UsePack(
                "没有开通微博直发", None, "请用素材包；要直发请设 weibo.share = true 与 MIMA_WEIBO_TOKEN"
            )
        if len(parcel.pictures) != 1:
            raise UsePack(f"微博接口一次只收一张图，这里有 {len(parcel.pictures)} 张", None, "请用素材包")
        memory = dict(parcel.memory)
        text = self._text(parcel)
        data = parcel.pictures[0].read_bytes()
        if len(data) > MAX_PICTURE:
            raise DeliveryFailed("图片超过 5 MB，微博不收", None, "请换小一些的尺寸")
        try:
            if memory.get("asked"):
                known = self.line.patiently(lambda: self._find(text), Uncertain)
                if known:
                    return known
                self._hold(parcel, memory)
            before = int(memory.get("asked", 0))
            memory["asked"], memory["looks"] = before + 1, 0
            parcel.remember(memory)
            try:
                return self._share(text, parcel.pictures[0].suffix, data)
            except Unsent:
                memory["asked"], memory["looks"] = before, len(self.doubt.pauses)
                parcel.remember(memory)
                raise
        except (Unsent, Uncertain) as error:
            raise TryLater(error.what, None, "稍后会先查是否已发，再决定要不要重发") from error

    def _hold(self, parcel: Parcel, memory: dict[str, Any]) -> None:
        if memory.pop(BY_HAND, False):
            return
        wait = self.doubt.hold(memory, "微博没有回答，自己的微博里还没有这一条")
        if wait is not None:
            memory["looks"] = int(memory.get("looks", 0)) + 1
            parcel.remember(memory)
            raise wait
        if not self.doubt.may_ask(memory):
            raise DeliveryFailed("微博一直没有回答，也查不到这一条", None, "请先到微博看一眼，没有再用素材包")

    def _text(self, parcel: Parcel) -> str:
        caption = parcel.making.caption if parcel.making else None
        text = caption.text if caption else ""
        for topic in caption.topics if caption else ():
            text = text.replace(topic, "")
        text = " ".join(text.split()) + (f" {self.link}" if self.link else "")
        if "#" in text:
            raise DeliveryFailed("微博接口不收带 # 的文字", None, "请用素材包")
        if len(text) > MAX_TEXT:
            raise UsePack(f"配文有 {len(text)} 个字，微博接口只收 {MAX_TEXT} 个字", None, "请用素材包")
        return text

    def _share(self, text: str, suffix: str, data: bytes) -> str:
        answer = self.line.call(
            "POST", "/2/statuses/share.json", data={"access_token": self.token, "status": text},
            files={"pic": (f"card{suffix}", data, "image/png" if suffix == ".png" else "image/jpeg")},
        )  # fmt: skip
        number = answer.get("error_code")
        if not number:
            return str(answer.get("idstr") or answer.get("id") or "")
        code = self.codes.get(int(number))
        what = f"{code.what if code else '微博接口报错'}（错误码 {number}）"
        remedy = code.remedy if code else "请到微博开放平台查这个错误码"
        deed = code.deed if code else "refuse"
        if deed == "sent":
            return f"已发出（{what}）"
        raise {"later": TryLater, "pack": UsePack}.get(deed, DeliveryFailed)(what, None, remedy)

    def _find(self, text: str) -> str:
        """Return the id of our own recent post with these words, or ""."""
        answer = self.line.call(
            "GET", "/2/statuses/user_timeline.json", params={"access_token": self.token, "count": "20"}
        )
        found = (one for one in answer.get("statuses") or [] if str(one.get("text", "")).startswith(text))
        return next((str(one.get("idstr", "")) for one in found), "")
