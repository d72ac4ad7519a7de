"""A moving card comes to rest as the still card, pixel for pixel, and only its digits move on the way."""

from __future__ import annotations

import io
import sys
from dataclasses import replace

import pytest
from PIL import Image, ImageChops, ImageSequence

from generator.batch import Wishes, plan_cards
from generator.card import Press
from generator.compose import Composition, FilmWishes, compose_film
from generator.compose import animate as animate_module
from generator.compose.counting import counting_of
from generator.compose.film import to_gif, to_mp4, to_webp
from generator.compose.motion import HOLD_MS, Film, shoot
from generator.errors import CardRefused, TooLarge, UsageError
from generator.facts.model import Factsheet

MINI = FilmWishes(size="mini-post", only=("08",))


def film_of(sheet: Factsheet, press: Press, fact: str) -> Film:
    plan = plan_cards(sheet, press.catalogue, Wishes(("mini-post",), "metric", only=(fact,), features=()))
    job = plan.jobs[0].job
    one = next(f for f in sheet.facts if f.id == fact)
    return shoot(job, press.draw(job), counting_of(one, job.copy.figure), press)


@pytest.fixture(scope="module")
def film(sheet: Factsheet, press: Press) -> Film:
    return film_of(sheet, press, "08")  # 新增停车位15,000个: commas, and a narrow 1


def box_of(one: Image.Image, other: Image.Image) -> tuple[int, int, int, int] | None:
    return ImageChops.difference(one, other).getbbox()


def test_first_and_last_frame_are_the_still_card(sheet: Factsheet, press: Press, film: Film) -> None:
    plan = plan_cards(sheet, press.catalogue, Wishes(("mini-post",), "metric", only=("08",), features=()))
    still = Image.open(io.BytesIO(press.make(plan.jobs[0].job).data)).convert("RGB")
    assert box_of(film.frames[0], still) is None
    assert box_of(film.frames[-1], still) is None
    assert film.durations[-1] == HOLD_MS >= 2000
    assert len(film.frames) <= 300


@pytest.mark.parametrize("fact", ["01", "06", "08", "13"])
def test_only_the_digits_move_and_they_stay_in_their_places(sheet: Factsheet, press: Press, fact: str) -> None:
    film = film_of(sheet, press, fact)
    x0, y0, x1, y1 = film.box
    for frame in film.frames[1:-1]:
        moved = box_of(frame, film.still)
        assert moved is not None, "every step differs from the end"
        assert x0 <= moved[0] and y0 <= moved[1] and moved[2] <= x1 and moved[3] <= y1
    final = box_of(film.still, film.bare)
    assert final is not None
    for frame in film.frames[1:-1]:
        drawn = box_of(frame, film.bare)
        assert drawn is not None
        assert drawn[0] >= final[0] - 2 and drawn[2] <= final[2] + 2, "nothing jumps out of the figure's room"
        assert drawn[3] <= final[3] + 2
        if fact != "08":  # a comma hangs below the line
            assert drawn[3] >= final[3] - 2, "one baseline"


def test_a_full_count_passes_through_different_digits(film: Film) -> None:
    assert len({frame.tobytes() for frame in film.frames}) >= 30


def test_webp_holds_the_very_pixels(film: Film) -> None:
    opened = Image.open(io.BytesIO(to_webp(film)))
    frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(opened)]
    assert len(frames) == len(film.frames)
    for got, frame in zip(frames, film.frames, strict=True):
        assert box_of(got, frame) is None
    assert opened.info["loop"] == 0


