from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.errors import DesignError
from generator.typeset import FontBook, Run, Style, Typesetter
from generator.typeset.outline import Outlines
from tests.typeset.setters import ROOT

FONTS = ROOT / "fonts"
NUMBERS = ("Oswald", "Noto Sans SC")


def test_each_character_from_the_first_family_that_has_it(fonts: FontBook) -> None:
    assert fonts.resolve(NUMBERS, 700, "9") == "Oswald@700"
    assert fonts.resolve(NUMBERS, 700, "项") == "Noto Sans SC@700"
    assert fonts.resolve(NUMBERS, 700, "😀") is None
    assert fonts.coverage("𬭎") == ("Noto Sans SC", "Noto Serif SC")


def test_weights(fonts: FontBook) -> None:
    assert fonts.resolve(("Noto Sans SC",), 437, "中") == "Noto Sans SC@437"
    assert fonts.resolve(("Noto Sans SC",), 1000, "中") == "Noto Sans SC@900"
    assert fonts.resolve(("Noto Serif SC",), 400, "中") == "Noto Serif SC@700"
    assert fonts.resolve(("Noto Serif SC",), 850, "中") == "Noto Serif SC@900"
    light, bold = (fonts.face(f"Noto Sans SC@{w}") for w in (100, 900))
    outlines = Outlines(fonts)
    gid = light.font.get_nominal_glyph(ord("一"))
    assert outlines.outline(light.key, gid) != outlines.outline(bold.key, gid)


def test_beyond_the_chain_only_the_last_resort(fonts: FontBook, setter: Typesetter) -> None:
    assert fonts.resolve(("Oswald",), 700, "项") == "Noto Sans SC@700"
    strict = FontBook.load(FONTS, last_resort=())
    assert strict.resolve(("Oswald",), 700, "项") is None
    assert strict.resolve(("Oswald", "sans-serif"), 700, "9") == "Oswald@700"


def test_an_unknown_family_is_an_error(fonts: FontBook) -> None:
    with pytest.raises(DesignError, match="方正小标宋"):
        fonts.resolve(("方正小标宋",), 400, "中")


def test_a_base_and_its_mark_share_a_face(fonts: FontBook) -> None:
    assert fonts.resolve(NUMBERS, 700, "e\u0301") == "Oswald@700"
    assert fonts.resolve(("Noto Sans SC",), 700, "中\u0308") is None


def test_gbk_is_covered(fonts: FontBook) -> None:
    chain = ("Noto Sans SC", "Noto Sans Math")
    pairs = (bytes((a, b)) for a in range(0x81, 0xFF) for b in range(0x40, 0xFF) if b != 0x7F)
    gbk = [c for c in (pair.decode("gbk", "ignore") for pair in pairs) if len(c) == 1]
    assert sum("一" <= c <= "\u9fa5" for c in gbk) == 20_902
    assert len(gbk) > 21_700
    assert not [c for c in gbk if fonts.resolve(chain, 700, c) is None]
    assert not [c for c in gbk if fonts.resolve(("Noto Serif SC",), 900, c) is None]


def test_files_without_a_manifest(tmp_path: Path) -> None:
    for name in ("Oswald-Bold.ttf", "BarlowCondensed-ExtraBold.ttf", "NotoSansSC-VF.ttf"):
        shutil.copy(FONTS / name, tmp_path)
    book = FontBook.load(tmp_path)
    assert book.families == ("Barlow Condensed", "Noto Sans SC", "Oswald")
    assert book.weights("noto sans sc") == ((100, 900),)
    assert book.weights("Barlow Condensed") == ((800, 800),)


def test_a_later_folder_wins(tmp_path: Path) -> None:
    shutil.copy(FONTS / "Oswald-Bold.ttf", tmp_path / "own.ttf")
    book = FontBook.load(FONTS, tmp_path)
    assert "own.ttf" in book.fingerprints()
    assert book.fingerprint("Oswald@700") == FontBook.load(FONTS).fingerprint("Oswald@700")


@pytest.mark.parametrize("content", [b"", b"not a font", bytes(1000)])
def test_a_broken_font_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "坏.ttf").write_bytes(content)
    with pytest.raises(DesignError, match=r"坏\.ttf"):
        FontBook.load(tmp_path)


@pytest.mark.parametrize(
    "manifest", ["[[font]", '[[font]]\nfile = "x.ttf"', '[[font]]\nfile = "x.ttf"\nfamily = "X"\nweight = "1"']
)
def test_a_broken_manifest_is_named(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "fonts.toml").write_text(manifest, encoding="utf-8")
    with pytest.raises(DesignError, match=r"fonts\.toml"):
        FontBook.load(tmp_path)


def test_no_font_at_all(tmp_path: Path) -> None:
    with pytest.raises(DesignError, match="字体"):
        FontBook.load(tmp_path)


def test_outlines_are_integers_and_bounded(fonts: FontBook) -> None:
    outlines = Outlines(fonts, bound=10)
    face = fonts.face("Noto Sans SC@700")
    for character in "促成产学研合作项目超新增盘活低效用地":
        path = outlines.outline(face.key, face.font.get_nominal_glyph(ord(character)))
        assert path.startswith("m")
        assert path.endswith("z")
        assert "." not in path
    assert len(outlines) <= 10
    left, top, right, bottom = outlines.bounds(face.key, face.font.get_nominal_glyph(ord("国")))
    assert 0 < left < right < 1
    assert -0.9 < top < bottom < 0.2


def test_families_used_in_order(setter: Typesetter) -> None:
    from generator.typeset import Box

    setting = setter.fit([Run("900项", Style(NUMBERS, 700))], Box(600, 200, 100, 10))
    assert setting.families_used == ("Oswald", "Noto Sans SC")
