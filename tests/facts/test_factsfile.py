"""Facts files: round trips without loss, and what Excel, WPS and hands do to them."""

import datetime
import io
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import InputError, OutputError, UsageError
from generator.facts import (
    FORMATS,
    METRIC_KINDS,
    Chapter,
    Fact,
    Factsheet,
    Metric,
    Prose,
    Span,
    dump_facts,
    load,
    read_facts,
    write_facts,
)
from generator.facts.factsfile import _parse

DIGEST = Path(__file__).parents[2] / "data" / "jinjiang-2026.txt"
STEADY = settings(
    max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)

words = (
    st.text(alphabet="产值增长超第0159.,%亿元个，。=+-@'\"“”：；[]{}#&*!|>?甲乙 ", min_size=1, max_size=18)
    .map(str.strip)
    .filter(bool)
)
spans = st.none() | st.tuples(st.integers(0, 99), st.integers(0, 99)).map(lambda p: Span(min(p), max(p)))
numbers = (
    st.none() | st.integers(-(10**15), 10**15) | st.floats(allow_nan=False, allow_infinity=False, width=32)
)
metrics = st.builds(
    Metric,
    label=words | st.just(""),
    value=st.sampled_from(["1.10", "007", "=1+1", "-3.5", "３", "十五", "+8", "@2", "1,256.50", "'5"]),
    unit=st.sampled_from(["", "%", "亿元", "个", "=元"]),
    number=numbers,
    qualifier=st.none() | words,
    kind=st.sampled_from(METRIC_KINDS),
    number_max=numbers,
    span=spans,
    value_span=st.none(),
)


@st.composite
def sheets(draw: st.DrawFn, full: bool = True) -> Factsheet:
    titles = draw(st.lists(words, max_size=3, unique=True))
    chapters = tuple(
        Chapter(f"c{n}", t, draw(words | st.just("")), draw(st.none() | st.integers(1, 999)) if full else None)
        for n, t in enumerate(titles, 1)
    )
    facts: list[Fact] = []
    for n in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(("metric", "statement", "target", "list", "slogan", "quad")))
        facts.append(
            Fact(
                id=f"{n + 1:02d}", chapter=draw(st.sampled_from([c.id for c in chapters] or [""])), kind=kind, text=draw(words),
                line=draw(st.none() | st.integers(1, 9999)), span=draw(spans), metric=draw(st.none() | metrics),
                others=tuple(draw(st.lists(words, max_size=2))), alternatives=tuple(draw(st.lists(metrics, max_size=1))),
                parent="01" if n and draw(st.booleans()) else None,
                options=draw(st.dictionaries(st.sampled_from(["template", "theme", "caption", "date", "time", "备注"]), words, max_size=3)),
            )
        )  # fmt: skip
    used = {f.chapter for f in facts}
    rest = (
        tuple(draw(st.lists(st.builds(Prose, words, st.integers(1, 99), spans.filter(bool)), max_size=2)))
        if full
        else ()
    )
    return Factsheet(
        draw(words | st.just("")) if full or facts else "", tuple(facts), chapters if full else tuple(c for c in chapters if c.id in used),
        headings=rest, prose=rest, source=draw(words | st.just("")) if full or facts else "",
    )  # fmt: skip


@pytest.mark.parametrize("form", ["yaml", "json", "xlsx"])
def test_round_trip_is_lossless(form: str) -> None:
    @given(sheets())
    @(STEADY if form != "xlsx" else settings(STEADY, max_examples=12))
    def check(sheet: Factsheet) -> None:
        read = _parse(form, dump_facts(sheet, form), Path("x." + form))
        assert read.errors == ()
        assert read.sheet == sheet

    check()


@given(sheets(full=False))
@STEADY
def test_csv_round_trip_keeps_all_facts(sheet: Factsheet) -> None:
    read = _parse("csv", dump_facts(sheet, "csv"), Path("x.csv"))
    assert read.errors == ()
    assert read.sheet.facts == sheet.facts
    assert set(read.sheet.chapters) == set(sheet.chapters)
    assert (read.sheet.title, read.sheet.source) == (sheet.title, sheet.source)


@pytest.mark.parametrize("form", FORMATS)
def test_digest_round_trip(form: str, tmp_path: Path) -> None:
    sheet = load(DIGEST).sheet
    path = tmp_path / f"x.{form}"
    write_facts(sheet, path)
    read, errors = read_facts(path)
    assert not errors and read.facts == sheet.facts
    assert form == "csv" or read == sheet
    assert [p.name for p in tmp_path.iterdir()] == [path.name]


def test_shipped_yaml_is_in_step_with_the_digest() -> None:
    shipped = DIGEST.with_suffix(".yaml")
    assert shipped.read_bytes() == dump_facts(load(DIGEST).sheet, "yaml"), (
        "run write_facts(load(digest).sheet, yaml)"
    )


