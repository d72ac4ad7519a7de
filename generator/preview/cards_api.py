"""The API of cards: the wall, one card's picture, its checks; looks for one, a chapter or all; the batch to download."""

from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, Field
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from generator.batch import FEATURES, Wishes, press_for
from generator.batch.single import plan_single
from generator.batch.timing import STEP_NAMES, time_card
from generator.batch.work import Failed
from generator.compose.glance import glance
from generator.compose.long import LongWishes
from generator.deliver.crop import crop_of
from generator.errors import CardRefused, UsageError
from generator.facts.model import Factsheet
from generator.facts.standing import standing
from generator.preview.asking import Editor, InStudio, Reader
from generator.preview.attachment import attachment
from generator.preview.correction import dressed
from generator.preview.export import download
from generator.preview.pressroom import NOW
from generator.preview.studio import Studio
from generator.preview.wall import Choice, checks_of, designs, state_of, suitable
from generator.proof import Rules
from generator.proof.reencoded import as_wechat_shows

router = APIRouter(prefix="/api", tags=["卡片"])
_KEEP = {"cache-control": "private, max-age=3600"}
Name = Annotated[str, Query(max_length=200)]


def choice(fact: Name, size: Name, template: Name = "", theme: Name = "", phrase: Name = "") -> Choice:
    """Return the card a request asks for."""
    return Choice(fact, size, template, theme, phrase)


Asked = Annotated[Choice, Depends(choice)]


class Series(BaseModel):
    """What holds for the whole series."""

    sizes: list[str] = Field(max_length=30)
    features: list[str] = Field(max_length=10)
    theme: str = Field("", max_length=100)


class Looks(BaseModel):
    """A template or a theme for one fact, its chapter, or all; a key phrase for one."""

    version: str = Field(max_length=64)
    fact: str = Field(max_length=200)
    scope: Literal["one", "chapter", "all"]
    template: str | None = Field(None, max_length=100)
    theme: str | None = Field(None, max_length=100)
    phrase: str | None = Field(None, max_length=200)


class Single(BaseModel):
    """One sentence for a card of its own."""

    text: str = Field(min_length=1, max_length=1000)
    size: str = Field("wechat-post", max_length=100)
    template: str = Field("", max_length=100)
    theme: str = Field("", max_length=100)


@router.get("/designs", summary="尺寸、主题、模板")
def all_designs(studio: InStudio, person: Reader) -> dict[str, Any]:
    """Return what a card can be made with."""
    told = designs(studio.edition)
    told["broken"] = [studio.shown(words) for words in told["broken"]]
    return {**told, "edition": studio.edition.number, "trouble": studio.trouble}


@router.get("/manuscripts/{manuscript}/cards", summary="一套卡片的清单")
def cards(studio: InStudio, person: Reader, manuscript: str) -> dict[str, Any]:
    """Return every card of the manuscript, with its state."""
    one, draft = studio.draft(manuscript)
    return {**studio.wall.cards(one, draft, studio.edition), "edition": studio.edition.number}


@router.get("/manuscripts/{manuscript}/picture", summary="一张卡片的图", response_class=Response)
async def picture(
    studio: InStudio, person: Reader, manuscript: str, asked: Asked, seen: Literal["", "wechat"] = ""
) -> Response:
    """Return the very file a batch writes; `seen=wechat`: as WeChat re-encodes it."""
    made = await _draw(studio, manuscript, asked, NOW)
    if isinstance(made, Failed):
        return _refused(studio, made)
    if seen:
        return Response(
            await asyncio.to_thread(as_wechat_shows, made.data), media_type="image/jpeg", headers=_KEEP
        )
    media = "image/png" if made.suffix == ".png" else "image/jpeg"
    return Response(made.data, media_type=media, headers={**_KEEP, "etag": f'"{made.sha256}"'})


@router.get("/manuscripts/{manuscript}/thumb", summary="一张卡片的小图", response_class=Response)
async def thumb(
    studio: InStudio,
    person: Reader,
    manuscript: str,
    asked: Asked,
    width: Annotated[int, Query(ge=16, le=800)] = 360,
) -> Response:
    """Return a card as a small WebP; its state and remarks stand in the header ``x-mima-state``."""
    one, draft = await run_in_threadpool(studio.draft, manuscript)
    planned = await run_in_threadpool(studio.wall.planned, one, draft, studio.edition, asked)
    small = await studio.room.thumb(planned.job, studio.edition, width)
    if isinstance(small, Failed):
        return _refused(studio, small)
    known = studio.room.known(studio.room.key_of(planned.job, studio.edition))
    return Response(small, media_type="image/webp", headers={**_KEEP, "x-mima-state": state_of(known)["state"]})


