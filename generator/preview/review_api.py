"""The API of sign-off: what waits, one post with its checks and what changed since it was signed, sign, send back."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter
from fastapi import Path as InPath
from pydantic import BaseModel, Field
from starlette.responses import Response

from generator.errors import SignOffRefused, UsageError
from generator.preview.asking import Admin, InStudio, Reader, Reviewer
from generator.preview.cabinet import Missing
from generator.preview.people import HOST, STAGES, Person
from generator.preview.underreview import told
from generator.series.review import reject, sign
from generator.series.reviewing import Reviewed, under_review, what_to_review

router = APIRouter(prefix="/api", tags=["签发"])
Number = Annotated[int, InPath(ge=1, le=2**53)]
Place = Annotated[int, InPath(ge=0, le=999)]


class Verdict(BaseModel):
    """A signature or a rejection. `digest`: the content that was seen; `name`: used only where nobody logs in."""

    digest: str = Field(min_length=8, max_length=64)
    name: str = Field("", max_length=40)
    stage: str = Field("", max_length=40)
    note: str = Field("", max_length=2000)


class Invitation(BaseModel):
    """Who is to sign by a link, and the content the inviter saw."""

    digest: str = Field(min_length=8, max_length=64)
    person: str = Field(min_length=1, max_length=40)


@router.get("/review", summary="等着签的")
def waiting(studio: InStudio, person: Reader) -> list[dict[str, Any]]:
    """Return the posts that wait for a signature."""
    return [told(studio, row) for row in what_to_review(studio.desk_for(person.name))]


@router.get("/posts/{post}", summary="一条的全部")
def one_post(studio: InStudio, person: Reader, post: Number) -> dict[str, Any]:
    """Return a post with pictures, checks, sentences, caption, signatures, history and what changed."""
    return told(studio, under_review(studio.desk_for(person.name), post))


@router.get("/posts/{post}/pictures/{number}", summary="一条的一张图", response_class=Response)
def post_picture(studio: InStudio, person: Reader, post: Number, number: Place) -> Response:
    """Return a picture of a post, only as it was made: a file changed since is refused."""
    return picture_of(under_review(studio.desk_for(person.name), post), number)


@router.get("/posts/{post}/before/{number}", summary="上次签的那张图", response_class=Response)
def earlier_picture(studio: InStudio, person: Reader, post: Number, number: Place) -> Response:
    """Return the picture that was signed in this picture's place."""
    return before_of(under_review(studio.desk_for(person.name), post), number)


@router.post("/posts/{post}/sign", summary="签发")
def put_name(studio: InStudio, person: Reviewer, post: Number, asked: Verdict) -> dict[str, str]:
    """Sign a post at its next stage, in the person's own name."""
    name, stage = _signer(person, asked)
    desk = studio.desk_for(name)
    return {"message": sign(desk, post, name, stage=stage, digest=asked.digest, words=asked.note)}


@router.post("/posts/{post}/reject", summary="退回")
def send_back(studio: InStudio, person: Reviewer, post: Number, asked: Verdict) -> dict[str, str]:
    """Send a post back with a reason."""
    name, _stage = _signer(person, asked)
    return {"message": reject(studio.desk_for(name), post, name, asked.note, digest=asked.digest)}


@router.post("/posts/{post}/link", summary="给没有账号的人一个只能签一次的链接")
def invite(studio: InStudio, person: Admin, post: Number, asked: Invitation) -> dict[str, str]:
    """Return the path of a link that signs this content at its next stage, once, in one person's name."""
    row = under_review(studio.desk_for(person.name), post)
    if not row.next_stage or row.making is None:
        raise SignOffRefused(f"第 {post} 号现在不等签名", None, "")
    if not row.making.digest.startswith(asked.digest.lower()):
        raise SignOffRefused(f"第 {post} 号的内容在您看过之后变了", None, "请重新打开再看一遍")
    if not asked.person.strip():
        raise UsageError("没有写给谁", None, "请写审稿人的名字")
    secret = studio.links.make(post, row.making.digest, row.next_stage, asked.person.strip(), person.name)
    return {"path": f"/link/{secret}", "message": f"链接能签{row.next_stage}一次，48 小时内有效"}


def picture_of(row: Reviewed, number: int) -> Response:
    """Return a picture of a post; raise Missing where there is none, SignOffRefused for a changed file."""
    if row.making is None or not 0 <= number < len(row.pictures):
        raise Missing("没有这张图", None, "请刷新页面")
    return _file(row.pictures[number], row.making.pictures[number].sha256)


def before_of(row: Reviewed, number: int) -> Response:
    """Return what was signed in a picture's place; raises as `picture_of`."""
    found = row.earlier.pictures if row.earlier else ()
    path = found[number].before if 0 <= number < len(found) else None
    if path is None:
        raise Missing("没有上次签的图", None, "")
    return _file(path, None)


def _file(path: Path, sha256: str | None) -> Response:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Missing("图片文件不见了", None, "请在日历里点“做图”重做") from error
    digest = hashlib.sha256(data).hexdigest()
    if sha256 is not None and digest != sha256:
        raise SignOffRefused("图片文件被改动过，不能签", None, "请在日历里点“做图”重做")
    return Response(
        data,
        media_type="image/jpeg" if path.suffix == ".jpg" else "image/png",
        headers={"cache-control": "private, no-cache", "etag": f'"{digest}"'},
    )


def _signer(person: Person, asked: Verdict) -> tuple[str, str]:
    """Return in whose name and at which stage a verdict is given: a reviewer's own, or the one typed at the computer."""
    if person.role in STAGES:
        return person.name, STAGES[person.role]
    return (asked.name if person == HOST else person.name), asked.stage
