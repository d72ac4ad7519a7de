"""``mima proof`` from outside: exit codes, what it prints, the page it writes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from generator.cli import main
from tests.test_cli import desk

__all__ = ["desk"]
DRAWN = "out/小稿"


def batch(capsys: pytest.CaptureFixture[str]) -> list[Path]:
    assert main(["batch", "小稿.txt", "-s", "mini", "-j", "1", "--only", "01,02"]) == 0
    capsys.readouterr()
    return sorted(p for p in Path(DRAWN).glob("*.png") if not p.name.startswith("contact"))


def test_all_well_then_a_card_changed_by_hand(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, _other = batch(capsys)
    assert main(["proof", DRAWN, "--facts", "小稿.txt", "-j", "1"]) == 0
    assert "共 2 张：2 张无误，0 张不能发" in capsys.readouterr().out
    image = Image.open(one).convert("RGB")
    image.paste("#ff0000", (3, 3, 9, 9))
    image.save(one)
    assert main(["proof", DRAWN, "--html", "报告/核对.html", "-j", "1"]) == 1
    said = capsys.readouterr().out
    assert one.name in said and "图被改过" in said and "共 2 张：1 张无误，1 张不能发" in said
    assert "图被改过" in Path("报告/核对.html").read_text(encoding="utf-8")
    assert main(["proof", str(one), "--json"]) == 1
    table = json.loads(capsys.readouterr().out)
    assert (table["passed"], table["failed"]) == (0, 1)
    fault = table["cards"][0]["faults"][0]
    assert (fault["cause"], fault["regions"]) == ("retouched", [[3, 3, 9, 9]])
    assert str(desk) not in json.dumps(table, ensure_ascii=False)


def test_changed_facts_are_told(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    batch(capsys)
    text = Path("小稿.txt").read_text(encoding="utf-8")
    Path("改稿.txt").write_text(text.replace("367", "376"), encoding="utf-8")
    assert main(["proof", DRAWN, "--facts", "改稿.txt", "-j", "1"]) == 1
    said = capsys.readouterr().out
    assert "图上是“培育重点工业企业367家”，现在是“培育重点工业企业376家”" in said


def test_what_cannot_be_proved_is_exit_2(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, _other = batch(capsys)
    for words in (
        ["proof", "没有"],
        ["proof", "."],
        ["proof", DRAWN, "--html", "x.txt"],
        ["proof", DRAWN, "--facts", "无.yaml"],
    ):
        assert main(words) == 2
        assert "错误：" in capsys.readouterr().err
    (desk / "别的.png").write_bytes(one.read_bytes())
    assert main(["proof", "别的.png"]) == 2


def test_a_composition_is_held_to_its_bytes(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        main(["compose", "animate", "小稿.txt", "--only", "01", "-s", "mini", "--format", "gif", "-o", "动"])
        == 0
    )
    assert main(["proof", "动"]) == 0
    film = next(Path("动").glob("*.gif"))
    film.write_bytes(film.read_bytes() + b"\0")
    assert main(["proof", "动"]) == 1
    assert "文件与登记的不是同一个" in capsys.readouterr().out
    film.unlink()
    assert main(["proof", "动"]) == 1
