"""A series in the studio: planned from a manuscript, moved, skipped, swapped, added to, corrected; the pack of a day."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest

from generator.preview import Studio
from generator.series.books import posts_of
from tests.preview.conftest import HOURS, Clock, Page


def calendar(page: Page, start: str = "2026-03-01") -> dict[str, Any]:
    found: dict[str, Any] = page.get("/api/calendar", params={"start": start}).json()
    return found


def change(page: Page, series: str, **wish: object) -> Any:
    return page.change(f"/api/series/{series}/change", **wish)


def days(page: Page) -> dict[int, str]:
    return {p["id"]: p["day"] for p in calendar(page)["posts"]}


def test_without_a_ledger_the_calendar_is_empty_and_makes_none(page: Page, studio: Studio) -> None:
    assert calendar(page)["series"] == []
    assert not studio.has_ledger()
    assert "还没有排期" in page.get("/api/review").json()["message"]


def test_a_dry_plan_says_what_it_would_be_and_writes_nothing(page: Page, mid: str) -> None:
    told = page.change(f"/api/manuscripts/{mid}/plan", start="2026-03-03", hours=HOURS, dry=True).json()
    assert (told["posts"], told["first"], told["last"]) == (5, "2026-03-03", "2026-03-07")
    assert calendar(page)["posts"] == []


def test_a_plan_is_what_the_command_line_sees(page: Page, mid: str, studio: Studio) -> None:
    told = page.plan(mid)
    desk = studio.desk_for("命令行")
    with desk.ledger.reading() as connection:
        posts = posts_of(connection, told["series"])
    assert [p.id for p in posts] == list(days(page))
    assert {p.state for p in posts} == {"made"}


def test_move_swap_skip_and_withdraw(page: Page, mid: str) -> None:
    series = page.plan(mid)["series"]
    first, second, third, *_ = days(page)
    assert change(page, series, what="move", post=first, day="2026-03-20", time="08:00").status_code == 200
    assert days(page)[first] == "2026-03-20"
    assert change(page, series, what="swap", post=second, other=third).status_code == 200
    assert (days(page)[second], days(page)[third]) == ("2026-03-05", "2026-03-04")
    before = days(page)
    assert change(page, series, what="skip", day="2026-03-04").status_code == 200
    assert days(page)[third] == "2026-03-05"
    assert days(page)[first] == before[first]
    assert {"series": series, "day": "2026-03-04"} in calendar(page)["closed"]
    assert change(page, series, what="withdraw", post=first).status_code == 200
    assert next(p for p in calendar(page)["posts"] if p["id"] == first)["state"] == "withdrawn"


@pytest.mark.parametrize(
    "wish",
    [
        {"what": "move", "post": 1, "day": "2020-01-01"},
        {"what": "move", "post": 999, "day": "2026-03-20"},
        {"what": "skip", "day": "后天"},
        {"what": "swap", "post": 1, "other": 1},
        {"what": "add", "manuscript": "nothing"},
        {"what": "revive", "post": 1},
    ],
)
def test_what_cannot_be_is_refused_in_words(page: Page, mid: str, wish: dict[str, object]) -> None:
    series = page.plan(mid)["series"]
    before = days(page)
    answer = change(page, series, **wish)
    assert answer.status_code in {404, 422}
    assert "。" in answer.json()["message"]
    assert days(page) == before


def test_a_fact_added_later_goes_behind_the_last(page: Page, mid: str) -> None:
    series = page.plan(mid)["series"]
    more = page.post(
        "/api/manuscripts?name=补.txt", content="补稿\n\n新建口袋公园15个".encode(), headers=page.token()
    )
    said = change(page, series, what="add", manuscript=more.json()["id"]).json()["said"]
    assert "加了 1 条" in said[0]
    last = max(calendar(page)["posts"], key=lambda p: p["day"])
    assert (last["texts"], last["day"]) == (["新建口袋公园15个"], "2026-03-08")


def test_a_corrected_fact_is_seen_and_taken(page: Page, mid: str) -> None:
    series = page.plan(mid)["series"]
    assert calendar(page)["series"][0]["differ"] == 0
    sheet = page.get(f"/api/manuscripts/{mid}").json()
    page.change(
        f"/api/manuscripts/{mid}/correct",
        version=sheet["version"],
        fact="01",
        cells={"内容": "培育专精特新企业共128家"},
    )
    assert calendar(page)["series"][0]["differ"] == 1
    assert change(page, series, what="facts", manuscript=mid).status_code == 200
    assert calendar(page)["series"][0]["differ"] == 0
    assert "培育专精特新企业共128家" in [t for p in calendar(page)["posts"] for t in p["texts"]]


def test_the_pack_of_a_day_holds_the_pictures_and_words_that_a_reviewer_sees(page: Page, mid: str) -> None:
    page.plan(mid)
    post = next(p for p in calendar(page)["posts"] if p["day"] == "2026-03-03")
    packed = zipfile.ZipFile(io.BytesIO(page.get("/api/days/2026-03-03/pack").content))
    picture = next(n for n in packed.namelist() if n.endswith(".png"))
    assert packed.read(picture) == page.get(f"/api/posts/{post['id']}/pictures/0").content
    words = next(n for n in packed.namelist() if n.endswith("文案.txt"))
    assert page.get(f"/api/posts/{post['id']}").json()["caption"]["text"] in packed.read(words).decode()
    assert page.get("/api/days/2026-06-03/pack").status_code in {404, 422}


def test_a_missed_post_is_revived(page: Page, mid: str, studio: Studio, clock: Clock) -> None:
    from generator.series import mark_missed

    series = page.plan(mid)["series"]
    clock.now = clock.now.replace(day=4)
    mark_missed(studio.desk_for("调度"))
    missed = next(p for p in calendar(page)["posts"] if p["state"] == "missed")
    assert change(page, series, what="revive", post=missed["id"]).status_code == 200
    assert days(page)[missed["id"]] == "2026-03-08"
