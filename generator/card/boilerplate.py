"""Boilerplate: the words that a template's drawings say by themselves, whatever the fact: 来源：, 共…条, 农历."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from generator.design import Template
from generator.world import shipped

_SHARED = ("_parts", "_long", "_mosaic")
"""Drawings that all cards, or the parts of compositions, are made with."""
_COMMENT = re.compile(r"\{#.*?#\}|<!--.*?-->|<style.*?</style>", re.DOTALL)
_JINJA = re.compile(r"\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_HANZI = re.compile("[\u3400-\u9fff]+")
_OUTSIDE = re.compile(r">([^<]+)<")


def own_words(template: Template) -> frozenset[str]:
    """Return every run of hanzi in a template's drawings and in the parts they share, and what else they print outside Jinja.

    Letters, digits and hanzi alone, without marks.
    """
    return _own_words(template.folder, template.fingerprint)


@lru_cache(maxsize=64)
def _own_words(folder: Path, _fingerprint: str) -> frozenset[str]:
    parts = {base / home for base in (folder.parent, shipped("templates_svg")) for home in _SHARED}
    found: set[str] = set()
    for path in sorted(p for home in (folder, *parts) for p in home.glob("*.svg")):
        drawing = _COMMENT.sub("", path.read_text(encoding="utf-8", errors="replace"))
        found |= set(_HANZI.findall(drawing))
        found |= {
            "".join(c for c in words if c.isalnum()) for words in _OUTSIDE.findall(_JINJA.sub("><", drawing))
        }
    return frozenset(filter(None, found))
