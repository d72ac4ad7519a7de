"""``mima correct``: the facts file, the cards, the record and the notice, in one command."""

from __future__ import annotations

import datetime as dt
import json
import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from generator.cli import main
from generator.facts import read_facts
from tests.test_cli import desk

__all__ = ["desk"]
OLD, NEW = "培育重点工业企业367家", "培育重点工业企业376家"


def cards(folder: str) -> dict[str, str]:
    table = json.loads((Path(folder) / "manifest.json").read_text(encoding="utf-8"))
    return {card["file"]: card["text"] for card in table["cards"]}


@pytest.fixture
def made(desk: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["extract", "小稿.txt", "-o", "事实.yaml"]) == 0
    for place, theme in (("out/甲", "haisi"), ("out/乙", "subai")):
        assert (
            main(["batch", "事实.yaml", "-s", "mini,mini-grid", "-j", "1", "--theme", theme, "-o", place]) == 0
        )
    capsys.readouterr()
    return desk


def test_a_correction_reaches_every_card_and_leaves_a_record(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = cards("out/甲")
    untouched = {
        name: (Path("out/甲") / name).stat().st_mtime_ns for name, text in before.items() if OLD not in text
    }
    words = [
        "correct",
        "367家",
        "--to",
        NEW,
        "--facts",
        "事实.yaml",
        "--by",
        "王编辑",
        "--why",
        "统计局更正",
        "-j",
        "1",
    ]
    assert main(words) == 0
    said = capsys.readouterr().out
    assert f"“{OLD}” → “{NEW}”" in said and "更正：《" in said and "并向读者致歉" in said
    sheet, errors = read_facts(Path("事实.yaml"))
    fixed = next(f for f in sheet.facts if f.text == NEW)
    assert errors == () and fixed.metric is not None and fixed.metric.value == "376"
    for folder in ("out/甲", "out/乙"):
        now = cards(folder)
        assert OLD not in now.values() and NEW in now.values() and len(now) == len(before)
        assert set(now) == {p.name for p in Path(folder).glob("*.png") if not p.name.startswith("contact")}
    assert {n: (Path("out/甲") / n).stat().st_mtime_ns for n in untouched} == untouched, (
        "no other card was made again"
    )
    record = json.loads(Path("更正记录.jsonl").read_text(encoding="utf-8"))
    assert (record["old"], record["new"], record["by"], record["why"]) == (OLD, NEW, "王编辑", "统计局更正")
    assert set(record["cards"]) == {"out/甲", "out/乙"} and record["at"].endswith("+08:00")
    assert str(made) not in json.dumps(record, ensure_ascii=False)
    assert main(["proof", "out/甲", "--facts", "事实.yaml", "-j", "1"]) == 0
    table = json.loads(Path("out/乙/manifest.json").read_text(encoding="utf-8"))
    assert {card["theme"] for card in table["cards"]} == {"subai"}


def test_a_second_correction_keeps_the_first_record(made: Path) -> None:
    for text in (NEW, OLD):
        assert main(["correct", "01", "--to", text, "--facts", "事实.yaml", "--in", "out/甲", "-j", "1"]) == 0
    lines = Path("更正记录.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["new"] for line in lines] == [NEW, OLD]


def test_a_correction_that_takes_the_figure_away(made: Path) -> None:
    words = [
        "correct",
        "01",
        "--to",
        "培育一批重点工业企业",
        "--facts",
        "事实.yaml",
        "--in",
        "out/甲",
        "-j",
        "1",
    ]
    assert main(words) == 0
    assert "培育一批重点工业企业" in cards("out/甲").values()


def test_another_articles_folder_with_the_same_sentence_is_left_alone(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("别稿.txt").write_text(f"别的一年\n\n城市 变化\n\n{OLD}\n建成学校12所\n植树3万棵\n", encoding="utf-8")
    assert main(["batch", "别稿.txt", "-s", "mini", "-j", "1"]) == 0
    before = {p.name: p.read_bytes() for p in Path("out/别稿").iterdir()}
    assert main(["correct", "01", "--to", NEW, "--facts", "事实.yaml", "-j", "1"]) == 1
    assert "没有动" in capsys.readouterr().err
    assert {p.name: p.read_bytes() for p in Path("out/别稿").iterdir()} == before


def test_compositions_are_made_again_with_the_same_choice(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    orders = (
        ["compose", "animate", "事实.yaml", "--only", "01", "-s", "mini", "--format", "gif", "-o", "out/动"],
        ["compose", "grid", "事实.yaml", "-s", "mini-grid", "--only", "01,02", "-o", "out/格"],
    )
    for words in orders:
        assert main(words) == 0, capsys.readouterr().err
    before = {p: p.read_bytes() for folder in ("out/动", "out/格") for p in Path(folder).iterdir()}
    assert main(["correct", "01", "--to", NEW, "--facts", "事实.yaml", "-j", "1"]) == 0, capsys.readouterr().err
    said = capsys.readouterr().out
    assert "作品“grid-mini-grid”重做了" in said and "作品“animation-mini-01”重做了" in said
    for folder in ("out/动", "out/格"):
        text = (Path(folder) / "compositions.json").read_text(encoding="utf-8")
        assert OLD not in text and NEW in text
        assert main(["proof", folder, "--facts", "事实.yaml", "-j", "1"]) == 0, capsys.readouterr().out
    kept = [p for p, data in before.items() if p.exists() and p.read_bytes() == data and p.suffix == ".png"]
    assert [p.name[:2] for p in kept] == ["2-"], "the other card of the grid is as it was"
    record = json.loads(Path("更正记录.jsonl").read_text(encoding="utf-8"))
    assert set(record["compositions"]) == {"out/动 animation-mini-01", "out/格 grid-mini-grid"}


def test_a_composition_of_an_early_account_is_named(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compose", "grid", "事实.yaml", "-s", "mini-grid", "--only", "01,02", "-o", "out/格"]) == 0
    path = Path("out/格/compositions.json")
    table = json.loads(path.read_text(encoding="utf-8"))
    del table["compositions"][0]["order"]
    path.write_text(json.dumps(table, ensure_ascii=False), encoding="utf-8")
    assert main(["correct", "01", "--to", NEW, "--facts", "事实.yaml", "-j", "1"]) == 1
    assert "请重新运行 mima compose" in capsys.readouterr().err


def test_what_cannot_be_corrected_changes_nothing(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("事实.yaml").read_bytes()
    for words in (
        ["67家", "--to", NEW, "--facts", "事实.yaml"],
        ["企", "--to", NEW, "--facts", "事实.yaml"],
        ["01", "--to", " ", "--facts", "事实.yaml"],
        ["01", "--to", OLD, "--facts", "事实.yaml"],
        ["01", "--to", NEW, "--facts", "小稿.txt"],
        ["01", "--to", NEW, "--facts", "事实.yaml", "--in", "无"],
    ):
        assert main(["correct", *words]) == 2
        assert "错误：" in capsys.readouterr().err
    assert Path("事实.yaml").read_bytes() == before and not Path("更正记录.jsonl").exists()


OTHER = """区里这一年

企业 发展

重点工业企业增至367家
名录收入企业３６７家
安置居民367户
"""


def test_the_figure_in_other_words_is_listed_and_left_alone(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Cards, a grid, a moving card, a long picture, a print PDF and a planned post, of another article and another wording."""
    Path("区稿.txt").write_text(OTHER, encoding="utf-8")
    begun = [
        ["batch", "区稿.txt", "-s", "mini", "-j", "1"],
        ["compose", "grid", "区稿.txt", "-s", "mini-grid", "--only", "01,02", "-o", "out/格"],
        ["compose", "animate", "区稿.txt", "--only", "01", "-s", "mini", "--format", "gif", "-o", "out/动"],
        ["compose", "long", "区稿.txt", "-o", "out/长"],
        ["compose", "sheet", "out/区稿"],
        ["series", "new", "区稿.txt", "--start", "2099-01-04", "--slots", "07:30 mini", "--name", "区里"],
    ]
    for words in begun:
        assert main(words) == 0, capsys.readouterr().err
    places = [Path("out") / name for name in ("区稿", "格", "动", "长")]
    before = {p: p.read_bytes() for place in places for p in place.iterdir() if p.is_file()}
    capsys.readouterr()
    assert main(["correct", "367家", "--to", NEW, "--facts", "事实.yaml", "-j", "1"]) == 0
    told = capsys.readouterr().err
    assert "也显示这个数字" in told and "３６７家" in told and "367户" not in told
    assert {p: p.read_bytes() for place in places for p in place.iterdir() if p.is_file()} == before
    record = json.loads(Path("更正记录.jsonl").read_text(encoding="utf-8"))
    where = [one["where"] for one in record["alike"]]
    assert [w for w in where if w.startswith("out/区稿 01-")]
    for name in (
        "作品“grid-mini-grid”",
        "作品“animation-mini-01”",
        "作品“long-weibo-long”",
        "作品“print-打印稿”",
    ):
        assert any(name in w for w in where), name
    assert sum("系列“区里”第" in w for w in where) == 2
    assert {tuple(one["figure"]) for one in record["alike"]} == {("367家",), ("３６７家",)}
    assert not record["posts"]


def test_a_print_pdf_is_printed_again_and_the_contact_sheet_drawn_again(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compose", "sheet", "out/甲"]) == 0
    pdf, contact = Path("out/甲/打印稿.pdf"), Path("out/甲/contact.png")
    before = pdf.read_bytes(), contact.read_bytes()
    assert main(["correct", "01", "--to", NEW, "--facts", "事实.yaml", "-j", "1"]) == 0, capsys.readouterr().err
    assert "作品“print-打印稿”重做了" in capsys.readouterr().out
    assert pdf.read_bytes() != before[0] and contact.read_bytes() != before[1]
    assert main(["proof", "out/甲", "--facts", "事实.yaml", "-j", "1"]) == 0, capsys.readouterr().out


def test_a_print_pdf_whose_batch_is_not_named_stays_and_says_so(
    made: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["compose", "sheet", "out/乙", "-o", "案头/乙.pdf"]) == 0
    before = Path("案头/乙.pdf").read_bytes()
    words = ["correct", "01", "--to", NEW, "--facts", "事实.yaml", "-j", "1", "--in", "案头"]
    assert main(words) == 1
    assert "还没有更正" in capsys.readouterr().err and Path("案头/乙.pdf").read_bytes() == before


def test_signatures_are_void_an_issued_post_is_marked_and_the_record_keeps_both(
    made: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the command line alone: one post issued, one signed, then the fact of each is corrected."""
    for name in [name for name in os.environ if name.startswith("MIMA_")]:
        monkeypatch.delenv(name)
    begin = dt.datetime.now(ZoneInfo("Asia/Shanghai")) - dt.timedelta(
        minutes=9
    )  # the second is due a day later
    day, slot = begin.date().isoformat(), f"{begin:%H:%M} mini"
    words = ["series", "new", "事实.yaml", "--start", day, "--slots", slot, "--name", "小城"]
    assert main(words) == 0, capsys.readouterr().err
    assert main(["today"]) in {0, 1}
    capsys.readouterr()
    assert main(["review", "list", "--json"]) == 0
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    for number in sorted(rows)[:2]:
        for person in ("张三", "李四", "王五"):
            assert main(["review", "sign", str(number), "--by", person]) == 0, capsys.readouterr().err
    assert main(["today"]) == 0, capsys.readouterr().err
    assert states(capsys)[:2] == ["issued", "signed"]

    assert main(["correct", "01", "--to", NEW, "--facts", "事实.yaml", "-j", "1", "--by", "王编辑"]) == 0
    said = capsys.readouterr().out
    assert "更正：《" in said and "并向读者致歉" in said
    after = states(capsys)
    assert after[0] == "corrected", "the issued one is marked, and one that corrects it is planned"
    record = json.loads(Path("更正记录.jsonl").read_text(encoding="utf-8"))
    assert record["posts"] and record["notice"] and record["by"] == "王编辑"

    assert main(["correct", "02", "--to", "兑现惠企资金超23亿元", "--facts", "事实.yaml", "-j", "1"]) == 0
    capsys.readouterr()
    assert main(["today"]) in {0, 1}
    capsys.readouterr()
    assert main(["review", "list", "--json"]) == 0
    waiting = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    again = waiting[sorted(rows)[1]]
    assert again["next_stage"] == "初审", "what three people had signed shows another figure now"
    assert again["digest"] != rows[again["id"]]["digest"]


def states(capsys: pytest.CaptureFixture[str]) -> list[str]:
    capsys.readouterr()
    assert main(["series", "show", "--json"]) == 0
    return [post["state"] for post in json.loads(capsys.readouterr().out)]
