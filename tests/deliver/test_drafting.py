"""A post becomes exactly one draft, whatever the Official Account's server does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator.deliver import outlets_of, send_waiting
from generator.deliver.crop import RATIOS, crop_of, crop_text
from generator.deliver.keys import Secrets
from generator.deliver.outlet import Parcel
from generator.series import Rules
from generator.series.change import Wish, change_series
from generator.series.outbox import of_post, put_back, waiting
from generator.world import World
from tests.series.newsroom import Newsroom, facts_sheet, make_newsroom

from .servers import SLOW, WeChatServer

ADD, UPLOAD, LIST = "/cgi-bin/draft/add", "/cgi-bin/material/add_material", "/cgi-bin/draft/batchget"
DELETE, TOKEN = "/cgi-bin/draft/delete", "/cgi-bin/stable_token"


@pytest.fixture
def server() -> Iterator[WeChatServer]:
    with WeChatServer() as found:
        yield found


class Office:
    """A newsroom with one post issued whose draft is to be made."""

    def __init__(self, room: Newsroom, server: WeChatServer, **wechat: object) -> None:
        self.room, self.server = room, server
        secrets = Secrets(wechat_appid=server.APPID, wechat_secret=server.SECRET)
        rules = Rules(wechat={"base": server.base, **wechat})
        data = room.desk.workshop.world.data
        every = outlets_of(rules, secrets, data, seconds=SLOW / 3, sleep=lambda seconds: None)
        self.outlets = {"wechat": every["wechat"]}

    def send(self, rounds: int = 200) -> str:
        """Empty the outbox every minute of an hour and then every half hour; return what became of the draft."""
        for number in range(rounds):
            send_waiting(self.room.desk, self.outlets)
            for thread in self.server.later:
                thread.join()
            if self.state() != "pending":
                break
            self.pass_time(1 if number < 60 else 30)
        return self.state()

    def pass_time(self, minutes: float) -> None:
        """Let both clocks go on: the newsroom's and the platform's."""
        self.room.clock.forward(minutes=minutes)
        self.server.pass_time(minutes)

    def state(self) -> str:
        return self.delivery().state

    def delivery(self):  # type: ignore[no-untyped-def]
        post = self.room.posts()[0]
        with self.room.desk.ledger.reading() as connection:
            return next(d for d in of_post(connection, post.id) if d.outlet == "wechat")


@pytest.fixture
def room(world: World, tmp_path: Path) -> Iterator[Newsroom]:
    found = make_newsroom(world, tmp_path, str(tmp_path / "ledger" / "l.sqlite3"), Rules(notices=("wecom",)))
    found.begin(sheet=facts_sheet(2), slots="07:30 tiny-post 2", deliver=("wechat",))
    found.clock.at("2026-01-07", "07:30")
    assert "issued" in found.round()
    yield found
    found.desk.ledger.close()


def test_a_post_becomes_a_draft(room: Newsroom, server: WeChatServer) -> None:
    office = Office(room, server)
    assert office.send(1) == "sent"
    ((draft, article),) = server.drafts.items()
    assert office.delivery().receipt == draft
    assert article["article_type"] == "newspic" and article["title"] == "小城一年｜第1期"
    assert "深入推进第1项工作" in article["content"]
    pack = room.desk.out / room.packs()[0]
    sent = [server.material[one["image_media_id"]][1] for one in article["image_info"]["image_list"]]
    assert sent == [path.read_bytes() for path in sorted(pack.glob("*.png"))]
    assert office.send() == "sent" and len(server.drafts) == 1
    assert not server.published


FAULTS = ["drop before", "drop after", "late", "slow", "garbage", "500 before", "500 after", "503", -1, 45011]


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("path", [ADD, UPLOAD, TOKEN])
def test_one_fault_anywhere_leaves_exactly_one_draft(
    room: Newsroom, server: WeChatServer, path: str, fault: str | int
) -> None:
    server.faults[path] = [fault]
    office = Office(room, server)
    assert office.send() == "sent"
    assert list(server.drafts) == [office.delivery().receipt]


@pytest.mark.parametrize("first", ["drop after", "late", "slow", "500 after"])
@pytest.mark.parametrize("second", ["drop after", "late", "slow", "drop before", 45011, -1])
def test_lost_answers_in_a_row_leave_exactly_one_draft(
    room: Newsroom, server: WeChatServer, first: str, second: str | int
) -> None:
    server.faults[ADD] = [first, second]
    server.faults[LIST] = ["drop before"]
    office = Office(room, server)
    assert office.send() == "sent"
    assert list(server.drafts) == [office.delivery().receipt]


@pytest.mark.parametrize("minutes", [0.5, 1, 3, 7, 13, 25, 29.5])
def test_a_draft_made_minutes_after_the_answer_was_lost_is_the_only_one_ever_made(
    room: Newsroom, server: WeChatServer, minutes: float
) -> None:
    server.faults[ADD] = [f"lands {minutes}"]
    office = Office(room, server)
    assert office.send() == "sent"
    assert list(server.drafts) == [office.delivery().receipt]
    assert server.calls.count(ADD) == 1 and DELETE not in server.calls


@pytest.mark.parametrize("minutes", [40, 50, 200, 900, 1900])
def test_a_draft_made_after_it_was_given_up_for_lost_is_deleted(
    room: Newsroom, server: WeChatServer, minutes: float
) -> None:
    server.faults[ADD] = [f"lands {minutes}"]
    office = Office(room, server)
    assert office.send(rounds=40) == "pending"
    assert office.send() == "sent" and not server.parked
    assert list(server.drafts) == [office.delivery().receipt]
    assert server.calls.count(ADD) == 2


def test_it_is_asked_for_again_only_after_half_an_hour_of_looking(room: Newsroom, server: WeChatServer) -> None:
    server.faults[ADD] = ["drop before"]
    office = Office(room, server)
    waited = 0
    while server.calls.count(ADD) < 2:
        office.send(1)
        waited += 1
    assert waited >= 30 and server.calls.count(LIST) >= 5
    with room.desk.ledger.reading() as connection:
        told = [d.text for d in waiting(connection, room.clock.now) if "没有回音" in d.text]
    assert len(told) == 1 and "再决定要不要重做" in told[0]
    assert list(server.drafts) == [office.delivery().receipt], (
        "the draft is named before the last look for a second"
    )
    assert office.send() == "sent" and list(server.drafts) == [office.delivery().receipt]


def test_a_newsroom_may_have_a_person_told_instead_of_asking_again(
    room: Newsroom, server: WeChatServer
) -> None:
    server.faults[ADD] = ["drop before"]
    office = Office(room, server, again_after=0)
    assert office.send() == "failed" and server.calls.count(ADD) == 1 and not server.drafts
    assert "草稿箱" in office.delivery().error
    with room.desk.ledger.reading() as connection:
        assert [d.text for d in waiting(connection, room.clock.now) if "请先看草稿箱" in d.text]
    with room.desk.ledger.writing() as connection:
        put_back(connection, room.desk.actor, office.delivery().id)  # a person looked: it is not there
    office.send(1)
    assert list(server.drafts) == [office.delivery().receipt] and server.calls.count(ADD) == 2


def test_a_person_who_is_told_finds_it_when_it_was_made_meanwhile(room: Newsroom, server: WeChatServer) -> None:
    server.faults[ADD] = ["lands 50"]
    office = Office(room, server, again_after=0)
    assert office.send() == "failed"
    office.pass_time(60)
    with room.desk.ledger.writing() as connection:
        put_back(connection, room.desk.actor, office.delivery().id)
    assert office.send() == "sent" and list(server.drafts) == [office.delivery().receipt]
    assert server.calls.count(ADD) == 1


@pytest.mark.parametrize("fault", ["lands 10", "lands 50", "drop before", "drop after"])
def test_what_is_published_at_once_is_never_asked_for_twice(
    room: Newsroom, server: WeChatServer, fault: str
) -> None:
    server.faults[ADD] = [fault]
    office = Office(room, server, publish=True)
    state = office.send()
    office.pass_time(600)
    office.send()
    assert server.calls.count(ADD) == 1
    found = fault in {"lands 10", "drop after"}
    assert state == ("sent" if found else "failed") and len(server.published) == found


def test_a_clock_that_jumps_while_it_is_looked_for_makes_no_second_draft(
    room: Newsroom, server: WeChatServer
) -> None:
    server.faults[ADD] = ["lands 12"]
    office = Office(room, server)
    office.send(1)
    room.clock.forward(hours=26)
    office.send(3)
    room.clock.forward(hours=-26)
    assert office.send() == "sent"
    assert list(server.drafts) == [office.delivery().receipt] and server.calls.count(ADD) == 1


def test_a_post_withdrawn_while_its_draft_is_looked_for_says_so(room: Newsroom, server: WeChatServer) -> None:
    server.faults[ADD] = ["lands 12"]
    office = Office(room, server)
    office.send(2)
    said = change_series(room.desk, "", Wish(withdrawn=(room.posts()[0].id,)))
    assert "草稿箱" in said[0]
    assert office.send() == "failed" and server.calls.count(ADD) == 1


@pytest.mark.parametrize("code", [40001, 40014, 42001])
def test_an_outdated_token_is_renewed_once(room: Newsroom, server: WeChatServer, code: int) -> None:
    office = Office(room, server)
    office.send(1)
    room.begin(name="乙", sheet=facts_sheet(2), slots="08:00 tiny-post", deliver=("wechat",))
    room.clock.at("2026-01-07", "08:00")
    room.round()
    server.calls.clear()
    server.expire()
    send_waiting(room.desk, office.outlets)
    assert len(server.drafts) == 2
    assert server.calls.count(TOKEN) == 1 and not server.forced


def test_a_token_that_stays_bad_is_forced_once_and_then_left_in_peace(
    room: Newsroom, server: WeChatServer
) -> None:
    office = Office(room, server)
    server.faults[UPLOAD] = [40001] * 50
    send_waiting(room.desk, office.outlets)
    room.clock.forward(minutes=5)
    send_waiting(room.desk, office.outlets)
    assert len(server.forced) == 1, "the platform allows 20 a day, 30 s apart"
    server.faults[UPLOAD] = []
    assert office.send() == "sent" and len(server.drafts) == 1


@pytest.mark.parametrize(("code", "word"), [(48001, "权限"), (40164, "203.0.113.9"), (40125, "AppSecret")])
@pytest.mark.parametrize("path", [ADD, UPLOAD, TOKEN])
def test_a_closed_door_falls_back_to_the_pack_and_tells(
    room: Newsroom, server: WeChatServer, path: str, code: int, word: str
) -> None:
    server.faults[path] = [code] * 9
    office = Office(room, server)
    assert office.send() == "fallback"
    assert word in office.delivery().error and "请用素材包" not in office.delivery().error[:4]
    assert not server.drafts and (room.desk.out / room.packs()[0] / "post.html").exists()
    with room.desk.ledger.reading() as connection:
        told = [d.text for d in waiting(connection, room.clock.now) if "没有送达" in d.text]
    assert len(told) == 1 and "素材包" in told[0] and word in told[0]


def test_without_credentials_it_falls_back(room: Newsroom, server: WeChatServer) -> None:
    office = Office(room, server)
    office.outlets = outlets_of(Rules(wechat={"base": server.base}), Secrets(), room.desk.workshop.world.data)
    assert office.send() == "fallback" and not server.calls


def test_a_title_that_is_too_long_is_refused_and_not_cut(room: Newsroom, server: WeChatServer) -> None:
    server.faults[ADD] = [45003]
    office = Office(room, server)
    assert office.send() == "failed" and "标题太长" in office.delivery().error and not server.drafts


def test_it_gives_up_after_a_night_and_tells(room: Newsroom, server: WeChatServer) -> None:
    server.faults[ADD] = ["503"] * 200
    office = Office(room, server)
    kinds = []
    for _ in range(40):
        kinds += [e.kind for e in send_waiting(room.desk, office.outlets)]
        room.clock.forward(hours=1)
    assert kinds == ["failed"] and not server.drafts


def test_publishing_only_by_explicit_setting(room: Newsroom, server: WeChatServer) -> None:
    office = Office(room, server, publish=True)
    assert office.send() == "sent"
    assert len(server.published) == 1 and not server.drafts


def test_a_lost_answer_to_publishing_does_not_publish_twice(room: Newsroom, server: WeChatServer) -> None:
    server.faults["/cgi-bin/freepublish/submit"] = ["drop after"]
    office = Office(room, server, publish=True)
    assert office.send() == "sent"
    assert len(server.published) == 1 and "没有确认发布" in office.delivery().receipt


def test_a_withdrawn_post_gets_no_draft(room: Newsroom, server: WeChatServer) -> None:
    change_series(room.desk, "", Wish(withdrawn=(room.posts()[0].id,)))
    office = Office(room, server)
    assert office.send(2) == "failed" and not server.drafts


def test_a_picture_changed_in_the_pack_is_not_sent(room: Newsroom, server: WeChatServer) -> None:
    picture = next((room.desk.out / room.packs()[0]).glob("*.png"))
    picture.write_bytes(b"\x89PNG\r\n\x1a\nforged")
    office = Office(room, server)
    assert office.send() == "failed" and not server.material


@pytest.mark.parametrize("size", [(900, 383), (1080, 1440), (1080, 1080), (1800, 766), (100, 1000)])
def test_crops_are_as_large_as_can_be_and_inside(size: tuple[int, int]) -> None:
    for ratio in RATIOS.values():
        for safe in [(0, 0, 1, 1), (0, 0.5, 1, 1), (0.9, 0, 1, 0.1)]:
            x0, y0, x1, y1 = crop_of(*size, ratio, safe)
            assert 0 <= x0 < x1 <= 1 + 1e-9 and 0 <= y0 < y1 <= 1 + 1e-9
            assert (x1 - x0) * size[0] / ((y1 - y0) * size[1]) == pytest.approx(ratio)
            assert max(x1 - x0, y1 - y0) == pytest.approx(1)


def test_the_centre_square_of_a_cover_is_the_documented_one() -> None:
    assert crop_text(crop_of(900, 383, 1.0)) == "0.287222_0_0.712778_1"


def test_the_newest_drafts_are_looked_through_page_by_page(room: Newsroom, server: WeChatServer) -> None:
    server.faults[ADD] = ["drop after"]
    office = Office(room, server)
    send_waiting(room.desk, office.outlets)
    for number in range(45):
        server.drafts[f"other-{number}"] = {"thumb_media_id": f"x{number}"}
    assert office.send() == "sent"
    assert len(server.drafts) == 46 and office.delivery().receipt in server.drafts
    assert isinstance(office.delivery().created_at, dt.datetime)


def test_another_machine_sends_what_this_one_issued(
    room: Newsroom, server: WeChatServer, tmp_path: Path
) -> None:
    pictures = [path.read_bytes() for path in sorted((room.desk.out / room.packs()[0]).glob("*.png"))]
    room.desk = replace(room.desk, out=tmp_path / "another machine")
    office = Office(room, server)
    assert office.send() == "sent"
    assert [data for _, data in server.material.values()] == pictures


def test_a_week_of_notices_is_told_in_one_message(room: Newsroom) -> None:
    room.begin(name="丙", sheet=facts_sheet(7))
    room.clock.at("2026-02-01", "12:00")
    assert room.round().count("missed") == 7
    said: list[str] = []

    class Robot:
        def send(self, parcel: Parcel) -> str:
            said.append(parcel.text)
            return "ok"

    for _ in range(3):
        send_waiting(room.desk, {"wecom": Robot()})
    assert len(said) == 1 and said[0].count("错过了") == 7 and len(said[0].encode()) < 2048


def test_a_draft_that_a_person_published_meanwhile_is_not_made_again(
    room: Newsroom, server: WeChatServer
) -> None:
    server.faults[ADD] = ["drop after"]
    office = Office(room, server)
    send_waiting(room.desk, office.outlets)
    server.publish(next(iter(server.drafts)))
    room.clock.forward(minutes=10)
    assert office.send() == "sent" and "已由人发布" in office.delivery().receipt
    assert not server.drafts and len(server.published) == 1


def test_an_account_that_may_not_ask_what_was_published_still_gets_its_draft(
    room: Newsroom, server: WeChatServer
) -> None:
    server.closed.add("/cgi-bin/freepublish/batchget")
    server.faults[ADD] = ["drop before"]
    office = Office(room, server)
    assert office.send() == "sent" and list(server.drafts) == [office.delivery().receipt]
