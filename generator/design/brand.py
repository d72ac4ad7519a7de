"""A newsroom's brand kit: logo, account name, slogan, QR code and credit line, each of which may be missing.

It stands in ``data/brand.toml`` beside the newsroom's current folder, or in a theme's ``[brand]`` table. Paths are
relative to the file they stand in. Files are read once, so that one batch has one brand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.design.tomlfile import TomlFile, text

MAX_LOGO_BYTES = 256 * 1024
MAX_LOGO_SIDE = 2048
"""Longest side of a PNG logo, px: four times what the largest card shows."""
MAX_ACCOUNT, MAX_LINE = 16, 40
"""Characters of an account name, and of a slogan or credit line: more would crowd out the source."""
MAX_QR = 220
"""Characters of a QR code's content: more would make its modules too small to scan from a phone's screen."""
_PNG = b"\x89PNG\r\n\x1a\n"
_KEYS = ("logo", "logo_dark", "account", "slogan", "qr", "credit")


@dataclass(frozen=True, slots=True)
class LogoFile:
    """A logo as it was read: its bytes, ``svg`` or ``png``, and the file's path for messages."""

    data: bytes
    kind: str
    path: Path

    @property
    def sha256(self) -> str:
        """The digest of the file's bytes."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Brand:
    """The parts of a brand; "" or None where one is missing. `logo_dark` is the logo for dark grounds."""

    account: str = ""
    slogan: str = ""
    credit: str = ""
    qr: str = ""
    logo: LogoFile | None = None
    logo_dark: LogoFile | None = None

    @classmethod
    def read(cls, file: TomlFile, table: str = "") -> Brand:
        """Read a brand from a TOML file, or from one table of it.

        Raises DesignError with file and line for an unknown key, a text that is too long, or a logo that cannot be
        read, is too large, or is neither SVG nor PNG.
        """
        values: Any = file.table.get(table) if table else file.table
        if not isinstance(values, dict):
            raise file.fail(table, f"“{table}”写得不对", "应写成 [brand]，下面每行一项")
        for key in values:
            if key not in _KEYS:
                raise file.fail(key, f"品牌里没有“{key}”这一项", f"可用：{'、'.join(_KEYS)}")
        prefix = f"{table}." if table else ""

        def line(key: str, most: int) -> str:
            value = file.get(f"{prefix}{key}", text, "一行文字", "").strip() if values.get(key) != "" else ""
            if len(value) > most or "\n" in value:
                raise file.fail(key, f"“{key}”有 {len(value)} 个字", f"请写成一行，最多 {most} 个字")
            return value

        return cls(
            account=line("account", MAX_ACCOUNT),
            slogan=line("slogan", MAX_LINE),
            credit=line("credit", MAX_LINE),
            qr=line("qr", MAX_QR),
            logo=_logo(file, "logo", values),
            logo_dark=_logo(file, "logo_dark", values),
        )

    @property
    def account_of_itself(self) -> Mapping[str, str]:
        """What a manifest says of the brand: texts as they are, logos by digest; missing parts are left out."""
        parts = {"account": self.account, "slogan": self.slogan, "credit": self.credit, "qr": self.qr}
        for key, logo in (("logo", self.logo), ("logo_dark", self.logo_dark)):
            parts[key] = f"{logo.kind} sha256:{logo.sha256}" if logo else ""
        return {key: value for key, value in parts.items() if value}


def _logo(file: TomlFile, key: str, values: Mapping[str, Any]) -> LogoFile | None:
    name = values.get(key, "")
    if name == "":
        return None
    if not isinstance(name, str):
        raise file.fail(key, f"“{key}”的值 {name!r} 不对", "应为图片文件名，例如 logo.svg")
    path = file.path.parent / name
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_LOGO_BYTES + 1)
    except OSError as error:
        raise file.fail(
            key, f"读不了台标“{name}”：{error.strerror}", f"图片路径相对于 {file.path.name}"
        ) from error
    if len(data) > MAX_LOGO_BYTES:
        raise file.fail(key, f"台标“{name}”超过 {MAX_LOGO_BYTES // 1024} KB", "请导出小一些的文件，最好是 SVG")
    if data.startswith(_PNG):
        return _png(file, key, name, LogoFile(data, "png", path))
    if b"<svg" in data[:4096]:
        return LogoFile(data, "svg", path)
    raise file.fail(key, f"台标“{name}”不是 SVG，也不是 PNG", "请导出为 SVG 或 PNG")


def _png(file: TomlFile, key: str, name: str, logo: LogoFile) -> LogoFile:
    # The header chunk comes first by the PNG standard: width and height are its first eight bytes.
    width, height = (int.from_bytes(logo.data[at : at + 4], "big") for at in (16, 20))
    if not (0 < width <= MAX_LOGO_SIDE and 0 < height <= MAX_LOGO_SIDE):
        raise file.fail(
            key, f"台标“{name}”是 {width}×{height} 像素", f"请缩到长宽都不超过 {MAX_LOGO_SIDE} 像素"
        )
    return logo


def read_brand(folders: tuple[Path, ...]) -> Brand | None:
    """Return the brand of the last data folder that has a ``brand.toml``, or None; raise DesignError."""
    for folder in reversed(folders):
        path = folder / "brand.toml"
        if path.is_file():
            return Brand.read(TomlFile.read(path))
    return None