@router.get("/manuscripts/{manuscript}/long", summary="长图的第一张", response_class=Response)
def long_picture(studio: InStudio, person: Reader, manuscript: str) -> Response:
    """Return the first part of the long picture for Weibo; its size stands in the headers."""
    one, draft = studio.draft(manuscript)
    theme = str(one.settings.get("theme", ""))
    found = studio.longs.get(one.id)
    if found is None or found[0] != (draft.version, studio.edition.number, theme):
        key = (draft.version, studio.edition.number, theme)
        found = (key, studio.room.call(glance, studio.edition, draft.sheet, LongWishes(theme=theme)))
        studio.longs[one.id] = found
    seen = found[1]
    if seen.refused:
        return _refused(studio, Failed(seen.refused, 1))
    size = {"x-mima-width": str(seen.width), "x-mima-height": str(seen.height)}
    return Response(seen.data, media_type=seen.media, headers={**_KEEP, **size})


@router.get("/manuscripts/{manuscript}/card", summary="一张卡片的检查与出处")
async def card(studio: InStudio, person: Reader, manuscript: str, asked: Asked) -> dict[str, Any]:
    """Return a card's checks in words, its lines as broken, and the sentence it came from."""
    one, draft = await run_in_threadpool(studio.draft, manuscript)
    rules = Rules.load(*studio.world.data)
    fact = next((f for f in draft.sheet.facts if f.id == asked.fact), None)
    place = standing(fact, draft.article, studio.tables).place if fact else None
    told: dict[str, Any] = {
        "sentence": draft.article[place.start : place.end] if draft.article and place else "",
        "around": _around(draft.article, place.start, place.end) if draft.article and place else ["", ""],
    }
    try:
        planned = await run_in_threadpool(studio.wall.planned, one, draft, studio.edition, asked)
    except CardRefused as error:
        failed = Failed(studio.shown(str(error)), 1)
        return {**told, **state_of(failed), "checks": checks_of(failed, rules)}
    _key, made = await studio.room.draw(planned.job, studio.edition, NOW)
    if isinstance(made, Failed):
        made = replace(made, reason=studio.shown(made.reason))
    told |= {"template": planned.job.template.id, "theme": planned.job.theme.id, "file": planned.file}
    told |= {**state_of(made), "checks": checks_of(made, rules)}
    if not isinstance(made, Failed):
        told |= {
            "bytes": len(made.data), "sha256": made.sha256, "width": made.width, "height": made.height,
            "lines": [{"box": t.box, "lines": list(t.lines), "size": round(t.size, 1)} for t in made.texts],
        }  # fmt: skip
    return told


@router.post("/card", summary="一句话做一张卡片", response_class=Response)
async def single(studio: InStudio, person: Editor, asked: Single) -> Response:
    """Make a card of one sentence, as ``mima card`` does: a picture, or 422 with the reason. Nothing is kept."""
    catalogue = press_for(studio.edition).catalogue
    wishes = Wishes((asked.size,), asked.template, asked.theme)
    planned = await run_in_threadpool(plan_single, asked.text, wishes, catalogue, studio.tables)
    _key, made = await studio.room.draw(planned.job, studio.edition, NOW)
    if isinstance(made, Failed):
        return _refused(studio, made)
    media = "image/png" if made.suffix == ".png" else "image/jpeg"
    return Response(made.data, media_type=media, headers={"x-mima-sha256": made.sha256})


@router.get("/sizes/{size}/crops", summary="平台会怎样裁切")
def crops(studio: InStudio, person: Reader, size: str) -> dict[str, Any]:
    """Return the frames that a cover is cut to, as shares of width and height, and the safe part."""
    found = press_for(studio.edition).catalogue.size(size)
    frames = {
        name: crop_of(found.width, found.height, ratio, found.safe)
        for name, ratio in (("wide", 2.35), ("square", 1.0))
    }
    return {"safe": found.safe, **frames}


@router.post("/manuscripts/{manuscript}/series", summary="整套的尺寸、种类与主题")
def set_series(studio: InStudio, person: Editor, manuscript: str, asked: Series) -> dict[str, Any]:
    """Choose sizes, features and theme of the whole series."""
    one, draft = studio.draft(manuscript)
    catalogue = press_for(studio.edition).catalogue
    sizes = [catalogue.size(name).id for name in asked.sizes]
    if not sizes:
        raise UsageError("至少要选一个尺寸", None, "")
    theme = catalogue.theme(asked.theme).id if asked.theme else ""
    features = [f for f in asked.features if f in FEATURES]
    one.set_settings({**one.settings, "sizes": sizes, "features": features, "theme": theme})
    return {**studio.wall.cards(one, draft, studio.edition), "edition": studio.edition.number}


