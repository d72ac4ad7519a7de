"""``mima proof``: finished cards checked again from their files alone."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from generator.batch import Account, Shop, Workshop, executor_for, proof_page
from generator.batch.store import open_folder, write_whole
from generator.cli import asked
from generator.cli.console import hand_over, say
from generator.cli.options import Help, ReadBack, Renderer
from generator.cli.progress import shown
from generator.errors import UsageError
from generator.pipeline import prove_again
from generator.proof import REFUSE
from generator.proof.readback import reader_version
from generator.world import World

_MOST_SHOWN = 40


def proof(
    path: Annotated[Path, typer.Argument(metavar="文件夹或图片", help="mima batch 做好的文件夹，或其中一张图")],
    facts: Annotated[
        Path | None,
        typer.Option("--facts", metavar="文件", help="与这份事实表或文章核对： 图上的话是否还是这样说"),
    ] = None,
    html: Annotated[
        Path | None, typer.Option("--html", metavar="文件", help="把报告写成网页，能打印、不联网")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    jobs: Annotated[
        str, typer.Option("-j", "--jobs", metavar="数量", help="同时核对的进程数；默认为处理器核数")
    ] = "",
    renderer: Renderer = "auto",
    read_back: ReadBack = False,
    help_: Help = False,
) -> int:
    """Check finished cards again and say by name what does not agree."""
    if not path.exists():
        raise UsageError(f"没有“{path}”", None, "请给出 mima batch 做好的文件夹，或其中一张图")
    if html is not None and html.suffix.lower() not in {".html", ".htm"}:
        raise UsageError(f"报告文件“{html}”不以 .html 结尾", None, "请写成例如 --html 报告.html")
    if read_back:
        reader_version()  # says at once, in one sentence, that the engine is not installed
    processes = asked.processes(jobs, os.cpu_count() or 1) if path.is_dir() else 1
    with shown("核对") as (on_progress, _on_phase):
        shop = Shop(
            Workshop(World.at(Path.cwd()), renderer, read_back), executor_for(processes), processes, on_progress
        )
        account = prove_again(path, shop, facts)
    if html is not None:
        open_folder(html.parent)
        write_whole(html, proof_page(account).encode())
    if as_json:
        hand_over(account.to_json())
    else:
        _tell(account)
    if html is not None:
        say(f"已写入 {html}")
    return 1 if account.failed else 0


def _tell(account: Account) -> None:
    lines = []
    for verdict in account.verdicts:
        for fault in verdict.faults:
            word = "不能发" if fault.severity == REFUSE else "提醒"
            lines.append(f"{word}　{verdict.file}：{fault.message}")
    for line in lines[:_MOST_SHOWN]:
        hand_over(line)
    if len(lines) > _MOST_SHOWN:
        hand_over(f"还有 {len(lines) - _MOST_SHOWN} 处，请用 --html 或 --json 看全部")
    for name in account.strangers:
        say(f"清单上没有“{name}”，没有核对", "yellow")
    total, failed = len(account.verdicts), len(account.failed)
    hand_over(f"共 {total} 张：{total - failed} 张无误，{failed} 张不能发")
