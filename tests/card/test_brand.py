"""A brand kit: every part may be missing, a logo is plain and whole, a QR code scans from the finished card."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image, ImageChops

from generator.batch import Wishes, plan_cards
from generator.card.brandkit import brand_kit
from generator.card.fill import environment
from generator.card.job import CardJob
from generator.card.layout import lay_out
from generator.card.press import Press
from generator.card.qrcode import qr_art
from generator.card.raster import RASTERISERS, Rasteriser, choose_rasteriser
from generator.card.sheet import Sheet
from generator.design import Brand, Catalogue
from generator.errors import DesignError, UsageError
from generator.facts.model import Chapter, Fact, Factsheet
from generator.world import World

LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 80">
<style>.a{fill:#c01818}.guide{fill:#00aa00}</style>
<defs><linearGradient id="g"><stop offset="0" stop-color="#1838c0"/><stop offset="1" stop-color="#1838c0"/></linearGradient></defs>
<rect class="a" width="100" height="80"/><rect class="guide" x="100" width="50" height="80" data-pin="bottom"/>
<rect id="x" x="150" width="50" height="80" fill="url(#g)"/>
</svg>"""
LINK = "http://weixin.qq.com/r/0kzAbCdEfGhIjKlM1n2o"
SHEET = Factsheet(
    "小城一年",
    (Fact("01", "c1", "statement", "社区食堂开到家门口"),),
    (Chapter("c1", "民生"),),
    source="小城县人民政府工作报告",
    date="2026-02-18",
)


def png(width: int = 300, height: int = 120, colour: str = "#c01818") -> bytes:
    packed = io.BytesIO()
    Image.new("RGBA", (width, height), colour).save(packed, "PNG")
    return packed.getvalue()


@pytest.fixture
def own(tmp_path: Path) -> Path:
    (tmp_path / "data" / "themes").mkdir(parents=True)
    return tmp_path


def write(own: Path, brand: str, **files: str | bytes) -> Path:
    for name, content in files.items():
        path = own / "data" / name.replace("__", ".")
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    (own / "data" / "brand.toml").write_text(brand, encoding="utf-8")
    return own


@dataclass(frozen=True)
class Desk:
    """The shared press, which loads its fonts once, and a newsroom's own catalogue."""

    press: Press
    catalogue: Catalogue

    @property
    def rasteriser(self) -> Rasteriser:
        return self.press.rasteriser

    def draw(self, job: CardJob) -> Sheet:
        return self.press.draw(job)


@cache
def shipped_press(renderer: str) -> Press:
    return Press(World.at(), renderer)


def press(own: Path, renderer: str = "resvg") -> Desk:
    world = World.at(own)
    return Desk(shipped_press(renderer), Catalogue.read(world.templates, world.data))


def brand_of(own: Path) -> Brand:
    got = press(own).catalogue.brand(())
    assert got is not None
    return got


def pixels(got: Desk, theme: str = "subai", size: str = "wechat-body", only: str = "01") -> Image.Image:
    plan = plan_cards(SHEET, got.catalogue, Wishes(sizes=(size,), theme=theme, only=(only,)))
    return got.rasteriser.pixels(got.draw(plan.jobs[0].job))


def count(image: Image.Image, colour: tuple[int, int, int]) -> int:
    return sum(n for n, c in image.getcolors(1 << 24) or [] if c == colour)


def closing(got: Desk, brand: Brand, theme: str, size: int) -> Sheet:
    """A sheet with nothing but the QR part, drawn as a closing card would include it."""
    look = got.catalogue.theme(theme)
    kit = brand_kit(brand, look.dark)
    drawing = environment(got.catalogue.template_folders).from_string(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1080 1080" width="1080" height="1080">'
        '<rect class="fill-ground-2" width="1080" height="1080"/>'
        '{% with x=700, y=702.5, size=qs %}{% include "_parts/qr.svg" %}{% endwith %}</svg>'
    )
    return lay_out(
        drawing.render(brand=kit, theme=look, qs=size),
        file="closing.svg",
        css=look.css(),
        units=(1080.0, 1080.0),
        pixels=(1080, 1080),
        typesetter=got.press.typesetter,
        pictures=kit.pictures,
    )


@pytest.mark.parametrize("renderer", sorted(RASTERISERS))
@pytest.mark.parametrize("theme", ["haisi", "subai", "jinhong"])
@pytest.mark.parametrize("logo", ["", 'logo = "logo.svg"\n', 'logo = "logo.png"\n'])
def test_the_qr_code_scans_from_a_card_at_180_px(own: Path, renderer: str, theme: str, logo: str) -> None:
    try:
        rasteriser = choose_rasteriser(renderer)
    except UsageError:
        pytest.skip("no libcairo here")
    write(own, f'qr = "{LINK}"\n{logo}', logo__svg=LOGO, logo__png=png())
    got = press(own)
    image = rasteriser.pixels(closing(got, brand_of(own), theme, 180))
    packed = io.BytesIO()
    image.save(packed, "JPEG", quality=70)  # what a platform makes of it
    found = zxingcpp.read_barcodes(Image.open(packed))
    assert [code.text for code in found] == [LINK]
    if logo:
        assert count(image, (0xC0, 0x18, 0x18)) > 100, "the logo is in its middle"