@router.post("/manuscripts/{manuscript}/looks", summary="给一条、一章或全部换模板或主题")
def looks(studio: InStudio, person: Editor, manuscript: str, asked: Looks) -> dict[str, Any]:
    """Write a template or theme into the facts file; a template only where the fact's kind allows it."""
    one, draft = studio.draft(manuscript)
    catalogue = press_for(studio.edition).catalogue
    fact = next((f for f in draft.sheet.facts if f.id == asked.fact), None)
    if fact is None and asked.scope != "all":
        raise UsageError("这张卡片由几条合成，不能单独改样式", None, "可以改成用到全部")
    names = [
        f.id
        for f in draft.sheet.facts
        if f.kind != "item"
        and (
            asked.scope == "all"
            or f.id == asked.fact
            or (fact and asked.scope == "chapter" and f.chapter == fact.chapter)
        )
    ]
    chosen = frozenset(names)
    values = {}
    if asked.template is not None:
        values["template"] = catalogue.template(asked.template).id if asked.template else ""
        if asked.template:
            chosen = suitable(names, draft, catalogue.template(asked.template))
    if asked.theme is not None:
        values["theme"] = catalogue.theme(asked.theme).id if asked.theme else ""

    if asked.phrase is not None:
        if asked.scope != "one":
            raise UsageError("重点只能一条一条地改", None, "")
        values["phrase"] = asked.phrase.strip()

    def change(sheet: Factsheet) -> Factsheet:
        return dressed(sheet, chosen, values)

    now = studio.world.clock()
    draft = one.save(asked.version, change, person.name, f"换样式：{len(chosen)} 条", now, studio.tables)
    if asked.scope == "all" and asked.theme is not None:
        one.set_settings({**one.settings, "theme": values["theme"]})
    told = {"changed": len(chosen), "skipped": len(names) - len(chosen), "edition": studio.edition.number}
    return {**studio.wall.cards(one, draft, studio.edition), **told}


@router.post("/manuscripts/{manuscript}/batch", summary="做出整套")
def make(studio: InStudio, person: Editor, manuscript: str) -> dict[str, Any]:
    """Begin the batch: the same as ``mima batch`` on the facts file."""
    return studio.exports.start(studio.cabinet.one(manuscript), studio.edition).told()


@router.get("/manuscripts/{manuscript}/batch", summary="整套做到哪里")
def batch(studio: InStudio, person: Reader, manuscript: str) -> dict[str, Any]:
    """Return how far the batch is."""
    return studio.exports.run_of(studio.cabinet.one(manuscript)).told()


@router.delete("/manuscripts/{manuscript}/batch", summary="停止做整套")
def stop(studio: InStudio, person: Editor, manuscript: str) -> dict[str, Any]:
    """Call the batch off; the cards that are made stay, and the next one goes on from there."""
    return studio.exports.stop(studio.cabinet.one(manuscript)).told()


@router.get("/manuscripts/{manuscript}/steps", summary="一张卡片的时间花在哪里")
async def steps(studio: InStudio, person: Reader, manuscript: str, asked: Asked) -> dict[str, Any]:
    """Return what each step of making a card takes in ms of a worker's own time: drawn anew, its ground known."""
    one, draft = await run_in_threadpool(studio.draft, manuscript)
    planned = await run_in_threadpool(studio.wall.planned, one, draft, studio.edition, asked)
    spent = await run_in_threadpool(studio.room.call, time_card, studio.edition, planned.job, time.process_time)
    return {"steps": [{"name": STEP_NAMES[name], "ms": round(ms, 2)} for name, ms in spent.items()]}


@router.get(
    "/manuscripts/{manuscript}/download/{what}", summary="下载 zip、contact 或 pdf", response_class=Response
)
def fetch(
    studio: InStudio, person: Reader, manuscript: str, what: Literal["zip", "contact", "pdf"]
) -> Response:
    """Return a finished batch."""
    one = studio.cabinet.one(manuscript)
    data, media, ending = download(one, what, studio.edition)
    return attachment(data, media, f"{one.home.name}-{ending}")


async def _draw(studio: Studio, manuscript: str, asked: Choice, urgency: int) -> Any:
    one, draft = await run_in_threadpool(studio.draft, manuscript)
    planned = await run_in_threadpool(studio.wall.planned, one, draft, studio.edition, asked)
    return (await studio.room.draw(planned.job, studio.edition, urgency))[1]


def _refused(studio: Studio, made: Failed) -> JSONResponse:
    return JSONResponse(
        {"message": studio.shown(made.reason), "code": "refused"}, 422, {"x-mima-state": "refused"}
    )


def _around(article: str, start: int, end: int) -> list[str]:
    """Return a few words before and after a sentence, within its paragraph."""
    return [article[max(0, start - 40) : start].rpartition("\n")[2], article[end : end + 40].partition("\n")[0]]
