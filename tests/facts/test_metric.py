"""The metric: the project's own sentences, every row of the word tables, and what always holds."""

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.facts import METRIC_KINDS, ArticleText, Tables, extract, find_metric
from generator.facts.clause import cut
from generator.facts.numeral import chinese, number_of
from generator.facts.tables import rows, shipped_data

QUALITY = Path(__file__).parent.parent / "quality" / "facts.tsv"
WORDS = shipped_data() / "words"


def quality_lines() -> list[tuple[str, ...]]:
    out = []
    for line in QUALITY.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith(("#", "text\t")):
            out.append((*line.split("\t"), *[""] * 5)[:6])
    return out


LINES = quality_lines()


def bare(label: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", label) if unicodedata.category(c)[0] in "LN")


def test_there_are_enough_sentences_and_no_doubles() -> None:
    assert len(LINES) >= 200
    assert len({text for text, *_ in LINES}) == len(LINES)


@pytest.mark.parametrize(
    ("text", "value", "unit", "labels", "qualifiers", "kind"), LINES, ids=[x[0][:24] for x in LINES]
)
def test_sentence(text: str, value: str, unit: str, labels: str, qualifiers: str, kind: str) -> None:
    metric = find_metric(text).metric
    if value == "-":
        assert metric is None
        return
    assert metric is not None
    assert (metric.value, metric.unit) == (value, unit)
    if labels != "-":
        assert bare(metric.label) in {bare(label) for label in labels.split("|")}
    if qualifiers:
        assert (metric.qualifier or "-") in qualifiers.split("|")
    if kind:
        assert metric.kind == kind


@pytest.mark.parametrize(("unit", "kind", "flags"), list(rows(WORDS / "units.tsv", 3)))
def test_unit_row(unit: str, kind: str, flags: str) -> None:
    assert kind in METRIC_KINDS
    assert {f for f in flags.split() if not f.startswith("不接")} <= {"时段", "规格", "弱", "谨慎", "整数"}
    metric = find_metric(f"数量达到36{unit}").metric
    if unit in {"季度", "个季度"}:
        return
    assert metric is not None, unit
    assert (metric.value, metric.unit, metric.kind) == ("36", unit, kind)


@pytest.mark.parametrize("pattern", [r[0] for r in rows(WORDS / "names.tsv", 1)])
def test_name_row(pattern: str) -> None:
    tables = Tables.load()
    for number in ("3", "三"):
        name = pattern.replace("N", number)
        at = name.index(number)
        assert tables.name_end(name, at, at + 1) >= at + len(pattern) - pattern.index("N")


@pytest.mark.parametrize("word", [r[0] for r in rows(WORDS / "fixed.tsv", 1)])
def test_fixed_row(word: str) -> None:
    assert find_metric(f"推进{word}工作").metric is None


@pytest.mark.parametrize(("word", "place", "kind"), list(rows(WORDS / "qualifiers.tsv", 3)))
def test_qualifier_row(word: str, place: str, kind: str) -> None:
    text = f"产值{word}52亿元" if place == "前" else f"产值52亿元{word}"
    metric = find_metric(text).metric
    assert metric is not None
    assert (metric.value, metric.unit, metric.label) == ("52", "亿元", "产值")
    assert metric.qualifier == word
    assert metric.span is not None and text[metric.span.start : metric.span.end].replace("52亿元", "") == word
    assert kind in {
        "超",
        "近",
        "约",
        "达",
        "至少",
        "不足",
        "仅",
        "增",
        "降",
        "增到",
        "降到",
        "保持",
        "上",
        "以上",
        "以下",
    }


@pytest.mark.parametrize("word", ["增长", "提高", "下降", "缩短", "达到", "超过"])
def test_the_particle_is_no_part_of_the_qualifier(word: str) -> None:
    metric = find_metric(f"产值{word}了52亿元").metric
    assert metric is not None
    assert (metric.qualifier, metric.label, metric.value) == (word, "产值", "52")


@pytest.mark.parametrize(("word", "kind"), list(rows(WORDS / "kinds.tsv", 2)))
def test_kind_row(word: str, kind: str) -> None:
    metric = find_metric(f"{word}达到60亿。").metric
    assert metric is not None and metric.kind == kind


@pytest.mark.parametrize(("word", "place"), list(rows(WORDS / "label_trims.tsv", 2)))
def test_label_trim_row(word: str, place: str) -> None:
    assert place in {"首", "尾"}
    text = f"{word}粮食产量52万吨" if place == "首" else f"粮食产量{word}52万吨"
    metric = find_metric(text).metric
    assert metric is not None
    assert metric.label == "粮食产量"


@pytest.mark.parametrize(("word", "never"), list(rows(WORDS / "joins.tsv", 2)))
def test_join_row(word: str, never: str) -> None:
    tables = Tables.load()
    pieces = cut(f"粮食总产量达到52万吨，{word}36万吨；居民收入增长6%。", tables)
    assert [p.text.rstrip("；。") for p in pieces] == [f"粮食总产量达到52万吨，{word}36万吨", "居民收入增长6%"]
    for letter in never:
        assert not tables.joins.fullmatch(word + letter)


@pytest.mark.parametrize("word", [r[0] for r in rows(WORDS / "furniture.tsv", 1)])
def test_furniture_row(word: str) -> None:
    sheet = extract(ArticleText(f"题目\n\n新增企业26家，增长5%。\n{word}更多\n"))
    assert [p.text for p in sheet.prose] == [f"{word}更多"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("十亿四千万", 1_040_000_000), ("一百一十四", 114), ("七十八点二", 78.2), ("二〇二五", 2025), ("两万", 20_000),
        ("1,256.5", 1256.5), ("８０００", 8000), ("－１．２５", -1.25), ("一点五亿", 150_000_000), ("百亿", 10**10), ("abc", None),
        ("", None), ("9" * 5000, None),
    ],
)  # fmt: skip
def test_numeral(text: str, number: float | None) -> None:
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("text", "number", "upper", "qualifier"),
    [
        ("海拔420-1380米", 420, 1380, None),
        ("增速调高到百分之八至九", 8, 9, "调高到"),
        ("产值超万亿元", 10**12, None, "超"),
        ("兑现资金超20亿元", 2_000_000_000, None, "超"),
        ("惠及旅客2700多万人次", 27_000_000, None, "多"),
        ("排名第47位", 47, None, "第"),
        ("网格员目前300名", 300, None, None),
        ("收入翻两番", 4, None, None),
        ("从3.1万户增加到2025年的4.2万户", 42_000, None, "增加到"),
        ("游客达12亿3千万人次", 1_230_000_000, None, "达"),
        ("出境人次增加到1亿3千多万", 130_000_000, None, "增加到"),
        ("利润-3.5亿元", -350_000_000, None, None),
    ],
)
def test_number_and_qualifier(text: str, number: float, upper: float | None, qualifier: str | None) -> None:
    metric = find_metric(text).metric
    assert metric is not None
    assert (metric.number, metric.number_max, metric.qualifier) == (number, upper, qualifier)


