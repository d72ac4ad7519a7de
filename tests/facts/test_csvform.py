"""CSV through a spreadsheet program: ids keep their zeros, a file without facts says so."""

import csv
import io
from pathlib import Path

import pytest

from generator.errors import InputError
from generator.facts import ArticleText, Fact, Factsheet, extract, load
from generator.facts.csvform import from_csv, to_csv

LISTS = (
    "题目\n\n重点任务：\n- 推进甲类任务落实到位\n- 推进乙类任务落实到位\n\n新增企业26家\n\n重点工作：\n"
    + "".join(f"- 推进第{c}类工作落实到位\n" for c in "甲乙丙丁戊己庚辛壬癸")
)


def saved(data: bytes) -> bytes:
    """Return a CSV as a spreadsheet program saves it: what looks like a number is one."""
    out = io.StringIO()
    writer = csv.writer(out)
    for row in csv.reader(io.StringIO(data.decode("utf-8-sig"))):
        writer.writerow([_number(cell) for cell in row])
    return out.getvalue().encode()


def _number(cell: str) -> str:
    try:
        value = float(cell)
    except ValueError:
        return cell
    return str(int(value)) if value.is_integer() else repr(value)


def test_ids_keep_their_zeros() -> None:
    sheet = extract(ArticleText(LISTS))
    assert [f.id for f in sheet.facts][-1] == "03.10"
    back = from_csv(saved(to_csv(sheet))).sheet
    assert [(f.id, f.parent) for f in back.facts] == [(f.id, f.parent) for f in sheet.facts]


@pytest.mark.parametrize("identity", ["1", "7.1", "a-1", "001"])
def test_ids_of_ones_own_stay(identity: str) -> None:
    sheet = Factsheet("", (Fact("012", "", "statement", "甲"), Fact(identity, "", "statement", "乙")))
    assert [f.id for f in from_csv(to_csv(sheet)).sheet.facts] == ["012", identity]


def test_a_header_without_facts(tmp_path: Path) -> None:
    path = tmp_path / "空表.csv"
    path.write_text("编号,章节,内容\n", encoding="utf-8")
    with pytest.raises(InputError, match="没有一条事实"):
        load(path)


def test_a_missing_column_is_named_with_its_row() -> None:
    with pytest.raises(InputError, match=r"缺少“内容”这一列（第 3 行）"):
        from_csv("\n\n编号,正文稿\n1,甲\n".encode())


def test_a_table_head_alone_is_no_fact() -> None:
    sheet = extract(ArticleText("题目\n\n指标　单位　2025年\n"))
    assert not sheet.facts and [p.text for p in sheet.prose] == ["指标　单位　2025年"]
