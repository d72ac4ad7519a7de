"""Reading a theme's file, and deriving one theme from another.

A file with ``base = "haisi"`` holds only what differs. A colour it sets stays in every chapter: the base's hues no
longer touch it. A ``[[hue]]`` or ``[brand]`` of its own takes the place of the base's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from generator.design.brand import Brand
from generator.design.colour import parse_hex
from generator.design.theme import COLOURS, MANNERS, TYPES, Faint, Hue, Theme, TypeRole
from generator.design.tomlfile import TomlFile, text, texts
from generator.errors import DesignError, Where

T = TypeVar("T")
_KEYS = {"base", "name", "ornament", "colours", "type", "hue", "brand", "manner", "scenes"}


def read_theme(
    path: Path,
    shelf: Iterable[Path] = (),
    drawn: Collection[str] | None = None,
    subjects: Collection[str] | None = None,
) -> Theme:
    """Read one theme file; `shelf` are all theme files, lowest layer first, among which its bases are;
    `drawn` are the ornaments and `subjects` the subjects there are, None for any.

    Raises DesignError naming file and line when a key is missing, unknown or wrong, when a base or ornament is not there, when a base leads
    back to itself, or when a colour has too little contrast on a ground, in any hue: the message names the pair
    and the ratio.
    """
    chain = _Chain(_line_of_bases(path, tuple(shelf)))
    own = chain.files[0]
    for key in own.table:
        if key not in _KEYS:
            raise own.fail(key, f"主题里没有“{key}”这一项", f"可用：{'、'.join(sorted(_KEYS))}")
    _prove_colour_names(own)
    none: tuple[str, ...] = ()
    ornaments = chain.get("ornament", _names, "纹样文件名（不带扩展名），或这样的列表", none)
    theme = Theme(
        id=path.stem,
        name=own.get("name", text, "主题的中文名", path.stem if "base" in own.table else None),
        colours={c: chain.get(f"colours.{c}", parse_hex, "形如 #0b2a5b 的颜色") for c in COLOURS},
        types={
            t: TypeRole(
                chain.get(f"type.{t}.families", texts, "字体名列表"),
                chain.get(f"type.{t}.weight", _weight, "1—1000 的整数"),
            )
            for t in TYPES
        },
        ornament=ornaments[0] if ornaments else "",
        hues=chain.hues(),
        path=path,
        ornaments=ornaments,
        base=str(own.table.get("base", "")),
        manner=chain.get("manner", _manner, f"画法，可用：{'、'.join(MANNERS)}", MANNERS[0]),
        scenes=_scenes(chain, drawn, subjects),
        brand=chain.brand(),
    )
    if drawn is not None:
        _prove_ornaments(theme, chain, drawn)
    for hue in (None, *theme.hues):
        faint = (theme.with_hue(hue) if hue else theme).faint()
        if faint is not None:
            raise _too_faint(theme, hue, faint, chain)
    return theme


@dataclass(frozen=True)
class _Chain:
    """A theme's own file and its bases, nearest first."""

    files: tuple[TomlFile, ...]

    def holder(self, key: str) -> TomlFile:
        """Return the nearest file that sets the dotted `key`; the own file when none does."""
        return next((file for file in self.files if _found(file.table, key) is not None), self.files[0])

    def get(self, key: str, convert: Callable[[Any], T], expected: str, default: T | None = None) -> T:
        return self.holder(key).get(key, convert, expected, default)

    def hues(self) -> tuple[Hue, ...]:
        """Return the nearest file's hues, without the colours that a file derived from it sets for all chapters."""
        fixed: set[str] = set()
        for file in self.files:
            if file.table.get("hue"):
                return tuple(_hue(file, n, entry, fixed) for n, entry in enumerate(file.table["hue"], 1))
            fixed |= set(file.table.get("colours", {}))
        return ()

    def brand(self) -> Brand | None:
        file = next((file for file in self.files if "brand" in file.table), None)
        return Brand.read(file, "brand") if file is not None else None


def _line_of_bases(path: Path, shelf: tuple[Path, ...]) -> tuple[TomlFile, ...]:
    """Return the file at `path` and its bases. A base of the file's own name is the one of a lower layer."""
    files = [TomlFile.read(path)]
    seen = {path}
    while "base" in files[-1].table:
        file = files[-1]
        base = file.get("base", _name, "另一个主题的编号，例如 haisi")
        known = [p for p in shelf if p.stem == base]
        if base == file.path.stem and file.path in known:
            known = known[: known.index(file.path)]
        if not known:
            names = "、".join(dict.fromkeys(p.stem for p in shelf if p.stem != file.path.stem))
            raise file.fail("base", f"没有叫“{base}”的主题可作底本", f"可用：{names}")
        if known[-1] in seen:
            raise file.fail("base", f"主题“{base}”绕一圈又以自己为底本", "请让其中一个主题不写 base")
        seen.add(known[-1])
        files.append(TomlFile.read(known[-1]))
    return tuple(files)


