"""Rasterisers behind one small interface: a finished sheet in, opaque RGB pixels out.

CairoSVG is the user's choice and the default; resvg-py is a self-contained wheel for systems without libcairo, and
the second opinion that tests hold CairoSVG against.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Callable
from importlib.metadata import version
from typing import Protocol

from PIL import Image

from generator.card.layout import Sheet
from generator.errors import UsageError

_PICTURE = "data:image/png;base64,"


class Rasteriser(Protocol):
    """What the press needs of a rasteriser. `name` and `version` go into the manifest and the content key."""

    name: str
    version: str

    def pixels(self, sheet: Sheet) -> Image.Image:
        """Return the sheet as an RGB image of exactly its width and height in px."""
        ...


class CairoRasteriser:
    """CairoSVG, drawing on a surface of its own so that no PNG is packed and unpacked on the way."""

    name = "cairosvg"

    def __init__(self) -> None:
        import cairocffi  # noqa: PLC0415  (importing it needs the system's libcairo: OSError where there is none)
        from cairosvg.parser import Tree  # noqa: PLC0415
        from cairosvg.surface import PNGSurface  # noqa: PLC0415

        self.version = f"{version('cairosvg')}/cairo-{cairocffi.cairo_version_string()}"
        self._tree = Tree
        self._surface = PNGSurface

    def pixels(self, sheet: Sheet) -> Image.Image:
        """Return the sheet as RGB pixels."""
        tree = self._tree(bytestring=sheet.svg, unsafe=False, url_fetcher=_only_within)
        surface = self._surface(tree, None, dpi=96)
        try:
            canvas = surface.cairo
            canvas.flush()
            size = (canvas.get_width(), canvas.get_height())
            image = Image.frombuffer(
                "RGB", size, bytes(canvas.get_data()), "raw", "BGRX", canvas.get_stride(), 1
            )
        finally:
            surface.context = None
        return _exact(image, sheet)


class ResvgRasteriser:
    """resvg through resvg-py: no system library, no fonts needed since a sheet is outlines only."""

    name = "resvg"

    def __init__(self) -> None:
        import resvg_py  # noqa: PLC0415

        self.version = version("resvg-py")
        self._render = resvg_py.svg_to_bytes

    def pixels(self, sheet: Sheet) -> Image.Image:
        """Return the sheet as RGB pixels."""
        png = bytes(self._render(svg_string=sheet.svg.decode(), skip_system_fonts=True))
        image = Image.open(io.BytesIO(png)).convert("RGB")
        return _exact(image, sheet)


def _exact(image: Image.Image, sheet: Sheet) -> Image.Image:
    if image.size != (sheet.width, sheet.height):
        raise AssertionError(f"rasteriser drew {image.size}, sheet is {sheet.width}×{sheet.height}")
    return image


def _only_within(url: str, resource_type: str) -> bytes:
    """Return the bytes of a picture that the sheet holds in itself; the guard let in none but mima's own."""
    if url.startswith(_PICTURE):
        return base64.b64decode(url[len(_PICTURE) :])
    raise ValueError(f"a sheet never fetches: {resource_type} {url}")


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
