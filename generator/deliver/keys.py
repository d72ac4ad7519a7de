"""What only the environment knows: keys and addresses that no file, log, ledger or manifest may hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

_MASK = "***"
_QUERY = re.compile(r"((?:access_token|secret|sign|key|appid|token)=)[^&\s\"']+", re.IGNORECASE)


@dataclass(frozen=True, repr=False)
class Secrets:
    """The secrets of a run; empty where the environment has none. Never printed: its repr shows nothing."""

    wechat_appid: str = ""
    wechat_secret: str = ""
    weibo_token: str = ""
    wecom_webhook: str = ""
    dingtalk_webhook: str = ""
    dingtalk_secret: str = ""
    feishu_webhook: str = ""
    feishu_secret: str = ""
    smtp_password: str = ""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Secrets:
        """Read ``MIMA_WECHAT_APPID`` and its sisters."""
        return cls(**{f.name: environment.get(f"MIMA_{f.name.upper()}", "").strip() for f in fields(cls)})

    def __repr__(self) -> str:
        return "Secrets(***)"

    def hide(self, text: str) -> str:
        """Return `text` without any secret in it: known values, and whatever stands like one in an address."""
        for field in fields(self):
            value = getattr(self, field.name)
            if len(value) >= 4:
                text = text.replace(value, _MASK)
        return _QUERY.sub(rf"\g<1>{_MASK}", text)
