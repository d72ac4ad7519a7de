"""Every check, with a card that passes all of them and a card that fails just this one."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from generator.batch import Wishes, plan_cards
from generator.card import Card, Impression, Press, SetText
from generator.facts import extract
from generator.facts.article import ArticleText
from generator.proof import CHECKS, REFUSE, Exhibit, Rules
from generator.world import World

ARTICLE = "小城一年\n\n来源：小城日报\n\n产业升级 经济向好\n\n培育规上工业企业358家\n森林覆盖率达63.2%\n全面推进乡村振兴\n"


@pytest.fixture(scope="module")
def press() -> Press:
    return Press(World.at(), "resvg")


@pytest.fixture(scope="module")
def card(press: Press) -> Card:
    sheet = extract(ArticleText(ARTICLE))
    plan = plan_cards(sheet, press.catalogue, Wishes(("weibo-grid",), template="metric", only=("01",)))
    return press.make(plan.jobs[0].job)


@pytest.fixture(scope="module")
def rules(press: Press) -> Rules:
    return Rules.load(*press.catalogue.data_folders)


def found(rules: Rules, card: Card) -> set[str]:
    return {finding.check for finding in rules.prove(Exhibit(card))}


def with_texts(card: Card, *texts: SetText) -> Card:
    return replace(card, sheet=replace(card.sheet, texts=texts))


def changed(card: Card, box: str, **changes: object) -> Card:
    return with_texts(
        card,
        *(replace(t, **changes) if t.box == box else t for t in card.sheet.texts),  # type: ignore[arg-type]
    )


def test_a_sound_card_has_nothing_to_remark(rules: Rules, card: Card) -> None:
    assert rules.prove(Exhibit(card)) == ()


def test_a_figure_that_is_not_the_articles(rules: Rules, card: Card) -> None:
    assert found(rules, changed(card, "figure", lines=("356家",))) == {"figures", "whole"}


def test_a_figure_in_the_colophon_counts_as_well(rules: Rules, card: Card) -> None:
    assert "figures" in found(rules, changed(card, "source", lines=("来源：小城日报2025年",)))


def test_a_text_that_lost_a_word(rules: Rules, card: Card) -> None:
    lost = changed(card, "head", lines=("培育规上企业",))
    assert found(rules, lost) == {"whole"}
    assert "工业" in next(f.message for f in rules.prove(Exhibit(lost)) if f.check == "whole")


def test_a_text_out_of_order(rules: Rules, card: Card) -> None:
    head = next(t for t in card.sheet.texts if t.box == "head")
    others = tuple(t for t in card.sheet.texts if t.box != "head")
    assert found(rules, with_texts(card, *others, head)) == {"order"}


def test_a_source_that_is_not_on_the_card(rules: Rules, card: Card) -> None:
    assert found(rules, with_texts(card, *(t for t in card.sheet.texts if t.box != "source"))) == {"source"}


def test_a_source_that_nobody_knows(rules: Rules, card: Card) -> None:
    nameless = replace(card, job=replace(card.job, copy=replace(card.job.copy, source="")))
    assert found(rules, nameless) == {"no-source", "runs"}, "and the card names one"
    silent = with_texts(nameless, *(t for t in card.sheet.texts if t.box != "source"))
    assert found(rules, silent) == {"no-source"}


def test_a_face_that_is_not_the_themes(rules: Rules, card: Card) -> None:
    assert found(rules, changed(card, "head", families=("Comic Sans",))) == {"font"}


def test_a_number_in_another_face(rules: Rules, card: Card) -> None:
    assert found(rules, changed(card, "figure", families=("Noto Serif SC",))) == {"figure-font"}


def test_a_subtitle_without_its_last_letter(rules: Rules, card: Card) -> None:
    said = "".join(next(t for t in card.sheet.texts if t.box == "context").lines)
    assert found(rules, changed(card, "context", lines=(said[:-1],))) == {"runs"}


def test_a_number_without_its_sign(press: Press, rules: Rules) -> None:
    sheet = extract(ArticleText(ARTICLE))
    plan = plan_cards(sheet, press.catalogue, Wishes(("weibo-grid",), template="metric", only=("02",)))
    percent = press.make(plan.jobs[0].job)
    said = "".join(next(t for t in percent.sheet.texts if t.box == "figure").lines)
    assert found(rules, changed(percent, "figure", lines=(said.replace("%", ""),))) == {"sign"}


def test_texts_that_overlap(rules: Rules, card: Card) -> None:
    head = next(t for t in card.sheet.texts if t.box == "head")
    x0, y0, x1, y1 = head.frame
    assert "overlap" in found(rules, changed(card, "figure", frame=(x0, y0 + 20, x1, y1 + 200)))


def test_a_text_over_the_edge(rules: Rules, card: Card) -> None:
    assert "edge" in found(rules, changed(card, "figure", frame=(600.0, 400.0, 1090.0, 700.0)))


def test_a_message_that_the_platform_crops(press: Press, rules: Rules, card: Card) -> None:
    job = replace(card.job, size=replace(card.job.size, safe=(0.3, 0.0, 0.7, 1.0)))
    assert "crop" in found(rules, replace(card, job=job))


def test_a_list_that_the_platform_crops_is_only_remarked(rules: Rules, card: Card) -> None:
    copy = replace(card.job.copy, items=("规上工业企业",))
    size = replace(card.job.size, safe=(0.3, 0.0, 0.7, 1.0))
    both = found(rules, replace(card, job=replace(card.job, size=size, copy=copy)))
    assert "crop-list" in both and "crop" not in both


def test_a_text_too_small_for_a_phone(rules: Rules, card: Card) -> None:
    assert found(rules, changed(card, "source", size=18.0)) == {"small"}


def test_a_message_too_small_for_a_feed(rules: Rules, card: Card) -> None:
    assert found(rules, changed(card, "head", size=26.0)) == {"small-message"}


def test_a_text_that_drowns_in_its_ground(rules: Rules, card: Card) -> None:
    source = next(t for t in card.sheet.texts if t.box == "source")
    x0, y0, x1, y1 = (int(v) for v in source.frame)
    drowned = card.picture.image.copy()
    drowned.paste(Image.new("RGB", (x1 - x0 + 40, y1 - y0 + 40), source.fills[0]), (x0 - 20, y0 - 20))
    assert found(rules, replace(card, picture=Impression.of(drowned))) == {"contrast", "covered"}


@pytest.mark.parametrize("plate", ["#101010", "#0b3a7c", "#fafafa"])
def test_a_plate_over_a_third_of_a_text(rules: Rules, card: Card, plate: str) -> None:
    head = next(t for t in card.sheet.texts if t.box == "head")
    x0, y0, x1, y1 = (int(v) for v in head.frame)
    covered = card.picture.image.copy()
    covered.paste(Image.new("RGB", ((x1 - x0) // 3, y1 - y0), plate), (x0, y0))
    assert "covered" in found(rules, replace(card, picture=Impression.of(covered)))


@pytest.mark.parametrize("half", [0, 1])
def test_a_logo_over_half_of_one_letter(rules: Rules, card: Card, half: int) -> None:
    """In the ground's own colour, so that what is left of the text stands out as before."""
    figure = next(t for t in card.sheet.texts if t.box == "figure")
    assert len(figure.letters) == len("358家")
    x0, y0, x1, y1 = figure.letters[1]
    middle, ground = (x0 + x1) / 2, card.picture.image.getpixel((int(x0) - 2, int(y0) - 12))
    left, right = ((x0 - 1, middle), (middle, x1 + 1))[half]
    covered = card.picture.image.copy()
    covered.paste(ground, (int(left), int(y0) - 2, int(right) + 1, int(y1) + 3))  # type: ignore[arg-type]
    assert found(rules, replace(card, picture=Impression.of(covered))) == {"covered"}


