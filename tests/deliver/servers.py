"""Local servers that behave as the platforms' documentation says, and misbehave where a test wants them to.

A fault is one word for one call of one path: ``drop before`` (nothing done, connection closed), ``drop after`` (done,
connection closed), ``late`` (connection closed at once, done a moment later), ``lands 12`` (connection closed at once,
done when the server's clock is 12 minutes further: see `pass_time`), ``slow`` (done, answered too late), ``garbage``, ``500 before``, ``500 after``, ``503``, or an error code.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Mapping
from email.parser import BytesParser
from email.policy import HTTP
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

SLOW = 1.2
LATE = 0.25


class Server:
    """A server on this machine. `faults`: by path, the faults of the coming calls; `calls`: every path called."""

    def __init__(self) -> None:
        self.faults: dict[str, list[str | int]] = defaultdict(list)
        self.calls: list[str] = []
        self.seen: list[Any] = []
        self.lock = threading.RLock()
        self.later: list[threading.Thread] = []
        self.minutes = 0.0
        self.parked: list[tuple[float, str, Mapping[str, str], bytes, Any]] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self._serve(self.rfile.read(int(self.headers.get("Content-Length") or 0)))

            def do_GET(self) -> None:
                self._serve(b"")

            def _serve(self, body: bytes) -> None:
                address = urlsplit(self.path)
                query = {key: values[0] for key, values in parse_qs(address.query).items()}
                server._turn(self, address.path, query, body)

            def log_message(self, format: str, *args: Any) -> None: ...

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def __enter__(self) -> Any:
        self._thread.start()
        return self

    def __exit__(self, *trouble: object) -> None:
        for thread in self.later:
            thread.join()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def pass_time(self, minutes: float) -> None:
        """Let the server's clock go on, and carry out what was to land meanwhile."""
        with self.lock:
            self.minutes += minutes
            landing = [one for one in self.parked if one[0] <= self.minutes]
            self.parked = [one for one in self.parked if one[0] > self.minutes]
            for _, path, query, body, headers in landing:
                self.answer(path, self.accepted(query), body, headers)

    def accepted(self, query: Mapping[str, str]) -> Mapping[str, str]:
        """Return the query of a request that was let in when it came, as it counts when it lands."""
        return query

    def answer(self, path: str, query: Mapping[str, str], body: bytes, headers: Any) -> Mapping[str, Any]:
        raise NotImplementedError

    def error(self, number: int) -> Mapping[str, Any]:
        return {"errcode": number, "errmsg": f"error {number}"}

    def _turn(self, handler: Any, path: str, query: Mapping[str, str], body: bytes) -> None:
        with self.lock:
            self.calls.append(path)
            fault = self.faults[path].pop(0) if self.faults[path] else ""
        headers = handler.headers

        def do() -> Mapping[str, Any]:
            with self.lock:
                return self.answer(path, query, body, headers)

        if fault == "late":
            thread = threading.Thread(target=lambda: (time.sleep(LATE), do()))
            self.later.append(thread)
            thread.start()
        if str(fault).startswith("lands "):
            with self.lock:
                self.parked.append((self.minutes + float(str(fault)[6:]), path, query, body, headers))
        if fault in {"drop before", "late"} or str(fault).startswith("lands "):
            handler.close_connection = True
            handler.connection.close()
            return
        if isinstance(fault, int):
            self._say(handler, 200, json.dumps(self.error(fault)).encode())
            return
        if fault in {"500 before", "503"}:
            self._say(handler, int(fault[:3]), b"busy")
            return
        done = do()
        if fault == "drop after":
            handler.close_connection = True
            handler.connection.close()
            return
        if fault == "slow":
            time.sleep(SLOW)
        if fault == "500 after":
            self._say(handler, 500, b"oops")
            return
        self._say(
            handler, 200, b"<html>" if fault == "garbage" else json.dumps(done, ensure_ascii=False).encode()
        )

    @staticmethod
    def _say(handler: Any, status: int, body: bytes) -> None:
        try:
            handler.send_response(status)
            handler.send_header("Content-Type", "application/json; charset=utf-8")
            handler.send_header("Content-Length", str(len(body)))
            handler.end_headers()
            handler.wfile.write(body)
        except OSError:
            handler.close_connection = True  # whoever asked has hung up


