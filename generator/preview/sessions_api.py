"""The API of sessions: the token of a page, login, logout; and the OpenAPI description itself."""

from __future__ import annotations

import asyncio
import json
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel, Field
from starlette.responses import StreamingResponse

from generator.preview.asking import Forbidden, InStudio, Reader, Writer, caller, session_of
from generator.preview.guard import COOKIE, LASTS, Session

router = APIRouter(tags=["会话"])
_STILL = 20.0


class Login(BaseModel):
    """Name and password."""

    name: str = Field(max_length=100)
    password: str = Field(max_length=1000)


def set_cookie(request: Request, response: Response, value: str) -> None:
    """Give a browser its session: no script reads it, no other site sends it."""
    secure = request.url.scheme == "https"
    response.set_cookie(
        COOKIE,
        value,
        max_age=int(LASTS.total_seconds()),
        httponly=True,
        samesite="strict",
        secure=secure,
        path="/",
    )


@router.get("/api/session", summary="当前会话与令牌")
def session(request: Request, response: Response, studio: InStudio) -> dict[str, Any]:
    """Return the session's token; a browser without a session gets one."""
    found = session_of(request)
    if found is None:
        cookie = studio.guard.begin(None)
        found = studio.guard.session(cookie)
        set_cookie(request, response, cookie)
    if found is None:
        raise Forbidden("请先登录", 401, "login")
    return {"token": studio.guard.token(found), "name": found.person.name if found.person else ""}


@router.post("/api/login", summary="登录")
def login(
    request: Request,
    response: Response,
    studio: InStudio,
    asked: Login,
    found: Annotated[Session, Depends(caller)],
) -> dict[str, str]:
    """Begin a person's session. The form needs a token too: nobody logs another browser in."""
    request.state.who = asked.name.strip()[:40]
    address = request.client.host if request.client else ""
    person = studio.guard.login(asked.name.strip(), asked.password, address)
    if isinstance(person, str):
        raise Forbidden(person, 429 if "太多" in person else 403, "login")
    studio.guard.end(found)
    set_cookie(request, response, studio.guard.begin(person))
    return {"name": person.name}


@router.post("/api/logout", summary="退出")
def logout(request: Request, response: Response, studio: InStudio, person: Writer) -> dict[str, str]:
    """End the session."""
    found = session_of(request)
    if found is not None:
        studio.guard.end(found)
    response.delete_cookie(COOKIE)
    return {"name": person.name}


@router.get("/api/openapi.json", summary="接口说明", include_in_schema=False)
def description(request: Request, person: Reader) -> dict[str, Any]:
    """Return the OpenAPI description."""
    described: dict[str, Any] = request.app.openapi()
    return described


@router.get("/api/events", summary="变动通知（服务器推送）")
async def events(request: Request, studio: InStudio, person: Reader) -> StreamingResponse:
    """Stream what changes: designs and facts files."""

    async def stream() -> Any:
        with studio.listening() as queue:
            yield f"retry: 1000\ndata: {json.dumps({'what': 'hello', 'edition': studio.edition.number})}\n\n"
            while True:
                try:
                    event = await asyncio.wait_for(queue.get(), _STILL)
                    yield f"data: {json.dumps(event, ensure_ascii=False)}\n\n"
                except TimeoutError:
                    yield ": still here\n\n"

    return StreamingResponse(stream(), media_type="text/event-stream", headers={"x-accel-buffering": "no"})