def test_a_file_of_other_pixels(rules: Rules, card: Card) -> None:
    buffer = io.BytesIO()
    card.picture.image.resize((540, 540)).save(buffer, "PNG")
    assert found(rules, replace(card, data=buffer.getvalue())) == {"file"}


def test_a_file_that_shines_through(rules: Rules, card: Card) -> None:
    buffer = io.BytesIO()
    card.picture.image.convert("RGBA").save(buffer, "PNG")
    assert found(rules, replace(card, data=buffer.getvalue())) == {"file"}


def test_a_file_too_heavy(rules: Rules, card: Card) -> None:
    job = replace(card.job, size=replace(card.job.size, max_bytes=1000))
    assert found(rules, replace(card, job=job)) == {"bytes"}


def test_every_check_has_a_card_that_fails_it() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in CHECKS if f'"{name}"' not in source] == []


def test_a_newsroom_sets_how_grave_a_check_is(press: Press, rules: Rules, card: Card) -> None:
    lax = replace(rules, severity={**rules.severity, "small": "warn", "source": "off"})
    small = changed(card, "source", size=18.0)
    assert {f.severity for f in rules.prove(Exhibit(small))} == {REFUSE}
    assert {f.severity for f in lax.prove(Exhibit(small))} == {"warn"}
    bare = with_texts(card, *(t for t in card.sheet.texts if t.box != "source"))
    assert found(lax, bare) == set()
    assert lax.fingerprint != rules.fingerprint
