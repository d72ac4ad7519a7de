"""Messages for a screen: a remedy that names a command or an option becomes the thing to click, or goes."""

from __future__ import annotations

import re

_OF_A_TERMINAL = re.compile(r"(?<![\w-])--[a-z]|\bmima [a-z]")
_HINTS = (
    ("--swap", "想互换，请把它拖到那一条上，或打开这一天用“对调”"),
    ("--correct", "有错请告诉管理员更正"),
    ("--why", "请写一句原因"),
    ("--by", "请写上名字"),
    ("--name", "请换一个名字"),
    ("mima today", "请在排期页点“做图”"),
    ("mima series show", "编号在排期页能看到"),
    ("mima review list", "请看签发页左边"),
    ("mima series new", "请在排期页点“新排期”"),
)
"""What a word of the command line is on a page."""


def for_the_screen(words: str) -> str:
    """Return a message without commands and options, which say nothing to somebody who never saw a terminal."""
    if not _OF_A_TERMINAL.search(words):
        return words
    kept = []
    for sentence in re.split(r"(?<=。)", words):
        clauses = re.split(r"(?<=；)", sentence)
        said = "".join(filter(None, (_clause(clause) for clause in clauses))).rstrip("；")
        kept.append(said if not said or said.endswith("。") else f"{said}。")
    return "".join(kept)


def _clause(words: str) -> str:
    if not _OF_A_TERMINAL.search(words):
        return words
    hint = next((hint for name, hint in _HINTS if name in words), "")
    return f"{hint}{words[-1]}" if hint and words[-1] in "；。" else hint
