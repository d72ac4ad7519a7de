"""Records come back from the disk as they went, and from a manifest as it was written, whoever laid it out."""

from __future__ import annotations

import io
import json
import pickle
from dataclasses import replace
from pathlib import Path

import pytest

from generator.batch import Shop, Wishes, Workshop, plan_cards, press_for, run_batch
from generator.batch.inventory import JOURNAL, MANIFEST, cards_in, inventory_of, known_cards
from generator.batch.manifest import Journal, Manifest, Remark
from generator.batch.record import CardRecord
from generator.batch.register import Register
from generator.errors import InputError
from generator.world import World

from .world_of_tests import SIZES, make_sheet


@pytest.fixture(scope="module")
def folder(world: World, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("register") / "out"
    workshop = Workshop(world)
    plan = plan_cards(make_sheet(), press_for(workshop).catalogue, Wishes(tuple(SIZES)))
    run_batch(home, make_sheet(), plan, Shop(workshop))
    return home


@pytest.fixture
def cards(folder: Path) -> tuple[CardRecord, ...]:
    return tuple(inventory_of(folder)[1])


@pytest.mark.parametrize("in_memory", [0, 1 << 20])
def test_a_record_comes_back_equal(
    cards: tuple[CardRecord, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, in_memory: int
) -> None:
    monkeypatch.setattr("generator.batch.register.IN_MEMORY", in_memory)
    odd = replace(cards[0], file="奇\ud800.png", text='“引号”\n\u2028{"made_of": {"copy": "0"}}')
    register = Register(tmp_path)
    numbers = [register.enter(card) for card in (*cards, odd, replace(odd, ticket=None))]
    assert numbers == list(range(len(cards) + 2))
    assert register[:-2] == cards and register[-2] == odd and register[-1].ticket is None
    assert register == [*cards, odd, replace(odd, ticket=None)] != [*cards]
    back = register.view([3, 0, 3])
    assert back == (cards[3], cards[0], cards[3]) and len(back) == 3
    assert pickle.loads(pickle.dumps(back)) == back
    assert not list(tmp_path.iterdir()), "the file has no name"


def test_a_manifest_is_the_same_from_a_register_and_from_the_records(
    folder: Path, cards: tuple[CardRecord, ...]
) -> None:
    text = (folder / MANIFEST).read_bytes()
    told, register = inventory_of(folder)
    said = {name: told[name] for name in ("title", "source", "mima", "renderer")}
    said["remarks"] = tuple(Remark(**remark) for remark in told["remarks"])
    assert Manifest(**said, cards=cards).to_json().encode() == text
    assert Manifest(**said, cards=register).to_json().encode() == text
    turned = Manifest(**said, cards=register.view(reversed(range(len(register))))).to_json()
    assert turned == Manifest(**said, cards=cards[::-1]).to_json()
    assert [json.loads(line)["file"] for line in register.lines()] == [card.file for card in cards]


@pytest.mark.parametrize("indent", [None, 0, 1, 2])
def test_a_manifest_that_was_saved_again_says_the_same(
    folder: Path, cards: tuple[CardRecord, ...], indent: int | None
) -> None:
    table = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    again = json.dumps(table, indent=indent, ensure_ascii=indent == 2).encode()
    assert cards_in(io.BytesIO(again)) == cards
    crlf = (folder / MANIFEST).read_bytes().replace(b"\n", b"\r\n")
    assert cards_in(io.BytesIO(crlf)) == cards


def test_a_manifest_that_was_cut_short_anywhere_names_no_card(folder: Path) -> None:
    text = (folder / MANIFEST).read_bytes()
    for at in (*range(0, len(text), 997), len(text) - 2):
        assert cards_in(io.BytesIO(text[:at])) == ()


def test_a_card_s_line_that_is_broken_costs_that_card(folder: Path, cards: tuple[CardRecord, ...]) -> None:
    lines = (folder / MANIFEST).read_bytes().split(b"\n")
    at = next(n for n, line in enumerate(lines) if cards[2].file.encode() in line)
    lines[at] = lines[at].replace(b'"width": ', b'"width": ,', 1)
    assert cards_in(io.BytesIO(b"\n".join(lines))) == (*cards[:2], *cards[3:])


def test_the_latest_word_about_a_file_counts(
    folder: Path, cards: tuple[CardRecord, ...], tmp_path: Path
) -> None:
    (tmp_path / MANIFEST).write_bytes((folder / MANIFEST).read_bytes())
    journal = Journal(tmp_path)
    journal.note(replace(cards[1], key="later"))
    journal.note(replace(cards[1], file="another.png"))
    with (tmp_path / JOURNAL).open("ab") as file:
        file.write(b'{"fact": "cut sho')
    found = known_cards(tmp_path)
    assert found == (
        cards[0],
        replace(cards[1], key="later"),
        *cards[2:],
        replace(cards[1], file="another.png"),
    )


@pytest.mark.parametrize("text", [b"", b"{\n}\n", b'{\n "x": 1\n}\n', b"[]", b'{"cards": 3}', b"\xff\x00"])
def test_what_is_no_manifest_of_ours_is_told(tmp_path: Path, text: bytes) -> None:
    (tmp_path / MANIFEST).write_bytes(text)
    assert known_cards(tmp_path) == ()
    with pytest.raises(InputError, match="没有 mima 的清单"):
        inventory_of(tmp_path)
