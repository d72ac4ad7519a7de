"""``mima review``: the three sign-offs, at the terminal; the preview calls the same functions."""

from __future__ import annotations

import contextlib
import getpass
import json
from pathlib import Path
from typing import Annotated

import typer

from generator.cli.console import complain, hand_over, say
from generator.cli.office import KEY_VARIABLE, LedgerPlace, OutFolder, open_desk
from generator.cli.options import Help
from generator.cli.wording import Command, Group
from generator.deliver.stocktaking import faults_of
from generator.series.review import reject as send_back
from generator.series.review import sign as put_name
from generator.series.reviewing import under_review, what_to_review

app = typer.Typer(
    name="review", cls=Group, no_args_is_help=True, help="三审三校：查看待签的内容，签发或退回。",
    options_metavar="[选项]", subcommand_metavar="命令 [参数]", context_settings={"help_option_names": []},
)  # fmt: skip
Number = Annotated[int, typer.Argument(metavar="编号", help="编号见 mima review list")]
By = Annotated[str, typer.Option("--by", metavar="名字", help="审稿人的名字")]
Seen = Annotated[
    str, typer.Option("--seen", metavar="内容码", help="看过的内容码（review show 里有）；内容变了就不签")
]


@app.callback(cls=Group)
def _root(help_: Help = False) -> None: ...


@app.command("list", cls=Command, options_metavar="[选项]", help="列出等着签的，一条一行。")
def list_(
    series: Annotated[str, typer.Argument(metavar="[系列]", help="只看这个系列")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    ledger: LedgerPlace = "",
    help_: Help = False,
) -> int:
    """List what waits for a signature."""
    desk = open_desk(ledger)
    rows = what_to_review(desk, series)
    if as_json:
        hand_over(json.dumps([row.to_json() for row in rows], ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        hand_over(row.line())
    if not rows:
        say("没有等着签的")
    return 0


@app.command("show", cls=Command, options_metavar="[选项]", help="看一条：图片、配文、签名和经过。")
def show(
    number: Number,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    output: OutFolder = Path("out"),
    ledger: LedgerPlace = "",
    help_: Help = False,
) -> int:
    """Show one post as a reviewer must see it."""
    desk = open_desk(ledger, output)
    row = under_review(desk, number)
    hand_over(json.dumps(row.to_json(), ensure_ascii=False, indent=1) if as_json else row.page())
    return 0


@app.command(
    "check", cls=Command, options_metavar="[选项]", help="核对账本：记录有没有被改动，素材包是否都在。"
)
def check(output: OutFolder = Path("out"), ledger: LedgerPlace = "", help_: Help = False) -> int:
    """Prove the ledger's history and the packs of what was issued."""
    desk = open_desk(ledger, output)
    faults = faults_of(desk)
    for fault in faults:
        complain(fault)
    if not faults:
        say("账本与素材包相符")
    if not desk.key:
        say(f"提醒：没有设置 {KEY_VARIABLE}，记录能看出误改，看不出懂行的人重算过的伪造", "yellow")
    return 1 if faults else 0


@app.command(
    "sign", cls=Command, options_metavar="[选项]", help="签一审：按次序签下一审；签的是这几张图和这段配文。"
)
def sign(
    number: Number,
    by: By,
    stage: Annotated[
        str, typer.Option("--stage", metavar="哪一审", help="要签的是哪一审；不写就签下一审")
    ] = "",
    seen: Seen = "",
    words: Annotated[str, typer.Option("--note", metavar="附言", help="附言")] = "",
    ledger: LedgerPlace = "",
    help_: Help = False,
) -> int:
    """Sign a post at its next stage."""
    say(
        put_name(
            open_desk(ledger, who=by), number, by, stage=stage, digest=seen, words=words, account=_account()
        )
    )
    return 0


@app.command("reject", cls=Command, options_metavar="[选项]", help="退回一条，写明原因；原来的签名作废。")
def reject(
    number: Number,
    by: By,
    why: Annotated[str, typer.Option("--why", metavar="原因", help="为什么退回")],
    seen: Seen = "",
    ledger: LedgerPlace = "",
    help_: Help = False,
) -> int:
    """Send a post back."""
    say(send_back(open_desk(ledger, who=by), number, by, why, digest=seen, account=_account()))
    return 0


def _account() -> str:
    """Return the system's account this runs under; "" where the system knows none."""
    with contextlib.suppress(OSError, KeyError, ImportError):
        return getpass.getuser()
    return ""
