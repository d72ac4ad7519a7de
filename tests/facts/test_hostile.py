"""Hostile input: no line, however long, takes more than a moment; no text is read more slowly than it is long."""

import time

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
    "firsts": "一是" * (N // 2), "sayings": "三农" * (N // 2), "from": "从" * N + "5个", "stars": "*" * N, "links": "[" * N, "tags": "<a " * (N // 3),
}  # fmt: skip


@pytest.mark.parametrize("name", list(LINES))
def test_long_line(name: str) -> None:
    line = LINES[name]
    start = time.process_time()
    find_metric(line)
    extract(ArticleText(f"题目\n\n{line}\n正文增长5%。"))
    heal(f"{line}\n{line}")
    read_markdown(f"{line}\n*{line}\n[{line}\n|{line}|")
    assert time.process_time() - start < 8


def test_long_page() -> None:
    start = time.process_time()
    page = (
        "<html><body><div id='js_content'>" + "<p>增长5%</p>" * 5000 + "<span>" * 200 + "</div></body></html>"
    )
    assert "增长5%" in read_webpage(page.encode()).text
    assert time.process_time() - start < 8


def test_time_grows_with_the_text() -> None:
    text = "全县生产总值达到312.6亿元，增长5.8%；城镇新增就业1.2万人。持续改善环境，不断提升品质。\n" * 3000

    start = time.process_time()
    sheet = extract(ArticleText(text))
    spent = time.process_time() - start
    assert len(sheet.facts) >= 6000
    # 10 MB in 20 s is 2 s a megabyte; this is 0.36 MB and denser in numbers than any article
    assert spent < 4
