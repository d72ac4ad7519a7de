"""``mima series``: plan a series over days, look at it, change it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from generator.batch.store import open_folder, write_whole
from generator.cli import asked
from generator.cli.console import hand_over, say
from generator.cli.office import LedgerPlace, open_desk, open_ledger, positive_hours
from generator.cli.options import Help
from generator.cli.wording import Command, Group
from generator.errors import UsageError
from generator.facts import Tables, load
from generator.series.books import all_series, closed_days, one_series, posts_of
from generator.series.change import Wish, change_series
from generator.series.days import QUIET, instant, parse_day, zone_of
from generator.series.deskplan import to_xlsx
from generator.series.looks import HUES, looks_of, with_size_ids
from generator.series.model import Terms
from generator.series.order import ORDERS
from generator.series.planning import NewSeries, begin_series
from generator.series.rules import LEAST_LATE
from generator.series.showing import calendar_text, posts_json, to_ics
from generator.series.slots import parse_slots
from generator.world import World

app = typer.Typer(
    name="series", cls=Group, no_args_is_help=True, help="按日子排一个系列：新建、查看、改动。",
    options_metavar="[选项]", subcommand_metavar="命令 [参数]", context_settings={"help_option_names": []},
)  # fmt: skip
Name = Annotated[str, typer.Argument(metavar="[系列]", help="系列的名字；只有一个系列时可以不写")]


@app.callback(cls=Group)
def _root(help_: Help = False) -> None: ...


@app.command("new", cls=Command, options_metavar="[选项]", help="把事实排到日子和时段上，写进账本。")
def new(
    facts: Annotated[Path, typer.Argument(metavar="文章或事实表", help="文章，或带“日期”“时间”两栏的事实表")],
    start: Annotated[str, typer.Option("--start", metavar="日期", help="从哪一天开始，例如 2026-01-07")],
    slots: Annotated[
        str,
        typer.Option("--slots", metavar="时段", help='每天的时段，例如 "07:30 wechat-post, 12:00 weibo-grid x9"'),
    ] = "",
    name: Annotated[str, typer.Option("--name", metavar="名字", help="系列的名字；默认用稿件标题")] = "",
    title: Annotated[str, typer.Option("--title", metavar="标题", help="印在配文里的系列名；默认用稿件标题")] = "",
    order: Annotated[str, typer.Option("--order", metavar="次序", help="、".join(f"{k} {v}" for k, v in ORDERS.items()))] = "article",
    quiet: Annotated[str, typer.Option("--quiet", metavar="规则", help="、".join(f"{k} {v}" for k, v in QUIET.items()))] = "none",
    until: Annotated[str, typer.Option("--until", metavar="日期", help="排到哪一天为止")] = "",
    reuse: Annotated[int, typer.Option("--reuse-after", metavar="天数", help="过这么多天，旧内容可以再用；0 表示不重复")] = 0,
    theme: Annotated[list[str] | None, typer.Option("--theme", metavar="主题", help="主题，几个就轮着用")] = None,
    template: Annotated[str, typer.Option("-t", "--template", metavar="模板", help="模板；默认按内容选")] = "",
    hue: Annotated[str, typer.Option("--hue", metavar="颜色", help="、".join(f"{k} {v}" for k, v in HUES.items()))] = "issue",
    topic: Annotated[list[str] | None, typer.Option("--topic", metavar="话题", help="话题，可多次给出；默认用系列名")] = None,
    stages: Annotated[str, typer.Option("--stages", metavar="几审", help="3、2、1，或 0 表示不用签发；默认看编辑部的规矩")] = "",
    late: Annotated[float | None, typer.Option("--late", metavar="小时", help="过了时间几小时内补发")] = None,
    ahead: Annotated[float | None, typer.Option("--ahead", metavar="小时", help="提前几小时做图")] = None,
    deliver: Annotated[list[str] | None, typer.Option("--deliver", metavar="去处", help="除了素材包还送到：wechat 公众号草稿、weibo 微博")] = None,
    zone: Annotated[str, typer.Option("--zone", metavar="时区", help="默认 Asia/Shanghai")] = "",
    ledger: LedgerPlace = "",
    help_: Help = False,
) -> int:  # fmt: skip
    """Plan a new series."""
    desk = open_desk(ledger)
    catalogue = desk.press.catalogue
    loaded = load(facts, Tables.load(*desk.workshop.world.data))
    sheet = with_size_ids(desk, loaded.sheet)
    rules = desk.rules
    terms = Terms(
        slots=parse_slots(slots, lambda size: catalogue.size(size).id) if slots.strip() else (),
        order=asked.one_of(order, tuple(ORDERS), "--order"),
        quiet=asked.one_of(quiet, tuple(QUIET), "--quiet"),
        stages=_stages(stages, rules.stages),
        same_person=rules.same_person,
        late_hours=positive_hours(late, rules.late_hours, "--late", LEAST_LATE),
        ahead_hours=positive_hours(ahead, rules.ahead_hours, "--ahead"),
        reuse_after=reuse,
        until=parse_day(until) if until else None,
        themes=tuple(catalogue.theme(one).id for one in asked.names(theme)),
        template=catalogue.template(template).id if template else "",
        hue=asked.one_of(hue, tuple(HUES), "--hue"),
        topics=asked.names(topic),
        deliver=tuple(asked.one_of(one, ("wechat", "weibo"), "--deliver") for one in asked.names(deliver)),
    )
    zone = zone or rules.zone
    zone_of(zone)
    asked_for = NewSeries(
        name, title or loaded.sheet.title or facts.stem, zone, facts.name, parse_day(start), terms
    )
    begun = begin_series(desk.ledger, desk.actor, asked_for, sheet, looks_of(desk, sheet))
    past = sum(instant(p.day, p.time, zone) < desk.now for p in begun.places)
    if past:
        say(f"提醒：有 {past} 条排在已经过去的时间，超过补发期限的会记为错过", "yellow")
    for warning in begun.warnings:
        say(f"提醒：{warning}", "yellow")
    for error in loaded.errors:
        say(f"没有排进去：{error}", "red")
    days = f"{begun.places[0].day} 到 {begun.places[-1].day}"
    say(f"已排好“{begun.name}”：{len(begun.places)} 条，{days}。查看：mima series show {begun.name}")
    return 1 if loaded.errors else 0


@app.command("list", cls=Command, options_metavar="[选项]", help="列出账本里的系列。")
def list_(ledger: LedgerPlace = "", help_: Help = False) -> int:
    """List the series of a ledger."""
    with open_ledger(ledger).reading() as connection:
        for one in all_series(connection):
            hand_over(f"{one.id}\t{one.title}\t共 {one.total} 期\t{one.zone}")
    return 0


@app.command("show", cls=Command, options_metavar="[选项]", help="把一个系列印成日历，或存成手机日历、Excel。")
def show(
    name: Name = "",
    ics: Annotated[Path | None, typer.Option("--ics", metavar="文件", help="存成手机日历（.ics）")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", metavar="文件", help="存成 Excel 表")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    ledger: LedgerPlace = "",
    help_: Help = False,
) -> int:
    """Show a series."""
    desk = open_desk(ledger)
    with desk.ledger.reading() as connection:
        one = one_series(connection, name)
        posts = posts_of(connection, one.id)
        closed = closed_days(connection, one.id)
        sheet = desk.facts_of(connection, one)
    if ics is not None:
        open_folder(ics.parent)
        write_whole(ics, to_ics(one, posts, sheet, desk.platforms()))
        say(f"已写入 {ics}")
    if xlsx is not None:
        open_folder(xlsx.parent)
        write_whole(xlsx, to_xlsx(one, posts, sheet, desk.platforms()))
        say(f"已写入 {xlsx}")
    if as_json:
        hand_over(json.dumps(posts_json(posts, sheet), ensure_ascii=False, indent=1))
    elif ics is None and xlsx is None:
        hand_over(calendar_text(one, posts, closed, sheet, desk.platforms()))
    return 0


@app.command(
    "change", cls=Command, options_metavar="[选项]", help="改一个系列：挪、跳过、对调、加内容；已发出的不动。"
)
def change(
    name: Name = "",
    move: Annotated[list[str] | None, typer.Option("--move", metavar='"编号 日期 [时间]"', help="把一条挪到另一天")] = None,
    skip: Annotated[list[str] | None, typer.Option("--skip", metavar="日期", help="这一天不发，后面的顺延")] = None,
    swap: Annotated[list[str] | None, typer.Option("--swap", metavar='"编号 编号"', help="两条对调时间")] = None,
    add: Annotated[Path | None, typer.Option("--add", metavar="文件", help="加进新的内容，排在最后")] = None,
    facts: Annotated[Path | None, typer.Option("--facts", metavar="文件", help="换成改过的事实表；没发的会重做、重签")] = None,
    revive: Annotated[list[str] | None, typer.Option("--revive", metavar="编号", help="错过的一条，补排到最后")] = None,
    resubmit: Annotated[list[str] | None, typer.Option("--resubmit", metavar="编号", help="被退回的一条，核过没有错，重新送审；要写 --why")] = None,
    withdraw: Annotated[list[str] | None, typer.Option("--withdraw", metavar="编号", help="撤回一条")] = None,
    correct: Annotated[list[str] | None, typer.Option("--correct", metavar="编号", help="已发的一条有错：记为更正，并新排一条")] = None,
    why: Annotated[str, typer.Option("--why", metavar="原因", help="为什么改")] = "",
    by: Annotated[str, typer.Option("--by", metavar="名字", help="谁改的")] = "",
    ledger: LedgerPlace = "",
    help_: Help = False,
) -> int:  # fmt: skip
    """Change a series: all of what was asked in one transaction, or nothing."""
    desk = open_desk(ledger, who=by)
    world = World.at(Path.cwd())
    tables = Tables.load(*world.data)
    wish = Wish(
        moves=tuple(_words(text, 2, 3, "--move") for text in move or ()),
        skips=tuple(parse_day(text) for text in skip or ()),
        swaps=tuple(_words(text, 2, 2, "--swap") for text in swap or ()),
        added=with_size_ids(desk, load(add, tables).sheet) if add is not None else None,
        facts=with_size_ids(desk, load(facts, tables).sheet) if facts is not None else None,
        revived=tuple(asked.number(text, "--revive") for text in revive or ()),
        resubmitted=tuple(asked.number(text, "--resubmit") for text in resubmit or ()),
        withdrawn=tuple(asked.number(text, "--withdraw") for text in withdraw or ()),
        corrected=tuple(asked.number(text, "--correct") for text in correct or ()),
        why=why,
    )
    said = change_series(desk, name, wish)
    if not said:
        raise UsageError("没有写要改什么", None, "用法见 mima series change --help")
    for line in said:
        say(line)
    return 0


def _stages(text: str, usual: tuple[str, ...]) -> tuple[str, ...]:
    if not text:
        return usual
    names = {"0": (), "1": ("终审",), "2": ("初审", "终审"), "3": ("初审", "复审", "终审")}
    if text not in names:
        raise UsageError(f"--stages 的值“{text}”不对", None, "应为 3、2、1 或 0")
    return names[text]


def _words(text: str, least: int, most: int, option: str) -> tuple[str, ...]:
    words = tuple(text.replace("=", " ").split())
    if not least <= len(words) <= most:
        raise UsageError(
            f"{option} 的值“{text}”不对", None, '请写成例如 --move "12 2026-02-01 07:30"，--swap "12 15"'
        )
    return words
