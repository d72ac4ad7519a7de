"""Emptying the outbox: each thing is taken by one process, sent, and written off; what fails is tried again later.

waiting → lock → claim (a transaction) → send → sent, later, pack, or failed (a transaction)
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from generator.batch.store import digest_of
from generator.deliver.outlet import Outlet, Parcel, TryLater, Unclear, UsePack
from generator.deliver.pack import CARD
from generator.errors import DeliveryFailed, MimaError, Overtaken
from generator.series.books import series_of
from generator.series.content import Content, digest_of_content, make_pictures, picture_paths, work_out
from generator.series.desk import Desk, Event
from generator.series.model import Making, State
from generator.series.outbox import (
    FAILED,
    FALLBACK,
    NOTICE,
    PENDING,
    SENT,
    Delivery,
    claim,
    read_delivery,
    remember,
    settle,
    tell_people,
    waiting,
)
from generator.series.posts import one_making, one_post

Outlets = Mapping[str, Outlet]
MOST_ATTEMPTS = 12
"""With the pauses below: about nine hours, then a person is told."""
_A_MESSAGE = 1800
"""Bytes of one notice: WeCom takes 2048."""
_FIRST, _LONGEST = dt.timedelta(minutes=1), dt.timedelta(hours=1)
MOST_COPIES = 3
"""How often one notice may arrive at most, whatever fails."""
_UNCLEAR = dt.timedelta(minutes=2)
_BATCH, _SENT = "batch", "sent"
_PERHAPS_AGAIN = "（上一次没有回音，这条您可能已经收到过）"


class _NotWanted(DeliveryFailed):
    """The post was withdrawn or corrected meanwhile."""


def send_waiting(desk: Desk, outlets: Outlets) -> tuple[Event, ...]:
    """Send what waits in the outbox and return what a person must know: drafts made, and what failed."""
    with desk.ledger.reading() as connection:
        found = [one for one in waiting(connection, desk.now) if one.outlet in outlets]
    events = []
    for wanted in (one for one in found if one.kind != NOTICE):
        with desk.ledger.hold(f"delivery:{wanted.id}") as ours:
            if ours:
                events += _send(desk, outlets[wanted.outlet], wanted)
    with desk.ledger.reading() as connection:
        notices = [one for one in waiting(connection, desk.now) if one.outlet in outlets and one.kind == NOTICE]
    for name in dict.fromkeys(one.outlet for one in notices):
        with desk.ledger.hold(f"notices:{name}") as ours:
            if ours:
                events += _tell(desk, outlets[name], [one for one in notices if one.outlet == name])
    return tuple(events)


def _tell(desk: Desk, outlet: Outlet, notices: Sequence[Delivery]) -> list[Event]:
    """Send waiting notices together, as many as one message holds: a robot takes twenty a minute.

    No group robot can be asked what it received. That a message is sent is therefore written down before it is, and
    a message whose fate is unknown, by a lost answer or a kill, goes out again, but never a fourth time.
    """
    token = secrets.token_hex(8)
    ours = _claimed(desk, notices, token)
    if not ours:
        return []
    batch, before = str(ours[0].memory[_BATCH]), int(ours[0].memory[_SENT]) - 1
    if before >= MOST_COPIES:
        unclear = DeliveryFailed(f"送了 {MOST_COPIES} 次都没有回音，不再重发")
        return [event for wanted in ours for event in _close(desk, wanted, token, FAILED, unclear)][:1]
    desk.tell("telling", {"outlet": ours[0].outlet, "notices": len(ours)})
    text = "\n".join(one.text for one in ours)
    parcel = Parcel(batch, f"{text}\n{_PERHAPS_AGAIN}" if before else text, desk.now, {}, lambda memory: None)
    try:
        receipt = outlet.send(parcel)
    except Unclear as error:
        error.wait(_UNCLEAR * 10**before)
        return [event for wanted in ours for event in _later(desk, wanted, token, error)]
    except TryLater as error:
        _remember_copies(desk, ours, token, batch, before)  # it certainly did not arrive
        return [event for wanted in ours for event in _later(desk, wanted, token, error)]
    except (DeliveryFailed, OSError) as error:
        state = FALLBACK if isinstance(error, UsePack) else FAILED
        return [event for wanted in ours for event in _close(desk, wanted, token, state, error)][:1]
    for wanted in ours:  # one by one: together they would lock several posts, in an order others do not keep
        with desk.ledger.writing() as connection:
            settle(connection, desk.actor, wanted, token, SENT, receipt=receipt)
    desk.tell("told", {"outlet": ours[0].outlet, "notices": len(ours)})
    return []


def _claimed(desk: Desk, notices: Sequence[Delivery], token: str) -> list[Delivery]:
    """Claim the notices of the next message and write down that it is sent; one sent before goes in the same words."""
    batch = str(notices[0].memory.get(_BATCH, ""))
    ours: list[Delivery] = []
    length = 0
    with desk.ledger.writing() as connection:
        for wanted in notices:
            if str(wanted.memory.get(_BATCH, "")) != batch:
                continue
            length += len(wanted.text.encode()) + 1
            if ours and not batch and length > _A_MESSAGE:
                break
            if claim(connection, wanted, token):
                copies = int(wanted.memory.get(_SENT, 0)) + 1
                remember(connection, wanted, token, {_BATCH: batch or token, _SENT: copies})
                ours.append(read_delivery(connection, wanted.id))
    return ours


def _remember_copies(desk: Desk, ours: Sequence[Delivery], token: str, batch: str, copies: int) -> None:
    with desk.ledger.writing() as connection:
        for wanted in ours:
            remember(connection, wanted, token, {_BATCH: batch, _SENT: copies} if copies else {})


def _send(desk: Desk, outlet: Outlet, wanted: Delivery) -> list[Event]:
    token = secrets.token_hex(8)
    with desk.ledger.writing() as connection:
        if not claim(connection, wanted, token):
            return []
        wanted = read_delivery(connection, wanted.id)
    desk.tell("sending", {"delivery": wanted.id, "outlet": wanted.outlet, "attempt": wanted.attempts})
    try:
        receipt = outlet.send(_parcel(desk, wanted, token))
    except Overtaken:
        return []
    except TryLater as error:
        return _later(desk, wanted, token, error)
    except UsePack as error:
        return _close(desk, wanted, token, FALLBACK, error)
    except (DeliveryFailed, OSError) as error:
        return _close(desk, wanted, token, FAILED, error)
    desk.tell("sent", {"delivery": wanted.id, "outlet": wanted.outlet, "receipt": receipt})
    with desk.ledger.writing() as connection:
        settle(connection, desk.actor, wanted, token, SENT, receipt=receipt)
    desk.tell("delivered", {"delivery": wanted.id, "outlet": wanted.outlet})
    if receipt == wanted.receipt:
        return []  # told when it was made; only now is it certain that it is the only one
    return [Event("sent", wanted.post, f"{_name(wanted)}已送达：{receipt}")]


def _later(desk: Desk, wanted: Delivery, token: str, error: TryLater) -> list[Event]:
    if wanted.attempts >= MOST_ATTEMPTS and error.counted:
        return _close(desk, wanted, token, FAILED, error)
    pause = error.after or min(_FIRST * 2 ** (wanted.attempts - 1), _LONGEST)
    with desk.ledger.writing() as connection:
        settle(
            connection, desk.actor, wanted, token, PENDING, error=error.what, again_at=desk.now + pause,
            receipt=error.receipt, counted=error.counted,
        )  # fmt: skip
        if not error.counted and not error.receipt:
            text = f"{_name(wanted)}没有回音，{error.remedy}（{wanted.text}）"
            tell_people(connection, desk, f"doubt:{wanted.id}", text, wanted.post)
    desk.tell("later", {"delivery": wanted.id, "outlet": wanted.outlet, "error": error.what})
    if error.receipt and error.receipt != wanted.receipt:
        return [Event("sent", wanted.post, f"{_name(wanted)}已送达：{error.receipt}")]
    return []


def _close(desk: Desk, wanted: Delivery, token: str, state: str, error: Exception) -> list[Event]:
    what = str(error) if isinstance(error, MimaError) else f"{type(error).__name__}"
    hint = "，请用素材包" if wanted.kind != NOTICE and not isinstance(error, _NotWanted) else ""
    text = f"{_name(wanted)}没有送达{hint}：{what}"
    with desk.ledger.writing() as connection:
        if not settle(connection, desk.actor, wanted, token, state, error=what):
            return []
        if wanted.kind != NOTICE:
            tell_people(connection, desk, f"{state}:{wanted.id}", text, wanted.post)
    desk.tell(state, {"delivery": wanted.id, "outlet": wanted.outlet, "error": what})
    return [Event("failed", wanted.post, text)]


def _parcel(desk: Desk, wanted: Delivery, token: str) -> Parcel:
    def keep(memory: Mapping[str, Any]) -> None:
        with desk.ledger.writing() as connection:
            if not remember(connection, wanted, token, memory):
                raise Overtaken(f"第 {wanted.id} 件已由另一个程序去送")
        desk.tell("remembered", {"delivery": wanted.id, "asked": memory.get("asked", 0)})

    parcel = Parcel(wanted.key, wanted.text, desk.now, wanted.memory, keep)
    if wanted.post is None:
        return parcel
    with desk.ledger.reading() as connection:
        post = one_post(connection, wanted.post)
        series = series_of(connection, post)
        making = one_making(connection, post.making)
        content = work_out(desk, connection, post)
    if post.state != State.ISSUED or making is None:
        asked = wanted.memory.get("asked") or wanted.receipt
        remedy = "平台上可能已有它的草稿，请看一眼，有就删除" if asked else ""
        raise _NotWanted(f"第 {post.id} 号已经撤回或更正，不再送", None, remedy)
    pack = desk.out / post.folder
    pictures = _in_pack(pack, making) if pack.exists() else _made_here(desk, content, making)
    return replace(
        parcel, post=post, series=series, platform=desk.platform(post.size), making=making, pictures=pictures
    )


def _in_pack(pack: Path, making: Making) -> tuple[Path, ...]:
    """Return the pack's pictures in order; raise DeliveryFailed when they are not what was signed."""
    try:
        table = json.loads((pack / CARD).read_text(encoding="utf-8"))
        files = [(pack / Path(entry["file"]).name, entry["sha256"]) for entry in table["pictures"]]
    except (OSError, ValueError, KeyError, TypeError):
        raise DeliveryFailed(f"素材包“{pack.name}”被改动过", None, "请人工处理") from None
    digests = [picture.sha256 for picture in making.pictures]
    if [sha for _, sha in files] != digests or any(digest_of(path) != sha for path, sha in files):
        raise DeliveryFailed(f"素材包“{pack.name}”里的图片与签发时不同", None, "请人工处理")
    return tuple(path for path, _ in files)


def _made_here(desk: Desk, content: Content, making: Making) -> tuple[Path, ...]:
    """Draw the pictures of a post that another machine issued: the same inputs give the same bytes, or none go out."""
    try:
        pictures = make_pictures(desk, content)
    except MimaError as error:
        raise TryLater(f"素材包不在这台机器上，也做不出来：{error.what}") from error
    if content.caption is None or digest_of_content(pictures, content.caption) != making.digest:
        raise TryLater("素材包不在这台机器上，这里做出来的与签发的不同", None, "请在发出的那台机器上送")
    return picture_paths(desk, content.post, pictures)


def _name(wanted: Delivery) -> str:
    names = {"wechat": "公众号草稿", "weibo": "微博", "email": "邮件通知"}
    return names.get(wanted.outlet, f"{wanted.outlet} 通知")
