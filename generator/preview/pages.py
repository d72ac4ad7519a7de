"""The pages: drawn on the server by Jinja, brought to life by small modules of plain JavaScript."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import FileResponse, HTMLResponse, Response

from generator import __version__
from generator.errors import MimaError, UsageError
from generator.preview.asking import Forbidden, InStudio, Reader, session_of, studio_of
from generator.preview.beside import beside
from generator.preview.people import HOST, ROLES
from generator.preview.sessions_api import set_cookie
from generator.preview.studio import Studio
from generator.preview.wall import designs

router = APIRouter(include_in_schema=False)
_HERE = Path(__file__).parent
_FONTS = {"sans": "NotoSansSC-VF.ttf"}
_LT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@lru_cache(maxsize=1)
def _environment() -> Environment:
    found = Environment(
        loader=FileSystemLoader(_HERE / "pages"), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
        lstrip_blocks=True,
    )  # fmt: skip
    found.filters["data"] = _data
    return found


def _data(value: Any) -> Markup:
    """Return a value as JSON that can stand in a data block of a page, whatever texts it holds."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for mark, spelt in _LT.items():
        text = text.replace(mark, spelt)
    return Markup(text)  # noqa: S704  every < is spelt out


def page(request: Request, name: str, status: int = 200, **values: Any) -> HTMLResponse:
    """Return a page; a browser without a session gets one, where nobody has to log in."""
    studio = studio_of(request)
    session = session_of(request)
    cookie = ""
    if session is None:
        cookie = studio.guard.begin(None)
        session = studio.guard.session(cookie)
    person = session.person if session else None
    everywhere = {
        "token": studio.guard.token(session) if session else "",
        "person": person,
        "role": "" if person in {None, HOST} or person is None else ROLES[person.role],
        "asks_names": studio.guard.asks_names,
        "bare": studio.guard.asks_names and person is None,
        "mima": __version__,
        "manuscript": None,
        "tab": "",
    }
    text = _environment().get_template(f"{name}.html").render(**{**everywhere, **values})
    response = HTMLResponse(text, status)
    if cookie:
        set_cookie(request, response, cookie)
    return response


def trouble(request: Request, message: str, status: int) -> HTMLResponse:
    """Return the page that tells an error."""
    return page(request, "trouble", status, message=message)


def _open(request: Request) -> bool:
    """Whether this browser may see pages: logged in, or at the computer itself, where a first visit begins a session."""
    studio = studio_of(request)
    session = session_of(request)
    return not studio.guard.asks_names or (session is not None and session.person is not None)


@router.get("/")
def home(request: Request) -> Response:
    """The list of manuscripts, and where to drop a new one."""
    if not _open(request):
        return page(request, "login")
    studio = studio_of(request)
    rows = [{"id": m.id, "name": m.name, "folder": m.home.name} for m in studio.cabinet]
    return page(request, "home", manuscripts=rows, tab="home")


@router.get("/login")
def login(request: Request) -> Response:
    """The login form."""
    return page(request, "login")


@router.get("/m/{manuscript}/{tab}")
def manuscript(request: Request, studio: InStudio, person: Reader, manuscript: str, tab: str) -> Response:
    """One manuscript: its facts, its wall of cards, or the phones."""
    if tab not in {"facts", "cards", "phones", "workshop"}:
        raise UsageError("没有这个页面", None, "请回到首页")
    one, draft = studio.draft(manuscript)
    values: dict[str, Any] = {"id": one.id, "name": one.name, "title": draft.sheet.title or one.name}
    if tab == "facts":
        data: dict[str, Any] = beside(one, draft, studio.tables)
    else:
        cards = {**studio.wall.cards(one, draft, studio.edition), "edition": studio.edition.number}
        data = {"id": one.id, "title": values["title"], "designs": designs(studio.edition), **cards}
    return page(request, tab, manuscript=values, data=data, tab=tab)


@router.get("/review")
def review(request: Request, studio: InStudio, person: Reader, m: str = "") -> Response:
    """What waits for a signature."""
    data = {"host": person == HOST, "name": person.name, "admin": person.role == "admin"}
    return page(request, "review", tab="review", data=data, manuscript=_about(studio, m))


@router.get("/calendar")
def calendar(request: Request, studio: InStudio, person: Reader, m: str = "", plan: bool = False) -> Response:
    """The calendar of all series; `m`: the manuscript one comes from, `plan`: to plan it."""
    data = {"today": studio.world.clock().date().isoformat(), "manuscript": m if plan else ""}
    return page(request, "calendar", tab="calendar", data=data, manuscript=_about(studio, m))


@router.get("/link/{secret}")
def link(request: Request, secret: str) -> Response:
    """A post for one reviewer without an account."""
    return page(request, "link", data={"secret": secret[:200]}, bare=True)


@router.get("/daybook")
def daybook(request: Request, studio: InStudio, person: Reader) -> Response:
    """Who did what; for admins."""
    if person.role != "admin":
        raise Forbidden("只有管理员能看操作记录", 403, "role")
    return page(request, "daybook", rows=studio.book.latest())


def _about(studio: Studio, name: str) -> dict[str, str] | None:
    """Return what the head of a page says of a manuscript, None for none or an unknown one."""
    found = next((one for one in studio.cabinet if one.id == name), None)
    if found is None:
        return None
    try:
        title = found.read(studio.tables).sheet.title
    except MimaError:
        title = ""
    return {"id": found.id, "name": found.name, "title": title or found.name}


@router.get("/font/{name}.ttf")
def font(request: Request, studio: InStudio, name: str) -> Response:
    """A shipped font, for a computer without Chinese ones."""
    file = _FONTS.get(name)
    found = next((f / file for f in reversed(studio.world.fonts) if file and (f / file).is_file()), None)
    if found is None:
        raise UsageError("没有这个字体", None, "")
    return FileResponse(found, media_type="font/ttf", headers={"cache-control": "private, max-age=604800"})
