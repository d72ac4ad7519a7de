"""Group robots, e-mail and Weibo against local servers; and that no secret ever leaves by a log, a ledger or a file."""

from __future__ import annotations

import base64
import datetime as dt
import email
import email.policy
import hashlib
import hmac
import logging
import socketserver
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.deliver import outlets_of, send_waiting
from generator.deliver.codes import read_codes
from generator.deliver.keys import Secrets
from generator.deliver.mail import Mail
from generator.deliver.outlet import Parcel, TryLater, UsePack
from generator.errors import DeliveryFailed, DesignError
from generator.series import Rules
from generator.series.outbox import all_of
from generator.world import World, shipped
from tests.series.newsroom import SHANGHAI, Newsroom, facts_sheet, make_newsroom

from .servers import SLOW, RobotServer, WeChatServer, WeiboServer

NOW = dt.datetime(2026, 1, 7, 7, 30, tzinfo=SHANGHAI)
SECRET = "SEC-robot-secret-1"


def parcel(text: str = "07:30 已出", memory: Mapping[str, Any] | None = None) -> Parcel:
    return Parcel("wecom:issued:1", text, NOW, memory or {}, lambda memory: None)


def check(path: str, query: Mapping[str, str], table: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answer as the three platforms do, signatures worked out here from their documentation."""
    if path == "/wecom":
        good = query.get("key") == "wecom-key-1" and table["msgtype"] == "text" and table["text"]["content"]
        return {"errcode": 0, "errmsg": "ok"} if good else {"errcode": 93000, "errmsg": "invalid webhook url"}
    if path == "/dingtalk":
        stamp = query.get("timestamp", "")
        digest = hmac.new(SECRET.encode(), f"{stamp}\n{SECRET}".encode(), hashlib.sha256).digest()
        fresh = stamp and abs(int(stamp) / 1000 - NOW.timestamp()) < 3600
        if query.get("sign") != base64.b64encode(digest).decode() or not fresh:
            return {"errcode": 310000, "errmsg": "sign not match"}
        return {"errcode": 0, "errmsg": "ok"}
    stamp = table.get("timestamp", "")
    digest = hmac.new(f"{stamp}\n{SECRET}".encode(), b"", hashlib.sha256).digest()
    if table.get("sign") != base64.b64encode(digest).decode() or not table["content"]["text"]:
        return {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"}
    return {"code": 0, "msg": "success", "data": {}}


@pytest.fixture
def robots() -> Iterator[RobotServer]:
    with RobotServer(check) as found:
        yield found


def secrets_for(base: str, secret: str = SECRET) -> Secrets:
    return Secrets(
        wecom_webhook=f"{base}/wecom?key=wecom-key-1", dingtalk_webhook=f"{base}/dingtalk?access_token=ding-token-1",
        dingtalk_secret=secret, feishu_webhook=f"{base}/feishu", feishu_secret=secret,
    )  # fmt: skip


def outlet(kind: str, secrets: Secrets, rules: Rules | None = None) -> Any:
    return outlets_of(rules or Rules(), secrets, (shipped("data"),), seconds=SLOW / 3, sleep=lambda s: None)[
        kind
    ]


KINDS = ["wecom", "dingtalk", "feishu"]


@pytest.mark.parametrize("kind", KINDS)
def test_a_robot_takes_a_signed_notice(robots: RobotServer, kind: str) -> None:
    assert outlet(kind, secrets_for(robots.base)).send(parcel("今日三条待审")) == "ok"
    ((path, table),) = robots.seen
    assert path == f"/{kind}" and "今日三条待审" in str(table)


@pytest.mark.parametrize("kind", ["dingtalk", "feishu"])
def test_a_wrong_signature_is_said_and_not_tried_again(robots: RobotServer, kind: str) -> None:
    with pytest.raises(DeliveryFailed, match=r"没有收下通知（错误码 \d+") as caught:
        outlet(kind, secrets_for(robots.base, "wrong-secret-1")).send(parcel())
    assert not isinstance(caught.value, TryLater) and "wrong-secret-1" not in str(caught.value)


@pytest.mark.parametrize("fault", ["drop before", "slow", "500 before", "503", "garbage", 45009])
@pytest.mark.parametrize("kind", KINDS)
def test_a_robot_that_fails_is_tried_later(robots: RobotServer, kind: str, fault: str | int) -> None:
    robots.faults[f"/{kind}"] = [fault] * 3
    one = outlet(kind, secrets_for(robots.base))
    with pytest.raises(TryLater):
        one.send(parcel())
    robots.faults.clear()
    assert one.send(parcel()) == "ok"


def test_a_robot_without_address_says_which_variable_is_missing() -> None:
    with pytest.raises(UsePack, match="MIMA_FEISHU_WEBHOOK"):
        outlet("feishu", Secrets()).send(parcel())


class _Smtp(socketserver.StreamRequestHandler):
    """As much of RFC 5321 as a client needs; ``server.answers`` overrides the answer to a verb."""

    def handle(self) -> None:
        server: Any = self.server
        self._say("220 mail.example")
        while line := self.rfile.readline().decode("utf-8", "replace").rstrip("\r\n"):
            verb = line.split(" ")[0].split(":")[0].upper()
            if verb in server.answers:
                if server.answers[verb] == "HANGUP":
                    return
                self._say(server.answers[verb])
            elif verb == "DATA":
                self._say("354 go on")
                lines: list[bytes] = []
                while (text := self.rfile.readline()).rstrip() != b".":
                    lines.append(text)
                server.mails.append(b"".join(lines))
                self._say("250 taken")
            elif verb == "EHLO":
                self._say("250-mail.example\r\n250 AUTH PLAIN")
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say("235 welcome" if verb == "AUTH" else "250 ok")

    def _say(self, text: str) -> None:
        self.wfile.write(f"{text}\r\n".encode())


@contextmanager
def mail_server(**answers: str) -> Iterator[Any]:
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Smtp) as server:
        server.daemon_threads = True
        server.answers, server.mails = answers, []  # type: ignore[attr-defined]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def mail(server: Any, **more: object) -> Mail:
    rules = {
        "host": "127.0.0.1", "port": server.server_address[1], "security": "none", "sender": "mima@example.com",
        "to": ["duty@example.com"], **more,
    }  # fmt: skip
    return Mail(rules, "mail-password-1", 5)


def test_a_notice_goes_by_mail() -> None:
    with mail_server() as server:
        assert mail(server, user="mima").send(parcel("07:30 已出\n第二行")) == "ok"
    (sent,) = server.mails
    message = email.message_from_bytes(sent, policy=email.policy.default)
    assert "第二行" in message.get_content()  # type: ignore[attr-defined]
    assert message["To"] == "duty@example.com" and message["Message-ID"]


@pytest.mark.parametrize(
    ("answers", "kind", "word"),
    [
        ({"AUTH": "535 no"}, DeliveryFailed, "MIMA_SMTP_PASSWORD"),
        ({"RCPT": "550 unknown"}, DeliveryFailed, "收件人"),
        ({"DATA": "451 try later"}, TryLater, "451"),
        ({"MAIL": "421 busy"}, TryLater, "421"),
    ],
)
def test_mail_that_is_not_taken(answers: dict[str, str], kind: type[DeliveryFailed], word: str) -> None:
    with mail_server(**answers) as server, pytest.raises(kind, match=word) as caught:
        mail(server, user="mima").send(parcel())
    assert "mail-password-1" not in str(caught.value)


def test_no_mail_server_at_all() -> None:
    with mail_server() as server:
        pass
    with pytest.raises(TryLater):
        mail(server).send(parcel())
    with pytest.raises(UsePack):
        Mail({}).send(parcel())


@pytest.fixture
def weibo_room(world: World, tmp_path: Path) -> Iterator[Newsroom]:
    platform = world.data[-1] / "platforms" / "weibo.toml"
    text = (world.data[-1] / "platforms" / "tiny-grid.toml").read_text(encoding="utf-8")
    platform.write_text(text.replace('sizes = ["tiny-grid"]', 'sizes = ["tiny-post"]'), encoding="utf-8")
    small = replace(world, data=(*world.data[:-1], world.data[-1]))
    (world.data[-1] / "platforms" / "tiny-post.toml").unlink()
    found = make_newsroom(small, tmp_path, str(tmp_path / "ledger" / "l.sqlite3"))
    from generator.series import desk

    desk._platforms.cache_clear()
    found.begin(sheet=facts_sheet(2), deliver=("weibo",))
    found.clock.at("2026-01-07", "07:30")
    found.round()
    yield found
    found.desk.ledger.close()
    platform.unlink()
    from tests.series.newsroom import add_platforms

    add_platforms(world)
    desk._platforms.cache_clear()


def send_weibo(room: Newsroom, server: WeiboServer, share: bool = True, rounds: int = 8) -> str:
    rules = Rules(weibo={"base": server.base, "share": share, "link": f"{server.domain}/a"})
    one = {"weibo": outlet("weibo", Secrets(weibo_token="weibo-token-1"), rules)}
    for _ in range(rounds):
        send_waiting(room.desk, one)
        for thread in server.later:
            thread.join()
        room.clock.forward(minutes=10)
        server.pass_time(10)
    with room.desk.ledger.reading() as connection:
        return next(d.state for d in all_of(connection) if d.outlet == "weibo")


@pytest.mark.parametrize(
    "fault",
    [
        "",
        "drop before",
        "drop after",
        "late",
        "lands 15",
        "lands 90",
        "slow",
        "500 after",
        "garbage",
        10001,
        20016,
    ],
)
def test_weibo_posts_once_and_only_by_explicit_setting(weibo_room: Newsroom, fault: str | int) -> None:
    with WeiboServer() as server:
        server.faults["/2/statuses/share.json"] = [fault] if fault else []
        assert send_weibo(weibo_room, server) == "sent"
        (text,) = server.posts
        assert "#" not in text and "深入推进第1项工作" in text


def test_weibo_without_the_setting_sends_nothing(weibo_room: Newsroom) -> None:
    with WeiboServer() as server:
        assert send_weibo(weibo_room, server, share=False) == "fallback" and not server.calls


def test_no_secret_leaves_by_log_ledger_or_file(
    world: World, tmp_path: Path, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    with WeChatServer() as server, RobotServer(check) as robots:
        secrets = replace(
            secrets_for(robots.base), wechat_appid=server.APPID, wechat_secret=server.SECRET,
            smtp_password="mail-password-1",
        )  # fmt: skip
        rules = Rules(wechat={"base": server.base}, notices=("wecom", "dingtalk", "feishu"))
        room = make_newsroom(
            world, tmp_path, str(tmp_path / "ledger" / "l.sqlite3"), rules, key=b"sealing-key-1"
        )
        outlets = outlets_of(rules, secrets, world.data, seconds=SLOW / 3, sleep=lambda s: None)
        room.begin(sheet=facts_sheet(3), deliver=("wechat",))
        for path, faults in {
            "/cgi-bin/draft/add": ["drop after", "garbage"], "/cgi-bin/material/add_material": [40001, "slow"],
            "/dingtalk": ["drop before"] * 4, "/feishu": [19021], "/wecom": [93000],
        }.items():  # fmt: skip
            server.faults[path] = robots.faults[path] = list(faults)
        for day in range(3):
            room.clock.at(f"2026-01-{7 + day:02}", "07:30")
            for _ in range(5):
                room.round(lambda desk: send_waiting(desk, outlets))
                room.clock.forward(minutes=5)
        room.desk.ledger.close()
    told = [str(room.told), repr(secrets), repr(outlets), repr(room.desk), caplog.text, *capsys.readouterr()]
    told += [p.read_bytes().decode("latin-1") for p in tmp_path.rglob("*") if p.is_file()]
    everything = "\n".join(told)
    hidden = [
        server.SECRET, server.APPID, "wecom-key-1", "ding-token-1", SECRET, "mail-password-1", "sealing-key-1", "token-1",
    ]  # fmt: skip
    assert [one for one in hidden if one in everything] == []
    assert len(server.drafts) == 3 and len(robots.seen) >= 4


def test_a_broken_line_of_a_table_of_codes_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "platform_errors"
    folder.mkdir()
    (folder / "wechat.tsv").write_text("# x\n40001\twhat\n", encoding="utf-8")
    with pytest.raises(DesignError, match="第 2 行"):
        read_codes((tmp_path,), "wechat")
    assert read_codes((shipped("data"),), "wechat")[40164].deed == "pack"
