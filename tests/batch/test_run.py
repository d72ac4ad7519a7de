from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import Executor
from dataclasses import replace
from pathlib import Path

import pytest

from generator.batch import Outcome, Shop, Wishes, Workshop, executor_for, plan_cards, press_for, run_batch
from generator.batch.inventory import JOURNAL, MANIFEST
from generator.batch.store import Flusher, write_whole
from generator.errors import OutputError
from generator.facts.model import Factsheet
from generator.world import World

from .world_of_tests import Manner, make_sheet, reworded

TWO = Wishes(("tiny-post", "tiny-grid"))
CARDS = 10


def go(
    folder: Path, workshop: Workshop, wishes: Wishes = TWO, sheet: Factsheet | None = None, **shop: object
) -> Outcome:
    sheet = sheet or make_sheet()
    cards = plan_cards(sheet, press_for(workshop).catalogue, wishes)
    return run_batch(folder, sheet, cards, Shop(workshop, **shop))  # type: ignore[arg-type]


def bytes_in(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir()}


def test_a_batch_is_cards_and_a_manifest_and_nothing_else(folder: Path, world: World) -> None:
    seen: list[tuple[int, int]] = []
    done = go(folder, Workshop(world), on_progress=lambda now, total, _last: seen.append((now, total)))
    table = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert set(bytes_in(folder)) == {MANIFEST, *(card["file"] for card in table["cards"])}
    assert (done.made, done.kept, len(table["cards"]), table["refused"]) == (CARDS, 0, CARDS, [])
    assert seen[0] == (0, CARDS) and seen[-1] == (CARDS, CARDS)
    first = table["cards"][0]
    assert (first["fact"], first["width"], first["height"]) == ("00", 108, 144)
    assert "".join(first["text_boxes"][0]["lines"]) == first["text"]
    assert set(table) == {
        "title", "source", "mima", "renderer", "cards", "refused", "remarks", "copies", "grounds",
    }  # fmt: skip


def test_a_second_run_makes_nothing_and_changes_no_byte(folder: Path, world: World) -> None:
    go(folder, Workshop(world))
    before = bytes_in(folder)
    again = go(folder, Workshop(world))
    assert (again.made, again.kept, again.changed) == (0, CARDS, False)
    assert bytes_in(folder) == before


def test_only_what_is_missing_damaged_or_changed_is_made(folder: Path, world: World) -> None:
    first = go(folder, Workshop(world))
    (folder / first.manifest.cards[0].file).unlink()
    (folder / first.manifest.cards[1].file).write_bytes(b"half")
    old = [c.file for c in first.manifest.cards if c.fact == "02"]
    again = go(folder, Workshop(world), sheet=reworded(make_sheet(), "02", "深入开展专项行动"))
    # 02 is no number card any more: that moves neither the manner nor the scene of the cards after it.
    assert (again.made, again.kept) == (4, CARDS - 4)
    before = {(c.fact, c.size): c.key for c in first.manifest.cards}
    changed = {c.fact for c in again.manifest.cards if before[c.fact, c.size] != c.key}
    assert changed == {"02"}
    assert sorted(again.removed) == sorted(old)
    assert not any((folder / name).exists() for name in old)


def test_force_makes_all_again(folder: Path, world: World) -> None:
    go(folder, Workshop(world))
    assert go(folder, Workshop(world), force=True).made == CARDS


def test_another_size_or_fact_does_not_cost_the_others(folder: Path, world: World) -> None:
    go(folder, Workshop(world), Wishes(("tiny-post",)))
    second = go(folder, Workshop(world), Wishes(("tiny-grid",), only=("01",)))
    assert (second.made, second.carried, len(second.manifest.cards)) == (1, 5, 6)
    assert [c.fact for c in second.manifest.cards] == ["00", "01", "01", "02", "03", "04"]
    third = go(folder, Workshop(world))
    assert (third.made, third.kept) == (4, 6)


def test_a_card_outside_this_batch_whose_words_have_changed_goes(folder: Path, world: World) -> None:
    go(folder, Workshop(world), Wishes(("tiny-post",)))
    new = reworded(make_sheet(), "02", "新的说法")
    second = go(folder, Workshop(world), Wishes(("tiny-grid",), only=("01",)), sheet=new)
    assert second.removed == ("02-培育重点工业企业267家-tiny-post.png",)
    assert second.carried == 4


def test_a_stale_card_that_a_person_changed_is_left(folder: Path, world: World) -> None:
    first = go(folder, Workshop(world))
    mine = next(c.file for c in first.manifest.cards if c.fact == "02")
    (folder / mine).write_bytes(b"retouched")
    again = go(folder, Workshop(world), sheet=reworded(make_sheet(), "02", "新的说法"))
    assert again.left == (mine,)
    assert (folder / mine).read_bytes() == b"retouched"
    assert mine not in [c.file for c in again.manifest.cards]


def test_a_manifest_cannot_send_us_out_of_the_folder(folder: Path, world: World, tmp_path: Path) -> None:
    go(folder, Workshop(world), Wishes(("tiny-post",)))
    table = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    victim = tmp_path / "victim.png"
    card = table["cards"][0]
    (folder / card["file"]).rename(victim)
    card["file"] = "../victim.png"
    (folder / MANIFEST).write_text(json.dumps(table), encoding="utf-8")
    go(folder, Workshop(world), Wishes(("tiny-post",)), sheet=replace(make_sheet(), title="别的"))
    assert victim.exists()