def test_json_has_the_agreed_keys() -> None:
    import json

    data = json.loads(dump_facts(load(DIGEST).sheet, "json"))
    assert {"title", "chapters", "facts"} <= set(data)
    assert {"id", "title", "subtitle"} <= set(data["chapters"][0])
    assert {"id", "chapter", "kind", "text", "line", "metric", "others"} <= set(data["facts"][0])
    assert set(list(data["facts"][0]["metric"])[:6]) == {
        "label",
        "value",
        "unit",
        "number",
        "qualifier",
        "kind",
    }


def book(rows: list[list[object]], **formats: str) -> bytes:
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    for row in rows:
        page.append(row)
    for place, form in formats.items():
        page[place].number_format = form
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def read_book(data: bytes) -> tuple[Factsheet, tuple[str, ...]]:
    read = _parse("xlsx", data, Path("x.xlsx"))
    return read.sheet, tuple(map(str, read.errors))


def test_one_column_is_enough() -> None:
    sheet, errors = read_book(book([["内容"], ["新增企业26家"], [None], ["全面从严治党"], [None], [None]]))
    assert not errors
    assert [(f.id, f.kind, f.metric and f.metric.value) for f in sheet.facts] == [
        ("01", "metric", "26"),
        ("02", "statement", None),
    ]


def test_figures_stay_as_the_cell_shows_them() -> None:
    data = book(
        [["内容", "数值", "单位"], ["增长1.10倍", 1.1, "倍"], ["占比6%", 0.06, ""], ["收入1.75万人", 1.7500000000000002, "万人"], ["企业5家", 5.0, "家"], ["产值007", "007", ""]],
        B2="0.00", B3="0%",
    )  # fmt: skip
    sheet, errors = read_book(data)
    assert not errors
    assert [(f.metric.value, f.metric.unit) for f in sheet.facts if f.metric] == [
        ("1.10", "倍"),
        ("6", "%"),
        ("1.75", "万人"),
        ("5", "家"),
        ("007", ""),
    ]


def test_merged_header_dates_and_bad_rows() -> None:
    workbook = openpyxl.Workbook()
    page = workbook.active
    assert page is not None
    page.title = "第一批"
    for row in (["本周事实", None, None, None], ["编号", "内容", "发布", None], [None, None, "日期", "时间"]):
        page.append(row)
    for place in ("A1:D1", "A2:A3", "B2:B3", "C2:D2"):
        page.merge_cells(place)
    page.append(["01", "新增企业26家", datetime.datetime(2026, 1, 6), datetime.time(7, 30)])  # noqa: DTZ001 - Excel knows no zones
    page.append(["01", "新增学位60个", None, None])
    page.append(["03", None, None, "07:30"])
    page.append(["04", "新增公园7个", None, None])
    out = io.BytesIO()
    workbook.save(out)
    sheet, errors = read_book(out.getvalue())
    assert [f.id for f in sheet.facts] == ["01", "04"]
    assert dict(sheet.facts[0].options) == {"date": "2026-01-06", "time": "07:30"}
    assert len(errors) == 2
    assert "“01”重复" in errors[0] and "工作表“第一批” 第 5 行" in errors[0]
    assert "没有“内容”" in errors[1] and "第 6 行" in errors[1]


def test_formula_without_result_is_a_bad_row() -> None:
    sheet, errors = read_book(book([["内容", "数值"], ["新增企业26家", "=20+6"], ["新增学位60个", "60"]]))
    assert [f.text for f in sheet.facts] == ["新增学位60个"]
    assert len(errors) == 1 and "公式" in errors[0]


@pytest.mark.parametrize("size", ["-100x200", "0x100", "1080", "99999x10"])
def test_bad_sizes_are_named_and_good_rows_go_on(size: str) -> None:
    sheet, errors = read_book(
        book(
            [
                ["内容", "尺寸"],
                ["新增企业26家", size],
                ["新增学位60个", "1080x1350"],
                ["新增公园7个", "weibo-grid"],
            ]
        )
    )
    assert len(sheet.facts) == 2 and len(errors) == 1 and "尺寸" in errors[0] and "第 2 行" in errors[0]