class WeChatServer(Server):
    """The Official Account's API: stable tokens, permanent material, the draft box, publishing."""

    APPID, SECRET = "wx1234567890abcdef", "0123456789abcdef-secret"

    def __init__(self) -> None:
        super().__init__()
        self.token = "token-1"
        self.forced: list[float] = []
        self.material: dict[str, tuple[str, bytes]] = {}
        self.drafts: dict[str, Mapping[str, Any]] = {}
        self.published: list[str] = []
        self.articles: dict[str, Mapping[str, Any]] = {}
        self.closed: set[str] = set()
        self._count = 0

    def publish(self, draft: str) -> None:
        """Publish a draft, as the call or a person does: it leaves the draft box."""
        with self.lock:
            self.published.append(draft)
            self.articles[f"A-{draft}"] = self.drafts.pop(draft)

    def accepted(self, query: Mapping[str, str]) -> Mapping[str, str]:
        return {**query, "access_token": self.token}

    def expire(self) -> None:
        """Make every token that was handed out invalid."""
        with self.lock:
            self._count += 1
            self.token = f"token-{self._count + 1}"

    def error(self, number: int) -> Mapping[str, Any]:
        words = {40164: "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist rid: 1"}
        return {"errcode": number, "errmsg": words.get(number, f"error {number} rid: 1")}

    def answer(self, path: str, query: Mapping[str, str], body: bytes, headers: Any) -> Mapping[str, Any]:
        if path == "/cgi-bin/stable_token":
            return self._stable_token(json.loads(body))
        if query.get("access_token") != self.token:
            return self.error(42001 if query.get("access_token", "").startswith("token-") else 40001)
        if path == "/cgi-bin/material/add_material":
            return self._add_material(query, *multipart(headers, body)["media"])
        if path == "/cgi-bin/media/uploadimg":
            _name, data = multipart(headers, body)["media"]
            return (
                {"url": f"http://mmbiz.example/{self._next()}"}
                if len(data) <= 1024 * 1024
                else self.error(40009)
            )
        table = json.loads(body)
        if path in self.closed:
            return self.error(48001)
        if path == "/cgi-bin/freepublish/batchget":
            items = [
                {"article_id": a, "content": {"news_item": [one]}} for a, one in reversed(self.articles.items())
            ]
            return _page(items, table)
        if path == "/cgi-bin/material/batchget_material":
            items = [{"media_id": m, "name": name} for m, (name, _) in reversed(self.material.items())]
            return _page(items, table)
        if path == "/cgi-bin/draft/add":
            return self._add_draft(body, table)
        if path == "/cgi-bin/draft/batchget":
            items = [
                {"media_id": m, "content": {"news_item": [article]}, "update_time": 1}
                for m, article in reversed(self.drafts.items())
            ]
            return _page(items, table)
        if path == "/cgi-bin/draft/delete":
            return {"errcode": 0} if self.drafts.pop(table["media_id"], None) else self.error(40007)
        if path == "/cgi-bin/freepublish/submit":
            if table["media_id"] not in self.drafts:
                return self.error(40007)
            self.publish(table["media_id"])
            return {"errcode": 0, "errmsg": "ok", "publish_id": f"p{self._next()}"}
        return self.error(40066)

    def _stable_token(self, table: Mapping[str, Any]) -> Mapping[str, Any]:
        if table.get("grant_type") != "client_credential" or table.get("appid") != self.APPID:
            return self.error(40013)
        if table.get("secret") != self.SECRET:
            return self.error(40125)
        if table.get("force_refresh"):
            self.forced.append(time.monotonic())
            self.expire()
        return {"access_token": self.token, "expires_in": 7200}

    def _add_material(self, query: Mapping[str, str], name: str, data: bytes) -> Mapping[str, Any]:
        if query.get("type") != "image":
            return self.error(40004)
        if not data.startswith((b"\x89PNG", b"\xff\xd8")):
            return self.error(40005)
        if len(data) > 10 * 1024 * 1024:
            return self.error(40009)
        media = f"M{self._next()}"
        self.material[media] = (name, data)
        return {"media_id": media, "url": f"http://mmbiz.example/{media}"}

    def _add_draft(self, body: bytes, table: Mapping[str, Any]) -> Mapping[str, Any]:
        assert b"\\u" not in body, "the documentation forbids \\u escapes"
        (article,) = table["articles"]
        if len(article["title"]) > 32:
            return self.error(45003)
        if article.get("article_type") == "newspic":
            ids = [one["image_media_id"] for one in article["image_info"]["image_list"]]
            if not 1 <= len(ids) <= 20 or any(one not in self.material for one in ids):
                return self.error(40007)
            for crop in article["cover_info"]["crop_percent_list"]:
                assert crop["ratio"] in {"1_1", "16_9", "2.35_1"}
                frame = [float(crop[name]) for name in ("x1", "y1", "x2", "y2")]
                assert all(isinstance(crop[name], str) for name in ("x1", "y1", "x2", "y2"))
                assert 0 <= frame[0] < frame[2] <= 1 and 0 <= frame[1] < frame[3] <= 1
        else:
            if article["thumb_media_id"] not in self.material:
                return self.error(40007)
            for name in ("pic_crop_235_1", "pic_crop_1_1"):
                assert re.fullmatch(r"[\d.]+(_[\d.]+){3}", article[name])
        draft = f"D{self._next()}"
        self.drafts[draft] = article
        return {"media_id": draft}

    def _next(self) -> int:
        self._count += 1
        return self._count


