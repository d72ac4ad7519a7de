"""Accessibility: axe finds nothing serious or critical on any page or dialog, light and dark; focus can be seen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.preview.conftest import ARTICLE
from tests.preview.house import CHROMIUM, DESK, NO_CHROMIUM, PATIENCE, House, eventually, shot

api = pytest.importorskip("playwright.sync_api", reason="没有装 Playwright")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="没有装 axe-playwright-python")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
BAD = {"serious", "critical"}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A studio with a manuscript and two planned posts: its address and the manuscript's id."""
    folder = tmp_path_factory.mktemp("axe")
    (folder / "山城.txt").write_text(ARTICLE, encoding="utf-8")
    made = House(folder, "山城.txt")
    address, _, rest = made.start().partition("/m/")
    yield address, rest.partition("/")[0]
    made.kill()


def faults_of(page: Any) -> list[str]:
    found = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html'][:200]}" for v in found if v["impact"] in BAD]


def dialogs(page: Any, tab: str) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what opens on a page beside the page itself."""
    if tab == "facts":
        yield "键盘", lambda: page.keyboard.press("?")
    if tab == "cards":
        yield "一张", page.locator(".card").first.click
        yield "整套设置", page.locator("#settings").click
    if tab == "calendar":
        yield "新排期", page.locator("#new").click
        yield "系列", page.locator("#series").click
        yield "一天", page.locator("[data-post]").first.click
    if tab == "review":
        yield "链接", page.get_by_role("button", name="发给没有账号的人").click


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(house: tuple[str, str], browser: Any, scheme: str) -> None:
    address, mid = house
    # axe is put into the page by the test, which the page's own policy forbids
    context = browser.new_context(viewport=DESK, color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(f"{address}/calendar")
    day = (dt.datetime.now(dt.UTC) + dt.timedelta(days=3)).date().isoformat()
    page.evaluate(
        "async ([mid, start]) => { const s = await (await fetch('/api/session')).json(); const send = (path, body) => "
        "fetch(path, {method: 'POST', headers: {'content-type': 'application/json', 'x-mima-token': s.token}, body: "
        "JSON.stringify(body)}); if (!(await (await fetch(`/api/calendar?start=${start}`)).json()).posts.length) { "
        "await send(`/api/manuscripts/${mid}/plan`, {start, until: start, hours: [{time: '08:00', size: "
        "'weibo-grid'}]}); await send('/api/series/make', {day: start}); } }",
        [mid, day],
    )
    eventually(lambda: page.evaluate("fetch('/api/review').then(r => r.json()).then(r => r.length)") == 1)
    faults: dict[str, list[str]] = {}
    paths = {
        "home": "/", "login": "/login", "facts": f"/m/{mid}/facts", "cards": f"/m/{mid}/cards",
        "phones": f"/m/{mid}/phones", "workshop": f"/m/{mid}/workshop", "calendar": "/calendar", "review": "/review",
        "daybook": "/daybook", "link": "/link/x", "trouble": "/m/none/facts",
    }  # fmt: skip
    for name, path in paths.items():
        page.goto(address + path)
        if name in {"calendar", "review"}:
            page.locator("[data-post]").first.wait_for()
        if name == "review":
            page.locator(".verdict").wait_for()
        faults[name] = faults_of(page)
        shot(page, f"{name}-{scheme}")
        for words, opened in dialogs(page, name):
            opened()
            page.locator("dialog[open]").wait_for()
            faults[f"{name} {words}"] = faults_of(page)
            shot(page, f"{name}-{words}-{scheme}")
            page.keyboard.press("Escape")
            page.locator("dialog[open]").wait_for(state="detached")
    context.close()
    assert {name: found for name, found in faults.items() if found} == {}


def test_whatever_has_the_focus_shows_it(house: tuple[str, str], browser: Any) -> None:
    address, mid = house
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    for path in ("/", f"/m/{mid}/facts", f"/m/{mid}/cards", "/calendar"):
        page.goto(address + path)
        page.wait_for_load_state("domcontentloaded")
        seen = set()
        for _ in range(12):
            page.keyboard.press("Tab")
            name, visible = page.evaluate(
                "() => { const a = document.activeElement, s = getComputedStyle(a), p = getComputedStyle(a.closest("
                "'.drop') || a); return [a.id || a.className || a.tagName, a === document.body || "
                "(s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) >= 1) || p.outlineStyle !== 'none'] }"
            )
            assert visible, (path, name)
            seen.add(name)
        assert len(seen) > 3, path
    context.close()


def test_the_printed_wall_is_cards_and_words_alone(house: tuple[str, str], browser: Any) -> None:
    address, mid = house
    context = browser.new_context(viewport=DESK)
    page = context.new_page()
    page.goto(f"{address}/m/{mid}/cards")
    page.locator(".card img").first.wait_for(timeout=PATIENCE)
    page.emulate_media(media="print")
    assert page.locator(".card").first.is_visible()
    for gone in (".mast", ".wall-bar", "#progress"):
        assert not page.locator(gone).is_visible(), gone
    shot(page, "打印")
    assert page.pdf().startswith(b"%PDF")
    context.close()
