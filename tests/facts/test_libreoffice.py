"""What a real spreadsheet and a real word processor saved, read back: the files in ``fixtures`` are LibreOffice's.

``facts.xlsx`` and ``facts.csv`` are `office_sheet` written by mima, opened by LibreOffice Calc and saved; ``report.docx`` was
made by LibreOffice Writer from headings, nested lists, bold words and a table.
"""

from dataclasses import replace
from pathlib import Path

from generator.facts import ArticleText, Factsheet, extract, load, read_facts

FIXTURES = Path(__file__).parent / "fixtures"
TEXT = """青川县2025年工作总结

一、经济运行
地区生产总值达到412.70亿元，增长6.2%
新增企业０２６家
城乡收入比缩小至1.89:1
第三产业占比首次超过一半
降幅收窄-0.30个百分点

二、民生保障
重点任务：
- 推进甲类任务落实到位
- 推进乙类任务落实到位
- 推进丙类任务落实到位
- 推进丁类任务落实到位
- 推进戊类任务落实到位
- 推进己类任务落实到位
- 推进庚类任务落实到位
- 推进辛类任务落实到位
- 推进壬类任务落实到位
- 推进癸类任务落实到位

482个书屋补充图书11万册
"""


def office_sheet() -> Factsheet:
    """Return a sheet with what spreadsheet programs like to change: dates, times, ratios, formulas, zeros at either end."""
    sheet = extract(ArticleText(TEXT))
    first, second, *rest = sheet.facts
    first = replace(
        first,
        options={"template": "ring", "date": "2026-03-05", "time": "07:30", "caption": "配文，有逗号\n第二行"},
    )
    second = replace(second, options={"caption": "=1+1", "size": "1080x1350"})
    return replace(sheet, facts=(first, second, *rest), source="+新华网", date="2026-01-06")


def test_a_workbook_saved_by_a_spreadsheet_program() -> None:
    sheet, errors = read_facts(FIXTURES / "facts.xlsx")
    assert not errors
    assert sheet == office_sheet()


def test_a_csv_saved_by_a_spreadsheet_program() -> None:
    sheet, errors = read_facts(FIXTURES / "facts.csv")
    assert not errors
    assert b"01," not in (FIXTURES / "facts.csv").read_bytes().split(b"\n")[1]  # the program did drop the zeros
    assert sheet.facts == office_sheet().facts
    assert (sheet.title, sheet.source, sheet.date) == ("青川县2025年工作总结", "+新华网", "2026-01-06")


def test_a_document_of_a_word_processor() -> None:
    sheet = load(FIXTURES / "report.docx").sheet
    assert sheet.title == "青川县2025年工作总结" and sheet.source == "青川县人民政府办公室"
    assert [c.title for c in sheet.chapters] == ["经济运行", "民生保障"]
    figures = [(f.metric.label, f.metric.value + f.metric.unit) for f in sheet.facts if f.metric]
    assert figures == [
        ("地区生产总值", "412.7亿元"),
        ("一般公共预算收入", "23.86亿元"),
        ("新增规上工业企业", "26家"),
        ("引进亿元以上项目", "47个"),
        ("百亿级项目", "2个"),
        ("城镇新增就业", "5260人"),
        ("新增学位", "2850个"),
        ("新建养老服务设施", "28处"),
        ("地区生产总值", "412.7亿元"),
        ("常住人口", "45.1万人"),
        ("农村自来水普及率", "95.8%"),
        ("空气质量优良天数", "352天"),
    ]