def _prove_colour_names(file: TomlFile) -> None:
    table = file.table.get("colours", {})
    for role in table if isinstance(table, dict) else ():
        if role not in COLOURS:
            raise file.fail(
                f"colours.{role}", f"colours 里的“{role}”不是颜色角色", f"可用：{'、'.join(COLOURS)}"
            )


def _prove_ornaments(theme: Theme, chain: _Chain, drawn: Collection[str]) -> None:
    for name in (*theme.ornaments, *(hue.ornament for hue in theme.hues if hue.ornament)):
        if name not in drawn:
            raise chain.holder("ornament").fail(
                "ornament", f"没有叫“{name}”的纹样", f"可用：{'、'.join(sorted(drawn))}"
            )


def _hue(file: TomlFile, number: int, entry: Any, fixed: set[str]) -> Hue:
    if not isinstance(entry, dict):
        raise file.fail("hue", f"第 {number} 个 hue 写得不对", "应写成 [[hue]]，下面每行一个颜色")
    colours: dict[str, str] = {}
    name, ornament = f"第 {number} 个 hue", ""
    for role, value in entry.items():
        if role in COLOURS:
            try:
                colours[role] = parse_hex(value)
            except ValueError as error:
                raise file.fail("hue", f"第 {number} 个 hue 的“{role}”不是颜色", "应形如 #0b2a5b") from error
        elif role == "name":
            name = str(value)
        elif role == "ornament":
            ornament = _checked(file, number, value)
        else:
            raise file.fail(
                "hue",
                f"第 {number} 个 hue 里的“{role}”不是颜色角色",
                f"可用：{'、'.join(COLOURS)}、name、ornament",
            )
    return Hue(name, {role: colour for role, colour in colours.items() if role not in fixed}, ornament)


def _scenes(
    chain: _Chain, drawn: Collection[str] | None, subjects: Collection[str] | None
) -> Mapping[str, str]:
    """Return the subjects that a theme draws in its own way, a nearer file's before its base's."""
    scenes: dict[str, str] = {}
    for file in reversed(chain.files):
        table = file.table.get("scenes", {})
        if not isinstance(table, dict):
            raise file.fail("scenes", "“scenes”写得不对", "应写成 [scenes]，下面每行：题材 = 纹样文件名")
        for subject in table:
            if subjects is not None and subject not in subjects:
                raise file.fail(subject, f"没有叫“{subject}”的题材", f"可用：{'、'.join(subjects)}")
            name = file.get(f"scenes.{subject}", _name, "纹样文件名（不带扩展名）")
            if drawn is not None and name not in drawn:
                raise file.fail(subject, f"没有叫“{name}”的纹样", f"可用：{'、'.join(sorted(drawn))}")
            scenes[subject] = name
    return scenes


def _manner(value: Any) -> str:
    if value not in MANNERS:
        raise ValueError
    return str(value)


def _checked(file: TomlFile, number: int, value: Any) -> str:
    try:
        return _name(value)
    except ValueError as error:
        raise file.fail("hue", f"第 {number} 个 hue 的 ornament 不对", "应为纹样文件名，不带扩展名") from error


def _too_faint(theme: Theme, hue: Hue | None, faint: Faint, chain: _Chain) -> DesignError:
    colours = (theme.with_hue(hue) if hue else theme).colours
    place = f"“{hue.name}”这一章" if hue else ""
    # Point at the line a person can change: the colour's in the derived file before the base's.
    file = next((f for f in chain.files if f.line_of(faint.role) or f.line_of(faint.ground)), chain.files[0])
    return DesignError(
        f"主题“{theme.name}”{place}里 {faint.role} {colours[faint.role]} 在底色 {faint.ground} "
        f"{colours[faint.ground]} 上的对比度只有 {faint.ratio:.2f}，至少要 {faint.least:g}",
        Where(file.path, file.line_of(faint.role) or file.line_of(faint.ground)),
        "请把这种颜色或底色调得更分明",
    )


def _found(table: Mapping[str, Any], key: str) -> Any:
    value: Any = table
    for part in key.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def _weight(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1000:
        raise ValueError
    return value


def _name(value: Any) -> str:
    name = str(value)
    if not name.replace("-", "").replace("_", "").isalnum():
        raise ValueError
    return name


def _names(value: Any) -> tuple[str, ...]:
    return tuple(_name(item) for item in value) if isinstance(value, list) else (_name(value),)
