"""``mima compose`` from outside: what it writes, says and returns."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.cli import main

from .conftest import ARTICLE, SIZE


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    sizes = tmp_path / "data" / "sizes"
    sizes.mkdir(parents=True)
    for name, width, height, shape in (("mini-grid", 216, 216, "square"), ("mini-long", 216, 4000, "long")):
        (sizes / f"{name}.toml").write_text(
            SIZE.format(name=f"小{name}", width=width, height=height, shape=shape), encoding="utf-8"
        )
    (tmp_path / "data" / "proof.toml").write_text('source = "warn"\n', encoding="utf-8")
    (tmp_path / "小稿.txt").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def account(folder: Path) -> dict[str, object]:
    entry: dict[str, object] = json.loads((folder / "compositions.json").read_text(encoding="utf-8"))
    return entry


def test_each_composition_has_its_folder_and_its_account(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for command, size, folder in (
        ("grid", "mini-grid", "九宫格"), ("mosaic", "mini-grid", "一图九格"), ("long", "mini-long", "长图"),
    ):  # fmt: skip
        assert main(["compose", command, "小稿.txt", "-s", size]) == 0, capsys.readouterr().err
        here = desk / "out" / "小稿" / folder
        said = capsys.readouterr().out
        files = {path.name for path in here.iterdir()} - {"compositions.json", ".mima.lock"}
        assert files and all(name in said for name in files)
        entries = account(here)["compositions"]
        assert isinstance(entries, list) and len(entries) == 1
        assert {part["file"] for part in entries[0]["parts"]} == files


def test_two_compositions_in_one_folder_are_both_kept(desk: Path) -> None:
    assert main(["compose", "grid", "小稿.txt", "-s", "mini-grid", "-o", "都在"]) == 0
    assert main(["compose", "mosaic", "小稿.txt", "-s", "mini-grid", "-o", "都在"]) == 0
    entries = account(desk / "都在")["compositions"]
    assert isinstance(entries, list)
    assert [entry["kind"] for entry in entries] == ["grid", "mosaic"]
    assert all((desk / "都在" / part["file"]).exists() for entry in entries for part in entry["parts"])


def test_a_refused_fact_is_told_with_its_reason_and_exit_code(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["compose", "animate", "小稿.txt", "-s", "mini-grid", "--only", "01,03", "--format", "gif"])
    said = capsys.readouterr()
    assert code == 1
    assert "动图-01-" in said.out
    assert "未通过 第 03 条" in said.err and "没有数字" in said.err


def test_a_batch_becomes_a_print(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "小稿.txt", "-s", "mini-grid", "-j", "1", "-o", "here", "--only", "01,02"]) == 0
    assert main(["compose", "sheet", "here"]) == 0
    assert (desk / "here" / "打印稿.pdf").read_bytes().startswith(b"%PDF-")
    assert main(["compose", "sheet", "here", "--paper", "B5"]) == 2
    assert main(["compose", "sheet", "here", "-o", "a.doc"]) == 2
    assert main(["compose", "sheet", "."]) == 2
    said = capsys.readouterr().err
    assert "没有叫“B5”的纸张" in said and "不以 .pdf 结尾" in said and "没有 mima 的清单" in said


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["grid", "没有.txt"], "没有.txt"),
        (["grid", "小稿.txt", "-s", "weibo-long"], "mima compose long"),
        (["long", "小稿.txt", "-s", "weibo-grid"], "长图尺寸"),
        (["grid", "小稿.txt", "--cover", "last"], "封面的位置"),
        (["animate", "小稿.txt", "--format", "avi"], "动图格式"),
        (["gird", "小稿.txt"], "没有叫“gird”的命令"),
    ],
)
def test_a_slip_is_told_in_chinese(
    desk: Path, capsys: pytest.CaptureFixture[str], words: list[str], told: str
) -> None:
    assert main(["compose", *words]) == 2
    assert told in capsys.readouterr().err


def test_help_is_in_chinese(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words in (["--help"], ["grid", "--help"], ["long", "--help"], ["sheet", "--help"]):
        assert main(["compose", *words]) == 0
        said = capsys.readouterr().out
        assert "用法：" in said and "Usage" not in said and "Options" not in said
