"""What typesetting costs: ``python bench/typeset.py [--json] [--texts N]``.

Cold: fonts and words opened, the first card's texts set. Warm: a text never seen before, in characters drawn before, fitted
and turned into outlines; and one seen before. Ratios are to HarfBuzz shaping the same text once, in the same run: the
machine's own speed cancels out. Memory is watched over many different texts.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

import uharfbuzz as hb  # noqa: E402

from generator.typeset import Box, FontBook, Run, Style, Typesetter, Words  # noqa: E402

STYLE = Style(("Noto Sans SC",), 700)
BOX = Box(900, 500, 96, 24)
WORDS = (
    "全市", "企业", "项目", "推进", "加快", "建设", "完成", "服务", "群众", "城市", "乡村", "学校", "医院", "道路", "今年", "持续", "全面",
    "改造", "提升", "保障", "居民", "老人", "学生", "海洋", "渔船", "高速", "铁路", "机场", "市场", "消费", "出口", "超900项", "5.3%",
    "1.75万人", "第47位", "R1线", "，", "“白名单”", "《规划》", "的", "和",
)  # fmt: skip
COLD = """
import time
start = time.process_time()
import sys
sys.path.insert(0, {root!r})
from pathlib import Path
from generator.typeset import Box, FontBook, Run, Style, Typesetter, Words
root = Path({root!r})
setter = Typesetter(FontBook.load(root / "fonts"), Words.load(root / "data" / "words_typeset"))
setting = setter.fit([Run("县域旅游综合实力升至全国百强第47位", Style(("Noto Sans SC",), 700))], Box(900, 300, 96, 24))
for line in setting.lines:
    for glyph in line.glyphs:
        setter.outline(glyph.face, glyph.gid)
print(time.process_time() - start)
"""


def new_setter() -> Typesetter:
    """Return a typesetter as a press has it."""
    return Typesetter(FontBook.load(ROOT / "fonts"), Words.load(ROOT / "data" / "words_typeset"))


def some_text(chance: random.Random, length: int) -> str:
    """Return a made-up text of about `length` characters that no cache has seen."""
    text = ""
    while len(text) < length:
        text += chance.choice(WORDS)
    return text[:length].strip("，《“的和")


def set_one(setter: Typesetter, text: str) -> None:
    """Fit a text and look up every outline of it: all that a card asks of the typesetter."""
    for line in setter.fit([Run(text, STYLE)], BOX).lines:
        for glyph in line.glyphs:
            setter.outline(glyph.face, glyph.gid)


def seconds(setter: Typesetter, texts: list[str]) -> float:
    """Return the median time of setting one of `texts`."""
    times = []
    for text in texts:
        start = time.process_time()
        set_one(setter, text)
        times.append(time.process_time() - start)
    return median(times)


def shaping(setter: Typesetter, texts: list[str]) -> float:
    """Return the median time HarfBuzz takes to shape one of `texts`, nothing remembered."""
    font = setter.fonts.face("Noto Sans SC@700").font
    times = []
    for text in texts:
        start = time.process_time()
        buffer = hb.Buffer()
        buffer.add_str(text)
        buffer.guess_segment_properties()
        hb.shape(font, buffer)
        times.append(time.process_time() - start)
    return median(times)


def cold() -> float:
    """Return the median time of three fresh processes from import to the first outlines."""
    program = COLD.format(root=str(ROOT))
    runs = [
        subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        for _ in range(3)
    ]
    return median(float(run.stdout) for run in runs)


def megabytes() -> float:
    """Return the process's resident memory in MB (its peak where the system tells no more)."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1e6
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


def main() -> int:
    """Run the benchmark once and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--texts", type=int, default=100_000, help="texts for the memory test")
    asked = parser.parse_args()
    chance = random.Random(20261124)
    setter = new_setter()
    for _ in range(300):
        set_one(setter, some_text(chance, 40))
    fresh = [some_text(chance, 40) for _ in range(400)]
    new, shape = seconds(setter, fresh), shaping(setter, fresh)
    again = seconds(setter, fresh[-200:])
    marks = {}
    for done in range(1, asked.texts + 1):
        set_one(setter, some_text(chance, chance.randrange(8, 24)))
        if done in (asked.texts // 10, asked.texts // 2, asked.texts):
            marks[done] = round(megabytes(), 1)
    figures = {
        "cold_start_ms": round(cold() * 1e3, 1),
        "new_40_characters_ms": round(new * 1e3, 3),
        "seen_40_characters_ms": round(again * 1e3, 3),
        "ratio": {"new_text_to_shaping": round(new / shape, 1), "seen_text_to_new": round(again / new, 3)},
        "resident_mb_after_texts": marks,
    }
    if asked.json:
        sys.stdout.write(json.dumps(figures, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write("".join(f"{name}\t{value}\n" for name, value in figures.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
