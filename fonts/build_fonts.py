"""Build every font file in this folder from its published source package.

Run ``python fonts/build_fonts.py`` from a development environment (it needs ``uharfbuzz``, ``npm`` and
``pip``; the network is used by those two clients only). Each source archive is checked against the
sha256 written below, each result is written with its own sha256 to ``fonts.toml``, and a run over the same
archives writes the same bytes.

Why subset at all: hinting is dead weight for a program that draws outlines, and the Serif's Extension A
(6,592 rare hanzi) would add 9 MB for letters that the Sans carries as a fallback anyway.
"""

from __future__ import annotations

import argparse
import hashlib
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import uharfbuzz as hb

HERE = Path(__file__).resolve().parent
EXTENSION_A = range(0x3400, 0x4DC0)


@dataclass(frozen=True)
class Source:
    """One published archive: the client that fetches it, its exact version and its sha256."""

    client: str  # "npm" or "pip"
    package: str
    version: str
    sha256: str

    @property
    def name(self) -> str:
        """The archive as a person would look it up, e.g. ``npm:@expo-google-fonts/oswald@0.4.2``."""
        return f"{self.client}:{self.package}@{self.version}"


@dataclass(frozen=True)
class Build:
    """One font file to make: where it comes from and which characters stay."""

    file: str
    family: str
    weight: str  # "700", or "100-900" for a variable axis
    source: Source
    member: str
    licence_member: str
    licence: str
    keep: str  # "all", "no-extension-a" or "gbk-gaps" (what GBK has and the Sans lacks)


SANS = Source(
    "pip", "justmytype-intl-cjk", "0.1.0", "06d9665542bfcad373716bb80583aa2d9bb2086a054fe11f706b9bd41e03f256"
)
SERIF = Source(
    "npm",
    "@expo-google-fonts/noto-serif-sc",
    "0.4.3",
    "ff6bcf5ba68d92dfecc05544bb150f9e724741a932354a0dd97e7289c40a3f5e",
)
MATH = Source(
    "npm",
    "@expo-google-fonts/noto-sans-math",
    "0.4.2",
    "652041ca903e7adcc1502a0621350526463e91416757310391370ff5f8fb3ce8",
)
OSWALD = Source(
    "npm",
    "@expo-google-fonts/oswald",
    "0.4.2",
    "0cc1d71781b4a5c6c0e6f8b346a71e3f898529e5343ffe34911f98232af2e78c",
)
BARLOW = Source(
    "npm",
    "@expo-google-fonts/barlow-condensed",
    "0.4.1",
    "8236de8212099408d4780e5af6aec8dc1c9cb0a78ff376cf76edd8c979c874d3",
)

_SC = "justmytype_intl_cjk/fonts/ofl/notosanssc/"

BUILDS = (
    Build("NotoSansSC-VF.ttf", "Noto Sans SC", "100-900", SANS, _SC + "NotoSansSC[wght].ttf",
          _SC + "OFL.txt", "OFL-NotoSansSC.txt", "all"),
    Build("NotoSansMath-GBK-gaps.ttf", "Noto Sans Math", "400", MATH,
          "package/400Regular/NotoSansMath_400Regular.ttf",
          "package/LICENSE_FONT", "OFL-NotoSansMath.txt", "gbk-gaps"),
    Build("NotoSerifSC-Bold.ttf", "Noto Serif SC", "700", SERIF, "package/700Bold/NotoSerifSC_700Bold.ttf",
          "package/LICENSE_FONT", "OFL-NotoSerifSC.txt", "no-extension-a"),
    Build("NotoSerifSC-Black.ttf", "Noto Serif SC", "900", SERIF, "package/900Black/NotoSerifSC_900Black.ttf",
          "package/LICENSE_FONT", "OFL-NotoSerifSC.txt", "no-extension-a"),
    Build("Oswald-SemiBold.ttf", "Oswald", "600", OSWALD, "package/600SemiBold/Oswald_600SemiBold.ttf",
          "package/LICENSE_FONT", "OFL-Oswald.txt", "all"),
    Build("Oswald-Bold.ttf", "Oswald", "700", OSWALD, "package/700Bold/Oswald_700Bold.ttf",
          "package/LICENSE_FONT", "OFL-Oswald.txt", "all"),
    Build("BarlowCondensed-SemiBold.ttf", "Barlow Condensed", "600", BARLOW,
          "package/600SemiBold/BarlowCondensed_600SemiBold.ttf",
          "package/LICENSE_FONT", "OFL-BarlowCondensed.txt", "all"),
    Build("BarlowCondensed-Bold.ttf", "Barlow Condensed", "700", BARLOW,
          "package/700Bold/BarlowCondensed_700Bold.ttf",
          "package/LICENSE_FONT", "OFL-BarlowCondensed.txt", "all"),
    Build("BarlowCondensed-ExtraBold.ttf", "Barlow Condensed", "800", BARLOW,
          "package/800ExtraBold/BarlowCondensed_800ExtraBold.ttf",
          "package/LICENSE_FONT", "OFL-BarlowCondensed.txt", "all"),
)  # fmt: skip


