"""The press room remembers a card only under the drawing that it was really made with."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

from generator.batch import Workshop, executor_for
from generator.batch.work import Failed
from generator.design.template import fingerprint
from generator.preview.pressroom import PressRoom
from generator.world import World


def test_a_drawing_saved_meanwhile_is_not_remembered_under_its_earlier_name(
    tmp_path: Path, monkeypatch: Any
) -> None:
    drawing = tmp_path / "portrait.svg"
    drawing.write_text("<svg/>", encoding="utf-8")
    job: Any = SimpleNamespace(template=SimpleNamespace(folder=tmp_path, fingerprint=fingerprint([tmp_path])))
    room, workshop, mistake = (
        PressRoom(executor_for(1), 1),
        Workshop(World.at(), "resvg"),
        Failed("图稿有误", 2),
    )
    written = iter(["<svg>{{ broken", "<svg/>", "<svg/>"])

    def one(*_: object) -> Failed:
        drawing.write_text(next(written), encoding="utf-8")  # somebody saves while the card is being made
        return mistake

    monkeypatch.setattr(room, "_one", one)
    assert room._sure(workshop, job) == (mistake, True), "made anew until the drawing stood still"
    assert next(written, None) is None, "twice was not enough: it changed back during the second"

    written = iter(["<svg>{{ broken", "<svg>{{ worse"])
    assert room._sure(workshop, job) == (mistake, False), "the drawing is another one now"
