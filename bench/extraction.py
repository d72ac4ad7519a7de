"""How fast facts are read: MB/s of one run, and how the time grows when the text doubles (2.0 is linear).

    python bench/extraction.py [megabytes]

Two texts. `articles`: the project's own articles (``tests/quality/articles``) with other figures in them:
what a newsroom has. `sentences`: nothing but its sentences with a figure each (``tests/quality/facts.tsv``), the densest
there is. The figures differ everywhere, so that no cache answers twice. Processor time of one core, which differs from
hour to hour; compare the ratios, not the MB/s of two days.
"""

from __future__ import annotations

import random
import re
import sys
import time
from pathlib import Path

from generator.facts import ArticleText, extract, find_metric

_QUALITY = Path(__file__).parent.parent / "tests" / "quality"
_MARK = re.compile(r"⟦([^⟧|]+)\|[^⟧]+⟧")


def sentences() -> list[str]:
    """Return the project's own sentences."""
    lines = (_QUALITY / "facts.tsv").read_text(encoding="utf-8").splitlines()
    return [x.split("\t")[0] for x in lines if x and not x.startswith(("#", "text\t"))]


def articles() -> list[str]:
    """Return the project's own articles that are plain text."""
    return [
        _MARK.sub(r"\1", p.read_text(encoding="utf-8")) for p in sorted((_QUALITY / "articles").glob("*.txt"))
    ]


def dense(size: int, words: list[str], seed: int) -> str:
    """Return an article of about `size` bytes: a head, then paragraphs of four sentences."""
    dice = random.Random(seed)
    out, length = ["题目\n"], 0
    while length < size:
        paragraph = "。".join(_other(dice.choice(words), dice) for _ in range(4)) + "。\n"
        out.append(paragraph)
        length += len(paragraph.encode())
    return "\n".join(out)


def varied(size: int, texts: list[str], seed: int) -> str:
    """Return about `size` bytes of whole articles one after another, in any order."""
    dice = random.Random(seed)
    out, length = [], 0
    while length < size:
        out.append(_other(dice.choice(texts), dice))
        length += len(out[-1].encode())
    return "\n\n".join(out)


def _other(text: str, dice: random.Random) -> str:
    return re.sub(r"(?<![\d.])(?!20\d\d年)\d+", lambda m: str(dice.randint(1, 10 ** len(m[0]))), text)


def seconds(text: str) -> float:
    """Return the processor time of one extraction."""
    start = time.process_time()
    extract(ArticleText(text))
    return time.process_time() - start


def main(size: float) -> None:
    """Print the table."""
    extract(ArticleText("题目\n\n新增企业26家"))  # the word tables are loaded once
    for name, make, source in (("articles", varied, articles()), ("sentences", dense, sentences())):
        half, full = (make(int(n * 1e6), source, 1) for n in (size / 2, size))
        first, second = seconds(half), seconds(full)
        megabytes = len(full.encode()) / 1e6
        print(
            f"{name:10} {megabytes:6.2f} MB  {second:6.2f} s  {megabytes / second:5.2f} MB/s  x2 text: x{second / first:.2f} time"
        )
    for name, line in (
        ("1," * 50_000, "commas"),
        ("一是" * 50_000, "numerals"),
        ("增长5%，" * 20_000, "clauses"),
    ):
        start = time.process_time()
        find_metric(name)
        extract(ArticleText(name))
        print(f"{line:10} 100,000 characters  {time.process_time() - start:6.2f} s")


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 2.0)