@pytest.mark.parametrize("renderer", sorted(RASTERISERS))
@pytest.mark.parametrize("kind", ["svg", "png"])
def test_both_rasterisers_draw_the_logo_in_its_own_colours(own: Path, renderer: str, kind: str) -> None:
    write(own, f'logo = "logo.{kind}"\n', logo__svg=LOGO, logo__png=png())
    try:
        got = press(own, renderer)
    except UsageError:
        pytest.skip("no libcairo here")
    image = pixels(got)
    assert count(image, (0xC0, 0x18, 0x18)) > 600
    if kind == "svg":
        assert count(image, (0x00, 0xAA, 0x00)) > 300, "a class of its own is not the sheet's"
        assert count(image, (0x18, 0x38, 0xC0)) > 300, "a gradient of its own is found"


def test_a_dark_ground_takes_the_dark_logo_and_else_a_light_plate(own: Path) -> None:
    write(
        own,
        'logo = "a.png"\nlogo_dark = "b.png"\n',
        a__png=png(colour="#123456"),
        b__png=png(colour="#fedcba"),
    )
    got = press(own)
    assert count(pixels(got, "subai"), (0x12, 0x34, 0x56)) > 600
    night = pixels(got, "haisi")
    assert count(night, (0xFE, 0xDC, 0xBA)) > 600
    assert count(night, (0x12, 0x34, 0x56)) == 0
    write(own, 'logo = "a.png"\n')
    plate = pixels(press(own), "haisi")
    assert count(plate, (0x12, 0x34, 0x56)) > 400
    assert count(plate, (255, 255, 255)) > count(
        pixels(press(write(own, 'account = "小城"\n')), "haisi"), (255, 255, 255)
    )


@pytest.mark.parametrize("size", ["wechat-body", "weibo-grid", "wechat-cover", "poster"])
def test_without_a_brand_nothing_stands_in_its_place(tmp_path: Path, own: Path, size: str) -> None:
    """A brand of empty parts is the card without a brand, pixel for pixel; each part shows when it is there."""
    bare = pixels(press(tmp_path / "nowhere"), size=size)
    assert not ImageChops.difference(
        bare, pixels(press(write(own, 'account = ""\nlogo = ""\n')), size=size)
    ).getbbox()
    for part in ('account = "小城融媒"', 'credit = "制图：李安"', 'logo = "a.png"'):
        got = pixels(press(write(own, part + "\n", a__png=png())), size=size)
        assert ImageChops.difference(bare, got).getbbox(), part


@pytest.mark.parametrize(
    "size", ["wechat-body", "weibo-grid", "wechat-cover", "poster", "douyin", "moments-grid"]
)
@pytest.mark.parametrize("only", ["00", "01"])
def test_a_long_source_and_a_whole_brand_stand_side_by_side(own: Path, size: str, only: str) -> None:
    write(
        own,
        'logo = "logo.svg"\naccount = "小城县融媒体中心"\nslogan = "看见小城的每一天"\ncredit = "制图：李安安　编辑：王小满"\n',
        logo__svg=LOGO,
    )
    source = "小城县第十八届人民代表大会第五次会议政府工作报告以及二〇二五年国民经济和社会发展计划执行情况与二〇二六年计划草案的报告"
    sheet = Factsheet(SHEET.title, SHEET.facts, SHEET.chapters, source=source, date=SHEET.date)
    got = press(own)
    plan = plan_cards(sheet, got.catalogue, Wishes(sizes=(size,), only=(only,)))
    texts = got.draw(plan.jobs[0].job).texts
    boxes = {t.box: t for t in texts}
    assert "".join(boxes["source"].lines).replace("　", "").startswith(f"来源：{source}")
    assert "小城县融媒体中心" in {"".join(t.lines) for t in texts}
    scale = plan.jobs[0].job.size.width / plan.jobs[0].job.size.units[0]
    assert boxes["source"].size >= 22 * scale - 0.1
    frames = [t.frame for t in texts]
    size_of = plan.jobs[0].job.size
    edge = 0.015 * min(size_of.width, size_of.height)
    assert all(edge <= f[0] and f[2] <= size_of.width - edge for f in frames)
    assert all(edge <= f[1] and f[3] <= size_of.height - edge for f in frames), [
        t for t in texts if t.frame[3] > size_of.height - edge
    ]
    for i, a in enumerate(frames):
        for b in frames[i + 1 :]:
            apart = a[2] <= b[0] or b[2] <= a[0] or a[3] <= b[1] or b[3] <= a[1]
            assert apart, (a, b)


