from __future__ import annotations

import pytest

from generator.world import World
from tests.batch.world_of_tests import make_world
from tests.series.newsroom import add_platforms


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return add_platforms(make_world(tmp_path_factory.mktemp("world")))
