"""What a reviewer sees: a post with its pictures, caption, signatures and history. For the terminal and the preview."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select

from generator.batch.store import digest_of
from generator.series.audit import broken_links
from generator.series.books import one_series, series_of
from generator.series.content import picture_paths
from generator.series.desk import Desk
from generator.series.history import agrees
from generator.series.model import STATE_NAMES, Making, Post, Series, State
from generator.series.posts import one_making, one_post, read_posts, select_posts
from generator.series.review import SIGNED, Signature, signatures_of, standing
from generator.series.schema import audit, post
from generator.series.signed import Earlier, last_signed

SHORT = 12
"""Digits of a content's digest that people compare and type."""
_EVENTS = {
    "planned": "排期", "made": "做好", "remade": "重做", "returned": "退回", "issued": "发出", "missed": "错过",
    "held": "暂停", "moved": "挪动", "shifted": "顺延", "swapped": "对调", "void": "签名作废", "refused": "未通过",
    "withdrawn": "撤回", "corrected": "更正", "revived": "补排", "restored": "恢复", "resubmitted": "重新送审", "delivery-pending": "稍后再送", "delivery-again": "重新排队",
    "delivery-sent": "送达", "delivery-failed": "没有送达", "delivery-fallback": "改用素材包",
}  # fmt: skip


@dataclass(frozen=True)
class Reviewed:
    """One post on a reviewer's desk. `next_stage` is "" when nothing is to be signed."""

    post: Post
    series: Series
    platform: str
    making: Making | None
    signatures: tuple[Signature, ...]
    pictures: tuple[Path, ...]
    history: tuple[str, ...] = ()
    tampered: bool = False
    earlier: Earlier | None = None

    @property
    def next_stage(self) -> str:
        """The stage that is to sign next."""
        given = len(standing(self.signatures))
        stages = self.series.terms.stages
        waits = self.post.state == State.MADE and given < len(stages)
        return stages[given] if waits else ""

    def line(self) -> str:
        """Return one line for a list."""
        given = "、".join(f"{s.role} {s.person}" for s in standing(self.signatures)) or "—"
        digest = self.making.digest[:SHORT] if self.making else ""
        words = self.making.caption.text.partition("\n")[0] if self.making else ""
        return f"{self.post.id}\t{self.post.when}\t{self.platform}\t等{self.next_stage}\t已签 {given}\t{digest}\t{words}"

    def page(self) -> str:
        """Return everything about the post, for a terminal."""
        making = self.making
        number = f"第 {self.post.number} 期／共 {self.series.total} 期"
        lines = [
            f"编号 {self.post.id}　{self.series.title}　{number}",
            f"{self.post.when}　{self.platform}　{STATE_NAMES[self.post.state]}"
            + (f"，等{self.next_stage}" if self.next_stage else "")
            + (f"（{self.post.reason}）" if self.post.reason else ""),
        ]
        if making is not None:
            lines += [f"内容码 {making.digest[:SHORT]}", "", "图片："]
            lines += [f"  {path}" for path in self.pictures]
            lines += ["", *([f"标题：{making.caption.title}"] if making.caption.title else []), "配文："]
            lines += [f"  {line}" for line in making.caption.text.splitlines()]
        lines += ["", "签名："]
        lines += [f"  {self._signature(s)}" for s in self.signatures] or ["  还没有"]
        if self.tampered:
            lines += ["", "警告：这一条的记录被改动过，签名与经过不可信，请找维护者"]
        return "\n".join([*lines, "", "经过：", *(f"  {line}" for line in self.history)]) + "\n"

    def to_json(self) -> dict[str, Any]:
        """Return plain values, for a program or the preview."""
        making = self.making
        return {
            "id": self.post.id, "series": self.series.id, "title": self.series.title, "number": self.post.number,
            "due": self.post.due.isoformat(), "platform": self.platform, "state": self.post.state,
            "next_stage": self.next_stage, "digest": making.digest if making else "",
            "caption": {"title": making.caption.title, "text": making.caption.text} if making else None,
            "pictures": [path.as_posix() for path in self.pictures],
            "signatures": [
                {
                    "stage": s.stage, "role": s.role, "person": s.person, "verdict": s.verdict, "note": s.note,
                    "at": s.signed_at.isoformat(), "holds": s.holds,
                }
                for s in self.signatures
            ],
            "history": list(self.history), "tampered": self.tampered,
        }  # fmt: skip

    def _signature(self, one: Signature) -> str:
        at = one.signed_at.astimezone(self.post.due.tzinfo)
        what = "签" if one.verdict == SIGNED else f"退回：{one.note}"
        return f"{at:%m-%d %H:%M} {one.role} {one.person} {what}" + ("" if one.holds else "（已作废）")


def what_to_review(desk: Desk, series: str = "") -> tuple[Reviewed, ...]:
    """Return the posts that wait for a signature, the earliest first; of one series or of all."""
    with desk.ledger.reading() as connection:
        query = select_posts().where(post.c.state == State.MADE)
        if series:
            query = query.where(post.c.series == one_series(connection, series).id)
        found = read_posts(connection, query.order_by(post.c.due, post.c.id))
        return tuple(_reviewed(desk, connection, one) for one in found)


def under_review(desk: Desk, number: int) -> Reviewed:
    """Return one post with its history. Raises UsageError for an unknown id."""
    with desk.ledger.reading() as connection:
        return _reviewed(desk, connection, one_post(connection, number), history=True)


def _reviewed(desk: Desk, connection: Connection, one: Post, *, history: bool = False) -> Reviewed:
    series = series_of(connection, one)
    making = one_making(connection, one.making)
    lines: tuple[str, ...] = ()
    tampered = False
    earlier = None
    if history:
        earlier = last_signed(desk, connection, one, making)
        lines = _history(connection, one)
        subjects = (f"post:{one.id}", f"signatures:{one.id}")
        tampered = bool(broken_links(connection, desk.key, subjects)) or not agrees(
            connection, one, series, desk.key
        )
    return Reviewed(
        one,
        series,
        desk.platform(one.size).name,
        making,
        signatures_of(connection, one, series, desk.key),
        _pictures(desk, one, making) if making else (),
        lines,
        tampered,
        earlier,
    )


def _pictures(desk: Desk, one: Post, making: Making) -> tuple[Path, ...]:
    """Return where a post's pictures lie: in the work folder, or in its pack once it is out."""
    if not one.folder:
        return picture_paths(desk, one, making.pictures)
    wanted = {picture.sha256 for picture in making.pictures}
    pack = desk.out / one.folder
    return tuple(path for path in sorted(pack.glob("*")) if digest_of(path) in wanted)


def _history(connection: Connection, one: Post) -> tuple[str, ...]:
    rows = connection.execute(
        select(audit).where(audit.c.subject == f"post:{one.id}").order_by(audit.c.seq)
    ).mappings()
    return tuple(
        f"{row['at'].astimezone(one.due.tzinfo):%Y-%m-%d %H:%M:%S} {_event(row['event'])} {row['who']}"
        for row in rows
    )


def _event(name: str) -> str:
    return _EVENTS.get(name) or ("签发" if name.startswith("signed-") else name)
