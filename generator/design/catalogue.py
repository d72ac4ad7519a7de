"""All templates, themes and sizes of a run, by id, with the nearest name when one is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from generator.design.brand import Brand, read_brand
from generator.design.scenes import drawn_ornaments, read_drawings
from generator.design.size import Size
from generator.design.template import Template, fingerprint
from generator.design.theme import Theme
from generator.design.themefile import read_theme
from generator.errors import DesignError, UsageError

T = TypeVar("T", Size, Theme, Template)


@dataclass(frozen=True)
class Shelf(Mapping[str, T]):
    """The sound designs of one axis, by id. `what`: its Chinese name; `listing`: its name in ``mima list``.

    `broken` keeps the error of every file that could not be read: a designer's draft stops only the cards that
    ask for it.
    """

    what: str
    listing: str
    sound: Mapping[str, T]
    broken: Mapping[str, DesignError]

    def __getitem__(self, name: str) -> T:
        return self.sound[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.sound)

    def __len__(self) -> int:
        return len(self.sound)

    def pick(self, name: str) -> T:
        """Return a design by id or Chinese name.

        Raises its own DesignError when its file is broken, UsageError with the nearest name when unknown.
        """
        if name in self.broken:
            raise self.broken[name]
        by_name: dict[str, T] = {design.name: design for design in self.sound.values()}
        found = self.sound.get(name) or by_name.get(name)
        if found is not None:
            return found
        near = get_close_matches(name, [*self.sound, *by_name], n=1, cutoff=0.4)
        hint = f"最接近的是“{near[0]}”；" if near else ""
        raise UsageError(f"没有叫“{name}”的{self.what}", None, f"{hint}全部名称见 mima list {self.listing}")


@dataclass(frozen=True)
class Catalogue:
    """Everything a designer made, read once.

    `template_folders` are searched by Jinja, the last one winning; `shared` is the fingerprint of the parts and
    ornaments that any template may include. `sizes` are those of a card, `longs` those of a long picture, which no
    template has a drawing for.
    """

    sizes: Shelf[Size]
    longs: Shelf[Size]
    themes: Shelf[Theme]
    templates: Shelf[Template]
    template_folders: tuple[Path, ...]
    data_folders: tuple[Path, ...]
    shared: str

    @classmethod
    def read(cls, templates: tuple[Path, ...], data: tuple[Path, ...]) -> Catalogue:
        """Read the design folders, later ones over earlier ones. Broken files are kept as errors."""
        own = [f for base in templates for f in sorted(base.iterdir()) if f.is_dir()]
        themes = _files(data, "themes")
        drawn, subjects = drawn_ornaments(templates), tuple(read_drawings(data, templates))
        sizes, longs = _parted(_shelf("尺寸", "sizes", _files(data, "sizes"), Size.read))
        return cls(
            sizes=sizes,
            longs=longs,
            themes=_shelf(
                "主题", "themes", themes, lambda path: read_theme(path, themes, drawn, subjects or None)
            ),
            templates=_shelf(
                "模板", "templates", [f for f in own if not f.name.startswith(("_", "."))], Template.read
            ),
            template_folders=templates,
            data_folders=data,
            shared=fingerprint(f for f in own if f.name.startswith("_")),
        )

    def size(self, name: str) -> Size:
        """Return a card's size by id or Chinese name; see `Shelf.pick`. A long picture's is a UsageError too."""
        if any(name in {long.id, long.name} for long in self.longs.values()):
            raise UsageError(f"“{name}”是长图，高度随内容而定，不能做单张卡片", None, "请用 mima compose long")
        return self.sizes.pick(name)

    def long(self, name: str) -> Size:
        """Return a long picture's size by id or Chinese name; see `Shelf.pick`."""
        return self.longs.pick(name)

    def theme(self, name: str) -> Theme:
        """Return a theme by id or Chinese name; see `Shelf.pick`."""
        return self.themes.pick(name)

    def brand(self, themes: Iterable[Theme]) -> Brand | None:
        """Return the one brand of a batch in these themes: a theme's own, else ``brand.toml``'s, else None.

        Raises UsageError when the themes name two different ones, DesignError when the brand is not sound.
        """
        own = {theme.brand: theme.name for theme in themes if theme.brand is not None}
        if len(own) > 1:
            names = "、".join(own.values())
            raise UsageError(
                f"一批卡片只能有一个品牌，主题 {names} 各写了一个", None, "请用 --theme 指定一个主题"
            )
        return next(iter(own), None) or read_brand(self.data_folders)

    def template(self, name: str) -> Template:
        """Return a template by id or Chinese name; see `Shelf.pick`."""
        return self.templates.pick(name)


def _parted(every: Shelf[Size]) -> tuple[Shelf[Size], Shelf[Size]]:
    """Part the sizes of cards from those of long pictures. A broken file is known on both shelves."""
    cards = {name: size for name, size in every.items() if not size.is_long}
    longs = {name: size for name, size in every.items() if size.is_long}
    return replace(every, sound=cards), replace(every, what="长图尺寸", sound=longs)


def _files(data: tuple[Path, ...], kind: str) -> list[Path]:
    return [path for base in data for path in sorted((base / kind).glob("*.toml"))]


def _shelf(what: str, listing: str, paths: Iterable[Path], read: Callable[[Path], T]) -> Shelf[T]:
    sound: dict[str, T] = {}
    broken: dict[str, DesignError] = {}
    for path in paths:
        name = path.stem if path.is_file() else path.name
        sound.pop(name, None)
        broken.pop(name, None)
        try:
            sound[name] = read(path)
        except DesignError as error:
            broken[name] = error
    return Shelf(what, listing, sound, broken)
