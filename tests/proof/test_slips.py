"""The word tables: every row is sound and fires, and ordinary news prose is left in peace."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from generator.errors import DesignError
from generator.proof.rules import Rules
from generator.proof.slips import SlipTable
from generator.world import shipped

TABLE = SlipTable.load(shipped("data"))


def hits(text: str) -> list[str]:
    return [hit.kind for hit in TABLE.hits(text)]


@pytest.mark.parametrize(
    ("text", "kind", "better"),
    [
        ("截止目前，新增企业26家", "slip", "截至"),
        ("生产总值增长了到5%", "slip", "增长到"),
        ("能耗下降了2倍", "slip", ""),
        ("增速提高百分之3个百分点", "slip", ""),
        ("同比上月增长3%", "slip", ""),
        ("环比去年同期增长3%", "slip", ""),
        ("约有300人左右参加", "slip", ""),
        ("投资近500多亿元", "slip", ""),
        ("总产值3万亿亿元", "slip", ""),
        ("发电3500KWH", "unit-case", "kW·h"),
        ("里程达35KM", "unit-case", "km"),
        ("pm2.5浓度下降", "unit-case", "PM2.5"),
        ("台湾政府", "banned", "台湾当局"),
        ("前第三季度增长5%", "slip", ""),
        ("至少300人以上", "slip", ""),
        ("产值翻了两倍", "slip", ""),
        ("合格率提高2%", "slip", ""),
        ("共建一带一路国家", "banned", "“一带一路”"),
        ("中国和香港的贸易", "banned", ""),
        ("全国最大的鞋材市场", "superlative", ""),
    ],
)
def test_a_slip_is_found_and_the_better_word_offered(text: str, kind: str, better: str) -> None:
    found = list(TABLE.hits(text))
    assert [h.kind for h in found] == [kind]
    assert better in found[0].message
    assert text[found[0].start : found[0].end] in found[0].message


@pytest.mark.parametrize(
    "text",
    [
        "截至11月底，全市新增规上企业26家",
        "报名截止日期为6月30日",
        "地区生产总值同比增长5.2%，增速提高0.3个百分点",
        "约300人参加，近500亿元投资落地",
        "共建“一带一路”倡议提出以来",
        "PM2.5平均浓度为21微克/立方米，同比下降8%",
        "推动内地与香港合作",
        "发电量3500万千瓦时",
        "第二十届中央委员会第四次全体会议",
        "像石榴籽一样紧紧抱在一起",
        "反映群众诉求1200条",
    ],
)
def test_sound_prose_is_left_in_peace(text: str) -> None:
    assert hits(text) == []


EXAMPLES = [
    line.split("\t")
    for line in (Path(__file__).parent.parent / "quality" / "words.tsv").read_text("utf-8").splitlines()[2:]
]
ROWS = {(row.pattern.pattern): row for row in TABLE.rows}


@pytest.mark.parametrize(("word", "told", "quiet"), EXAMPLES, ids=lambda text: text[:16])
def test_every_pattern_fires_where_it_should_and_nowhere_else(word: str, told: str, quiet: str) -> None:
    pattern = ROWS[word[1:-1]].pattern
    assert pattern.search(told), f"{word} does not see {told}"
    assert not pattern.search(quiet), f"{word} fires in {quiet}"


def test_every_pattern_has_its_sentences_and_every_word_is_found() -> None:
    shown = {word[1:-1] for word, _, _ in EXAMPLES}
    literal = [row for row in TABLE.rows if row.pattern.pattern not in shown]
    for row in literal:
        word = row.pattern.pattern.replace("\\", "")
        assert re.escape(word) == row.pattern.pattern, f"{row.pattern.pattern} has no sentence in words.tsv"
        assert any(hit.kind == row.kind for hit in TABLE.hits(f"他说{word}。"))
        if row.better:
            assert not row.pattern.search(f"他说{row.better}。"), f"the better word for {word} is itself told"
    assert len({row.pattern.pattern for row in TABLE.rows}) == len(TABLE.rows), "no row stands twice"


def test_a_newsroom_adds_its_own_rows(tmp_path: Path) -> None:
    words = tmp_path / "words"
    words.mkdir()
    (words / "slips.tsv").write_text("词\t建议\t理由\n安海古镇镇\t安海镇\t本地地名\n", encoding="utf-8")
    table = SlipTable.load(shipped("data"), tmp_path)
    assert [h.message for h in table.hits("安海古镇镇区")] == ["可能有误“安海古镇镇”，建议写“安海镇”：本地地名"]
    assert table.rows[: len(TABLE.rows)] == TABLE.rows


@pytest.mark.parametrize(
    ("row", "what"), [("两栏\t少了", "3 栏"), ("/(a/\t\t坏式子", "式子"), ("/a*b/\t\t不限次", "不限次数")]
)
def test_a_bad_row_is_named_with_its_line(tmp_path: Path, row: str, what: str) -> None:
    (tmp_path / "words").mkdir()
    (tmp_path / "words" / "banned.tsv").write_text(f"词\t建议\t理由\n{row}\n", encoding="utf-8")
    with pytest.raises(DesignError, match=what) as error:
        SlipTable.load(tmp_path)
    assert error.value.where is not None and error.value.where.line == 2


def test_an_unknown_check_in_the_rules_is_named(tmp_path: Path) -> None:
    (tmp_path / "proof.toml").write_text('figurs = "warn"\n', encoding="utf-8")
    with pytest.raises(DesignError, match="figurs"):
        Rules.load(shipped("data"), tmp_path)
    (tmp_path / "proof.toml").write_text('figures = "maybe"\n', encoding="utf-8")
    with pytest.raises(DesignError, match="refuse、warn 或 off"):
        Rules.load(shipped("data"), tmp_path / ".")


def test_a_hostile_line_costs_no_time() -> None:
    assert hits("约" * 100_000 + "1" * 100_000) == []


def test_every_banned_word_names_its_source() -> None:
    lines = (shipped("data") / "words" / "banned.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t") for line in lines if line and not line.startswith(("#", "词\t"))]
    assert len(rows) > 50
    assert [row[0] for row in rows if not row[2].endswith(("（新华社慎用词）", "（编辑部惯例）"))] == []