def _page(items: list[Any], table: Mapping[str, Any]) -> Mapping[str, Any]:
    assert 1 <= table["count"] <= 20
    page = items[table["offset"] : table["offset"] + table["count"]]
    return {"total_count": len(items), "item_count": len(page), "item": page}


def multipart(headers: Any, body: bytes) -> dict[str, tuple[str, bytes]]:
    """Return the fields of a form: name → file name and bytes."""
    head = f"Content-Type: {headers['Content-Type']}\r\n\r\n".encode()
    message = BytesParser(policy=HTTP).parsebytes(head + body)
    fields = {}
    for part in message.iter_parts():
        name = part.get_param("name", header="content-disposition")
        fields[str(name)] = (part.get_filename() or "", part.get_payload(decode=True) or b"")
    return fields


class WeiboServer(Server):
    """Weibo's statuses/share and user_timeline."""

    def __init__(self, domain: str = "https://news.example.com") -> None:
        super().__init__()
        self.domain = domain
        self.posts: list[str] = []

    def error(self, number: int) -> Mapping[str, Any]:
        return {"error": f"error {number}", "error_code": number, "request": "/2/statuses/share.json"}

    def answer(self, path: str, query: Mapping[str, str], body: bytes, headers: Any) -> Mapping[str, Any]:
        if path == "/2/statuses/user_timeline.json":
            return {
                "statuses": [
                    {"idstr": str(n), "text": text} for n, text in reversed(list(enumerate(self.posts)))
                ]
            }
        form = multipart(headers, body)
        text = form["status"][1].decode("utf-8")
        if form["access_token"][1] != b"weibo-token-1":
            return self.error(21332)
        if len(text) > 140 or "#" in text or self.domain not in text:
            return self.error(20012 if len(text) > 140 else 20018)
        if text in self.posts:
            return self.error(20019)
        self.posts.append(text)
        return {"idstr": str(len(self.posts) - 1), "text": text}


class RobotServer(Server):
    """Group robots of the three platforms at /wecom, /dingtalk and /feishu."""

    def __init__(self, check: Callable[[str, Mapping[str, str], Mapping[str, Any]], Mapping[str, Any]]) -> None:
        super().__init__()
        self._check = check

    def answer(self, path: str, query: Mapping[str, str], body: bytes, headers: Any) -> Mapping[str, Any]:
        table = json.loads(body)
        said = self._check(path, query, table)
        if not said.get("errcode") and not said.get("code"):
            self.seen.append((path, table))
        return said
