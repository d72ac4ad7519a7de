"""A film as a file: GIF, animated WebP, and MP4 where the optional PyAV is installed.

GIF and WebP are by Pillow. The same frames give the same bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from PIL import Image, ImageChops

from generator.compose.motion import Film
from generator.errors import UsageError

_COLOURS = 256
_RATE = 25
"""Frames a second of a video. Every duration of a film is a whole number of them; a phone plays an even rate best."""
_QUALITY = "18"
_ALONE = "threads=1:lookahead-threads=1:sync-lookahead=0:mbtree=0"
"""One thread for all: what several threads decide depends on who comes first, and the bytes with it. No macroblock
tree: measured at 270 px wide, it reads memory as found, and the same film came out in different bytes."""


def to_gif(film: Film) -> bytes:
    """Return the film as a GIF that runs for ever: one palette for all frames, taken from the card at rest.

    The ground is dithered once, so that it does not boil while the number moves.
    """
    palette = film.still.quantize(
        _COLOURS, method=Image.Quantize.MAXCOVERAGE, kmeans=1, dither=Image.Dither.NONE
    )
    ground = film.bare.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
    frames = [_in_palette(frame, film, ground, palette) for frame in film.frames]
    buffer = io.BytesIO()
    frames[0].save(
        buffer, "GIF", save_all=True, append_images=frames[1:], duration=list(film.durations), loop=0,
        optimize=False, disposal=1,
    )  # fmt: skip
    return buffer.getvalue()


def to_webp(film: Film) -> bytes:
    """Return the film as a lossless animated WebP that runs for ever: every frame is the very pixels.

    libwebp's fastest effort: the slower ones take eight times as long for two fifths less.
    """
    buffer = io.BytesIO()
    film.frames[0].save(
        buffer, "WEBP", save_all=True, append_images=list(film.frames[1:]), duration=list(film.durations), loop=0,
        lossless=True, quality=30, method=0,
    )  # fmt: skip
    return buffer.getvalue()


def to_mp4(film: Film) -> bytes:
    """Return the film once through as H.264 in MP4 (yuv420p, what every phone plays).

    Raises UsageError when PyAV is not installed.
    """
    try:
        import av  # noqa: PLC0415  (an extra: 35 MB that most newsrooms do not need)
    except ImportError as error:
        raise UsageError(
            "要做 MP4 还缺一个组件", None, "请运行 pip install 'mima[video]'，或用 --format gif"
        ) from error
    buffer = io.BytesIO()
    width, height = (side - side % 2 for side in film.still.size)
    with av.open(buffer, "w", format="mp4", options={"fflags": "+bitexact"}) as container:
        stream: Any = container.add_stream("libx264", rate=_RATE)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        # one thread and no trace of the encoder: the same bytes wherever the same version runs
        stream.codec_context.thread_count = 1
        stream.options = {
            "crf": _QUALITY,
            "preset": "medium",
            "tune": "animation",
            "flags": "+bitexact",
            "x264-params": _ALONE,
        }
        at = 0
        for image, duration in zip(film.frames, film.durations, strict=True):
            picture: Any = av.VideoFrame.from_image(image.crop((0, 0, width, height)))  # type: ignore[no-untyped-call]
            picture = picture.reformat(format="yuv420p")
            _clear_margins(picture)
            for _ in range(round(duration * _RATE / 1000)):
                picture.pts, picture.time_base = at, Fraction(1, _RATE)
                container.mux(stream.encode(picture))
                at += 1
        container.mux(stream.encode())
    return buffer.getvalue()


def _clear_margins(picture: Any) -> None:
    """Blank what lies between a row's end and the next row's beginning: it is memory as found, and x264 reads it."""
    for plane in picture.planes:
        rows = bytearray(plane)
        for end in range(plane.width, len(rows), plane.line_size):
            rows[end : end + plane.line_size - plane.width] = bytes(plane.line_size - plane.width)
        plane.update(bytes(rows[: plane.buffer_size]))


FORMATS: Mapping[str, tuple[Callable[[Film], bytes], str]] = {
    "gif": (to_gif, "gif-256"),
    "webp": (to_webp, "webp-lossless"),
    "mp4": (to_mp4, "mp4-h264"),
}
"""By suffix: what makes the file, and what the account calls its encoding."""


def _in_palette(frame: Image.Image, film: Film, ground: Image.Image, palette: Image.Image) -> Image.Image:
    """Return a frame in the palette: the one dithered ground, and the digits on it in their nearest colours."""
    digits = frame.crop(film.box)
    bands = ImageChops.difference(digits, film.bare.crop(film.box)).split()
    apart = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    reduced = ground.copy()
    nearest = digits.quantize(palette=palette, dither=Image.Dither.NONE)
    reduced.paste(nearest, film.box, apart.point(lambda level: 255 if level else 0))
    return reduced
