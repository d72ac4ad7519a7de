"""``mima correct``: one wrong fact put right wherever it was printed, with a record and a notice to publish."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Annotated

import typer

from generator.batch import Shop, Workshop, executor_for
from generator.batch.correction import Alike, Redone, cards_alike, redo
from generator.batch.inventory import MANIFEST
from generator.batch.store import write_whole
from generator.cli import asked
from generator.cli.console import hand_over, say
from generator.cli.office import LEDGER_VARIABLE, LedgerPlace, open_desk
from generator.cli.options import Help, Renderer
from generator.compose import COMPOSITIONS, Recomposed, compositions_alike, recompose
from generator.errors import UsageError, Where
from generator.facts import Tables, load, write_facts
from generator.facts.correction import Correction, corrected
from generator.facts.factsfile import format_of
from generator.facts.model import Fact
from generator.series import LEDGER, STATE_NAMES, State
from generator.series.correction import Marked, mark, posts_alike
from generator.world import World

RECORD = "更正记录.jsonl"


def correct(
    fact: Annotated[
        str, typer.Argument(metavar="编号或数字", help="要更正的事实：编号，或原文里的数字，例如 367家")
    ],
    to: Annotated[str, typer.Option("--to", metavar="文字", help="更正后的整句话")],
    facts: Annotated[
        Path, typer.Option("--facts", metavar="事实表", help="出图用的事实表：.yaml .json .csv .xlsx")
    ],
    folders: Annotated[
        list[Path] | None,
        typer.Option("--in", metavar="文件夹", help="查哪些文件夹，可多次给出；默认 out 下面全部"),
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="名字", help="谁更正的，记进更正记录")] = "",
    why: Annotated[str, typer.Option("--why", metavar="原因", help="为什么更正")] = "",
    withdraw: Annotated[bool, typer.Option("--withdraw", help="已发的记为撤回，不另排更正")] = False,
    jobs: Annotated[str, typer.Option("-j", "--jobs", metavar="数量", help="同时做图的进程数")] = "",
    renderer: Renderer = "auto",
    ledger: LedgerPlace = "",
    help_: Help = False,
) -> int:
    """Correct one fact everywhere."""
    world = World.at(Path.cwd())
    if format_of(facts) is None:
        remedy = f"请先运行 mima extract {facts} -o 事实.yaml，以后都用事实表出图"
        raise UsageError("文章不能由程序改，要更正的是事实表", Where(facts), remedy)
    tables = Tables.load(*world.data)
    sheet, errors = (loaded := load(facts, tables)).sheet, loaded.errors
    if errors:
        raise UsageError("事实表里有读不懂的行，改写会丢掉它们", Where(facts), str(errors[0]))
    sheet, correction = corrected(sheet, fact, to, tables)
    places = _folders(folders)
    write_facts(sheet, facts)
    hand_over(f"第 {correction.fact} 条：“{correction.old}” → “{correction.new}”")
    processes = asked.processes(jobs, os.cpu_count() or 1)
    shop = Shop(Workshop(world, renderer), executor_for(processes), processes)
    redone = [done for place in places if (done := redo(place, sheet, correction, shop)) is not None]
    new = next(f for f in sheet.facts if f.id == correction.fact)
    pieces = [one for place in places for one in recompose(place, correction, new, shop.workshop)]
    marked = _marked(ledger, by, correction, new, why, withdraw)
    alike = _alike(places, ledger, by, correction, tables)
    notice = correction.notice(sheet.title)
    _keep_record(facts, world, correction, by, why, redone, pieces, marked, alike, notice)
    _tell(correction, redone, pieces, marked, notice)
    _tell_alike(alike)
    failed = any(done.refused or done.left for done in redone) or any(one.refused or one.left for one in pieces)
    return 1 if failed else 0


def _folders(folders: list[Path] | None) -> tuple[Path, ...]:
    """Return the folders to look through: those named, else every one below out/ that mima filled."""
    if folders:
        gone = next((folder for folder in folders if not folder.is_dir()), None)
        if gone is not None:
            raise UsageError(f"没有文件夹“{gone}”", None, "请检查 --in 的写法")
        return tuple(folders)
    accounts = sorted({path.parent for name in (MANIFEST, COMPOSITIONS) for path in Path("out").rglob(name)})
    return tuple(
        folder for folder in accounts if "待发" not in folder.parts
    )  # a post's own are the ledger's affair


def _alike(
    places: tuple[Path, ...], ledger: str, by: str, correction: Correction, tables: Tables
) -> tuple[Alike, ...]:
    """Return what else shows the figure, in other words: cards, compositions and posts, none of them changed."""
    found = [one for place in places for one in cards_alike(place, correction, tables)]
    found += [one for place in places for one in compositions_alike(place, correction, tables)]
    if _has_ledger(ledger):
        for post in posts_alike(open_desk(ledger, who=by), correction, tables):
            what = f"系列“{post.series}”第 {post.post} 号（{STATE_NAMES[State(post.state)]}）"
            found.append(Alike(None, what, post.fact, post.text, post.printed))
    return tuple(found)


def _has_ledger(ledger: str) -> bool:
    return bool(ledger or os.environ.get(LEDGER_VARIABLE) or LEDGER.is_file())


def _marked(
    ledger: str, by: str, correction: Correction, new: Fact, why: str, withdraw: bool
) -> tuple[Marked, ...]:
    """Mark the posts of the ledger; without one there is nothing to mark, and none is made."""
    if not _has_ledger(ledger):
        return ()
    reason = why or f"“{correction.old}”应为“{correction.new}”"
    return mark(open_desk(ledger, who=by), correction, new, reason, withdraw=withdraw)


def _keep_record(
    facts: Path,
    world: World,
    correction: Correction,
    by: str,
    why: str,
    redone: list[Redone],
    pieces: list[Recomposed],
    marked: tuple[Marked, ...],
    alike: tuple[Alike, ...],
    notice: str,
) -> None:
    """Add a line to the record beside the facts file; what stood there stays as it was."""
    path = facts.parent / RECORD
    before = path.read_bytes() if path.is_file() else b""
    entry = {
        "at": world.clock().isoformat(timespec="seconds"),
        "by": by,
        "why": why,
        "facts": facts.name,
        "fact": correction.fact,
        "old": correction.old,
        "new": correction.new,
        "cards": {done.folder.as_posix(): list(done.used) for done in redone},
        "compositions": {f"{one.folder.as_posix()} {one.name}": list(one.files) for one in pieces},
        "posts": {one.series: list(one.issued) for one in marked},
        "alike": [
            {"where": _where(one), "fact": one.fact, "text": one.text, "figure": list(one.printed)}
            for one in alike
        ],
        "notice": notice,
    }
    line = json.dumps(entry, ensure_ascii=False).encode("utf-8", errors="backslashreplace")
    write_whole(path, before + (b"" if not before or before.endswith(b"\n") else b"\n") + line + b"\n")


def _tell(
    correction: Correction,
    redone: list[Redone],
    pieces: list[Recomposed],
    marked: tuple[Marked, ...],
    notice: str,
) -> None:
    for done in redone:
        hand_over(f"{done.folder}：{len(done.used)} 张用了它，重做 {done.made} 张")
        for reason in done.refused:
            say(f"未通过：{reason}", "red")
        for name in done.left:
            say(f"旧图 {done.folder / name} 被人改过，所以没有删；请自行处理", "yellow")
    if not redone:
        hand_over("文件夹里没有用它的卡片")
    for one in pieces:
        if one.refused:
            say(f"未通过：{one.folder} 的作品“{one.name}”还是旧的：{one.refused}", "red")
        else:
            hand_over(f"{one.folder}：作品“{one.name}”重做了 {len(one.files)} 个文件")
        for name in one.left:
            say(f"旧图 {one.folder / name} 被人改过，所以没有删；请自行处理", "yellow")
    for post in marked:
        for text in post.said:
            hand_over(f"{post.series}：{text}")
    if correction.others:
        say(f"第 {'、'.join(correction.others)} 条也有这个数字，没有动，请看是否也要更正", "yellow")
    hand_over(f"可以发布的更正说明：{notice}")


def _where(one: Alike) -> str:
    return f"{one.folder.as_posix()} {one.what}" if one.folder is not None else one.what


def _tell_alike(alike: tuple[Alike, ...]) -> None:
    """Say what else shows the figure: only a person knows whether it is the same thing there."""
    if not alike:
        return
    say(f"还有 {len(alike)} 处也显示这个数字，说法不同，没有动，请逐一核对是否也要更正：", "yellow")
    for one in alike:
        say(f"　{_where(one)}　第 {one.fact} 条“{one.text}”（{'、'.join(one.printed)}）", "yellow")
