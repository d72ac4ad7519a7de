"""The API of the series: what waits for a signature, sign, reject, the calendar, moving posts; all by `generator.series`."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, Field
from starlette.responses import Response

from generator.errors import SignOffRefused, UsageError
from generator.preview.asking import Editor, InStudio, Reader, Reviewer
from generator.preview.people import HOST, STAGES, Person
from generator.preview.studio import Studio
from generator.series import STATE_NAMES, Desk
from generator.series.books import all_series, closed_days, posts_of
from generator.series.change import Wish, change_series
from generator.series.review import reject, sign
from generator.series.reviewing import Reviewed, under_review, what_to_review
from generator.series.showing import posts_json

router = APIRouter(prefix="/api", tags=["排期与签发"])


class Verdict(BaseModel):
    """A signature or a rejection. `digest`: the content that was seen; `name`: used only where nobody logs in."""

    digest: str = Field(min_length=8, max_length=64)
    name: str = Field("", max_length=40)
    stage: str = Field("", max_length=40)
    note: str = Field("", max_length=2000)


class Change(BaseModel):
    """One change of the plan."""

    what: Literal["move", "swap", "skip", "withdraw"]
    post: int = 0
    other: int = 0
    day: str = Field("", max_length=20)
    time: str = Field("", max_length=10)
    why: str = Field("", max_length=500)


def desk_of(studio: Studio, who: str) -> Desk:
    """Return the series' desk; raise UsageError where the folder has no ledger."""
    if studio.desk is None:
        raise UsageError("当前文件夹里还没有账本", None, "请先用 mima series new 排一个系列")
    return studio.desk(who)


@router.get("/review", summary="等着签的")
def waiting(studio: InStudio, person: Reader) -> list[dict[str, Any]]:
    """Return the posts that wait for a signature."""
    return [_told(row) for row in what_to_review(desk_of(studio, person.name))]


@router.get("/posts/{post}", summary="一条的全部")
def one_post(studio: InStudio, person: Reader, post: int) -> dict[str, Any]:
    """Return a post with pictures, caption, signatures and history."""
    return _told(under_review(desk_of(studio, person.name), post))


@router.get("/posts/{post}/pictures/{number}", summary="一条的一张图", response_class=Response)
def post_picture(studio: InStudio, person: Reader, post: int, number: int) -> Response:
    """Return a picture of a post, only as it was made: a file changed since is refused."""
    row = under_review(desk_of(studio, person.name), post)
    if row.making is None or not 0 <= number < len(row.pictures):
        raise UsageError("没有这张图", None, "请刷新页面")
    path = row.pictures[number]
    try:
        data = path.read_bytes()
    except OSError as error:
        raise UsageError("图片文件不见了", None, "运行 mima today 会重做") from error
    if hashlib.sha256(data).hexdigest() != row.making.pictures[number].sha256:
        raise SignOffRefused("图片文件被改动过，不能签", None, "运行 mima today 会重做")
    return Response(data, media_type="image/jpeg" if path.suffix == ".jpg" else "image/png")


@router.post("/posts/{post}/sign", summary="签发")
def put_name(studio: InStudio, person: Reviewer, post: int, asked: Verdict) -> dict[str, str]:
    """Sign a post at its next stage, in the person's own name."""
    name, stage = _signer(person, asked)
    return {
        "message": sign(desk_of(studio, name), post, name, stage=stage, digest=asked.digest, words=asked.note)
    }


@router.post("/posts/{post}/reject", summary="退回")
def send_back(studio: InStudio, person: Reviewer, post: int, asked: Verdict) -> dict[str, str]:
    """Send a post back with a reason."""
    name, _stage = _signer(person, asked)
    return {"message": reject(desk_of(studio, name), post, name, asked.note, digest=asked.digest)}


@router.get("/calendar", summary="日历")
def calendar(studio: InStudio, person: Reader, start: dt.date, days: int = 42) -> dict[str, Any]:
    """Return the posts of all series from `start` on."""
    if not 1 <= days <= 400:
        raise UsageError("天数要在 1—400 之间", None, "")
    desk = desk_of(studio, person.name)
    end = start + dt.timedelta(days=days)
    found: list[dict[str, Any]] = []
    closed: list[str] = []
    with desk.ledger.reading() as connection:
        for one in all_series(connection):
            posts = [p for p in posts_of(connection, one.id) if start <= p.day < end]
            rows = posts_json(posts, desk.facts_of(connection, one))
            for row in rows:
                row |= {
                    "series": one.id, "title": one.title, "platform": desk.platform(row["size"]).name,
                    "state_name": STATE_NAMES[row["state"]],
                }  # fmt: skip
            found += rows
            closed += [day.isoformat() for day in closed_days(connection, one.id)]
    return {
        "posts": found,
        "closed": sorted(set(closed)),
        "today": desk.now.date().isoformat(),
        "states": STATE_NAMES,
    }


@router.post("/series/{series}/change", summary="改排期")
def change(studio: InStudio, person: Editor, series: str, asked: Change) -> dict[str, Any]:
    """Move, swap or withdraw a post, or skip a day."""
    wish = Wish(why=asked.why)
    if asked.what == "move":
        wish = Wish(moves=((str(asked.post), asked.day, *([asked.time] if asked.time else [])),), why=asked.why)
    elif asked.what == "swap":
        wish = Wish(swaps=((str(asked.post), str(asked.other)),), why=asked.why)
    elif asked.what == "withdraw":
        wish = Wish(withdrawn=(asked.post,), why=asked.why)
    else:
        try:
            wish = Wish(skips=(dt.date.fromisoformat(asked.day),), why=asked.why)
        except ValueError as error:
            raise UsageError(f"日期“{asked.day}”不对", None, "请写成 2026-01-07") from error
    return {"said": list(change_series(desk_of(studio, person.name), series, wish))}


def _signer(person: Person, asked: Verdict) -> tuple[str, str]:
    """Return in whose name and at which stage a verdict is given: a reviewer's own, or the one typed at the computer."""
    if person.role in STAGES:
        return person.name, STAGES[person.role]
    return (asked.name if person == HOST else person.name), asked.stage


def _told(row: Reviewed) -> dict[str, Any]:
    told = row.to_json()
    making = row.making
    told["pictures"] = [
        {"alt": p.alt, "text": p.text, "width": p.width, "height": p.height, "fact": p.fact}
        for p in (making.pictures if making else ())
    ]
    return {
        **told,
        "day": row.post.day.isoformat(),
        "time": f"{row.post.time:%H:%M}",
        "state_name": STATE_NAMES[row.post.state],
        "reason": row.post.reason,
        "stages": list(row.series.terms.stages),
        "total": row.series.total,
    }
