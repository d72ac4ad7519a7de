"""From an article never seen before to a signed week of posts, in a real browser, by mouse and by keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.preview.house import CHROMIUM, NO_CHROMIUM, PATIENCE, PHONE, House, eventually, shot

api = pytest.importorskip("playwright.sync_api", reason="没有装 Playwright")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)
api.expect.set_options(timeout=PATIENCE)
ARTICLE = """柳河县的三张清单
来源：柳河县融媒体中心

开工清单

G229国道柳河段改建完成31.5公里，完成投资4.2亿元，占年度计划的六成
新开工老旧小区改造17个，惠及居民2160户，其中8个小区已经完工

民生清单

“午间小饭桌”开到23所乡村小学，累计供餐15.6万份，零投诉
县医院胸痛中心通过国家认证
新增普惠托位320个

还欠着的清单

污水管网还有12.4公里没有接通，力争9月底前全部完成
坚持“欠账不过年”，把难事一件一件办实
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("week")
    (folder / "柳河.txt").write_text(ARTICLE, encoding="utf-8")
    made = House(folder, "柳河.txt")
    yield made
    made.kill()


@pytest.fixture(scope="module")
def address(house: House) -> str:
    return house.start().partition("/m/")[0]


def monday() -> dt.date:
    """A Monday far enough away that all its posts are still to come, in the middle of a month's page."""
    day = dt.datetime.now(ZoneInfo("Asia/Shanghai")).date() + dt.timedelta(days=40)
    return day - dt.timedelta(days=day.weekday())


def posts(tab: Any) -> list[dict[str, Any]]:
    start = monday() - dt.timedelta(days=7)
    found: list[dict[str, Any]] = tab.evaluate(
        "start => fetch(`/api/calendar?start=${start}&days=60`).then(r => r.json()).then(r => r.posts)",
        start.isoformat(),
    )
    return found


def day_of(tab: Any, number: int) -> str:
    return next(str(p["day"]) for p in posts(tab) if p["id"] == number)


def calendar(tab: Any, address: str, view: str) -> None:
    tab.goto(f"{address}/calendar")
    tab.locator("[data-post]").first.wait_for(timeout=PATIENCE)
    tab.keyboard.press("w" if view == "week" else "m")
    tab.locator(f"#grid.{view} [data-post]").first.wait_for(timeout=PATIENCE)


def a_week_is_planned_and_its_pictures_are_made(address: str, tab: Any) -> None:
    tab.goto(f"{address}/calendar")
    api.expect(tab.locator(".blank-slate")).to_be_visible()
    tab.locator(".blank-slate button").click()
    tab.locator("#p-start").fill(monday().isoformat())
    api.expect(tab.locator("#p-said")).to_contain_text("7 条，")
    shot(tab, "排期-新建")
    tab.locator("#p-go").click()
    api.expect(tab.locator("#legend")).to_contain_text("待签发", timeout=PATIENCE)
    eventually(lambda: all(p["state"] == "made" for p in posts(tab)))
    shot(tab, "排期-月")
    assert [p["day"] for p in posts(tab)] == [(monday() + dt.timedelta(days=n)).isoformat() for n in range(7)]


def a_post_is_dragged_to_another_day_and_onto_another(address: str, tab: Any) -> None:
    calendar(tab, address, "month")
    first, second, *_ = (p["id"] for p in posts(tab))
    away = (monday() + dt.timedelta(days=9)).isoformat()
    tab.locator(f'[data-post="{first}"]').drag_to(tab.locator(f'[data-day="{away}"]'))
    eventually(lambda: day_of(tab, first) == away)
    before = day_of(tab, second)
    tab.locator(f'[data-post="{first}"]').drag_to(tab.locator(f'[data-post="{second}"]'))
    eventually(lambda: day_of(tab, first) == before and day_of(tab, second) == away)


