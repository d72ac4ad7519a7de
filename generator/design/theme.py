"""A theme: colours by role, type by role, an ornament, and a hue for each chapter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from generator.design.colour import contrast, parse_hex
from generator.design.tomlfile import TomlFile, text, texts
from generator.errors import DesignError, Where

COLOURS = ("ground", "ground-2", "ink", "soft", "accent", "accent-2", "quiet")
"""What each colour is for: two grounds (a gradient's ends), the message, secondary text, the number,
marks and pictures, ornament."""
TYPES = ("head", "number", "display", "body", "latin")
"""Type roles: labels and headings, figures, serif statements and covers, small text, small figures."""
READ_ON_GROUND = {"ink": 7.0, "soft": 4.5, "accent": 4.5}
"""Least contrast of a text colour on both grounds (WCAG 2.2 AA for text; 7:1, AAA, for the message)."""


@dataclass(frozen=True, slots=True)
class TypeRole:
    """A font chain, first choice first, and a weight of 1-1000."""

    families: tuple[str, ...]
    weight: int


@dataclass(frozen=True)
class Theme:
    """One theme as templates see it.

    `colours` and `types` have exactly the keys COLOURS and TYPES. `hues` are overrides of colours, one a
    chapter, taken in turn. `ornament` names a file of ``templates_svg/_ornaments/``, "" for none.
    """

    id: str
    name: str
    colours: Mapping[str, str]
    types: Mapping[str, TypeRole]
    ornament: str
    hues: tuple[Mapping[str, str], ...]
    path: Path

    @classmethod
    def read(cls, path: Path) -> Theme:
        """Read one theme file.

        Raises DesignError naming file and line when a key is missing or wrong, or when a text colour has too
        little contrast on a ground: the message names the pair and the ratio.
        """
        file = TomlFile.read(path)
        colours = {c: file.get(f"colours.{c}", parse_hex, "形如 #0b2a5b 的颜色") for c in COLOURS}
        types = {
            t: TypeRole(
                file.get(f"type.{t}.families", texts, "字体名列表"),
                file.get(f"type.{t}.weight", _weight, "1—1000 的整数"),
            )
            for t in TYPES
        }
        theme = cls(
            id=path.stem,
            name=file.get("name", text, "主题的中文名"),
            colours=colours,
            types=types,
            ornament=file.get("ornament", _name, "纹样文件名，不带扩展名", ""),
            hues=_hues(file),
            path=path,
        )
        for hue in ({}, *theme.hues):
            theme.with_hue(hue).prove_contrast(file)
        return theme

    def with_hue(self, hue: Mapping[str, str]) -> Theme:
        """Return this theme with some colours replaced."""
        return replace(self, colours={**self.colours, **hue})

    def for_chapter(self, number: int | None) -> Theme:
        """Return this theme in the hue of the chapter with this 0-based number; None is the theme itself."""
        if number is None or not self.hues:
            return self
        return self.with_hue(self.hues[number % len(self.hues)])

    def prove_contrast(self, file: TomlFile) -> None:
        """Raise DesignError for the first text colour that is too faint on one of the grounds."""
        for role, least in READ_ON_GROUND.items():
            for ground in ("ground", "ground-2"):
                ratio = contrast(self.colours[role], self.colours[ground])
                if ratio < least:
                    raise DesignError(
                        f"主题“{self.name}”里文字色 {role} {self.colours[role]} 在底色 {ground} "
                        f"{self.colours[ground]} 上的对比度只有 {ratio:.2f}，至少要 {least}",
                        Where(file.path, file.line_of(role)),
                        "请把文字色或底色调得更分明",
                    )

    def css(self) -> str:
        """Return the theme as CSS classes: ``fill-ink``, ``stroke-ink``, ``stop-ink``, ``type-head`` ..."""
        rules = []
        for role, colour in self.colours.items():
            rules += [
                f".fill-{role}{{fill:{colour}}}",
                f".stroke-{role}{{stroke:{colour}}}",
                f".stop-{role}{{stop-color:{colour}}}",
            ]
        for role, kind in self.types.items():
            families = ",".join(f"'{f}'" for f in kind.families)
            rules.append(f".type-{role}{{font-family:{families};font-weight:{kind.weight}}}")
        return "".join(rules)


def _hues(file: TomlFile) -> tuple[Mapping[str, str], ...]:
    hues: list[Mapping[str, str]] = []
    for number, entry in enumerate(file.table.get("hue", []), 1):
        hue: dict[str, str] = {}
        for role, value in entry.items():
            if role not in COLOURS:
                raise file.fail(
                    "hue", f"第 {number} 个 hue 里的“{role}”不是颜色角色", f"可用：{'、'.join(COLOURS)}"
                )
            try:
                hue[role] = parse_hex(value)
            except ValueError as error:
                raise file.fail("hue", f"第 {number} 个 hue 的“{role}”不是颜色", "应形如 #0b2a5b") from error
        hues.append(hue)
    return tuple(hues)


def _weight(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1000:
        raise ValueError
    return value


def _name(value: Any) -> str:
    name = str(value)
    if not name.replace("-", "").isalnum():
        raise ValueError
    return name
