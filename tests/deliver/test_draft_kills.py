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
from tests.series.newsroom import Clock, facts_sheet, make_newsroom

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


@pytest.mark.parametrize("fault", ["", "drop after"])
def test_a_process_killed_while_sending_leaves_exactly_one_draft(
    world: World, tmp_path: Path, fault: str
) -> None:
    address = str(tmp_path / "ledger" / "l.sqlite3")
    room = make_newsroom(world, tmp_path, address)
    room.begin(
        sheet=facts_sheet(2 * len(STEPS)), slots="07:30 tiny-post 2", deliver=("wechat",), ahead_hours=0.0
    )
    with WeChatServer() as server:
        killed = 0
        for day, (at, nth) in enumerate(STEPS):
            room.clock.at(f"2026-01-{7 + day:02}", "07:30")
            room.round()
            server.faults["/cgi-bin/draft/add"] = [fault] if fault else []
            for minutes, (step, times) in ((0, (at, nth)), (3, ("", 1)), (6, ("", 1)), (9, ("", 1))):
                now = room.clock.now + dt.timedelta(minutes=minutes)
                words = (address, world, room.desk.out, now, server.base, step, times)
                process = CONTEXT.Process(target=send, args=words)
                process.start()
                process.join(60)
                killed += process.exitcode == -signal.SIGKILL
                process.close()
            with room.desk.ledger.reading() as connection:
                (delivery,) = of_post(connection, room.posts()[day].id)
            assert delivery.state == "sent", (at, nth, delivery)
            assert len(server.drafts) == day + 1 and delivery.receipt in server.drafts, (at, nth)
        assert killed >= len(STEPS) - 2
    room.desk.ledger.close()
