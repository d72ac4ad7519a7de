"""The studio as a web application: pages, the JSON API with its OpenAPI description, and how errors are told."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from generator import __version__
from generator.errors import CardRefused, MimaError, Overtaken
from generator.preview import (
    cards_api,
    facts_api,
    guest_api,
    pages,
    review_api,
    series_api,
    sessions_api,
    sheets_api,
)
from generator.preview.asking import Forbidden, studio_of
from generator.preview.cabinet import MOST_BYTES, Missing
from generator.preview.daybook import Bookkeeping
from generator.preview.door import Door
from generator.preview.links import DeadLink
from generator.preview.manuscript import Outdated
from generator.preview.studio import Studio

HERE = Path(__file__).parent


class Said(BaseModel):
    """What every refusal says: a sentence for a person, a word for a program."""

    message: str
    code: str = ""


ANSWERS: dict[int | str, dict[str, Any]] = {
    400: {"model": Said, "description": "请求的正文读不懂"},
    401: {"model": Said, "description": "没有登录，或会话过期"},
    403: {"model": Said, "description": "角色不许，或没有带令牌 x-mima-token（见 /api/session）"},
    404: {"model": Said, "description": "没有这份稿件、这张图"},
    409: {"model": Said, "description": "看过之后被别人改过"},
    410: {"model": Said, "description": "一次性链接失效"},
    413: {"model": Said, "description": "文件太大"},
    421: {"model": Said, "description": "域名不对"},
    422: {"model": Said, "description": "请求合乎格式，但做不到；或卡片不该做。message 说明原因"},
    429: {"model": Said, "description": "试错太多次"},
}
_STATUS = {404: "没有这个页面", 405: "这个地址不接受这种请求"}


def build_app(studio: Studio) -> FastAPI:
    """Return the application of a studio; its life opens and closes the studio."""

    @contextlib.asynccontextmanager
    async def life(app: FastAPI) -> AsyncIterator[None]:
        async with studio.open():
            yield

    app = FastAPI(
        title="密码 mima",
        version=__version__,
        description="密码工作台的接口：事实、卡片、签发。图片与 mima batch 写出的逐字节相同。",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        lifespan=life,
    )
    app.state.studio = studio
    for part in (sessions_api, facts_api, cards_api, series_api, review_api, guest_api, sheets_api, pages):
        app.include_router(part.router, responses=ANSWERS)
    app.mount("/static", StaticFiles(directory=HERE / "static"), name="static")
    app.add_exception_handler(MimaError, _told)
    app.add_exception_handler(RequestValidationError, _misread)
    app.add_exception_handler(HTTPException, _plain)
    app.add_middleware(Bookkeeping, book=lambda: studio.book)
    app.add_middleware(Door, hosts=studio.hosts, most=MOST_BYTES + 4096)
    return app


async def _told(request: Request, error: Exception) -> Response:
    assert isinstance(error, MimaError)  # noqa: S101
    code, status, told = type(error).__name__, 422, studio_of(request).shown(str(error))
    if isinstance(error, Forbidden):
        code, status = error.code, error.status
        if not request.url.path.startswith("/api/") and code in {"login", "session"}:
            return RedirectResponse("/login" if code == "login" else "/", 303)
    elif isinstance(error, Outdated | Overtaken):
        status = 409
    elif isinstance(error, Missing):
        code, status = "missing", 404
    elif isinstance(error, DeadLink):
        code, status = "link", 410
    elif isinstance(error, CardRefused):
        code = "refused"
    if not request.url.path.startswith("/api/"):
        return pages.trouble(request, told, status)
    return JSONResponse({"message": told, "code": code}, status)


async def _misread(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101
    places = "、".join(".".join(str(part) for part in one["loc"][1:]) or "正文" for one in error.errors()[:5])
    return JSONResponse({"message": f"请求里有一栏不对（{places}）。", "code": "request"}, 422)


async def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101
    message = _STATUS.get(error.status_code, "请求不对") + "。"
    if request.url.path.startswith(("/api/", "/static/")):
        return JSONResponse({"message": message, "code": "http"}, error.status_code, dict(error.headers or {}))
    return pages.trouble(request, message, error.status_code)
