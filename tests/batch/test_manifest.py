from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.batch import CardRecord, Manifest, Refusal
from generator.batch.manifest import Remark
from generator.batch.record import TextBox
from generator.proof import Finding

BOX = TextBox(
    "head", ("第一行", "“第二行”\n"), 40.5, ("Noto Sans SC",), (1.0, 2.0, 3.5, 4.0), (("Noto", "㎡"),)
)
CARD = CardRecord(
    "01", "文", "metric", "haisi", "tiny-post", "卡.png", 108, 144, 9, "0", "文", (BOX, BOX), "k", (Finding("small", "warn", "小"),)
)  # fmt: skip


@pytest.mark.parametrize(
    "manifest",
    [
        Manifest(),
        Manifest("解“读”", "来源\n", "1", "cairo", {"账号": "晋江"}, (CARD,)),
        Manifest("解读", cards=(CARD, CARD), refused=(Refusal("02", "", "放不下"),) * 2, remarks=(Remark("1", "2", "twin", "像"),)),
    ],
    ids=["nothing", "one", "two"],
)  # fmt: skip
def test_it_is_written_in_pieces_a_card_a_line(manifest: Manifest, tmp_path: Path) -> None:
    text = manifest.to_json()
    table = json.loads(text)
    assert [table["title"], table["source"], table.get("brand", {})] == [
        manifest.title,
        manifest.source,
        manifest.brand,
    ]
    assert [len(table[name]) for name in ("cards", "refused", "remarks", "copies", "grounds")] == [
        len(manifest.cards),
        len(manifest.refused),
        len(manifest.remarks),
        0,
        0,
    ]
    written = [line.strip().rstrip(",") for line in text.splitlines() if line.startswith("  ")]
    entries = [*table["cards"], *table["refused"], *table["remarks"]]
    assert written == [json.dumps(entry, ensure_ascii=False) for entry in entries]
    assert text.endswith("\n}\n")
    assert manifest.write(tmp_path)
    assert (tmp_path / "manifest.json").read_text(encoding="utf-8") == text
    assert not manifest.write(tmp_path)
