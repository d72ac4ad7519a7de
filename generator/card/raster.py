"""Rasterisers behind one small interface: a finished sheet in, opaque RGB pixels out.

CairoSVG is the user's choice and the default; resvg-py is a self-contained wheel for systems without libcairo, and
the second opinion that tests hold CairoSVG against.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from PIL import Image

from generator.card.impression import Impression
from generator.card.sheet import Sheet
from generator.errors import DesignError, MimaError, UsageError

_KEPT_BLOCKS = 3
"""Blocks of at most 16 MB that Pillow keeps when pictures go: see PILLOW_BLOCKS_MAX in its documentation."""


class Rasteriser(Protocol):
    """What the press needs of a rasteriser. `name` and `version` go into the manifest and the content key."""

    name: str
    version: str

    def impression(self, sheet: Sheet) -> Impression:
        """Return the sheet as RGB pixels of exactly its width and height in px, to be read at once or kept.

        Raises DesignError for a drawing that the rasteriser cannot draw.
        """
        ...

    def pixels(self, sheet: Sheet) -> Image.Image:
        """Return the same as an image of its own."""
        ...

    def keep_in(self, folder: Path) -> None:
        """Keep in a folder what many cards share, for the next run and for other processes of this one."""
        ...


class CairoRasteriser:
    """CairoSVG with its grounds kept and its plain shapes drawn straight: see `generator/card/plate.py`."""

    name = "cairosvg"

    def __init__(self) -> None:
        import cairocffi  # noqa: PLC0415  (importing it needs the system's libcairo: OSError where there is none)

        from generator.card.plate import Plates  # noqa: PLC0415

        # A picture that is done with leaves its memory to the next one: fresh memory costs more than drawing a card.
        core = Image.core  # type: ignore[attr-defined]
        core.set_blocks_max(max(core.get_blocks_max(), _KEPT_BLOCKS))
        self.version = f"{version('cairosvg')}/cairo-{cairocffi.cairo_version_string()}"
        self._plates = Plates()

    def keep_in(self, folder: Path) -> None:
        """Keep grounds in a folder, for the next run and for other processes of this one."""
        from generator.card.rack import Rack  # noqa: PLC0415

        self._plates.rack = Rack(folder, f"{self.name} {self.version}")

    def impression(self, sheet: Sheet) -> Impression:
        """Return the sheet as it stands on its plate; several threads may ask at once."""
        with _told(self.name):
            return self._plates.draw(sheet.forme, sheet.width, sheet.height)

    def pixels(self, sheet: Sheet) -> Image.Image:
        """Return the sheet as RGB pixels."""
        return self.impression(sheet).image

    def whole(self, sheet: Sheet) -> Image.Image:
        """Return the sheet as CairoSVG alone draws it, from the first element to the last; slower by far."""
        return self._plates.whole(sheet.svg, sheet.width, sheet.height).image


class ResvgRasteriser:
    """resvg through resvg-py: no system library, no fonts needed since a sheet is outlines only."""

    name = "resvg"

    def __init__(self) -> None:
        import resvg_py  # noqa: PLC0415

        self.version = version("resvg-py")
        self._render = resvg_py.svg_to_bytes

    def keep_in(self, folder: Path) -> None:
        """Keep nothing: resvg draws a card as a whole."""

    def impression(self, sheet: Sheet) -> Impression:
        """Return the sheet's pixels as an impression."""
        return Impression.of(self.pixels(sheet))

    def pixels(self, sheet: Sheet) -> Image.Image:
        """Return the sheet as RGB pixels."""
        with _told(self.name):
            png = bytes(self._render(svg_string=sheet.svg.decode(), skip_system_fonts=True))
        image = Image.open(io.BytesIO(png)).convert("RGB")
        return _exact(image, sheet)


@contextmanager
def _told(renderer: str) -> Iterator[None]:
    """Turn whatever a rasteriser throws at a drawing that is well formed but makes no sense into a word to its designer."""
    try:
        yield
    except (MimaError, MemoryError):
        raise
    except Exception as error:  # CairoSVG raises whatever its own reading of an attribute runs into
        hint = "请检查模板里的数值、颜色与 url(#名字)"
        raise DesignError(f"渲染器 {renderer} 画不出这份图稿：{type(error).__name__}", None, hint) from error


def _exact(image: Image.Image, sheet: Sheet) -> Image.Image:
    if image.size != (sheet.width, sheet.height):
        raise AssertionError(f"rasteriser drew {image.size}, sheet is {sheet.width}×{sheet.height}")
    return image


RASTERISERS: dict[str, Callable[[], Rasteriser]] = {"cairosvg": CairoRasteriser, "resvg": ResvgRasteriser}


def choose_rasteriser(name: str = "auto") -> Rasteriser:
    """Return the rasteriser called `name`; ``auto`` is CairoSVG where libcairo is installed, else resvg.

    Raises UsageError for an unknown name, or for ``cairosvg`` on a system without libcairo.
    """
    if name == "auto":
        try:
            return CairoRasteriser()
        except OSError:
            return ResvgRasteriser()
    if name not in RASTERISERS:
        raise UsageError(f"没有叫“{name}”的渲染器", None, f"可用：auto、{'、'.join(RASTERISERS)}")
    try:
        return RASTERISERS[name]()
    except OSError as error:
        raise UsageError(
            "这台电脑没有 libcairo，CairoSVG 用不了", None, "请安装 libcairo2，或改用 --renderer resvg"
        ) from error
