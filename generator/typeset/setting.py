"""Lines and a size → every glyph at its place in the box."""

from __future__ import annotations

from generator.typeset.fit import Option, Problem
from generator.typeset.model import Box, Glyph, Line, Setting

HAN_CENTRE = 0.38
"""The middle of a hanzi above its baseline, in em: its em square runs from -0.12 to 0.88."""


def place(problem: Problem, option: Option) -> Setting:
    """Return the setting of `option` in its box; an empty text gives a setting without lines."""
    box, row, size = problem.box, problem.row, option.size
    vertical = box.writing_mode.startswith("vertical")
    pitches = [problem.pitch(line) * size for line in option.lines]
    widths = [row.width(*line) * size for line in option.lines]
    total = sum(pitches)
    lines = []
    top = _shift(box, problem.stack, pitches)
    for (first, last), pitch, width in zip(option.lines, pitches, widths, strict=True):
        start, end = row.starts[first], row.ends[last]
        along = _anchor(box.anchor, problem.length, width)
        pen = row.pens[start] + row.cells[start].flush
        text = row.text[row.cells[start].start : row.cells[end - 1].end]
        if vertical:
            centre = box.width - top - pitch / 2
            base = centre
        else:
            base = top + pitch / 2 + HAN_CENTRE * pitch / box.line_height
        glyphs = []
        for i in range(start, end):
            cell = row.cells[i]
            at = row.pens[i] - pen
            fill = row.styles[cell.style].fill
            for ink in cell.inks:
                run, side = along + (at + ink.along) * size, ink.across * size
                x, y = (base + side, run) if vertical else (run, base - side)
                glyphs.append(Glyph(ink.face, ink.gid, x, y, ink.size * size, fill, ink.rotate, ink.scale_x))
        lines.append(Line(text, width, base, tuple(glyphs)))
        top += pitch
    across, length = total, max(widths, default=0.0)
    width, height = (across, length) if vertical else (length, across)
    return Setting(size, tuple(lines), width, height, option.quality, row.families, row.fallbacks)


def _anchor(anchor: str, length: float, width: float) -> float:
    if anchor == "start" or length == float("inf"):
        return 0.0
    return (length - width) / 2 if anchor == "middle" else length - width


def _shift(box: Box, stack: float, pitches: list[float]) -> float:
    """Return where the first line box begins across the lines: `valign` in the box's free height."""
    if not pitches:
        return 0.0
    total = sum(pitches)
    if box.valign == "baseline" and box.writing_mode == "horizontal-tb":
        if box.height is None:
            return -(pitches[0] / 2 + HAN_CENTRE * pitches[0] / box.line_height)
        last = pitches[-1]
        return box.height - (total - last) - (last / 2 + HAN_CENTRE * last / box.line_height)
    if stack == float("inf") or box.valign == "top":
        return 0.0
    return (stack - total) / 2 if box.valign == "middle" else stack - total
