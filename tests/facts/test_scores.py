"""The scores on the shared annotated lines, where they lie beside the checkout."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.facts import extract, find_metric, read_article
from generator.facts.model import Metric

SHARED = Path(__file__).parents[3] / "shared"
pytestmark = pytest.mark.skipif(
    not (SHARED / "extraction" / "score.py").is_file(),
    reason="the shared evaluation lines are not beside the checkout",
)


def scorer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("score", SHARED / "extraction" / "score.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def gold(name: str) -> list[dict[str, Any]]:
    return [
        json.loads(x)
        for x in (SHARED / "extraction" / name).read_text(encoding="utf-8").splitlines()
        if x.strip()
    ]


def prediction(source: str, text: str, metric: Metric | None) -> dict[str, Any]:
    keys = ("label", "value", "unit", "number", "qualifier", "kind")
    return {"source": source, "text": text, "primary": metric and {k: getattr(metric, k) for k in keys}}


def total(golds: list[dict[str, Any]], found: list[dict[str, Any]]) -> dict[str, Any]:
    score = scorer()
    row: dict[str, Any] = score.report(score.tally(golds, found))[-1]
    return row


@pytest.mark.parametrize("name", ["dev.jsonl", "seed.jsonl"])
def test_line_by_line(name: str) -> None:
    golds = gold(name)
    row = total(
        golds, [prediction(g["source"], g["text"], find_metric(g["text"], g["section"]).metric) for g in golds]
    )
    assert row["num"] >= 0.97 and row["vu"] >= 0.95
    assert row["label"] >= 0.75 and row["label_f1"] >= 0.93
    assert row["null_p"] >= 0.94 and row["null_r"] >= 0.94
    assert row["trap_hits"] <= 0.02 * row["traps"]
    if name == "seed.jsonl":
        assert row["num"] == row["null_p"] == row["null_r"] == 1


def test_the_seed_article_as_a_whole() -> None:
    sheet = extract(read_article(SHARED / "seed" / "jinjiang-2026.txt"))
    row = total(gold("seed.jsonl"), [prediction("jinjiang-2026", f.text, f.metric) for f in sheet.facts])
    assert row["cov"] == row["num"] == row["null_p"] == row["null_r"] == 1
