"""The wall: a picture that a page shows is, byte for byte, the file that a batch writes."""

from __future__ import annotations

import asyncio
import io
import threading
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from generator.batch import Shop, Workshop
from generator.batch.edition import Edition
from generator.pipeline import make_cards
from generator.preview import Studio
from generator.preview.wall import wishes_of
from generator.proof import CHECKS
from tests.preview.conftest import Page

CHECKS_BY_TITLE = {title: name for name, (title, _check) in CHECKS.items()}


def wall(page: Page, mid: str) -> dict[str, Any]:
    found: dict[str, Any] = page.get(f"/api/manuscripts/{mid}/cards").json()
    return found


def test_every_picture_is_byte_for_byte_what_a_batch_writes(
    page: Page, mid: str, studio: Studio, tmp_path: Path
) -> None:
    page.change(
        f"/api/manuscripts/{mid}/series",
        sizes=["weibo-grid", "wechat-cover"],
        features=["cover"],
        theme="jinhong",
    )
    one = studio.cabinet.one(mid)
    outcome = make_cards(one.facts, tmp_path / "batch", wishes_of(one), Shop(Workshop(studio.world)))
    cards = wall(page, mid)["cards"]
    assert len(cards) == len(outcome.manifest.cards) == 2 * 6
    assert {c.theme for c in outcome.manifest.cards} == {"jinhong"}
    for card in cards:
        shown = page.get(f"/api/manuscripts/{mid}/picture", params={"fact": card["fact"], "size": card["size"]})
        assert shown.content == (tmp_path / "batch" / card["file"]).read_bytes()


def test_a_thumb_tells_the_state_and_the_list_then_knows_it(page: Page, mid: str) -> None:
    card = wall(page, mid)["cards"][1]
    assert card["state"] == "waiting"
    asked = {"fact": card["fact"], "size": card["size"], "width": 200}
    answer = page.get(f"/api/manuscripts/{mid}/thumb", params=asked)
    assert Image.open(io.BytesIO(answer.content)).width == 200
    assert answer.headers["x-mima-state"] in {"made", "noted"}
    assert wall(page, mid)["cards"][1]["state"] == answer.headers["x-mima-state"]


def test_a_refused_card_says_why(page: Page, mid: str) -> None:
    sheet = page.get(f"/api/manuscripts/{mid}").json()
    page.change(f"/api/manuscripts/{mid}/correct", version=sheet["version"], fact="01", cells={"数值": "999"})
    asked = {"fact": "01", "size": "wechat-post"}
    answer = page.get(f"/api/manuscripts/{mid}/picture", params=asked)
    assert answer.status_code == 422
    assert "999" in answer.json()["message"]
    row = next(c for c in wall(page, mid)["cards"] if c["fact"] == "01")
    assert row["state"] == "refused"
    assert "999" in page.get(f"/api/manuscripts/{mid}/card", params=asked).json()["reason"]


def test_looks_for_one_a_chapter_and_all(page: Page, mid: str) -> None:
    found = wall(page, mid)
    chapter = next(c for c in found["cards"] if c["fact"] == "01")["chapter"]

    def themes() -> dict[str, str]:
        return {c["fact"]: c["theme"] for c in wall(page, mid)["cards"]}

    for scope, theme in (("one", "subai"), ("chapter", "yehang"), ("all", "jinhong")):
        answer: Any = page.change(
            f"/api/manuscripts/{mid}/looks",
            version=wall(page, mid)["version"],
            fact="01",
            scope=scope,
            theme=theme,
        )
        assert answer.status_code == 200, answer.text
        changed = {fact for fact, now in themes().items() if now == theme}
        if scope == "one":
            assert changed == {"01"}
        elif scope == "chapter":
            assert changed >= {
                c["fact"] for c in found["cards"] if c["chapter"] == chapter and not c["feature"]
            }
            assert len(changed) < len(themes())
        else:
            assert changed == set(themes())


def test_the_card_tells_its_checks_its_sentence_and_its_lines(page: Page, mid: str) -> None:
    told = page.get(f"/api/manuscripts/{mid}/card", params={"fact": "02", "size": "poster"}).json()
    assert told["sentence"] == "兑现奖补资金超3.5亿元"
    assert {c["name"] for c in told["checks"]} >= {"数字出自原文", "原文完整"}
    assert "3.5" in "".join(line for box in told["lines"] for line in box["lines"])


