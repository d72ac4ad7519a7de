"""Hostile input: lines of 100,000 characters that make a careless pattern run for hours are read to the end.

Nothing is timed: a pattern that backtracks without bound never comes back from these lines. How fast text is read
is told by ``bench/extraction.py``.
"""

import pytest

from generator.facts import ArticleText, extract, find_metric
from generator.facts.markdown import read_markdown
from generator.facts.pasted import heal
from generator.facts.webpage import read_webpage

N = 100_000
LINES = {
    "digits": "1" * N, "numerals": "一" * N, "ratios": "1:" * (N // 2), "commas": "1," * (N // 2), "quotes": "“" * N, "dots": "1." * (N // 2),
    "spaces": " " * N + "x", "ranges": "1-" * (N // 2), "sharps": "#" * N, "parts": "百分之" * (N // 3), "hedges": "同比" * (N // 2),
    "clauses": "增长5%，" * (N // 5), "brackets": "（" * N, "titles": "《" * N, "years": "2025年" * (N // 5), "minus": "-" * N, "aims": "目标是" * (N // 3),
    "twins": "甲5个，" * (N // 4), "measures": "产值5亿元，" * (N // 6), "sums": "累计甲乙丙丁5个，" * (N // 9), "both": "分别5个，" * (N // 5),
    "plain": "甲乙丙，" * (N // 4), "names": "“两新”，" * (N // 5), "sum": "增长5%" + "甲" * (N // 2) + "，累计" + "乙" * (N // 2) + "5个",
    "halves": "近半" * (N // 2), "openings": "“两新”：" * (N // 5) + "5个", "asides": "（5个" * (N // 3), "goals": "目标是：" + "增长5%，" * (N // 5),
    "shares": "1/2，" * (N // 4), "clocks": "1:20，" * (N // 5), "ordinals": "第三大甲，" * (N // 5), "spans": "5年甲，" * (N // 4),
    "firsts": "一是" * (N // 2), "sayings": "三农" * (N // 2), "from": "从" * N + "5个", "stars": "*" * N, "links": "[" * N, "tags": "<a " * (N // 3),
}  # fmt: skip


@pytest.mark.parametrize("name", list(LINES))
def test_long_line(name: str) -> None:
    line = LINES[name]
    find_metric(line)
    sheet = extract(ArticleText(f"题目\n\n{line}\n正文增长5%。"))
    assert any(f.metric and f.metric.value == "5" for f in sheet.facts)
    heal(f"{line}\n{line}")
    read_markdown(f"{line}\n*{line}\n[{line}\n|{line}|")


def test_long_page() -> None:
    page = (
        "<html><body><div id='js_content'>" + "<p>增长5%</p>" * 5000 + "<span>" * 200 + "</div></body></html>"
    )
    assert "增长5%" in read_webpage(page.encode()).text


def test_entities_and_references_of_a_page_are_left_alone() -> None:
    page = (
        '<!DOCTYPE html [<!ENTITY a "增长9%"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/hostname">]><html><body><h1>题目</h1>'
        '<p>&b;&x;</p><iframe src="file:///etc/hostname"></iframe><p>新增企业26家。</p></body></html>'
    )
    text = read_webpage(page.encode()).text
    assert "增长9%" not in text and "新增企业26家" in text
    assert [line for line in text.split("\n") if line] == ["题目", "&b;&x;", "新增企业26家。"]


def test_a_long_article_is_read_to_its_end() -> None:
    line = "全县生产总值达到312.6亿元，增长{}%；城镇新增就业1.2万人。持续改善环境，不断提升品质。"
    sheet = extract(ArticleText("\n".join(line.format(n) for n in range(2000))))
    assert sheet.facts[-1].line == 2000 and len(sheet.facts) >= 4000
