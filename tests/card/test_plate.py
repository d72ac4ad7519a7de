"""The quick way and CairoSVG alone give one picture; what is kept is bounded, and never another card's."""

from __future__ import annotations

import io
import threading
from dataclasses import replace

import pytest
from PIL import Image, ImageChops

from generator.card import CardJob, Press, Sheet
from generator.card.packer import FAST
from generator.card.png import encode_png
from generator.errors import CardRefused, UsageError
from generator.world import World
from tests.golden.cases import CASES, Case, job_of

SIZES = ("wechat-post", "weibo-grid", "poster", "wechat-cover")
"""One of each master shape, and a few that are adapted from one below."""
ADAPTED = ("mini-share", "douyin", "weibo-article")
THEMES = ("haisi", "hongzhuan", "jinhong", "shengtai", "subai", "yehang")
TEMPLATES = tuple(dict.fromkeys(case.template for case in CASES))
MOST_OFF, MOST_OF_ALL = 2, 0.0001
"""Levels of a channel, and the share of pixels that may be further off. Measured: none is; cairo mixes
a fill's colours with another last rounding than pixman a mask's, so that one pixel in ten thousand is a level or two off."""


@pytest.fixture(scope="module")
def press() -> Press:
    try:
        return Press(World.at(), "cairosvg")
    except UsageError:
        pytest.skip("this system has no libcairo, so CairoSVG cannot draw")


def sheet_of(press: Press, case: Case, theme: str, size: str) -> Sheet | None:
    job = job_of(case, press)
    hues = press.catalogue.theme(theme).for_chapter(0 if case.fact.chapter else None)
    try:
        return press.draw(replace(job, theme=hues, size=press.catalogue.size(size)))
    except CardRefused:
        return None


def apart(press: Press, sheet: Sheet) -> tuple[int, float]:
    """Return the furthest that a channel is off, and the share of pixels that are off by more than MOST_OFF."""
    whole = press.rasteriser.whole(sheet)  # type: ignore[attr-defined]
    impression = press.rasteriser.impression(sheet)
    file = encode_png(impression, title="", source="", fact="", packing=FAST)
    quick = Image.open(io.BytesIO(file))  # the very file: a strip thought untouched would show here
    assert quick.tobytes() == impression.image.tobytes()
    difference = ImageChops.difference(quick, whole)
    bands = [band.point(lambda v: 255 if v > MOST_OFF else 0) for band in difference.split()]
    worst = ImageChops.lighter(ImageChops.lighter(bands[0], bands[1]), bands[2])
    return furthest(difference), worst.histogram()[255] / (sheet.width * sheet.height)


def furthest(difference: Image.Image) -> int:
    return int(max(high for _low, high in difference.getextrema()))  # type: ignore[misc]


@pytest.mark.parametrize("template", TEMPLATES)
def test_the_quick_way_draws_what_cairosvg_draws(template: str, press: Press) -> None:
    """Every template × theme × shape."""
    drawn = 0
    for case in (case for case in CASES if case.template == template):
        for theme in THEMES:
            for size in SIZES:
                if (sheet := sheet_of(press, case, theme, size)) is not None:
                    assert apart(press, sheet)[0] <= MOST_OFF, f"{case.name} {theme} {size}"
                    drawn += 1
    assert drawn >= len(THEMES)


@pytest.mark.parametrize("size", ADAPTED)
def test_so_it_does_where_a_drawing_is_adapted(size: str, press: Press) -> None:
    drawn = [sheet for case in CASES if (sheet := sheet_of(press, case, "haisi", size)) is not None]
    assert drawn
    for sheet in drawn:
        assert apart(press, sheet)[0] <= MOST_OFF


def test_the_list_of_templates_and_themes_is_whole(press: Press) -> None:
    assert set(TEMPLATES) == set(press.catalogue.templates)
    assert set(THEMES) == set(press.catalogue.themes)


def test_the_comparison_would_see_a_stale_ground(press: Press) -> None:
    one, other = (sheet_of(press, CASES[0], theme, "wechat-post") for theme in ("haisi", "jinhong"))
    assert one is not None
    assert other is not None
    difference = ImageChops.difference(press.rasteriser.pixels(one), press.rasteriser.pixels(other))
    assert max(high for _low, high in difference.getextrema()) > 16


def _svg(body: str) -> Sheet:
    head = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 100 80" width="200" height="160">'
    return Sheet(f"{head}{body}</svg>".encode(), 200, 160, ())


