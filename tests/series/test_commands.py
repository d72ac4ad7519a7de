"""The commands from outside: a person plans, reviews, issues; a scheduler runs, answers its watchdog, and ends well."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from generator.cli import main
from generator.series.health import Health
from generator.series.scheduling import JUMP, Pulse, Waker, Watch
from tests.test_cli import ARTICLE, SIZE

ROOT = Path(__file__).parents[2]
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A newsroom's folder with an article and a small size of its own, as the current folder."""
    sizes = tmp_path / "data" / "sizes"
    sizes.mkdir(parents=True)
    text = SIZE.format(name="小图", width=216, height=288, shape="portrait")
    (sizes / "mini.toml").write_text(text, encoding="utf-8")
    (tmp_path / "小稿.txt").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in [name for name in os.environ if name.startswith("MIMA_")]:
        monkeypatch.delenv(name)
    return tmp_path


def soon(minutes: float) -> tuple[str, str]:
    """Return day and hour of the newsroom's clock, some minutes from now."""
    at = dt.datetime.now(SHANGHAI) + dt.timedelta(minutes=minutes)
    return at.date().isoformat(), f"{at:%H:%M}"


def test_from_an_article_to_a_signed_and_issued_post(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day, hour = soon(-2)
    words = ["series", "new", "小稿.txt", "--start", day, "--slots", f"{hour} mini", "--name", "小城"]
    assert main(words) == 0
    assert "已排好“小城”" in capsys.readouterr().err
    assert main(words) == 2
    assert "已经有叫“小城”的系列" in capsys.readouterr().err

    assert main(["today"]) == 1
    assert "未签发，已暂停" in capsys.readouterr().err
    assert main(["review", "list", "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    first = rows[0]
    assert first["next_stage"] == "初审" and all(Path(p).is_file() for p in first["pictures"])
    number = str(first["id"])
    for person in ("张三", "李四", "王五"):
        assert main(["review", "sign", number, "--by", person, "--seen", first["digest"][:8]]) == 0
    assert main(["review", "sign", number, "--by", "赵六"]) == 1
    assert main(["review", "show", number]) == 0
    shown = capsys.readouterr().out
    assert "终审 王五" in shown and "培育重点工业企业367家" in shown

    assert main(["today"]) == 0
    assert "已出" in capsys.readouterr().err
    assert main(["review", "check"]) == 0
    (pack,) = desk.glob(f"out/{day}/*")
    assert {"文案.txt", "alt.txt", "post.json", "post.html"} < {p.name for p in pack.iterdir()}
    assert main(["today"]) == 0
    assert main(["series", "show", "--json"]) == 0
    posts = json.loads(capsys.readouterr().out)
    assert [p["state"] for p in posts][:2] == ["issued", "made"] and posts[0]["folder"].startswith(day)


def shown_json(capsys: pytest.CaptureFixture[str]) -> str:
    assert main(["series", "show", "--json"]) == 0
    return capsys.readouterr().out


def test_show_change_and_files_for_phone_and_desk(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day, _ = soon(60 * 24)
    assert (
        main(
            [
                "series",
                "new",
                "小稿.txt",
                "--start",
                day,
                "--slots",
                "07:30 mini, 12:00 小图 x2",
                "--stages",
                "0",
            ]
        )
        == 0
    )
    assert main(["series", "show"]) == 0
    assert "07:30" in capsys.readouterr().out
    assert main(["series", "show", "--ics", "排期.ics", "--xlsx", "排期.xlsx"]) == 0
    assert (desk / "排期.ics").read_bytes().startswith(b"BEGIN:VCALENDAR") and (
        desk / "排期.xlsx"
    ).stat().st_size > 1000
    assert main(["series", "list"]) == 0
    assert "小城一年" in capsys.readouterr().out
    assert main(["series", "change", "--skip", day, "--why", "停刊"]) == 0
    assert "顺延" in capsys.readouterr().err
    (desk / "补.csv").write_text(
        "内容,日期,时间,尺寸\n口袋公园新增11个,2099-03-03,08:15,小图\n", encoding="utf-8"
    )
    assert main(["series", "change", "--add", "补.csv"]) == 0
    assert main(["series", "show", "--json"]) == 0
    added = [p for p in json.loads(capsys.readouterr().out) if p["day"] == "2099-03-03"]
    assert [(p["time"], p["texts"], p["fixed"]) for p in added] == [("08:15", ["口袋公园新增11个"], True)]
    assert added[0]["size"] in {p["size"] for p in json.loads(shown_json(capsys)) if not p["fixed"]}
    assert main(["series", "change"]) == 2
    assert main(["series", "show", "没有"]) == 2
    assert "账本里有" in capsys.readouterr().err
    assert main(["deliver", "list"]) == 0 and main(["deliver", "now"]) == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--start", "明天", "--slots", "07:30 mini"], "日期"), (["--start", "2026-01-07", "--slots", "07:30 mni"], "mini"),
        (["--start", "2026-01-07", "--slots", "7点 mini"], "时段"), (["--start", "2026-01-07"], "没有日期"),
        (["--start", "2026-01-07", "--slots", "07:30 mini", "--order", "articel"], "article"),
        (["--start", "2026-01-07", "--slots", "07:30 mini", "--stages", "4"], "3、2、1"),
        (["--start", "2026-01-07", "--slots", "07:30 mini", "--zone", "Asia/Shangai"], "时区"),
        (["--start", "2026-01-07", "--slots", "07:30 mini", "--late", "0"], "小时"),
        (["--start", "2026-01-07", "--slots", "07:30 mini", "--ledger", "小稿.txt"], "账本"),
    ],
)  # fmt: skip
def test_what_a_person_types_wrong_is_said_and_writes_nothing(
    desk: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["series", "new", "小稿.txt", *words]) == 2
    told = capsys.readouterr().err
    assert said in told and "Traceback" not in told
    if "--ledger" not in words:
        assert main(["series", "show"]) == 2
        assert "还没有系列" in capsys.readouterr().err


def test_help_is_chinese(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in ([], ["series"], ["series", "new"], ["series", "change"], ["review"], ["review", "sign"], ["today"], ["schedule"], ["deliver"]):  # fmt: skip
        main([*words, "--help"])
        told = capsys.readouterr().out
        assert "用法" in told and "Usage" not in told and "Show this" not in told


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def fetch(port: int) -> tuple[int, dict[str, Any]]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=5) as answer:
            return answer.status, json.loads(answer.read())
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_two_schedulers_issue_once_answer_their_watchdog_and_end_well(desk: Path) -> None:
    day, hour = soon(-1)
    assert main(["series", "new", "小稿.txt", "--start", day, "--slots", f"{hour} mini", "--stages", "0"]) == 0
    ports = [free_port(), free_port()]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "generator", "schedule", "--every", "1", "--renderer", "resvg", "--log"]
    runs = [
        subprocess.Popen(
            [*words, f"日志{n}.jsonl", "--port", str(port)], cwd=desk, env=env, stderr=subprocess.DEVNULL
        )
        for n, port in enumerate(ports)
    ]
    try:
        end = time.monotonic() + 60
        while not (
            list(desk.glob("out/2*/*/post.json")) and all((desk / f"日志{n}.jsonl").exists() for n in (0, 1))
        ):
            assert time.monotonic() < end and all(run.poll() is None for run in runs)
            time.sleep(0.05)
        health = {}
        while health.get("posts", {}).get("issued") != 1:
            assert time.monotonic() < end
            time.sleep(0.1)
            try:
                status, health = fetch(ports[0])
            except OSError:
                continue
        assert (status, health["ok"]) == (200, True)
    finally:
        for run in runs:
            run.send_signal(signal.SIGTERM)
        codes = [run.wait(30) for run in runs]
    assert codes == [0, 0]
    logs = [
        json.loads(line)
        for n in (0, 1)
        for line in (desk / f"日志{n}.jsonl").read_text(encoding="utf-8").splitlines()
    ]
    steps = [row["step"] for row in logs]
    assert steps.count("issued") == 1 and steps.count("started") == steps.count("stopped") == 2
    assert all({"at", "level", "step"} <= row.keys() for row in logs)


def test_the_watch_sees_jumps_and_not_the_passing_of_time() -> None:
    wall, steady = [dt.datetime(2026, 1, 7, tzinfo=SHANGHAI)], [100.0]
    watch = Watch(lambda: wall[0], lambda: steady[0])
    hour = dt.timedelta(hours=1)
    assert not watch.jumped()
    for jump in (dt.timedelta(), hour, -hour, JUMP / 2, dt.timedelta(days=400)):
        steady[0] += 60
        wall[0] += dt.timedelta(seconds=60) + jump
        assert watch.jumped() == (jump if abs(jump) > JUMP else dt.timedelta())


def test_a_clock_set_back_does_not_put_the_scheduler_to_sleep() -> None:
    moves: list[object] = []

    class Job:
        next_run_time = dt.datetime(2026, 1, 7, 8, tzinfo=SHANGHAI)

        def reschedule(self, trigger: object) -> None:
            moves.append(trigger)

    now = [dt.datetime(2026, 1, 7, 7, 59, tzinfo=SHANGHAI)]
    waker = Waker(lambda: None, lambda: now[0], "Asia/Shanghai", 60)
    waker.mind(Job())
    assert not moves
    now[0] -= dt.timedelta(hours=3)
    waker.mind(Job())
    assert len(moves) == 1


def test_health_says_when_rounds_stop_or_fail() -> None:
    steady = [0.0]
    pulse = Pulse(60, lambda: steady[0])
    with Health(0, lambda: (pulse.well, {"rounds": pulse.rounds})) as health:
        assert fetch(health.port) == (200, {"ok": True, "rounds": 0})
        steady[0] = 1000.0
        assert fetch(health.port)[0] == 503
        pulse.beat(dt.datetime(2026, 1, 7, tzinfo=SHANGHAI), "账本打不开")
        assert fetch(health.port)[0] == 503
        pulse.beat(dt.datetime(2026, 1, 7, tzinfo=SHANGHAI))
        assert fetch(health.port)[0] == 200
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(f"http://127.0.0.1:{health.port}/secrets", timeout=5)
        caught.value.close()


def test_check_and_making_ahead(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    day, hour = soon(-2)
    assert main(["series", "new", "小稿.txt", "--start", day, "--slots", f"{hour} mini", "--stages", "0"]) == 0
    assert main(["today", "--date", day]) == 0
    assert not list(desk.glob("out/2*"))
    assert main(["today"]) == 0
    next(desk.glob("out/2*/*/*.png")).unlink()
    capsys.readouterr()
    assert main(["review", "check"]) == 1
    assert "图片与签发时不同" in capsys.readouterr().err
