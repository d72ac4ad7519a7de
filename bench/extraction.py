"""How fast facts are read: MB/s of one run, and how the time grows when the text doubles (2.0 is linear).

    python bench/extraction.py [megabytes]

The text is made of the project's own sentences (``tests/quality/facts.tsv``) with the figures changed, so that no
cache answers twice. A machine's speed differs from hour to hour; compare the ratios, not the MB/s of two days.
"""

from __future__ import annotations

import random
import re
import sys
import time
from pathlib import Path

from generator.facts import ArticleText, extract, find_metric

_SENTENCES = Path(__file__).parent.parent / "tests" / "quality" / "facts.tsv"


def sentences() -> list[str]:
    """Return the project's own sentences."""
    lines = _SENTENCES.read_text(encoding="utf-8").splitlines()
    return [x.split("\t")[0] for x in lines if x and not x.startswith(("#", "text\t"))]


def article(size: int, words: list[str], seed: int) -> str:
    """Return an article of about `size` bytes: a head, then paragraphs of four sentences."""
    dice = random.Random(seed)
    out, length = ["题目\n"], 0
    while length < size:
        chosen = [re.sub(r"\d+", lambda _: str(dice.randint(2, 9999)), dice.choice(words)) for _ in range(4)]
        paragraph = "。".join(chosen) + "。\n"
        out.append(paragraph)
        length += len(paragraph.encode())
    return "\n".join(out)


def seconds(text: str) -> float:
    """Return the processor time of one extraction."""
    start = time.process_time()
    extract(ArticleText(text))
    return time.process_time() - start


def main(size: float) -> None:
    """Print the table."""
    words = sentences()
    extract(ArticleText("题目\n\n新增企业26家"))  # the word tables are loaded once
    half, full = (article(int(n * 1e6), words, 1) for n in (size / 2, size))
    first, second = seconds(half), seconds(full)
    megabytes = len(full.encode()) / 1e6
    print(
        f"{megabytes:6.2f} MB  {second:6.2f} s  {megabytes / second:5.2f} MB/s  x2 text: x{second / first:.2f} time"
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