def test_doubt_is_told_with_alternatives() -> None:
    reading = find_metric("新建公园12个改造道路30公里")
    assert reading.doubtful and reading.alternatives
    assert not find_metric("新建公园12个").doubtful


def test_spaces_around_a_figure_do_not_part_it() -> None:
    text = "全年新增就业 1.2 万人，增长 5 %"
    metric = find_metric(text).metric
    assert metric is not None and metric.value_span is not None and metric.span is not None
    assert (metric.label, metric.value, metric.unit) == ("新增就业", "1.2", "万人")
    assert text[metric.value_span.start : metric.value_span.end] == "1.2"
    assert text[metric.span.start : metric.span.end] == "1.2 万人"


PIECES = st.sampled_from([
    "全市", "产值", "增长", "达到", "超", "第", "前", "12", "３", "5.8", "-", "%", "亿元", "万人", "个", "百分之", "三", "十五", "至", "由",
    "，", "、", "。", "“", "”", "《", "》", "（", "）", "：", " ", "2025年", "1月", "五", "万", "余", "以上", "项目", "翻", "番", "首位", "A", "/", "的",
])  # fmt: skip


@given(st.lists(PIECES, max_size=24).map("".join))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_spans_reproduce_the_printed_figure(text: str) -> None:
    reading = find_metric(text)
    for metric in filter(None, (reading.metric, *reading.alternatives)):
        assert metric.span is not None and metric.value_span is not None
        assert (
            0
            <= metric.span.start
            <= metric.value_span.start
            < metric.value_span.end
            <= metric.span.end
            <= len(text)
        )
        assert re.sub(" ", "", text[metric.value_span.start : metric.value_span.end]) == metric.value
        assert metric.kind in METRIC_KINDS
        assert metric.value
    for other in reading.others:
        assert other in text.replace(" ", "") or other in text


@given(st.text(max_size=80))
@settings(max_examples=200, deadline=None, derandomize=True)
def test_any_text_is_read_without_failing(text: str) -> None:
    find_metric(text)
    chinese(text)
