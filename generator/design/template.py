"""A template: what kind of fact it shows and one SVG drawing for each master shape."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.design.size import SHAPES
from generator.design.tomlfile import TomlFile, text, texts, truth

_CONTENT = {".svg", ".toml", ".tsv", ".txt"}


@dataclass(frozen=True)
class Template:
    """One folder of ``templates_svg/``: ``template.toml`` and ``portrait.svg``, ``square.svg`` ...

    `kinds` are the fact kinds it can show. `shows`: what a card's copy must offer (one of its aspects, such as
    ``share`` or ``honour``), empty for a template that takes any. `sparing`: it takes turns with the plain template
    of the kind, so that a run of like facts is not a run of like cards. `asked`: only for cards whose fact or batch
    names it. `folder` holds the drawings, `fingerprint` is
    a sha256 over them.
    """

    id: str
    name: str
    kinds: tuple[str, ...]
    folder: Path
    fingerprint: str
    shows: tuple[str, ...] = ()
    sparing: bool = False
    asked: bool = False
    landmark: bool = False

    @classmethod
    def read(cls, folder: Path) -> Template:
        """Read one template folder; raise DesignError naming the file when it is not whole."""
        file = TomlFile.read(folder / "template.toml")
        missing = [f"{shape}.svg" for shape in SHAPES if not (folder / f"{shape}.svg").is_file()]
        if missing:
            names = "、".join(missing)
            raise file.fail("name", f"模板“{folder.name}”缺少图稿 {names}", "四种形状都要有一张 SVG")
        return cls(
            id=folder.name,
            name=file.get("name", text, "模板的中文名"),
            kinds=file.get("kinds", texts, "能表现的事实类型列表"),
            folder=folder,
            fingerprint=fingerprint([folder]),
            shows=file.get("shows", texts, "要有的内容列表", ()),
            sparing=file.get("sparing", truth, "true 或 false", False),
            asked=file.get("asked", truth, "true 或 false", False),
            landmark=file.get("landmark", truth, "true 或 false", False),
        )


def fingerprint(folders: Iterable[Path]) -> str:
    """Return a sha256 over every drawing and table below these folders, by relative name and content."""
    digest = hashlib.sha256()
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix in _CONTENT:
                digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
                digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
