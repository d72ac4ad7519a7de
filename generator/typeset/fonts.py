"""The book of fonts: which family has which character, at which weight, from which file.

Nothing outside the given folders is ever read, so the same folders give the same cards on every machine.
"""

from __future__ import annotations

import hashlib
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from generator.errors import DesignError, Where

LAST_RESORT = ("Noto Sans SC", "Noto Sans Math")
"""Families tried after a chain is exhausted. Both ship with mima; what they draw is recorded in the manifest."""

_BOUND = 50_000
_GENERIC = frozenset(("sans-serif", "serif", "monospace", "system-ui", "cursive", "fantasy", "inherit"))
_SUFFIXES = frozenset((".ttf", ".otf", ".ttc", ".otc"))
_CHINESE_NAMES = ("zh-cn", "zh-hans", "zh")


@dataclass(frozen=True)
class FontFile:
    """One face of one font file: `weight` is the range it can draw, equal ends for a static font."""

    path: Path
    family: str
    weight: tuple[int, int]
    index: int = 0

    def distance(self, weight: int) -> tuple[int, int]:
        """Order files by how near they come to `weight`; on a tie the heavier one wins, as in CSS for ≥ 500."""
        low, high = self.weight
        nearest = min(max(weight, low), high)
        return abs(nearest - weight), -nearest


@dataclass(frozen=True)
class Face:
    """A font file at one weight, opened. `upem` is font units per em; `font` is HarfBuzz's."""

    key: str
    family: str
    weight: int
    upem: int
    font: Any = field(repr=False)
    tags: frozenset[str] = field(repr=False, default=frozenset())
    _has: dict[str, bool] = field(default_factory=dict, repr=False, compare=False)

    def has(self, cluster: str) -> bool:
        """Return whether the face draws `cluster`: one character, or a base with its combining marks."""
        known = self._has.get(cluster)
        if known is None:
            composed = unicodedata.normalize("NFC", cluster) if len(cluster) > 1 else cluster
            if len(self._has) > _BOUND:
                self._has.clear()
            known = all(self.font.get_nominal_glyph(ord(character)) for character in composed)
            self._has[cluster] = known
        return known


class FontBook:
    """All fonts of some folders, opened only when a character needs them."""

    def __init__(self, files: Sequence[FontFile], last_resort: Sequence[str] = LAST_RESORT) -> None:
        self._files: dict[str, list[FontFile]] = {}
        self._names: dict[str, str] = {}
        for file in files:
            self._names.setdefault(file.family.casefold(), file.family)
            family = self._names[file.family.casefold()]
            rest = [f for f in self._files.get(family, []) if f.weight != file.weight or f.path == file.path]
            self._files[family] = [*rest, file]
        self._last_resort = tuple(last_resort)
        self._blobs: dict[tuple[Path, int], Any] = {}
        self._faces: dict[str, Face] = {}
        self._chains: dict[tuple[tuple[str, ...], int], tuple[Face, ...]] = {}
        self._prints: dict[Path, str] = {}

    @classmethod
    def load(cls, *folders: Path, last_resort: Sequence[str] = LAST_RESORT) -> FontBook:
        """Read every `fonts.toml` and every further font file of `folders`; a later folder's file wins.

        Raises DesignError for a manifest or font file that is missing or broken, or if there is no font at all.
        """
        files: list[FontFile] = []
        for folder in folders:
            listed = _from_manifest(folder / "fonts.toml")
            files += listed
            known = {file.path for file in listed}
            for path in sorted(folder.iterdir()) if folder.is_dir() else ():
                if path.suffix.lower() in _SUFFIXES and path not in known:
                    files += _from_file(path)
        if not files:
            where = Where("、".join(str(folder) for folder in folders) or None)
            raise DesignError("没有找到任何字体", where, "请把 .ttf 或 .otf 字体放进字体目录")
        return cls(files, last_resort)

    @property
    def families(self) -> tuple[str, ...]:
        """The families of the book, sorted."""
        return tuple(sorted(self._files))

    def weights(self, family: str) -> tuple[tuple[int, int], ...]:
        """Return the weight ranges that `family` can draw, sorted; a static font is a range of one."""
        return tuple(sorted({file.weight for file in self._files_of(family)}))

    def face(self, key: str) -> Face:
        """Return the face with a key as in ``Noto Sans SC@700``; raise DesignError for an unknown or broken one."""
        found = self._faces.get(key)
        if found is None:
            family, _, weight = key.rpartition("@")
            found = self._open(family, int(weight) if weight.isdigit() else 400)
        return found

    def chain(self, families: tuple[str, ...], weight: int) -> tuple[Face, ...]:
        """Return the faces to try in order: the chain's, then the book's last resort.

        Generic CSS names are passed over. Raises DesignError for a family the book lacks.
        """
        found = self._chains.get((families, weight))
        if found is None:
            named = [name for name in families if name.casefold() not in _GENERIC]
            resort = [name for name in self._last_resort if name.casefold() in self._names]
            faces = (self._open(name, weight) for name in (*named, *resort))
            found = self._chains[families, weight] = tuple(dict.fromkeys(faces))
        return found

    def resolve(self, families: tuple[str, ...], weight: int, cluster: str) -> str | None:
        """Return the key of the first face that draws `cluster` (a character with its marks), or None."""
        return next((face.key for face in self.chain(families, weight) if face.has(cluster)), None)

    def coverage(self, character: str) -> tuple[str, ...]:
        """Return the families that have `character`, sorted."""
        return tuple(family for family in self.families if self._open(family, 400).has(character))

    def fingerprint(self, key: str) -> str:
        """Return the SHA-256 of the file behind a face, in hex; it changes whenever the drawing may change."""
        family, _, weight = key.rpartition("@")
        path = self._nearest(family, int(weight)).path
        if path not in self._prints:
            with path.open("rb") as stream:
                self._prints[path] = hashlib.file_digest(stream, "sha256").hexdigest()
        return self._prints[path]

    def fingerprints(self) -> dict[str, str]:
        """Return file name → SHA-256 for every file of the book, sorted by name."""
        files = {file.path.name: file for some in self._files.values() for file in some}
        return {
            name: self.fingerprint(f"{file.family}@{file.weight[0]}") for name, file in sorted(files.items())
        }

    def _files_of(self, family: str) -> list[FontFile]:
        name = self._names.get(family.casefold())
        if name is None:
            raise DesignError(
                f"字体目录里没有“{family}”", remedy=f"请装入这个字体，或改用：{'、'.join(self.families)}"
            )
        return self._files[name]

    def _nearest(self, family: str, weight: int) -> FontFile:
        return min(self._files_of(family), key=lambda file: file.distance(weight))

    def _open(self, family: str, weight: int) -> Face:
        file = self._nearest(family, weight)
        drawn = min(max(weight, file.weight[0]), file.weight[1])
        key = f"{file.family}@{drawn}"
        if key not in self._faces:
            face = self._blobs.get((file.path, file.index))
            if face is None:
                face = self._blobs[file.path, file.index] = _hb_face(file.path, file.index)
            font = hb.Font(face)
            if file.weight[0] != file.weight[1]:
                font.set_variations({"wght": float(drawn)})
            tags = {tag for table in ("GSUB", "GPOS") for tag in _features(face, table)}
            self._faces[key] = Face(key, file.family, drawn, face.upem, font, frozenset(tags))
        return self._faces[key]


