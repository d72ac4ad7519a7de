"""All outlets of a newsroom, from its rules and its secrets."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator.deliver.codes import read_codes
from generator.deliver.doubt import AGAIN_AFTER, Doubt
from generator.deliver.drafting import Drafting
from generator.deliver.keys import Secrets
from generator.deliver.line import Line
from generator.deliver.mail import Mail
from generator.deliver.outlet import Outlet
from generator.deliver.robots import NAMES, Robot
from generator.deliver.wechat import WeChat
from generator.deliver.weibo import Weibo
from generator.errors import DesignError
from generator.series.rules import Rules


def outlets_of(
    rules: Rules, secrets: Secrets, data: Sequence[Path], *, seconds: float = 20.0, sleep: Callable[[float], None] = time.sleep
) -> dict[str, Outlet]:  # fmt: skip
    """Return every outlet by name; one that has no secrets says so when it is to send. Raises DesignError."""

    def line(base: str) -> Line:
        return Line(base.rstrip("/"), secrets, seconds, sleep=sleep)

    account = WeChat(
        line(str(rules.wechat.get("base", "https://api.weixin.qq.com"))),
        secrets.wechat_appid,
        secrets.wechat_secret,
        read_codes(data, "wechat"),
    )
    robots = {
        kind: Robot(kind, line(""), getattr(secrets, f"{kind}_webhook"), getattr(secrets, f"{kind}_secret", ""))
        for kind in NAMES
    }
    return {
        "wechat": Drafting(
            account,
            str(rules.wechat.get("author", "")),
            rules.wechat.get("publish") is True,
            _doubt(rules.wechat),
        ),
        "weibo": Weibo(
            line(str(rules.weibo.get("base", "https://api.weibo.com"))),
            secrets.weibo_token,
            rules.weibo.get("share") is True,
            str(rules.weibo.get("link", "")),
            read_codes(data, "weibo"),
        ),
        **robots,
        "email": Mail(rules.email, secrets.smtp_password, seconds),
    }


def _doubt(rules: Mapping[str, Any]) -> Doubt:
    """Return how lost answers are dealt with: `again_after` minutes, 0 for never asking twice."""
    minutes = rules.get("again_after", AGAIN_AFTER.total_seconds() / 60)
    if (
        isinstance(minutes, bool)
        or not isinstance(minutes, int | float)
        or not (minutes == 0 or 5 <= minutes <= 1440)
    ):
        raise DesignError("“wechat.again_after”的值不对", None, "应为分钟数，5 到 1440；写 0 表示从不自动重做")
    return Doubt(dt.timedelta(minutes=minutes)) if minutes else Doubt(again=False)