def the_same_by_keyboard(address: str, tab: Any) -> None:
    calendar(tab, address, "month")
    last = max(posts(tab), key=lambda p: str(p["day"]))
    tab.locator(f'[data-post="{last["id"]}"]').focus()
    tab.keyboard.press("x")
    tab.keyboard.press("ArrowRight")
    api.expect(tab.locator("#carry")).to_contain_text(f"拿着第 {last['id']} 号：放到")
    shot(tab, "排期-拿着")
    tab.keyboard.press("Escape")
    api.expect(tab.locator("#carry")).to_be_hidden()
    assert day_of(tab, last["id"]) == last["day"]
    tab.keyboard.press("x")
    tab.keyboard.press("ArrowRight")
    tab.keyboard.press("Enter")
    there = (dt.date.fromisoformat(last["day"]) + dt.timedelta(days=1)).isoformat()
    eventually(lambda: day_of(tab, last["id"]) == there)
    calendar(tab, address, "week")
    shot(tab, "排期-周")


def the_pack_of_a_day_is_copied_with_a_click_each(address: str, tab: Any) -> None:
    calendar(tab, address, "month")
    tab.locator("[data-post]").first.click()
    picture = tab.locator("#day .pics img").first
    eventually(lambda: bool(picture.evaluate("i => i.complete && i.naturalWidth > 0")))
    shot(tab, "排期-一天")
    tab.get_by_role("button", name="复制正文").first.click()
    api.expect(tab.locator("#toast")).to_contain_text("已复制正文")
    caption = tab.locator("#day .caption").first.inner_text()
    copied = tab.evaluate("navigator.clipboard.readText()").replace("\r\n", "\n")
    assert copied in caption
    assert "柳河" in copied
    tab.get_by_role("button", name="复制图片").first.click()
    api.expect(tab.locator("#toast")).to_contain_text("已复制图片")
    kinds = tab.evaluate("navigator.clipboard.read().then(items => items[0].types)")
    assert kinds == ["image/png"]
    with tab.expect_download() as pack:
        tab.get_by_role("link", name="整天的图和配文").click()
    assert pack.value.suggested_filename.endswith(".zip")


def a_day_is_skipped_and_the_rest_moves_on(address: str, tab: Any) -> None:
    calendar(tab, address, "month")
    free = [p for p in posts(tab) if not p["fixed"]]
    tab.locator(f'[data-post="{free[0]["id"]}"]').click()
    tab.get_by_role("button", name="这一天不发").click()
    api.expect(tab.locator("#toast")).to_contain_text("不发")
    eventually(lambda: day_of(tab, free[0]["id"]) > str(free[0]["day"]))


def three_reviewers_sign_the_week_by_keyboard(address: str, tab: Any) -> None:
    tab.goto(f"{address}/calendar")
    api.expect(tab.locator("#make")).to_be_visible(timeout=PATIENCE)
    week = len(posts(tab))
    for name, stage in (("周一审", "初审"), ("吴二审", "复审"), ("郑三审", "终审")):
        tab.goto(f"{address}/review")
        api.expect(tab.locator("#count")).to_have_text(str(week), timeout=PATIENCE)
        tab.locator("#by").fill(name)
        tab.keyboard.press("Escape")
        for number in range(week):
            api.expect(tab.locator(".verdict .primary")).to_contain_text(f"签{stage}")
            if number == 0:
                shot(tab, f"签发-{stage}")
            here = tab.evaluate("location.hash")
            tab.keyboard.press("a")
            api.expect(tab.locator("#toast")).to_contain_text(f"{stage}已签（{name}）")
            if number < week - 1:
                eventually(lambda here=here: tab.evaluate("location.hash") != here)  # type: ignore[misc]
    api.expect(tab.locator(".blank-slate")).to_contain_text("都签完了")
    assert {p["state"] for p in posts(tab)} == {"signed"}


