from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.world import World
from tests.batch.world_of_tests import make_world

from .newsroom import POSTGRES, Newsroom, add_platforms, fresh_ledger, make_newsroom

NO_POSTGRES = "MIMA_TEST_POSTGRES 没有设置：没有 PostgreSQL 可测（.ci/run 会启动一个）"
BOTH = ["sqlite", pytest.param("postgres", marks=pytest.mark.skipif(not POSTGRES, reason=NO_POSTGRES))]


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return add_platforms(make_world(tmp_path_factory.mktemp("world")))


@pytest.fixture(params=BOTH)
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of an empty ledger, on each database in turn."""
    with fresh_ledger(request.param, tmp_path) as address:
        yield address


@pytest.fixture
def room(world: World, tmp_path: Path, ledger: str) -> Iterator[Newsroom]:
    """A newsroom on each database in turn."""
    found = make_newsroom(world, tmp_path, ledger)
    yield found
    found.desk.ledger.close()
