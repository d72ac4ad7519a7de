"""Sign-off in the studio: what a reviewer sees, what changed since the last signature, and the one-time link."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from generator.preview import Studio, build_app
from tests.preview.conftest import Clock, Page
from tests.preview.test_safety import login


def first(page: Page) -> dict[str, Any]:
    queue = page.get("/api/review").json()
    found: dict[str, Any] = page.get(f"/api/posts/{queue[0]['id']}").json()
    return found


def sign(page: Page, post: dict[str, Any], name: str, **more: Any) -> Any:
    return page.change(f"/api/posts/{post['id']}/sign", **{"digest": post["digest"], "name": name, **more})


def correct(page: Page, mid: str, series: str, text: str) -> None:
    sheet = page.get(f"/api/manuscripts/{mid}").json()
    fact = next(f for f in sheet["facts"] if "专精特新" in f["text"])
    page.change(
        f"/api/manuscripts/{mid}/correct", version=sheet["version"], fact=fact["id"], cells={"内容": text}
    )
    page.change(f"/api/series/{series}/change", what="facts", manuscript=mid)
    page.make("2026-03-09")


def test_a_reviewer_sees_card_sentence_and_checks_and_no_path(page: Page, mid: str, tmp_path: Path) -> None:
    page.plan(mid)
    post = first(page)
    (picture,) = post["pictures"]
    assert picture["sentence"] == "培育专精特新企业128家"
    assert {c["name"] for c in picture["checks"]} >= {"数字出自原文", "原文完整"}
    assert post["next_stage"] == "初审"
    assert post["earlier"] is None
    assert str(tmp_path) not in json.dumps(post, ensure_ascii=False)
    assert "待发" not in json.dumps(post, ensure_ascii=False)


def test_three_people_sign_and_the_post_is_signed(page: Page, mid: str) -> None:
    page.plan(mid)
    post = first(page)
    for name in ("甲", "乙", "丙"):
        assert sign(page, post, name).status_code == 200
    assert page.get(f"/api/posts/{post['id']}").json()["state"] == "signed"
    assert sign(page, post, "丁").status_code == 422


def test_a_changed_post_is_compared_with_what_was_signed(page: Page, mid: str) -> None:
    series = page.plan(mid)["series"]
    post = first(page)
    old = page.get(f"/api/posts/{post['id']}/pictures/0").content
    sign(page, post, "甲")
    correct(page, mid, series, "累计培育专精特新企业128家")
    now = page.get(f"/api/posts/{post['id']}").json()
    assert now["digest"] != post["digest"]
    assert now["next_stage"] == "初审"
    earlier = now["earlier"]
    assert earlier["signers"] == [["初审", "甲"]]
    assert ["new", "累计"] in earlier["pictures"][0]["words"]
    assert ["new", "累计"] in earlier["caption"]
    assert earlier["pictures"][0]["regions"]
    assert page.get(f"/api/posts/{post['id']}/before/0").content == old
    assert page.get(f"/api/posts/{post['id']}/pictures/0").content != old
    assert sign(page, post, "乙").status_code == 422  # the content that was seen is no more


def test_a_post_back_as_it_was_signed_has_nothing_to_compare(page: Page, mid: str) -> None:
    series = page.plan(mid)["series"]
    post = first(page)
    sign(page, post, "甲")
    correct(page, mid, series, "累计培育专精特新企业128家")
    correct(page, mid, series, "培育专精特新企业128家")
    assert page.get(f"/api/posts/{post['id']}").json()["earlier"] is None


def test_rejecting_asks_for_a_reason(page: Page, mid: str) -> None:
    page.plan(mid)
    post = first(page)
    path = f"/api/posts/{post['id']}/reject"
    assert page.change(path, digest=post["digest"], name="甲", note=" ").status_code == 422
    assert page.change(path, digest=post["digest"], name="甲", note="数字与原文不符").status_code == 200
    assert page.get(f"/api/posts/{post['id']}").json()["reason"] == "数字与原文不符"


def test_a_picture_changed_by_hand_is_not_shown_as_the_one_to_sign(
    page: Page, mid: str, studio: Studio
) -> None:
    page.plan(mid)
    post = first(page)
    file = next((studio.out / "待发" / f"{post['id']:06}").glob("*.png"))
    file.write_bytes(file.read_bytes() + b" ")
    assert "改动过" in page.get(f"/api/posts/{post['id']}/pictures/0").json()["message"]


def test_a_renewed_proof_is_not_made_of_words(page: Page, mid: str) -> None:
    page.plan(mid)
    post = first(page)
    for bad in ("-1", "7", "x"):
        assert page.get(f"/api/posts/{post['id']}/pictures/{bad}").status_code in {404, 422}
        assert page.get(f"/api/posts/{post['id']}/before/{bad}").status_code in {404, 422}


# The link for a reviewer without an account


@pytest.fixture
def link(page: Page, mid: str) -> tuple[dict[str, Any], str]:
    page.plan(mid)
    post = first(page)
    made = page.change(f"/api/posts/{post['id']}/link", digest=post["digest"], person="林总")
    assert made.status_code == 200, made.text
    return post, made.json()["path"]


def decide(page: Page, path: str, post: dict[str, Any], what: str = "sign", note: str = "") -> Any:
    return page.change(f"/api{path}", what=what, digest=post["digest"], note=note)


def test_a_link_signs_once(page: Page, studio: Studio, link: tuple[dict[str, Any], str]) -> None:
    post, path = link
    with Page(build_app(studio), base_url="http://127.0.0.1:8787") as guest:
        shown = guest.get(f"/api{path}").json()
        assert (shown["person"], shown["stage"], shown["id"]) == ("林总", "初审", post["id"])
        assert guest.get(f"/api{path}/pictures/0").headers["content-type"] == "image/png"
        assert decide(guest, path, post).status_code == 200
        again = decide(guest, path, post)
        assert (again.status_code, again.json()["code"]) == (410, "link")
        assert guest.get(f"/api{path}").status_code == 410
    now = page.get(f"/api/posts/{post['id']}").json()
    assert [(s["role"], s["person"]) for s in now["signatures"]] == [("初审", "林总")]
    assert now["next_stage"] == "复审"
    assert "本机发的一次性链接" in now["signatures"][0]["note"]


def test_a_link_can_send_back_with_a_reason(page: Page, link: tuple[dict[str, Any], str]) -> None:
    post, path = link
    assert decide(page, path, post, "reject").status_code == 422
    assert decide(page, path, post, "reject", "题目不妥").status_code == 200
    assert page.get(f"/api/posts/{post['id']}").json()["state"] == "returned"
    assert decide(page, path, post).status_code == 410


def test_a_link_is_over_forged_or_outdated(
    page: Page, mid: str, clock: Clock, studio: Studio, link: tuple[dict[str, Any], str]
) -> None:
    post, path = link
    assert decide(page, path[:-1] + ("A" if path[-1] != "A" else "B"), post).status_code == 410
    marks = json.loads((studio.keeping / "studio-links.json").read_text(encoding="utf-8"))  # type: ignore[operator]
    assert (
        decide(page, f"/link/{marks[0]['mark']}", post).status_code == 410
    )  # what the file holds opens nothing
    assert path.rpartition("/")[2] not in json.dumps(marks)
    other = {**post, "digest": "0" * 64}
    assert decide(page, path, other).status_code == 422
    clock.now += dt.timedelta(hours=49)
    assert decide(page, path, post).status_code == 410
    assert page.get(f"/api/posts/{post['id']}").json()["signatures"] == []


def test_a_link_dies_when_the_content_changes(page: Page, mid: str, link: tuple[dict[str, Any], str]) -> None:
    post, path = link
    correct(
        page,
        mid,
        page.get("/api/calendar?start=2026-03-01").json()["series"][0]["id"],
        "累计培育专精特新企业128家",
    )
    assert "又改过" in decide(page, path, post).json()["message"]


def test_two_links_for_one_stage_sign_once(page: Page, link: tuple[dict[str, Any], str]) -> None:
    post, path = link
    second = page.change(f"/api/posts/{post['id']}/link", digest=post["digest"], person="林总").json()["path"]
    assert decide(page, path, post).status_code == 200
    assert decide(page, second, post).status_code == 410


def test_a_link_needs_its_page_s_token_and_only_admins_make_one(
    guarded: Studio, mid: str, tmp_path: Path
) -> None:
    with Page(build_app(guarded), base_url="http://127.0.0.1:8787") as page:
        login(page, "编辑甲", "editor-password")
        page.plan(mid)
        post = first(page)
        body = {"digest": post["digest"], "person": "林总"}
        assert page.change(f"/api/posts/{post['id']}/link", **body).status_code == 403
        login(page, "管理丙", "admin-password")
        path = page.change(f"/api/posts/{post['id']}/link", **body).json()["path"]
    with Page(build_app(guarded), base_url="http://127.0.0.1:8787") as guest:
        verdict = {"what": "sign", "digest": post["digest"]}
        assert guest.post(f"/api{path}", json=verdict).status_code == 403
        assert guest.get(f"/api/posts/{post['id']}").status_code == 401  # a link opens one post, not the studio
        assert guest.get(f"/api{path}/pictures/0").status_code == 200
        assert guest.change(f"/api{path}", **verdict).status_code == 200
        login(guest, "初审乙", "reviewer1-password")
        assert guest.get("/daybook").status_code == 403


def test_the_daybook_says_who_did_what_and_keeps_no_secret(guarded: Studio, mid: str, tmp_path: Path) -> None:
    with Page(build_app(guarded), base_url="http://127.0.0.1:8787") as page:
        login(page, "管理丙", "wrong-password")
        login(page, "管理丙", "admin-password")
        page.plan(mid)
        post = first(page)
        path = page.change(f"/api/posts/{post['id']}/link", digest=post["digest"], person="林总").json()["path"]
        assert decide(page, path, post).status_code == 200
        shown = page.get("/daybook").text
    for words in ("给没有账号的人一个只能签一次的链接", "把一份稿件排到日子上", "没成（403）", "林总"):
        assert words in shown
    kept = (tmp_path / "ledger" / "studio-daybook.jsonl").read_text(encoding="utf-8")
    for secret in ("admin-password", "wrong-password", path.rpartition("/")[2]):
        assert secret not in kept