def _features(face: Any, table: str) -> set[str]:
    """Return the feature tags of `face` in GSUB or GPOS, over all its scripts and languages."""
    tags: set[str] = set()
    for script in range(len(face.get_table_script_tags(table))):
        languages = len(face.get_script_language_tags(table, script))
        for language in (0xFFFF, *range(languages)):
            tags |= set(face.get_language_feature_tags(table, script, language))
    return tags


def _hb_face(path: Path, index: int) -> Any:
    """Open a font file through a memory map; raise DesignError when it holds no glyphs."""
    try:
        face = hb.Face(hb.Blob.from_file_path(str(path)), index)
    except (OSError, hb.HarfBuzzError, MemoryError) as error:
        raise DesignError("字体文件打不开", Where(path), "请重新拷贝这个文件") from error
    if face.glyph_count == 0 or "cmap" not in face.table_tags:
        raise DesignError(
            "字体文件已损坏，或不是 TrueType / OpenType 字体", Where(path), "请换一份完好的字体文件"
        )
    return face


def _from_manifest(path: Path) -> list[FontFile]:
    if not path.is_file():
        return []
    try:
        entries = tomllib.loads(path.read_text(encoding="utf-8")).get("font", [])
        files = []
        for entry in entries:
            low, _, high = str(entry["weight"]).partition("-")
            weight = (int(low), int(high or low))
            files.append(FontFile(path.parent / entry["file"], entry["family"], weight, entry.get("index", 0)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise DesignError(
            f"字体清单写错了：{error}", Where(path), "每个 [[font]] 要有 file、family、weight"
        ) from error
    missing = [file.path for file in files if not file.path.is_file()]
    if missing:
        raise DesignError(
            f"字体清单里的“{missing[0].name}”不在目录中", Where(path), "请补上这个文件，或从清单里删去"
        )
    return files


def _from_file(path: Path) -> list[FontFile]:
    """Read family and weight of each face of a file that no manifest lists, under English and Chinese names."""
    first = _hb_face(path, 0)
    files = []
    for index in range(max(1, first.count)):
        face = first if index == 0 else _hb_face(path, index)
        axis = next((axis for axis in face.axis_infos if axis.tag == "wght"), None)
        if axis is not None:
            weight = (int(axis.min_value), int(axis.max_value))
        else:
            weight = (int(hb.Font(face).get_style_value(hb.StyleTag.WEIGHT)),) * 2
        for family in _family_names(face) or [path.stem]:
            files.append(FontFile(path, family, weight, index))
    return files


def _family_names(face: Any) -> list[str]:
    """Return the typographic family, else the family, in English and each Chinese name; no doubles."""
    names: dict[str, None] = {}
    present = {(int(entry.name_id), str(entry.language).lower()) for entry in face.list_names()}
    for language in ("en", *_CHINESE_NAMES):
        for name_id in (16, 1):
            if (name_id, language) in present:
                name = face.get_name(name_id, language)
                if name:
                    names[name] = None
                break
    return list(names)
