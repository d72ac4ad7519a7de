"""Plans: slots, days, order, fixed dates, reuse; and changing them without touching what was issued."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from generator.errors import CardRefused, DesignError, UsageError
from generator.facts import Tables, load, read_facts
from generator.facts.model import Fact, Factsheet, Metric
from generator.series.books import closed_days, one_series
from generator.series.caption import write_caption
from generator.series.change import Wish, change_series
from generator.series.days import Days, instant, parse_day
from generator.series.deskplan import to_xlsx
from generator.series.lay import lay_out_plan
from generator.series.looks import turn_of
from generator.series.merge import merge_sheets
from generator.series.model import Slot, Terms
from generator.series.order import put_in_order
from generator.series.platform import Platform, read_platforms
from generator.series.review import sign
from generator.series.rules import read_rules
from generator.series.showing import calendar_text, to_ics
from generator.series.slots import parse_slots, slots_text
from generator.world import World, shipped

from .newsroom import Newsroom, facts_sheet, make_newsroom

START = dt.date(2026, 1, 7)
MORNING = Slot(dt.time(7, 30), "tiny-post")


def lay(count: int = 6, start: dt.date = START, sheet=None, **terms):  # type: ignore[no-untyped-def]
    return lay_out_plan(sheet or facts_sheet(count), Terms(**{"slots": (MORNING,), **terms}), start)


def test_slots_as_a_person_types_them() -> None:
    slots = parse_slots("20:30 moments，7:30 wechat-post+weibo; 12：00 weibo-grid x9", lambda name: name)
    assert slots_text(slots) == "07:30 wechat-post, 07:30 weibo, 12:00 weibo-grid x9, 20:30 moments"
    assert parse_slots(slots_text(slots), str) == slots


@pytest.mark.parametrize(
    "text",
    ["", "7 wechat", "24:00 weibo", "12:60 weibo", "07:30", "07:30 a x0", "07:30 a x21", "07:30 a, 07:30 a"],
)
def test_slots_that_are_none(text: str) -> None:
    with pytest.raises(UsageError):
        parse_slots(text, str)


def test_holidays_make_up_days_and_years_without_data() -> None:
    def open_days(rule: str, *days: str) -> list[bool]:
        return [Days(rule).open(dt.date.fromisoformat(day)) for day in days]

    new_year, make_up, saturday, monday = "2026-01-01", "2026-01-04", "2026-01-17", "2026-01-19"
    assert open_days("none", new_year, make_up, saturday, monday) == [True] * 4
    assert open_days("holidays", new_year, make_up, saturday, monday) == [False, True, True, True]
    assert open_days("weekends", new_year, make_up, saturday, monday) == [True, False, False, True]
    assert open_days("workdays", new_year, make_up, saturday, monday) == [False, True, False, True]
    beyond = Days("workdays")
    assert [beyond.open(dt.date(2031, 1, day)) for day in (3, 4)] == [True, False]
    assert "2031 年的放假安排还没有数据" in beyond.warnings()[0]
    laid = lay(3, dt.date(2030, 12, 31), quiet="holidays")
    assert len(laid.places) == 3 and len(laid.warnings) == 2


@given(
    st.integers(1, 40),
    st.integers(1, 4),
    st.sampled_from(["none", "weekends"]),
    st.dates(dt.date(2024, 1, 1), dt.date(2030, 1, 1)),
)
def test_every_fact_once_in_order_on_open_days(count: int, a_slot: int, quiet: str, start: dt.date) -> None:
    slots = (replace(MORNING, count=a_slot), Slot(dt.time(12), "tiny-grid"))
    laid = lay(count, start, slots=slots, quiet=quiet)
    assert [fact for place in laid.places for fact in place.facts] == [f.id for f in facts_sheet(count).facts]
    assert all(place.day >= start and Days(quiet).open(place.day) for place in laid.places)
    hours = [(place.day, place.time) for place in laid.places]
    assert hours == sorted(set(hours))


def test_two_sizes_at_one_hour_show_the_same_facts() -> None:
    laid = lay(2, slots=(MORNING, replace(MORNING, size="tiny-grid")))
    assert [(p.day.day, p.size, p.facts) for p in laid.places] == [
        (7, "tiny-grid", ("01",)), (7, "tiny-post", ("01",)), (8, "tiny-grid", ("02",)), (8, "tiny-post", ("02",)),
    ]  # fmt: skip


def test_a_fact_with_a_day_of_its_own_stands_there() -> None:
    sheet = facts_sheet(4, f02={"date": "2026年3月3日", "time": "9:05"}, f03={"date": "2026/1/8"})
    laid = lay(sheet=sheet)
    assert [(p.day.isoformat(), f"{p.time:%H:%M}", p.facts, p.fixed) for p in laid.places] == [
        ("2026-01-07", "07:30", ("01",), False), ("2026-01-08", "07:30", ("03",), True),
        ("2026-01-09", "07:30", ("04",), False), ("2026-03-03", "09:05", ("02",), True),
    ]  # fmt: skip


def test_a_spreadsheet_with_days_and_hours_is_a_plan(tmp_path: Path) -> None:
    path = tmp_path / "排期.csv"
    path.write_text(
        "内容,日期,时间,尺寸\n第一件事,2026-01-07,07:30,tiny-post\n第二件事,2026-01-07,07:30,tiny-post\n第三件事,1月9日,12:00,tiny-grid\n",
        encoding="utf-8",
    )
    laid = lay_out_plan(read_facts(path)[0], Terms(slots=()), START)
    assert [(p.day.day, p.size, len(p.facts)) for p in laid.places] == [
        (7, "tiny-post", 2),
        (9, "tiny-grid", 1),
    ]
    path.write_text("内容,日期\n第一件事,2026-02-30\n", encoding="utf-8")
    with pytest.raises(UsageError, match="第 01 条的日期"):
        lay_out_plan(read_facts(path)[0], Terms(slots=()), START)
    path.write_text("内容\n第一件事\n", encoding="utf-8")
    with pytest.raises(UsageError, match="没有日期"):
        lay_out_plan(read_facts(path)[0], Terms(slots=()), START)


def test_old_facts_come_again_after_their_rest_until_the_end() -> None:
    laid = lay(3, reuse_after=3, until=START + dt.timedelta(days=8))
    assert [p.facts[0] for p in laid.places] == ["01", "02", "03"] * 3
    marked = facts_sheet(3, f02={"常青": "是"})
    laid = lay(sheet=marked, reuse_after=2, until=START + dt.timedelta(days=6))
    assert [(p.day.day, p.facts[0]) for p in laid.places] == [
        (7, "01"),
        (8, "02"),
        (9, "03"),
        (10, "02"),
        (12, "02"),
    ]
    assert "2 个时段空着" in laid.warnings[0]
    with pytest.raises(UsageError, match="期限"):
        lay(3, reuse_after=3)


def test_what_does_not_fit_before_the_end_is_said() -> None:
    laid = lay(6, until=START + dt.timedelta(days=1))
    assert len(laid.places) == 2 and "还有 4 条没有排" in laid.warnings[0]


def test_orders() -> None:
    facts = facts_sheet(6, 3).facts
    assert [f.id for f in put_in_order(facts, "article")] == ["01", "02", "03", "04", "05", "06"]
    assert [f.chapter for f in put_in_order(facts, "chapter")] == ["1", "1", "2", "2", "0", "0"]
    looks = {f.id: f.chapter for f in facts}
    mixed = [f.chapter for f in put_in_order(facts, "interleaved", looks)]
    assert all(one != other for one, other in pairwise(mixed))
    ranked = Fact("07", "1", "metric", "位居全国第3", metric=Metric("", "3", "位", 3, kind="rank"))
    assert put_in_order((*facts, ranked), "striking")[0].id == "07"
    alike = {f.id: "same" for f in facts}
    assert sorted(f.id for f in put_in_order(facts, "striking", alike)) == [f.id for f in facts]


def test_themes_take_turns() -> None:
    assert [p.theme for p in lay(4, themes=("a", "b")).places] == ["a", "b", "a", "b"]


def test_days_and_instants() -> None:
    assert parse_day("2028-02-29") == dt.date(2028, 2, 29)
    for bad in ("2026-02-29", "明天", "20260107", "13月1日"):
        with pytest.raises(UsageError):
            parse_day(bad, 2026)
    assert instant(START, dt.time(0), "Asia/Shanghai") == dt.datetime(2026, 1, 6, 16, tzinfo=dt.UTC)


def test_moving_skipping_and_swapping_keep_what_was_issued(room: Newsroom) -> None:
    room.begin()
    room.clock.at("2026-01-07", "07:30")
    room.round()
    ids = [p.id for p in room.posts()]
    change_series(room.desk, "小城", Wish(skips=(dt.date(2026, 1, 9),), why="停刊"))
    assert [(p.id, p.day.day, p.number) for p in room.posts()] == [
        (ids[0], 7, 1), (ids[1], 8, 2), (ids[2], 10, 3), (ids[3], 11, 4), (ids[4], 12, 5), (ids[5], 13, 6),
    ]  # fmt: skip
    change_series(room.desk, "", Wish(swaps=((str(ids[1]), str(ids[5])),)))
    assert [p.id for p in room.posts()] == [ids[0], ids[5], ids[2], ids[3], ids[4], ids[1]]
    change_series(room.desk, "", Wish(moves=((str(ids[2]), "2026-02-01", "21:00"),)))
    assert room.posts()[-1].when == "2026-02-01 21:00" and room.posts()[-1].number == 6
    change_series(room.desk, "", Wish(skips=(dt.date(2026, 2, 1),)))
    assert room.posts()[-1].when == "2026-02-01 21:00", "a named day stays"
    assert room.posts()[0].state == "issued" and room.posts()[0].when == "2026-01-07 07:30"


def test_a_skip_is_taken_up_by_the_next_gap(room: Newsroom) -> None:
    room.begin(sheet=facts_sheet(4))
    ids = [p.id for p in room.posts()]
    change_series(room.desk, "", Wish(moves=((str(ids[1]), "2026-03-01"),)))
    change_series(room.desk, "", Wish(skips=(dt.date(2026, 1, 7),)))
    assert [p.day.day for p in room.posts()] == [8, 9, 10, 1]


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        (Wish(moves=(("{0}", "2026-02-01"),)), "已经发出"), (Wish(moves=(("{1}", "2026-01-01"),)), "过去"),
        (Wish(moves=(("{1}", "2026-01-09"),)), "已经排了"), (Wish(swaps=(("{1}", "999"),)), "没有编号"),
        (Wish(swaps=(("{1}", "{1}"),)), "不能对调"), (Wish(revived=(0,)), "没有编号"), (Wish(added=facts_sheet(3)), "都有了"),
    ],
)  # fmt: skip
def test_what_cannot_be_changed_changes_nothing(room: Newsroom, wish: Wish, word: str) -> None:
    room.begin()
    room.clock.at("2026-01-07", "07:30")
    room.round()
    before = room.posts()
    names = [str(p.id) for p in before]
    filled = replace(
        wish,
        moves=tuple(tuple(part.format(*names) for part in move) for move in wish.moves),
        swaps=tuple(tuple(part.format(*names) for part in swap) for swap in wish.swaps),
        skips=(dt.date(2026, 1, 20),),
    )
    with pytest.raises(UsageError, match=word):
        change_series(room.desk, "", filled)
    assert room.posts() == before
    with room.desk.ledger.reading() as connection:
        assert closed_days(connection, "小城") == frozenset()


def test_facts_added_later_come_behind_and_do_not_meet_old_ids(room: Newsroom) -> None:
    room.begin(sheet=facts_sheet(2))
    more = replace(facts_sheet(3), title="续篇")
    more = replace(more, facts=tuple(replace(f, text=f"续写{f.text}") for f in more.facts))
    change_series(room.desk, "", Wish(added=more))
    assert [(p.day.day, p.facts) for p in room.posts()] == [
        (7, ("01",)), (8, ("02",)), (9, ("01b",)), (10, ("02b",)), (11, ("03",)),
    ]  # fmt: skip
    room.clock.at("2026-01-09", "07:30")
    room.round()
    text = (room.desk.out / "2026-01-09" / "0730-小贴图" / "文案.txt").read_text(encoding="utf-8")
    assert "续写深入推进第1项工作" in text


def test_merging_keeps_lists_together() -> None:
    old = facts_sheet(2)
    lists = (Fact("01", "9", "list", "做好两件事"), Fact("01.1", "9", "item", "第一件", parent="01"))
    merged, added = merge_sheets(old, replace(old, facts=(*old.facts[1:], *lists)))
    assert added == ("01b",)
    assert [(f.id, f.parent) for f in merged.facts[2:]] == [("01b", None), ("01b.1", "01b")]


def test_correcting_and_withdrawing_what_was_issued(room: Newsroom) -> None:
    room.begin(sheet=facts_sheet(1))
    room.clock.at("2026-01-07", "07:30")
    room.round()
    first = room.posts()[0].id
    change_series(room.desk, "", Wish(corrected=(first,), why="数字有误"))
    old, new = room.posts()
    assert (old.state, new.replaces, new.when) == ("corrected", first, "2026-01-07 08:00")
    assert (old.number, new.number) == (1, 1), "a correction is the same issue once more"
    room.clock.at("2026-01-07", "08:00")
    room.round()
    assert [p.state for p in room.posts()] == ["corrected", "issued"] and len(room.packs()) == 2
    change_series(room.desk, "", Wish(withdrawn=(new.id,), why="撤稿"))
    assert room.posts()[1].state == "withdrawn" and len(room.packs()) == 2
    with pytest.raises(UsageError):
        change_series(room.desk, "", Wish(corrected=(first,)))


def test_who_changes_a_plan_hears_what_must_be_signed_again(room: Newsroom) -> None:
    room.begin(sheet=facts_sheet(4), stages=("终审",), ahead_hours=60.0)
    room.round()
    first, second, *_ = room.posts()
    for post in (first, second):
        sign(room.desk, post.id, "张三")
    said = change_series(room.desk, "", Wish(withdrawn=(first.id,)))
    assert f"第 {second.id} 号的期号跟着变了" in said[-1] and "重新签" in said[-1]
    assert len(change_series(room.desk, "", Wish(skips=(dt.date(2026, 3, 1),)))) == 1


def test_a_series_for_people(room: Newsroom) -> None:
    sheet = facts_sheet(3)
    room.begin(sheet=replace(sheet, facts=(replace(sheet.facts[0], text="=SUM(1,1)"), *sheet.facts[1:])))
    with room.desk.ledger.reading() as connection:
        one = one_series(connection)
        facts = room.desk.facts_of(connection, one)
    posts, platforms = room.posts(), room.desk.platforms()
    text = calendar_text(one, posts, frozenset({dt.date(2026, 1, 20)}), facts, platforms)
    assert (
        "2026 年 1 月" in text
        and "1月7日 星期三" in text
        and "第1期 小贴图 [待制作]" in text
        and "2026-01-20" in text
    )
    ics = to_ics(one, posts, facts, platforms).decode("utf-8").replace("\r\n ", "")
    assert ics.count("BEGIN:VEVENT") == 3 and "20260106T233000Z" in ics
    page = load_workbook(BytesIO(to_xlsx(one, posts, facts, platforms))).worksheets[0]
    assert page.max_row == 4 and page["H2"].value == "=SUM(1,1)" and page["H2"].data_type == "s"


PLATFORMS = sorted(read_platforms((shipped("data"),)).items())


@pytest.mark.parametrize(("size", "platform"), PLATFORMS, ids=[size for size, _ in PLATFORMS])
def test_captions_of_every_platform_keep_lengths_and_topic_forms(
    room: Newsroom, size: str, platform: Platform
) -> None:
    room.begin(topics=("晋江 发展·密码！", "数字"))
    with room.desk.ledger.reading() as connection:
        one = one_series(connection)
        sheet = room.desk.facts_of(connection, one)
    post = room.posts()[0]
    caption = write_caption(post, one, sheet, platform)
    assert "深入推进第1项工作" in caption.text
    assert len(caption.text) <= platform.text_max and len(caption.title) <= platform.title_max
    form = {"open": ("#晋江发展密码", "#数字"), "closed": ("#晋江发展密码#", "#数字#"), "none": ()}[
        platform.topics
    ]
    assert caption.topics == form[: platform.max_topics]
    long = replace(one, title="很长的系列名" * 9)
    caption = write_caption(post, long, sheet, platform)
    assert len(caption.title) <= platform.title_max and "深入推进第1项工作" in caption.text
    many = replace(sheet, facts=(replace(sheet.facts[0], text="数" * (platform.text_max + 1)),))
    with pytest.raises(CardRefused, match="平台只收"):
        write_caption(post, one, many, platform)


def test_a_caption_of_one_s_own_and_one_that_tries_to_break_out(room: Newsroom, world: World) -> None:
    room.begin(sheet=facts_sheet(2, f01={"caption": "自己写的话", "话题": "专题，第二"}))
    with room.desk.ledger.reading() as connection:
        one = one_series(connection)
        sheet = room.desk.facts_of(connection, one)
    platform = room.desk.platform("tiny-post")
    caption = write_caption(room.posts()[0], one, sheet, platform)
    assert "自己写的话" in caption.text and "深入推进" not in caption.text
    assert caption.topics == ("#小城一年", "#专题", "#第二")
    evil = replace(platform, texts=("{{ ''.__class__.__mro__ }}",))
    with pytest.raises(Exception, match="配文模板写错了"):
        write_caption(room.posts()[0], one, sheet, evil)


def test_an_excel_sheet_with_dates_and_times_as_excel_keeps_them_is_a_plan(tmp_path: Path) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.append(["内容", "日期", "时间", "尺寸"])
    page.append(["第一件事", dt.datetime(2026, 1, 7), dt.time(7, 30), "tiny-post"])  # noqa: DTZ001
    page.append(["第二件事", dt.datetime(2026, 1, 8, 12, 5), None, "tiny-grid"])  # noqa: DTZ001
    page.append(["第三件事", dt.date(2028, 2, 29), "20点30分", "tiny-grid"])
    book.save(tmp_path / "排期.xlsx")
    laid = lay_out_plan(read_facts(tmp_path / "排期.xlsx")[0], Terms(slots=()), START)
    assert [f"{p.day} {p.time:%H:%M} {p.size}" for p in laid.places] == [
        "2026-01-07 07:30 tiny-post", "2026-01-08 12:05 tiny-grid", "2028-02-29 20:30 tiny-grid",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "word"),
    [
        ("stage = []", "stages"), ("late_hours = 0", "late_hours"), ("stages = 3", "stages"), ('notices = ["wechat"]', "notices"),
        ("same_person = 1", "same_person"), ("reviewers = 2", "reviewers"),
    ],
)  # fmt: skip
def test_a_wrong_rule_is_named_with_its_file(tmp_path: Path, lines: str, word: str) -> None:
    (tmp_path / "newsroom.toml").write_text(lines, encoding="utf-8")
    with pytest.raises(DesignError, match=word) as caught:
        read_rules((shipped("data"), tmp_path))
    assert "newsroom.toml" in str(caught.value)


def test_a_newsroom_s_own_rules_lie_over_the_shipped_ones(tmp_path: Path) -> None:
    (tmp_path / "newsroom.toml").write_text(
        'stages = []\n[wechat]\nauthor = "小城"\n[reviewers]\n"终审" = ["总编"]\n', encoding="utf-8"
    )
    rules = read_rules((shipped("data"), tmp_path))
    assert (rules.stages, rules.wechat["author"], rules.reviewers) == ((), "小城", {"终审": ("总编",)})
    assert rules.wechat["base"].startswith("https://") and rules.wechat["publish"] is False


def test_a_platform_s_name_must_make_a_folder(tmp_path: Path) -> None:
    text = (shipped("data") / "platforms" / "default.toml").read_text(encoding="utf-8")
    (tmp_path / "platforms").mkdir()
    (tmp_path / "platforms" / "x.toml").write_text(
        text.replace('name = "图片"', 'name = "../图"'), encoding="utf-8"
    )
    with pytest.raises(DesignError, match="name"):
        read_platforms((tmp_path,))


def test_the_examples_in_the_shipped_rules_can_be_taken_as_they_stand(tmp_path: Path) -> None:
    text = (shipped("data") / "newsroom.toml").read_text(encoding="utf-8")
    (tmp_path / "newsroom.toml").write_text(text.replace('# "', '"'), encoding="utf-8")
    assert read_rules((tmp_path,)).reviewers == {"初审": ("张三",), "终审": ("李四", "王五")}


@pytest.mark.parametrize("hours", range(13))
def test_issues_that_follow_each_other_on_any_platform_turn_hue_and_arrangement(hours: int) -> None:
    turns = [turn_of(number, hours) for number in range(1, 200)]
    for step in {1, max(hours, 1)}:
        for one, other in zip(turns, turns[step:], strict=False):
            assert one != other and one % 3 != other % 3


UNSEEN = """鹭岛一年（2026年）
一、港口
全年完成集装箱吞吐量1255万标箱，增长3.2%
新开国际航线12条
海铁联运班列开行428列，增长16.5%
港口综合服务指数居全国第5位
二、民生
新建改建幼儿园18所，新增学位5400个
养老床位达到9.6万张
城镇新增就业14.2万人
人均公园绿地面积15.1平方米
"""


@pytest.mark.parametrize("slots", ["07:30 wechat-post", "07:30 wechat-post,12:00 weibo-grid,20:30 moments"])
@pytest.mark.parametrize("order", ["article", "chapter", "interleaved", "striking"])
def test_neighbours_in_the_calendar_never_look_alike(tmp_path: Path, order: str, slots: str) -> None:
    from generator.series.content import work_out

    (tmp_path / "article.txt").write_text(UNSEEN, encoding="utf-8")
    sheet = load(tmp_path / "article.txt", Tables.load(shipped("data"))).sheet
    room = make_newsroom(World.at(tmp_path), tmp_path, str(tmp_path / "ledger" / "l.sqlite3"))
    room.begin(sheet=sheet, slots=slots, order=order)
    posts = room.posts()
    assert len(posts) >= 7
    with room.desk.ledger.reading() as connection:
        looks = []
        for post in posts:
            plan = work_out(room.desk, connection, post).plan
            assert plan is not None
            (job,) = (planned.job for planned in plan.jobs)
            looks.append((job.theme.colours["accent"], job.copy.variant % 3, job.template.id))
    for step in {1, slots.count(",") + 1}:
        for one, other in zip(looks, looks[step:], strict=False):
            assert one[0] != other[0] and one[1] != other[1], (one, other)
    room.desk.ledger.close()


def test_the_desk_s_sheet_read_again_is_the_same_plan(room: Newsroom, tmp_path: Path) -> None:
    sheet = facts_sheet(5)
    listed = (
        Fact("06", "1", "list", "办好两件实事"), Fact("06.1", "1", "item", "修路", parent="06"),
        Fact("06.2", "1", "item", "=引水", parent="06"),
    )  # fmt: skip
    sheet = replace(sheet, facts=(*sheet.facts, *listed))
    room.begin(
        sheet=sheet, slots="07:30 tiny-post,12:00 tiny-grid 3", reuse_after=7, until=dt.date(2026, 1, 18),
    )  # fmt: skip
    change_series(room.desk, "", Wish(withdrawn=(room.posts()[1].id,)))
    with room.desk.ledger.reading() as connection:
        one = one_series(connection)
        facts = room.desk.facts_of(connection, one)
    path = tmp_path / "plan.xlsx"
    path.write_bytes(to_xlsx(one, room.posts(), facts, room.desk.platforms()))

    def plan(name: str, sheet: Factsheet) -> list[object]:
        words = {fact.id: (fact.text, tuple(i.text for i in sheet.items_of(fact))) for fact in sheet.facts}
        return [
            (p.day, p.time, p.size, [words[fact] for fact in p.facts])
            for p in room.posts(name)
            if p.state != "withdrawn"
        ]

    again = load(path, Tables.load(shipped("data")))
    assert not again.errors and again.sheet.title == "小城一年"
    room.begin(name="再来", sheet=again.sheet, slots="")
    assert plan("再来", again.sheet) == plan("小城", facts) and len(plan("小城", facts)) > 4
