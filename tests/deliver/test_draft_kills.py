"""kill -9 at every step of sending, with the server's answer lost or not: exactly one draft."""

from __future__ import annotations

import datetime as dt
import os
import signal
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.batch import Workshop
from generator.deliver import outlets_of, send_waiting
from generator.deliver.keys import Secrets
from generator.series import Desk, Ledger, Rules
from generator.series.outbox import of_post
from generator.world import World
from tests.series.killing import CONTEXT
from tests.series.newsroom import Clock, Newsroom, facts_sheet, make_newsroom

from .servers import WeChatServer

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is POSIX")
STEPS = [("sending", 1), *(("remembered", n) for n in range(1, 6)), ("sent", 1), ("delivered", 1)]


def send(address: str, world: World, out: Path, now: dt.datetime, base: str, at: str, nth: int) -> None:
    """Send what waits, and die at the nth time of step `at`."""
    left = nth

    def tell(step: str, facts: Mapping[str, Any]) -> None:
        nonlocal left
        left -= step == at
        if step == at and left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    ledger = Ledger.open(address)
    rules = Rules(wechat={"base": base})
    desk = Desk(ledger, Workshop(replace(world, clock=Clock(now)), "resvg"), out, rules, "测试", tell=tell)
    secrets = Secrets(wechat_appid=WeChatServer.APPID, wechat_secret=WeChatServer.SECRET)
    outlets = outlets_of(rules, secrets, world.data, seconds=2.0, sleep=lambda seconds: None)
    send_waiting(desk, {"wechat": outlets["wechat"]})
    ledger.close()


@pytest.mark.parametrize("fault", ["", "drop after", "lands 9", "lands 200"])
def test_a_process_killed_while_sending_leaves_exactly_one_draft(
    world: World, tmp_path: Path, fault: str
) -> None:
    address = str(tmp_path / "ledger" / "l.sqlite3")
    room = make_newsroom(world, tmp_path, address)
    with WeChatServer() as server:
        killed = 0
        for day, (at, nth) in enumerate(STEPS):
            date, name = f"2026-01-{7 + 3 * day:02}", f"{day}系列"
            room.begin(
                name=name, sheet=facts_sheet(2), start=date, slots="07:30 tiny-post 2", deliver=("wechat",),
                ahead_hours=0.0,
            )  # fmt: skip
            room.clock.at(date, "07:30")
            room.round()
            server.faults["/cgi-bin/draft/add"] = [fault] if fault else []
            for minutes, (step, times) in ((0, (at, nth)), (1, ("later", 1)), (2, ("remembered", 1))):
                now = room.clock.now + dt.timedelta(minutes=minutes)
                words = (address, world, room.desk.out, now, server.base, step, times)
                process = CONTEXT.Process(target=send, args=words)
                process.start()
                process.join(60)
                killed += process.exitcode == -signal.SIGKILL
                process.close()
            keep_sending(room, server, day)
            with room.desk.ledger.reading() as connection:
                deliveries = of_post(connection, room.posts(name)[0].id)
            assert [d.state for d in deliveries] == ["sent"], (at, nth, deliveries)
            assert len(server.drafts) == day + 1 and deliveries[0].receipt in server.drafts, (at, nth)
        assert killed >= len(STEPS) - 2
    room.desk.ledger.close()


def keep_sending(room: Newsroom, server: WeChatServer, day: int) -> None:
    """Empty the outbox of the post of `day` for two days, every few minutes and then every few hours."""
    rules = Rules(wechat={"base": server.base})
    secrets = Secrets(wechat_appid=WeChatServer.APPID, wechat_secret=WeChatServer.SECRET)
    outlets = outlets_of(rules, secrets, room.desk.workshop.world.data, sleep=lambda seconds: None)
    for minutes in [3] * 15 + [60] * 48:
        room.clock.forward(minutes=minutes)
        server.pass_time(minutes)
        send_waiting(room.desk, {"wechat": outlets["wechat"]})
        assert len(server.drafts) <= day + 2
    assert not server.parked