def test_gif_rests_on_a_picture_nobody_can_tell_from_the_card(film: Film) -> None:
    opened = Image.open(io.BytesIO(to_gif(film)))
    frames, durations = [], []
    for frame in ImageSequence.Iterator(opened):
        frames.append(frame.convert("RGB"))
        durations.append(frame.info["duration"])
    assert sum(durations) == sum(film.durations) and durations[-1] == HOLD_MS
    assert opened.info["loop"] == 0
    off = ImageChops.difference(frames[-1], film.still)
    assert max(high for _low, high in off.getextrema()) <= 40  # type: ignore[misc]
    mean = off.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    assert isinstance(mean, tuple) and max(mean) <= 4
    x0, y0, x1, y1 = film.box
    for frame in frames:
        moved = box_of(frame, frames[-1])
        if moved is not None:  # the ground is dithered once: it does not boil
            assert x0 <= moved[0] and y0 <= moved[1] and moved[2] <= x1 and moved[3] <= y1


def test_the_same_card_gives_the_same_bytes(sheet: Factsheet, press: Press, film: Film) -> None:
    again = film_of(sheet, press, "08")
    assert to_gif(film) == to_gif(again)
    assert to_webp(film) == to_webp(again)


def test_mp4_plays_the_count_and_the_hold(film: Film) -> None:
    av = pytest.importorskip("av")
    data = to_mp4(film)
    assert data == to_mp4(film)
    with av.open(io.BytesIO(data)) as container:
        stream = container.streams.video[0]
        frames = [(frame.time, frame.to_image()) for frame in container.decode(video=0)]
        assert (stream.width, stream.height, stream.codec_context.name) == (270, 360, "h264")
    assert len(frames) == sum(film.durations) // 40
    assert frames[-1][0] == pytest.approx(sum(film.durations) / 1000 - 0.04, abs=0.001)
    off = ImageChops.difference(frames[-1][1].convert("RGB"), film.still).resize((1, 1), Image.Resampling.BOX)
    mean = off.getpixel((0, 0))
    assert isinstance(mean, tuple) and max(mean) <= 8


def test_without_pyav_it_says_what_to_install(film: Film, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "av", None)
    with pytest.raises(UsageError, match=r"mima\[video\]"):
        to_mp4(film)


def made_of(pieces: Composition) -> list[tuple[str, str]]:
    return [(piece.file, piece.encoding) for piece in pieces.pieces]


def test_a_named_fact_is_made_in_every_format_asked_for(sheet: Factsheet, press: Press) -> None:
    made = compose_film(sheet, press, MINI)
    assert made_of(made) == [
        ("动图-08-新增停车位15,000个-mini-post.gif", "gif-256"),
        ("动图-08-新增停车位15,000个-mini-post.webp", "webp-lossless"),
    ]
    assert made.words.keys() == {"08"} and not made.refused


def test_what_cannot_count_is_refused_and_the_others_are_made(sheet: Factsheet, press: Press) -> None:
    made = compose_film(sheet, press, replace(MINI, only=("03", "08", "09"), formats=("gif",)))
    assert [piece.facts for piece in made.pieces] == [("08",)]
    assert [r.fact for r in made.refused] == ["03", "09"]
    with pytest.raises(CardRefused, match="名次"):
        compose_film(sheet, press, replace(MINI, only=("09",)))
    with pytest.raises(UsageError, match="没有叫“avi”"):
        compose_film(sheet, press, replace(MINI, formats=("avi",)))


def test_left_alone_it_takes_the_most_striking_that_counts(sheet: Factsheet, press: Press) -> None:
    made = compose_film(sheet, press, replace(MINI, only=(), formats=("gif",)))
    assert len(made.pieces) == 1
    assert made.pieces[0].facts != ("09",), "a place is striking but does not count"


def test_over_the_ceiling_it_is_made_smaller_and_then_refused(
    sheet: Factsheet, press: Press, film: Film, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = len(to_gif(film))
    data, size = animate_module._under(film, "gif", whole - 1, "小尺寸")
    assert size[0] < film.still.width and len(data) < whole
    frames = [f.convert("RGB") for f in ImageSequence.Iterator(Image.open(io.BytesIO(data)))]
    assert frames[0].size == size
    with pytest.raises(TooLarge, match="动图最小也有"):
        animate_module._under(film, "gif", 1000, "小尺寸")
