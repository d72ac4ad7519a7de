"""One round after another: made ahead, signed, issued once, held, missed, restored."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.batch.store import digest_of
from generator.deliver.stocktaking import faults_of
from generator.rounds import make_the_round
from generator.series import Rules, make_ahead
from generator.series.change import Wish, change_series
from generator.series.content import make_pictures, work_out
from generator.series.outbox import waiting
from generator.series.posts import one_making, one_post
from generator.world import World
from tests.batch.world_of_tests import make_world

from .newsroom import Newsroom, facts_sheet, make_newsroom


def test_a_week_of_posts_goes_out_once_each_and_at_its_hour(room: Newsroom) -> None:
    room.begin(slots="07:30 tiny-post,12:00 tiny-grid 2", sheet=facts_sheet(9))
    for day in range(5):
        for hour in ("07:29", "07:30", "07:31", "11:59", "12:00", "18:00"):
            room.clock.at(f"2026-01-{7 + day:02}", hour)
            room.round()
            room.round()
    assert set(room.states()) == {"issued"}
    assert room.packs() == [
        "2026-01-07/0730-小贴图", "2026-01-07/1200-小九宫格", "2026-01-08/0730-小贴图", "2026-01-08/1200-小九宫格",
        "2026-01-09/0730-小贴图", "2026-01-09/1200-小九宫格",
    ]  # fmt: skip
    issued = [facts["post"] for step, facts in room.told if step == "issued"]
    assert len(issued) == len(set(issued)) == 6


def test_nothing_goes_out_before_its_hour(room: Newsroom) -> None:
    room.begin()
    room.clock.at("2026-01-07", "07:29:59")
    assert room.round() == ["made"]
    assert room.packs() == []
    room.clock.at("2026-01-07", "07:30:00")
    assert room.round().count("issued") == 1


def test_a_pack_holds_everything_a_person_pastes(room: Newsroom) -> None:
    room.begin(slots="07:30 tiny-post 3")
    room.clock.at("2026-01-07", "07:30")
    room.round()
    pack = room.desk.out / "2026-01-07" / "0730-小贴图"
    card = json.loads((pack / "post.json").read_text(encoding="utf-8"))
    names = sorted(p.name for p in pack.iterdir())
    assert names == sorted(
        ["post.json", "文案.txt", "alt.txt", "post.html", *(p["file"] for p in card["pictures"])]
    )
    assert [p["file"][:2] for p in card["pictures"]] == ["01", "02", "03"]
    assert all(digest_of(pack / p["file"]) == p["sha256"] for p in card["pictures"])
    text = (pack / "文案.txt").read_text(encoding="utf-8")
    assert "深入推进第1项工作。" in text and "#小城一年" in text and "第1期" in text
    alts = (pack / "alt.txt").read_text(encoding="utf-8")
    page = (pack / "post.html").read_text(encoding="utf-8")
    for picture in card["pictures"]:
        assert picture["file"] in alts and picture["alt"] in alts and picture["alt"] in page
    assert page.count("复制") >= 3
    assert not list(pack.glob(".*"))


def test_unsigned_posts_are_held_and_told_once(world: World, tmp_path: Path, ledger: str) -> None:
    room = make_newsroom(world, tmp_path, ledger, Rules(notices=("wecom",)))
    room.begin(stages=("初审", "复审", "终审"))
    room.clock.at("2026-01-07", "07:30")
    assert [room.round(), room.round()] == [["made", "held", "waiting"], []]
    assert room.packs() == []
    room.sign_fully(room.posts()[0].id)
    room.clock.forward(minutes=40)
    assert room.round() == ["issued"]
    with room.desk.ledger.reading() as connection:
        texts = [d.text for d in waiting(connection, room.clock.now)]
    assert texts[0].endswith("未签发，已暂停") and texts[1].startswith("今日一条待审")
    assert texts[2].startswith("07:30 小贴图已出（晚了 40 分钟）")
    room.desk.ledger.close()


def test_after_a_week_off_it_catches_up_by_policy_and_tells(room: Newsroom) -> None:
    room.begin(late_hours=30.0)
    room.clock.at("2026-01-12", "08:00")
    kinds = room.round()
    assert kinds.count("missed") == 4 and kinds.count("issued") == 2
    assert room.states() == ["missed"] * 4 + ["issued"] * 2
    assert room.packs() == ["2026-01-11/0730-小贴图", "2026-01-12/0730-小贴图"]
    assert room.round() == []


def test_a_missed_post_is_not_lost(room: Newsroom) -> None:
    room.begin(sheet=facts_sheet(2))
    room.clock.at("2026-01-07", "12:00")
    room.round()
    first = room.posts()[0]
    assert (first.state, first.reason) == ("missed", "程序没有运行")
    change_series(room.desk, "", Wish(revived=(first.id,)))
    assert [(p.day.day, p.state) for p in room.posts()] == [(8, "planned"), (9, "planned")]


def test_a_clock_that_ran_ahead_and_came_back_loses_nothing(room: Newsroom) -> None:
    room.begin()
    room.clock.at("2027-06-01", "12:00")
    room.round()
    assert set(room.states()) == {"missed"}
    for day in range(7, 13):
        room.clock.at(f"2026-01-{day:02}", "07:30")
        room.round()
    assert set(room.states()) == {"issued"} and len(room.packs()) == 6


def test_a_clock_that_goes_back_issues_nothing_again(room: Newsroom) -> None:
    room.begin()
    room.clock.at("2026-01-07", "07:30")
    room.round()
    for _ in range(3):
        room.clock.forward(hours=-1)
        assert "issued" not in room.round()
    room.clock.at("2026-01-07", "07:30")
    assert "issued" not in room.round()
    assert len(room.packs()) == 1


@pytest.mark.parametrize(
    ("start", "slots", "days"),
    [
        ("2027-12-31", "00:00 tiny-post,23:59 tiny-grid", ["2027-12-31", "2028-01-01", "2028-01-02"]),
        ("2028-02-28", "00:00 tiny-post,23:59 tiny-grid", ["2028-02-28", "2028-02-29", "2028-03-01"]),
    ],
)
def test_year_s_end_leap_day_and_midnight(room: Newsroom, start: str, slots: str, days: list[str]) -> None:
    room.begin(start=start, slots=slots)
    room.clock.at(start, "00:00")
    for _ in range(3 * 16 + 1):
        room.round()
        room.clock.forward(minutes=90)
    assert set(room.states()) == {"issued"}
    assert [p.split("/")[0] for p in room.packs()] == [day for day in days for _ in (0, 1)]


@pytest.mark.parametrize(
    ("zone", "day", "time", "utc"),
    [
        ("America/New_York", "2026-03-08", "02:30", "2026-03-08T07:30:00+00:00"),  # skipped: 03:30 local
        ("America/New_York", "2026-11-01", "01:30", "2026-11-01T05:30:00+00:00"),  # twice: the first
        ("Australia/Lord_Howe", "2026-04-05", "01:45", "2026-04-04T14:45:00+00:00"),  # half an hour
        ("Pacific/Kiritimati", "2026-01-01", "00:00", "2025-12-31T10:00:00+00:00"),
    ],
)
def test_summer_time_of_other_zones(room: Newsroom, zone: str, day: str, time: str, utc: str) -> None:
    room.begin(start=day, slots=f"{time} tiny-post", zone=zone, sheet=facts_sheet(1))
    due = dt.datetime.fromisoformat(utc)
    room.clock.now = due - dt.timedelta(hours=26, minutes=1)
    for _ in range(28):
        room.round()
        if room.clock.now < due:
            assert room.packs() == []
        room.clock.forward(hours=1)
    assert room.states() == ["issued"] and len(room.packs()) == 1
    assert room.posts()[0].due.astimezone(ZoneInfo("UTC")) == due


def test_a_corrected_fact_makes_the_post_anew_and_voids_its_signatures(room: Newsroom) -> None:
    room.begin(stages=("初审", "复审", "终审"))
    room.clock.at("2026-01-07", "07:00")
    room.round()
    number = room.posts()[0].id
    room.sign_fully(number)
    assert room.states()[0] == "signed"
    sheet = facts_sheet()
    better = replace(sheet, facts=(replace(sheet.facts[0], text="深入推进头一项工作"), *sheet.facts[1:]))
    said = change_series(room.desk, "", Wish(facts=better))
    assert f"会重做第 {number} 号" in said[0]
    room.clock.at("2026-01-07", "07:30")
    assert room.round()[:2] == ["made", "held"]
    assert room.packs() == []
    room.sign_fully(number)
    assert room.round() == ["issued"]
    text = (room.desk.out / room.packs()[0] / "文案.txt").read_text(encoding="utf-8")
    assert "头一项" in text


def test_a_picture_changed_on_disk_is_not_what_was_signed_and_is_mended(room: Newsroom) -> None:
    room.begin()
    room.clock.at("2026-01-07", "07:00")
    room.round()
    room.clock.at("2026-01-07", "07:30")
    post = room.posts()[0]
    picture = next(room.desk.work_folder(post.id).glob("*.png"))
    picture.write_bytes(b"forged")
    room.round()
    with room.desk.ledger.reading() as connection:
        making = one_making(connection, one_post(connection, post.id).making)
    assert making is not None
    pack = room.desk.out / room.packs()[0]
    assert [digest_of(p) for p in pack.glob("*.png")] == [making.pictures[0].sha256]


def test_a_refused_card_is_told_once_and_tried_again_when_its_facts_change(room: Newsroom) -> None:
    long = facts_sheet(1)
    sheet = replace(long, facts=(replace(long.facts[0], text="很长的话" * 60),))
    room.begin(sheet=sheet)
    room.clock.at("2026-01-07", "07:00")
    assert room.round() == ["refused"]
    assert room.round() == []
    change_series(room.desk, "", Wish(facts=long))
    assert room.round() == ["made"]
    with room.desk.ledger.reading() as connection:
        content = work_out(room.desk, connection, room.posts()[0])
    assert len(make_pictures(room.desk, content)) == 1


def test_two_series_at_one_hour_get_a_folder_each(room: Newsroom) -> None:
    room.begin(name="甲")
    room.begin(name="乙")
    room.clock.at("2026-01-07", "07:30")
    room.round()
    assert room.packs() == ["2026-01-07/0730-小贴图", "2026-01-07/0730-小贴图-乙"] or room.packs() == [
        "2026-01-07/0730-小贴图", "2026-01-07/0730-小贴图-甲",
    ]  # fmt: skip


def test_stocktaking_finds_what_does_not_agree(room: Newsroom) -> None:
    room.begin()
    for day in range(7, 10):
        room.clock.at(f"2026-01-{day:02}", "07:30")
        room.round()
    assert faults_of(room.desk) == ()
    first, second, third = (room.desk.out / folder for folder in room.packs())
    next(first.glob("*.png")).write_bytes(b"other")
    second.rename(second.with_name("搬走"))
    faults = faults_of(room.desk)
    assert (
        len(faults) == 3 and "图片与签发时不同" in faults[0] and "不见了" in faults[1] and "搬走" in faults[2]
    )
    assert third.exists()


def test_what_is_due_does_not_wait_for_what_is_made_ahead(room: Newsroom) -> None:
    room.begin(sheet=facts_sheet(3), ahead_hours=48.0)
    room.round()
    room.clock.at("2026-01-07", "07:30")
    room.told.clear()
    room.round()
    steps = [step for step, _ in room.told]
    assert steps.index("issued") < steps.index("making")


def test_making_ahead_up_to_a_day_issues_nothing(room: Newsroom) -> None:
    room.begin(ahead_hours=0.0)
    made = make_ahead(room.desk, dt.datetime(2026, 1, 9, 23, tzinfo=ZoneInfo("Asia/Shanghai")))
    assert len(made) == 3 and room.states() == ["signed"] * 3 + ["planned"] * 3 and room.packs() == []


@pytest.mark.parametrize("wish", ["withdrawn", "moved"])
def test_a_post_taken_out_while_its_pack_is_written_leaves_none(room: Newsroom, wish: str) -> None:
    room.begin(sheet=facts_sheet(1))
    room.clock.at("2026-01-07", "07:30")
    number = room.posts()[0].id
    wanted = Wish(withdrawn=(number,)) if wish == "withdrawn" else Wish(moves=((str(number), "2026-01-09"),))

    def tell(step: str, facts: object) -> None:
        if step == "packed":
            change_series(room.desk, "", wanted)

    make_the_round(replace(room.desk, tell=tell), lambda desk: ())
    assert room.packs() == [] and faults_of(room.desk) == ()
    assert room.states() == (["withdrawn"] if wish == "withdrawn" else ["signed"])
    room.clock.at("2026-01-09", "07:30")
    room.round()
    assert room.packs() == ([] if wish == "withdrawn" else ["2026-01-09/0730-小贴图"])


def test_a_platform_that_takes_only_jpeg_gets_jpeg_in_its_pack(tmp_path: Path) -> None:
    world = make_world(tmp_path / "world")
    size = (world.data[-1] / "sizes" / "tiny-post.toml").read_text(encoding="utf-8")
    (world.data[-1] / "sizes" / "tiny-jpg.toml").write_text(size + 'formats = ["jpg"]\n', encoding="utf-8")
    room = make_newsroom(world, tmp_path, str(tmp_path / "ledger" / "l.sqlite3"))
    room.begin(slots="07:30 tiny-jpg", sheet=facts_sheet(1))
    room.clock.at("2026-01-07", "07:30")
    room.round()
    assert room.round() == []
    (picture,) = (room.desk.out / room.packs()[0]).glob("*.jpg")
    assert picture.read_bytes().startswith(b"\xff\xd8") and faults_of(room.desk) == ()
    room.desk.ledger.close()


def test_words_that_look_like_markup_stay_words_on_the_page(room: Newsroom) -> None:
    evil = "</textarea><script>alert(1)</script>"
    room.begin(sheet=facts_sheet(1, f01={"caption": evil}))
    room.clock.at("2026-01-07", "07:30")
    room.round()
    pack = room.desk.out / room.packs()[0]
    page = (pack / "post.html").read_text(encoding="utf-8")
    assert evil in (pack / "文案.txt").read_text(encoding="utf-8")
    assert (
        page.count("<script>") == 1
        and "&lt;script&gt;alert(1)" in page
        and page.count("</textarea>") == page.count("<textarea")
    )