BAD: list[tuple[str, str | bytes, str]] = [
    ("script", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><script>1</script></svg>', "<script>"),
    ("text", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><text>小城</text></svg>', "转曲"),
    ("use", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g id="a"/><use href="#a"/></svg>', "<use>"),
    ("net", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect fill="url(http://a.cn/#b)"/></svg>', "外部"),
    ("file", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><image href="a.png"/></svg>', "外部"),
    ("box", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 9"><path d="M0 0"/></svg>', "长宽比"),
    ("broken", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><g></svg>', "完整"),
    ("many", f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{"<g/>" * 2001}</svg>', "简化"),
    ("heavy", '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">' + " " * 270_000 + "</svg>", "256 KB"),
    ("jpeg", b"\xff\xd8\xff\xe0 a photo", "SVG 或 PNG"),
    ("cut", png()[:60], "打不开"),
    ("huge", png(8, 8)[:16] + (9000).to_bytes(4, "big") + (9000).to_bytes(4, "big") + png(8, 8)[24:], "2048"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "what"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_logo_that_is_not_plain_is_refused_once_with_its_file(
    own: Path, content: str | bytes, what: str
) -> None:
    write(own, 'logo = "mark.bin"\n', mark__bin=content)
    got = press(own)
    with pytest.raises(DesignError, match=what) as caught:
        plan_cards(SHEET, got.catalogue, Wishes(sizes=("wechat-body",)))
    where = caught.value.where
    assert where is not None
    assert str(where.file).endswith(("mark.bin", "brand.toml"))
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("text", "what", "line"),
    [
        ('acount = "小城"\n', "没有“acount”这一项", 1),
        ('\naccount = "小城县融媒体中心官方公众号平台"\nslogan = ""\n', None, 0),
        (f'account = "{"字" * 17}"\n', "17 个字", 1),
        ('slogan = "一\\n二"\n', "一行", 1),
        ('logo = "none.svg"\n', "读不了台标", 1),
        ("logo = 3\n", "图片文件名", 1),
    ],
)
def test_a_brand_file_is_read_with_its_lines(own: Path, text: str, what: str | None, line: int) -> None:
    write(own, text)
    if what is None:
        assert brand_of(own).account.startswith("小城")
        return
    with pytest.raises(DesignError, match=what) as caught:
        brand_of(own)
    assert caught.value.where is not None
    assert caught.value.where.line == line


def test_a_link_too_long_for_a_scannable_code_is_refused_and_a_longish_one_goes_without_the_logo(
    own: Path,
) -> None:
    write(own, 'logo = "logo.svg"\n', logo__svg=LOGO)
    logo = brand_kit(brand_of(own), dark=False).logo
    assert logo is not None
    short, longish = qr_art(LINK, logo), qr_art(LINK + "x" * 90, logo)
    assert (short.level, short.logo) == ("H", logo)
    assert (longish.level, longish.logo) == ("M", None)
    with pytest.raises(DesignError, match="扫不出"):
        qr_art(LINK + "x" * 190, logo)


def test_the_brand_is_the_themes_own_before_the_folders_and_one_for_the_batch(own: Path) -> None:
    write(own, 'account = "小城融媒"\n')
    for name in ("east", "west"):
        (own / "data" / "themes" / f"{name}.toml").write_text(
            f'base = "subai"\n[brand]\naccount = "{name}"\n', encoding="utf-8"
        )
    got = press(own).catalogue
    by_theme: Callable[[str], Brand | None] = lambda name: plan_cards(SHEET, got, Wishes(theme=name)).brand  # noqa: E731
    assert by_theme("subai") == Brand(account="小城融媒")
    assert by_theme("east") == Brand(account="east")
    facts = tuple(
        Fact(f"0{n}", "", "statement", "路灯亮了", options={"theme": t}) for n, t in ((1, "east"), (2, "west"))
    )
    with pytest.raises(UsageError, match="只能有一个品牌"):
        plan_cards(Factsheet("", facts), got, Wishes())


def test_a_changed_brand_changes_the_key_of_every_card(own: Path) -> None:
    def keys(brand: str, **files: str | bytes) -> list[str]:
        got = press(write(own, brand, **files))
        return [p.job.key(got.press.ground) for p in plan_cards(SHEET, got.catalogue, Wishes()).jobs]

    one, same = (keys('logo = "logo.svg"\n', logo__svg=LOGO) for _ in range(2))
    other = keys('logo = "logo.svg"\n', logo__svg=LOGO.replace("#c01818", "#c01819"))
    assert one == same
    assert not set(one) & set(other)
