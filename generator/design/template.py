"""A template: what kind of fact it shows and one SVG drawing for each master shape."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from generator.design.size import SHAPES
from generator.design.tomlfile import TomlFile, text, texts


@dataclass(frozen=True)
class Template:
    """One folder of ``templates_svg/``: ``template.toml`` and ``portrait.svg``, ``square.svg`` ...

    `kinds` are the fact kinds it can show. `folder` holds the drawings.
    """

    id: str
    name: str
    kinds: tuple[str, ...]
    folder: Path

    @classmethod
    def read(cls, folder: Path) -> Template:
        """Read one template folder; raise DesignError naming the file when it is not whole."""
        file = TomlFile.read(folder / "template.toml")
        template = cls(
            id=folder.name,
            name=file.get("name", text, "模板的中文名"),
            kinds=file.get("kinds", texts, "能表现的事实类型列表"),
            folder=folder,
        )
        missing = [s for s in SHAPES if not template.drawing(s).is_file()]
        if missing:
            names = "、".join(f"{s}.svg" for s in missing)
            raise file.fail("name", f"模板“{template.id}”缺少图稿 {names}", "四种形状都要有一张 SVG")
        return template

    def drawing(self, shape: str) -> Path:
        """Return the path of the SVG for one master shape."""
        return self.folder / f"{shape}.svg"


def fingerprint(folders: tuple[Path, ...]) -> str:
    """Return a sha256 over every file below the template folders: any change may change any drawing.

    Shared parts and ornaments are included by name from anywhere, so the whole tree is the unit of trust.
    """
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in {".svg", ".toml"}:
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
