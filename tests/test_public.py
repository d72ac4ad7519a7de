"""What other programs may use, and nothing by accident."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

import generator

ROOT = Path(__file__).parents[1]


def test_the_surface_is_exactly_this() -> None:
    assert generator.__all__ == sorted(generator.__all__) == [
        "Card", "CardJob", "CardRefused", "Fact", "Factsheet", "Manifest", "MimaError", "Outcome", "Press", "Wishes",
        "World", "__version__", "extract", "load", "make_cards",
    ]  # fmt: skip


@pytest.mark.parametrize("name", generator.__all__)
def test_every_name_is_there_and_says_what_it_is(name: str) -> None:
    value = getattr(generator, name)
    assert name in dir(generator)
    if name != "__version__":
        assert value.__doc__ and value.__name__ == name


def test_other_names_are_not() -> None:
    with pytest.raises(AttributeError, match="nothing_of_that_name"):
        _ = generator.nothing_of_that_name


def test_the_version_is_the_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == generator.__version__


def test_importing_the_package_loads_none_of_its_parts() -> None:
    code = "import sys, generator; print([m for m in sys.modules if m.startswith('generator.')])"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
