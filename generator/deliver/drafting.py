"""A post as exactly one draft of an Official Account, whatever fails in between.

    pictures up (each id remembered) → was one made already? → remember that we ask → draft/add → remember the answer

WeChat knows no idempotency key. Ours are the media ids of the pictures: they are permanent, unique to this post, and
remembered before the draft is asked for; a draft that holds them is ours. When an answer was lost, the drafts are
looked through again and again for half an hour (see `doubt`) before another is asked for; and where that had to be
done, they are looked through for another day and a half, and what has become double is deleted. A draft that is
published at once is never asked for twice: then a person is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from html import escape
from typing import Any

from generator.deliver.crop import RATIOS, crop_of, crop_text, number_text
from generator.deliver.doubt import PATIENT, WATCHES, Doubt
from generator.deliver.line import Uncertain, Unsent
from generator.deliver.outlet import Parcel, TryLater, UsePack
from generator.deliver.wechat import MAX_BODY_PICTURE, Refused, WeChat, as_outcome
from generator.errors import DeliveryFailed
from generator.series.outbox import BY_HAND

_TITLE, _AUTHOR = 32, 16
_LOOK_FIRST = "；先前的请求没有回音，请先看公众号草稿箱里是不是已经有了"


@dataclass
class Drafting:
    """The outlet for drafts. `publish`: also publish them (only certified accounts may, only where the rules say so)."""

    wechat: WeChat
    author: str = ""
    publish: bool = False
    doubt: Doubt = PATIENT

    def send(self, parcel: Parcel) -> str:
        """Make the draft of a post and return its media id; see `Outlet.send`."""
        if not self.wechat.appid or not self.wechat.secret:
            raise UsePack(
                "没有公众号的 AppID 与 AppSecret",
                None,
                "请设置 MIMA_WECHAT_APPID 与 MIMA_WECHAT_SECRET，或用素材包",
            )
        memory = dict(parcel.memory)
        try:
            return self._send(parcel, memory)
        except Refused as error:
            raise _warned(as_outcome(error), memory) from error
        except (Unsent, Uncertain) as error:
            raise _warned(TryLater(error.what, None, "稍后会自动再试"), memory) from error

    def _send(self, parcel: Parcel, memory: dict[str, Any]) -> str:
        if memory.get("draft"):
            return self._look_after(parcel, memory)
        media = self._pictures(parcel, memory)
        if memory.get("asked"):
            found = self._ours(media)
            if found:
                return self._done(parcel, memory, self._keep_one(found))
            out = self._published(media)
            if out:
                return f"{out} 草稿已由人发布"
            self._hold(parcel, memory)
        return self._ask(parcel, memory, media)

    def _hold(self, parcel: Parcel, memory: dict[str, Any]) -> None:
        """Wait for the next look, or tell a person; return only when the draft may be asked for again."""
        if memory.pop(BY_HAND, False):
            return
        doubt = replace(self.doubt, again=self.doubt.again and not self.publish)
        wait = doubt.hold(memory, "公众号没有回答，草稿箱里还没有这一期")
        if wait is not None:
            memory["looks"] = int(memory.get("looks", 0)) + 1
            parcel.remember(memory)
            raise wait
        if not doubt.may_ask(memory):
            minutes = int(doubt.after.total_seconds() // 60)
            raise DeliveryFailed(
                f"公众号没有回答建草稿的请求，查了 {minutes} 分钟草稿箱里也没有；为免重复没有再建",
                None,
                "请先看草稿箱：有就用它，没有再用素材包",
            )

    def _ask(self, parcel: Parcel, memory: dict[str, Any], media: list[str]) -> str:
        article = self._article(parcel, memory, media)
        before = int(memory.get("asked", 0))
        memory["asked"], memory["looks"] = before + 1, 0
        parcel.remember(memory)
        try:
            draft = self.wechat.add_draft(article)
        except (Refused, Unsent) as error:
            # Certainly not made: nothing has to be looked for because of this request.
            memory["asked"] = before
            if before:
                memory["looks"] = len(
                    self.doubt.pauses
                )  # what was looked for long enough may be asked for again
            elif isinstance(error, Refused) and error.number == 40007:
                memory.clear()  # the material is gone: upload it again
            parcel.remember(memory)
            raise
        except Uncertain as error:
            wait = self.doubt.hold(memory, error.what)
            memory["looks"] = 1
            parcel.remember(memory)
            raise wait or TryLater(error.what) from error
        if before:
            draft = self._keep_one(self._ours(media) or [draft])
        return self._done(parcel, memory, draft)

    def _done(self, parcel: Parcel, memory: dict[str, Any], draft: str) -> str:
        memory["draft"] = draft
        if self.publish:
            parcel.remember({**memory, "publishing": True})
            try:
                receipt = self.wechat.publish(draft)
            except DeliveryFailed as error:
                # Not tried again: a person sees in the platform whether it went out, and presses the button if not.
                return f"{draft} 草稿已建，没有确认发布：{error.what}"
            return f"{draft} 已提交发布 {receipt}".rstrip()
        if int(memory.get("asked", 0)) > 1:
            self._next_watch(parcel, memory)
        return draft

    def _next_watch(self, parcel: Parcel, memory: dict[str, Any]) -> None:
        """A request that was given up for lost may still be carried out: look again later, and longer each time."""
        watches = int(memory.get("watches", 0))
        if watches < len(WATCHES):
            memory["watches"] = watches + 1
            parcel.remember(memory)
            wait = TryLater("草稿已建，稍后再查有没有重复").wait(WATCHES[watches])
            raise wait.as_a_look(str(memory["draft"]))

    def _look_after(self, parcel: Parcel, memory: dict[str, Any]) -> str:
        """A draft is there: find out what became of publishing it, or whether a second one has arrived."""
        draft, media = str(memory["draft"]), list(memory.get("media", {}).values())
        if memory.get("publishing"):
            out = self._published(media)
            return f"{draft} 已发布 {out}" if out else f"{draft} 草稿已建，没有确认发布，请到公众平台看一眼"
        try:
            found = self._ours(media)
            if draft in found:
                self._keep_one(found, draft)
            elif found and self._published(media):
                self._keep_one([*found, draft], draft)  # a person has published ours: what is left is double
            elif found:
                draft = self._keep_one(found)  # ours was deleted by hand, and one is wanted
            memory["draft"] = draft
        except (Refused, Unsent, Uncertain, TryLater) as error:
            if int(memory.get("watches", 0)) >= len(WATCHES):
                return f"{draft}（没能查有没有重复，请看一眼草稿箱：{error.what}）"
        self._next_watch(parcel, memory)
        return draft

    def _pictures(self, parcel: Parcel, memory: dict[str, Any]) -> list[str]:
        """Upload what has no media id yet; each id is remembered at once."""
        making = parcel.making
        if making is None:
            raise DeliveryFailed("没有图片可传")
        known: dict[str, str] = dict(memory.get("media", {}))
        for number, (picture, path) in enumerate(zip(making.pictures, parcel.pictures, strict=True), 1):
            slot = f"{number}:{picture.sha256}"
            if slot in known:
                continue
            name = f"mima-{parcel.key.replace(':', '-')}-{number}{path.suffix}"
            data = path.read_bytes()
            tried = memory.get("uploading") == slot
            media = self.wechat.line.patiently(partial(self.wechat.find_material, name)) if tried else ""
            if not media:
                memory["uploading"] = slot
                parcel.remember(memory)
                media = self.wechat.line.patiently(partial(self.wechat.upload, name, data))
            known[slot] = media
            memory["media"], memory["uploading"] = dict(known), ""
            parcel.remember(memory)
        return [known[f"{number}:{picture.sha256}"] for number, picture in enumerate(making.pictures, 1)]

    def _ours(self, media: list[str]) -> list[str]:
        """Return the drafts that hold our pictures, the newest first."""
        mine = set(media)

        def look() -> list[str]:
            return [draft for draft, article in self.wechat.drafts() if mine & _media_of(article)]

        return self.wechat.line.patiently(look, Uncertain)

    def _published(self, media: list[str]) -> str:
        """Return the id of a published article that holds our pictures, or "": a person may have been quick."""
        mine = set(media)

        def look() -> str:
            return next((name for name, article in self.wechat.published() if mine & _media_of(article)), "")

        return self.wechat.line.patiently(look, Uncertain)

    def _keep_one(self, found: list[str], kept: str = "") -> str:
        """Delete all but one of our drafts and return that one."""
        keep = kept if kept in found else found[-1]
        for draft in found:
            if draft != keep:
                self.wechat.delete_draft(draft)
        return keep

    def _article(self, parcel: Parcel, memory: dict[str, Any], media: list[str]) -> dict[str, Any]:
        if parcel.making is None or parcel.platform is None or parcel.series is None:
            raise DeliveryFailed("没有内容可发")
        caption, first = parcel.making.caption, parcel.making.pictures[0]
        title = caption.title or parcel.series.title
        if len(title) > _TITLE:
            raise DeliveryFailed(f"标题有 {len(title)} 个字，公众号只收 {_TITLE} 个字", None, "请缩短系列名")
        if len(self.author) > _AUTHOR:
            raise DeliveryFailed(
                f"作者名超过 {_AUTHOR} 个字", None, "请改 data/newsroom.toml 里的 wechat.author"
            )
        frames = {name: crop_of(first.width, first.height, ratio) for name, ratio in RATIOS.items()}
        common = {"title": title, "need_open_comment": 0, "only_fans_can_comment": 0}
        if parcel.platform.article_type == "newspic":
            crops = [
                {"ratio": name, **dict(zip(("x1", "y1", "x2", "y2"), map(number_text, frame), strict=True))}
                for name, frame in frames.items()
            ]
            return {
                "article_type": "newspic", **common, "content": caption.text,
                "image_info": {"image_list": [{"image_media_id": one} for one in media]},
                "cover_info": {"crop_percent_list": crops},
            }  # fmt: skip
        return {
            "article_type": "news", **common, "author": self.author, "digest": "",
            "content": self._body(parcel, memory), "thumb_media_id": media[0],
            "pic_crop_235_1": crop_text(frames["2.35_1"]), "pic_crop_1_1": crop_text(frames["1_1"]),
        }  # fmt: skip

    def _body(self, parcel: Parcel, memory: dict[str, Any]) -> str:
        """Return an article's body: its words, then every picture but the cover that may stand in a body."""
        urls: dict[str, str] = dict(memory.get("urls", {}))
        pictures = list(zip(parcel.making.pictures, parcel.pictures, strict=True)) if parcel.making else []
        parts = (
            [f"<p>{escape(line)}</p>" for line in parcel.making.caption.text.splitlines() if line]
            if parcel.making
            else []
        )
        for picture, path in pictures[1:]:
            data = path.read_bytes()
            if len(data) > MAX_BODY_PICTURE:
                raise DeliveryFailed(f"“{path.name}”超过 1 MB，不能放进正文", None, "请换小一些的尺寸")
            if picture.sha256 not in urls:
                urls[picture.sha256] = self.wechat.line.patiently(
                    partial(self.wechat.upload_for_body, path.name, data), Uncertain
                )
                memory["urls"] = dict(urls)
                parcel.remember(memory)
            parts.append(f'<p><img src="{escape(urls[picture.sha256])}" alt="{escape(picture.alt)}"></p>')
        return "".join(parts)


def _warned(outcome: DeliveryFailed, memory: Mapping[str, Any]) -> DeliveryFailed:
    """Tell the person who is sent to the pack that a draft may be there already."""
    if memory.get("asked") and not (isinstance(outcome, TryLater) and not outcome.counted):
        outcome.what += _LOOK_FIRST
    return outcome


def _media_of(article: Mapping[str, Any]) -> set[str]:
    pictures = (article.get("image_info") or {}).get("image_list") or []
    found = {str(one.get("image_media_id", "")) for one in pictures}
    return (found | {str(article.get("thumb_media_id", ""))}) - {""}
