"""Cards tampered with one thing at a time: the proof names what was done, and where."""

from __future__ import annotations

import io
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from generator.batch import (
    Account,
    Fault,
    Shop,
    Wishes,
    Workshop,
    executor_for,
    plan_cards,
    press_for,
    proof_page,
    reproof,
    run_batch,
)
from generator.batch.inventory import MANIFEST
from generator.errors import InputError, UsageError
from generator.facts import extract
from generator.facts.article import ArticleText
from generator.facts.model import Factsheet
from generator.world import World, shipped

ARTICLE = (
    "小城一年\n\n来源：小城日报\n\n产业升级 经济向好\n\n培育规上工业企业358家\n森林覆盖率达63.2%\n"
    "全面推进乡村振兴\n"
)
SHIPPED = World.at()
SHOP = Shop(Workshop(SHIPPED, "resvg"))


def sheet_of(text: str = ARTICLE) -> Factsheet:
    return extract(ArticleText(text))


@pytest.fixture(scope="module")
def printed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A finished batch: three facts, one size; tests work on copies."""
    folder = tmp_path_factory.mktemp("printed") / "out"
    sheet = sheet_of()
    wishes = Wishes(("weibo-grid",), only=("01", "02", "03"))
    done = run_batch(folder, sheet, plan_cards(sheet, press_for(SHOP.workshop).catalogue, wishes), SHOP)
    assert done.made == 3
    return folder


@pytest.fixture
def batch(printed: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(printed, tmp_path / "out"))


def file_of(folder: Path, fact: str = "01") -> Path:
    return next(folder.glob(f"{fact}-*.png"))


def in_world(world: World) -> Shop:
    return replace(SHOP, workshop=Workshop(world, "resvg"))


def faults(account: Account, fact: str = "01") -> dict[str, Fault]:
    return {f.cause: f for v in account.verdicts if v.fact == fact for f in v.faults}


def failing(account: Account) -> dict[str, set[str]]:
    return {v.fact: {f.cause for f in v.faults if f.severity == "refuse"} for v in account.failed}


def rewritten(path: Path, change: Callable[[Image.Image], object]) -> None:
    image = Image.open(path).convert("RGB")
    change(image)
    image.save(path)


def edited_manifest(folder: Path, old: str, new: str) -> None:
    path = folder / MANIFEST
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_untouched_cards_pass_without_a_word(batch: Path) -> None:
    account = reproof(batch, SHOP, sheet_of())
    assert [v.faults for v in account.verdicts] == [(), (), ()]
    assert account.failed == () and account.strangers == ()


def test_a_digit_painted_over_is_found_where_it_stands(batch: Path) -> None:
    box = next(
        b for c in json.loads((batch / MANIFEST).read_text("utf-8"))["cards"] if c["fact"] == "01"
        for b in c["text_boxes"] if "358" in "".join(b["lines"])
    )  # fmt: skip
    x0, y0, _x1, y1 = box["frame"]
    spot = (int(x0) + 8, int(y0) + 20, int(x0) + 60, int(y1) - 20)
    rewritten(file_of(batch), lambda image: ImageDraw.Draw(image).rectangle(spot, fill="#7f7f7f"))
    account = reproof(batch, SHOP)
    assert failing(account) == {"01": {"retouched"}}
    fault = faults(account)["retouched"]
    assert "358" in fault.message
    left, top, right, bottom = fault.regions[0]
    assert spot[0] <= left and spot[1] <= top and right <= spot[2] + 1 and bottom <= spot[3] + 1


def test_one_pixel_off_by_one_level_is_found(batch: Path) -> None:
    def nudge(image: Image.Image) -> None:
        red, green, blue = image.getpixel((700, 11))  # type: ignore[misc]
        image.putpixel((700, 11), (red, green, blue - 1 if blue else 1))

    rewritten(file_of(batch), nudge)
    assert faults(reproof(batch, SHOP))["retouched"].regions == ((700, 11, 701, 12),)


def test_a_logo_pasted_over_the_text(batch: Path) -> None:
    frame = json.loads((batch / MANIFEST).read_text("utf-8"))["cards"][2]["text_boxes"]
    words = next(b for b in frame if "乡村" in "".join(b["lines"]))
    spot = (int(words["frame"][0]), int(words["frame"][1]))
    logo = Image.new("RGB", (160, 90), "#c8102e")
    rewritten(file_of(batch, "03"), lambda image: image.paste(logo, spot))
    account = reproof(batch, SHOP)
    assert failing(account) == {"03": {"retouched"}}
    assert "乡村振兴" in faults(account, "03")["retouched"].message


def test_a_jpeg_of_quality_20_called_png(batch: Path) -> None:
    path = file_of(batch)
    Image.open(path).convert("RGB").save(path, "JPEG", quality=20)
    account = reproof(batch, SHOP)
    assert failing(account) == {"01": {"format", "recompressed"}}
    assert "JPEG" in faults(account)["format"].message


def test_a_jpeg_with_a_painted_digit_is_both(batch: Path) -> None:
    path = file_of(batch)
    image = Image.open(path).convert("RGB")
    ImageDraw.Draw(image).rectangle((300, 400, 400, 520), fill="#00ff00")
    image.save(path, "JPEG", quality=20)
    assert failing(reproof(batch, SHOP)) == {"01": {"format", "retouched"}}


def test_the_same_pixels_saved_by_other_software(batch: Path) -> None:
    rewritten(file_of(batch), lambda image: None)
    assert failing(reproof(batch, SHOP)) == {"01": {"resaved"}}


def test_a_card_that_is_gone_cut_short_or_cropped(batch: Path) -> None:
    file_of(batch, "01").unlink()
    whole = file_of(batch, "02").read_bytes()
    file_of(batch, "02").write_bytes(whole[: len(whole) // 2])
    cropped = Image.open(file_of(batch, "03")).crop((0, 0, 1000, 1080))
    cropped.save(file_of(batch, "03"))
    account = reproof(batch, SHOP)
    assert failing(account) == {"01": {"missing"}, "02": {"unreadable"}, "03": {"pixels"}}


def test_a_digit_changed_in_the_manifests_fact(batch: Path) -> None:
    path = batch / MANIFEST
    table = json.loads(path.read_text(encoding="utf-8"))
    card = table["cards"][0]
    copy = table["copies"][card["made_of"]["copy"]]
    card["text"], card["alt"] = (card[k].replace("358", "385") for k in ("text", "alt"))
    copy["text"], copy["figure"]["value"] = copy["text"].replace("358", "385"), "385"
    path.write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    account = reproof(batch, SHOP)
    assert failing(account) == {"01": {"check-chart", "record"}}
    assert any(f.regions for v in account.failed for f in v.faults), (
        "the page shows where the card says otherwise"
    )


def test_a_text_changed_in_one_place_of_the_manifest(batch: Path) -> None:
    edited_manifest(batch, '"text": "全面推进乡村振兴", "template"', '"text": "推进乡村振兴", "template"')
    assert failing(reproof(batch, SHOP)) == {"03": {"record"}}


def test_a_retouched_card_whose_checksum_was_forged(batch: Path) -> None:
    import hashlib

    path = file_of(batch)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    rewritten(path, lambda image: ImageDraw.Draw(image).rectangle((500, 500, 560, 560), fill="#ffffff"))
    edited_manifest(batch, before, hashlib.sha256(path.read_bytes()).hexdigest())
    assert failing(reproof(batch, SHOP)) == {"01": {"unexplained"}}


@pytest.mark.parametrize(
    ("article", "cause", "words"),
    [
        (ARTICLE.replace("358", "385"), "fact", "385"),
        (ARTICLE.replace("小城日报", "大城日报"), "fact", "大城日报"),
        (ARTICLE.replace("培育规上工业企业358家\n", ""), "fact", "63.2"),
    ],
)
def test_a_digit_changed_in_the_facts(batch: Path, article: str, cause: str, words: str) -> None:
    fault = faults(reproof(batch, SHOP, sheet_of(article)))[cause]
    assert fault.severity == "refuse" and words in fault.message


def test_a_fact_under_another_number_is_only_remarked(batch: Path) -> None:
    account = reproof(batch, SHOP, sheet_of(ARTICLE.replace("培育规", "新增公园12个\n培育规")))
    assert account.failed == () and set(faults(account)) == {"renumbered"}


def test_a_digit_changed_in_the_templates_drawing(batch: Path, tmp_path: Path) -> None:
    drawings = Path(shutil.copytree(shipped("templates_svg"), tmp_path / "templates_svg"))
    template = json.loads((batch / MANIFEST).read_text("utf-8"))["cards"][0]["template"]
    square = drawings / template / "square.svg"
    text = square.read_text(encoding="utf-8")
    square.write_text(
        text.replace("</svg>", '<rect x="20" y="20" width="9" height="9" fill="#123456"/></svg>'), "utf-8"
    )
    account = reproof(batch, in_world(replace(SHIPPED, templates=(drawings,))))
    assert set(faults(account)) == {"template"}
    assert "01" in failing(account) and template in faults(account)["template"].message
    assert faults(account)["template"].regions == ((20, 20, 29, 29),)


def test_a_template_that_changed_and_draws_the_same_may_stay(batch: Path, tmp_path: Path) -> None:
    drawings = Path(shutil.copytree(shipped("templates_svg"), tmp_path / "templates_svg"))
    for file in drawings.glob("[!_]*/square.svg"):
        file.write_text(file.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    account = reproof(batch, in_world(replace(SHIPPED, templates=(drawings,))))
    assert account.failed == () and set(faults(account)) == {"template"}


def test_a_colour_changed_in_the_theme(batch: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(shipped("data"), tmp_path / "data"))
    theme = data / "themes" / "haisi.toml"
    text = theme.read_text(encoding="utf-8")
    ink = re.search(r'^ink *= *"#[0-9a-fA-F]{5}([0-9a-fA-F])"', text, re.MULTILINE)
    assert ink is not None
    other = "5" if ink[1] != "5" else "6"
    theme.write_text(text[: ink.start(1)] + other + text[ink.end(1) :], encoding="utf-8")
    account = reproof(batch, in_world(replace(SHIPPED, data=(data,))))
    assert {"theme"} == set(faults(account)) and len(account.failed) == 3


def test_a_font_swapped_under_its_own_name(batch: Path, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    for path in shipped("fonts").iterdir():
        (fonts / path.name).symlink_to(path)
    swapped = fonts / "NotoSansSC-VF.ttf"
    swapped.unlink()
    shutil.copy(shipped("fonts") / "NotoSerifSC-Bold.ttf", swapped)
    for name in ("BarlowCondensed-Bold", "BarlowCondensed-ExtraBold"):
        (fonts / f"{name}.ttf").unlink()
        shutil.copy(shipped("fonts") / "Oswald-Bold.ttf", fonts / f"{name}.ttf")
    account = reproof(batch, in_world(replace(SHIPPED, fonts=(fonts,))))
    assert len(account.failed) == 3
    assert all(set(failing(account)[fact]) & {"font"} for fact in ("01", "02", "03"))
    told = " ".join(f.message for v in account.failed for f in v.faults)
    assert "NotoSansSC-VF.ttf" in told and "template" not in faults(account)


def test_another_version_of_a_library_is_named(batch: Path) -> None:
    table = json.loads((batch / MANIFEST).read_text("utf-8"))
    ground = next(iter(table["grounds"].values()))
    now = ground["libraries"]["pillow"]
    edited_manifest(batch, f'"pillow": "{now}"', '"pillow": "1.0"')
    fault = faults(reproof(batch, SHOP))["library"]
    assert "pillow 当时是 1.0" in fault.message


def test_a_stricter_rule_refuses_what_once_passed(batch: Path, tmp_path: Path) -> None:
    data = Path(shutil.copytree(shipped("data"), tmp_path / "data"))
    (data / "words" / "banned.tsv").write_text("词\t建议\t理由\n乡村振兴\t\t试一试\n", encoding="utf-8")
    (data / "proof.toml").write_text('banned = "refuse"\n', encoding="utf-8")
    world = replace(SHIPPED, data=(*SHIPPED.data, data))
    assert failing(reproof(batch, in_world(world))) == {"03": {"check-banned"}}


def test_one_picture_alone_and_pictures_that_are_not_ours(batch: Path, tmp_path: Path) -> None:
    account = reproof(file_of(batch, "02"), SHOP)
    assert [v.fact for v in account.verdicts] == ["02"]
    Image.new("RGB", (9, 9)).save(batch / "别处的.png")
    assert reproof(batch, SHOP).strangers == ("别处的.png",)
    with pytest.raises(UsageError, match="清单上没有"):
        reproof(batch / "别处的.png", SHOP)
    with pytest.raises(InputError, match="清单"):
        reproof(tmp_path, SHOP)


def test_a_manifest_without_tickets_still_guards_the_bytes(batch: Path) -> None:
    path = batch / MANIFEST
    table = json.loads(path.read_text(encoding="utf-8"))
    table["copies"] = {}
    path.write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    assert set(faults(reproof(batch, SHOP))) == {"no-ticket"} and reproof(batch, SHOP).failed == ()
    rewritten(file_of(batch), lambda image: ImageDraw.Draw(image).rectangle((5, 5, 9, 9), fill="#fff"))
    assert failing(reproof(batch, SHOP)) == {"01": {"bytes"}}


def test_a_picture_that_claims_to_be_huge_is_not_unpacked(batch: Path) -> None:
    path = file_of(batch)
    Image.new("1", (30_000, 30_000)).save(path)
    Image.new("1", (8_000, 8_000)).save(file_of(batch, "02"))
    assert failing(reproof(batch, SHOP)) == {"01": {"unreadable"}, "02": {"pixels"}}


def test_the_page_shows_what_fails_and_needs_no_network(batch: Path) -> None:
    rewritten(file_of(batch), lambda image: ImageDraw.Draw(image).rectangle((400, 400, 500, 500), fill="#0f0"))
    edited_manifest(batch, "小城一年", "小城<script>alert(1)</script>")
    page = proof_page(reproof(batch, SHOP))
    assert "<script" not in page and "&lt;script&gt;" in page
    assert "http" not in page and 'src="data:image/jpeg;base64,' in page
    assert "图被改过" in page
    buffer = io.BytesIO(__import__("base64").b64decode(page.split("base64,")[1].split('"')[0]))
    shown = Image.open(buffer).convert("RGB")
    marked = [p for p in shown.get_flattened_data() if p[0] > 170 and p[1] < 70 and p[2] < 90]
    assert len(marked) > 20


def test_several_processes_come_to_the_same_account(batch: Path) -> None:
    rewritten(file_of(batch), lambda image: ImageDraw.Draw(image).rectangle((5, 5, 9, 9), fill="#fff"))
    several = replace(SHOP, make_executor=executor_for(2), width=2)
    assert reproof(batch, several).to_json() == reproof(batch, SHOP).to_json()
    assert str(batch) not in reproof(batch, SHOP).to_json()


@pytest.mark.parametrize("fact", ["01", "02", "03"])
def test_noise_of_a_squeezed_card_is_no_retouch_and_a_pasted_digit_is(batch: Path, fact: str) -> None:
    path = file_of(batch, fact)
    image = Image.open(path).convert("RGB")
    table = json.loads((batch / MANIFEST).read_text("utf-8"))
    box = max(next(c for c in table["cards"] if c["fact"] == fact)["text_boxes"], key=lambda b: b["size_px"])
    x0, y0, x1, y1 = map(int, box["frame"])
    image.save(path, "JPEG", quality=20, subsampling=2)
    assert failing(reproof(path, SHOP)) == {fact: {"format", "recompressed"}}
    image.paste(image.crop((x0, y0, x0 + (x1 - x0) // 3, y1)), (x0 + (x1 - x0) // 3, y0))
    image.save(path, "JPEG", quality=20, subsampling=2)
    assert failing(reproof(path, SHOP)) == {fact: {"format", "retouched"}}
