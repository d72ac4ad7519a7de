"""The command from outside: what it prints where, and how it ends."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PIL import Image

from generator.cli import main

ROOT = Path(__file__).parents[1]
ARTICLE = """小城一年 看得见的变化

产业升级晋位 经济在承压前行中彰显韧性

培育重点工业企业367家
兑现惠企资金超20亿元
深入开展“项目提效年”活动

城市品质晋升 城市品质在更新行动中持续提升

打造125个“美好家园”小区
城际铁路R1线建设协同启动
"""
SIZE = """name = "{name}"
width = {width}
height = {height}
shape = "{shape}"
max_kb = 500
source = "测试"
confidence = "D"
checked_on = "2026-11-23"
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A newsroom's folder with an article and two small sizes of its own, as the current folder."""
    sizes = tmp_path / "data" / "sizes"
    sizes.mkdir(parents=True)
    for name, width, height, shape in (("mini", 216, 288, "portrait"), ("mini-grid", 216, 216, "square")):
        text = SIZE.format(name=f"小{name}", width=width, height=height, shape=shape)
        (sizes / f"{name}.toml").write_text(text, encoding="utf-8")
    (tmp_path / "小稿.txt").write_text(ARTICLE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_batch_makes_a_folder_named_after_the_article(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "小稿.txt", "-s", "mini", "-s", "小mini-grid", "-j", "1"]) == 0
    said = capsys.readouterr()
    folder = desk / "out" / "小稿"
    table = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert {c["size"] for c in table["cards"]} == {"mini", "mini-grid"}
    assert len(table["cards"]) >= 10
    assert (folder / "contact.png").exists()
    assert any(c["file"].endswith("-培育重点工业企业367家-mini-grid.png") for c in table["cards"])
    assert "新做" in said.out and "小城一年" in said.out
    assert f"{len(table['cards'])}/{len(table['cards'])}" in said.err

    assert main(["batch", "小稿.txt", "-s", "mini,mini-grid", "-j", "1"]) == 0
    row = capsys.readouterr().out.splitlines()[1].split()
    assert [int(word) for word in row if word.isdigit()] == [0, len(table["cards"]), 0]


def test_batch_json_prints_the_manifest_and_nothing_else_on_stdout(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["batch", "小稿.txt", "-s", "mini", "-j", "1", "-o", "here", "--json"]) == 0
    said = capsys.readouterr()
    assert said.out == (desk / "here" / "manifest.json").read_text(encoding="utf-8")
    assert "新做" in said.err


def test_each_source_has_its_folder_and_a_bad_one_stops_nobody(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = desk / "b"
    other.mkdir()
    (other / "小稿.txt").write_text(ARTICLE, encoding="utf-8")
    assert main(["batch", "小稿.txt", "没有.txt", "b/小稿.txt", "-s", "mini", "-j", "1", "-o", "all"]) == 2
    assert {p.name for p in (desk / "all").iterdir()} == {"小稿", "小稿-2"}
    assert "没有.txt" in capsys.readouterr().err


def test_a_refused_card_is_named_with_its_reason(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "facts.csv").write_text(
        "编号,内容\n01,培育重点工业企业367家\n02," + "很长的话" * 200 + "\n", encoding="utf-8"
    )
    assert main(["batch", "facts.csv", "-s", "mini", "-j", "1"]) == 1
    said = capsys.readouterr()
    assert "未通过 第 02 条（小mini）" in said.err
    assert list((desk / "out" / "facts").glob("01-*"))
    assert not list((desk / "out" / "facts").glob("02-*"))


def test_extract_prints_facts_and_says_what_it_found(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "小稿.txt", "--format", "json"]) == 0
    said = capsys.readouterr()
    table = json.loads(said.out)
    assert set(table) >= {"title", "chapters", "facts"}
    assert "《" in said.err and "数字" in said.err
    assert main(["extract", "小稿.txt"]) == 0
    assert "367" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["facts.yaml", "facts.json", "facts.csv", "facts.xlsx"])
def test_extracted_facts_make_the_same_cards(desk: Path, name: str) -> None:
    assert main(["extract", "小稿.txt", "-o", name]) == 0
    assert main(["batch", name, "-s", "mini", "-j", "1", "-o", "a"]) == 0
    assert main(["batch", "小稿.txt", "-s", "mini", "-j", "1", "-o", "b"]) == 0
    one, other = (json.loads((desk / f / "manifest.json").read_text(encoding="utf-8"))["cards"] for f in "ab")
    assert [c["sha256"] for c in one] == [c["sha256"] for c in other]


@pytest.mark.parametrize("text", ["培育重点工业企业367家", "深入开展“项目提效年”活动"])
def test_card_needs_no_file(desk: Path, text: str) -> None:
    assert main(["card", text, "-o", "新/卡.png", "-s", "mini"]) == 0
    with Image.open(desk / "新" / "卡.png") as card:
        assert (card.size, card.mode) == ((216, 288), "RGB")


