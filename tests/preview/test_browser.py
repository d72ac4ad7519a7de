"""The studio in a real browser, by mouse and by keyboard. Skipped, with the reason, where there is no Chromium."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.facts import load
from tests.preview.conftest import ARTICLE

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="没有 Chromium：apt-get install chromium 之后再试")
api = pytest.importorskip("playwright.sync_api", reason="没有装 Playwright")
SHOTS = Path("out") / "studio-shots"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]


class House:
    """A running `mima preview`, as a newsroom starts it; it can be killed and started again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = 0
        self.process: subprocess.Popen[str] | None = None

    def start(self) -> str:
        words = [
            sys.executable,
            "-m",
            "generator",
            "preview",
            "--no-open",
            "-j",
            "1",
            "--port",
            str(self.port),
            "山城.txt",
        ]
        env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
        self.process = subprocess.Popen(words, cwd=self.folder, env=env, stderr=subprocess.PIPE, text=True)
        assert self.process.stderr is not None
        line = self.process.stderr.readline()
        address = line.partition("：")[2].strip()
        assert address.startswith("http://127.0.0.1:"), line
        self.port = int(address.split(":")[2].split("/")[0])
        return address

    def kill(self) -> None:
        if self.process is not None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
            if self.process.stderr is not None:
                self.process.stderr.close()
            self.process = None

    @property
    def facts(self) -> Path:
        return self.folder / "out" / "山城" / "山城.yaml"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "山城.txt").write_text(ARTICLE, encoding="utf-8")
    made = House(tmp_path)
    yield made
    made.kill()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with api.sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def tab(browser: Any) -> Iterator[Any]:
    context = browser.new_context(viewport={"width": 1366, "height": 768})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on(
        "console", lambda message: faults.append(message.text) if "Content Security" in message.text else None
    )
    yield page
    context.close()
    assert not faults


def shot(tab: Any, name: str) -> None:
    SHOTS.mkdir(parents=True, exist_ok=True)
    tab.screenshot(path=SHOTS / f"{name}.png")


def eventually(true: Any) -> None:
    for _ in range(200):
        if true():
            return
        time.sleep(0.05)
    raise AssertionError("it never came true")


def label_on_disk(house: House) -> str:
    metric = next(f for f in load(house.facts).sheet.facts if "学位" in f.text).metric
    return metric.label if metric else ""


def test_a_figure_changed_by_keyboard_is_marked_saved_and_taken_back(house: House, tab: Any) -> None:
    tab.goto(house.start())
    tab.keyboard.press("j")
    tab.keyboard.press("Enter")
    tab.keyboard.type("年")
    tab.keyboard.press("Escape")
    api.expect(tab.locator(".fact.on .told, .fact.on .was").first).to_be_visible()
    value = tab.locator(".fact.on input[aria-label=数值]")
    value.fill("129")
    value.press("Control+Enter")
    api.expect(tab.locator("#article mark.off")).to_have_count(1)
    api.expect(tab.locator("#n-off")).to_have_text("1")
    shot(tab, "核对")
    before = house.facts.read_text(encoding="utf-8")
    tab.keyboard.press("Escape")
    tab.keyboard.press("Control+z")
    api.expect(tab.locator("#article mark.off")).to_have_count(0)
    assert house.facts.read_text(encoding="utf-8") != before


def test_a_server_killed_in_the_middle_of_an_edit_loses_nothing(house: House, tab: Any) -> None:
    tab.goto(house.start())
    house.kill()
    tab.locator("article.fact", has=tab.locator("textarea")).nth(3).locator("input[aria-label=指标]").fill(
        "公办新学位"
    )
    api.expect(tab.locator("#saved")).to_contain_text("连不上")
    house.start()
    eventually(lambda: label_on_disk(house) == "公办新学位")
    api.expect(tab.locator("#saved")).to_have_text("已保存")


def test_what_was_typed_survives_a_reload_without_a_server(house: House, tab: Any) -> None:
    address = house.start()
    tab.goto(address)
    house.kill()
    tab.locator("article.fact").nth(3).locator("input[aria-label=指标]").fill("没存上的字")
    api.expect(tab.locator("#saved")).to_contain_text("连不上")
    house.start()
    tab.on("dialog", lambda dialog: dialog.accept())
    tab.reload()
    eventually(lambda: label_on_disk(house) == "没存上的字")


def test_the_second_tab_takes_the_new_facts(house: House, tab: Any) -> None:
    tab.goto(house.start())
    other = tab.context.new_page()
    other.goto(tab.url)
    tab.locator("article.fact").nth(3).locator("input[aria-label=指标]").fill("甲页改的")
    tab.keyboard.press("Tab")
    api.expect(other.locator("article.fact").nth(3).locator("input[aria-label=指标]")).to_have_value("甲页改的")


def test_the_wall_opens_a_card_changes_its_theme_and_applies_it(house: House, tab: Any) -> None:
    tab.goto(house.start().replace("/facts", "/cards"))
    api.expect(tab.locator(".card img").first).to_be_visible(timeout=30_000)
    shot(tab, "卡片墙")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    api.expect(tab.locator("#checks li.made").first).to_be_visible(timeout=30_000)
    api.expect(tab.locator("#sentence b")).to_have_text("培育专精特新企业128家")
    tab.locator("#t-theme").select_option("jinhong")
    api.expect(tab.locator("#wait")).to_be_hidden(timeout=30_000)
    shot(tab, "一张")
    tab.locator("[data-scope=one]").click()
    api.expect(tab.locator("#toast")).to_contain_text("已改 1 条")
    assert "jinhong" in house.facts.read_text(encoding="utf-8")
    tab.keyboard.press("Escape")
    api.expect(tab.locator("#look")).to_be_hidden()


@pytest.mark.parametrize("platform", ["list", "strip", "moments", "weibo"])
def test_the_phones_show_finished_pictures(house: House, tab: Any, platform: str) -> None:
    tab.goto(house.start().replace("/facts", "/phones"))
    tab.locator(f"[data-p={platform}]").click()
    picture = tab.locator(".phone .cut img").first
    eventually(lambda: picture.evaluate("img => img.complete && img.naturalWidth > 0"))
    shot(tab, f"手机-{platform}")


def test_the_workshop_draws_again_and_shows_an_error_over_the_card(house: House, tab: Any) -> None:
    own = house.folder / "data" / "themes"
    own.mkdir(parents=True)
    shipped = Path(__file__).parents[2] / "data" / "themes" / "subai.toml"
    theme = own / "subai.toml"
    text = shipped.read_text(encoding="utf-8")
    theme.write_text(text, encoding="utf-8")
    tab.goto(house.start().replace("/facts", "/workshop"))
    api.expect(tab.locator("#bench img").first).to_be_visible(timeout=60_000)
    theme.write_text(text.replace("name =", "nam =", 1), encoding="utf-8")
    api.expect(tab.locator("#trouble")).to_contain_text("subai.toml", timeout=60_000)
    shot(tab, "样式间")
    theme.write_text(text, encoding="utf-8")
    api.expect(tab.locator("#trouble p")).to_have_count(0, timeout=60_000)


def test_pages_fit_a_phone(house: House, browser: Any) -> None:
    address = house.start()
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    for name in ("facts", "cards", "phones", "workshop"):
        page.goto(address.replace("facts", name))
        page.wait_for_load_state("domcontentloaded")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, name
        shot(page, f"手机屏-{name}")
    context.close()
