"""A template to start from: a folder of a table and four drawings that works at once and explains itself."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from generator.batch.store import open_folder, write_whole
from generator.design import Catalogue
from generator.design.size import SHAPES
from generator.errors import UsageError

STARTER = "_new"
"""The folder of ``templates_svg/`` that a new template is copied from; its comments teach."""
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}|[\u4e00-\u9fff][\u4e00-\u9fffa-z0-9-]{0,19}")


def start_template(name: str, home: Path, catalogue: Catalogue, like: str = "") -> tuple[Path, ...]:
    """Write a new template called `name` below `home` and return its files; `like` copies the drawings of another.

    Raises UsageError for a name that is taken, or no name for a folder, or an unknown `like`; OutputError.
    """
    if not _ID.fullmatch(name):
        raise UsageError(
            f"“{name}”不能作模板名", None, "请用小写字母、数字、连字符，或几个汉字，例如 two-lines"
        )
    if (
        (home / name).exists()
        or name in {*catalogue.templates, *catalogue.templates.broken}
        or any(name == template.name for template in catalogue.templates.values())
    ):
        raise UsageError(f"已经有叫“{name}”的模板", None, "请换一个名字；要改现有的，直接改它文件夹里的图稿")
    source = catalogue.template(like).folder if like else _starter(catalogue.template_folders)
    drawings = [(f"{shape}.svg", (source / f"{shape}.svg").read_bytes()) for shape in SHAPES]
    table = (source / "template.toml").read_text(encoding="utf-8")
    if like:
        table = re.sub(r"(?m)^name\s*=.*$", f'name = "{name}"', table, count=1)
        table = f"# 由“{catalogue.template(like).name}”复制而来。\n{table}"
        if not catalogue.template(like).asked:
            table += "# 只在有人点名时用。去掉这一行，程序就会自己挑它。\nasked = true\n"
    table = table.replace("@NAME@", name).replace("@ID@", name)
    folder = home / name
    open_folder(folder)
    for file, data in drawings:
        write_whole(folder / file, data)
    write_whole(folder / "template.toml", table.encode())
    return (folder / "template.toml", *(folder / file for file, _ in drawings))


def _starter(folders: Sequence[Path]) -> Path:
    """Return the folder that new templates are copied from: a newsroom's own, else the shipped one."""
    return next(
        folder / STARTER for folder in reversed(folders) if (folder / STARTER / "template.toml").is_file()
    )
