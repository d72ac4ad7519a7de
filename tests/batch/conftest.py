from __future__ import annotations

from pathlib import Path

import pytest

from generator.world import World

from .world_of_tests import make_world


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> World:
    return make_world(tmp_path_factory.mktemp("world"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "out"