GROUND = '<g id="backdrop"><rect width="100" height="80" fill="#123456"/></g>'
ODD = {
    "a gradient of another element": '<defs><linearGradient id="x"><stop offset="0" stop-color="#ff0000"/>'
    '<stop offset="1" stop-color="#0000ff"/></linearGradient></defs>' + GROUND + '<rect width="50" height="50" fill="url(#x)"/>',
    "a ground that borrows": '<g id="backdrop"><rect width="100" height="80" fill="url(#x)"/></g>'
    '<defs><linearGradient id="x"><stop offset="0" stop-color="#ff0000"/><stop offset="1"/></linearGradient></defs>',
    "a clip": GROUND + '<clipPath id="c"><circle cx="30" cy="30" r="20"/></clipPath>'
    '<g clip-path="url(#c)"><rect width="60" height="60" fill="#ffcc00"/></g>',
    "no ground, half clear": '<rect width="70" height="70" fill="#ff0000" opacity="0.5"/>',
    "veils within veils": GROUND + '<g opacity="0.5"><rect width="40" height="40" fill="#ffffff"/>'
    '<g opacity="0.25"><circle cx="40" cy="40" r="20" fill="#00ff00" stroke="#000000" stroke-width="3"/></g></g>',
    "colours by name, and lines": GROUND + '<line x1="3" y1="3" x2="90" y2="60" stroke="red" stroke-width="4"/>'
    '<ellipse cx="50" cy="50" rx="20" ry="10" fill="gold"/><polygon points="1,1 20,1 9,30" fill="#abcdef"/>',
    "handed down": GROUND + '<g fill="#00aa00" stroke="#ffffff" stroke-width="2" stroke-dasharray="4 2" stroke-linejoin="round">'
    '<path d="M10 10 L60 12 A20 20 0 0 1 30 60 Z"/><path transform="rotate(20) scale(0.5 0.7)" d="m50 50 20 20h30v-40q5-5 9 3z"/></g>',
    "even-odd": GROUND + '<path fill-rule="evenodd" fill="#ffffff" d="M10 10h60v60h-60zM20 20h30v30h-30z"/>',
    "all black by default": GROUND + '<path d="m10 10c10-10 20-10 30 0s10 20 0 30z"/><rect x="60" width="0" height="9" stroke="#ffffff"/>',
    "a field of dots": GROUND + '<path fill="#ffffff" d="' + "".join(
        f"M{9 + 11.3 * (n % 7):.3f} {9.2 + 12.1 * (n // 7):.3f}a3.7 3.7 0 1 1 7.4 0a3.7 3.7 0 1 1 -7.4 0Z" for n in range(35)) + '"/>',
    "dots that touch": GROUND + '<path fill="#ffffff" fill-opacity="0.5" d="' + "".join(
        f"M{9 + 7.4 * n:.1f} 30a3.7 3.7 0 1 1 7.4 0a3.7 3.7 0 1 1 -7.4 0Z" for n in range(9)) + '"/>',
    "a matrix": GROUND + '<rect transform="matrix(1 0.2 0 1 5 5)" width="30" height="20" fill="#ffffff"/>',
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_what_a_newsroom_may_draw_comes_out_alike(name: str, press: Press) -> None:
    for _ in range(2):  # once new, once from what was kept
        assert apart(press, _svg(ODD[name])) == (0, 0.0)


def test_only_round_marks_that_stand_apart_are_a_field() -> None:
    from generator.card.contour import Contours

    contours, matrix = Contours(), (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

    def field(pitch: float, count: int, mark: str = "a3 3 0 1 1 6 0a3 3 0 1 1 -6 0Z") -> bool:
        data = "".join(f"M{10 + pitch * (n % 5)} {10 + pitch * (n // 5)}{mark}" for n in range(count))
        return contours.field(data, matrix) is not None

    assert field(8.5, 20)
    assert not field(6.5, 20)
    assert not field(8.5, 4)
    assert not field(8.5, 20, "h3v3z")


def test_scenes_over_one_wash_share_what_they_leave_of_it(press: Press) -> None:
    from generator.card.plate import Plates

    wash = (
        '<defs><linearGradient id="x" x2="0" y2="1"><stop offset="0" stop-color="#102030"/>'
        '<stop offset="1" stop-color="#305080"/></linearGradient></defs><rect width="100" height="80" fill="url(#x)"/>'
    )
    sheets = [
        _svg(f'<g id="backdrop">{wash}<rect x="{x}" y="60" width="9" height="20" fill="#ffffff"/></g>')
        for x in (10, 50)
    ]
    plates = Plates()
    shown = [plates.draw(sheet.forme, sheet.width, sheet.height) for sheet in sheets]
    files = [encode_png(one, title="", source="", fact="", packing=FAST) for one in shown]
    first, last = 0, 4
    assert shown[0].kept(FAST, first) is shown[1].kept(FAST, first)
    assert shown[0].kept(FAST, last) is not shown[1].kept(FAST, last)
    for sheet, one, file in zip(reversed(sheets), reversed(shown), reversed(files), strict=True):
        fresh = Plates().draw(sheet.forme, sheet.width, sheet.height)
        assert encode_png(fresh, title="", source="", fact="", packing=FAST) == file
        assert fresh.image.tobytes() == one.image.tobytes()
        assert apart(press, sheet) == (0, 0.0)


def test_a_colour_that_differs_by_one_digit_is_another_ground(press: Press) -> None:
    for colour in ("#123456", "#123457", "#123456"):
        sheet = _svg(GROUND.replace("#123456", colour))
        pixel = press.rasteriser.pixels(sheet).getpixel((9, 9))
        assert pixel == (0x12, 0x34, int(colour[-2:], 16))


def test_a_forme_and_the_svg_written_out_of_it_are_one_picture(press: Press) -> None:
    for case in CASES[::6]:
        sheet = sheet_of(press, case, "haisi", "mini-share")
        assert sheet is not None
        assert sheet.forme.texts
        drawn = press.rasteriser.pixels(sheet).tobytes()
        assert press.rasteriser.pixels(replace(sheet, svg=sheet.svg)).tobytes() == drawn  # every letter a path
        assert press.rasteriser.pixels(sheet).tobytes() == drawn  # and the forme is as good as before
    changed = replace(sheet, svg=sheet.svg.replace(b"#ffffff", b"#fffffe"))
    assert changed.svg != sheet.svg
    assert apart(press, changed)[0] <= MOST_OFF
    assert press.rasteriser.pixels(changed).tobytes() != drawn


def test_one_digit_of_a_theme_changes_exactly_its_cards(press: Press) -> None:
    def changed(job: CardJob) -> CardJob:
        last = job.theme.colours["ground"]
        digit = "0" if last[-1] != "0" else "1"
        return replace(
            job, theme=replace(job.theme, colours={**job.theme.colours, "ground": last[:-1] + digit})
        )

    mine, others = job_of(CASES[0], press), job_of(CASES[1], press)
    before = press.make(mine), press.make(others)
    assert press.make(changed(mine)).sha256 != before[0].sha256
    assert changed(mine).key(press.ground) != mine.key(press.ground)
    assert (press.make(mine).data, press.make(others).data) == (before[0].data, before[1].data)


def test_what_is_kept_has_bounds_and_forgetting_changes_nothing(press: Press) -> None:
    from generator.card.contour import Contours
    from generator.card.plate import Plates

    sheets = [s for theme in THEMES[:3] if (s := sheet_of(press, CASES[0], theme, "mini-share")) is not None]
    room = 2 * 4 * sheets[0].width * sheets[0].height
    plates = Plates(most_grounds=room)
    plates._engraver.contours = Contours(most_read=5, most_laid=5)
    for sheet in [*sheets, *sheets]:
        quick = plates.draw(sheet.forme, sheet.width, sheet.height)
        whole = plates.whole(sheet.svg, sheet.width, sheet.height)
        assert furthest(ImageChops.difference(quick.image, whole.image)) <= MOST_OFF
        assert sum(len(g.pixels) for g in plates._grounds.values()) == plates._weight <= room
        assert len(plates._engraver.contours) <= 5


def test_several_threads_may_draw_at_once(press: Press) -> None:
    sheets = [_svg(GROUND.replace("#123456", f"#1234{n:02x}")) for n in range(24)]
    seen: dict[int, Image.Image] = {}

    def draw(start: int) -> None:
        for n in range(start, len(sheets), 3):
            seen[n] = press.rasteriser.pixels(sheets[n])

    threads = [threading.Thread(target=draw, args=(start,)) for start in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [seen[n].getpixel((150, 150)) for n in range(len(sheets))] == [(0x12, 0x34, n) for n in range(24)]
