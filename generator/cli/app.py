"""The commands: what each takes, in Chinese, and which part of the house does it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from generator import __version__
from generator.batch.store import open_folder, write_whole
from generator.cli import asked, listing, proofs, single, summary, timed
from generator.cli.batches import run_batches
from generator.cli.compositions import compose
from generator.cli.console import err, hand_over, out, say
from generator.cli.newsroom import Newsroom
from generator.cli.options import Help, Packing, ReadBack, Renderer, Sizes, Template, Theme
from generator.cli.wording import Command
from generator.cli.workbench import register as register_workbench
from generator.facts import Tables, dump_facts, load
from generator.world import World

app = typer.Typer(
    name="mima",
    cls=Newsroom,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    options_metavar="[选项]",
    subcommand_metavar="命令 [参数]",
    context_settings={"help_option_names": []},
    help="密码：把中文新闻稿做成数字准确的图片卡片。",
    epilog="退出码：0 全部做好；1 有卡片未通过，其余已做好；2 用法不对或文件读不了；130 被中断。",
)


app.add_typer(compose, name="compose")
register_workbench(app)


def _show_version(wanted: bool) -> None:
    if wanted:
        hand_over(f"mima {__version__}")
        raise typer.Exit


@app.callback(cls=Newsroom)
def _root(
    help_: Help = False,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_show_version, help="显示版本")
    ] = False,
    debug: Annotated[bool, typer.Option("--debug", help="出错时显示技术细节，可写在命令的任何位置")] = False,
) -> None: ...


@app.command("extract", cls=Command, options_metavar="[选项]", help="从文章里找出事实与数字，供核对和修改。")
def extract(
    article: Annotated[
        Path, typer.Argument(metavar="文章", readable=False, help=".txt .md .html .docx，UTF-8 或 GB18030")
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件", help="写到这个文件；不给则输出到屏幕")
    ] = None,
    format_: Annotated[
        str, typer.Option("--format", metavar="格式", help="yaml、json、csv 或 xlsx；默认看文件名，否则 yaml")
    ] = "",
    help_: Help = False,
) -> int:
    """Read an article and write its facts."""
    form = asked.fact_format(format_, output)
    loaded = load(article, Tables.load(*World.at(Path.cwd()).data), bare=True)
    facts = dump_facts(loaded.sheet, form)
    if output is None:
        hand_over(facts)
    else:
        open_folder(output.parent)
        write_whole(output, facts)
    summary.show_facts(loaded.sheet)
    summary.complain_of_rows(loaded.errors)
    if output is not None:
        say(f"已写入 {output}")
    return 1 if loaded.errors else 0


@app.command("batch", cls=Command, options_metavar="[选项]", help="把文章或事实表做成一套图片、清单和总览图。")
def batch(
    context: typer.Context,
    sources: Annotated[
        list[Path],
        typer.Argument(metavar="文章或事实表", readable=False, help="文章，或 .yaml .json .csv .xlsx 事实表"),
    ],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="文件夹", help="放图的文件夹；默认 out/文章名")
    ] = None,
    size: Sizes = None,
    template: Template = "",
    theme: Theme = "",
    usual_theme: Annotated[
        str, typer.Option("--or-theme", metavar="主题", help="事实表里没有指定主题的卡片用它")
    ] = "",
    only: Annotated[
        list[str] | None, typer.Option("--only", metavar="编号", help="只做这几条，可多次给出")
    ] = None,
    features: Annotated[
        list[str] | None,
        typer.Option(
            "--with",
            metavar="种类",
            help="条目之外还做哪些：cover 封面、group 合卡（几个同类数字并成一张）、chapter 章首、summary 汇总、"
            "closing 尾页、all、none；默认 cover,group",
        ),
    ] = None,
    article: Annotated[
        Path | None,
        typer.Option("--article", metavar="文章", help="与这篇文章逐条核对： 数字不在文章里的不出图"),
    ] = None,
    jobs: Annotated[
        str, typer.Option("-j", "--jobs", metavar="数量", help="同时做图的进程数；默认为处理器核数")
    ] = "",
    renderer: Renderer = "auto",
    read_back: ReadBack = False,
    png: Packing = "balanced",
    cluster: Annotated[
        str,
        typer.Option(
            "--cluster",
            metavar="地址",
            help="在 Dask 集群上做，例如 tcp://10.0.0.5:8786 （要装 mima\\[cluster]）",
        ),
    ] = "",
    share: Annotated[
        str,
        typer.Option(
            "--share", metavar="网址", help="做完再送一份到共享存储，例如 s3://桶/夹 （要装 mima\\[cluster]）"
        ),
    ] = "",
    cache: Annotated[
        bool,
        typer.Option(
            "--cache", help="把画好的底图存在 out/.cache （给了 -o 就在那个文件夹里），下次同样的底图不用再画"
        ),
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="全部重做，也包括没有变化的")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="把清单以 JSON 输出到屏幕")] = False,
    help_: Help = False,
) -> int:
    """Make all cards of some articles, a folder each."""
    order = asked.Order(
        sources=tuple(sources),
        output=output,
        wishes=asked.wishes(size, template, theme, only, features, usual_theme),
        processes=asked.processes(jobs, os.cpu_count() or 1),
        renderer=renderer,
        force=force,
        article=article,
        read_back=read_back,
        packing=asked.packing(png),
        cluster=cluster,
        share=share,
        cache=cache,
    )
    world = World.at(Path.cwd())
    done = run_batches(order, world)
    if as_json and done.outcomes:
        hand_over(done.to_json(several=len(order.sources) > 1))
    summary.show_outcomes(done.outcomes, done.sizes, err() if as_json else out())
    for outcome in done.outcomes:
        summary.show_trouble(outcome, bool(context.obj))
    return done.exit_code


@app.command("card", cls=Command, options_metavar="[选项]", help="用一句话做一张图，不需要文件。")
def card(
    text: Annotated[str, typer.Argument(metavar="文字", help="卡片上的话，例如 培育重点工业企业367家")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="文件", help="图片文件，以 .png 结尾")],
    size: Annotated[
        str, typer.Option("-s", "--size", metavar="尺寸", help="尺寸；默认公众号贴图", show_default=False)
    ] = "wechat-post",
    template: Template = "",
    theme: Theme = "",
    renderer: Renderer = "auto",
    help_: Help = False,
) -> int:
    """Make one card from a text."""
    wishes = asked.wishes([size], template, theme, None)
    path = single.make_card(text, output, wishes, World.at(Path.cwd()), renderer)
    say(f"已写入 {path}")
    return 0


app.command(
    "proof",
    cls=Command,
    options_metavar="[选项]",
    help="核对做好的图：文件、画面、模板、字体与事实是否还对得上。",
)(proofs.proof)


@app.command("bench", cls=Command, options_metavar="[选项]", help="量一量做一张卡片的时间花在哪一步。")
def bench(
    source: Annotated[
        Path | None, typer.Argument(metavar="[事实表]", readable=False, help="事实表；不给则用自带的一份")
    ] = None,
    size: Annotated[
        str, typer.Option("-s", "--size", metavar="尺寸", help="尺寸；默认公众号贴图", show_default=False)
    ] = "wechat-post",
    cards: Annotated[int, typer.Option("-n", "--cards", metavar="张数", min=1, help="量多少张")] = 40,
    renderer: Renderer = "auto",
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    help_: Help = False,
) -> int:
    """Show where a card's time goes."""
    found = timed.measure(World.at(Path.cwd()), source, size, cards, renderer)
    if as_json:
        hand_over(found.to_json())
    else:
        timed.show(found, out())
    return 0


@app.command("list", cls=Command, options_metavar="[选项]", help="列出尺寸、主题、模板或字体。")
def list_(
    what: Annotated[str, typer.Argument(metavar="sizes|themes|templates|fonts", help="要列出什么")],
    as_json: Annotated[bool, typer.Option("--json", help="以 JSON 输出")] = False,
    help_: Help = False,
) -> int:
    """List one of the axes, or the fonts."""
    rows = listing.rows_of(what, World.at(Path.cwd()))
    if as_json:
        hand_over(listing.to_json(rows))
    else:
        listing.show(rows, out())
    broken = listing.broken_of(what, World.at(Path.cwd()))
    summary.complain_of_rows(broken)
    return 2 if broken else 0
