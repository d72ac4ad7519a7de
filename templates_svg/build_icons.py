"""Build ``_icons/``: every icon that ``data/words_cards/icons.tsv`` names, out of Lucide's published package.

Run ``python templates_svg/build_icons.py`` from a development environment; ``npm`` fetches the package, whose sha256 is
written below. A run over the same package writes the same bytes. An icon is kept as bare shapes: `_parts/icon.svg`
gives it its colour, size and the one stroke width.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
TABLE = HERE.parent / "data" / "words_cards" / "icons.tsv"
OUT = HERE / "_icons"
PACKAGE, VERSION = "lucide-static", "1.62.0"
SHA256 = "386f9080c440d6f5049cefe3456ae8357f7a0c7f76e59670cd1cb83bc7050a44"
SVG = "{http://www.w3.org/2000/svg}"


def names() -> list[str]:
    """Return the icons that the word table names, sorted."""
    rows = (
        line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")
    )
    return sorted({row[1].strip() for row in rows if len(row) == 2})


def bare(svg: bytes) -> str:
    """Return an icon's shapes in a group, without colour, size and stroke, one shape a line."""
    lines = ['<g xmlns="http://www.w3.org/2000/svg">']
    for shape in ElementTree.fromstring(svg):
        attributes = "".join(f' {key}="{value}"' for key, value in shape.attrib.items())
        lines.append(f"<{shape.tag.removeprefix(SVG)}{attributes}/>")
    return "\n".join([*lines, "</g>", ""])


def main() -> int:
    """Fetch, check and write."""
    with tempfile.TemporaryDirectory() as place:
        command = ["npm", "pack", "--silent", f"{PACKAGE}@{VERSION}"]
        subprocess.run(command, cwd=place, check=True, stdout=subprocess.DEVNULL)
        archive = next(Path(place).glob("*.tgz"))
        digest = hashlib.sha256(archive.read_bytes()).hexdigest()
        if digest != SHA256:
            print(f"{archive.name}: sha256 is {digest}, expected {SHA256}", file=sys.stderr)
            return 1
        OUT.mkdir(exist_ok=True)
        for old in OUT.glob("*.svg"):
            old.unlink()
        sums = []
        with tarfile.open(archive) as package:

            def read(member: str) -> bytes:
                file = package.extractfile(f"package/{member}")
                if file is None:
                    raise FileNotFoundError(member)
                return file.read()

            (OUT / "LICENSE-lucide.txt").write_bytes(read("LICENSE"))
            for name in names():
                text = bare(read(f"icons/{name}.svg")).encode()
                (OUT / f"{name}.svg").write_bytes(text)
                sums.append(f'"{name}" = "{hashlib.sha256(text).hexdigest()}"')
    head = [
        "# Written by build_icons.py; do not edit.",
        f'source = "npm:{PACKAGE}@{VERSION}"',
        f'source_sha256 = "{SHA256}"',
        'licence = "ISC"',
        'licence_file = "LICENSE-lucide.txt"',
        "",
        "[sha256]",
    ]
    (OUT / "icons.toml").write_text("\n".join([*head, *sums, ""]), encoding="utf-8", newline="\n")
    print(f"{len(sums)} icons")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
