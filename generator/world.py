"""The outside world as one value: where fonts, templates and tables lie, and what time it is.

Doors (the command line, the preview) make a World; nothing below them asks the environment, the clock or
the system's fonts. Tests hand in their own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

SHANGHAI = "Asia/Shanghai"
_NAMES = ("fonts", "templates_svg", "data")
_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return the folder ``fonts``, ``templates_svg`` or ``data`` that came with mima.

    An installed wheel carries them inside the package; a checkout has them beside it.
    """
    inside = _PACKAGE / "_resources" / name
    return inside if inside.is_dir() else _PACKAGE.parent / name


def _now() -> datetime:
    return datetime.now(ZoneInfo(SHANGHAI))


@dataclass(frozen=True)
class World:
    """Everything a run takes from outside.

    Folders are searched in order and a later folder's file wins, so a newsroom's own `fonts/`,
    `templates_svg/` and `data/` override what mima ships. `clock` returns an aware datetime.
    """

    fonts: tuple[Path, ...]
    templates: tuple[Path, ...]
    data: tuple[Path, ...]
    clock: Callable[[], datetime] = _now

    def __reduce__(self) -> tuple[object, tuple[object, ...]]:
        """Travel to another machine: what mima ships is found where it lies there."""
        folders = [tuple(_sent(path) for path in layer) for layer in (self.fonts, self.templates, self.data)]
        return _arrived, (*folders, self.clock)

    @classmethod
    def at(cls, folder: Path | None = None) -> World:
        """Return the shipped world, with the newsroom's folders below `folder` laid over it."""

        def layers(name: str) -> tuple[Path, ...]:
            base = shipped(name)
            own = (folder / name).resolve() if folder is not None else base
            return (base, own) if own.is_dir() and own != base.resolve() else (base,)

        return cls(layers("fonts"), layers("templates_svg"), layers("data"))


def _sent(path: Path) -> Path | str:
    return next((name for name in _NAMES if path == shipped(name)), path)


def _arrived(
    fonts: tuple[Path | str, ...],
    templates: tuple[Path | str, ...],
    data: tuple[Path | str, ...],
    clock: Callable[[], datetime],
) -> World:
    def here(layers: tuple[Path | str, ...]) -> tuple[Path, ...]:
        return tuple(shipped(layer) if isinstance(layer, str) else layer for layer in layers)

    return World(here(fonts), here(templates), here(data), clock)
