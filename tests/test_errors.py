"""Every bad input of a working day: a sentence in Chinese, the right exit code, nothing half-written, no traceback."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.batch.inventory import JOURNAL
from generator.cli import main
from generator.errors import MimaError, Where

from .test_cli import ARTICLE, SIZE, desk

__all__ = ["desk"]

Said = Callable[[], str]


@pytest.fixture
def said(capsys: pytest.CaptureFixture[str]) -> Said:
    """Return what stderr says, proved to be fit for the desk."""

    def read() -> str:
        text = capsys.readouterr().err
        assert "Traceback" not in text
        assert any("\u4e00" <= c <= "\u9fff" for c in text)
        return text

    return read


def write(path: Path, data: bytes | str) -> None:
    path.write_bytes(data if isinstance(data, bytes) else data.encode("utf-8"))


BAD_SOURCES: dict[str, tuple[str, Callable[[Path], object], str]] = {
    "no file": ("没有.txt", lambda p: None, "没有.txt"),
    "a folder": ("夹", lambda p: p.mkdir(), "文件夹"),
    "empty": ("空.txt", lambda p: write(p, b""), "空"),
    "only blanks": ("白.txt", lambda p: write(p, " \n\u3000\n"), "白.txt"),
    "binary junk": ("坏.txt", lambda p: write(p, bytes(range(256)) * 40), "坏.txt"),
    "a picture": ("图.txt", lambda p: write(p, b"\x89PNG\r\n\x1a\n" + bytes(900)), "图.txt"),
    "neither UTF-8 nor GB18030": ("码.txt", lambda p: write(p, b"\xff\xff\x80\x80" * 50), "码.txt"),
    "50 MB": ("大.txt", lambda p: write(p, "一" * 17_500_000), "大.txt"),
    "no such kind": ("稿.pages", lambda p: write(p, "文"), "pages"),
    "junk called docx": ("假.docx", lambda p: write(p, b"PK\x03\x04junk"), "假.docx"),
    "junk called xlsx": ("假.xlsx", lambda p: write(p, b"junk"), "假.xlsx"),
    "broken YAML": ("坏.yaml", lambda p: write(p, "facts: [\n - {text: 'x\n"), "坏.yaml"),
    "broken JSON": ("坏.json", lambda p: write(p, '{"facts": ['), "坏.json"),
    "no column 内容": ("缺.csv", lambda p: write(p, "编号,标题\n01,x\n"), "内容"),
}


@pytest.mark.parametrize("case", BAD_SOURCES)
@pytest.mark.parametrize("command", ["extract", "batch"])
def test_a_source_that_cannot_be_read(desk: Path, said: Said, case: str, command: str) -> None:
    name, make, word = BAD_SOURCES[case]
    make(desk / name)
    assert main([command, name]) == 2
    assert word in said()
    assert not (desk / "out").exists()


def test_a_duplicate_id_costs_its_own_row(desk: Path, said: Said) -> None:
    write(desk / "重.csv", "编号,内容\n01,培育企业367家\n01,打造小区125个\n02,新设3个飞地\n")
    assert main(["batch", "重.csv", "-s", "mini", "-j", "1"]) == 1
    text = said()
    assert "01" in text and "行" in text
    assert list((desk / "out" / "重").glob("02-*"))


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (["-s", "min"], "mini"),
        (["-s", "微博九宫"], "微博九宫格"),
        (["-s", "-5"], "-5"),
        (["-t", "metrix"], "metric"),
        (["--theme", "hasi"], "haisi"),
        (["--renderer", "chrome"], "cairosvg"),
        (["-j", "-1"], "-j"),
        (["-j", "0"], "整数"),
        (["-j", "many"], "整数"),
        (["--only", "9999", "-s", "mini"], "9999"),
        (["--thme", "haisi"], "--theme"),
        (["-o"], "-o"),
    ],
)
def test_unknown_names_and_values(desk: Path, said: Said, words: list[str], near: str) -> None:
    assert main(["batch", "小稿.txt", *words]) == 2
    assert near in said()
    assert not (desk / "out").exists()


@pytest.mark.parametrize(
    ("words", "word"),
    [
        ([], ""),
        (["bach"], "batch"),
        (["batch"], "缺少参数"),
        (["list"], "缺少参数"),
        (["list", "size"], "sizes"),
        (["list", "sizes", "more"], "多出了参数 more"),
        (["extract", "小稿.txt", "--format", "xls"], "xlsx"),
        (["extract", "小稿.txt", "--format", "xlsx"], "-o"),
        (["card", "文"], "--output"),
        (["card", "", "-o", "a.png"], "文字"),
        (["card", "文", "-o", "a.jpg"], ".png"),
        (["card", "文", "-o", "a.png", "-s", "mni"], "mini"),
        (["list", "sizes", "--json=yes"], "不带值"),
    ],
)
def test_wrong_usage(desk: Path, capsys: pytest.CaptureFixture[str], words: list[str], word: str) -> None:
    assert main(words) == 2
    text = capsys.readouterr().err
    assert word in text
    assert "Error" not in text and "Try" not in text


def test_a_broken_size_file_is_named_with_its_line(desk: Path, said: Said) -> None:
    text = SIZE.format(name="负", width=-5, height=100, shape="portrait")
    write(desk / "data" / "sizes" / "neg.toml", text)
    assert main(["batch", "小稿.txt", "-s", "neg"]) == 2
    message = said()
    assert "neg.toml" in message and "第 2 行" in message and "-5" in message


@pytest.mark.parametrize("command", ["batch", "extract", "card"])
@pytest.mark.parametrize(
    ("number", "word"), [(errno.ENOSPC, "磁盘满了"), (errno.EROFS, "只读"), (errno.EACCES, "权限")]
)
def test_a_disk_that_refuses(
    desk: Path, said: Said, monkeypatch: pytest.MonkeyPatch, command: str, number: int, word: str
) -> None:
    words = {
        "batch": ["batch", "小稿.txt", "-s", "mini", "-j", "1", "-o", "o"],
        "extract": ["extract", "小稿.txt", "-o", "o/f.yaml"],
        "card": ["card", "文", "-s", "mini", "-o", "o/c.png"],
    }[command]

    def refuse(_handle: int) -> None:
        raise OSError(number, os.strerror(number))

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", refuse)
        assert main(words) == 2
    assert word in said()
    assert [p.name for p in (desk / "o").iterdir() if p.name != JOURNAL] == [], "nothing half-written"


def test_a_place_where_no_folder_can_be(desk: Path, said: Said) -> None:
    write(desk / "file", "x")
    assert main(["batch", "小稿.txt", "-s", "mini", "-o", "file"]) == 2
    assert "文件夹" in said()
    assert main(["batch", "小稿.txt", "-s", "mini", "-o", "file/below"]) == 2
    assert "文件夹" in said()


@pytest.mark.skipif(
    not Path("/proc/self").exists(), reason="needs a read-only file system that even root cannot write"
)
def test_a_read_only_folder(desk: Path, said: Said) -> None:
    assert main(["batch", "小稿.txt", "-s", "mini", "-o", "/proc/self/fdinfo"]) == 2
    assert "-o" in said()


def test_an_article_without_a_fact(desk: Path, said: Said) -> None:
    write(desk / "空话.txt", '"?"')
    assert main(["batch", "空话.txt", "-s", "mini", "-o", "o"]) == 2
    told = said()
    assert "空话.txt" in told and "没有找到" in told
    assert not (desk / "o").exists()
    assert main(["extract", "空话.txt"]) == 0


def test_a_folder_that_may_not_be_entered(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.stat

    def stat(self: Path, *, follow_symlinks: bool = True) -> os.stat_result:  # as the system answers a reporter
        if self.name == "别人的.txt":
            raise PermissionError(13, "Permission denied", str(self))
        return real(self, follow_symlinks=follow_symlinks)

    monkeypatch.setattr(Path, "stat", stat)
    assert main(["batch", "别人的.txt", "-s", "mini", "-o", "o"]) == 2
    text = capsys.readouterr().err
    assert "别人的.txt" in text and "权限" in text and "程序内部出错" not in text


def test_a_fault_in_mima_is_one_sentence_and_debug_tells_more(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_args: object) -> None:
        raise RuntimeError("boom")

    monkeypatch.setattr("generator.cli.listing.rows_of", fault)
    assert main(["list", "sizes"]) == 2
    text = capsys.readouterr().err
    assert "程序内部出错" in text and "--debug" in text and "Traceback" not in text
    assert main(["list", "sizes", "--debug"]) == 2
    assert "Traceback" in capsys.readouterr().err


def test_an_error_says_what_where_and_what_to_do() -> None:
    error = MimaError("缺少一列", Where("a.xlsx", sheet="一月", row=3, column=2), "请补上")
    assert str(error) == "缺少一列（a.xlsx 工作表“一月” 第 3 行 第 2 列）。请补上。"
    assert str(Where()) == ""


def test_the_article_of_these_tests_is_sound(desk: Path) -> None:
    assert (desk / "小稿.txt").read_text(encoding="utf-8") == ARTICLE
