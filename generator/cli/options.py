"""Options that several commands share, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.cli.console import hand_over


def show_help(context: typer.Context, wanted: bool) -> None:
    """Print the help of a command in Chinese and end."""
    if wanted:
        text = context.get_help()
        if text:
            hand_over(text)
        raise typer.Exit


Help = Annotated[
    bool,
    typer.Option("--help", "-h", is_eager=True, expose_value=False, callback=show_help, help="显示这份说明"),
]
Sizes = Annotated[
    list[str] | None,
    typer.Option(
        "-s",
        "--size",
        metavar="尺寸",
        help="尺寸，可多次给出；默认公众号贴图、 微博九宫格、公众号头条封面、手机海报",
    ),
]
Template = Annotated[str, typer.Option("-t", "--template", metavar="模板", help="模板；默认按内容的类型选")]
Theme = Annotated[str, typer.Option("--theme", metavar="主题", help="主题；默认海丝")]
Renderer = Annotated[
    str,
    typer.Option(
        "--renderer", metavar="名称", help="渲染器：auto、cairosvg 或 resvg；默认 auto", show_default=False
    ),
]
Packing = Annotated[
    str,
    typer.Option(
        "--png",
        metavar="压法",
        help="PNG 压得多紧： fast 最快、 balanced 适中、 small 最小；画面一样",
        show_default=False,
    ),
]
Only = Annotated[
    list[str] | None, typer.Option("--only", metavar="编号", help="只用这几条，可多次给出，也可用逗号隔开")
]
Source = Annotated[Path, typer.Argument(metavar="文章或事实表", help="文章，或 .yaml .json .csv .xlsx 事实表")]
Folder = Annotated[
    Path | None, typer.Option("-o", "--output", metavar="文件夹", help="放图的文件夹；默认 out/文章名 下面")
]
ReadBack = Annotated[
    bool,
    typer.Option("--read-back", help="再用识字引擎读一遍图上的字 （要装 mima\\[readback]，较慢）"),
]
