"""Changing a plan: move, skip a day, swap, add facts, take corrected facts; what was issued stays as it is.

All that one command asks for is one transaction.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, insert, select, update

from generator.errors import UsageError
from generator.facts.model import Factsheet
from generator.series.audit import note
from generator.series.books import add_edition, add_posts, closed_days, number_posts, one_series, posts_of
from generator.series.days import Days, instant, parse_day, zone_of
from generator.series.desk import Desk
from generator.series.lay import lay_out_plan
from generator.series.merge import merge_sheets
from generator.series.model import OPEN, Place, Post, Series, State
from generator.series.outbox import FAILED, NOTICE, PENDING, of_post, tell_people
from generator.series.posts import change_state, one_post
from generator.series.schema import closed_day, delivery, post, series
from generator.series.slots import clock_time

_READY = (State.MADE, State.SIGNED)
_SOON = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Wish:
    """What a person wants changed; empty fields change nothing. Posts are named by their ids."""

    moves: tuple[tuple[str, ...], ...] = ()
    skips: tuple[dt.date, ...] = ()
    swaps: tuple[tuple[str, ...], ...] = ()
    added: Factsheet | None = None
    facts: Factsheet | None = None
    revived: tuple[int, ...] = ()
    resubmitted: tuple[int, ...] = ()
    withdrawn: tuple[int, ...] = ()
    corrected: tuple[int, ...] = ()
    why: str = ""


def change_series(desk: Desk, name: str, wish: Wish) -> tuple[str, ...]:
    """Do all that `wish` asks of a series and return what was done, in Chinese.

    Raises UsageError for what cannot be done; then nothing was.
    """
    with desk.ledger.writing() as connection:
        one = one_series(connection, name)
        # Whoever changes a plan has it to himself: on PostgreSQL a second change waits here.
        connection.execute(select(series.c.id).where(series.c.id == one.id).with_for_update())
        change = _Change(desk, connection, one, wish.why)
        for words in wish.moves:
            change.move(*words)
        for day in wish.skips:
            change.skip(day)
        for first, second in wish.swaps:
            change.swap(_number(first), _number(second))
        if wish.facts is not None:
            change.take_facts(wish.facts)
        if wish.added is not None:
            change.add(wish.added)
        for number in wish.revived:
            change.revive(number)
        for number in wish.resubmitted:
            change.resubmit(number)
        for number in wish.corrected:
            change.correct(number)
        for number in wish.withdrawn:
            change.withdraw(number)
        if change.said:
            before = {p.id: p.number for p in posts_of(connection, one.id) if p.state in _READY}
            number_posts(connection, one.id)
            anew = [str(p.id) for p in posts_of(connection, one.id) if before.get(p.id, p.number) != p.number]
            if anew:
                change.said.append(f"第 {'、'.join(anew)} 号的期号跟着变了，会重做，签过的要重新签")
            detail = {"said": change.said, "why": wish.why}
            note(connection, desk.actor, f"series:{one.id}", "changed", detail=detail)
    return tuple(change.said)


class _Change:
    """One change while its transaction runs."""

    def __init__(self, desk: Desk, connection: Connection, one: Series, why: str) -> None:
        self.desk = desk
        self.connection = connection
        self.one = one
        self.why = why
        self.said: list[str] = []

    def move(self, number: str, day: str, time: str = "") -> None:
        """Put a post on another day, and keep it there."""
        old = self._open(_number(number), also=(State.MISSED,))
        to = parse_day(day, self.desk.now.year)
        at = clock_time(time) if time else old.time
        if instant(to, at, self.one.zone) <= self.desk.now:
            raise UsageError(f"{to} {at:%H:%M} 已经过去了", None, "请写一个还没到的时间")
        taken = next((p for p in self._posts() if self._clashes(p, to, at, old)), None)
        if taken is not None:
            raise UsageError(
                f"{to} {at:%H:%M} 已经排了第 {taken.id} 号", None, f'对调请用 --swap "{old.id} {taken.id}"'
            )
        self._place(old, to, at, "moved", fixed=True)
        self.said.append(f"第 {old.id} 号挪到 {to} {at:%H:%M}")

    def skip(self, day: dt.date) -> None:
        """Close a day: its posts go to the next free day of their slot, and push on what stands there."""
        closed = closed_days(self.connection, self.one.id)
        if day in closed:
            raise UsageError(f"{day} 本来就不发", None, "")
        self.connection.execute(
            insert(closed_day).values(series=self.one.id, day=day.isoformat(), reason=self.why)
        )
        days = Days(self.one.terms.quiet, closed | {day})
        posts = self._posts()
        moved = 0
        for slot in dict.fromkeys((p.time, p.size) for p in posts):
            chain = [p for p in posts if (p.time, p.size) == slot]
            still = {p.day for p in chain if p.fixed or p.state not in OPEN}
            moved += self._push(
                [p for p in chain if p.day not in still and p.day >= day and p.state in OPEN], day, still, days
            )
        fixed = [str(p.id) for p in posts if p.day == day and p.fixed and p.state in OPEN]
        self.said.append(
            f"{day} 不发，{moved} 条顺延" + (f"；第 {'、'.join(fixed)} 号指定了这一天，没有动" if fixed else "")
        )

    def _push(self, chain: list[Post], day: dt.date, still: set[dt.date], days: Days) -> int:
        moved, last = 0, day
        for one in chain:
            earliest = last + dt.timedelta(days=1)
            if one.day >= earliest:
                break  # a free day has taken up the push: the rest stays
            to = next((d for d in days.from_(earliest) if d not in still), None)
            if to is None:
                raise UsageError("往后十年都排不下", None, "请检查不发的日子")
            self._place(one, to, one.time, "shifted", fixed=False)
            moved, last = moved + 1, to
        return moved

    def swap(self, first: int, second: int) -> None:
        """Let two posts change places."""
        a, b = self._open(first), self._open(second)
        now = self.desk.now
        if a.id == b.id or min(a.due, b.due) <= now:
            raise UsageError(f"第 {a.id} 号与第 {b.id} 号不能对调", None, "两条都要还没到时间")
        self._place(a, b.day, b.time, "swapped", fixed=b.fixed)
        self._place(b, a.day, a.time, "swapped", fixed=a.fixed)
        self.said.append(f"第 {a.id} 号与第 {b.id} 号对调：{b.when}，{a.when}")

    def take_facts(self, sheet: Factsheet) -> None:
        """Take corrected facts: open posts are made anew from them, issued ones are named."""
        old = {fact.id: fact for fact in self.desk.facts_of(self.connection, self.one).facts}
        new = {fact.id: fact for fact in sheet.facts}
        changed = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
        for fact in (*old.values(), *new.values()):
            if fact.id in changed and fact.parent:
                changed.add(fact.parent)
        self._new_edition(sheet)
        touched = [p for p in self._posts() if changed & set(p.facts)]
        ready = [str(p.id) for p in touched if p.state in OPEN]
        out = [str(p.id) for p in touched if p.state == State.ISSUED]
        gone = [str(p.id) for p in touched if p.state in OPEN and set(p.facts) - new.keys()]
        self.said.append(
            f"换了事实表，{len(changed)} 条有变" + (f"；会重做第 {'、'.join(ready)} 号" if ready else "")
        )
        if gone:
            self.said.append(f"第 {'、'.join(gone)} 号用的内容在新表里没有了，会做不成，请撤回或补上")
        if out:
            self.said.append(f"第 {'、'.join(out)} 号已经发出，内容后来改了；有错请用 --correct 更正")

    def add(self, sheet: Factsheet) -> None:
        """Lay new facts behind the last post."""
        known = self.desk.facts_of(self.connection, self.one)
        merged, added = merge_sheets(known, sheet)
        if not added:
            raise UsageError("这些内容系列里都有了", None, "")
        self._new_edition(merged)
        today = self.desk.now.astimezone(zone_of(self.one.zone)).date()
        last = max((p.day for p in self._posts()), default=today)
        start = max(last, today) + dt.timedelta(days=1)
        used = frozenset(fact.id for fact in known.facts)
        laid = lay_out_plan(merged, self.one.terms, start, closed_days(self.connection, self.one.id), used=used)
        add_posts(self.connection, self.one.id, self.one.zone, laid.places)
        self.said.append(f"加了 {len(added)} 条，从 {laid.places[0].day if laid.places else start} 起")
        self.said += laid.warnings

    def revive(self, number: int) -> None:
        """Put a missed post behind the last one of its slot."""
        old = self._one(number)
        if old.state != State.MISSED:
            raise UsageError(f"第 {number} 号没有错过", None, "")
        to = self._free_day(old)
        self._place(old, to, old.time, "revived", fixed=False)
        self.said.append(f"第 {number} 号补排到 {to} {old.time:%H:%M}")

    def resubmit(self, number: int) -> None:
        """Put a post that was sent back under review once more as it is: all its signatures have to be given anew."""
        old = self._one(number)
        if old.state != State.RETURNED:
            raise UsageError(f"第 {number} 号没有被退回", None, "")
        if not self.why:
            raise UsageError(
                "没有写为什么可以重新送审", None, "请用 --why 写一句，例如 --why 已与统计局核对，无误"
            )
        change_state(
            self.connection, self.desk.actor, old, State.PLANNED, "resubmitted",
            detail={"why": self.why, "returned": old.reason}, reason="",
        )  # fmt: skip
        self.said.append(
            f"第 {number} 号重新送审（{self.why}），要从{(self.one.terms.stages or ('签发',))[0]}签起"
        )

    def correct(self, number: int) -> None:
        """Mark an issued post as corrected, and plan one in its stead that goes out soon."""
        old = self._one(number)
        if old.state != State.ISSUED:
            raise UsageError(f"第 {number} 号还没有发出", None, "没发出的直接改事实表即可")
        change_state(
            self.connection, self.desk.actor, old, State.CORRECTED, "corrected", detail={"why": self.why},
            reason=self.why,
        )  # fmt: skip
        soon = (self.desk.now + _SOON).astimezone(zone_of(self.one.zone))
        place = Place(soon.date(), dt.time(soon.hour, soon.minute), old.size, old.facts, True, old.theme)
        add_posts(self.connection, self.one.id, self.one.zone, [place])
        query = select(post.c.id).where(post.c.series == self.one.id).order_by(post.c.id.desc()).limit(1)
        new = self.connection.scalar(query)
        self.connection.execute(update(post).where(post.c.id == new).values(replaces=old.id))
        note(self.connection, self.desk.actor, f"post:{new}", "planned", detail={"replaces": old.id})
        text = f"{old.when} 第 {number} 号有错（{self.why or '未写原因'}），第 {new} 号更正，签发后即发"
        tell_people(self.connection, self.desk, f"corrected:{number}", text, number)
        self.said.append(text)

    def withdraw(self, number: int) -> None:
        """Take a post out, before or after it was issued; what waits to be sent of it is not sent."""
        old = self._one(number)
        issued = old.state == State.ISSUED
        columns: dict[str, Any] = {"reason": self.why} if issued else {"reason": self.why, "number": None}
        change_state(
            self.connection,
            self.desk.actor,
            old,
            State.WITHDRAWN,
            "withdrawn",
            detail={"why": self.why},
            **columns,
        )
        drafts = [d for d in of_post(self.connection, number) if d.kind != NOTICE and d.outlet == "wechat"]
        self.connection.execute(
            update(delivery)
            .where(delivery.c.post == number, delivery.c.state == PENDING, delivery.c.kind == "post")
            .values(state=FAILED, error="已撤回", claim="")
        )
        text = f"{old.when} 第 {number} 号已撤回" + (f"：{self.why}" if self.why else "")
        if issued:
            text += "。平台上已发的内容请人工删除"
            if any(d.receipt or d.memory.get("asked") for d in drafts):
                text += "，公众号草稿箱里的草稿也要删"
            tell_people(self.connection, self.desk, f"withdrawn:{number}", text, number)
        self.said.append(text)

    def _place(self, old: Post, day: dt.date, time: dt.time, event: str, *, fixed: bool) -> None:
        values: dict[str, Any] = {
            "day": day.isoformat(), "time": f"{time:%H:%M}", "due": instant(day, time, self.one.zone), "fixed": fixed,
        }  # fmt: skip
        detail = {"from": old.when, "to": f"{day} {time:%H:%M}", "why": self.why}
        if old.state == State.MISSED:
            change_state(
                self.connection, self.desk.actor, old, State.PLANNED, event, detail=detail, reason="", **values
            )
            return
        self.connection.execute(
            update(post).where(post.c.id == old.id).values(**values, version=post.c.version + 1)
        )
        note(
            self.connection, self.desk.actor, f"post:{old.id}", event, before=old.state, after=old.state,
            detail=detail,
        )  # fmt: skip

    def _free_day(self, old: Post) -> dt.date:
        posts = [p for p in self._posts() if (p.time, p.size) == (old.time, old.size)]
        today = self.desk.now.astimezone(zone_of(self.one.zone)).date()
        start = max([today, *(p.day for p in posts)]) + dt.timedelta(days=1)
        days = Days(self.one.terms.quiet, closed_days(self.connection, self.one.id))
        return next(days.from_(start), start)

    def _new_edition(self, sheet: Factsheet) -> None:
        number = self.one.edition + 1
        add_edition(self.connection, self.one.id, number, sheet, self.desk.now)
        self.connection.execute(update(series).where(series.c.id == self.one.id).values(edition=number))
        self.one = one_series(self.connection, self.one.id)

    def _posts(self) -> tuple[Post, ...]:
        return posts_of(self.connection, self.one.id)

    def _one(self, number: int) -> Post:
        found = one_post(self.connection, number, lock=True)
        if found.series != self.one.id:
            raise UsageError(f"第 {number} 号不在“{self.one.id}”里", None, f"它在“{found.series}”里")
        return found

    def _open(self, number: int, also: tuple[State, ...] = ()) -> Post:
        found = self._one(number)
        if found.state not in (*OPEN, *also):
            raise UsageError(f"第 {number} 号已经发出、撤回或错过，不能再改", None, "")
        return found

    @staticmethod
    def _clashes(other: Post, day: dt.date, time: dt.time, old: Post) -> bool:
        there = (other.day, other.time, other.size) == (day, time, old.size)
        return there and other.id != old.id and other.state != State.WITHDRAWN


def _number(text: str) -> int:
    if not text.isascii() or not text.isdigit() or len(text) > 12:
        raise UsageError(f"编号“{text}”不对", None, "编号见 mima series show")
    return int(text)
