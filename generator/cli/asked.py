"""What a person typed, checked and turned into values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path

from generator.batch import FEATURES, USUAL, Wishes
from generator.card import BALANCED, PACKINGS
from generator.errors import UsageError

FORMATS = ("yaml", "json", "csv", "xlsx")
MAX_PROCESSES = 64


@dataclass(frozen=True)
class Order:
    """One call of ``mima batch``."""

    sources: tuple[Path, ...]
    output: Path | None
    wishes: Wishes
    processes: int
    renderer: str
    force: bool
    article: Path | None = None
    read_back: bool = False
    packing: str = BALANCED
    cluster: str = ""
    share: str = ""
    cache: bool = False

    def cache_folder(self) -> Path | None:
        """Return where grounds are kept for the next batch, beside what the articles share; None for nowhere."""
        return (self.output or Path("out")) / ".cache" if self.cache else None

    def folders(self) -> tuple[Path, ...]:
        """Return where each source's cards go: a folder each, no two alike."""
        if len(self.sources) == 1:
            return (self.output or folder_of(self.sources[0]),)
        base = self.output or Path("out")
        taken: set[str] = set()
        folders = []
        for source in self.sources:
            name, count = _stem(source), 1
            while name.casefold() in taken:
                count += 1
                name = f"{_stem(source)}-{count}"
            taken.add(name.casefold())
            folders.append(base / name)
        return tuple(folders)


def folder_of(source: Path) -> Path:
    """Return where a source's pictures go when nobody says where."""
    return Path("out") / _stem(source)


def _stem(source: Path) -> str:
    # A trailing dot or blank is dropped by Windows, a leading dot hides a folder, "" and ".." are no names at all.
    return source.stem.strip(". ") or "cards"


def packing(name: str) -> str:
    """Return how PNG files are packed; raise UsageError for a name that is none."""
    if name not in PACKINGS:
        raise UsageError(f"没有叫“{name}”的压法", None, f"可用：{'、'.join(PACKINGS)}")
    return name


def wishes(
    sizes: Sequence[str] | None,
    template: str,
    theme: str,
    only: Sequence[str] | None,
    features: Sequence[str] | None = None,
    usual_theme: str = "",
) -> Wishes:
    """Return a batch's wishes; an option may also hold several names, parted by commas.

    Raises UsageError for an unknown feature.
    """
    return Wishes(names(sizes), template, theme, names(only), _features(names(features)), usual_theme)


def _features(names: tuple[str, ...]) -> tuple[str, ...]:
    by_name = {chinese: family for family, chinese in FEATURES.items()}
    chosen: list[str] = []
    for name in names or USUAL:
        if name in {"all", "全部"}:
            chosen += FEATURES
        elif name not in {"none", "无"}:
            family = by_name.get(name, name)
            if family not in FEATURES:
                near = get_close_matches(name, [*FEATURES, *by_name], n=1, cutoff=0.4)
                hint = f"最接近的是“{near[0]}”；" if near else ""
                known = "、".join(f"{family} {chinese}" for family, chinese in FEATURES.items())
                raise UsageError(
                    f"--with 的“{name}”不认识", None, f"{hint}可用：{known}；all 全部；none 一张也不要"
                )
            chosen.append(family)
    return tuple(dict.fromkeys(chosen))


def names(values: Sequence[str] | None) -> tuple[str, ...]:
    """Return the names of an option that may be given several times and hold several names, parted by commas."""
    parts = (part.strip() for value in values or () for part in value.replace("，", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))


def processes(value: str, cores: int) -> int:
    """Return the number of processes asked for, `cores` when none; raise UsageError for no whole number above 0."""
    if not value:
        return cores
    if not value.isascii() or not value.isdigit() or not 1 <= int(value[:6]) <= MAX_PROCESSES:
        raise UsageError(f"-j 的值“{value}”不对", None, f"应为 1—{MAX_PROCESSES} 的整数，例如 -j 2")
    return int(value)


def fact_format(value: str, output: Path | None) -> str:
    """Return the format of a facts file: the one asked for, else by the file's name, else YAML.

    Raises UsageError for an unknown format, and for XLSX without a file to write it to.
    """
    by_name = output.suffix.lower().lstrip(".").replace("yml", "yaml") if output is not None else ""
    form = value.lower() or (by_name if by_name in FORMATS else "yaml")
    if form not in FORMATS:
        near = get_close_matches(form, FORMATS, 1, 0.4)
        hint = f"最接近的是“{near[0]}”；" if near else ""
        raise UsageError(f"没有叫“{value}”的格式", None, f"{hint}可用：{'、'.join(FORMATS)}")
    if form == "xlsx" and output is None:
        raise UsageError("Excel 表格不能输出到屏幕", None, "请用 -o 指定文件，例如 -o facts.xlsx")
    return form


def one_of(value: str, known: Sequence[str], option: str) -> str:
    """Return `value` where it is one of `known`; raise UsageError, with the nearest, where not."""
    if value in known:
        return value
    near = get_close_matches(value, known, 1, 0.4)
    hint = f"最接近的是“{near[0]}”；" if near else ""
    raise UsageError(f"{option} 的值“{value}”不认识", None, f"{hint}可用：{'、'.join(known)}")


def number(value: str, option: str) -> int:
    """Return a post's number; raise UsageError for anything else."""
    if not value.isascii() or not value.isdigit() or len(value) > 12:
        raise UsageError(f"{option} 的值“{value}”不对", None, "应为编号，见 mima series show")
    return int(value)
