"""The designer's commands: `mima sheets`, `mima new-template`, `mima lint-templates`."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from generator.batch import Workshop
from generator.cli import asked
from generator.cli.console import hand_over, out, say
from generator.cli.options import Help, Renderer
from generator.cli.progress import shown
from generator.cli.wording import Command
from generator.design import Catalogue
from generator.design.size import SHAPES
from generator.errors import UsageError
from generator.workbench.lint import lint_parts, lint_tables, lint_template
from generator.workbench.sheets import Account, Wanted, write_sheets
from generator.workbench.starter import start_template
from generator.world import World

_MOST_TOLD = 40
Some = list[str] | None


def register(app: typer.Typer) -> None:
    """Add the designer's commands to `app`."""
    for name, words, function in (
        ("new-template", "新建一个模板：一张表和四张图稿，马上能用，里面有说明。", new_template),
        ("lint-templates", "检查模板：哪一行会画得不一样、哪一行不合规矩，怎么改。", lint_templates),
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
    with shown("样张") as (on_progress, _on_phase):
        workshop = Workshop(World.at(Path.cwd()), renderer)
        account = write_sheets(folder, wanted, workshop, processes, on_progress)
    _tell(account, folder)
    return 1 if account.faults else 0


def new_template(
    name: Annotated[str, typer.Argument(metavar="名字", help="文件夹名：小写字母、数字、连字符，或几个汉字")],
    like: Annotated[
        str, typer.Option("--like", metavar="模板", help="照着哪个模板开始；默认是带说明的空白模板")
    ] = "",
    help_: Help = False,
) -> int:
    """Write a new template below the current folder's ``templates_svg/``."""
    world = World.at(Path.cwd())
    home = Path("templates_svg")
    files = start_template(name, home, Catalogue.read(world.templates, world.data), like)
    for file in files:
        say(f"已写入 {file}")
    say(
        f'试一试：mima card "培育重点工业企业367家" -t {name} -o 试.png；mima sheets -t {name}；mima lint-templates'
    )
    return 0


def lint_templates(
    folders: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="文件夹", readable=False, help="模板的文件夹；默认当前的 templates_svg 里的全部"
        ),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    help_: Help = False,
) -> int:
    """Check templates and name each fault's file, line and remedy."""
    world = World.at(Path.cwd())
    asked = folders or [world.templates[-1]]
    homes = _homes(asked)
    faults = [fault for home in homes for fault in lint_template(home)]
    faults += [fault for folder in asked for fault in lint_parts(folder)]
    faults += lint_tables(world.data, world.templates)
    if as_json:
        rows = [
            {"file": str(f.file), "line": f.line, "rule": f.rule, "what": f.what, "remedy": f.remedy}
            for f in faults
        ]
        hand_over(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        for fault in faults:
            hand_over(str(fault))
        say(f"看了 {len(homes)} 个模板，" + (f"有 {len(faults)} 处要改" if faults else "都合格"))
    return 1 if faults else 0


def _homes(folders: Sequence[Path]) -> list[Path]:
    """Return the template folders among `folders` and right below them; raise UsageError where there is none."""
    homes: list[Path] = []
    for folder in folders:
        if not folder.is_dir():
            raise UsageError(f"没有文件夹“{folder}”", None, "请写模板的文件夹，例如 templates_svg/metric")
        own = (folder / "template.toml").is_file() or any(
            (folder / f"{shape}.svg").is_file() for shape in SHAPES
        )
        below = [p for p in sorted(folder.iterdir()) if p.is_dir() and not p.name.startswith(("_", "."))]
        if not own and not below:
            raise UsageError(f"“{folder}”里没有模板", None, "模板是一个文件夹，里面有 template.toml 和四张 SVG")
        homes += [folder] if own else below
    return homes


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
