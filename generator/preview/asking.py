"""Who asks: the session of a request, and the right to do what it asks for."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from generator.errors import MimaError
from generator.preview.guard import COOKIE, Session
from generator.preview.people import HOST, Person
from generator.preview.studio import Studio

TOKEN = "x-mima-token"  # noqa: S105  the name of a header


class Forbidden(MimaError):
    """A request may not be served. `status`: 401 without login, 403 otherwise; `code` tells a page what to do."""

    def __init__(self, what: str, status: int, code: str) -> None:
        super().__init__(what, None, "")
        self.status = status
        self.code = code


def studio_of(request: Request) -> Studio:
    """Return the studio that serves a request."""
    found = request.app.state.studio
    assert isinstance(found, Studio)  # noqa: S101
    return found


def session_of(request: Request) -> Session | None:
    """Return the session of a request, or None."""
    return studio_of(request).guard.session(request.cookies.get(COOKIE, ""))


def reader(request: Request) -> Person:
    """Return who reads; raise Forbidden before login. At the computer itself reading needs no session."""
    session = session_of(request)
    if session is None and not studio_of(request).guard.asks_names:
        return HOST
    if session is None:
        raise Forbidden("请重新打开页面", 401, "session")
    if session.person is None:
        raise Forbidden("请先登录", 401, "login")
    return session.person


def caller(request: Request) -> Session:
    """Return the session of a changing request; raise Forbidden without its token or from another site's page."""
    session = session_of(request)
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2].lower() != request.headers.get("host", "").lower():
        raise Forbidden("这个请求来自别的网站", 403, "origin")
    if session is None or not studio_of(request).guard.token_holds(session, request.headers.get(TOKEN, "")):
        raise Forbidden("页面放久了，请再试一次", 403, "token")
    return session


def writer(request: Request) -> Person:
    """Return who changes something; raise Forbidden before login, without the token or from another site's page."""
    person = reader(request)
    caller(request)
    request.state.who = person.name
    return person


def editor(person: Annotated[Person, Depends(writer)]) -> Person:
    """Return an editor who changes something; raise Forbidden for another role."""
    if not person.may_edit():
        raise Forbidden("您的角色不能改内容", 403, "role")
    return person


def reviewer(person: Annotated[Person, Depends(writer)]) -> Person:
    """Return a reviewer who signs or rejects; raise Forbidden for another role."""
    if not person.may_review():
        raise Forbidden("您的角色不能签发", 403, "role")
    return person


def admin(person: Annotated[Person, Depends(writer)]) -> Person:
    """Return an admin who changes something; raise Forbidden for another role."""
    if person.role != "admin":
        raise Forbidden("只有管理员能做这件事", 403, "role")
    return person


InStudio = Annotated[Studio, Depends(studio_of)]
Reader = Annotated[Person, Depends(reader)]
Writer = Annotated[Person, Depends(writer)]
Editor = Annotated[Person, Depends(editor)]
Reviewer = Annotated[Person, Depends(reviewer)]
Admin = Annotated[Person, Depends(admin)]