@pytest.mark.parametrize("what", ["sizes", "themes", "templates", "fonts"])
def test_list(desk: Path, capsys: pytest.CaptureFixture[str], what: str) -> None:
    assert main(["list", what, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows and all(row.get("id") or row.get("family") for row in rows)
    assert main(["list", what]) == 0
    assert str(rows[0].get("id") or rows[0]["family"]) in capsys.readouterr().out


def test_help_is_chinese_and_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    said = capsys.readouterr().out
    assert all(word in said for word in ("用法", "选项", "命令", "extract", "batch", "card", "list"))
    assert "Show this" not in said and "Usage" not in said
    for command in ("extract", "batch", "card", "list", "proof"):
        assert main([command, "--help"]) == 0
        assert "Show this" not in capsys.readouterr().out
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.startswith("mima ")


def test_the_fallback_renderer_is_announced(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.card import raster

    def no_cairo() -> None:
        raise OSError("no library called cairo")

    monkeypatch.setattr(raster, "CairoRasteriser", no_cairo)
    assert main(["batch", "小稿.txt", "-s", "mini", "-j", "1"]) == 0
    assert "系统没有 libcairo，改用 resvg 渲染" in capsys.readouterr().err
    table = json.loads((desk / "out" / "小稿" / "manifest.json").read_text(encoding="utf-8"))
    assert table["renderer"].startswith("resvg")


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_words_come_out_as_utf_8_whatever_the_locale(desk: Path, encoding: str) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONIOENCODING": encoding}
    words = [sys.executable, "-m", "generator", "extract", "没有.txt"]
    done = subprocess.run(words, cwd=desk, env=env, capture_output=True, check=False)
    assert done.returncode == 2
    assert "找不到" in done.stderr.decode("utf-8")


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_ctrl_c_ends_with_130_and_says_so(desk: Path) -> None:
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    words = [sys.executable, "-m", "generator", "batch", "小稿.txt", "-j", "2", "-o", "o"]
    with subprocess.Popen(
        words, cwd=desk, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as run:
        end = time.monotonic() + 30
        while not list(desk.glob("o/*.png")) and time.monotonic() < end:
            time.sleep(0.01)
        os.killpg(run.pid, signal.SIGINT)
        _out, err = run.communicate(timeout=20)
    assert run.returncode == 130
    assert "已中断" in err.decode("utf-8") and b"Traceback" not in err
    table = json.loads((desk / "o" / "manifest.json").read_text(encoding="utf-8"))
    assert {c["file"] for c in table["cards"]} == {p.name for p in desk.glob("o/*.png")}


def test_list_names_broken_design_files_and_still_lists_the_sound_ones(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (desk / "data" / "sizes" / "neg.toml").write_text(
        SIZE.format(name="负", width=-5, height=9, shape="square"), encoding="utf-8"
    )
    assert main(["list", "sizes", "--json"]) == 2
    said = capsys.readouterr()
    assert {"mini", "poster"} <= {row["id"] for row in json.loads(said.out)}
    assert "neg.toml 第 2 行" in said.err and "-5" in said.err


def test_help_pages_hold_no_programmers_words(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for command in ("extract", "batch", "card", "list", "proof"):
        assert main([command, "--help"]) == 0
        page = capsys.readouterr().out
        assert "用法：" in page
        assert not [word for word in ("<bool>", "<str>", "Path", "Usage", "default", "…") if word in page]


def test_a_reason_shared_by_all_sizes_is_said_once(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (desk / "事实.csv").write_text("编号,内容\n1,游客点赞😀超500万次\n", encoding="utf-8")
    assert main(["batch", "事实.csv", "-s", "mini,mini-grid", "-j", "1"]) == 1
    said = capsys.readouterr().err
    assert said.count("U+1F600") == 1
    assert "小mini、小mini-grid" in said


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="a system without endless devices")
def test_an_endless_file_is_refused(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["extract", "/dev/zero"]) == 2
    assert "超过" in capsys.readouterr().err


def test_ctrl_c_while_loading_is_no_traceback(desk: Path) -> None:
    script = (
        "import sys, builtins\n"
        "real = builtins.__import__\n"
        "def stop(name, *rest, **more):\n"
        "    if name == 'typer':\n"
        "        raise KeyboardInterrupt\n"
        "    return real(name, *rest, **more)\n"
        "builtins.__import__ = stop\n"
        "from generator.__main__ import run\n"
        "sys.exit(run())\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
    )
    assert done.returncode == 130 and b"Traceback" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="closes a stream by a POSIX shell")
def test_a_closed_or_full_stdout_is_no_fault_of_mima(desk: Path) -> None:
    def run(redirection: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            ["/bin/sh", "-c", f'"{sys.executable}" -m generator list sizes {redirection}'],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            check=False,
        )

    closed = run(">&-")
    assert (closed.returncode, closed.stderr) == (0, b"")
    if Path("/dev/full").exists():
        full = run("> /dev/full")
        assert full.returncode == 2
        assert "磁盘满了" in full.stderr.decode() and b"Traceback" not in full.stderr


def test_bench_says_where_the_time_goes(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["bench", "小稿.txt", "-s", "mini", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["cards"] == 6, "five facts and a cover"
    assert set(found["stages"]) == {"fill", "set", "raster", "encode", "proof"}
    assert set(found["packings"]) == {"fast", "balanced", "small"}
    assert all(ms > 0 for ms in found["stages"].values())
    assert main(["bench", "小稿.txt", "-s", "mini", "-n", "2"]) == 0
    said = capsys.readouterr().out
    assert all(word in said for word in ("填模板", "排文字", "画成像素", "压成文件", "校对", "2 张"))


def test_a_harder_packing_gives_the_same_picture_in_fewer_bytes(desk: Path) -> None:
    files = {}
    for packing in ("fast", "small"):
        assert (
            main(
                ["batch", "小稿.txt", "-s", "mini", "-j", "1", "-o", "一处", "--png", packing, "--with", "none"]
            )
            == 0
        )
        files[packing] = sorted((desk / "一处").glob("*mini*.png"))[0].read_bytes()
    assert len(files["small"]) < len(files["fast"]), (
        "the second run made the cards anew: packing is in their key"
    )
    import io

    one, other = (Image.open(io.BytesIO(data)) for data in files.values())
    assert one.tobytes() == other.tobytes()


def test_an_unknown_packing_is_named(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["batch", "小稿.txt", "--png", "tiny"]) == 2
    assert "没有叫“tiny”的压法" in capsys.readouterr().err
