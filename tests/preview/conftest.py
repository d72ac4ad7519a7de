"""A studio for tests: a small article never seen elsewhere, real designs, one process."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi.testclient import TestClient

from generator.batch import Workshop, executor_for
from generator.preview import Studio, build_app, settled
from generator.preview.guard import Guard
from generator.preview.people import add_person
from generator.series import Desk, Ledger, read_rules
from generator.world import World
from tests.preview.house import CHROMIUM, DESK, FLAGS, NO_CHROMIUM

ARTICLE = """山城一季 看得见的变化
来源：山城市政府新闻发布会

产业提质 工业经济稳中向好

培育专精特新企业128家
兑现奖补资金超3.5亿元
深入开展“暖企走访”活动

民生改善 公共服务更加便捷

新增公办学位4200个
建成社区食堂36处
"""


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.now = dt.datetime(2026, 3, 2, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))

    def __call__(self) -> dt.datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@contextlib.contextmanager
def studio_in(folder: Path, clock: Clock | None = None) -> Iterator[Studio]:
    """Yield a studio with one manuscript; its ledger appears with the first series."""
    (folder / "山城.txt").write_text(ARTICLE, encoding="utf-8")
    world = replace(World.at(), clock=clock or Clock())
    guard = settled("127.0.0.1", "", folder / "users.json", world)
    place = folder / "ledger" / "ledger.sqlite3"
    opened: list[Ledger] = []

    def desk(who: str) -> Desk:
        if not opened:
            opened.append(Ledger.open(place))
        return Desk(opened[0], Workshop(world), folder / "out", read_rules(world.data), who, b"k" * 32)

    made = Studio(
        world, folder / "out", guard, executor_for(1), width=1, watching=False, desk=desk, has_ledger=place.is_file,
        keeping=folder / "ledger",
    )  # fmt: skip
    made.cabinet.open(folder / "山城.txt")
    yield made
    for ledger in opened:
        ledger.close()


@pytest.fixture
def studio(tmp_path: Path, clock: Clock) -> Iterator[Studio]:
    with studio_in(tmp_path, clock) as made:
        yield made


HOURS = [{"time": "07:30", "size": "weibo-grid", "count": 1}]


class Page(TestClient):
    """A browser: keeps its cookie, knows its token."""

    def token(self) -> dict[str, str]:
        return {"x-mima-token": self.get("/api/session").json()["token"]}

    def change(self, path: str, **body: object) -> Any:
        return self.post(path, json=body, headers=self.token())

    def plan(self, mid: str, start: str = "2026-03-03", **more: object) -> dict[str, Any]:
        """Plan the manuscript, a fact a day, and make its pictures up to the last day."""
        told = self.change(f"/api/manuscripts/{mid}/plan", **{"start": start, "hours": HOURS, **more})
        assert told.status_code == 201, told.text
        self.make(told.json()["last"])
        found: dict[str, Any] = told.json()
        return found

    def make(self, day: str) -> None:
        """Make what is due up to a day, and wait for it."""
        assert self.change("/api/series/make", day=day).status_code == 200
        for _ in range(1200):
            run = self.get("/api/series/make").json()
            if run["state"] != "running":
                break
            time.sleep(0.05)
        assert run["state"] == "done", run


@pytest.fixture
def page(studio: Studio) -> Iterator[Page]:
    with Page(build_app(studio), base_url="http://127.0.0.1:8787") as client:
        yield client


@pytest.fixture
def mid(studio: Studio) -> str:
    return next(iter(studio.cabinet)).id


@pytest.fixture
def guarded(studio: Studio, tmp_path: Path, clock: Clock) -> Studio:
    """The studio as others may reach it: an editor, a first reviewer, an admin."""
    users = tmp_path / "users.json"
    for name, role in (("编辑甲", "editor"), ("初审乙", "reviewer1"), ("管理丙", "admin")):
        add_person(users, name, role, f"{role}-password")
    studio.guard = Guard(b"s" * 32, users, clock)
    return studio


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Chromium, once for the whole run."""
    api = pytest.importorskip("playwright.sync_api", reason="没有装 Playwright")
    if CHROMIUM is None:
        pytest.skip(NO_CHROMIUM)
    with api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    """A tab that fails its test when a script throws or the content security policy is broken."""
    context = browser.new_context(viewport=DESK, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda m: faults.append(m.text) if "Content Security" in m.text else None)
    yield page
    context.close()
    assert not faults
