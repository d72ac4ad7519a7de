"""A batch that is called off: no further card is begun, nothing is there by halves, and the next run ends as if nothing had been."""

from __future__ import annotations

from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from generator.batch import Shop, Wishes, Workshop, executor_for, plan_cards, press_for, run_batch
from generator.batch.inventory import JOURNAL, MANIFEST, known_cards
from generator.batch.pool import InProcess
from generator.world import World

from .world_of_tests import SIZES, make_sheet

CARDS = 18


class _Counting(InProcess):
    """Counts the cards that were begun."""

    def __init__(self) -> None:
        self.begun = 0

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.begun += len(args[1])
        return super().submit(fn, *args, **kwargs)


class _Deaf(Executor):
    """Takes units and never finishes one: a worker that hangs."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        return Future()

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        assert not wait, "a batch that was called off must not wait for a worker"


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


@pytest.mark.parametrize("in_haste", [False, True])
@pytest.mark.parametrize("after", [0, 1, 7])
def test_it_ends_and_goes_on(
    folder: Path, world: World, monkeypatch: pytest.MonkeyPatch, after: int, in_haste: bool
) -> None:
    workshop, sheet = Workshop(world), make_sheet(8)
    plan = plan_cards(sheet, press_for(workshop).catalogue, Wishes(tuple(SIZES)))
    assert len(plan.jobs) == CARDS
    whole = folder.with_name("whole")
    run_batch(whole, sheet, plan, Shop(workshop))
    if in_haste:
        monkeypatch.setattr("generator.batch.run.SOON_WRITTEN", -1)
    done: list[int] = []
    executor = _Counting()
    shop = Shop(
        workshop, lambda: executor, 1,
        on_progress=lambda now, _total, _last: done.append(now),
        is_stopped=lambda: done[-1] >= after,
    )  # fmt: skip
    first = run_batch(folder, sheet, plan, shop)
    assert first.interrupted and after <= first.made < CARDS
    assert executor.begun == first.made, "a card was begun for nothing"
    left = bytes_in(folder)
    pictures = {name: data for name, data in left.items() if name.endswith(".png")}
    assert len(pictures) == first.made and pictures.items() <= bytes_in(whole).items()
    if in_haste:
        assert MANIFEST not in left and (first.made == 0 or JOURNAL in left)
    assert len(known_cards(folder)) == first.made
    monkeypatch.undo()
    again = run_batch(folder, sheet, plan, Shop(workshop))
    assert (again.kept, again.made, again.interrupted) == (first.made, CARDS - first.made, False)
    assert bytes_in(folder) == bytes_in(whole)


def test_it_does_not_wait_for_a_worker_that_hangs(folder: Path, world: World) -> None:
    workshop, sheet = Workshop(world), make_sheet()
    plan = plan_cards(sheet, press_for(workshop).catalogue, Wishes(tuple(SIZES)))
    asked = 0

    def is_stopped() -> bool:
        nonlocal asked
        asked += 1
        return asked > 2

    done = run_batch(folder, sheet, plan, Shop(workshop, _Deaf, 2, is_stopped=is_stopped))
    assert done.interrupted and done.made == 0


def test_workers_end_with_it(folder: Path, world: World) -> None:
    workshop, sheet = Workshop(world), make_sheet(8)
    plan = plan_cards(sheet, press_for(workshop).catalogue, Wishes(tuple(SIZES)))
    pools: list[Any] = []
    make = executor_for(2)

    def factory() -> Executor:
        pools.append(make())
        return pools[-1]

    seen: list[int] = []
    shop = Shop(
        workshop, factory, 2,
        on_progress=lambda now, _total, _last: seen.append(now), is_stopped=lambda: seen[-1] > 2,
    )  # fmt: skip
    done = run_batch(folder, sheet, plan, shop)
    assert done.interrupted and 2 < done.made < CARDS
    with pytest.raises(RuntimeError):
        pools[-1].submit(int)
    assert len(list(folder.glob("*.png"))) == done.made
