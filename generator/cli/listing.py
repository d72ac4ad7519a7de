"""``mima list``: what sizes, themes, templates and fonts there are."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from rich.console import Console
from rich.style import Style
from rich.table import Table
from rich.text import Text

from generator.design import Catalogue, Theme
from generator.design.catalogue import Shelf
from generator.design.theme import COLOURS
from generator.errors import DesignError, UsageError
from generator.typeset import FontBook
from generator.world import World

Row = Mapping[str, Any]


def rows_of(what: str, world: World) -> Sequence[Row]:
    """Return one mapping an entry; raise UsageError, with the nearest name, for a listing that is not there."""
    if what not in _LISTINGS:
        near = get_close_matches(what, _LISTINGS, 1, 0.4)
        hint = f"最接近的是“{near[0]}”；" if near else ""
        raise UsageError(f"不能列出“{what}”", None, f"{hint}可以列出：{'、'.join(_LISTINGS)}")
    return _LISTINGS[what](world)


def broken_of(what: str, world: World) -> Sequence[DesignError]:
    """Return why each design file of a listing that could not be read is missing from it."""
    catalogue = _catalogue(world)
    shelves: Mapping[str, Shelf[Any]] = {
        "sizes": catalogue.sizes, "themes": catalogue.themes, "templates": catalogue.templates,
    }  # fmt: skip
    return tuple(shelves[what].broken.values()) if what in shelves else ()


def to_json(rows: Sequence[Row]) -> str:
    """Return the rows as a JSON array."""
    plain = [{key: value for key, value in row.items() if key != "swatches"} for row in rows]
    return json.dumps(plain, ensure_ascii=False, indent=1)


def show(rows: Sequence[Row], console: Console) -> None:
    """Print the rows as a table."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for key, head in _HEADS.items():
        if rows and key in rows[0]:
            table.add_column(head)
    for row in rows:
        table.add_row(*(_shown(key, row[key]) for key in _HEADS if key in row))
    console.print(table)


_HEADS = {
    "id": "编号", "name": "名称", "family": "字体", "weights": "字重", "width": "宽", "height": "高", "shape": "形状",
    "max_kb": "上限KB", "confidence": "可信度", "kinds": "能表现", "ground": "底色", "swatches": "颜色与各章", "ornaments": "纹样", "base": "底本",
}  # fmt: skip


def _shown(key: str, value: Any) -> Text:
    if key != "swatches":
        return Text(_cell(value))
    text = Text(no_wrap=True)
    for strip in value:
        # A role is one cell; a chapter is half a cell of ground beside half a cell of accent.
        if len(strip) > 2:
            text.append_tokens(("█", Style(color=colour)) for colour in strip)
            text.append(" ")
        else:
            text.append("▐", style=Style(color=strip[1], bgcolor=strip[0]))
    return text


def _cell(value: Any) -> str:
    return "、".join(str(v) for v in value) if isinstance(value, list) else str(value)


def _catalogue(world: World) -> Catalogue:
    return Catalogue.read(world.templates, world.data)


def _sizes(world: World) -> list[Row]:
    catalogue = _catalogue(world)
    return [
        {
            "id": s.id, "name": s.name, "width": s.width, "height": s.height, "shape": s.shape,
            "max_kb": s.max_bytes // 1024, "safe": list(s.safe), "source": s.source, "confidence": s.confidence,
            "checked_on": s.checked_on, "formats": list(s.formats), "crop": s.crop,
        }
        for shelf in (catalogue.sizes, catalogue.longs)
        for s in shelf.values()
    ]  # fmt: skip


def _themes(world: World) -> list[Row]:
    return [
        {
            "id": t.id, "name": t.name, "base": t.base, "ground": "暗" if t.dark else "亮", "swatches": _swatches(t),
            "ornaments": list(t.ornaments), "colours": dict(t.colours),
            "hues": [{"name": h.name, "colours": dict(h.colours), "ornament": h.ornament} for h in t.hues],
            "brand": dict(t.brand.account_of_itself) if t.brand else {},
        }
        for t in _catalogue(world).themes.values()
    ]  # fmt: skip


def _swatches(theme: Theme) -> list[list[str]]:
    """Return what a terminal can show of a theme: its roles' colours, then each chapter's ground and accent."""
    looks = [theme.for_chapter(n).colours for n in range(len(theme.hues))]
    return [[theme.colours[role] for role in COLOURS], *([c["ground"], c["accent"]] for c in looks)]


def _templates(world: World) -> list[Row]:
    return [{"id": t.id, "name": t.name, "kinds": list(t.kinds)} for t in _catalogue(world).templates.values()]


def _fonts(world: World) -> list[Row]:
    book = FontBook.load(*world.fonts)
    return [
        {
            "family": family,
            "weights": [str(a) if a == b else f"{a}-{b}" for a, b in book.weights(family)],
        }
        for family in book.families
    ]


_LISTINGS: Mapping[str, Callable[[World], Sequence[Row]]] = {
    "sizes": _sizes, "themes": _themes, "templates": _templates, "fonts": _fonts,
}  # fmt: skip
