"""A batch of a hundred thousand takes no more memory than one of a hundred: neither parent nor worker keeps what it has done."""

from __future__ import annotations

import gc
import hashlib
import itertools
import tracemalloc
from concurrent.futures import Executor, Future
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.batch import Shop, Wishes, Workshop, plan_cards, press_for, run_batch
from generator.batch.work import Made, make_unit
from generator.card.contour import Contours
from generator.typeset import FontBook
from generator.typeset.measure import Measurer
from generator.typeset.outline import Outlines
from generator.typeset.shape import Shaper
from generator.typeset.words import Words
from generator.world import World, shipped

from .world_of_tests import make_sheet

FEW, MANY = 300, 900
ONE = Wishes(("tiny-post",))


class _Stamp(Executor):
    """Makes one card and gives it out again and again, each time as another file."""

    def __init__(self) -> None:
        self.made: Made | None = None

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        workshop, jobs = args
        if self.made is None:
            (self.made,) = make_unit(workshop, jobs[:1])
        stamped = []
        for job in jobs:
            data = job.fact.encode()
            stamped.append(replace(self.made, data=data, sha256=hashlib.sha256(data).hexdigest()))
        future: Future[Any] = Future()
        future.set_result(tuple(stamped))
        return future


def held() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


def test_the_parent_keeps_no_records(folder: Path, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Six hundred records are more than two megabytes in Python; what is kept of a card is where it stands."""
    monkeypatch.setattr("generator.batch.register.IN_MEMORY", 50_000)
    monkeypatch.setattr("generator.batch.store._flush", lambda _path: None)  # a busy disk would hold some back
    sheet = make_sheet(MANY)
    workshop = Workshop(world)
    plan = plan_cards(sheet, press_for(workshop).catalogue, ONE)
    marks: dict[int, int] = {}

    def tell(done: int, _total: int, _last: str) -> None:
        if done in {FEW, MANY}:
            marks[done] = held()

    tracemalloc.start()
    try:
        done = run_batch(folder, sheet, plan, Shop(workshop, _Stamp, on_progress=tell))
        after = held()
    finally:
        tracemalloc.stop()
    assert done.made == len(done.manifest.cards) > MANY
    assert marks[MANY] - marks[FEW] < 600_000
    assert after - marks[FEW] < 600_000, "the manifest was written from memory"


def test_a_worker_forgets(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its caches are made small, so that they are full when the first mark is taken: from then on nothing may grow."""
    few, many = 200, 600
    workshop = Workshop(world)
    press = press_for(workshop)
    monkeypatch.setattr(press.typesetter, "_bound", 100)
    monkeypatch.setattr(press.typesetter._shaper, "_bound", 200)
    monkeypatch.setattr("generator.typeset.measure._BOUND", 200)
    monkeypatch.setattr("generator.typeset.words._BOUND", 50)
    jobs = [p.job for p in plan_cards(make_sheet(many), press.catalogue, ONE).jobs]
    marks = []
    tracemalloc.start()
    try:
        for at in range(0, many, 4):
            make_unit(workshop, tuple(jobs[at : at + 4]))
            if at + 4 in {few, many}:
                marks.append(held())
    finally:
        tracemalloc.stop()
    assert marks[1] - marks[0] < 400_000, "one KB a card would show"


def test_paths_that_were_drawn_are_bounded_by_their_bytes() -> None:
    fonts = FontBook.load(shipped("fonts"))
    face = fonts.chain(("Noto Sans SC",), 400)[0]
    outlines = Outlines(fonts, bound=100)
    contours = Contours(most_read=60_000, most_laid=40_000)
    weights = []
    for n in range(400):
        gid = face.font.get_nominal_glyph(0x4E00 + n)
        data = outlines.outline(face.key, gid) if gid else ""
        if data:
            contours.steps(data, (0.05, 0.0, 0.0, 0.05, 0.0, 0.0))
            weights.append(contours.weight)
    assert max(weights) <= 100_000
    assert len(weights) > 300 and any(b < a for a, b in itertools.pairwise(weights))
    assert len(outlines) <= 100


def test_long_names_count_for_what_they_are() -> None:
    """A cache bounded by its entries would keep fifty characters where it means to keep one."""
    fonts = FontBook.load(shipped("fonts"))
    face = fonts.chain(("Noto Sans SC",), 400)[0]
    shaper = Shaper(fonts, bound=1000)
    for n in range(100):
        shaper.shape(face.key, f"{n:050}", han=False)
    assert len(shaper) <= 20
    assert Measurer(fonts, shaper, Words.load(shipped("data") / "words_typeset").tables)
