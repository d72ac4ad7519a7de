"""The designer's commands: `mima sheets`, `mima new-template`, `mima lint-templates`."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from generator.batch import Workshop
from generator.cli import asked
from generator.cli.console import out, say
from generator.cli.options import Help, Renderer
from generator.cli.progress import shown
from generator.cli.wording import Command
from generator.workbench.sheets import Account, Wanted, write_sheets
from generator.world import World

_MOST_TOLD = 40
Some = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the designer's commands to `app`."""
    for name, words, function in (
        ("sheets", "样张：每个模板 × 主题 × 形状 × 边缘情形各做一遍，拼成大图，供设计时查看。", sheets),
    ):
        app.command(name, cls=Command, options_metavar="[选项]", help=words)(function)


def sheets(
    template: Annotated[
        Some, typer.Option("-t", "--template", metavar="模板", help="只看这几个模板；默认全部")
    ] = None,
    theme: Annotated[Some, typer.Option("--theme", metavar="主题", help="只看这几个主题；默认全部")] = None,
    size: Annotated[
        Some,
        typer.Option(
            "-s",
            "--size",
            metavar="尺寸",
            help="看哪些尺寸；默认竖、方、长、横四种形状各一",
            show_default=False,
        ),
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件夹", help="放图的文件夹；默认 out/sheets")
    ] = None,
    jobs: Annotated[
        str, typer.Option("-j", "--jobs", metavar="数量", help="同时做图的进程数；默认为处理器核数")
    ] = "",
    renderer: Renderer = "auto",
    help_: Help = False,
) -> int:
    """Draw the contact sheets of the matrix and say what was refused and what is at fault."""
    wanted = Wanted(asked.names(template), asked.names(theme), asked.names(size))
    processes = asked.processes(jobs, os.cpu_count() or 1)
    folder = output or Path("out") / "sheets"
    with shown("样张") as on_progress:
        workshop = Workshop(World.at(Path.cwd()), renderer)
        account = write_sheets(folder, wanted, workshop, processes, on_progress)
    _tell(account, folder)
    return 1 if account.faults else 0


def _tell(account: Account, folder: Path) -> None:
    """Print the account: how many cells are clean, and every refusal and fault, like ones together."""
    console = out()
    total = account.clean + len(account.refused) + len({told[:4] for told in account.faults})
    console.print(
        f"共 {total} 格：合格 {account.clean}，按原因拒绝 {len(account.refused)}，有问题 {len(account.faults)}"
    )
    for head, cells in (("拒绝", account.refused), ("问题", account.faults)):
        places: dict[tuple[str, str, str], Counter[str]] = {}
        for template, case, theme, size, reason in cells:
            places.setdefault((template, case, reason), Counter())[f"{theme}/{size}"] += 1
        for (template, case, reason), where in list(places.items())[:_MOST_TOLD]:
            console.print(f"{head}　{template} · {case}（{'、'.join(where)}）\n　　{reason}")
        if len(places) > _MOST_TOLD:
            console.print(f"{head}　另有 {len(places) - _MOST_TOLD} 种，见图上的红框")
    say(f"已写入 {folder}：{len(account.files)} 张图（文件名带 -grey 的是灰度）")