def test_as_wechat_shows_it_is_a_jpeg_of_the_same_size(page: Page, mid: str) -> None:
    asked = {"fact": "02", "size": "weibo-grid", "seen": "wechat"}
    picture = Image.open(io.BytesIO(page.get(f"/api/manuscripts/{mid}/picture", params=asked).content))
    assert (picture.format, picture.size) == ("JPEG", (1080, 1080))


def test_the_batch_can_be_downloaded(page: Page, mid: str) -> None:
    page.change(f"/api/manuscripts/{mid}/series", sizes=["weibo-grid"], features=[], theme="")
    page.change(f"/api/manuscripts/{mid}/batch")
    for _ in range(1200):
        run = page.get(f"/api/manuscripts/{mid}/batch").json()
        if run["state"] != "running":
            break
        time.sleep(0.05)
    assert run["state"] == "done", run
    packed = zipfile.ZipFile(io.BytesIO(page.get(f"/api/manuscripts/{mid}/download/zip").content))
    cards = wall(page, mid)["cards"]
    assert {c["file"] for c in cards} < set(packed.namelist())
    shown = page.get(f"/api/manuscripts/{mid}/picture", params={"fact": "01", "size": "weibo-grid"}).content
    assert packed.read(next(c["file"] for c in cards if c["fact"] == "01")) == shown
    assert page.get(f"/api/manuscripts/{mid}/download/pdf").content.startswith(b"%PDF")


def test_a_batch_that_is_called_off_begins_no_further_card_and_goes_on_later(
    page: Page, mid: str, studio: Studio
) -> None:
    page.change(f"/api/manuscripts/{mid}/series", sizes=["weibo-grid"], features=[], theme="")
    total = len(wall(page, mid)["cards"])
    begun: list[str] = []
    go = threading.Event()
    unit = studio.room._unit

    def slow(workshop: Any, jobs: Any) -> Any:
        begun.extend(job.fact for job in jobs)
        if len(begun) > 1:
            go.wait(60)
        return unit(workshop, jobs)

    studio.room._unit = slow  # type: ignore[method-assign]

    def state(while_: str) -> dict[str, Any]:
        for _ in range(1200):
            run: dict[str, Any] = page.get(f"/api/manuscripts/{mid}/batch").json()
            if run["state"] != while_:
                return run
            time.sleep(0.05)
        raise AssertionError(f"still {while_}")

    assert page.delete(f"/api/manuscripts/{mid}/batch", headers=page.token()).json()["state"] == "idle"
    page.change(f"/api/manuscripts/{mid}/batch")
    while len(begun) < 2:
        time.sleep(0.02)
    assert page.delete(f"/api/manuscripts/{mid}/batch", headers=page.token()).status_code == 200
    run = state("running")
    assert run["state"] == "stopped" and run["done"] < total
    in_hand = len(begun)
    go.set()
    while studio.room._under_way:
        time.sleep(0.02)
    assert len(begun) == in_hand < total, "a card was begun that nobody waits for"
    page.change(f"/api/manuscripts/{mid}/batch")
    assert state("running")["state"] == "done"
    packed = zipfile.ZipFile(io.BytesIO(page.get(f"/api/manuscripts/{mid}/download/zip").content))
    assert sum(name.endswith("weibo-grid.png") for name in packed.namelist()) == total


def test_a_card_tells_where_its_time_goes(page: Page, mid: str) -> None:
    told = page.get(f"/api/manuscripts/{mid}/steps", params={"fact": "02", "size": "poster"}).json()
    assert [step["name"] for step in told["steps"]] == ["填模板", "排文字", "画成像素", "压成文件", "校对"]
    assert all(step["ms"] >= 0 for step in told["steps"]) and sum(step["ms"] for step in told["steps"]) > 0
    assert page.get(f"/api/manuscripts/{mid}/steps", params={"fact": "99", "size": "poster"}).status_code == 422


