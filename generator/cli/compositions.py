"""``mima compose``: pictures made of a whole series."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from generator.batch import Workshop
from generator.cli import asked
from generator.cli.console import out, say
from generator.cli.options import Folder, Help, Only, Renderer, Source, Theme
from generator.cli.wording import Command, Group
from generator.compose import (
    Composition,
    FilmWishes,
    GridWishes,
    LongWishes,
    MosaicWishes,
    Order,
    keep_print,
)
from generator.errors import UsageError
from generator.pipeline import make_composition
from generator.world import World

compose = typer.Typer(
    cls=Group,
    no_args_is_help=True,
    rich_markup_mode="rich",
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]",
    context_settings={"help_option_names": []},
    help="把一组事实合成一件作品：九宫格、长图、动图、打印稿。",
)


@compose.callback(cls=Group)
def _root(help_: Help = False) -> None: ...


@compose.command("grid", cls=Command, options_metavar="[选项]", help="九宫格：挑最醒目的九条，按发布顺序编号。")
def grid(
    source: Source,
    output: Folder = None,
    size: Annotated[
        str, typer.Option("-s", "--size", metavar="尺寸", help="尺寸；默认朋友圈九宫格，微博也能用")
    ] = "moments-grid",
    only: Only = None,
    cover: Annotated[
        str, typer.Option("--cover", metavar="位置", help="封面的位置：middle 正中、first 第一张、none 不要")
    ] = "middle",
    theme: Theme = "",
    renderer: Renderer = "auto",
    help_: Help = False,
) -> int:
    """Make a nine-grid of nine cards."""
    wishes = GridWishes(size, theme, asked.names(only), cover)
    return _make(source, output, "九宫格", Order(wishes), renderer)


@compose.command(
    "mosaic", cls=Command, options_metavar="[选项]", help="一图九格：一幅大图切成九张，格格能单看。"
)
def mosaic(
    source: Source,
    output: Folder = None,
    size: Annotated[
        str, typer.Option("-s", "--size", metavar="尺寸", help="方形的尺寸；默认朋友圈九宫格，微博也能用")
    ] = "moments-grid",
    only: Only = None,
    theme: Theme = "",
    renderer: Renderer = "auto",
    help_: Help = False,
) -> int:
    """Make one picture cut in nine."""
    wishes = MosaicWishes(size, theme, asked.names(only))
    return _make(source, output, "一图九格", Order(wishes), renderer)


@compose.command(
    "long", cls=Command, options_metavar="[选项]", help="长图：标题、各章、各条、来源，超过上限就分成几张。"
)
def long_(
    source: Source,
    output: Folder = None,
    size: Annotated[
        str, typer.Option("-s", "--size", metavar="尺寸", help="weibo-long 微博长图或 moments-long 朋友圈长图")
    ] = "weibo-long",
    only: Only = None,
    most: Annotated[
        int, typer.Option("--most", metavar="条数", min=0, help="至多放几条，取最醒目的；默认全部")
    ] = 0,
    theme: Theme = "",
    renderer: Renderer = "auto",
    help_: Help = False,
) -> int:
    """Make a long picture."""
    wishes = LongWishes(size, theme, asked.names(only), most)
    return _make(source, output, "长图", Order(wishes), renderer)


@compose.command(
    "animate", cls=Command, options_metavar="[选项]", help="动图：数字滚动到准数，停住就是那张卡片。"
)
def animate(
    source: Source,
    output: Folder = None,
    size: Annotated[
        str, typer.Option("-s", "--size", metavar="尺寸", help="尺寸；默认公众号贴图")
    ] = "wechat-post",
    only: Only = None,
    format_: Annotated[
        list[str] | None,
        typer.Option("--format", metavar="格式", help="gif、webp、mp4，可多次给出；默认 gif 和 webp"),
    ] = None,
    theme: Theme = "",
    renderer: Renderer = "auto",
    help_: Help = False,
) -> int:
    """Make cards whose number counts up."""
    wishes = FilmWishes(size, theme, asked.names(only), asked.names(format_) or ("gif", "webp"))
    return _make(source, output, "动图", Order(wishes), renderer)


@compose.command(
    "sheet", cls=Command, options_metavar="[选项]", help="打印稿：把一套图片排成 PDF，供案头审读、签字。"
)
def sheet(
    folder: Annotated[Path, typer.Argument(metavar="文件夹", help="mima batch 做好的文件夹")],
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="文件", help="PDF 文件；默认放在文件夹里，叫 打印稿.pdf"),
    ] = None,
    paper: Annotated[str, typer.Option("--paper", metavar="纸张", help="A4 或 A3，竖排")] = "A4",
    help_: Help = False,
) -> int:
    """Make the print PDF of a batch."""
    path = output or folder / "打印稿.pdf"
    if path.suffix.lower() != ".pdf":
        raise UsageError(f"文件“{path}”不以 .pdf 结尾", None, "请写成例如 -o 打印稿.pdf")
    keep_print(path, folder, Workshop(World.at(Path.cwd())), paper)
    say(f"已写入 {path}")
    return 0


def _make(source: Path, output: Path | None, name: str, order: Order, renderer: str) -> int:
    folder = output or asked.folder_of(source) / name
    made, left = make_composition(source, folder, order, Workshop(World.at(Path.cwd()), renderer))
    _tell(made, folder)
    for file in left:
        say(f"旧图 {folder / file} 已不用，但它被人改过，所以没有删；请自行处理", "yellow")
    return max((refusal.exit_code for refusal in made.refused), default=0)


def _tell(made: Composition, folder: Path) -> None:
    for piece in made.pieces:
        out().print(
            f"{folder / piece.file}　{piece.width}×{piece.height}　{-(-len(piece.data) // 1024)} KB",
            markup=False,
        )
    for note in made.notes:
        say(note, "yellow")
    for refusal in made.refused:
        say(
            f"未通过 第 {refusal.fact} 条：{refusal.reason}" if refusal.fact else f"未通过：{refusal.reason}",
            "red",
        )