@pytest.mark.parametrize("junk", ["", "{", "[]", '{"cards": 3}', '{"cards": [{"file": 1}, null]}', "\x00"])
def test_a_broken_manifest_only_costs_the_time_to_make_its_cards_again(
    folder: Path, world: World, junk: str
) -> None:
    go(folder, Workshop(world), Wishes(("tiny-post",)))
    before = bytes_in(folder)
    (folder / MANIFEST).write_text(junk, encoding="utf-8")
    (folder / JOURNAL).write_text(junk + "\n" + junk, encoding="utf-8")
    go(folder, Workshop(world), Wishes(("tiny-post",)))
    assert bytes_in(folder) == before


def test_a_refused_card_is_named_and_stops_nothing(folder: Path, world: World) -> None:
    go(folder, Workshop(world))
    done = go(folder, Manner(world, refuses="02"), force=True)
    assert [(r.fact, r.size, r.reason, r.exit_code) for r in done.manifest.refused] == [
        ("02", "tiny-post", "文字放不下。", 1),
        ("02", "tiny-grid", "文字放不下。", 1),
    ]
    assert done.made == CARDS - 2
    assert not list(folder.glob("02-*")), "a card that is refused today must not lie there from yesterday"


def test_a_fault_in_mima_costs_one_card(folder: Path, world: World) -> None:
    done = go(folder, Manner(world, breaks="01"))
    assert done.made == CARDS - 2
    assert {r.exit_code for r in done.manifest.refused} == {2}
    assert "RuntimeError" in done.manifest.refused[0].reason
    assert "Traceback" in done.manifest.refused[0].detail
    assert "Traceback" not in (folder / MANIFEST).read_text(encoding="utf-8")


def test_ctrl_c_leaves_whole_files_and_their_manifest(folder: Path, world: World) -> None:
    done = go(folder, Manner(world, interrupts="04"))
    assert done.interrupted and 0 < done.made < CARDS
    table = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    assert {c["file"] for c in table["cards"]} == set(bytes_in(folder)) - {MANIFEST}
    again = go(folder, Workshop(world))
    assert (again.kept, again.made) == (done.made, CARDS - done.made)


def test_a_card_left_undone_by_ctrl_c_is_still_known_when_it_goes_stale(folder: Path, world: World) -> None:
    go(folder, Workshop(world))
    new = reworded(make_sheet(), "04", "做好三件事")  # makes its cards due under a new name
    go(folder, Manner(world, interrupts="00"), force=True)
    last = go(folder, Workshop(world), sheet=new)
    assert not [c for c in bytes_in(folder) if "两件事" in c]
    assert len(last.manifest.cards) == CARDS


@pytest.mark.parametrize("crash_at", range(0, 12, 3))
def test_a_crash_at_any_write_loses_nothing_that_was_finished(
    folder: Path, world: World, monkeypatch: pytest.MonkeyPatch, crash_at: int
) -> None:
    go(folder.with_name("whole"), Workshop(world))
    count = 0

    def write(path: Path, data: bytes, flusher: Flusher | None = None) -> None:
        nonlocal count
        count += 1
        if count > crash_at:
            (path.parent / f".mima-{'0' * 16}.tmp").write_bytes(data[: len(data) // 2])
            raise OutputError("磁盘满了")
        write_whole(path, data, flusher)

    def write_joined(path: Path, pieces: Iterable[bytes]) -> bool:
        write(path, b"".join(pieces))
        return True

    monkeypatch.setattr("generator.batch.run.write_whole", write)
    monkeypatch.setattr("generator.batch.manifest.write_pieces", write_joined)
    if crash_at > CARDS:
        go(folder, Workshop(world))
    else:
        with pytest.raises(OutputError, match="磁盘满了"):
            go(folder, Workshop(world))
    monkeypatch.undo()
    again = go(folder, Workshop(world))
    assert (again.kept, again.made) == (min(crash_at, CARDS), max(0, CARDS - crash_at))
    assert bytes_in(folder) == bytes_in(folder.with_name("whole"))


def test_no_cards_is_no_error(folder: Path, world: World) -> None:
    done = go(folder, Workshop(world), sheet=Factsheet("", ()))
    assert (done.made, done.manifest.cards) == (0, ())


def test_several_processes_make_the_same_folder(folder: Path, world: World) -> None:
    go(folder, Workshop(world))
    other = folder.with_name("other")
    done = go(other, Workshop(world), make_executor=executor_for(2), width=2)
    assert done.made == CARDS
    assert bytes_in(other) == bytes_in(folder)


def test_a_worker_that_dies_once_costs_nothing(folder: Path, world: World, tmp_path: Path) -> None:
    workshop = Manner(world, dies="02", once=tmp_path / "died")
    done = go(folder, workshop, make_executor=executor_for(2), width=2)
    assert (done.made, done.manifest.refused) == (CARDS, ())


def test_a_card_that_kills_its_worker_twice_is_the_only_one_lost(folder: Path, world: World) -> None:
    workshop = Manner(world, dies="02")
    done = go(folder, workshop, Wishes(("tiny-post",)), make_executor=executor_for(2), width=2)
    assert [(r.fact, "内存" in r.reason) for r in done.manifest.refused] == [("02", True)]
    assert done.made == 4


def test_any_executor_will_do(folder: Path, world: World) -> None:
    made: list[Executor] = []

    def factory() -> Executor:
        made.append(executor_for(1)())
        return made[-1]

    assert go(folder, Workshop(world), make_executor=factory).made == CARDS
    assert len(made) == 1
