"""All templates, themes and sizes of a run, by id, with the nearest name when one is unknown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from generator.design.size import Size
from generator.design.template import Template, fingerprint
from generator.design.theme import Theme
from generator.errors import DesignError, UsageError, Where

T = TypeVar("T")


@dataclass(frozen=True)
class Catalogue:
    """Everything a designer made, read once. `drawings` is the fingerprint of all template files."""

    sizes: Mapping[str, Size]
    themes: Mapping[str, Theme]
    templates: Mapping[str, Template]
    template_folders: tuple[Path, ...]
    drawings: str

    @classmethod
    def read(cls, templates: tuple[Path, ...], data: tuple[Path, ...]) -> Catalogue:
        """Read the design folders, later ones over earlier ones; raise DesignError for a broken file."""
        own = Catalogue._files
        return cls(
            sizes=MappingProxyType(own(data, "sizes", Size.read)),
            themes=MappingProxyType(own(data, "themes", Theme.read)),
            templates=MappingProxyType(
                {
                    folder.name: Template.read(folder)
                    for base in templates
                    for folder in sorted(base.iterdir())
                    if folder.is_dir() and not folder.name.startswith(("_", "."))
                }
            ),
            template_folders=templates,
            drawings=fingerprint(templates),
        )

    @staticmethod
    def _files(data: tuple[Path, ...], kind: str, read: Callable[[Path], T]) -> dict[str, T]:
        found = {p.stem: read(p) for base in data for p in sorted((base / kind).glob("*.toml"))}
        if not found:
            raise DesignError("没有任何设计文件", Where(data[-1] / kind), "请检查 data 文件夹是否完整")
        return found

    def size(self, name: str) -> Size:
        """Return a size by id or Chinese name; raise UsageError with the nearest name."""
        return _pick(self.sizes, name, "尺寸", "sizes")

    def theme(self, name: str) -> Theme:
        """Return a theme by id or Chinese name; raise UsageError with the nearest name."""
        return _pick(self.themes, name, "主题", "themes")

    def template(self, name: str) -> Template:
        """Return a template by id or Chinese name; raise UsageError with the nearest name."""
        return _pick(self.templates, name, "模板", "templates")


def _pick(all_of: Mapping[str, T], name: str, what: str, listing: str) -> T:
    by_name = {str(getattr(v, "name", "")): v for v in all_of.values()}
    found = all_of.get(name) or by_name.get(name)
    if found is not None:
        return found
    near = get_close_matches(name, [*all_of, *by_name], n=1, cutoff=0.4)
    hint = f"最接近的是“{near[0]}”；" if near else ""
    raise UsageError(f"没有叫“{name}”的{what}", None, f"{hint}全部名称见 mima list {listing}")
