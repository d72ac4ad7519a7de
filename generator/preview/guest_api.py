"""What a one-time link opens: one post, to see and to sign or send back, without an account."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, Request
from fastapi import Path as InPath
from pydantic import BaseModel, Field
from starlette.responses import Response

from generator.errors import SignOffRefused
from generator.preview.asking import InStudio, caller
from generator.preview.links import DeadLink, Link
from generator.preview.review_api import Place, before_of, picture_of
from generator.preview.studio import Studio
from generator.preview.underreview import told
from generator.series.review import reject, sign
from generator.series.reviewing import Reviewed, under_review

router = APIRouter(prefix="/api/link/{secret}", tags=["一次性链接"])
Secret = Annotated[str, InPath(max_length=200)]


class GuestVerdict(BaseModel):
    """What a guest decides. `digest`: the content that was seen."""

    what: Literal["sign", "reject"]
    digest: str = Field(min_length=8, max_length=64)
    note: str = Field("", max_length=2000)


@router.get("", summary="链接里的那一条")
def post(studio: InStudio, secret: Secret) -> dict[str, Any]:
    """Return the post of a link, the person it is for and the stage it signs."""
    link = studio.links.open(secret)
    row = opened(studio, link)
    return {**told(studio, row), "history": [], "person": link.person, "stage": link.stage, "ends": link.ends}


@router.get("/pictures/{number}", summary="链接里的一张图", response_class=Response)
def picture(studio: InStudio, secret: Secret, number: Place) -> Response:
    """Return a picture of the link's post."""
    return picture_of(opened(studio, studio.links.open(secret)), number)


@router.get("/before/{number}", summary="上次签的那张图", response_class=Response)
def before(studio: InStudio, secret: Secret, number: Place) -> Response:
    """Return what was signed in the picture's place."""
    return before_of(opened(studio, studio.links.open(secret)), number)


@router.post("", summary="用链接签发或退回", dependencies=[Depends(caller)])
def decide(request: Request, studio: InStudio, secret: Secret, asked: GuestVerdict) -> dict[str, str]:
    """Sign or send back; after that the link is dead."""

    def act(link: Link) -> str:
        request.state.who = link.person
        opened(studio, link)
        if link.digest != asked.digest:
            raise SignOffRefused("内容在您看过之后变了", None, "请编辑部再发一个链接")
        desk = studio.desk_for(f"{link.person}（{link.by}发的链接）")
        if asked.what == "sign":
            words = f"{asked.note}（经{link.by}发的一次性链接）"
            return sign(desk, link.post, link.person, stage=link.stage, digest=link.digest, words=words)
        return reject(desk, link.post, link.person, asked.note, digest=link.digest)

    return {"message": studio.links.use(secret, act)}


def opened(studio: Studio, link: Link) -> Reviewed:
    """Return a link's post as it is now; raise DeadLink where it has become another or does not wait any more."""
    row = under_review(studio.desk_for(link.person), link.post)
    if row.making is None or row.making.digest != link.digest:
        raise DeadLink("这一条在发链接之后又改过", None, "请编辑部再发一个链接")
    if row.next_stage != link.stage:
        raise DeadLink(f"这一条现在不等{link.stage}", None, "多半别人已经签过或退回")
    return row