def test_a_key_phrase_is_tried_on_kept_and_refused_in_words(page: Page, mid: str) -> None:
    card = next(c for c in wall(page, mid)["cards"] if "暖企走访" in c["text"])
    assert (card["figure"], card["phrase"]) == (False, "“暖企走访”")
    asked = {"fact": card["fact"], "size": card["size"]}
    path = f"/api/manuscripts/{mid}/picture"
    own = page.get(path, params=asked).content
    tried = page.get(path, params={**asked, "phrase": "深入开展"}).content
    assert tried != own
    assert "不在" in page.get(path, params={**asked, "phrase": "别处的话"}).json()["message"]
    kept: Any = page.change(
        f"/api/manuscripts/{mid}/looks",
        version=wall(page, mid)["version"],
        fact=card["fact"],
        scope="one",
        phrase="深入开展",
    )
    assert kept.status_code == 200, kept.text
    assert page.get(path, params=asked).content == tried
    row = next(c for c in wall(page, mid)["cards"] if c["fact"] == card["fact"])
    assert row["phrase"] == "深入开展"
    wide: Any = page.change(
        f"/api/manuscripts/{mid}/looks",
        version=wall(page, mid)["version"],
        fact=card["fact"],
        scope="all",
        phrase="深",
    )
    assert wide.status_code == 422


def test_another_system_makes_a_card_of_a_sentence(page: Page, tmp_path: Path) -> None:
    from generator.batch import Wishes
    from generator.cli.single import make_card
    from generator.world import World

    answer = page.change("/api/card", text="新增公办学位4200个", size="weibo-grid", theme="jinhong")
    assert answer.headers["content-type"] == "image/png"
    path = make_card(
        "新增公办学位4200个",
        tmp_path / "一张.png",
        Wishes(("weibo-grid",), theme="jinhong"),
        World.at(),
        "auto",
    )
    assert answer.content == path.read_bytes()
    refused = page.change("/api/card", text="新增公办学位4200个" * 90, size="weibo-grid")
    assert (refused.status_code, refused.json()["code"]) == (422, "refused")
    assert page.change("/api/card", text=" ").status_code == 422


def test_a_card_of_the_wall_is_not_drawn_again_by_the_batch(page: Page, mid: str, studio: Studio) -> None:
    page.change(f"/api/manuscripts/{mid}/series", sizes=["weibo-grid"], features=[], theme="")
    for card in wall(page, mid)["cards"]:
        page.get(f"/api/manuscripts/{mid}/picture", params={"fact": card["fact"], "size": card["size"]})
    drawn: list[object] = []
    unit = studio.room._unit
    studio.room._unit = lambda *args: drawn.append(args) or unit(*args)  # type: ignore[method-assign,func-returns-value]
    page.change(f"/api/manuscripts/{mid}/batch")
    for _ in range(600):
        if page.get(f"/api/manuscripts/{mid}/batch").json()["state"] != "running":
            break
        time.sleep(0.05)
    assert page.get(f"/api/manuscripts/{mid}/batch").json()["state"] == "done"
    assert drawn == []


def test_the_long_picture_is_drawn_and_tells_its_size(page: Page, mid: str) -> None:
    answer = page.get(f"/api/manuscripts/{mid}/long")
    picture = Image.open(io.BytesIO(answer.content))
    assert picture.size == (int(answer.headers["x-mima-width"]), int(answer.headers["x-mima-height"]))
    assert picture.height > picture.width


def renewed(studio: Studio) -> None:
    """Load the designs anew; in a thread, for a browser's test may keep a loop in this one."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, studio.renew()).result()


def test_new_rules_and_words_hold_at_once(page: Page, mid: str, studio: Studio, tmp_path: Path) -> None:
    data = tmp_path / "data"
    (data / "words").mkdir(parents=True)
    studio.world = replace(studio.world, data=(*studio.world.data, data))
    studio.edition = Edition(studio.world, number=100)
    asked = {"fact": "01", "size": "weibo-grid"}

    def checks() -> set[str]:
        told = page.get(f"/api/manuscripts/{mid}/card", params=asked).json()
        return {c["name"] for c in told["checks"]}

    assert "字号" in checks()
    title = CHECKS_BY_TITLE["字号"]
    (data / "proof.toml").write_text(f'{title} = "off"\n', encoding="utf-8")
    renewed(studio)
    assert studio.trouble == ""
    assert "字号" not in checks()
    (data / "proof.toml").write_text(f'{title} = "maybe"\n', encoding="utf-8")
    renewed(studio)
    assert "proof.toml" in studio.trouble
    assert str(tmp_path) not in studio.trouble
