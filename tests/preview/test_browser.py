"""The studio in a real browser, by mouse and by keyboard. Skipped, with the reason, where there is no Chromium."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.facts import load
from tests.preview.conftest import ARTICLE
from tests.preview.house import CHROMIUM, NO_CHROMIUM, PATIENCE, House, eventually, shot

api = pytest.importorskip("playwright.sync_api", reason="没有装 Playwright")
api.expect.set_options(timeout=PATIENCE)
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason=NO_CHROMIUM)


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "山城.txt").write_text(ARTICLE, encoding="utf-8")
    made = House(tmp_path, "山城.txt")
    yield made
    made.kill()


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


def test_a_key_phrase_is_chosen_by_keyboard_and_cards_are_found_by_refusal(house: House, tab: Any) -> None:
    address = house.start()
    tab.goto(address.replace("/facts", "/cards"))
    tab.locator("#find").fill("暖企走访")
    tab.locator(".card").first.click()
    api.expect(tab.locator("#t-phrase")).to_have_value("“暖企走访”")
    tab.keyboard.press("p")
    tab.locator("#t-phrase").fill("深入开展")
    tab.keyboard.press("Tab")
    api.expect(tab.locator("#wait")).to_be_hidden()
    shot(tab, "重点")
    tab.locator("[data-scope=one]").click()
    api.expect(tab.locator("#toast")).to_contain_text("已改 1 条")
    assert "重点: 深入开展" in house.facts.read_text(encoding="utf-8")
    tab.goto(address)
    tab.locator("article.fact").first.locator("input[aria-label=数值]").fill("999")
    tab.keyboard.press("Tab")
    api.expect(tab.locator("#saved")).to_have_text("已保存")
    tab.goto(address.replace("/facts", "/cards"))
    api.expect(tab.locator("#why-row")).to_be_visible()
    tab.locator("#f-why").select_option(index=1)
    api.expect(tab.locator(".card")).to_have_count(1)
    api.expect(tab.locator(".card.refused .pic")).to_contain_text("999")
    shot(tab, "卡片墙-未通过")


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


def test_a_broken_drawing_is_told_over_its_card_with_file_and_line_and_gone_when_mended(
    house: House, tab: Any
) -> None:
    shipped = Path(__file__).parents[2] / "templates_svg" / "metric"
    own = house.folder / "templates_svg" / "metric"
    own.mkdir(parents=True)
    for file in shipped.iterdir():
        (own / file.name).write_bytes(file.read_bytes())
    drawing = own / "portrait.svg"
    text = drawing.read_text(encoding="utf-8")
    tab.goto(house.start().replace("/facts", "/workshop"))
    api.expect(tab.locator("#bench img").first).to_be_visible()
    drawing.write_text(text.replace("</svg>", "{{ copy.nothing.more }}</svg>"), encoding="utf-8")
    why = tab.locator("#bench figure .why").first
    api.expect(why).to_contain_text("portrait.svg")
    assert any(c.isdigit() for c in why.inner_text().partition("portrait.svg")[2])
    shot(tab, "样式间-图稿有误")
    drawing.write_text(text, encoding="utf-8")
    api.expect(tab.locator("#bench .why")).to_have_count(0)


def test_the_hard_cases_of_a_template_are_one_click_away(house: House, tab: Any) -> None:
    tab.goto(house.start().replace("/facts", "/workshop"))
    tab.locator("#template").select_option("slogan")
    tab.locator("#sheet").click()
    api.expect(tab.locator("#sheets img").first).to_be_visible(timeout=4 * PATIENCE)
    eventually(
        lambda: bool(tab.locator("#sheets img").first.evaluate("i => i.complete && i.naturalWidth > 300"))
    )
    shot(tab, "样式间-总表")


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
