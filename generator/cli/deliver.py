"""``mima deliver``: the outbox: what waits, what went, send it now, try again."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.cli import asked
from generator.cli.console import hand_over, say
from generator.cli.office import LedgerPlace, OutFolder, open_desk, senders
from generator.cli.options import Help
from generator.cli.wording import Command, Group
from generator.series.outbox import NOTICE, all_of, put_back

app = typer.Typer(
    name="deliver", cls=Group, no_args_is_help=True, help="送出：素材包之外的公众号草稿、微博和通知。",
    options_metavar="[选项]", subcommand_metavar="命令 [参数]", context_settings={"help_option_names": []},
)  # fmt: skip
_STATES = {"pending": "等着送", "sent": "已送达", "failed": "没有送达", "fallback": "改用素材包"}


@app.callback(cls=Group)
def _root(help_: Help = False) -> None: ...


@app.command("list", cls=Command, options_metavar="[选项]", help="列出送出的和等着送的。")
def list_(
    notices: Annotated[bool, typer.Option("--notices", help="也列出通知")] = False,
    ledger: LedgerPlace = "",
    help_: Help = False,
) -> int:
    """List the outbox."""
    with open_desk(ledger).ledger.reading() as connection:
        for one in all_of(connection):
            if notices or one.kind != NOTICE:
                post = f"#{one.post}" if one.post is not None else "—"
                told = one.receipt or one.error
                hand_over(
                    f"{one.id}\t{post}\t{one.outlet}\t{_STATES[one.state]}\t试了 {one.attempts} 次\t{told}"
                )
    return 0


@app.command("now", cls=Command, options_metavar="[选项]", help="把等着送的现在送一遍。")
def now(output: OutFolder = Path("out"), ledger: LedgerPlace = "", help_: Help = False) -> int:
    """Empty the outbox once."""
    desk = open_desk(ledger, output)
    events = senders(desk)(desk)
    for event in events:
        say(event.text, "red" if event.kind == "failed" else "")
    if not events:
        say("没有要送的草稿")
    return 1 if any(event.kind == "failed" for event in events) else 0


@app.command("retry", cls=Command, options_metavar="[选项]", help="没有送达的，重新排队。")
def retry(
    number: Annotated[str, typer.Argument(metavar="编号", help="编号见 mima deliver list")],
    ledger: LedgerPlace = "",
    help_: Help = False,
) -> int:
    """Put a failed delivery back into the outbox."""
    desk = open_desk(ledger)
    with desk.ledger.writing() as connection:
        put_back(connection, desk.actor, asked.number(number, "编号"))
    say(f"第 {number} 件已重新排队，下一轮会送")
    return 0
