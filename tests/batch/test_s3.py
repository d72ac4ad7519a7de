"""A batch's folder on S3: a real client against a server of its own that speaks S3."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.batch import Outcome, Shop, Wishes, Workshop, plan_cards, press_for, publish, run_batch
from generator.batch.inventory import MANIFEST
from generator.errors import OutputError
from generator.world import World

from .world_of_tests import SIZES, make_sheet

s3fs = pytest.importorskip("s3fs", reason="s3fs is not installed")
moto_server = pytest.importorskip("moto.server", reason="moto is not installed")


@pytest.fixture(scope="module")
def bucket() -> Iterator[Any]:
    """A bucket called newsroom; the surroundings lead every S3 client to it."""
    server = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    ours = {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ours.items():
            patch.setenv(name, value)
        for name in ("AWS_PROFILE", "AWS_SESSION_TOKEN", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            patch.delenv(name, raising=False)
        s3fs.S3FileSystem.clear_instance_cache()
        there = s3fs.S3FileSystem()
        there.mkdir("newsroom")
        yield there
        s3fs.S3FileSystem.clear_instance_cache()
    server.stop()


@pytest.fixture
def done(folder: Path, world: World) -> Outcome:
    workshop = Workshop(world)
    plan = plan_cards(make_sheet(), press_for(workshop).catalogue, Wishes(tuple(SIZES)))
    return run_batch(folder, make_sheet(), plan, Shop(workshop))


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_place_holds_what_the_folder_holds(bucket: Any, done: Outcome) -> None:
    place = "s3://newsroom/晨报/1月7日"
    sent = publish(done.folder, done.manifest, place)
    here = files(done.folder)
    assert sent == len(here)
    bucket.invalidate_cache()
    assert {path.rpartition("/")[2] for path in bucket.ls(place)} == set(here)
    assert {name: bucket.cat_file(f"{place}/{name}") for name in here} == here


def test_only_what_has_changed_is_sent_again_and_what_has_gone_goes(bucket: Any, done: Outcome) -> None:
    place = "s3://newsroom/morning"
    publish(done.folder, done.manifest, place)
    assert publish(done.folder, done.manifest, place) == 1, "only the manifest, and that says the same"
    first, second, *rest = done.manifest.cards
    (done.folder / second.file).write_bytes(b"another picture")
    changed = replace(done.manifest, cards=(replace(second, sha256="0" * 64), *rest))
    changed.write(done.folder)
    assert publish(done.folder, changed, place) == 2
    bucket.invalidate_cache()
    assert not bucket.exists(f"{place}/{first.file}")
    assert bucket.cat_file(f"{place}/{second.file}") == b"another picture"
    assert bucket.cat_file(f"{place}/{MANIFEST}") == (done.folder / MANIFEST).read_bytes()
    bucket.rm_file(f"{place}/{rest[0].file}")
    assert publish(done.folder, changed, place) == 2, "a picture that somebody deleted there is sent again"


def test_a_bucket_that_is_not_there_is_named(bucket: Any, done: Outcome) -> None:
    with pytest.raises(OutputError, match="共享存储") as refused:
        publish(done.folder, done.manifest, "s3://nobody-s-bucket/x")
    assert "nobody-s-bucket" in str(refused.value)
