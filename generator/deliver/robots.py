"""Notices to group robots: WeCom (企业微信), DingTalk (钉钉) and Feishu (飞书), signed as each of them asks.

None of the three can be asked what it received, and none drops a second copy. A message that was certainly not taken
is tried again here; one that may have arrived is `Unclear`, and how often it is sent again is decided in `sending`.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote_plus

from generator.deliver.line import Line, Uncertain, Unsent
from generator.deliver.outlet import Parcel, TryLater, Unclear, UsePack
from generator.errors import DeliveryFailed

_BUSY = {45009, 130101, 130102, 9499, 11232, -1}
"""Too many messages a minute, on any of the three."""


@dataclass
class Robot:
    """One group robot. `webhook` is its whole address and secret by itself; `secret` signs where the group asks for it."""

    kind: str
    line: Line
    webhook: str = field(repr=False)
    secret: str = field(default="", repr=False)

    def send(self, parcel: Parcel) -> str:
        """Send a notice; see `Outlet.send`."""
        if not self.webhook:
            raise UsePack(
                f"没有设置{NAMES[self.kind]}机器人的地址", None, f"请设置 MIMA_{self.kind.upper()}_WEBHOOK"
            )
        address, body = _signed(self.kind, self.webhook, self.secret, parcel.text, parcel.now)
        try:
            answer = self.line.patiently(lambda: self.line.call("POST", address, body=body))
        except Unsent as error:
            raise TryLater(error.what, None, "稍后会自动再试") from error
        except Uncertain as error:
            raise Unclear(error.what, None, "稍后会再发一次") from error
        number = answer.get("errcode", answer.get("code", answer.get("StatusCode", 0)))
        if number == 0:
            return "ok"
        said = self.line.secrets.hide(str(answer.get("errmsg", answer.get("msg", ""))))[:120]
        what = f"{NAMES[self.kind]}机器人没有收下通知（错误码 {number}：{said}）"
        if number in _BUSY:
            raise TryLater(what, None, "稍后会自动再试")
        raise DeliveryFailed(what, None, "请核对机器人的地址、密钥与安全设置")


NAMES = {"wecom": "企业微信", "dingtalk": "钉钉", "feishu": "飞书"}
"""The robots that are known, and what they are called."""


def _signed(kind: str, webhook: str, secret: str, text: str, now: dt.datetime) -> tuple[str, dict[str, Any]]:
    """Return address and body of a text message, signed as the platform's documentation says."""
    seconds = int(now.timestamp())
    if kind == "feishu":
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": text}}
        if secret:
            # Feishu signs nothing with time and secret as the key.
            body |= {"timestamp": str(seconds), "sign": _hmac(f"{seconds}\n{secret}", "")}
        return webhook, body
    body = {"msgtype": "text", "text": {"content": text}}
    if kind == "dingtalk" and secret:
        milliseconds = seconds * 1000
        sign = _hmac(secret, f"{milliseconds}\n{secret}")
        joint = "&" if "?" in webhook else "?"
        webhook += f"{joint}timestamp={milliseconds}&sign={quote_plus(sign)}"
    return webhook, body


def _hmac(key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()