def test_no_content_column() -> None:
    with pytest.raises(InputError, match="内容"):
        read_book(book([["编号", "内荣"], ["1", "新增企业26家"]]))
    with pytest.raises(InputError, match="内容"):
        _parse("csv", "甲,乙\n1,2\n".encode(), Path("x.csv"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_csv_of_any_program(encoding: str, mark: str) -> None:
    data = f"编号{mark}内容{mark}数值\r\n1{mark}新增企业26家{mark}26\r\n{mark}{mark}\r\n2{mark}发行债券1.10亿元{mark}\r\n".encode(
        encoding
    )
    read = _parse("csv", data, Path("x.csv"))
    assert not read.errors
    assert [f.metric.value for f in read.sheet.facts if f.metric] == ["26", "1.10"]


def test_no_cell_runs_as_a_formula() -> None:
    sheet = Factsheet(
        "",
        (
            Fact("01", "", "statement", "=HYPERLINK(1)", options={"caption": "@SUM(1)"}),
            Fact("02", "", "statement", "'=1"),
        ),
    )
    text = dump_facts(sheet, "csv").decode("utf-8-sig")
    assert not any(
        cell.startswith(("=", "@", "+", "-")) for line in text.splitlines() for cell in line.split(",")
    )
    assert _parse("csv", dump_facts(sheet, "csv"), Path("x.csv")).sheet.facts == sheet.facts
    workbook = openpyxl.load_workbook(io.BytesIO(dump_facts(sheet, "xlsx")))
    assert all(
        c.data_type in {"s", "n"} and (c.data_type == "s" or c.value is None)
        for page in workbook
        for row in page.iter_rows()
        for c in row
    )


@pytest.mark.parametrize(
    ("text", "saved", "unit", "value"),
    [
        ("进出口增长1.10倍", "1.1", "倍", "1.10"), ("产值达到1,256.50亿元", "1256.5", "亿元", "1,256.50"), ("收入比为2:1", "02:01:00 AM", "", "2:1"),
        ("收入比为2:1", "2:01", "", "2:1"), ("占比６%", "6", "%", "６"), ("占比5.50%", "5.5%", "", "5.50"), ("快递150000000000件", "1.5E+11", "件", "150000000000"),
        ("增长5.0%", "5", "%", "5.0"), ("编号7个", "007", "个", "007"), ("代码0", "00", "", "00"), ("新增企业26家", "27", "家", "27"), ("增长1.10倍、1.1倍", "1.1", "倍", "1.1"),
    ],
)  # fmt: skip
def test_what_a_spreadsheet_program_makes_of_a_csv(text: str, saved: str, unit: str, value: str) -> None:
    read = _parse("csv", f'内容,数值,单位\n"{text}",{saved},{unit}\n'.encode(), Path("x.csv"))
    assert not read.errors
    metric = read.sheet.facts[0].metric
    assert metric is not None and metric.value == value


def test_further_figures_and_places_survive_a_spreadsheet_program() -> None:
    cells = "内容,其他数字,数值,数字位置,原文位置\n产值增长6%，投资增长5.50%,5.5%,6,10月14日,4..26\n"
    fact = _parse("csv", cells.encode(), Path("x.csv")).sheet.facts[0]
    assert fact.others == ("5.50%",) and fact.span == Span(4, 26)
    assert fact.metric is not None and fact.metric.value_span == Span(4, 5)


@pytest.mark.parametrize(
    ("column", "cell", "name", "value"),
    [
        ("日期", "2026/3/5", "date", "2026-03-05"), ("日期", "2026年3月5日", "date", "2026-03-05"), ("日期", "春分", "date", "春分"),
        ("时间", "07:30:00 AM", "time", "07:30"), ("时间", "7:30:00", "time", "07:30"), ("时间", "1:05 下午", "time", "13:05"), ("时间", "早上", "time", "早上"),
    ],
)  # fmt: skip
def test_dates_and_times_of_any_program(column: str, cell: str, name: str, value: str) -> None:
    read = _parse("csv", f"内容,{column}\n新增企业26家,{cell}\n".encode(), Path("x.csv"))
    assert read.sheet.facts[0].options == {name: value}


def test_a_figure_without_a_label_takes_the_words_around_it() -> None:
    read = _parse(
        "csv",
        "内容,数值,单位,指标\n发放资金超32亿元,32,亿元,\n发放资金超32亿元,32,亿元,无\n".encode(),
        Path("x.csv"),
    )
    assert [f.metric and f.metric.label for f in read.sheet.facts] == ["发放资金", ""]


def test_yaml_by_hand() -> None:
    text = "事实:\n  - 内容: 增长1.10倍\n    数值: 1.10\n    单位: 倍\n  - 新增企业26家\n  - 内容:\n    数值: 5\n  - 内容: 新增学位60个\n    数值: 无\n"
    read = _parse("yaml", text.encode(), Path("x.yaml"))
    assert [f.metric and f.metric.value for f in read.sheet.facts] == ["1.10", "26", None]
    assert len(read.errors) == 1 and "第 6 行" in str(read.errors[0])


@pytest.mark.parametrize(
    ("form", "data"),
    [("yaml", "事实: [\n"), ("yaml", "a: 1"), ("yaml", "!!python/object:os.system x"), ("json", "{"), ("json", "[1,"), ("json", '{"a": 1}'), ("xlsx", "no zip"), ("csv", "\n\n")],
)  # fmt: skip
def test_broken_files_are_refused(form: str, data: str) -> None:
    with pytest.raises(InputError) as caught:
        _parse(form, data.encode(), Path("x." + form))
    assert caught.value.remedy


def test_a_changed_figure_is_placed_anew() -> None:
    read = _parse(
        "csv",
        "内容,数值,单位,指标\n发放资金超32亿元,32,亿元,发放资金\n手写的话,9,个,手写\n".encode(),
        Path("x.csv"),
    )
    first, second = (f.metric for f in read.sheet.facts)
    assert (
        first is not None
        and first.span == Span(4, 9)
        and first.value_span == Span(5, 7)
        and first.number == 3_200_000_000
    )
    assert second is not None and second.span is None and second.number == 9


def test_writing_fails_with_a_reason(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError):
        write_facts(Factsheet("", ()), tmp_path / "file" / "x.yaml")
    with pytest.raises(UsageError):
        dump_facts(Factsheet("", ()), "doc")