def gbk() -> Iterator[int]:
    """Yield every code point GBK encodes in two bytes, private-use area left out."""
    for lead in range(0x81, 0xFF):
        for trail in range(0x40, 0xFF):
            try:
                char = bytes([lead, trail]).decode("gbk")
            except UnicodeDecodeError:
                continue
            if len(char) == 1 and not 0xE000 <= ord(char) < 0xF900:
                yield ord(char)


def fetch(source: Source, folder: Path) -> Path:
    """Download one archive into `folder`; raise SystemExit when its sha256 is not the known one."""
    target = folder / source.package.replace("/", "-").lstrip("@")
    target.mkdir(parents=True, exist_ok=True)
    found = [p for p in target.iterdir() if p.suffix in {".tgz", ".whl"}]
    if not found:
        if source.client == "npm":
            command = ["npm", "pack", "--silent", f"{source.package}@{source.version}"]
        else:
            command = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps",
                       "--only-binary=:all:", f"{source.package}=={source.version}"]  # fmt: skip
        subprocess.run(command, cwd=target, check=True)
        found = [p for p in target.iterdir() if p.suffix in {".tgz", ".whl"}]
    digest = hashlib.sha256(found[0].read_bytes()).hexdigest()
    if digest != source.sha256:
        raise SystemExit(f"{source.name}: sha256 is {digest}, expected {source.sha256}")
    return found[0]


def member(archive: Path, name: str) -> bytes:
    """Return one file of a .whl or .tgz archive."""
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            return wheel.read(name)
    with tarfile.open(archive) as pack:
        handle = pack.extractfile(name)
        if handle is None:
            raise SystemExit(f"{archive.name} has no {name}")
        return handle.read()


def characters(font: bytes) -> set[int]:
    """Return the code points a font maps to a glyph."""
    return set(hb.Face(hb.Blob(font)).unicodes)


def subset(font: bytes, keep: set[int]) -> bytes:
    """Return the font with the characters of `keep`, every layout feature and no hinting."""
    wanted = hb.SubsetInput()
    wanted.keep_everything()
    wanted.unicode_set.clear()
    wanted.unicode_set.update(keep)
    wanted.glyph_set.clear()
    wanted.flags = hb.SubsetFlags.NO_HINTING | hb.SubsetFlags.NOTDEF_OUTLINE
    data = hb.subset(hb.Face(hb.Blob(font)), wanted).blob.data
    if data is None:
        raise SystemExit("subsetting failed")
    return bytes(data)


def main() -> None:
    """Build all fonts and write ``fonts.toml`` beside them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, help="keep the downloaded archives in this folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        cache = options.cache or Path(temporary)
        archives = {b.source: fetch(b.source, cache) for b in BUILDS}
        sans = characters(member(archives[SANS], BUILDS[0].member))
        lines = ["# Written by build_fonts.py; do not edit. One [[font]] a file.\n"]
        for build in BUILDS:
            archive = archives[build.source]
            raw = member(archive, build.member)
            keep = characters(raw)
            if build.keep == "no-extension-a":
                keep -= set(EXTENSION_A)
            elif build.keep == "gbk-gaps":
                keep &= set(gbk()) - sans
            data = subset(raw, keep)
            (HERE / build.file).write_bytes(data)
            (HERE / build.licence).write_bytes(member(archive, build.licence_member))
            lines.append(
                f'\n[[font]]\nfile = "{build.file}"\nfamily = "{build.family}"\nweight = "{build.weight}"\n'
                f'licence = "OFL-1.1"\nlicence_file = "{build.licence}"\nsource = "{build.source.name}"\n'
                f'source_file = "{build.member}"\nsource_sha256 = "{build.source.sha256}"\n'
                f'characters = {len(keep)}\nsha256 = "{hashlib.sha256(data).hexdigest()}"\n'
            )
            print(f"{build.file}: {len(keep)} characters, {len(data) / 1e6:.1f} MB")
        (HERE / "fonts.toml").write_text("".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
