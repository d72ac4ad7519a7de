"""A new template works at once, survives every hard case, is clean, and takes no name that is taken."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from PIL import Image

from generator.card import Press
from generator.cli import main
from generator.workbench import Matrix
from generator.workbench.matrix import MASTERS
from generator.world import World, shipped

GUIDE = shipped("templates_svg") / "README.md"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    return tmp_path


@pytest.mark.parametrize("like", [(), ("--like", "ring"), ("--like", "数字")], ids=["blank", "ring", "metric"])
def test_it_works_at_once(desk: Path, like: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-template", "two-lines", *like]) == 0
    assert {p.name for p in (desk / "templates_svg" / "two-lines").iterdir()} == {
        "template.toml", "portrait.svg", "square.svg", "tall.svg", "wide.svg",
    }  # fmt: skip
    assert main(["lint-templates"]) == 0
    (desk / "facts.csv").write_text("编号,内容\n01,森林覆盖率达63.2%\n", encoding="utf-8")
    assert main(["batch", "facts.csv", "-t", "two-lines", "-j", "1", "-s", "moments"]) == 0
    manifest = json.loads((desk / "out" / "facts" / "manifest.json").read_text(encoding="utf-8"))
    assert {card["template"] for card in manifest["cards"] if card["fact"] == "01"} == {"two-lines"}
    assert main(["batch", "facts.csv", "-j", "1", "-s", "moments", "-o", "b"]) == 0
    manifest = json.loads((desk / "b" / "manifest.json").read_text(encoding="utf-8"))
    assert "two-lines" not in {card["template"] for card in manifest["cards"]}, "only where it is asked for"
    capsys.readouterr()


def test_the_blank_one_survives_every_case(desk: Path) -> None:
    assert main(["new-template", "two-lines"]) == 0
    press = Press(World.at(desk), "resvg")
    matrix = Matrix(press)
    rows = matrix.rows(press.catalogue.template("two-lines"))
    assert len(rows) > 50
    for row in rows:
        for size in MASTERS:
            proved = matrix.prove(matrix.job(row, press.catalogue.theme("subai"), press.catalogue.size(size)))
            assert (proved.refused, proved.faults) == ("", ()), (row.case.id, size)


@pytest.mark.parametrize("name", ["metric", "数字", "Bad Name", "../up", "_x", ""])
def test_a_name_that_is_taken_or_none_is_refused(
    desk: Path, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["new-template", name]) == 2
    assert "请" in capsys.readouterr().err
    assert not (desk / "templates_svg").exists()


def test_lint_names_what_is_wrong_and_ends_with_one(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-template", "two-lines"]) == 0
    drawing = desk / "templates_svg" / "two-lines" / "square.svg"
    text = drawing.read_text(encoding="utf-8").replace("</svg>", '<rect fill="#ff0000"/>\n</svg>')
    drawing.write_text(text, encoding="utf-8")
    capsys.readouterr()
    assert main(["lint-templates"]) == 1
    assert re.search(r"square\.svg 第 \d+ 行：fill 写死了颜色“#ff0000”", capsys.readouterr().out)
    assert main(["lint-templates", "templates_svg/two-lines", "--json"]) == 1
    (row,) = json.loads(capsys.readouterr().out)
    assert row["rule"] == "fixed-colour" and text.splitlines()[row["line"] - 1].startswith("<rect fill")
    drawing.unlink()
    assert main(["lint-templates"]) == 1
    assert "缺少图稿 square.svg" in capsys.readouterr().out
    assert main(["lint-templates", "nowhere"]) == 2


def test_sheets_show_a_template_in_colour_and_grey(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A newsroom's own table of cases: a short one, so that a test can afford to draw it."""
    table = desk / "data" / "edge_cases" / "cases.tsv"
    table.parent.mkdir(parents=True)
    table.write_text("新\tclosing\t本台自己的尾页\t\t素\t添上\n", encoding="utf-8")
    order = ["sheets", "-t", "closing", "--theme", "subai", "-s", "weibo-grid", "-j", "1", "-o", "s"]
    assert main(order) == 0
    assert "合格 4，按原因拒绝 0，有问题 0" in capsys.readouterr().out
    with Image.open(desk / "s" / "closing.png") as colour, Image.open(desk / "s" / "closing-grey.png") as grey:
        assert colour.mode == "RGB" and grey.mode == "L"
        assert colour.size == grey.size
        assert colour.height > 4 * 300, "four cases, one row each"
    assert main(["sheets", "-t", "closin"]) == 2
    assert "closing" in capsys.readouterr().err


def test_the_guides_worked_example_is_a_template_that_works(desk: Path) -> None:
    """The twenty lines of the guide, as they stand there, put into a new template's folder."""
    example = re.search(r"```xml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    assert len(example[1].splitlines()) <= 28
    assert main(["new-template", "guide"]) == 0
    (desk / "templates_svg" / "guide" / "portrait.svg").write_text(example[1], encoding="utf-8")
    assert main(["lint-templates"]) == 0
    press = Press(World.at(desk), "resvg")
    matrix = Matrix(press)
    size, theme = press.catalogue.size("moments"), press.catalogue.theme("haisi")
    for name in (
        "句-20字",
        "句-2字",
        "数-数在中间",
        "数-6",
        "数-小数",
        "数-只有数",
        "数-素",
        "数-台标",
        "数-长来源",
    ):
        proved = matrix.prove(matrix.job(matrix.row(press.catalogue.template("guide"), name), theme, size), 0.5)
        assert (proved.refused, proved.faults) == ("", ()), name


def test_a_card_that_leaves_words_out_is_not_written(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["new-template", "half"]) == 0
    drawing = desk / "templates_svg" / "half" / "portrait.svg"
    drawing.write_text(drawing.read_text(encoding="utf-8").replace("{{ tail }}", ""), encoding="utf-8")
    order = ["card", "2个国家3A级旅游景区通过验收", "-t", "half", "-s", "moments", "-o", "a.png"]
    assert main(order) == 1
    assert "没有全部上图" in capsys.readouterr().err
    assert not (desk / "a.png").exists()
