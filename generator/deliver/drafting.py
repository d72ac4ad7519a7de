"""A post as exactly one draft of an Official Account, whatever fails in between.

    pictures up (each id remembered) → was one made already? → remember that we ask → draft/add → remember the answer

WeChat knows no idempotency key. Ours are the media ids of the pictures: they are permanent, unique to this post, and
remembered before the draft is asked for; a draft that holds them is ours. When an answer was lost, the drafts are
looked through before another is made, and what turns out to be double is deleted.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from html import escape
from typing import Any

from generator.deliver.crop import RATIOS, crop_of, crop_text, number_text
from generator.deliver.line import Uncertain, Unsent
from generator.deliver.outlet import Parcel, TryLater, UsePack
from generator.deliver.wechat import MAX_BODY_PICTURE, Refused, WeChat, as_outcome
from generator.errors import DeliveryFailed

SETTLE = dt.timedelta(minutes=2)
"""How long after a lost answer the drafts are looked through: a slow request may still be carried out till then."""
_TITLE, _AUTHOR = 32, 16


@dataclass
class Drafting:
    """The outlet for drafts. `publish`: also publish them (only certified accounts may, only where the rules say so)."""

    wechat: WeChat
    author: str = ""
    publish: bool = False

    def send(self, parcel: Parcel) -> str:
        """Make the draft of a post and return its media id; see `Outlet.send`."""
        if not self.wechat.appid or not self.wechat.secret:
            raise UsePack(
                "没有公众号的 AppID 与 AppSecret",
                None,
                "请设置 MIMA_WECHAT_APPID 与 MIMA_WECHAT_SECRET，或用素材包",
            )
        try:
            return self._send(parcel, dict(parcel.memory))
        except Refused as error:
            raise as_outcome(error) from error
        except (Unsent, Uncertain) as error:
            raise TryLater(error.what, None, "稍后会自动再试") from error

    def _send(self, parcel: Parcel, memory: dict[str, Any]) -> str:
        if memory.get("tidy_after"):
            return self._tidy(memory)
        media = self._pictures(parcel, memory)
        if memory.get("asked"):
            found = self._ours(media)
            if found:
                return self._done(parcel, memory, self._keep_one(found))
            out = self._published(media)
            if out:
                return f"{out} 草稿已由人发布"
        article = self._article(parcel, memory, media)
        parcel.remember({**memory, "asked": int(memory.get("asked", 0)) + 1})
        again = bool(memory.get("asked"))
        memory["asked"] = int(memory.get("asked", 0)) + 1
        try:
            draft = self.wechat.add_draft(article)
        except (Refused, Unsent) as error:
            # Certainly not made: nothing has to be looked for because of this request.
            if not again:
                parcel.remember({**memory, "asked": 0})
                if isinstance(error, Refused) and error.number == 40007:
                    parcel.remember({})  # the material is gone: upload it again
            raise
        except Uncertain as error:
            raise TryLater(error.what, None, "稍后会先查草稿箱，再决定要不要重做").wait(SETTLE) from error
        if again:
            draft = self._keep_one(self._ours(media) or [draft])
        return self._done(parcel, memory, draft)

    def _done(self, parcel: Parcel, memory: dict[str, Any], draft: str) -> str:
        doubtful = int(memory.get("asked", 0)) > 1
        memory = {**memory, "draft": draft}
        if self.publish and not memory.get("publishing"):
            parcel.remember({**memory, "publishing": True})
            try:
                receipt = self.wechat.publish(draft)
            except DeliveryFailed as error:
                # Not tried again: a person sees in the platform whether it went out, and presses the button if not.
                return f"{draft} 草稿已建，没有确认发布：{error.what}"
            return f"{draft} 已提交发布 {receipt}".rstrip()
        if doubtful and not self.publish:
            # A request that was given up for lost may still land: look once more when that is over.
            parcel.remember({**memory, "tidy_after": True})
            raise TryLater("草稿已建，稍后再查一次有没有重复").wait(SETTLE)
        return draft

    def _tidy(self, memory: Mapping[str, Any]) -> str:
        found = self._ours(list(memory.get("media", {}).values()))
        return self._keep_one(found, str(memory["draft"])) if found else str(memory["draft"])

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


def _media_of(article: Mapping[str, Any]) -> set[str]:
    pictures = (article.get("image_info") or {}).get("image_list") or []
    found = {str(one.get("image_media_id", "")) for one in pictures}
    return (found | {str(article.get("thumb_media_id", ""))}) - {""}
