"""``mima schedule``: rounds until it is stopped, with a structured log and a health endpoint."""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import signal
import sys
import threading
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from generator.cli.console import say
from generator.cli.daily import BAD
from generator.cli.office import LedgerPlace, OutFolder, Renderer, open_desk, senders
from generator.cli.options import Help
from generator.errors import MimaError, UsageError
from generator.rounds import make_the_round
from generator.series import Desk, Event
from generator.series.health import Health
from generator.series.posts import count_by_state
from generator.series.scheduling import Pulse, Waker, Watch

LEAST_SECONDS = 1.0
Send = Callable[[Desk], tuple[Event, ...]]


class Log:
    """A log of one JSON object a line, for journald, Docker or a file."""

    def __init__(self, file: Path | None, clock: Callable[[], dt.datetime]) -> None:
        self._file = file
        self._clock = clock
        self._lock = threading.Lock()

    def write(self, step: str, facts: Mapping[str, Any], level: str = "info") -> None:
        """Write one line; a full disk must not stop the rounds."""
        row = {"at": self._clock().isoformat(timespec="seconds"), "level": level, "step": step, **facts}
        line = json.dumps(row, ensure_ascii=False, default=str) + "\n"
        with self._lock, contextlib.suppress(OSError):
            if self._file is None:
                sys.stderr.write(line)
                sys.stderr.flush()
            else:
                with self._file.open("a", encoding="utf-8") as stream:
                    stream.write(line)


def schedule(
    output: OutFolder = Path("out"),
    every: Annotated[float, typer.Option("--every", metavar="秒", help="每隔多少秒看一次；默认 60")] = 60.0,
    port: Annotated[
        int, typer.Option("--port", metavar="端口", help="健康检查的端口，只在本机；0 表示不开")
    ] = 8765,
    log: Annotated[Path | None, typer.Option("--log", metavar="文件", help="日志写到这里；默认屏幕")] = None,
    renderer: Renderer = "auto",
    ledger: LedgerPlace = "",
    help_: Help = False,
) -> int:
    """Keep making rounds."""
    if not every >= LEAST_SECONDS:
        raise UsageError("--every 的值不对", None, "至少 1 秒")
    if not 0 <= port <= 65535:
        raise UsageError("--port 的值不对", None, "应为 0—65535")
    early = Log(log, lambda: dt.datetime.now(dt.UTC))
    desk = open_desk(ledger, output, renderer=renderer, tell=early.write)
    book = Log(log, lambda: desk.now)
    pulse, watch = Pulse(every), Watch(lambda: desk.now)
    send = senders(desk)  # once: the platforms' tokens are kept as long as the scheduler runs
    waker = Waker(lambda: one_round(desk, send, pulse, watch, book), lambda: desk.now, desk.rules.zone, every)
    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), lambda *_: waker.stop())
    with contextlib.ExitStack() as stack:
        if port:
            health = stack.enter_context(Health(port, lambda: report(desk, pulse)))
            say(f"健康检查：http://127.0.0.1:{health.port}/health")
        book.write("started", {"every": every, "zone": desk.rules.zone})
        waker.run()
        book.write("stopped", {"rounds": pulse.rounds})
    desk.ledger.close()
    return 0


def one_round(desk: Desk, send: Send, pulse: Pulse, watch: Watch, book: Log) -> None:
    """Make one round and write down what happened; whatever goes wrong, the next round is made."""
    jump = watch.jumped()
    if jump:
        # One round is let pass: a clock that was set wrongly for a moment must not issue tomorrow's posts.
        book.write("clock-jumped", {"seconds": round(jump.total_seconds())}, "warning")
        pulse.beat(desk.now)
        return
    error = ""
    try:
        for event in make_the_round(desk, send):
            level = "warning" if event.kind in BAD else "info"
            book.write(f"told-{event.kind}", {"post": event.post, "text": event.text}, level)
    except MimaError as trouble:
        error = str(trouble)
        book.write("round-failed", {"error": error}, "error")
    except Exception as trouble:  # noqa: BLE001  a scheduler that ends in the night is worse than one that reports
        error = type(trouble).__name__
        book.write("round-failed", {"error": error, "trace": traceback.format_exc()}, "error")
    pulse.beat(desk.now, error)


def report(desk: Desk, pulse: Pulse) -> tuple[bool, Mapping[str, Any]]:
    """Return what the health endpoint shows."""
    with desk.ledger.reading() as connection:
        posts = dict(count_by_state(connection))
    last = pulse.last_ended.isoformat(timespec="seconds") if pulse.last_ended else None
    return pulse.well, {"rounds": pulse.rounds, "last_round": last, "error": pulse.error, "posts": posts}
