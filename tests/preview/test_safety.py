"""Attacks: foreign hosts and sites, forged sessions, traversal, stored scripts, oversized bodies, guessed passwords."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from fastapi.routing import APIRoute

from generator.errors import UsageError
from generator.preview import Studio, build_app, settled
from generator.preview.cabinet import MOST_BYTES
from generator.preview.people import add_person
from tests.preview.conftest import Clock, Page

CHANGING = {"POST", "PUT", "PATCH", "DELETE"}


def routes(studio: Studio) -> list[tuple[str, str]]:
    found = []
    app: Any = build_app(studio)
    stack = list(app.routes)
    while stack:
        route = stack.pop()
        if isinstance(route, APIRoute):
            found += [(method, re.sub(r"\{[^}]+\}", "1", route.path)) for method in route.methods]
        stack += list(getattr(getattr(route, "original_router", None), "routes", ()))
    return sorted(found)


def test_there_are_routes_to_attack(studio: Studio) -> None:
    assert len(routes(studio)) > 20


def test_every_changing_route_needs_the_token(page: Page, studio: Studio) -> None:
    page.get("/api/session")
    for method, path in routes(studio):
        if method in CHANGING:
            for headers in ({}, {"x-mima-token": "0" * 64}):
                answer = page.request(method, path, headers=headers, json={})
                assert answer.status_code in {401, 403, 422}, (path, answer.status_code)
                if answer.status_code == 422:  # the body is read first: nothing was done all the same
                    assert answer.json()["code"] == "request"


def test_another_site_cannot_change_anything_even_with_a_token(page: Page, mid: str) -> None:
    headers = {**page.token(), "origin": "http://evil.example"}
    answer = page.post(f"/api/manuscripts/{mid}/batch", headers=headers)
    assert answer.status_code == 403
    assert answer.json()["code"] == "origin"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example:8787", "", "localhost.evil"])
def test_a_foreign_host_name_is_turned_away(page: Page, host: str) -> None:
    assert page.get("/", headers={"host": host}).status_code == 421


def test_every_answer_carries_the_headers(page: Page, mid: str) -> None:
    for path in ("/", "/login", f"/m/{mid}/facts", "/api/designs", "/nowhere", "/static/studio.js"):
        answer = page.get(path)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self';" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        if answer.headers["content-type"].startswith("text/html"):
            assert not re.search(
                r"<script(?![^>]*(src=|application/json))|\son\w+=|\sstyle=|<style", answer.text
            )
            assert "http://" not in answer.text.replace("http://www.w3.org", "")


@pytest.mark.parametrize(
    "name",
    [
        "../../逃.txt",
        "..\\..\\逃.txt",
        "/etc/passwd.txt",
        "C:\\逃.txt",
        "%2e%2e%2f逃.txt",
        ".txt",
        "a\x00b.txt",
    ],
)
def test_no_file_name_leaves_the_folder(page: Page, studio: Studio, tmp_path: Path, name: str) -> None:
    ours = (studio.out, tmp_path / "ledger")

    def outside() -> set[Path]:
        return {p for p in tmp_path.rglob("*") if not any(p.is_relative_to(own) for own in ours)}

    before = outside()
    answer = page.post(
        "/api/manuscripts", params={"name": name}, content="稿\n\n植树12棵".encode(), headers=page.token()
    )
    assert answer.status_code in {201, 422}
    assert outside() == before
    assert all(m.home.resolve().parent == studio.out.resolve() for m in studio.cabinet)


def test_ids_are_no_paths(page: Page) -> None:
    for bad in ("..%2f..%2fetc", "%2e%2e", "....//", "%00"):
        for path in (f"/m/{bad}/facts", f"/api/manuscripts/{bad}", f"/static/{bad}/passwd", f"/font/{bad}.ttf"):
            assert page.get(path).status_code in {404, 405, 422}


def test_scripts_in_an_article_stay_text(page: Page) -> None:
    text = "</script><script>alert(1)</script>\n\n<img src=x onerror=alert(2)>修路12公里"
    made = page.post(
        "/api/manuscripts",
        params={"name": "<script>alert(3)</script>.txt"},
        content=text.encode(),
        headers=page.token(),
    ).json()
    for path in ("/", f"/m/{made['id']}/facts", f"/m/{made['id']}/cards"):
        shown = page.get(path).text
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown


def test_too_large_and_unknown_files_are_refused(page: Page) -> None:
    large = page.post("/api/manuscripts?name=a.txt", content=b"x" * (MOST_BYTES + 5000), headers=page.token())
    assert large.status_code == 413
    unknown = page.post("/api/manuscripts?name=a.exe", content=b"MZ", headers=page.token())
    assert unknown.status_code == 422
    assert "不认识的文件类型" in unknown.json()["message"]


def test_others_are_let_in_only_with_users_and_a_secret(studio: Studio, tmp_path: Path) -> None:
    users = tmp_path / "none.json"
    with pytest.raises(UsageError, match="还没有用户"):
        settled("0.0.0.0", "s" * 32, users, studio.world)
    add_person(users, "甲", "admin", "long-enough-pw")
    with pytest.raises(UsageError, match="密钥"):
        settled("0.0.0.0", "short", users, studio.world)
    assert settled("0.0.0.0", "s" * 32, users, studio.world).asks_names
    assert "long-enough-pw" not in users.read_text(encoding="utf-8")


def test_without_login_nothing_is_shown(guarded: Studio, mid: str) -> None:
    with Page(build_app(guarded), base_url="http://127.0.0.1:8787") as page:
        for method, path in routes(guarded):
            if method == "GET" and path not in {"/", "/login", "/api/session"} and not path.startswith("/font"):
                answer = page.get(path.replace("manuscripts/1", f"manuscripts/{mid}"), follow_redirects=False)
                if path.startswith(
                    "/link/"
                ):  # the page opens for anybody; what it shows asks for a link that holds
                    assert answer.status_code == 200
                else:
                    assert answer.status_code in {303, 401, 410, 422}, path
                assert "专精特新" not in answer.text


def login(page: Page, name: str, password: str) -> Any:
    return page.change("/api/login", name=name, password=password)


def test_roles_sessions_and_the_brake(guarded: Studio, mid: str, clock: Clock, tmp_path: Path) -> None:
    with Page(build_app(guarded), base_url="http://127.0.0.1:8787") as page:
        assert login(page, "初审乙", "reviewer1-password").status_code == 200
        sheet = page.get(f"/api/manuscripts/{mid}").json()
        body = {"version": sheet["version"], "fact": "01", "cells": {"文案": "x"}}
        assert page.change(f"/api/manuscripts/{mid}/correct", **body).status_code == 403  # type: ignore[attr-defined]
        assert login(page, "编辑甲", "editor-password").status_code == 200
        assert page.change(f"/api/manuscripts/{mid}/correct", **body).status_code == 200  # type: ignore[attr-defined]
        assert page.change("/api/posts/1/sign", digest="0" * 12).status_code == 403  # type: ignore[attr-defined]
        steps = guarded.cabinet.one(mid).home / ".studio" / "steps.jsonl"
        assert "编辑甲" in steps.read_text(encoding="utf-8")
        stolen = page.cookies["mima"]
        add_person(tmp_path / "users.json", "编辑甲", "editor", "another-password")
        assert page.get("/api/designs").status_code == 401  # a new password ends old sessions
        assert login(page, "编辑甲", "another-password").status_code == 200
        clock.now += dt.timedelta(hours=13)
        assert page.get("/api/designs").status_code == 401
        assert guarded.guard.session(stolen) is None
        assert guarded.guard.session("e30=.forged") is None
        answers = [login(page, "管理丙", f"wrong-{n}").status_code for n in range(7)]
        assert answers == [403] * 5 + [429] * 2
        assert login(page, "管理丙", "admin-password").status_code == 429
        clock.now += dt.timedelta(minutes=6)
        assert login(page, "管理丙", "admin-password").status_code == 200


def test_the_api_describes_itself(page: Page) -> None:
    described = page.get("/api/openapi.json").json()
    assert "/api/manuscripts/{manuscript}/picture" in described["paths"]
