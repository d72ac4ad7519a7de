"""The line to a platform: one HTTP client with time limits, whose every failure is told apart.

`Unsent`: the request certainly did nothing. `Uncertain`: it may have been carried out, and nobody told us.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

import httpx
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_exponential, wait_random

from generator.deliver.keys import Secrets
from generator.errors import DeliveryFailed

T = TypeVar("T")
MOST_ANSWER = 4_000_000
# Their logs carry whole addresses, and an address carries the access token.
for _name in ("httpx", "httpcore"):
    logging.getLogger(_name).setLevel(logging.WARNING)


class Unsent(DeliveryFailed):
    """The other side was not reached, or said that it was busy: the request did nothing."""


class Uncertain(DeliveryFailed):
    """No answer, or none that can be read: the request may have been carried out."""


@dataclass
class Line:
    """Calls one platform. `seconds`: how long an answer may take; `sleep` waits between attempts."""

    base: str
    secrets: Secrets
    seconds: float = 20.0
    attempts: int = 3
    sleep: Callable[[float], None] = time.sleep
    transport: httpx.BaseTransport | None = None

    def call(
        self, method: str, path: str, *, params: Mapping[str, str] | None = None, body: Any = None,
        data: Mapping[str, str] | None = None, files: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:  # fmt: skip
        """Make one request and return the JSON object of its answer. Raises Unsent or Uncertain."""
        headers = {"Content-Type": "application/json; charset=utf-8"} if body is not None else None
        # Platforms of WeChat show \uXXXX as it stands: hanzi go as UTF-8.
        content = json.dumps(body, ensure_ascii=False).encode("utf-8") if body is not None else None
        limits = httpx.Timeout(self.seconds, connect=min(10.0, self.seconds))
        try:
            # No redirects: a token must not follow one to another host. A few calls a post need no kept connection.
            with httpx.Client(timeout=limits, follow_redirects=False, transport=self.transport) as client:
                answer = client.request(
                    method,
                    self.base + path,
                    params=params,
                    content=content,
                    data=data,
                    files=files,
                    headers=headers,
                )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise Unsent(f"连不上平台（{self._told(error)}）") from None
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise Uncertain(f"平台没有回应（{self._told(error)}）") from None
        return _object(answer)

    def patiently(self, call: Callable[[], T], *also: type[Exception]) -> T:
        """Return what `call` returns, trying again with growing pauses; only for calls that may be repeated."""
        retrying = Retrying(
            stop=stop_after_attempt(self.attempts),
            wait=wait_exponential(multiplier=0.5, max=20) + wait_random(0, 1),
            retry=retry_if_exception_type((Unsent, *also)),
            sleep=self.sleep,
            reraise=True,
        )
        return retrying(call)

    def _told(self, error: Exception) -> str:
        return self.secrets.hide(f"{type(error).__name__}: {error}") if str(error) else type(error).__name__


def _object(answer: httpx.Response) -> dict[str, Any]:
    if answer.status_code in {429, 503}:
        raise Unsent(f"平台太忙（HTTP {answer.status_code}）")
    if answer.status_code >= 500:
        raise Uncertain(f"平台出错（HTTP {answer.status_code}）")
    if len(answer.content) > MOST_ANSWER:
        raise Uncertain("平台的回应太长")
    try:
        table = json.loads(answer.content.decode("utf-8"))
    except (ValueError, RecursionError):
        raise Uncertain(f"平台的回应读不懂（HTTP {answer.status_code}）") from None
    if not isinstance(table, dict):
        raise Uncertain(f"平台的回应读不懂（HTTP {answer.status_code}）")
    return table