def a_change_after_signing_shows_both_versions_and_is_sent_back(house: House, address: str, tab: Any) -> None:
    manuscript = tab.goto(f"{address}/").ok and tab.locator(".list a").first.get_attribute("href")
    tab.goto(f"{address}{manuscript}")
    text = tab.locator("article.fact textarea").first
    was = text.input_value()
    text.fill(was.replace("G229", "全长的G229"))
    text.press("Enter")
    api.expect(tab.locator("#saved")).to_have_text("已保存")
    tab.goto(f"{address}/calendar")
    tab.locator("#series").click()
    api.expect(tab.locator("#series-body")).to_contain_text("1 条和排期里的不一样")
    tab.get_by_role("button", name="换成新的事实表").click()
    api.expect(tab.locator("#toast")).to_contain_text("换了事实表")
    tab.locator("#make").click()
    eventually(lambda: "made" in {p["state"] for p in posts(tab)})
    tab.goto(f"{address}/review")
    api.expect(tab.locator(".then ins").first).to_have_text("全长的")
    api.expect(tab.locator(".then .framed i").first).to_be_visible()
    api.expect(tab.locator(".note")).to_contain_text("郑三审")
    shot(tab, "签发-对照")
    tab.locator("#by").fill("周一审")
    tab.keyboard.press("Escape")
    tab.keyboard.press("r")
    tab.keyboard.press("Enter")
    api.expect(tab.locator("#toast")).to_contain_text("先写退回的原因")
    tab.keyboard.type("全长是多少")
    tab.keyboard.press("Enter")
    api.expect(tab.locator("#toast")).to_contain_text("已退回")


def a_link_signs_one_post_once(house: House, address: str, tab: Any, browser: Any) -> None:
    number = next(p["id"] for p in posts_at(tab, address) if p["state"] == "returned")
    tab.evaluate(
        "async n => { const s = await (await fetch('/api/session')).json(); const h = {'content-type': "
        "'application/json', 'x-mima-token': s.token}; const c = await (await fetch('/api/calendar?start=2020-01-01')"
        ").json(); const m = c.series[0]; const d = await (await fetch(`/api/manuscripts/${m.manuscript}`)).json(); "
        "await fetch(`/api/manuscripts/${m.manuscript}/undo`, {method: 'POST', headers: h, body: JSON.stringify("
        "{version: d.version})}); await fetch(`/api/series/${m.id}/change`, {method: 'POST', headers: h, body: "
        "JSON.stringify({what: 'facts', manuscript: m.manuscript})}); await fetch('/api/series/make', {method: 'POST',"
        " headers: h, body: JSON.stringify({day: n})}); }",
        (monday() + dt.timedelta(days=30)).isoformat(),
    )
    eventually(lambda: next(p for p in posts(tab) if p["id"] == number)["state"] == "made")
    tab.goto(f"{address}/review#{number}")
    tab.get_by_role("button", name="发给没有账号的人").click()
    tab.locator("#l-person").fill("王副主编")
    tab.keyboard.press("Enter")
    api.expect(tab.locator("#l-address")).not_to_have_value("")
    shot(tab, "签发-链接")
    path = tab.locator("#l-address").input_value()
    context = browser.new_context(viewport=PHONE)
    guest = context.new_page()
    guest.goto(path)
    api.expect(guest.locator("h1")).to_have_text("请王副主编签初审")
    shot(guest, "链接-手机屏")
    guest.locator(".verdict .primary").click()
    api.expect(guest.locator("h1")).to_contain_text("初审已签（王副主编）")
    guest.goto(path)
    api.expect(guest.locator("h1")).to_contain_text("已经用过")
    context.close()


def posts_at(tab: Any, address: str) -> list[dict[str, Any]]:
    tab.goto(f"{address}/calendar")
    return posts(tab)


def the_pages_fit_a_phone(address: str, browser: Any) -> None:
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    for name in ("calendar", "review", "daybook"):
        page.goto(f"{address}/{name}")
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], name
        shot(page, f"手机屏-{name}")
    context.close()


def test_from_an_article_to_a_signed_week(house: House, address: str, tab: Any, browser: Any) -> None:
    """One test, for each step stands on the one before, whatever process the others run in."""
    a_week_is_planned_and_its_pictures_are_made(address, tab)
    a_post_is_dragged_to_another_day_and_onto_another(address, tab)
    the_same_by_keyboard(address, tab)
    the_pack_of_a_day_is_copied_with_a_click_each(address, tab)
    a_day_is_skipped_and_the_rest_moves_on(address, tab)
    three_reviewers_sign_the_week_by_keyboard(address, tab)
    a_change_after_signing_shows_both_versions_and_is_sent_back(house, address, tab)
    a_link_signs_one_post_once(house, address, tab, browser)
    the_pages_fit_a_phone(address, browser)
    assert (house.folder / "ledger" / "ledger.sqlite3").is_file()
    assert list((house.folder / "ledger").glob("studio-*"))
