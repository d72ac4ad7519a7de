"""The Official Account's API, as its documentation says (read 2026-11): token, pictures, drafts, publishing.

One class, one method a call. It knows nothing of posts; what to do when a call fails is in `drafting`.
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.deliver.codes import Code
from generator.deliver.line import Line, Uncertain, Unsent
from generator.deliver.outlet import TryLater, UsePack
from generator.errors import DeliveryFailed

MAX_PICTURE = 10 * 1024 * 1024
MAX_BODY_PICTURE = 1024 * 1024
EARLY = 300.0
"""Seconds before its end at which a token is renewed: so does the platform itself."""
FORCED_APART = 30.0
A_DAYS_QUOTA = dt.timedelta(hours=6)
"""A daily quota is filled up at midnight: asking every hour until then would use up the attempts."""
_ADDRESS = re.compile(r"\b\d{1,3}(?:\.\d{1,3}){3}\b|\b[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}\b", re.IGNORECASE)
_PAGE = 20


class Refused(DeliveryFailed):
    """The platform answered with an error code: it did nothing."""

    def __init__(self, number: int, what: str, remedy: str, deed: str) -> None:
        super().__init__(what, None, remedy)
        self.number = number
        self.deed = deed


@dataclass
class WeChat:
    """One Official Account. `steady`: seconds of a clock that cannot be set, for the token's age."""

    line: Line
    appid: str = field(repr=False)
    secret: str = field(repr=False)
    codes: Mapping[int, Code] = field(default_factory=dict, repr=False)
    steady: Callable[[], float] = time.monotonic
    _token: str = field(default="", repr=False)
    _until: float = 0.0
    _forced_at: float | None = None

    def upload(self, name: str, data: bytes) -> str:
        """Upload a picture as permanent material and return its media id. PNG or JPEG, 10 MB."""
        _prove_picture(data, MAX_PICTURE, "10 MB")
        answer = self._send(
            "/cgi-bin/material/add_material", {"type": "image"}, files={"media": (name, data, _mime(data))}
        )
        return _text(answer, "media_id")

    def upload_for_body(self, name: str, data: bytes) -> str:
        """Upload a picture for an article's body and return its address. PNG or JPEG, under 1 MB."""
        _prove_picture(data, MAX_BODY_PICTURE, "1 MB")
        answer = self._send("/cgi-bin/media/uploadimg", files={"media": (name, data, _mime(data))})
        return _text(answer, "url")

    def find_material(self, name: str, most: int = 5) -> str:
        """Return the media id of a recent picture by its file name, or ""; `most`: pages of 20 to look through."""
        for page in range(most):
            body = {"type": "image", "offset": page * _PAGE, "count": _PAGE}
            items = self._send("/cgi-bin/material/batchget_material", body=body).get("item") or []
            for item in items:
                if item.get("name") == name:
                    return str(item.get("media_id", ""))
            if len(items) < _PAGE:
                break
        return ""

    def add_draft(self, article: Mapping[str, Any]) -> str:
        """Make a draft of one article and return its media id. May not be repeated blindly."""
        return _text(self._send("/cgi-bin/draft/add", body={"articles": [article]}), "media_id")

    def drafts(self, most: int = 10) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield the newest drafts: media id and first article, without bodies; `most`: pages of 20."""
        for page in range(most):
            body = {"offset": page * _PAGE, "count": _PAGE, "no_content": 1}
            items = self._send("/cgi-bin/draft/batchget", body=body).get("item") or []
            for item in items:
                articles = (item.get("content") or {}).get("news_item") or [{}]
                yield str(item.get("media_id", "")), articles[0]
            if len(items) < _PAGE:
                return

    def published(self, most: int = 3) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Yield what was published lately: article id and first article; nothing where the account may not ask."""
        for page in range(most):
            body = {"offset": page * _PAGE, "count": _PAGE, "no_content": 1}
            try:
                items = self._send("/cgi-bin/freepublish/batchget", body=body).get("item") or []
            except Refused:
                return
            for item in items:
                articles = (item.get("content") or {}).get("news_item") or [{}]
                yield str(item.get("article_id", "")), articles[0]
            if len(items) < _PAGE:
                return

    def delete_draft(self, media_id: str) -> None:
        """Delete a draft; one that is gone already is as good."""
        try:
            self._send("/cgi-bin/draft/delete", body={"media_id": media_id})
        except Refused as error:
            if error.number != 40007:
                raise

    def publish(self, media_id: str) -> str:
        """Publish a draft and return the publishing id. May not be repeated blindly."""
        answer = self._send("/cgi-bin/freepublish/submit", body={"media_id": media_id})
        return str(answer.get("publish_id", ""))

    def _send(
        self, path: str, params: Mapping[str, str] | None = None, *, body: Any = None, files: Any = None
    ) -> dict[str, Any]:
        """Make one call with the token; renew it once where the platform says it no longer holds."""
        try:
            return self._once(path, params, body, files)
        except Refused as error:
            if error.deed != "refresh":
                raise
            self._renew()
        return self._once(path, params, body, files)

    def _once(self, path: str, params: Mapping[str, str] | None, body: Any, files: Any) -> dict[str, Any]:
        query = {"access_token": self._current(), **(params or {})}
        return self._proved(self.line.call("POST", path, params=query, body=body, files=files))

    def _current(self) -> str:
        if not self._token or self.steady() >= self._until:
            self._fetch(force=False)
        return self._token

    def _renew(self) -> None:
        """Fetch the token again; by force only when the plain call brings the same one, and not twice in 30 s."""
        before = self._token
        self._fetch(force=False)
        if self._token != before:
            return
        if self._forced_at is not None and self.steady() - self._forced_at < FORCED_APART:
            raise TryLater("公众号的令牌刚换过仍不能用", None, "稍后会自动再试")
        self._forced_at = self.steady()
        self._fetch(force=True)

    def _fetch(self, *, force: bool) -> None:
        body = {
            "grant_type": "client_credential", "appid": self.appid, "secret": self.secret, "force_refresh": force,
        }  # fmt: skip
        call = lambda: self._proved(self.line.call("POST", "/cgi-bin/stable_token", body=body))  # noqa: E731
        answer = self.line.patiently(call, Uncertain)
        self._token = _text(answer, "access_token")
        self._until = self.steady() + max(60.0, float(answer.get("expires_in") or 0) - EARLY)

    def _proved(self, answer: dict[str, Any]) -> dict[str, Any]:
        number = answer.get("errcode", 0)
        if not number:
            return answer
        number = int(number) if str(number).removeprefix("-").isdigit() else -1
        message = str(answer.get("errmsg", ""))
        code = self.codes.get(number)
        what = code.what if code else f"公众号接口报错：{self.line.secrets.hide(message)[:120]}"
        if number == 40164:
            address = _ADDRESS.search(message)
            what += f"：{address[0]}" if address else ""
        remedy = code.remedy if code else "请到公众平台的文档里查这个错误码"
        text = f"{what}（错误码 {number}）"
        if number == -1:
            raise Unsent(text, None, remedy)
        raise Refused(number, text, remedy, code.deed if code else "refuse")


def as_outcome(error: Refused) -> DeliveryFailed:
    """Return what a refusal means for a delivery."""
    if error.deed in {"later", "refresh"}:
        later = TryLater(error.what, None, error.remedy)
        return later.wait(A_DAYS_QUOTA) if error.number == 45009 else later
    if error.deed == "pack":
        return UsePack(error.what, None, error.remedy)
    return error


def _prove_picture(data: bytes, most: int, shown: str) -> None:
    if not _mime(data):
        raise DeliveryFailed("图片不是 PNG 或 JPEG，公众号不收", None, "请换成 png 或 jpg")
    if len(data) > most:
        raise DeliveryFailed(
            f"图片有 {len(data) / 1048576:.1f} MB，公众号只收 {shown}", None, "请换小一些的尺寸"
        )


def _mime(data: bytes) -> str:
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    return "image/jpeg" if data.startswith(b"\xff\xd8\xff") else ""


def _text(answer: Mapping[str, Any], name: str) -> str:
    value = answer.get(name)
    if not isinstance(value, str) or not value:
        raise Uncertain(f"公众号的回应里没有 {name}")
    return value
